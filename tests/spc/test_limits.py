"""Centre and limits by the published formulas, worked by hand, and what they may be made of."""

from __future__ import annotations

from itertools import pairwise
from math import pi, sqrt

import pytest

from samordner.spc import Chart, RuleSet, constants
from tests.spc.series import close, drawn, grouped, lines

YS = [12.0, 15.0, 11.0, 14.0, 13.0, 18.0]  # moving ranges 3, 4, 3, 1, 5: mean 3.2


def test_a_run_chart_has_the_median_and_no_limits() -> None:
    assert lines(drawn("run", [5, 1, 3])) == (None, 3, None)
    assert lines(drawn("run", [5, 1, 3, 4])) == (None, 3.5, None)


def test_individuals_lie_three_sigma_about_the_mean() -> None:
    mean = 83 / 6
    assert lines(drawn("i", YS)) == close((mean - 3 * 3.2 / 1.128, mean, mean + 3 * 3.2 / 1.128))


def test_d2_may_be_exact_or_the_factor_rounded_to_2_66() -> None:
    mean = 83 / 6
    assert lines(drawn("i", YS, exact_d2=True))[2] == close(mean + 3 * 3.2 * sqrt(pi) / 2)
    assert lines(drawn("i", YS, rounded_266=True))[2] == close(mean + 2.66 * 3.2)


def test_screening_leaves_out_large_moving_ranges_once() -> None:
    ys = [10.0, 11, 10, 11, 10, 11, 10, 40, 11, 10, 11, 10]  # ranges: 1 nine times, 30, 29
    assert lines(drawn("i", ys))[2] == close(sum(ys) / 12 + 3 * (68 / 11) / 1.128)
    assert lines(drawn("i", ys, screen_mr=True))[2] == close(sum(ys) / 12 + 3 / 1.128)


def test_the_limits_of_individuals_need_two_moving_ranges_that_are_not_all_zero() -> None:
    assert lines(drawn("i", [3.0])) == (None, 3, None)
    assert lines(drawn("i", [3.0, 5.0])) == (None, 4, None)
    assert lines(drawn("i", [3.0, 5.0, 4.0])) == close((4 - 4.5 / 1.128, 4, 4 + 4.5 / 1.128))
    assert lines(drawn("i", [3.0] * 30)) == (None, 3, None)


def test_moving_ranges_have_a_first_point_that_is_empty_and_no_lower_limit() -> None:
    result = drawn("mr", YS)
    assert [it.y for it in result.points] == [None, 3, 4, 3, 1, 5]
    assert lines(result) == close((0, 3.2, 3.267 * 3.2))
    assert lines(drawn("mr", YS, exact_d2=True))[2] == close(
        3.2 * (1 + 3 * sqrt(2 - 4 / pi) / (2 / sqrt(pi)))
    )
    assert all(it.no_lower for it in result.points)


def test_a_moving_range_is_not_taken_across_a_missing_point_but_across_an_excluded_one() -> None:
    missing = drawn("mr", [12.0, None, 11.0, 14.0, 13.0, 18.0])
    assert [it.y for it in missing.points] == [None, None, None, 3, 1, 5]
    assert missing.points[0].centre == 3
    excluded = drawn("mr", [12.0, 15.0, 11.0, 14.0, 13.0, 18.0], exclude=(2,))
    assert [it.y for it in excluded.points] == [None, 3, 1, 3, 1, 5]
    assert excluded.points[0].centre == 2.5
    assert lines(drawn("i", [12.0, None, 11.0, 14.0, 13.0, 18.0]))[2] == close(68 / 5 + 3 * 3 / 1.128)
    assert lines(drawn("i", YS, exclude=(2,)))[2] == close(68 / 5 + 3 * 2.5 / 1.128)


def test_an_excluded_point_that_is_missing_does_not_break_the_moving_ranges() -> None:
    result = drawn("mr", [12.0, None, 11.0, 14.0], exclude=(2,))
    assert [it.y for it in result.points] == [None, None, 1, 3]


def test_i_prime_weighs_moving_ranges_by_their_denominators() -> None:
    sums, ns = [30.0, 60.0, 20.0], [10.0, 15.0, 8.0]  # 3, 4, 2.5
    s1 = sqrt(pi / 2) * 1.0 / sqrt(1 / 10 + 1 / 15)
    s2 = sqrt(pi / 2) * 1.5 / sqrt(1 / 15 + 1 / 8)
    centre, spread = 110 / 33, (s1 + s2) / 2
    result = drawn("ip", sums, ns)
    for at, n in enumerate(ns):
        assert lines(result, at) == close(
            (centre - 3 * spread / sqrt(n), centre, centre + 3 * spread / sqrt(n))
        )
    assert [it.y for it in result.points] == [3, 4, 2.5]


def test_i_prime_estimates_only_from_its_base_set() -> None:
    sums, ns = [30.0, 60.0, 20.0, 900.0, 35.0], [10.0, 15.0, 8.0, 9.0, 12.0]
    assert lines(drawn("ip", sums, ns, exclude=(4,), freeze=3)) == close(lines(drawn("ip", sums[:3], ns[:3])))


