"""The committee round's stream: a span of days in which the label committee decides the cases placed on its agenda."""
