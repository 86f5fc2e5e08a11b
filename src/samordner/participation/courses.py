"""A subject through time: who took part on each of many days, and what was known of them, in two queries."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from samordner.participation.models import Observation, Participation
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Definition

AT_MOST = 24
"""So many days a course has at most, and its last one."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One day: who took part on it, and the values known of them. Who has none is unknown."""

    day: date
    participations: tuple[int, ...]
    values: Mapping[tuple[int, Series], str] = field(hash=False)

    def count(self, series: Series, *values: str) -> int:
        """How many have one of these values."""
        return sum(self.values.get((pk, series)) in values for pk in self.participations)

    def unknown(self, series: Series) -> int:
        return sum((pk, series) not in self.values for pk in self.participations)

    def any(self, all_series: Sequence[Series], *values: str) -> int:
        """How many have one of these values in some of the series, each municipality counted once."""
        return sum(
            any(self.values.get((pk, series)) in values for series in all_series)
            for pk in self.participations
        )


def course(
    rows: QuerySet[Participation],
    definition: Definition,
    subject: str,
    until: date,
    *,
    known_at: datetime | None = None,
) -> list[Moment]:
    """The subject from the day that the first of `rows` took part until a day, whose state comes last.

    `rows` are all participations there ever were. Every step is read once, and folded in the order in which it holds:
    each moment says what `queries.state` says of that day. KeyError: no such subject.
    """
    series_of(definition, subject)
    asked = rows.order_by("pk").values_list("pk", "since", "until")
    spans = [(pk, since or date.min, end) for pk, since, end in asked]
    begins = [since for _pk, since, _end in spans if since <= until]
    if not begins:
        return []
    steps = _steps(rows, subject, until, known_at)
    values: dict[tuple[int, Series], str] = {}
    found, at = [], 0
    for day in days(min(begins), until):
        while at < len(steps) and steps[at][3] <= day:
            pk, item, value, _since = steps[at]
            values[pk, Series(subject, item)] = value
            at += 1
        here = tuple(pk for pk, since, end in spans if since <= day and (end is None or day < end))
        found.append(Moment(day, here, dict(values)))
    return found


def _steps(
    rows: QuerySet[Participation], subject: str, until: date, known_at: datetime | None
) -> list[tuple[int, str, str, date]]:
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    later = Observation.objects.filter(known, corrects=OuterRef("pk"))
    said = Observation.objects.filter(
        known, ~Exists(later), participation__in=rows.order_by().values("pk"), subject=subject, since__lte=until,
        withdrawn=False,
    )  # fmt: skip
    ordered = said.order_by("since", "recorded_at", "pk")
    return list(ordered.values_list("participation_id", "item", "value", "since"))


def days(first: date, last: date) -> list[date]:
    """The ends of months, quarters, half-years or years between two days (what gives few enough), then the last."""
    months = [
        (year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)
        if (first.year, first.month) <= (year, month) <= (last.year, last.month)
    ]  # fmt: skip
    for step in (1, 3, 6, 12):
        ends = [date(y, m, monthrange(y, m)[1]) for y, m in months if m % step == 0]
        found = [day for day in ends if first <= day < last]
        if len(found) <= AT_MOST:
            break
    return [*found, last]
