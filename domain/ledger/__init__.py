"""The ledger's own stream: what was done to the record as a whole."""
