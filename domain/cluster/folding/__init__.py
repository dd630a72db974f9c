"""How each event of a case changes it, one module per part of the path."""
