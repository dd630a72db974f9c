"""The rules of a cluster's stream, one module per part of the path."""
