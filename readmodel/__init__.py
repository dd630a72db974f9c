"""Rows people look at: a function of the folded state, disposable and rebuilt."""
