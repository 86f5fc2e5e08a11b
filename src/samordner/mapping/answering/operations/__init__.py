"""Deeds of those who answer: save, attach, hand on, use again, send in."""
