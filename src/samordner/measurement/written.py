"""Numbers and periods as people type them on a Norwegian keyboard, or as a spreadsheet holds them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samordner.measurement.models import PLACES, Rhythm
from samordner.measurement.periods import first_of
from samordner.timeline.periods import MONTH

LONGEST = 40
WHOLE = 12
"""So many digits stand before the comma at most."""
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']")
NUMBER = re.compile(r"(?P<sign>[-−–]?)(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
GROUPED = re.compile(r"[-−–]?[0-9]{1,3}(?:[ \u00a0\u2007\u2009\u202f'][0-9]{3})+(?:[.,][0-9]+)?")
DOTTED = re.compile(r"[-−–]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")

ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS = MONTH | {name: number for number, name in enumerate(ENGLISH, 1)} | {
    name[:3]: number for number, name in enumerate(ENGLISH, 1)
}  # fmt: skip
NAMED = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<year>\d{4}|\d{2})"
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{YEAR}"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})[/-](?P<year>\d{4})"),
    re.compile(rf"(?P<day>\d{{1,2}})\.?\s*(?P<name>{NAMED})\.?\s*(?P<year>\d{{4}})"),
)
MONTH_OF = (
    re.compile(rf"(?P<name>{NAMED})\.?[\s.-]*{YEAR}"),
    re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[.-](?P<month>\d{1,2})"),
    re.compile(rf"{YEAR}[\s-]+(?P<name>{NAMED})"),
)
WEEK_OF = (
    re.compile(rf"(?:uke|veke|week|u|v|w)\.?\s*(?P<week>\d{{1,2}})[\s,./-]*{YEAR}"),
    re.compile(r"(?P<year>\d{4})[\s-]*(?:w|u|uke|veke|week)\.?\s*(?P<week>\d{1,2})"),
    re.compile(r"(?P<week>\d{1,2})[./](?P<year>\d{4})"),
)
QUARTER_OF = (
    re.compile(rf"(?P<part>[1-4])\.?\s*(?:kvartal|quarter|kv)\.?[\s,-]*{YEAR}"),
    re.compile(rf"(?:q|k|kv|kvartal|quarter)\.?\s*(?P<part>[1-4])[\s,./-]*{YEAR}"),
    re.compile(r"(?P<year>\d{4})[\s-]*(?:q|k|kv)\.?\s*(?P<part>[1-4])"),
)
FIRST, LAST = 1990, 2099


class Unread(Exception):
    """What was typed is no such thing: a sentence that says what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_number(text: str) -> Decimal | None:
    """A number as it was typed, with comma or point; None: nothing was typed. Raises Unread."""
    typed = text.strip()
    if not typed:
        return None
    if len(typed) > LONGEST:
        raise Unread(_("This is too long to be a number."))
    if DOTTED.fullmatch(typed) and typed.count(".") > 1:
        typed = typed.replace(".", "")
    elif DOTTED.fullmatch(typed):
        said = {"a": typed.replace(".", ""), "b": typed.replace(".", ",")}
        raise Unread(_("Is it %(a)s or %(b)s? Write it without the point, or with a comma.") % said)
    plain = SPACES.sub("", typed) if GROUPED.fullmatch(typed) else typed
    found = NUMBER.fullmatch(plain)
    if found is None:
        raise Unread(_("Write a number, such as 12 or 3,5. Leave the unit out."))
    whole, part = found["whole"].lstrip("0") or "0", found["part"] or ""
    if len(whole) > WHOLE or len(part) > PLACES:
        raise Unread(_("At most twelve digits before the comma and six after it."))
    sign = "-" if found["sign"] else ""
    return Decimal(f"{sign}{whole}.{part or '0'}")


def read_cell(cell: object) -> Decimal | None:
    """A number as a spreadsheet holds it, or as text in it. Raises Unread."""
    if isinstance(cell, float):
        text = format(Decimal(repr(cell)), "f") if abs(cell) < 10**WHOLE else "9" * LONGEST * 2
        whole, _point, part = text.partition(".")
        return read_number(f"{whole},{part[:PLACES]}" if part else whole)
    if isinstance(cell, date):
        raise Unread(_("This is a day, not a number. Let the column be numbers in the spreadsheet."))
    return read_number(str(cell))


def number_typed(number: Decimal | None) -> str:
    """A number as it is typed here: with a comma, and no noughts at the end of its decimals."""
    if number is None:
        return ""
    text = format(number if number else Decimal(0), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def read_period(cell: object, rhythm: str) -> date:
    """The first day of the period that was typed. Raises Unread.

    A day stands for the period that it lies in. A period of another length is none: half a year is no month.
    """
    if isinstance(cell, date):
        return _sensible(cell, rhythm)
    text = " ".join(str(cell).casefold().split())[: LONGEST * 2]
    for pattern in DAYS:
        if found := pattern.fullmatch(text):
            said = found.groupdict()
            month = int(said["month"]) if said.get("month") else MONTHS[said["name"]]
            return _made(_year(said["year"]), month, int(said["day"]), rhythm)
    read = {Rhythm.MONTH: _month, Rhythm.WEEK: _week, Rhythm.QUARTER: _quarter}.get(Rhythm(rhythm))
    day = read(text) if read else None
    if day is None:
        raise Unread(EXAMPLES[Rhythm(rhythm)]())
    return _sensible(day, rhythm)


EXAMPLES = {
    Rhythm.DAY: lambda: _("Write the day as 27.04.2021."),
    Rhythm.EVENT: lambda: _("Write the day as 27.04.2021."),
    Rhythm.WEEK: lambda: _("Write the week as “week 16 2021” or 16/2021, or a day in it."),
    Rhythm.MONTH: lambda: _("Write the month as “april 2021” or 04.2021, or a day in it."),
    Rhythm.QUARTER: lambda: _("Write the quarter as “Q2 2021”, or a day in it."),
}
"""What may be written, by rhythm."""


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> date | None:
    for pattern in MONTH_OF:
        if found := pattern.fullmatch(text):
            said = found.groupdict()
            month = int(said["month"]) if said.get("month") else MONTHS[said["name"]]
            return _day(_year(said["year"]), month)
    return None


def _week(text: str) -> date | None:
    for pattern in WEEK_OF:
        if found := pattern.fullmatch(text):
            try:
                return date.fromisocalendar(_year(found["year"]), int(found["week"]), 1)
            except ValueError:
                return None
    return None


def _quarter(text: str) -> date | None:
    for pattern in QUARTER_OF:
        if found := pattern.fullmatch(text):
            return _day(_year(found["year"]), 3 * int(found["part"]) - 2)
    return None


def _day(year: int, month: int, day: int = 1) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(year: int, month: int, day: int, rhythm: str) -> date:
    found = _day(year, month, day)
    if found is None:
        raise Unread(_("There is no such day."))
    return _sensible(found, rhythm)


def _sensible(day: date, rhythm: str) -> date:
    if not FIRST <= day.year <= LAST:
        raise Unread(_("Write a day between 1990 and 2099."))
    return first_of(day, rhythm)