def test_i_prime_with_denominators_of_one_is_nearly_an_i_chart() -> None:
    lower, centre, upper = lines(drawn("ip", YS, [1.0] * 6))
    assert (lower, centre, upper) == close(lines(drawn("i", YS, exact_d2=True)))


def test_proportions_lie_about_all_cases_of_all() -> None:
    result = drawn("p", [5, 10, 3], [50, 40, 30])
    p = 18 / 120
    for at, n in enumerate((50, 40, 30)):
        upper = p + 3 * sqrt(p * (1 - p) / n)
        lower = max(0.0, p - 3 * sqrt(p * (1 - p) / n))
        assert lines(result, at) == close((lower, p, upper))
    assert result.points[2].no_lower
    assert not result.points[2].no_upper


def test_proportions_of_none_or_all_have_no_limits() -> None:
    assert lines(drawn("p", [0, 0, 0], [9, 8, 7])) == (None, 0, None)
    assert lines(drawn("p", [9, 8, 7], [9, 8, 7])) == (None, 1, None)
    assert lines(drawn("pp", [0, 0, 0], [9, 8, 7])) == (None, 0, None)


def test_a_limit_outside_the_possible_is_clipped_and_cannot_signal() -> None:
    result = drawn("p", [40, 38, 39, 40, 40, 37], [40] * 6)
    assert all(it.upper == 1 and it.no_upper for it in result.points)
    assert not any(it.sigma_signal for it in result.points)
    assert all(it.lower == 0 and it.no_lower for it in drawn("c", [3, 2, 5, 4, 1, 3]).points)


def test_laneys_limits_are_those_of_p_times_the_spread_between_points() -> None:
    cases, ns = [30.0, 60, 20, 55], [200.0, 250, 180, 240]
    p = 165 / 870
    within = [sqrt(p * (1 - p) / n) for n in ns]
    z = [(y / n - p) / s for y, n, s in zip(cases, ns, within, strict=True)]
    sigma_z = (abs(z[1] - z[0]) + abs(z[2] - z[1]) + abs(z[3] - z[2])) / 3 / 1.128
    result = drawn("pp", cases, ns)
    for at, s in enumerate(within):
        assert lines(result, at) == close((max(0, p - 3 * s * sigma_z), p, min(1, p + 3 * s * sigma_z)))
    assert result.phases[0].sigma_z == close(sigma_z)
    u = [sqrt(p / n) for n in ns]
    z = [(y / n - p) / s for y, n, s in zip(cases, ns, u, strict=True)]
    sigma_z = (abs(z[1] - z[0]) + abs(z[2] - z[1]) + abs(z[3] - z[2])) / 3 / 1.128
    assert lines(drawn("up", cases, ns))[2] == close(p + 3 * u[0] * sigma_z)


def test_time_between_is_an_individuals_chart_of_a_power() -> None:
    ys = [286.0, 948, 536, 124, 816, 729, 4, 143, 431, 8]
    moved = [y ** (1 / 3.6) for y in ys]
    ranges = [abs(b - a) for a, b in pairwise(moved)]
    mean, sigma = sum(moved) / 10, sum(ranges) / 9 / 1.128
    result = drawn("t", ys)
    assert lines(result) == close((max(0, mean - 3 * sigma) ** 3.6, mean**3.6, (mean + 3 * sigma) ** 3.6))
    assert result.points[0].no_lower == (mean <= 3 * sigma)
    assert [it.y for it in result.points] == ys


def test_opportunities_between_events_lie_about_a_median() -> None:
    ys = [20.0, 3, 55, 8, 14, 30]
    mean = sum(ys) / 6
    assert lines(drawn("g", ys)) == close((0, 17, mean + 3 * sqrt(mean * (mean + 1))))
    assert lines(drawn("g", ys, event_counted=True)) == close((0, 17, mean + 3 * sqrt(mean * (mean - 1))))
    assert all(it.no_lower for it in drawn("g", ys).points)


def test_means_and_spreads_of_subgroups_of_one_size() -> None:
    groups = [[10.0, 12, 14], [11.0, 11, 14], [9.0, 13, 17]]
    sds = [2.0, sqrt(3.0), 4.0]
    s, centre = sum(sds) / 3, 111 / 9
    assert lines(grouped("xbar", groups)) == close(
        (centre - constants.a3(3) * s, centre, centre + constants.a3(3) * s)
    )
    assert lines(grouped("s", groups)) == close((0, s, constants.b4(3) * s))
    assert [it.y for it in grouped("s", groups).points] == close(sds)
    assert [it.n for it in grouped("xbar", groups).points] == [3, 3, 3]


def test_subgroups_that_differ_in_size_are_pooled() -> None:
    groups = [[10.0, 12, 14], [11.0, 15], [9.0, 13, 17, 13]]
    pooled = sqrt((8 + 8 + 32) / (2 + 1 + 3))
    centre = (36 + 26 + 52) / 9
    result = grouped("xbar", groups)
    for at, n in enumerate((3, 2, 4)):
        width = constants.a3(n) * pooled
        assert lines(result, at) == close((centre - width, centre, centre + width))
        assert lines(grouped("s", groups), at) == close((0, pooled, constants.b4(n) * pooled))


