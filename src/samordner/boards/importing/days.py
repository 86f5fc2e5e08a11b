"""Days as people type them in a table, and how exactly each is known."""

from __future__ import annotations

import re
from datetime import date

from samordner.documents.recognition.workbook import CellValue
from samordner.participation.models import Precision
from samordner.timeline.periods import MONTH

ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS = MONTH | {name: number for number, name in enumerate(ENGLISH, 1)}
NAMED = "|".join(sorted(MONTHS, key=len, reverse=True))

DAY = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00(?::00)?)?")
NAMED_DAY = re.compile(rf"(?P<day>\d{{1,2}})\.?\s*(?P<name>{NAMED})\.?\s*(?P<year>\d{{4}})")
MONTH_OF = re.compile(
    rf"(?P<name>{NAMED})\.?\s*(?P<year>\d{{4}})|(?P<month>\d{{1,2}})[./](?P<year2>\d{{4}})|(?P<year3>\d{{4}})-(?P<month3>\d{{2}})"
)
QUARTER = re.compile(
    r"(?P<part>[1-4])\.?\s*(?:kvartal|quarter|kv)\.?\s*(?P<year>\d{4})"
    r"|(?:q|kvartal|quarter)\s*(?P<part2>[1-4])[^\d]*(?P<year2>\d{4})"
    r"|(?P<year3>\d{4})\s*-?q(?P<part3>[1-4])"
)
FIRST, LAST = 1900, 2199


def day_of(cell: CellValue) -> tuple[date, str] | None:
    """The first day that it may be, and the precision: "2021" is the first of January, known to the year. None: no day.

    Two figures for a year, or a month before a day, could mean something else: they are no day here.
    """
    if isinstance(cell, date):
        return (cell, Precision.DAY) if FIRST <= cell.year <= LAST else None
    text = " ".join(str(cell).casefold().split()).rstrip(".")
    if re.fullmatch(r"\d{4}", text):
        return _made(text, "1", "1", Precision.YEAR)
    for pattern in (ISO, DAY, NAMED_DAY):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = parts.get("month") or str(MONTHS[parts["name"]])
            return _made(parts["year"], month, parts["day"], Precision.DAY)
    if found := MONTH_OF.fullmatch(text):
        month = found["month"] or found["month3"] or str(MONTHS[found["name"]])
        return _made(found["year"] or found["year2"] or found["year3"], month, "1", Precision.MONTH)
    if found := QUARTER.fullmatch(text):
        part = int(found["part"] or found["part2"] or found["part3"])
        year = found["year"] or found["year2"] or found["year3"]
        return _made(year, str(3 * part - 2), "1", Precision.QUARTER)
    return None


def _made(year: str, month: str, day: str, precision: str) -> tuple[date, str] | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (found, precision) if FIRST <= found.year <= LAST else None


def last_day(first: date, precision: str) -> date:
    """The last day that a vague day may be."""
    months = {Precision.YEAR: 12, Precision.QUARTER: 3, Precision.MONTH: 1}.get(Precision(precision), 0)
    if not months:
        return first
    end = first.month - 1 + months
    return date.fromordinal(date(first.year + end // 12, end % 12 + 1, 1).toordinal() - 1)


COARSER = {one: place for place, one in enumerate(Precision.values)}
"""How coarse a precision is: a day written as a year cannot be known to the day."""
