"""The year wheel: how much of each kind there is in each month, as a drawing with its numbers under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.charts.figures import Figure
from samordner.charts.wheels import Ring, wheel
from samordner.happenings.happenings import Kind, Occurrence
from samordner.happenings.sources import kinds


@dataclass(frozen=True)
class Year:
    """A year's numbers: of each kind that there is, by month, cancelled ones not counted."""

    year: int
    rows: tuple[tuple[Kind, tuple[int, ...]], ...]

    @property
    def months(self) -> tuple[int, ...]:
        """How many in each month, of all kinds."""
        return tuple(sum(numbers[month] for _kind, numbers in self.rows) for month in range(12))

    @property
    def total(self) -> int:
        return sum(self.months)


def year_of(year: int, found: Sequence[Occurrence]) -> Year:
    """Each occurrence counts once, in the month that it begins in; what began the year before, in January."""
    counted = Counter(
        (one.happening.kind.key, month) for month, there in enumerate(by_month(year, found)) for one in there
    )
    rows = [(kind, tuple(counted[kind.key, month] for month in range(12))) for kind in kinds()]
    return Year(year, tuple((kind, numbers) for kind, numbers in rows if any(numbers)))


def by_month(year: int, found: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """What counts in each month, cancelled ones not."""
    months: list[list[Occurrence]] = [[] for _number in range(12)]
    for one in found:
        if not one.cancelled:
            months[max(one.first, date(year, 1, 1)).month - 1].append(one)
    return months


def figure_of(year: Year, today: date) -> Figure:
    """The drawing; the month of `today` is marked when it lies in the year."""
    return wheel(
        "year-wheel",
        _("The year wheel %(year)d") % {"year": year.year},
        tuple(str(MONTHS[number]) for number in range(1, 13)),
        [Ring(str(kind.label), numbers) for kind, numbers in year.rows],
        (pgettext("calendar", "Kind"), _("In all")),
        short=tuple(str(MONTHS_3[number]) for number in range(1, 13)),
        middle=str(year.year),
        marked=today.month - 1 if today.year == year.year else None,
        marked_words=_("this month"),
    )
