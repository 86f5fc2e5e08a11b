"""Invitations, answers, registrations and attendance."""
