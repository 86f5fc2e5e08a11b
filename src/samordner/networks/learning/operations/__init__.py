"""Deeds on learning networks. Each says why it is refused, and leaves one entry in the journal."""
