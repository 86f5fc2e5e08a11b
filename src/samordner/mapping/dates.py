"""The days of a round: until when answers are sent in, and how long personal links are good."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language

from samordner.mapping.models import MappingRound
from samordner.timeline.moments import NORWAY

LINKS_LAST = timedelta(days=30)
"""So long after the deadline a personal link still opens what was written and sent in."""


def ends(deadline: date) -> datetime:
    """The first moment at which nothing can be sent in any more: when the day of the deadline is over, in Norway."""
    return datetime.combine(deadline + timedelta(days=1), time(), NORWAY)


def is_past(row: MappingRound, now: datetime) -> bool:
    """Whether the deadline has gone, whatever has become of the round."""
    return now >= ends(row.deadline)


def links_end(deadline: date, now: datetime) -> datetime:
    """When personal links expire: never at once, also where a deadline has gone."""
    return max(ends(deadline), now) + LINKS_LAST


def day_words(day: date) -> str:
    """A day in the active language, such as "fredag 14. mai 2021"."""
    return date_format(day, "l j F Y" if get_language() == "en" else "l j. F Y", use_l10n=False)
