"""Accredited offices: which procedures they may handle in which countries, and who works there."""
