"""Journeys: readable files of commands, played against a running engine."""
