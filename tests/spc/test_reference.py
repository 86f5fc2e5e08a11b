"""Every number of the published series and tables: exact for counts and verdicts, 1e-9 for what was computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from samordner.spc import Chart, Observation, Options, Result, RuleSet, chart, constants, rules, runs
from tests.spc.references import reference


def close(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


def result_of(kind: Chart, ys: Sequence[float], ns: Sequence[float] = (), **options: Any) -> Result:
    denominators: Sequence[float | None] = ns or [None] * len(ys)
    observed = [
        Observation(str(i), y, n) for i, (y, n) in enumerate(zip(ys, denominators, strict=True), start=1)
    ]
    return chart(kind, observed, Options(**options))


def held_against(result: Result, expected: dict[str, list[Any]]) -> None:
    for ours, theirs in (("y", "y"), ("centre", "cl"), ("lower", "lcl"), ("upper", "ucl")):
        found = [getattr(it, ours) for it in result.points]
        assert [it is None for it in found] == [it is None for it in expected[theirs]], ours
        known = [pair for pair in zip(found, expected[theirs], strict=True) if pair[0] is not None]
        assert [it for it, _ in known] == close([it for _, it in known]), ours
    assert [it.sigma_signal for it in result.points] == expected["sigma_signal"]
    assert [it.phase for it in result.points] == expected["part"]
    assert [it.included for it in result.points] == expected["include"]
    assert [it.baseline for it in result.points] == expected["baseline"]
    for i, point in enumerate(result.points):
        phase = result.phases[point.phase - 1]
        for name in (
            "n_useful",
            "longest_run",
            "longest_run_max",
            "n_crossings",
            "n_crossings_min",
            "runs_signal",
        ):
            assert getattr(phase, name) == expected[name][i], name


# --- 17: NIST 6.3.2.2, flow rate of ten batches ------------------------------------------------------------------


def test_individuals_of_nist() -> None:
    file = reference(17)
    result = result_of(Chart.I, file["data"]["y"])
    held_against(result, file["expected"]["qicharts2_i"])
    (first, *_), published = result.points, file["published"]
    assert first.lower is not None
    assert first.upper is not None
    assert first.centre == pytest.approx(published["cl"], abs=0.005)
    assert round(first.lower, 4) == published["lcl"]
    assert round(first.upper, 4) == published["ucl"]
    qcc = file["expected"]["qcc"]
    assert (first.lower, first.centre, first.upper) == close((qcc["lcl"], qcc["center"], qcc["ucl"]))
    assert (first.upper - first.lower) / 6 == close(qcc["std_dev"])
    assert [it.y for it in result.points] == qcc["statistics"]


def test_moving_ranges_of_nist() -> None:
    file = reference(17)
    result = result_of(Chart.MR, file["data"]["y"])
    held_against(result, file["expected"]["qicharts2_mr"])
    first = result.points[0]
    assert first.centre is not None
    assert round(first.centre, 4) == file["published"]["mr_bar"]
    # NIST prints 6.1349, which is neither 3.267 · 1.8778 = 6.1348 nor 3.267 times the mean range itself, 6.1347: the
    # page's own rounding. To three decimals they are the same.
    assert first.upper == pytest.approx(6.1347, abs=5e-5)
    assert first.upper == pytest.approx(file["published"]["mr_ucl"], abs=5e-4)


# --- 18: NIST 6.3.3.1, defects on wafers -------------------------------------------------------------------------


def test_counts_of_nist() -> None:
    file = reference(18)
    result = result_of(Chart.C, file["data"]["count"])
    held_against(result, file["expected"]["qicharts2"])
    published = file["published"]
    for point in result.points:
        assert (point.lower, point.centre, point.upper) == (
            published["lcl"],
            published["cl"],
            published["ucl"],
        )
    assert [int(it.x) for it in result.points if it.signals] == [published["out_of_control"]]
    assert sum(it.y or 0 for it in result.points) == published["sum"]
    qcc = file["expected"]["qcc"]
    assert [int(it.x) for it in result.points if it.sigma_signal] == [qcc["beyond_limits_1based"]]
    assert (result.points[0].lower, result.points[0].upper) == (qcc["lcl"], qcc["ucl"])


# --- 20: SAS, defects per square metre of fabric -----------------------------------------------------------------


def test_rates_of_sas_with_one_area() -> None:
    file = reference(20)
    data, published = file["data"]["constant"], file["published"]["constant"]
    result = result_of(Chart.U, data["defects"], [data["area"]] * len(data["defects"]))
    held_against(result, file["expected"]["qicharts2_constant"])
    point, qcc = result.points[0], file["expected"]["qcc_constant"]
    assert point.lower == pytest.approx(published["lcl"], abs=5e-10)
    assert point.centre == pytest.approx(published["u"], abs=5e-6)
    assert point.upper == pytest.approx(published["ucl"], abs=5e-4)
    assert (point.lower, point.centre, point.upper) == close((qcc["lcl"], qcc["center"], qcc["ucl"]))
    assert [it.y for it in result.points] == close(qcc["statistics"])


def test_rates_of_sas_with_areas_that_differ() -> None:
    file = reference(20)
    data = file["data"]["varying"]
    result = result_of(Chart.U, data["defects"], data["area"])
    held_against(result, file["expected"]["qicharts2_varying"])


# --- 30, 31: the tables of runs ----------------------------------------------------------------------------------


def test_the_limits_of_anhoejs_rules() -> None:
    table, published = reference(30)["table"], reference(30)["published"]
    assert [runs.longest_run_max(n) for n in table["n"]] == table["longest_run_max"]
    assert [runs.crossings_min(n) for n in table["n"]] == table["crossings_min"]
    for n, limits in published.items():
        assert (runs.longest_run_max(int(n)), runs.crossings_min(int(n))) == (
            limits["longest_run_max"],
            limits["crossings_min"],
        )


def test_no_points_have_no_limits_of_runs() -> None:
    assert runs.longest_run_max(0) is None
    assert runs.crossings_min(0) is None


def test_the_exact_runs_test() -> None:
    table, printed = reference(31)["table"], reference(31)["printed_form"]
    limits = [runs.runs_limits(*pair) for pair in zip(table["n_above"], table["n_below"], strict=True)]
    assert [few - 1 for few, _ in limits] == table["too_few_if_le"]
    assert [many + 1 for _, many in limits] == table["too_many_if_ge"]
    assert [few for few, _ in limits] == printed["lower"]
    assert [many for _, many in limits] == printed["upper"]


def test_the_runs_test_does_not_ask_which_side_is_which() -> None:
    for above in range(12):
        for below in range(12):
            assert runs.runs_limits(above, below) == runs.runs_limits(below, above)


# --- 34: constants -----------------------------------------------------------------------------------------------

CONSTANTS: dict[str, Callable[[int], float]] = {
    "d2": constants.d2,
    "d3": constants.d3,
    "c4": constants.c4,
    "A2": constants.a2,
    "A3": constants.a3,
    "B3": constants.b3,
    "B4": constants.b4,
    "D3": constants.big_d3,
    "D4": constants.big_d4,
    "E2": constants.e2,
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_of_control_charts(name: str) -> None:
    table = reference(34)["table"]
    assert [CONSTANTS[name](n) for n in table["n"]] == close(table[name])


def test_constants_that_are_rounded_by_convention() -> None:
    convention = reference(34)["conventions"]
    ours = {
        "d2_2_exact": constants.D2_EXACT,
        "d2_2_tabled": constants.D2_TABLED,
        "E2_2_exact": 3 / constants.D2_EXACT,
        "E2_2_tabled": constants.FACTOR_266,
        "D4_2_exact": constants.D4_EXACT,
        "D4_2_tabled": constants.D4_TABLED,
    }
    assert ours == close({name: convention[name] for name in ours})


def test_constants_agree_with_the_tables_of_qcc_to_the_decimals_they_have() -> None:
    tabled = reference(34)["qcc_tabled"]
    for n, (d2, d3) in enumerate(zip(tabled["d2"], tabled["d3"], strict=False), start=1):
        if d2 is not None:
            assert constants.d2(n) == pytest.approx(d2, abs=5.1e-4)
        if n in (2, 3, 10, 25, 50) and d3 is not None:
            assert constants.d3(n) == pytest.approx(d3, abs=1.5e-5)


def test_constants_for_any_size_and_none_for_one() -> None:
    assert constants.d2(100) == pytest.approx(5.01519, abs=5e-6)
    assert constants.c4(1000) == pytest.approx(1 - 1 / (4 * 999), rel=1e-6)
    for constant in CONSTANTS.values():
        with pytest.raises(ValueError, match="no spread"):
            constant(1)


# --- 36: Western Electric and Nelson -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(reference(36)["data"]["series"]))
def test_western_electric_and_nelson_mark_the_published_points(name: str) -> None:
    zs = reference(36)["data"]["series"][name]
    sides = [(z > 0) - (z < 0) for z in zs]
    track = rules.Track(zs, sides, zs, [(z > 3) - (z < -3) for z in zs])
    found = {
        key: [at for at, marks in enumerate(rules.signals(rule_set, track), start=1) if key in dict(marks)]
        for rule_set in (RuleSet.WESTERN_ELECTRIC, RuleSet.NELSON)
        for key in rules.RULES[rule_set]
    }
    assert found == reference(36)["expected"][name]
