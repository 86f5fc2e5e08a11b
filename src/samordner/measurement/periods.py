"""The periods that an indicator is measured in, each known by its first day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.measurement.models import Rhythm
from samordner.timeline.months import month_after

MOST = 2000
"""So many periods of one indicator are told, and no more."""


def first_of(day: date, rhythm: str) -> date:
    """The first day of the period that `day` lies in."""
    match rhythm:
        case Rhythm.WEEK:
            return day - timedelta(days=day.weekday())
        case Rhythm.MONTH:
            return day.replace(day=1)
        case Rhythm.QUARTER:
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case _:
            return day


def after(day: date, rhythm: str, number: int = 1) -> date:
    """The first day of the period so many periods after the one that begins on `day`; before, when negative."""
    match rhythm:
        case Rhythm.WEEK:
            return day + timedelta(days=7 * number)
        case Rhythm.MONTH:
            return month_after(day, number)
        case Rhythm.QUARTER:
            return month_after(day, 3 * number)
        case _:
            return day + timedelta(days=number)


def last_of(day: date, rhythm: str) -> date:
    """The last day of the period that begins on `day`."""
    return after(day, rhythm) - timedelta(days=1)


def through(since: date, until: date, rhythm: str) -> list[date]:
    """Every period from the one that begins on `since` to the one that begins on `until`, both with; the last MOST of them.

    None of an indicator that is measured each time it happens.
    """
    if rhythm == Rhythm.EVENT:
        return []
    found = []
    while since <= until:
        found.append(since)
        since = after(since, rhythm)
    return found[-MOST:]


def last_whole(today: date, rhythm: str) -> date:
    """The newest period that is over on `today`: what can be measured is known."""
    return after(first_of(today, rhythm), rhythm, -1)


def period_text(day: date, rhythm: str) -> str:
    """A period as people say it: "april 2021", "uke 16 2021", "2. kvartal 2021", "27.04.2021"."""
    match rhythm:
        case Rhythm.WEEK:
            year, week, _weekday = day.isocalendar()
            return _("week %(week)d %(year)d") % {"week": week, "year": year}
        case Rhythm.MONTH:
            return date_format(day, "F Y").lower() if not _is_english() else date_format(day, "F Y")
        case Rhythm.QUARTER:
            return _("quarter %(part)d %(year)d") % {"part": (day.month + 2) // 3, "year": day.year}
        case _:
            return day_text(day)


def plain_text(day: date, rhythm: str) -> str:
    """The same in figures, alike in every language: "04.2021", "16/2021", "2/2021", "27.04.2021"."""
    match rhythm:
        case Rhythm.WEEK:
            year, week, _weekday = day.isocalendar()
            return f"{week}/{year}"
        case Rhythm.MONTH:
            return f"{day:%m.%Y}"
        case Rhythm.QUARTER:
            return f"{(day.month + 2) // 3}/{day.year}"
        case _:
            return f"{day:%d.%m.%Y}"


def _is_english() -> bool:
    return (get_language() or "nb").startswith("en")
