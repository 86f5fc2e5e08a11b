"""Which numbers of a series may leave the municipality: few persons, or all but few, are told of by nobody else.

By methods.md: a numerator of 1 to `fewest` − 1 is hidden, and one that leaves so few over of its denominator; with it its
denominator, its share, and at least one more number in each total that is told, so that nothing can be worked out by
taking away. Nought may be told. A team sees its own numbers whole; this is for what is shared or exported further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samordner.findings.disclosure import threshold
from samordner.measurement.kinds import is_divided
from samordner.measurement.models import Indicator, ValueKind
from samordner.measurement.queries.series import Series
from samordner.measurement.telling import Told
from samordner.spc import Result, Words

COUNTED = frozenset({ValueKind.PROPORTION, ValueKind.COUNT, ValueKind.RATE})
HIDDEN = ":"
"""What stands for a number that is not told, as at Statistics Norway."""


@dataclass(frozen=True)
class Counted:
    """A number, and of how many; `whole` None: of nothing that is told."""

    number: float
    whole: float | None = None


def tells_of_few(cell: Counted, fewest: int, *, share: bool = True) -> bool:
    """Whether a number tells of few: 1 to `fewest` − 1 of them, or so few left over of a whole whose part it is.

    `share`: the number counts some of the whole, not events beside it. A whole of fewer than `fewest` tells of few itself.
    """
    if not share or cell.whole is None:
        return 0 < cell.number < fewest
    rest = cell.whole - cell.number
    return 0 < cell.number < fewest or 0 < rest < fewest or 0 < cell.whole < fewest


def hidden(
    cells: Sequence[Counted | None], fewest: int, *, share: bool = True, totals: bool = True
) -> frozenset[int]:
    """The places of a series that are not told; None among the cells: nothing was measured.

    `totals`: the sum of the series is told too (also of the months that others know), so that one hidden number alone
    could be worked out: the next that was measured is hidden with it, taken by its place and never by its size.
    """
    if fewest <= 0:
        return frozenset()
    fewest = threshold(fewest)
    small = {place for place, cell in enumerate(cells) if cell and tells_of_few(cell, fewest, share=share)}
    if totals and len(small) == 1:
        (one,) = small
        others = [
            place for place, cell in enumerate(cells) if cell is not None and place != one and cell.number > 0
        ]
        others.sort(key=lambda place: (abs(place - one), place))
        small.update(others[:1])
    return frozenset(small)


def hidden_in(series: Series, *, totals: bool = True) -> frozenset[int]:
    """The places of an indicator's series that are not told outside the municipality's own."""
    indicator = series.indicator
    if not tells_of_persons(indicator):
        return frozenset()
    divided = is_divided(indicator.value_kind)
    cells: list[Counted | None] = []
    for spot in series.spots:
        row = spot.row
        if spot.y is None or row is None or row.value is None:
            cells.append(None)
        else:
            cells.append(
                Counted(float(row.value), float(row.denominator) if divided and row.denominator else None)
            )
    return hidden(cells, indicator.fewest, share=indicator.value_kind == ValueKind.PROPORTION, totals=totals)


def tells_of_persons(indicator: Indicator) -> bool:
    """Whether the indicator's numbers count persons or what happened to them."""
    return indicator.fewest > 0 and indicator.value_kind in COUNTED


def shared(told: Told, result: Result, places: frozenset[int]) -> tuple[Told, Result]:
    """A chart as it may be shared: the numbers at `places` are in neither the drawing nor its table.

    Centre and limits rest on all the numbers, and are told: they are no sum of few.
    """
    if not places:
        return told, result
    points = tuple(
        replace(one, y=None, n=None, signals=(), sigma_signal=False, left_out=NOT_TOLD)
        if place in places
        else one
        for place, one in enumerate(result.points)
    )
    kept = [
        one | {"value": None, "denominator": None, "values": [], "note": "", "state": HIDDEN}
        if place in places
        else one
        for place, one in enumerate(told["points"])
    ]
    return {**told, "points": kept}, replace(result, points=points)


NOT_TOLD = Words(
    "Vises ikke: så få at det kan si noe om enkeltpersoner",
    "Blir ikkje vist: så få at det kan seie noko om enkeltpersonar",
    "Not shown: so few that it could tell of single persons",
)
