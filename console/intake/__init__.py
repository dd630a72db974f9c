"""Documents in: known by their content, inspected, and only then stored."""
