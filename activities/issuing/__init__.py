"""Issuing: certificates and reports as archival PDF documents."""
