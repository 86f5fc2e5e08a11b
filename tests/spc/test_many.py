"""Many series at once say what each says alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc import Chart, Observation, Options, chart
from samordner.spc.many import TOGETHER, many
from tests.spc.references import reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = [kind for kind in Chart if kind not in (Chart.XBAR, Chart.S)]
counts = st.none() | st.integers(-1, 12)
sizes = st.none() | st.integers(0, 12)
measured = st.none() | st.floats(-1e6, 1e6) | st.integers(-3, 3).map(float)


def table(rows: list[list[float | None]]) -> NDArray[np.float64]:
    return np.array([[np.nan if one is None else one for one in row] for row in rows], dtype=float)


def optional(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def same(ours: list[float | None], theirs: list[float | None]) -> None:
    assert [one is None for one in ours] == [one is None for one in theirs]
    assert [one or 0 for one in ours] == pytest.approx([one or 0 for one in theirs], rel=1e-9, abs=1e-9)


def held_against_one_at_a_time(
    kind: Chart, ys: list[list[float | None]], ns: list[list[float | None]], **chosen: Any
) -> None:
    found = many(kind, table(ys), table(ns), **chosen)
    for row, (y, n) in enumerate(zip(ys, ns, strict=True)):
        observed = [Observation(str(at), *pair) for at, pair in enumerate(zip(y, n, strict=True))]
        alone = chart(kind, observed, Options(**chosen))
        (phase,) = alone.phases
        same([optional(found.centre[row])], [phase.centre])
        for name in ("y", "lower", "upper"):
            theirs = [getattr(point, name) for point in alone.points]
            same([optional(value) for value in getattr(found, name)[row]], theirs)
        assert [point.sigma_signal for point in alone.points] == found.sigma_signal[row].tolist()
        for name in (
            "n_useful",
            "longest_run",
            "longest_run_max",
            "n_crossings",
            "n_crossings_min",
            "runs_signal",
        ):
            assert (getattr(phase, name) or 0) == getattr(found, name)[row], name


@given(st.data(), st.sampled_from(KINDS), st.integers(1, 30), st.booleans(), st.booleans())
def test_counts_are_judged_as_one_at_a_time(
    data: st.DataObject, kind: Chart, points: int, screen_mr: bool, exact_d2: bool
) -> None:
    def rows(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.lists(st.lists(of, min_size=points, max_size=points), min_size=2, max_size=2)

    freeze = data.draw(st.none() | st.integers(1, points + 2))
    ys, ns = data.draw(rows(counts)), data.draw(rows(sizes))
    held_against_one_at_a_time(kind, ys, ns, freeze=freeze, screen_mr=screen_mr, exact_d2=exact_d2)


def test_mostly_zeros_about_a_median_are_no_signal() -> None:
    row: list[float | None] = [0, 0, 3, 0, 1, 0, 0, 2, 0, 3, 0, 1, 0, 0, 4, 0, 1, 1, 0, 2, 0, 0, 1, 0]
    for kind in (Chart.RUN, Chart.G):
        held_against_one_at_a_time(kind, [row], [[None] * 24])
        assert not many(kind, table([row])).runs_signal[0]


@given(st.data(), st.sampled_from((Chart.RUN, Chart.I, Chart.MR, Chart.IP, Chart.T)), st.integers(1, 30))
def test_measurements_are_judged_as_one_at_a_time(data: st.DataObject, kind: Chart, points: int) -> None:
    row = st.lists(measured, min_size=points, max_size=points)
    sized = st.lists(st.none() | st.integers(0, 60).map(float), min_size=points, max_size=points)
    held_against_one_at_a_time(kind, [data.draw(row)], [data.draw(sized)])


@pytest.mark.parametrize("kind", KINDS)
def test_long_series_with_gaps_are_judged_as_one_at_a_time(kind: Chart) -> None:
    drawn = np.random.default_rng(7)
    n = drawn.integers(5, 60, (40, 48))
    y = drawn.binomial(n, 0.3).astype(float) + (kind is Chart.T)
    y[drawn.random(y.shape) < 0.1] = np.nan
    rows = [[optional(value) for value in row] for row in y]
    held_against_one_at_a_time(kind, rows, n.astype(float).tolist(), freeze=24)


def test_anhoejs_limits_are_those_of_the_table() -> None:
    """One series of each length from 10 to 60, filled up with months without a value, alternating about its middle."""
    published = reference(30)["table"]
    ys = np.array([[one % 2 if one < length else np.nan for one in range(60)] for length in range(10, 61)])
    found = many(Chart.I, ys)
    assert found.n_useful.tolist() == list(range(10, 61))
    for row, length in enumerate(range(10, 61)):
        assert found.longest_run_max[row] == published["longest_run_max"][length - 1]
        assert found.n_crossings_min[row] == published["crossings_min"][length - 1]


def test_a_series_does_not_touch_its_neighbours() -> None:
    drawn = np.random.default_rng(3)
    y, n = drawn.integers(0, 9, (5, 24)).astype(float), drawn.integers(9, 30, (5, 24)).astype(float)
    together = many(Chart.PP, y, n)
    for row in range(5):
        alone = many(Chart.PP, y[row : row + 1], n[row : row + 1])
        assert np.allclose(together.upper[row], alone.upper[0], rtol=1e-12, atol=0)


def test_denominators_may_be_one_row_for_all() -> None:
    y = np.arange(48, dtype=float).reshape(2, 24)
    n = np.linspace(50, 90, 24)
    assert np.array_equal(many(Chart.P, y, n).upper, many(Chart.P, y, [n, n]).upper)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(0, 24), (3, 0), (0, 0)])
def test_no_series_or_no_points_is_an_empty_answer(kind: Chart, shape: tuple[int, int]) -> None:
    found = many(kind, np.empty(shape), np.empty(shape))
    assert (found.y.shape, found.runs_signal.tolist()) == (shape, [False] * shape[0])


@pytest.mark.parametrize("kind", [Chart.XBAR, Chart.S, Chart.P])
def test_what_needs_more_than_a_table_is_refused(kind: Chart) -> None:
    with pytest.raises(ValueError, match="table"):
        many(kind, np.ones((2, 12)))
    with pytest.raises(ValueError, match="table"):
        many(Chart.I, np.ones(12))


@pytest.mark.parametrize("kind", [Chart.I, Chart.MR, Chart.T])
def test_how_computers_round_is_no_variation(kind: Chart) -> None:
    """0.1 + 0.2 is not 0.3 to a computer; limits made of that difference would cry wolf."""
    rounded: list[float | None] = [0.3, 0.1 + 0.2, 0.3, 0.3] * 6
    assert np.isnan(many(kind, table([rounded])).upper).all()
    held_against_one_at_a_time(kind, [rounded], [rounded])


def test_many_thousand_series_are_judged_as_few() -> None:
    drawn = np.random.default_rng(11)
    sizes = drawn.integers(1, 30, (TOGETHER + 9, 12))
    y = drawn.binomial(sizes, 0.4)
    together, last = many(Chart.P, y, sizes), many(Chart.P, y[-12:], sizes[-12:])
    assert np.allclose(together.upper[-12:], last.upper, rtol=1e-12, atol=0, equal_nan=True)
    assert np.array_equal(together.longest_run[-12:], last.longest_run)
    assert together.runs_signal.shape == (TOGETHER + 9,)


@pytest.mark.parametrize(("points", "signal"), [(9, False), (10, True), (11, True)])
def test_runs_are_judged_from_ten_points_on(points: int, signal: bool) -> None:
    shifted: list[float | None] = [1.0 + at / 100 + 5 * (2 * at >= points) for at in range(points)]
    assert many(Chart.I, table([shifted])).runs_signal.tolist() == [signal]
    held_against_one_at_a_time(Chart.I, [shifted], [shifted])
