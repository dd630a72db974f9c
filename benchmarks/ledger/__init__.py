"""The record side by side with raw PostgreSQL and with another event store, in one run on the same server."""
