"""A simulated secretariat: people who act by chance over years, on the engine's own rules, record and effects."""
