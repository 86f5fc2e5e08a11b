"""Lists of indicators, narrowed and sorted as an address says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.measurement.models import Indicator, Purpose
from samordner.measurement.queries.entering import waiting
from samordner.measurement.queries.series import Series, all_series, every_indicator
from samordner.places.alphabet import norwegian_key
from samordner.spc import Words


@dataclass(frozen=True)
class Narrowing:
    """What a list of indicators is narrowed to; empty: not. `state`: "signal", "waiting", "few" or "calm"."""

    words: str = ""
    kind: str = ""
    municipality: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


STATES = ("signal", "calm", "few", "waiting")


def seen_by(actor: Actor) -> QuerySet[Indicator]:
    """The indicators that are kept and that the actor reaches."""
    rows = visible(every_indicator(), actor, "measurement.read")
    return rows.filter(removed_at=None, project__removed_at=None)


def narrowed(rows: QuerySet[Indicator], by: Narrowing) -> QuerySet[Indicator]:
    """Those that fit, as far as the database knows."""
    for one in by.words.split():
        rows = rows.filter(Q(name__icontains=one) | Q(project__name__icontains=one))
    if by.kind in Purpose.values:
        rows = rows.filter(kind=by.kind)
    if by.municipality:
        rows = rows.filter(project__participation__municipality__code=by.municipality)
    return rows


@dataclass(frozen=True)
class Standing:
    """An indicator with what its chart says: `state` is one of STATES without "waiting"."""

    series: Series
    verdict: Words
    state: str
    waiting: tuple[date, ...]

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @property
    def place(self) -> str:
        return str(self.indicator.project.participation.municipality)


def standings(rows: QuerySet[Indicator], today: date) -> list[Standing]:
    """Each with what its chart says; a constant number of questions."""
    return [_standing(one, today) for one in all_series(rows)]


def _standing(series: Series, today: date) -> Standing:
    result = series.result()
    phase = result.phases[-1] if result.phases else None
    written = {spot.day for spot in series.spots if spot.row is not None}
    left = waiting(series.indicator, written, today)
    if phase is None or phase.state == "none":
        return Standing(series, result.verdict, "few", left)
    marked = any(point.signals for point in result.points[phase.first - 1 : phase.last])
    return Standing(series, result.verdict, "signal" if phase.runs_signal or marked else "calm", left)


def in_state(found: Iterable[Standing], state: str) -> list[Standing]:
    """Those in a state; an unknown one asks for nothing."""
    if state == "waiting":
        return [one for one in found if one.waiting]
    return [one for one in found if state not in STATES or one.state == state]


ORDER = {key: place for place, key in enumerate(Purpose.values)}
SORTS: Mapping[str, Callable[[Standing], Any]] = {
    "name": lambda one: norwegian_key(one.indicator.name),
    "kind": lambda one: ORDER[one.indicator.kind],
    "municipality": lambda one: one.indicator.project.participation.municipality.sort_key,
    "measured": lambda one: one.series.measured,
    "waiting": lambda one: len(one.waiting),
    "state": lambda one: STATES.index(one.state),
}


def ordered(found: Iterable[Standing], sort: str = "") -> list[Standing]:
    """By municipality and project, unless sorted."""
    usual = sorted(
        found,
        key=lambda one: (
            one.indicator.project.participation.municipality.sort_key,
            norwegian_key(one.indicator.project.name), one.indicator.position,
        ),
    )  # fmt: skip
    read = SORTS.get(sort.removeprefix("-"))
    return sorted(usual, key=read, reverse=sort.startswith("-")) if read else usual
