"""What somebody does about an open task: one module per part of the path, each act the most sensible first."""
