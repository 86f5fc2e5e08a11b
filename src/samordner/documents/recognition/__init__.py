"""Recognising what a published document holds: its lines, chapters, tables and claims. No Django here."""
