"""The cluster's stream: the organisation, its cases and every label it held, in one readable trail."""
