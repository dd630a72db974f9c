"""The record: an append-only event store on PostgreSQL that knows streams and bytes only."""
