"""The demo: fictional clusters at every stage, and what a new data directory is furnished with."""
