"""The scoring activity: a benchmark's results per dimension, beside three groups of peers."""
