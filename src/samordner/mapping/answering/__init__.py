"""Answering: everything that a respondent does, by the personal link or signed in, and answers that the office writes in."""
