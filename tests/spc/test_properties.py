"""What must hold whatever the series: nothing throws, nothing is said that is not so, and lines move with the data."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from samordner.spc import Chart, Observation, Options, Result, RuleSet, chart
from tests.spc.series import drawn, grouped

pytestmark = pytest.mark.once

values = st.integers(-2000, 2000).map(lambda it: it / 8)
series = st.lists(values, min_size=1, max_size=40)
counts = st.integers(0, 60)
sizes = st.integers(1, 60)
anything = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.integers(-5, 5).map(float)
VALUE_CHARTS = [Chart.RUN, Chart.I, Chart.MR]


def lower(result: Result) -> list[float | None]:
    return [it.lower for it in result.points]


def upper(result: Result) -> list[float | None]:
    return [it.upper for it in result.points]


def centre(result: Result) -> list[float | None]:
    return [it.centre for it in result.points]


def moved(lines: list[float | None], by: float, times: float) -> list[float | None]:
    return [None if it is None else it * times + by for it in lines]


def alike(ours: list[float | None], theirs: list[float | None], scale: float) -> None:
    assert [it is None for it in ours] == [it is None for it in theirs]
    assert [it or 0 for it in ours] == pytest.approx([it or 0 for it in theirs], rel=1e-9, abs=1e-9 * scale)


def counted(result: Result) -> list[tuple[Any, ...]]:
    return [
        (
            it.n_useful,
            it.longest_run,
            it.longest_run_max,
            it.n_crossings,
            it.n_crossings_min,
            it.runs_signal,
            it.state,
        )
        for it in result.phases
    ]


# --- scaling, shifting, turning ----------------------------------------------------------------------------------


@given(series, st.sampled_from([0.25, 2.0, 64.0]), st.sampled_from(VALUE_CHARTS), st.booleans())
def test_scaling_the_data_scales_the_lines_and_changes_no_verdict(
    ys: list[float], times: float, kind: Chart, screen: bool
) -> None:
    plain, scaled = drawn(kind, ys, screen_mr=screen), drawn(kind, [y * times for y in ys], screen_mr=screen)
    for of in (lower, centre, upper):
        alike(of(scaled), moved(of(plain), 0, times), 1)
    assert counted(scaled) == counted(plain)
    assert [it.signals for it in scaled.points] == [it.signals for it in plain.points]


@given(series, st.sampled_from([-512.0, 3.5, 4096.0]), st.sampled_from([Chart.RUN, Chart.I]))
def test_shifting_the_data_shifts_the_lines_and_changes_no_verdict(
    ys: list[float], by: float, kind: Chart
) -> None:
    plain, shifted = drawn(kind, ys), drawn(kind, [y + by for y in ys])
    for of in (lower, centre, upper):
        alike(of(shifted), moved(of(plain), by, 1), 1e3)
    assert counted(shifted) == counted(plain)
    assert [it.sigma_signal for it in shifted.points] == [it.sigma_signal for it in plain.points]


@given(st.lists(st.tuples(counts, sizes), min_size=1, max_size=30), st.sampled_from([2, 8]))
def test_more_exposure_of_the_same_rates_scales_the_lines_of_i_prime(
    pairs: list[tuple[int, int]], times: int
) -> None:
    ys, ns = [float(y) for y, _ in pairs], [float(n) for _, n in pairs]
    plain, more = drawn(Chart.IP, ys, ns), drawn(Chart.IP, [y * times for y in ys], ns)
    for of in (lower, centre, upper):
        alike(of(more), moved(of(plain), 0, times), 60)
    assert counted(more) == counted(plain)


@given(
    st.lists(st.lists(values, min_size=2, max_size=6), min_size=1, max_size=20), st.sampled_from([0.5, 16.0])
)
def test_scaling_subgroups_scales_means_and_spreads(groups: list[list[float]], times: float) -> None:
    for kind in (Chart.XBAR, Chart.S):
        plain, scaled = grouped(kind, groups), grouped(kind, [[y * times for y in it] for it in groups])
        for of in (lower, centre, upper):
            alike(of(scaled), moved(of(plain), 0, times), 1e3)


@given(series, st.sampled_from(VALUE_CHARTS))
def test_turning_a_series_keeps_its_runs_and_its_limits(ys: list[float], kind: Chart) -> None:
    there, back = drawn(kind, ys), drawn(kind, ys[::-1])
    assert counted(there) == counted(back)
    alike(upper(there)[:1], upper(back)[:1], 1e3)


@given(
    st.lists(st.tuples(counts, sizes), min_size=1, max_size=30), st.sampled_from([Chart.U, Chart.P, Chart.UP])
)
def test_turning_rates_keeps_runs_and_each_points_limits(pairs: list[tuple[int, int]], kind: Chart) -> None:
    ys, ns = [float(min(y, n)) for y, n in pairs], [float(n) for _, n in pairs]
    there, back = drawn(kind, ys, ns), drawn(kind, ys[::-1], ns[::-1])
    assert counted(there) == counted(back)
    alike(upper(there), upper(back)[::-1], 1)


# --- months that are missing, or cannot be used ------------------------------------------------------------------

NOT_FROM_RANGES = [Chart.RUN, Chart.P, Chart.C, Chart.U, Chart.G]


@given(st.lists(st.tuples(counts, sizes), min_size=1, max_size=25), st.data())
def test_a_missing_month_anywhere_changes_no_limit_but_those_of_moving_ranges(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    ys: list[float | None] = [float(min(y, n)) for y, n in pairs]
    ns: list[float | None] = [float(n) for _, n in pairs]
    at = data.draw(st.integers(0, len(ys)))
    kind = data.draw(st.sampled_from(NOT_FROM_RANGES))
    whole, gap = drawn(kind, ys, ns), drawn(kind, [*ys[:at], None, *ys[at:]], [*ns[:at], 7, *ns[at:]])
    for of in (lower, centre, upper):
        left = of(gap)
        assert [*left[:at], *left[at + 1 :]] == of(whole)
    assert counted(gap) == counted(whole)
    assert gap.points[at].y is None
    assert not gap.points[at].sigma_signal


@given(
    st.lists(st.tuples(counts, sizes), min_size=1, max_size=25), st.sampled_from(list(Chart)), st.booleans()
)
def test_a_missing_month_before_or_after_changes_no_limit_of_any_chart(
    pairs: list[tuple[int, int]], kind: Chart, before: bool
) -> None:
    observed = [Observation("x", float(min(y, n)), float(n), (y / 2, n / 4, 1.0)) for y, n in pairs]
    missing = [Observation("missing", None)]
    whole, longer = chart(kind, observed), chart(kind, missing + observed if before else observed + missing)
    for of in (lower, centre, upper):
        left = of(longer)
        assert (left[1:] if before else left[:-1]) == of(whole)
    assert counted(longer) == counted(whole)


@given(
    st.sampled_from(list(Chart)),
    st.lists(st.tuples(anything, anything, st.lists(st.floats(), max_size=3)), max_size=30),
    st.sampled_from(list(RuleSet)),
    st.none() | st.integers(1, 30),
    st.sets(st.integers(1, 30), max_size=3),
    st.sets(st.integers(1, 30), max_size=3),
    st.booleans(),
)
def test_no_series_throws_and_every_one_is_answered_in_words(
    kind: Chart,
    rows: list[tuple[float | None, float | None, list[float]]],
    rule_set: RuleSet,
    freeze: int | None,
    splits: set[int],
    exclude: set[int],
    screen: bool,
) -> None:
    observed = [Observation(str(i), y, n, tuple(group)) for i, (y, n, group) in enumerate(rows)]
    options = Options(
        rules=rule_set, freeze=freeze, splits=tuple(splits), exclude=tuple(exclude), screen_mr=screen
    )
    result = chart(kind, observed, options)
    assert len(result.points) == len(rows)
    assert all(result.verdict.parts())
    json.dumps(result.as_json(), allow_nan=False)
    for it in result.points:
        assert all(line is None or isfinite(line) for line in (it.y, it.lower, it.centre, it.upper))
        assert it.lower is None or (it.centre is not None and it.upper is not None and it.lower <= it.upper)
        assert not (it.y is None and (it.signals or it.sigma_signal))
        assert it.included or not it.signals
    for text in (result.verdict, *result.warnings, *(it.verdict for it in result.phases)):
        assert not any("{" in part or "None" in part for part in text.parts())


# --- no false verdict --------------------------------------------------------------------------------------------


def silent(result: Result) -> None:
    """Nothing is signalled, and the verdict does not say so either."""
    assert not any(it.sigma_signal or it.signals for it in result.points)
    assert not any(it.runs_signal for it in result.phases)
    assert "Special" not in result.verdict.en
    assert "Spesiell" not in result.verdict.nb + result.verdict.nn


@given(
    st.lists(st.booleans(), min_size=1, max_size=60),
    st.sampled_from([Chart.P, Chart.PP]),
    st.sampled_from(list(RuleSet)),
)
@example([True] + [False] * 59, Chart.P, RuleSet.ANHOEJ)
def test_single_cases_make_no_signal(happened: list[bool], kind: Chart, rule_set: RuleSet) -> None:
    silent(drawn(kind, [float(it) for it in happened], [1.0] * len(happened), rules=rule_set))


@given(st.sampled_from(list(Chart)), st.integers(1, 40), st.sampled_from(list(RuleSet)))
def test_a_series_of_zeros_makes_no_signal(kind: Chart, n: int, rule_set: RuleSet) -> None:
    observed = [Observation(str(i), 0.0, 12.0, (0.0, 0.0)) for i in range(n)]
    silent(chart(kind, observed, Options(rules=rule_set)))


@given(st.sampled_from(list(Chart)), values, st.integers(1, 40), st.sampled_from(list(RuleSet)))
def test_points_that_are_all_alike_make_no_signal(kind: Chart, y: float, n: int, rule_set: RuleSet) -> None:
    observed = [Observation(str(i), y / 3, 7.0 + i % 3 * 7, (y / 3, y / 7)) for i in range(n)]
    if kind in (
        Chart.P,
        Chart.PP,
        Chart.U,
        Chart.UP,
        Chart.IP,
    ):  # the same proportion of different denominators
        observed = [Observation(it.x, abs(y) * (it.n or 0) / 5000, it.n) for it in observed]
    silent(chart(kind, observed, Options(rules=rule_set)))


@given(st.sampled_from(list(Chart)), values, sizes)
def test_one_point_makes_no_signal(kind: Chart, y: float, n: int) -> None:
    result = chart(kind, [Observation("only", y, float(n), (y, y + 1))])
    silent(result)
    assert result.points[0].y is None or result.points[0].centre is not None


@given(
    st.lists(counts, min_size=1, max_size=30),
    st.sampled_from([Chart.P, Chart.PP, Chart.U, Chart.UP, Chart.IP]),
)
def test_zero_denominators_make_no_signal(ys: list[int], kind: Chart) -> None:
    result = drawn(kind, [float(it) for it in ys], [0.0] * len(ys))
    silent(result)
    assert all(it.y is None and it.centre is None for it in result.points)
    assert "denominator is 0" in result.verdict.en


@given(st.lists(st.tuples(counts, sizes), min_size=1, max_size=30), st.sampled_from([Chart.P, Chart.PP]))
def test_numerators_above_denominators_are_left_out_and_told(
    pairs: list[tuple[int, int]], kind: Chart
) -> None:
    assume(any(y > n for y, n in pairs))
    possible = [(float(y), float(n)) for y, n in pairs if y <= n]
    result = drawn(kind, [float(y) for y, _ in pairs], [float(n) for _, n in pairs])
    assert "the numerator is above the denominator" in result.verdict.en
    assert [it.y is None for it in result.points] == [y > n for y, n in pairs]
    if possible and kind is Chart.P:
        alone = drawn(kind, [y for y, _ in possible], [n for _, n in possible])
        assert [it.centre for it in result.points[:1]] == centre(alone)[:1]
        assert counted(result) == counted(alone)


@given(st.lists(values, min_size=1, max_size=9), st.sampled_from([Chart.RUN, Chart.I, Chart.MR]))
def test_fewer_than_ten_points_give_no_verdict_on_variation(ys: list[float], kind: Chart) -> None:
    result = drawn(kind, ys)
    assert [it.state for it in result.phases] == ["none"]
    assert not any(it.runs_signal for it in result.phases)
    assert "variation" not in result.verdict.en or "No variation to judge" in result.verdict.en


@given(series)
def test_a_point_on_a_line_is_not_beyond_it(ys: list[float]) -> None:
    result = drawn("i", ys)
    at = result.points[0]
    if at.upper is None or at.lower is None or at.centre is None:
        return
    on_the_lines = drawn("i", [*ys, at.upper, at.lower, at.centre], freeze=len(ys))
    assert [it.sigma_signal for it in on_the_lines.points[-3:]] == [False] * 3
    assert on_the_lines.phases[0].n_useful == result.phases[0].n_useful + 2
