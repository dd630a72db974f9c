"""People's side: the gateway to Temporal, the command line and the embedded stack."""
