"""The record as process logs, for tools that mine processes: OCEL 2.0 and XES."""
