"""The committee round's stream: a span of days in which the committee decides the cases on its agenda."""
