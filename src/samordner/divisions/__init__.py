"""Municipalities divided into groups by where they stand, kept with the day."""
