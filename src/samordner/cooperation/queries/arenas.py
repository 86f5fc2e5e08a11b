"""Arenas, who went there and when, and for how long nobody has been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from samordner.cooperation.models import Arena, ArenaKind, ArenaVisit, VisitNeed, Went
from samordner.cooperation.queries.agreements import next_after
from samordner.places.alphabet import norwegian_key
from samordner.places.models import GroupingMembership, Municipality
from samordner.timeline.lasting import holding
from samordner.timeline.months import months_before

STATES = ("late", "never", "in_time", "none")


def every_arena() -> QuerySet[Arena]:
    return Arena.objects.select_related("office", "grouping")


def every_visit() -> QuerySet[ArenaVisit]:
    """Visits with their arena, who went, and how many needs were raised; three queries."""
    return ArenaVisit.objects.select_related("arena__office", "meeting").prefetch_related(
        Prefetch("went", Went.objects.order_by("organisation", "account"))
    )


@dataclass(frozen=True)
class Line:
    """An arena on a day: when somebody of us was last there, and when somebody goes next."""

    arena: Arena
    last: date | None
    next: date | None
    times: int
    unwritten: int

    def quiet_months(self, day: date) -> int | None:
        """For how many whole months nobody has been there; None: never."""
        if self.last is None:
            return None
        months = (day.year - self.last.year) * 12 + day.month - self.last.month
        return max(months - (months_before(day, months) < self.last), 0)

    def state(self, day: date) -> str:
        """Whether somebody is there as often as is to be: one of STATES. A day to come settles it."""
        every = self.arena.visit_every
        if every is None:
            return "none"
        if self.next is not None:
            return "in_time"
        if self.last is None:
            return "never"
        return "late" if next_after(self.last, every) < day else "in_time"


def lines(arenas: QuerySet[Arena], day: date) -> list[Line]:
    """The kept arenas of the visible rows; two queries."""
    found = list(arenas.filter(removed_at=None).select_related("office", "grouping"))
    last: dict[int, date] = {}
    coming: dict[int, date] = {}
    times: dict[int, int] = defaultdict(int)
    unwritten: dict[int, int] = defaultdict(int)
    visits = ArenaVisit.objects.filter(arena__in=[one.pk for one in found], removed_at=None).order_by("day")
    for arena, on, state in visits.values_list("arena", "day", "state"):
        if state == ArenaVisit.State.BEEN and on <= day:
            last[arena] = on
            times[arena] += 1
        elif state == ArenaVisit.State.PLANNED and on >= day:
            coming.setdefault(arena, on)
        elif state == ArenaVisit.State.PLANNED:
            unwritten[arena] += 1
    return [
        Line(one, last.get(one.pk), coming.get(one.pk), times[one.pk], unwritten[one.pk]) for one in found
    ]


def municipalities_of(arena: Arena, day: date) -> list[Municipality]:
    """The municipalities of the arena's grouping on the day; none when it has no grouping."""
    if arena.grouping_id is None:
        return []
    rows = GroupingMembership.objects.filter(holding(day), grouping=arena.grouping_id)
    return [one.municipality for one in rows.select_related("municipality")]


# Visits


@dataclass(frozen=True)
class Visited:
    """A visit with how many needs were raised there that the reader may see."""

    visit: ArenaVisit
    needs: int

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations that went, each once."""
        return tuple(dict.fromkeys(one.organisation for one in self.visit.went.all() if one.organisation))

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(one.account for one in self.visit.went.all() if one.account)


def visited(visits: QuerySet[ArenaVisit], needs: QuerySet[VisitNeed]) -> list[Visited]:
    """The kept visits of the visible rows, the last first, with the needs of the visible `needs`; three queries."""
    found = list(
        visits.filter(removed_at=None, arena__removed_at=None)
        .select_related("arena__office", "meeting")
        .prefetch_related("went")
    )
    counted = dict(
        needs.filter(visit__in=[one.pk for one in found], need__removed_at=None)
        .order_by()
        .values_list("visit")
        .annotate(number=Count("pk"))
    )
    return [Visited(one, counted.get(one.pk, 0)) for one in found]


def needs_of(visit: ArenaVisit, needs: QuerySet[VisitNeed]) -> list[VisitNeed]:
    """The needs raised there, of the visible ones."""
    found = needs.filter(visit=visit, need__removed_at=None)
    return list(found.select_related("need__participation__municipality", "need__participation__programme"))


# Lists


@dataclass(frozen=True)
class Narrowing:
    """What a list of arenas is narrowed to; empty: not."""

    words: str = ""
    office: str = ""
    kind: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(found: Iterable[Line], by: Narrowing, day: date) -> list[Line]:
    """Those that fit; `state` "wait": late or never. An unknown kind or state asks for nothing."""
    words = by.words.casefold().split()
    states = ("late", "never") if by.state == "wait" else (by.state,) if by.state in STATES else STATES
    kinds = (by.kind,) if by.kind in ArenaKind.values else tuple(ArenaKind.values)
    return [
        one
        for one in found
        if one.state(day) in states
        and one.arena.kind in kinds
        and (not by.office or one.arena.office.key == by.office)
        and all(word in _text(one.arena) for word in words)
    ]


def _text(arena: Arena) -> str:
    return "\n".join([arena.name, arena.owner, arena.rhythm, arena.about, arena.contact]).casefold()


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "name": lambda one: norwegian_key(one.arena.name),
    "kind": lambda one: ArenaKind.values.index(one.arena.kind),
    "owner": lambda one: norwegian_key(one.arena.owner),
    "last": lambda one: one.last or date.min,
    "next": lambda one: one.next or date.max,
}


def ordered(found: Iterable[Line], sort: str = "") -> list[Line]:
    """In Norwegian order of the names, unless sorted."""
    by_name = sorted(found, key=lambda one: (norwegian_key(one.arena.name), one.arena.pk))
    read = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return sorted(by_name, key=read, reverse=sort.startswith("-"))


@dataclass(frozen=True)
class VisitNarrowing:
    """What a list of visits is narrowed to; days inclusive."""

    words: str = ""
    office: str = ""
    organisation: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def narrows(self) -> bool:
        return self != VisitNarrowing()


def visits_narrowed(rows: QuerySet[ArenaVisit], by: VisitNarrowing) -> QuerySet[ArenaVisit]:
    """The visits that fit. An unknown state asks for nothing."""
    for word in by.words.split():
        rows = rows.filter(
            Q(arena__name__icontains=word)
            | Q(theme__icontains=word)
            | Q(said__icontains=word)
            | Q(agreed__icontains=word)
        )
    if by.office:
        rows = rows.filter(arena__office__key=by.office)
    if by.organisation:
        went = Went.objects.filter(organisation=by.organisation)
        rows = rows.filter(pk__in=went.values("visit"))
    if by.state in ArenaVisit.State.values:
        rows = rows.filter(state=by.state)
    if by.first:
        rows = rows.filter(day__gte=by.first)
    return rows.filter(day__lte=by.last) if by.last else rows
