"""Deeds on cooperation. Each says why it is refused, and leaves one entry in the journal."""
