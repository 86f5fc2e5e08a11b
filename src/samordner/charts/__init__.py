"""Figures as server-made SVG, each with its alternative text and the table that holds the same numbers."""
