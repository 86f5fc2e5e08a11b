"""Which days anybody can mean: what lies outside is a slip of the pen."""

from __future__ import annotations

from datetime import date

EARLIEST = date(1990, 1, 1)
"""The first day that something lasting can have begun on: an agreement, a series of measurements."""
CENTURY = date(2000, 1, 1)
"""The first day that what is planned and done here can fall on."""
LATEST = date(2099, 12, 31)
