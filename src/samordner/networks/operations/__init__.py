"""Deeds on networks: running them, who is in them, who was offered a place, and their meetings."""
