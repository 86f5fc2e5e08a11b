"""Deeds on projects, driver diagrams, cycles and experiences."""
