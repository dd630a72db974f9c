"""The storage activity: `record` carries a command out against the ledger, in one transaction."""
