"""The path and the clock of a certification, as Temporal workflows."""
