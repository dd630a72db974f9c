"""The embedded stack: PostgreSQL, Temporal and a mailbox as child processes of laurel up."""
