"""Variation between teams: the BCG trials that the method is always shown on, and what must hold."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc.between import (
    ALIKE,
    FEW,
    between,
    dersimonian_laird,
    effect,
    prediction,
    shrunken,
)
from samordner.spc.funnel import Kind, Unit

# Colditz et al. (1994): cases and others, vaccinated and not; metafor's `dat.bcg`
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]


def test_the_bcg_trials_are_summarised_as_metafor_prints_them() -> None:
    effects = [log(a / (a + b)) - log(c / (c + d)) for a, b, c, d in BCG]
    variances = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]
    found = dersimonian_laird(effects, variances)
    assert (round(found.tau2, 4), round(found.i2, 4), round(found.q, 3)) == (0.3088, 0.9212, 152.233)
    assert (round(found.mean, 4), round(found.error, 4)) == (-0.7141, 0.1787)


def test_the_prediction_interval_has_two_degrees_fewer_than_teams() -> None:
    from scipy.stats import t

    found = dersimonian_laird([0.1, 0.9, -0.4, 1.3, 0.2, -1.0], [0.04, 0.09, 0.05, 0.2, 0.1, 0.06])
    half = t.ppf(0.975, 4) * (found.tau2 + found.error**2) ** 0.5
    assert prediction(found, 6) == pytest.approx((found.mean - half, found.mean + half), abs=1e-9)


def test_a_zero_gets_a_half_and_nothing_else_does() -> None:
    assert effect(Unit("", 0, 10), Kind.PROPORTION) == (log(0.5 / 10.5), 1 / 0.5 + 1 / 10.5)
    assert effect(Unit("", 10, 10), Kind.PROPORTION) == (log(10.5 / 0.5), 1 / 10.5 + 1 / 0.5)
    assert effect(Unit("", 3, 10), Kind.PROPORTION) == (log(3 / 7), 1 / 3 + 1 / 7)
    assert effect(Unit("", 0, 10), Kind.RATE) == (log(0.5 / 10), 2.0)
    assert effect(Unit("", 4, 10), Kind.RATE) == (log(0.4), 0.25)


def test_below_five_teams_there_are_dots_only() -> None:
    found = between([Unit(str(number), number, 10) for number in range(4)])
    assert (found.summary, found.warnings) == (None, (FEW,))
    assert [(one.y, one.shrunken) for one in found.teams] == [
        (0, None),
        (0.1, None),
        (0.2, None),
        (0.3, None),
    ]


@pytest.mark.parametrize(("kind", "count"), [(Kind.PROPORTION, 0), (Kind.PROPORTION, 9), (Kind.RATE, 0)])
def test_when_no_team_can_differ_nothing_is_summarised(kind: Kind, count: int) -> None:
    found = between([Unit(str(number), count, 9) for number in range(8)], kind)
    assert (found.summary, found.warnings) == (None, (ALIKE,))


def test_teams_without_a_denominator_are_left_out() -> None:
    units = [Unit("a", 1, 0), Unit("b", 5, 4), Unit("c", 1, float("nan"))]
    assert between(units).teams == ()


def test_alike_teams_are_shrunken_all_the_way_and_unlike_teams_hardly() -> None:
    alike = between([Unit(str(number), 20, 80) for number in range(6)])
    assert alike.summary is not None
    assert (alike.summary.tau2, alike.summary.i2) == (0, 0)
    assert [one.shrunken for one in alike.teams] == pytest.approx([0.25] * 6)
    unlike = between([Unit(str(number), 100 * number, 1000) for number in range(1, 10)])
    assert unlike.summary is not None
    assert unlike.summary.i2 > 0.95
    assert all(abs((one.shrunken or 0) - one.y) < 0.01 for one in unlike.teams)


team = st.integers(1, 300).flatmap(
    lambda size: st.builds(Unit, st.just("x"), st.integers(0, size), st.just(size))
)


@given(st.lists(team, min_size=5, max_size=20), st.sampled_from(Kind))
def test_a_team_is_shrunken_towards_the_middle_and_never_past_it(units: list[Unit], kind: Kind) -> None:
    effects, variances = zip(*(effect(unit, kind) for unit in units), strict=True)
    found = dersimonian_laird(effects, variances)
    for own, variance in zip(effects, variances, strict=True):
        low, high = sorted((own, found.mean))
        assert low - 1e-9 <= shrunken(found, own, variance) <= high + 1e-9


@given(st.lists(team, max_size=20), st.sampled_from(Kind))
def test_the_intervals_lie_inside_one_another_and_within_the_possible(units: list[Unit], kind: Kind) -> None:
    found = between(units, kind)
    assert len(found.teams) == len(units)
    if found.summary is None:
        assert found.warnings
        return
    one = found.summary
    assert 0 <= one.predicted_lower <= one.lower <= one.centre <= one.upper <= one.predicted_upper
    assert (0 <= one.i2 <= 1, one.tau2 >= 0, 0 <= one.p <= 1) == (True, True, True)
    if kind is Kind.PROPORTION:
        assert one.predicted_upper <= 1


@given(st.lists(team, min_size=5, max_size=20))
def test_cases_and_what_were_not_cases_tell_the_same_from_either_side(units: list[Unit]) -> None:
    there = between(units)
    back = between([Unit(unit.label, unit.size - unit.count, unit.size) for unit in units])
    assert (there.summary is None) == (back.summary is None)
    if there.summary and back.summary:
        assert there.summary.centre == pytest.approx(1 - back.summary.centre)
        assert there.summary.tau2 == pytest.approx(back.summary.tau2, abs=1e-9)
