"""Whom one more request would ask for much at once, and when it would be kinder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from samordner.access.actors import organisation_key
from samordner.asks.models import Ask, AskRecipient
from samordner.asks.queries.loads import DUE, Amount
from samordner.happenings.holidays import is_free
from samordner.participation.models import Participation
from samordner.places.queries import inhabitants

MANY, SPAN, LONG = 3, timedelta(days=14), 8 * 60
"""A municipality is asked for much at once when this many requests, or this many minutes of work, fall due
within so many days."""


@dataclass(frozen=True)
class Crowd:
    """A municipality that is asked for much at once: `others` fall due within 14 days together with this one.

    `inhabitants`: its size, when it is known.
    """

    participation: Participation
    others: tuple[Ask, ...]
    minutes: int
    inhabitants: int | None = None

    @property
    def number(self) -> int:
        """How many requests, this one too."""
        return len(self.others) + 1

    @property
    def actors(self) -> tuple[str, ...]:
        """Who asks for the others, each once."""
        return tuple(dict.fromkeys(one.asked_by for one in self.others))

    @property
    def hours(self) -> float:
        return Amount(0, self.minutes).hours


def crowding(
    rows: QuerySet[AskRecipient],
    participations: Iterable[Participation],
    due: date,
    minutes: int,
    *,
    besides: Ask | None = None,
) -> list[Crowd]:
    """Who is asked for much at once, if they get one more due on that day; the most burdened first; one query.

    `besides`: the ask itself, when it is already written down. Of every programme and office that is among the
    visible `rows`: what others ask is not told to one who may not read it.
    """
    places = {row.municipality_id: row for row in participations}
    others = _others(rows, places, due - SPAN, due + SPAN, besides)
    found = []
    for municipality, row in places.items():
        if worst := _worst(others.get(municipality, []), due, minutes):
            found.append(Crowd(row, *worst))
    return sorted(found, key=lambda one: (-one.number, -one.minutes))


def _others(
    rows: QuerySet[AskRecipient], places: Iterable[int], after: date, before: date, besides: Ask | None
) -> dict[int, list[Ask]]:
    """What else falls due between the two days, by municipality, the first due first; one query."""
    near = rows.annotate(due=DUE).filter(
        participation__municipality__in=list(places), withdrawn_on=None, due__gt=after, due__lt=before
    )
    if besides is not None:
        near = near.exclude(ask=besides)
    found: dict[int, list[Ask]] = {}
    for one in near.select_related("ask", "participation").order_by("due", "ask__pk"):
        found.setdefault(one.participation.municipality_id, []).append(one.ask)
    return found


LOOKED_AHEAD = timedelta(days=60)


def is_working_day(day: date) -> bool:
    return not is_free(day)


def later_than(day: date) -> date:
    """The first working day that no 14 days hold together with `day`."""
    found = day + SPAN
    while not is_working_day(found):
        found += timedelta(days=1)
    return found


@dataclass(frozen=True)
class Pressure:
    """What one more request on a day would come on top of: who gets much at once, from how many in all.

    `asks`: the others that somebody has within the same 14 days, the first due first; `fullest`: those of them in the 14
    days that hold most. `kinder`: the first working day within 60 days on which fewer get much at once; None: there is none.
    """

    crowds: tuple[Crowd, ...]
    asks: tuple[Ask, ...]
    fullest: tuple[Ask, ...]
    asked_by: str
    kinder: date | None = None
    left: int = 0
    """How many still get much at once on the kinder day."""

    @property
    def number(self) -> int:
        """How many requests, this one too."""
        return len(self.fullest) + 1

    @property
    def actors(self) -> tuple[str, ...]:
        """Everyone who asks, the one who plans first, each once; the same name however it is written."""
        names = [self.asked_by, *(one.asked_by for one in self.fullest)]
        found: dict[str, str] = {}
        for name in names:
            if name.strip():
                found.setdefault(organisation_key(name), name.strip())
        return tuple(found.values())


def pressure(
    rows: QuerySet[AskRecipient],
    participations: Iterable[Participation],
    due: date,
    minutes: int,
    *,
    asked_by: str = "",
    besides: Ask | None = None,
) -> Pressure:
    """What one more request of `minutes`, due on that day, would come on top of; three queries.

    Of what is among the visible `rows`, whoever asks. `besides`: the ask itself, when it is written down.
    """
    there = list(participations)
    crowds = crowding(rows, there, due, minutes, besides=besides)
    sizes = inhabitants((one.participation.municipality_id for one in crowds), due) if crowds else {}
    crowds = [replace(one, inhabitants=sizes.get(one.participation.municipality_id)) for one in crowds]
    asks = {one.pk: one for crowd in crowds for one in crowd.others}
    kinder, left = _kinder(rows, there, due, minutes, besides, len(crowds)) if crowds else (None, 0)
    ordered = sorted(asks.values(), key=lambda one: (one.due, one.pk))
    return Pressure(tuple(crowds), tuple(ordered), _fullest(ordered, due), asked_by, kinder, left)


def _fullest(others: list[Ask], due: date) -> tuple[Ask, ...]:
    """Of all, those in the 14 days around `due` that hold most of them."""
    starts = {due, *(one.due for one in others if one.due < due)}
    parts = [tuple(one for one in others if start <= one.due < start + SPAN) for start in sorted(starts)]
    return max(parts, key=len)


def _kinder(
    rows: QuerySet[AskRecipient],
    participations: Iterable[Participation],
    due: date,
    minutes: int,
    besides: Ask | None,
    worse: int,
) -> tuple[date | None, int]:
    """The first working day after `due` on which fewest get much at once, if fewer than `worse`; one query."""
    places = {row.municipality_id for row in participations}
    others = _others(rows, places, due - SPAN, due + LOOKED_AHEAD + SPAN, besides)
    best: tuple[int, date] | None = None
    for ahead in range(1, LOOKED_AHEAD.days + 1):
        day = due + timedelta(days=ahead)
        if not is_working_day(day):
            continue
        near = {
            place: [one for one in asks if day - SPAN < one.due < day + SPAN]
            for place, asks in others.items()
        }
        number = sum(_worst(asks, day, minutes) is not None for asks in near.values())
        if best is None or number < best[0]:
            best = number, day
        if number == 0:
            break
    return (best[1], best[0]) if best and best[0] < worse else (None, 0)


def _worst(others: list[Ask], due: date, minutes: int) -> tuple[tuple[Ask, ...], int] | None:
    """The fullest 14 days that hold the day `due` and are too full: the others in them, minutes in all."""
    full: list[tuple[int, int, tuple[Ask, ...]]] = []
    for start in {due, *(one.due for one in others if one.due < due)}:
        within = tuple(one for one in others if start <= one.due < start + SPAN)
        work = minutes + sum(one.minutes for one in within)
        if within and (len(within) + 1 >= MANY or work >= LONG):
            full.append((len(within), work, within))
    if not full:
        return None
    _number, work, within = max(full, key=lambda each: each[:2])
    return within, work
