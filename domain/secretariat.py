"""The European Secretariat for Cluster Analysis: where it works, and how letters address it."""

# The secretariat works in Berlin; the committee, which it convenes, keeps its calendar.
SECRETARIAT_COUNTRY = "DE"
SECRETARIAT = "secretariat"
