"""Questionnaires as tables, and on paper."""
