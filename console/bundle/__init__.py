"""Evidence bundles: one cluster's history with everything it takes to check it without Laurel."""
