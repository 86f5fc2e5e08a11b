"""A day by which something is to be done or ends, as people write it: "innen 1. juni 2022", "utgangen av 2023"."""

from dataclasses import dataclass
from datetime import date

from samordner.timeline.periods import read as read_period


@dataclass(frozen=True)
class Due:
    """The label as written, and the last day that it allows; None: it says no day that is sure."""

    label: str
    day: date | None = None


def read(label: str, *, year: int | None = None) -> Due:
    """What the label says; `year` is used where the label prints none. What comes back again has no last day."""
    period = read_period(label, year=year)
    return Due(label, None if period.recurrence else period.end)


def said(day: date | None) -> str:
    """The day as a label that `read` understands: 01.06.2022; of None nothing."""
    return f"{day:%d.%m.%Y}" if day else ""
