"""Deeds on the answers of a round."""
