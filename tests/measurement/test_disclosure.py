"""Outside the municipality no number tells of few, nor can one be worked out from the others; the team sees all of its own."""

from __future__ import annotations

from itertools import product

import pytest

from samordner.measurement.disclosure import Counted, hidden, hidden_in, shared
from samordner.measurement.queries.series import fresh
from samordner.measurement.telling import told_of
from tests.factories.participation import region
from tests.measurement import making as make


def places(
    *cells: tuple[float, float] | None, fewest: int = 5, share: bool = True, totals: bool = True
) -> set[int]:
    return set(hidden([Counted(*one) if one else None for one in cells], fewest, share=share, totals=totals))


def test_few_and_all_but_few_are_hidden_and_nought_and_all_are_told() -> None:
    assert places((3, 30), (10, 30), (28, 30), (0, 30), (30, 30)) == {0, 2}


def test_one_hidden_number_alone_hides_another_with_it() -> None:
    assert places((10, 30), (3, 30), (12, 30)) == {0, 1}
    assert places((10, 30), (3, 30), (12, 30), totals=False) == {1}


def test_events_beside_a_denominator_are_counted_by_themselves() -> None:
    assert places((3, 400), (10, 12), share=False, totals=False) == {0}


def test_nothing_is_hidden_where_no_persons_are_told_of() -> None:
    assert places((1, 30), (2, 30), fewest=0) == set()


def test_whoever_knows_the_total_cannot_work_out_a_small_number() -> None:
    for cells in product(range(9), repeat=3):
        away = places(*((number, 20) for number in cells))
        small = {place for place, number in enumerate(cells) if 0 < number < 5}
        assert small <= away
        if small and any(number for place, number in enumerate(cells) if place not in small):
            assert len(away) > 1


@pytest.mark.django_db
def test_a_shared_chart_holds_no_trace_of_what_is_hidden() -> None:
    row = make.indicator(make.project(region(1)[0]))
    make.filled(row, [12, 3, 14, 28, *(15 for _month in range(10))], of=30)
    row.measurements.filter(day=make.month(1)).update(note="3 av 30 fordi …")
    series = fresh(row)
    told, result = shared(told_of(series), series.result(), hidden_in(series))
    assert [place for place, point in enumerate(result.points) if point.y is None] == [1, 3]
    assert [told["points"][place]["value"] for place in (0, 1, 3)] == ["12", None, None]
    assert "3 av 30" not in str(told)
    assert series.result().points[1].y == 0.1, "the team's own chart is whole"