def test_a_subgroup_of_one_has_a_mean_but_no_spread() -> None:
    groups = [[10.0, 12, 14], [11.0], [9.0, 13, 17], []]
    result = grouped("xbar", groups)
    assert lines(result, 1) == (None, close((36 + 11 + 39) / 7), None)
    assert result.points[1].y == 11
    assert result.points[3].y is None
    spread = grouped("s", groups)
    assert spread.points[1].y is None
    assert spread.points[1].left_out is not None
    assert spread.points[0].centre == close(sqrt((8 + 32) / 4))


def test_only_single_members_give_no_limits() -> None:
    assert lines(grouped("xbar", [[3.0], [4.0], [8.0]])) == (None, 5, None)


@pytest.mark.parametrize("kind", list(Chart))
def test_a_missing_subgroup_or_month_after_the_others_changes_no_limit(kind: Chart) -> None:
    if kind in (Chart.XBAR, Chart.S):
        groups = [[10.0, 12, 14], [11.0, 11, 14], [9.0, 13, 17]]
        assert lines(grouped(kind, [*groups, []])) == lines(grouped(kind, groups))
    else:
        ys, ns = [4.0, 7, 5, 6, 3], [20.0, 25, 30, 22, 19]
        assert lines(drawn(kind, [*ys, None], [*ns, None])) == lines(drawn(kind, ys, ns))


def test_a_denominator_of_zero_or_unknown_counts_neither_above_nor_below() -> None:
    result = drawn("p", [5, 3, 8, 4], [50, 0, 100, None])
    assert result.points[0].centre == close(13 / 150)
    assert [it.y for it in result.points] == [0.1, None, 0.08, None]
    assert lines(result, 1) == (None, close(13 / 150), None)
    assert [it.left_out is None for it in result.points] == [True, False, True, False]


def test_a_true_zero_is_data() -> None:
    result = drawn("u", [0, 3, 0, 6], [10, 10, 10, 10])
    assert result.points[0].y == 0
    assert result.points[0].centre == close(9 / 40)


def test_screening_is_a_little_stricter_for_i_prime() -> None:
    # Ten ranges of 1 and one of v, which is 3.26675 times their mean: between 3.2665 and 3.267.
    v = 3.26675 * 10 / (11 - 3.26675)
    ys = [1.0, 2] * 5 + [1.0, 1 + v]
    kept, dropped = drawn("i", ys, screen_mr=True), drawn("ip", ys, [1.0] * 12, screen_mr=True)
    assert lines(kept) == close(lines(drawn("i", ys)))
    assert lines(dropped)[2] == close(sum(ys) / 12 + 3 * sqrt(pi) / 2)


# --- rounding is not variation -----------------------------------------------------------------------------------


def test_the_same_proportion_of_other_denominators_is_no_variation() -> None:
    result = drawn("pp", [0.7, 1.4, 2.1, 2.8, 0.7, 3.5], [7, 14, 21, 28, 7, 35])
    assert [it.upper for it in result.points] == [None] * 6
    assert result.phases[0].sigma_z is None
    assert result.phases[0].n_useful == 0


def test_a_point_that_is_on_the_centre_but_for_rounding_is_on_it() -> None:
    ys = [0.1, 0.2, -0.3, 0.0]
    assert drawn("i", ys).points[0].centre != 0  # 0.1 + 0.2 − 0.3 is not 0 in binary
    assert drawn("i", ys).phases[0].n_useful == 3


def test_a_point_on_a_limit_but_for_rounding_is_not_beyond_it() -> None:
    ys = [0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1]
    upper = 0.2 + 3 * 0.2 / 1.128
    for nudge, beyond in ((1 + 1e-12, False), (1 + 1e-7, True)):
        result = drawn("i", [*ys, upper * nudge], freeze=8)
        assert result.points[8].sigma_signal is beyond


def test_single_cases_have_limits_but_cannot_be_beyond_them() -> None:
    happened = [0.0] * 19 + [1.0]
    result = drawn("p", happened, [1.0] * 20)
    assert result.points[19].upper == close(0.05 + 3 * sqrt(0.05 * 0.95))
    assert not result.points[19].sigma_signal
    assert not result.phases[0].runs_signal
    assert result.verdict.en.startswith("No verdict: each point holds one case only.")
    assert drawn("p", [*happened[:19], 2.0], [1.0] * 19 + [2.0]).points[19].sigma_signal


def test_values_all_alike_make_no_pattern_of_hugging_the_centre() -> None:
    result = drawn("c", [4.0] * 20, rules=RuleSet.NELSON)
    assert lines(result) == (0, 4, 10)
    assert not any(it.signals for it in result.points)
    assert result.verdict.en == "No variation to judge: every value measured is 4 (20 in all)."
