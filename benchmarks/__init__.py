"""Laurel side by side with its peers, in one run on the same servers: only the ratios mean anything elsewhere."""
