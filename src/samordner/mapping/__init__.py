"""Mapping rounds: whom a questionnaire goes to, what they answered, and the answers kept as they were sent in."""
