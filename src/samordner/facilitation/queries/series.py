"""What the teams measure, worked out once: each series with its chart, and which way its last word points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from json import dumps

from django.db.models import QuerySet

from samordner.charts.signals import Tone, is_signal, side_of, toned
from samordner.facilitation.queries.measured import measured
from samordner.measurement.disclosure import Counted, hidden_in, tells_of_few, tells_of_persons
from samordner.measurement.models import Indicator, Purpose, ValueKind
from samordner.measurement.queries.series import Series, series_of, unit_of, with_series
from samordner.measurement.telling import told_of
from samordner.networks.models import Team
from samordner.spc import Point, Result

MOST_KEPT = 1024
_KEPT: dict[str, Result] = {}
"""What was worked out last, the latest last: text that a chart is made from → its result."""


@dataclass(frozen=True)
class Watched:
    """An indicator of a team's project with its series; the chart is worked out when first asked for."""

    team_id: int
    series: Series

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @cached_property
    def told(self) -> str:
        """Everything that its chart is made from, as a text by which what was worked out of it is found again."""
        return dumps(told_of(self.series), sort_keys=True)

    @cached_property
    def result(self) -> Result:
        """Worked out once in each process from the same numbers, phases and choices."""
        kept = _KEPT.pop(self.told, None) or self.series.result()
        _KEPT[self.told] = kept
        while len(_KEPT) > MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        return kept

    @property
    def unit(self) -> str:
        return unit_of(self.indicator)

    @property
    def last_day(self) -> date | None:
        """The first day of the newest period that has a number."""
        last = self.series.last
        return last.day if last else None

    @property
    def is_told(self) -> bool:
        """Whether there are points enough in the last phase for the chart to say anything."""
        return bool(self.result.phases) and self.result.phases[-1].state != "none"

    @cached_property
    def tone(self) -> Tone:
        """Which way the newest number points: it, or the run that it ends, may be better or worse than the usual."""
        points = [point for point in self.result.points if point.y is not None and point.included]
        if not points or not self.is_told:
            return Tone.COMMON
        direction, phase = self.result.direction, self.result.phases[-1]
        side = side_of(points[-1])
        if is_signal(points[-1]):
            return toned(side, direction)
        if phase.runs_signal and side and _ending(points, phase.phase) > (phase.longest_run_max or 0):
            return toned(side, direction)
        return Tone.COMMON

    @property
    def is_worse(self) -> bool:
        return self.tone == Tone.WORSE

    @cached_property
    def is_stable(self) -> bool:
        """Whether the chart has points enough and signals nothing at all in its last phase."""
        if not self.is_told:
            return False
        phase = self.result.phases[-1]
        points = self.result.points[phase.first - 1 : phase.last]
        return not phase.runs_signal and not any(is_signal(point) for point in points)

    def verdict(self, language: str) -> str:
        """The sentence that the chart comes to; while there are few points, that there are."""
        return self.result.verdict.text(language)

    @cached_property
    def tells_few(self) -> bool:
        """Whether a number of it is of so few persons that it is not told outside the municipality."""
        return bool(hidden_in(self.series, totals=False))

    @cached_property
    def tells_few_in_all(self) -> bool:
        """Whether all the months together are of so few persons that not even their mean is told outside the municipality."""
        if not tells_of_persons(self.indicator):
            return False
        rows = [spot.row for spot in self.series.spots if spot.row is not None and spot.row.value is not None]
        number = float(sum(row.value or 0 for row in rows))
        whole = float(sum(row.denominator or 0 for row in rows))
        share = self.indicator.value_kind == ValueKind.PROPORTION
        return tells_of_few(Counted(number, whole or None), self.indicator.fewest, share=share)


def _ending(points: Sequence[Point], phase: int) -> int:
    """How many points in a row end the phase on one side of its centre; those on the centre are left out."""
    sides = [side for point in points if point.phase == phase and (side := side_of(point))]
    return next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))


def watched(teams: Iterable[int] | QuerySet[Team]) -> list[Watched]:
    """Every indicator of the kept projects of these teams with its series; nine queries.

    In the order of municipality, team and the indicator's place.
    """
    rows = Indicator.objects.filter(
        project__team__in=teams, project__removed_at=None, removed_at=None
    ).select_related("project__participation__municipality")
    rows = rows.order_by(
        "project__team__participation__municipality__sort_key", "project__team", "project", "position", "pk"
    )
    return watched_in(rows)


