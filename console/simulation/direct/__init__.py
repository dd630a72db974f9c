"""An engine without Temporal: rules, record and effects as they are, called in the order of simulated time."""
