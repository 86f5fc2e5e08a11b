"""The teams of a network as one series: who is in it, and what a total can hide."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc.aggregate import CHANGED, OPPOSED, WRONG, Aggregate, Report, Together, aggregate
from samordner.spc.options import Observation
from samordner.spc.words import filled

JAN, FEB, MARCH, APRIL = (date(2021, month, 1) for month in (1, 2, 3, 4))


def reports(*rows: tuple[str, date, float | None, float | None]) -> list[Report]:
    return [Report(*row) for row in rows]


def test_the_total_is_the_sum_of_cases_out_of_the_sum_of_cases_with_the_number_of_teams() -> None:
    found = aggregate(
        reports(("A", JAN, 1, 10), ("B", JAN, 9, 30), ("A", FEB, 2, 10), ("B", FEB, None, 30)),
        Together.PROPORTION,
    )
    assert [(one.count, one.size, one.y, one.median, one.teams) for one in found.totals] == [
        (10, 40, 0.25, 0.2, 2),
        (2, 10, 0.2, 0.2, 1),
    ]
    assert [(one.joined, one.gone, one.changed) for one in found.totals] == [
        ((), (), False),
        ((), ("B",), True),
    ]


def test_a_period_where_nobody_reported_is_a_gap_and_changes_no_set() -> None:
    found = aggregate(
        reports(("A", JAN, 1, 4), ("A", MARCH, 2, 4)), Together.PROPORTION, periods=(JAN, FEB, MARCH)
    )
    assert [one.y for one in found.totals] == [0.25, None, 0.5]
    assert [one.changed for one in found.totals] == [False, False, False]
    assert found.observations() == (
        Observation("2021-01-01", 1, 4),
        Observation("2021-02-01", None, None),
        Observation("2021-03-01", 2, 4),
    )


def test_only_teams_with_enough_periods_can_be_asked_for() -> None:
    rows = reports(("A", JAN, 1, 4), ("B", FEB, 1, 4), ("A", FEB, 2, 4), ("A", MARCH, 2, 4))
    every, steady = (aggregate(rows, Together.PROPORTION, least=least) for least in (0, 3))
    assert (every.teams, every.left_out) == (("A", "B"), ())
    assert (steady.teams, steady.left_out) == (("A",), ("B",))
    assert [one.changed for one in every.totals] == [False, True, True]
    assert every.warnings == (filled(CHANGED, count=2, of=2),)
    assert steady.warnings == ()


def test_a_month_where_the_total_and_the_teams_that_stayed_part_is_marked() -> None:
    """B, who is far above, comes in February; A itself goes down."""
    found = aggregate(reports(("A", JAN, 4, 10), ("A", FEB, 2, 10), ("B", FEB, 9, 10)), Together.PROPORTION)
    assert [one.opposed for one in found.totals] == [False, True]
    assert filled(OPPOSED, count=1) in found.warnings


def test_simpsons_paradox_is_told_when_every_team_goes_the_other_way() -> None:
    """The kidney stones of Charig et al. (1986): 78 % against 83 % together, better in both groups apart."""
    found = aggregate(
        reports(
            ("small", JAN, 81, 87), ("large", JAN, 192, 263), ("small", FEB, 234, 270), ("large", FEB, 55, 80)
        ),
        Together.PROPORTION,
    )
    assert [one.en for one in found.warnings] == [
        "The total went up from 78 % to 82.6 %, but 2 of 2 teams went down. The change in the total then comes from "
        "which teams are in it and how much each weighs (Simpson's paradox): look at each team."
    ]


def test_one_large_team_against_the_others_is_no_paradox() -> None:
    """A, which is large, goes down; B and C go up, as the total does when C's share of it grows."""
    found = aggregate(
        reports(
            ("A", JAN, 100, 500),
            ("B", JAN, 5, 10),
            ("C", JAN, 8, 10),
            ("A", FEB, 45, 250),
            ("B", FEB, 6, 10),
            ("C", FEB, 90, 100),
        ),
        Together.PROPORTION,
    )
    assert (found.totals[0].y, found.totals[1].y) == (113 / 520, 141 / 360)
    assert found.warnings == ()


def test_a_handful_of_small_teams_against_a_large_one_is_no_paradox() -> None:
    rows = [
        ("A", JAN, 100, 500),
        ("B", JAN, 5, 10),
        ("C", JAN, 8, 10),
        ("A", FEB, 150, 500),
        ("B", FEB, 4, 10),
    ]
    found = aggregate(reports(*rows, ("C", FEB, 7, 10)), Together.PROPORTION)
    assert found.warnings == ()


def test_numbers_that_cannot_be_right_are_left_out_and_counted() -> None:
    found = aggregate(
        reports(("A", JAN, 5, 4), ("B", JAN, 1, 4), ("C", JAN, 1, 0), ("D", JAN, -1, 3)), Together.PROPORTION
    )
    assert (found.teams, found.left_out) == (("B",), ("A", "C", "D"))
    assert found.warnings == (filled(WRONG, count=3),)


def test_single_measurements_are_not_added_but_have_a_median() -> None:
    found = aggregate(
        reports(("A", JAN, -3, None), ("B", JAN, 4, None), ("C", JAN, 9, None)), Together.MEDIAN
    )
    assert [(one.count, one.y, one.median) for one in found.totals] == [(None, 4, 4)]
    assert found.observations() == (Observation("2021-01-01", 4, None),)


def test_a_report_for_the_same_period_replaces_the_one_before() -> None:
    found = aggregate(reports(("A", JAN, 4, 10), ("A", JAN, 5, 10)), Together.PROPORTION)
    assert [one.y for one in found.totals] == [0.5]


def test_without_reports_there_is_an_empty_series() -> None:
    assert aggregate([], Together.RATE) == Aggregate(Together.RATE, (), (), (), ())
    (gap,) = aggregate([], Together.RATE, periods=(JAN,)).totals
    assert (gap.y, gap.teams) == (None, 0)


report = st.builds(
    Report,
    st.sampled_from("ABCDE"),
    st.sampled_from((JAN, FEB, MARCH, APRIL)),
    st.none() | st.integers(-2, 40),
    st.none() | st.integers(0, 40),
)


@given(st.lists(report), st.sampled_from(Together), st.integers(0, 4))
def test_what_is_counted_is_what_was_reported(rows: list[Report], together: Together, least: int) -> None:
    found = aggregate(rows, together, least=least)
    assert sorted((*found.teams, *found.left_out)) == sorted({one.team for one in rows})
    for one in found.totals:
        assert (one.y is None) == (one.teams == 0) == (one.median is None)
        assert one.teams <= len(found.teams)
        if together is Together.PROPORTION and one.y is not None:
            assert 0 <= one.y <= 1


@given(st.lists(report))
def test_a_constant_set_has_no_changes_to_warn_of(rows: list[Report]) -> None:
    steady = aggregate(rows, Together.SUM, least=len({one.period for one in rows}))
    assert not any(one.changed or one.opposed for one in steady.totals)


@given(st.lists(report, unique_by=lambda one: (one.team, one.period)))
def test_the_order_in_which_teams_reported_changes_nothing(rows: list[Report]) -> None:
    one, other = aggregate(rows, Together.RATE), aggregate(rows[::-1], Together.RATE)
    assert [(it.period, it.teams, it.changed, it.opposed) for it in one.totals] == [
        (it.period, it.teams, it.changed, it.opposed) for it in other.totals
    ]
    assert [it.y for it in one.totals] == pytest.approx([it.y for it in other.totals], nan_ok=True)
