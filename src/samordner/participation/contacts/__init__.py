"""Whom one talks to in a municipality: in a role, for a while. Work contacts only."""
