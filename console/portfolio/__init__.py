"""The portfolio: labels awarded elsewhere, brought in from a table."""