def watched_in(rows: QuerySet[Indicator]) -> list[Watched]:
    """These indicators with their series, in their order; eight queries more."""
    indicators = list(with_series(rows, measured=False))
    found = measured(row.pk for row in indicators)
    return [Watched(row.project.team_id or 0, series_of(row, found[row.pk])) for row in indicators]


def by_team(found: Iterable[Watched]) -> dict[int, list[Watched]]:
    grouped: dict[int, list[Watched]] = defaultdict(list)
    for one in found:
        grouped[one.team_id].append(one)
    return grouped


@dataclass(frozen=True)
class Alike:
    """What several teams measure under one name, counted in one way. `key` names it in an address."""

    key: str
    name: str
    watched: tuple[Watched, ...]

    @property
    def teams(self) -> int:
        return len({one.team_id for one in self.watched})


def alike(found: Iterable[Watched]) -> list[Alike]:
    """The indicators by name, those of most teams first; of one name but other data, or another rhythm, apart."""
    grouped: dict[tuple[str, str, str], list[Watched]] = defaultdict(list)
    for one in found:
        of = one.indicator
        grouped[" ".join(of.name.casefold().split()), of.value_kind, of.rhythm].append(one)
    rows = [
        Alike(f"{min(one.indicator.pk for one in rows)}", rows[0].indicator.name, tuple(rows))
        for rows in grouped.values()
    ]
    order = {kind: place for place, kind in enumerate(Purpose.values)}
    return sorted(
        rows, key=lambda one: (-one.teams, order[one.watched[0].indicator.kind], one.name.casefold())
    )


# Those of one name, without reading what the others are


@dataclass(frozen=True)
class Named:
    """A name that teams measure under. `keys`: its indicators; `teams`: how many have it."""

    key: str
    name: str
    kind: str
    keys: tuple[int, ...]
    teams: int


def names_alike(rows: QuerySet[Indicator], teams: QuerySet[Team]) -> list[Named]:
    """What the visible `teams` measure in the visible `rows`, by name, as `alike` tells them apart; one query."""
    kept = rows.filter(project__team__in=teams, project__removed_at=None, removed_at=None)
    told = kept.order_by("pk").values_list("pk", "name", "value_kind", "rhythm", "kind", "project__team")
    grouped: dict[tuple[str, str, str], list[tuple[int, str, str, int]]] = defaultdict(list)
    for pk, name, value_kind, rhythm, kind, team in told:
        grouped[" ".join(name.casefold().split()), value_kind, rhythm].append((pk, name, kind, team))
    found = [
        Named(
            f"{one[0][0]}",
            one[0][1],
            one[0][2],
            tuple(each[0] for each in one),
            len({each[3] for each in one}),
        )
        for one in grouped.values()
    ]
    order = {kind: place for place, kind in enumerate(Purpose.values)}
    return sorted(found, key=lambda one: (-one.teams, order[one.kind], one.name.casefold()))


def chosen(found: Sequence[Named], key: str) -> Named | None:
    """The one of that key (that of any of its indicators); else the first. None: there is none."""
    by_pk = {f"{pk}": one for one in found for pk in one.keys}
    return by_pk.get(key) or next(iter(found), None)


ORDERS = ("name", "began")
"""By municipality, or by when the team joined: never by how it goes."""


def watched_of(rows: QuerySet[Indicator], named: Named) -> list[Watched]:
    """The indicators of one name with their series, their team and municipality; nine queries."""
    found = rows.filter(pk__in=named.keys).select_related(
        "project__team", "project__participation__municipality"
    )
    return watched_in(found)


def arranged(found: Iterable[Watched], order: str) -> list[Watched]:
    def place(one: Watched) -> tuple[str, str, int]:
        team = one.indicator.project.team
        return (
            one.indicator.project.participation.municipality.sort_key,
            team.name if team else "",
            one.indicator.pk,
        )

    by_name = sorted(found, key=place)
    if order != "began":
        return by_name
    return sorted(
        by_name, key=lambda one: team.began_on if (team := one.indicator.project.team) else date.max
    )
