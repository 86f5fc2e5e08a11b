"""What each set of rules marks: at its border, with ties and points on the centre, and past gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.spc import RuleSet, rules, runs
from tests.spc.series import drawn, marked

pytestmark = pytest.mark.once


def track(zs: Sequence[float], *, varying: bool = False, length: int = 7) -> rules.Track:
    """A track with centre 0 and sigma 1."""
    sides = [(z > 0) - (z < 0) for z in zs]
    return rules.Track(zs, sides, zs, [(z > 3) - (z < -3) for z in zs], varying, length=length)


def found(
    rule_set: RuleSet, key: str, zs: Sequence[float], *, varying: bool = False, length: int = 7
) -> list[int]:
    """The points (from 1) that a rule marks."""
    marks = rules.signals(rule_set, track(zs, varying=varying, length=length))
    return [at for at, it in enumerate(marks, start=1) if key in dict(it)]


# --- Anhøj -------------------------------------------------------------------------------------------------------


def test_points_on_the_centre_neither_count_nor_break_a_run() -> None:
    counted = runs.count([1, 1, 0, 1, -1, 0, 0, -1, 1])
    assert (counted.n_useful, counted.longest, counted.side, counted.n_runs, counted.crossings) == (
        6,
        3,
        1,
        3,
        2,
    )


def test_of_equally_long_runs_the_last_is_told() -> None:
    assert runs.count([1, 1, -1, -1]).side == -1


@pytest.mark.parametrize(("longest", "signal"), [(8, False), (9, True)])
def test_a_run_of_24_points_is_too_long_from_9(longest: int, signal: bool) -> None:
    sides = [1] * longest + [-1, 1] * 12
    assert runs.anhoej(runs.count(sides[:24])) is signal


@pytest.mark.parametrize(("crossings", "signal"), [(8, False), (7, True)])
def test_crossings_of_24_points_are_too_few_below_8(crossings: int, signal: bool) -> None:
    sides = [(-1) ** (i * (crossings + 1) // 24) for i in range(24)]
    counted = runs.count(sides)
    assert (counted.n_useful, counted.crossings, counted.longest <= 8) == (24, crossings, True)
    assert runs.anhoej(counted) is signal


def test_no_verdict_on_runs_below_ten_useful_points() -> None:
    assert not runs.anhoej(runs.count([1] * 9))
    assert runs.anhoej(runs.count([1] * 10))


# --- IHI, run charts ---------------------------------------------------------------------------------------------


def test_ihi_run_marks_six_on_a_side_and_skips_the_median() -> None:
    assert found(RuleSet.IHI_RUN, "shift", [1, 1, 1, 1, 1, -1]) == []
    assert found(RuleSet.IHI_RUN, "shift", [-1, 1, 1, 0, 1, 1, 1, 1, -1]) == [2, 3, 5, 6, 7, 8]


def test_ihi_run_marks_five_rising_and_counts_only_the_first_of_equal_neighbours() -> None:
    assert found(RuleSet.IHI_RUN, "trend", [1, 2, 3, 4]) == []
    assert found(RuleSet.IHI_RUN, "trend", [5, 1, 2, 2, 3, 4, 4, 5, 0]) == [2, 3, 5, 6, 8]
    assert found(RuleSet.IHI_RUN, "trend", [1, 1, 1, 1, 1, 1]) == []
    assert found(RuleSet.IHI_RUN, "trend", [5, 4, 3, 2, 1, 1]) == [1, 2, 3, 4, 5]


def test_ihi_run_judges_too_few_and_too_many_runs_of_the_phase() -> None:
    few = drawn("run", [9.0, 8, 9, 8, 9, 8, 2, 1, 2, 1, 2, 1], rules=RuleSet.IHI_RUN)
    many = drawn("run", [9.0, 1] * 6, rules=RuleSet.IHI_RUN)
    some = drawn("run", [9.0, 8, 1, 9, 2, 1, 8, 9, 1, 2, 9, 1], rules=RuleSet.IHI_RUN)
    assert [(it.phases[0].n_runs, it.phases[0].runs_signal) for it in (few, many, some)] == [
        (2, True),
        (12, True),
        (8, False),
    ]
    assert (some.phases[0].n_runs_min, some.phases[0].n_runs_max) == (4, 10)


# --- IHI, control charts -----------------------------------------------------------------------------------------


def test_ihi_shewhart_marks_eight_on_a_side_and_skips_the_centre() -> None:
    assert found(RuleSet.IHI_SHEWHART, "shift", [0.1] * 7) == []
    assert found(RuleSet.IHI_SHEWHART, "shift", [0.1] * 4 + [0] + [0.1] * 4) == [1, 2, 3, 4, 6, 7, 8, 9]


def test_ihi_shewhart_trend_is_six_and_not_for_varying_limits() -> None:
    rising = [-0.5, -0.3, -0.3, -0.1, 0.1, 0.3, 0.5]
    assert found(RuleSet.IHI_SHEWHART, "trend", rising) == [1, 2, 4, 5, 6, 7]
    assert found(RuleSet.IHI_SHEWHART, "trend", rising, varying=True) == []
    cases = [10, 12, 14, 16, 18, 20, 5]
    assert marked(drawn("p", cases, [50] * 7, rules=RuleSet.IHI_SHEWHART), "trend") == [1, 2, 3, 4, 5, 6]
    assert marked(drawn("p", cases, [50] * 6 + [51], rules=RuleSet.IHI_SHEWHART), "trend") == []


def test_ihi_shewhart_outer_third_is_between_two_and_three_sigma_on_one_side() -> None:
    assert found(RuleSet.IHI_SHEWHART, "two-of-three", [2.5, -0.1, 2.2]) == [1, 3]
    assert found(RuleSet.IHI_SHEWHART, "two-of-three", [2.5, 0.1, -2.2]) == []
    assert found(RuleSet.IHI_SHEWHART, "two-of-three", [3.5, 0.1, 2.2]) == []
    assert found(RuleSet.IHI_SHEWHART, "two-of-three", [2.0, 0.1, 2.2]) == []
    assert found(RuleSet.IHI_SHEWHART, "two-of-three", [3.0, 0.1, 2.2]) == [1, 3]


def test_ihi_shewhart_marks_fifteen_in_the_inner_third() -> None:
    assert found(RuleSet.IHI_SHEWHART, "inner-third", [0.5, -0.5] * 7) == []
    assert found(RuleSet.IHI_SHEWHART, "inner-third", [1.5, *[0.5, -0.5, 0] * 5, -1.5]) == list(range(2, 17))


# --- NHS ---------------------------------------------------------------------------------------------------------


def test_nhs_marks_seven_on_a_side_and_the_mean_breaks_it() -> None:
    assert found(RuleSet.NHS, "shift", [0.1] * 7) == [1, 2, 3, 4, 5, 6, 7]
    assert found(RuleSet.NHS, "shift", [0.1] * 6) == []
    assert found(RuleSet.NHS, "shift", [0.1] * 4 + [0] + [0.1] * 4) == []


def test_nhs_marks_seven_rising_and_a_tie_breaks_it() -> None:
    assert found(RuleSet.NHS, "trend", [1, 2, 3, 4, 5, 6, 7]) == [1, 2, 3, 4, 5, 6, 7]
    assert found(RuleSet.NHS, "trend", [1, 2, 3, 4, 5, 6]) == []
    assert found(RuleSet.NHS, "trend", [1, 2, 3, 3, 4, 5, 6, 7]) == []


def test_nhs_length_may_be_six_or_eight() -> None:
    assert found(RuleSet.NHS, "shift", [0.1] * 6, length=6) == [1, 2, 3, 4, 5, 6]
    assert found(RuleSet.NHS, "trend", [1, 2, 3, 4, 5, 6, 7], length=8) == []


def test_nhs_two_of_three_asks_that_all_three_are_on_one_side_and_marks_the_two() -> None:
    assert found(RuleSet.NHS, "two-of-three", [2.5, 0.1, 2.2]) == [1, 3]
    assert found(RuleSet.NHS, "two-of-three", [2.5, -0.1, 2.2]) == []
    assert found(RuleSet.NHS, "two-of-three", [2.5, 0, 2.2]) == []
    assert found(RuleSet.NHS, "two-of-three", [2.5, 3.5, 2.2]) == [
        1,
        3,
    ]  # outside the limits is not near them
    assert found(RuleSet.NHS, "two-of-three", [3.5, 3.2, 2.2]) == []
    assert found(RuleSet.NHS, "two-of-three", [-2.5, -2.1, -2.2]) == [1, 2, 3]


def test_nhs_signals_come_foremost_first_outside_then_trend_then_two_of_three_then_shift() -> None:
    marks = rules.signals(RuleSet.NHS, track([0.5, 1, 1.5, 2.1, 2.2, 2.3, 3.5]))
    assert [key for key, _ in marks[6]] == ["beyond", "trend", "shift"]
    assert [key for key, _ in marks[4]] == ["trend", "two-of-three", "shift"]


def test_where_one_trend_ends_and_another_begins_the_point_belongs_to_the_one_that_begins() -> None:
    marks = rules.signals(RuleSet.NHS, track([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]))
    assert [dict(it)["trend"] for it in marks] == [1] * 6 + [-1] * 7


# --- Western Electric, Nelson (the rest is in test_reference) ----------------------------------------------------


def test_a_point_beyond_three_sigma_counts_in_the_outer_zone_of_western_electric() -> None:
    assert found(RuleSet.WESTERN_ELECTRIC, "W2", [3.5, 0.1, 2.2]) == [3]


def test_fourteen_alternating_and_a_tie_breaks_it() -> None:
    alternating = [0.1, -0.1] * 7
    assert found(RuleSet.NELSON, "N4", alternating) == [14]
    assert found(RuleSet.NELSON, "N4", alternating[:13]) == []
    assert found(RuleSet.NELSON, "N4", [*alternating[:7], alternating[6], *alternating[7:13]]) == []


# --- which rules speak where -------------------------------------------------------------------------------------

SHIFTED = [1.0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8]


@pytest.mark.parametrize("rule_set", list(RuleSet))
def test_only_the_limit_speaks_on_a_chart_of_moving_ranges(rule_set: RuleSet) -> None:
    ys = [5.0, 6, 5, 6, 5, 6, 5, 6, 5, 6, 50, 6, 5, 6, 5, 6]
    result = drawn("mr", ys, rules=rule_set)
    keys = {key for it in result.points for key in it.signals}
    assert keys == set(rules.RULES[rule_set]) & rules.LIMIT_RULES
    assert not result.phases[0].runs_signal


@pytest.mark.parametrize("rule_set", list(RuleSet))
def test_rules_of_limits_and_zones_say_nothing_on_a_run_chart(rule_set: RuleSet) -> None:
    keys = {key for it in drawn("run", SHIFTED, rules=rule_set).points for key in it.signals}
    assert keys <= {"shift", "trend", "W4", "N2", "N3", "N4"}


def test_only_the_active_set_judges_the_phase() -> None:
    assert drawn("run", SHIFTED).phases[0].runs_signal
    assert not drawn("run", SHIFTED, rules=RuleSet.NHS).phases[0].runs_signal
    assert drawn("run", SHIFTED, rules=RuleSet.NHS).phases[0].longest_run == 12


def test_a_pattern_runs_past_a_missing_and_an_excluded_point() -> None:
    ys = [1.0, 2, 1, 2, 1, 2, 1, 2, 9, 8, None, 9, 8, 100, 9, 8, 9, 8]
    result = drawn("run", ys, rules=RuleSet.NHS, exclude=(14,))
    assert marked(result, "shift") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 18]


def test_no_pattern_runs_across_a_border_of_phases() -> None:
    result = drawn("run", [*SHIFTED[:12], *SHIFTED[12:]], rules=RuleSet.NHS, splits=(12,))
    assert marked(result, "shift") == []


def test_zones_of_varying_limits_are_each_points_own() -> None:
    # p̄ = 0.5; with n = 100 sigma is 0.05, with n = 25 it is 0.1
    cases = [50, 50, 61, 50, 61, 15, 39, 50, 50, 39, 50, 50, 9.5, 37.5]
    ns = [100, 100, 100, 100, 100, 25, 100, 100, 100, 100, 100, 100, 25, 75]
    result = drawn("p", cases, ns, rules=RuleSet.WESTERN_ELECTRIC)
    assert result.points[0].centre == pytest.approx(0.5, abs=0.01)
    assert 5 in marked(result, "W2")
    assert 6 not in marked(result, "W2")  # 0.6 is one sigma from the centre where n is 25


# --- every rule against its definition, word by word -------------------------------------------------------------

# Wide and narrow, and climbing, so that long patterns come up as well as short ones.
spread = st.sampled_from([1, 2, 3, 5, 8])
halves = spread.flatmap(lambda wide: st.lists(st.integers(-wide, wide).map(lambda it: it / 2), max_size=40))
climbing = st.lists(st.sampled_from([-1, 0, 1, 1, 1, 1]), max_size=40).map(
    lambda it: [z / 2 for z in accumulate(it)]
)
zigzag = st.lists(st.sampled_from([1.5, 2.5, 1.5, 0.5]), max_size=40).map(
    lambda it: [z * (-1) ** i for i, z in enumerate(it)]
)


def windows(size: int, holds: Callable[[list[float]], bool], zs: Sequence[float]) -> set[int]:
    """Points (from 0) of every stretch of this size for which something holds."""
    starts = range(len(zs) - size + 1)
    return {i for at in starts if holds(list(zs[at : at + size])) for i in range(at, at + size)}


def ends(size: int, holds: Callable[[list[float]], bool], zs: Sequence[float]) -> set[int]:
    return {at + size - 1 for at in range(len(zs) - size + 1) if holds(list(zs[at : at + size]))}


def one_side(zs: list[float]) -> bool:
    return all(z > 0 for z in zs) or all(z < 0 for z in zs)


def monotone(zs: list[float]) -> bool:
    return len(set(zs)) == len(zs) and zs in (sorted(zs), sorted(zs, reverse=True))


def without_repeats(zs: Sequence[float]) -> list[int]:
    return [i for i in range(len(zs)) if i == 0 or zs[i] != zs[i - 1]]


def at_least(least: int, beyond: float) -> Callable[[list[float]], bool]:
    def holds(zs: list[float]) -> bool:
        above, below = sum(z > beyond for z in zs), sum(z < -beyond for z in zs)
        return (above >= least and zs[-1] > beyond) or (below >= least and zs[-1] < -beyond)

    return holds


def skipping(
    keep: list[int], size: int, holds: Callable[[list[float]], bool], zs: Sequence[float]
) -> set[int]:
    return {keep[i] for i in windows(size, holds, [zs[i] for i in keep])}


def alternates(zs: list[float]) -> bool:
    return all((b - a) * (c - b) < 0 for a, b, c in zip(zs, zs[1:], zs[2:], strict=False))


def near(z: float) -> bool:
    return 2 < abs(z) <= 3


def two_near(zs: Sequence[float], *, all_on_side: bool) -> set[int]:
    marks: set[int] = set()
    for at in range(len(zs) - 2):
        for side in (1, -1):
            three = [z * side for z in zs[at : at + 3]]
            close = {at + i for i, z in enumerate(three) if z > 0 and near(z)}
            if len(close) >= 2 and (not all_on_side or min(three) > 0):
                marks |= close
    return marks


@settings(max_examples=300)
@given(halves | climbing | zigzag)
def test_every_rule_marks_what_its_definition_says(zs: list[float]) -> None:
    off_centre = [i for i, z in enumerate(zs) if z]
    expected: dict[tuple[RuleSet, str], set[int]] = {
        (RuleSet.IHI_RUN, "shift"): skipping(off_centre, 6, one_side, zs),
        (RuleSet.IHI_RUN, "trend"): skipping(without_repeats(zs), 5, monotone, zs),
        (RuleSet.IHI_SHEWHART, "shift"): skipping(off_centre, 8, one_side, zs),
        (RuleSet.IHI_SHEWHART, "trend"): skipping(without_repeats(zs), 6, monotone, zs),
        (RuleSet.IHI_SHEWHART, "two-of-three"): two_near(zs, all_on_side=False),
        (RuleSet.IHI_SHEWHART, "inner-third"): windows(15, lambda it: max(map(abs, it)) <= 1, zs),
        (RuleSet.NHS, "trend"): windows(7, monotone, zs),
        (RuleSet.NHS, "two-of-three"): two_near(zs, all_on_side=True),
        (RuleSet.NHS, "shift"): windows(7, one_side, zs),
        (RuleSet.WESTERN_ELECTRIC, "W2"): ends(3, at_least(2, 2), zs),
        (RuleSet.WESTERN_ELECTRIC, "W3"): ends(5, at_least(4, 1), zs),
        (RuleSet.WESTERN_ELECTRIC, "W4"): ends(8, one_side, zs),
        (RuleSet.NELSON, "N2"): ends(9, one_side, zs),
        (RuleSet.NELSON, "N3"): ends(6, monotone, zs),
        (RuleSet.NELSON, "N4"): ends(14, alternates, zs),
        (RuleSet.NELSON, "N5"): ends(3, at_least(2, 2), zs),
        (RuleSet.NELSON, "N6"): ends(5, at_least(4, 1), zs),
        (RuleSet.NELSON, "N7"): ends(15, lambda it: max(map(abs, it)) <= 1, zs),
        (RuleSet.NELSON, "N8"): ends(8, lambda it: min(map(abs, it)) > 1 and not one_side(it), zs),
    }
    beyond = {i for i, z in enumerate(zs) if abs(z) > 3}
    expected |= {(it, "beyond"): beyond for it in (RuleSet.ANHOEJ, RuleSet.IHI_SHEWHART, RuleSet.NHS)}
    expected |= {(RuleSet.WESTERN_ELECTRIC, "W1"): beyond, (RuleSet.NELSON, "N1"): beyond}
    assert set(expected) == {(rule_set, key) for rule_set, keys in rules.RULES.items() for key in keys}
    for (rule_set, key), points in expected.items():
        assert {at - 1 for at in found(rule_set, key, zs)} == points, (rule_set, key)
