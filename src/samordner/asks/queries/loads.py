"""The work that is asked of each municipality, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, TruncMonth

from samordner.asks.models import AskRecipient
from samordner.participation.models import Participation
from samordner.places.queries import inhabitants
from samordner.timeline.months import months_between

DUE = Coalesce("ask__deadline", "ask__sent")
"""The day that the work is counted on, as in `Ask.due`."""


@dataclass(frozen=True)
class Amount:
    """How many times somebody was asked, and the estimated work of it in minutes."""

    asks: int = 0
    minutes: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.asks + other.asks, self.minutes + other.minutes)

    @property
    def hours(self) -> float:
        """Hours with one decimal."""
        return round(self.minutes / 60, 1)

    def each(self, people: int) -> float:
        """Hours for each thousand of `people`, with one decimal."""
        return round(self.minutes / 60 / people * 1000, 1)


@dataclass(frozen=True)
class Load:
    """The work asked of municipalities, by the month that it falls due in. Absent in `cells`: none.

    `inhabitants`: how many live in each, by participation, as last counted on the last day; absent: not known.
    """

    months: tuple[date, ...]
    participations: tuple[int, ...]
    cells: Mapping[tuple[int, date], Amount] = field(hash=False)
    inhabitants: Mapping[int, int] = field(default_factory=dict, hash=False)

    def of(self, participation: int, month: date) -> Amount:
        return self.cells.get((participation, month), Amount())

    def row(self, participation: int) -> Amount:
        return sum((self.of(participation, month) for month in self.months), Amount())

    def column(self, month: date) -> Amount:
        return sum((self.of(pk, month) for pk in self.participations), Amount())

    @property
    def total(self) -> Amount:
        return sum(self.cells.values(), Amount())

    def weight(self, participation: int) -> float | None:
        """The whole work in hours for each thousand who live there; None: how many do is not known."""
        people = self.inhabitants.get(participation)
        return self.row(participation).each(people) if people else None


def load(participations: Iterable[Participation], since: date, until: date, *, asked_by: str = "") -> Load:
    """The work that falls due from `since` until `until` (exclusive), of one organisation or all; one query.

    What was withdrawn for a municipality is no work for it.
    """
    ids = tuple(row.pk for row in participations)
    rows = AskRecipient.objects.filter(participation__in=ids, withdrawn_on=None)
    if asked_by:
        rows = rows.filter(ask__asked_by=asked_by)
    counted = (
        rows.annotate(due=DUE)
        .filter(due__gte=since, due__lt=until)
        .order_by()
        .annotate(month=TruncMonth("due"))
        .values_list("participation", "month")
        .annotate(asks=Count("pk"), minutes=Sum("ask__minutes"))
    )
    cells = {(pk, month): Amount(asks, minutes) for pk, month, asks, minutes in counted}
    return Load(months_between(since, until), ids, cells)


def sized(counted: Load, participations: Iterable[Participation], day: date) -> Load:
    """The load seen against how many live in each by the last count of `day`; one query."""
    rows = list(participations)
    sizes = inhabitants((row.municipality_id for row in rows), day)
    people = {row.pk: sizes[row.municipality_id] for row in rows if row.municipality_id in sizes}
    return replace(counted, inhabitants=people)


def by_weight(counted: Load) -> Callable[[Participation], tuple[bool, float]]:
    """For sorting: the heaviest load for its size first, those whose size is not known last."""

    def key(row: Participation) -> tuple[bool, float]:
        weight = counted.weight(row.pk)
        return weight is None, -(weight or 0)

    return key
