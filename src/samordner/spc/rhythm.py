"""What one point of a series stands for, as far as its labels tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from samordner.spc.options import Every

_MONTHS: dict[int, Every] = {1: "month", 3: "quarter", 12: "year"}


def rhythm(labels: Sequence[str]) -> Every:
    """Of labels that are all dates (2021-03-01) or all months (2021-03), rising: the step between them, else "".

    Months left out do not hide a monthly rhythm: it is the shortest step that counts, and all must be whole ones.
    """
    days = [_day(it) for it in labels]
    known = [it for it in days if it is not None]
    if len(known) < 2 or len(known) < len(days) or any(b <= a for a, b in pairwise(known)):
        return ""
    if all(it.day == 1 for it in known):
        steps = [12 * (b.year - a.year) + b.month - a.month for a, b in pairwise(known)]
        return _MONTHS.get(min(steps), "") if all(it % min(steps) == 0 for it in steps) else ""
    steps = [(b - a).days for a, b in pairwise(known)]
    if all(it % 7 == 0 for it in steps):
        return "week" if min(steps) == 7 else ""
    return "day" if min(steps) == 1 else ""


def _day(label: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", label)
    if found is None:
        return None
    year, month, day = found.groups("01")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
