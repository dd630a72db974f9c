"""Laurel side by side with bare Temporal, in one run on the same servers: only the ratios mean anything elsewhere."""
