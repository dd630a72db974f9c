"""The complaint's stream: what somebody holds against a holder, an expert or the secretariat, and what came of it."""
