"""Mapping rounds: prepared, opened, extended, closed and cancelled, and how far each who is asked has come."""
