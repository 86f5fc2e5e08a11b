"""Phases, baselines and exclusions, together."""

from __future__ import annotations

import pytest

from samordner.spc import Options, RuleSet
from tests.spc.series import close, drawn, lines

BEFORE = [22.0, 25, 21, 24, 23, 26, 20, 28, 25, 22, 27, 24]
AFTER = [12.0, 14, 13, 15, 11, 10, 9, 12, 13, 14, 15, 11]


def test_a_new_phase_has_its_own_centre_limits_and_runs() -> None:
    result = drawn("i", BEFORE + AFTER, splits=(12,))
    assert [(it.phase, it.first, it.last) for it in result.phases] == [(1, 1, 12), (2, 13, 24)]
    assert lines(result, 0) == lines(drawn("i", BEFORE))
    assert lines(result, 12) == lines(drawn("i", AFTER))
    assert [it.phase for it in result.points] == [1] * 12 + [2] * 12


def test_runs_are_counted_within_a_phase() -> None:
    together, apart = drawn("run", BEFORE + AFTER), drawn("run", BEFORE + AFTER, splits=(12,))
    assert together.phases[0].longest_run == 12
    assert together.phases[0].runs_signal
    assert [it.runs_signal for it in apart.phases] == [False, False]


def test_later_points_are_judged_against_a_frozen_baseline() -> None:
    result = drawn("i", BEFORE + AFTER, freeze=12)
    assert lines(result, 23) == lines(drawn("i", BEFORE))
    assert [it.baseline for it in result.points] == [True] * 12 + [False] * 12
    (phase,) = result.phases
    assert (phase.n_useful, phase.longest_run, phase.longest_side) == (24, 12, "down")
    assert phase.runs_signal
    assert phase.state == "trial"  # the limits rest on the twelve of the baseline


def test_a_baseline_may_end_within_a_later_phase() -> None:
    result = drawn("i", BEFORE + AFTER, splits=(12,), freeze=18)
    assert lines(result, 0) == lines(drawn("i", BEFORE))
    assert lines(result, 23) == lines(drawn("i", AFTER[:6]))
    assert [it.baseline for it in result.points] == [True] * 18 + [False] * 6


def test_a_baseline_before_a_split_leaves_the_next_phase_its_own() -> None:
    result = drawn("i", BEFORE + AFTER, splits=(12,), freeze=6)
    assert lines(result, 11) == lines(drawn("i", BEFORE[:6]))
    assert lines(result, 23) == lines(drawn("i", AFTER))
    assert [it.baseline for it in result.points] == [True] * 6 + [False] * 6 + [True] * 12


def test_each_phase_may_have_a_baseline_of_its_own() -> None:
    result = drawn("i", BEFORE + AFTER, splits=(12,), freezes=(None, 5))
    assert lines(result, 0) == lines(drawn("i", BEFORE))
    assert lines(result, 23) == lines(drawn("i", AFTER[:5]))


def test_an_excluded_point_is_seen_but_neither_estimates_nor_is_judged() -> None:
    spoilt = [*BEFORE[:5], 90.0, *BEFORE[5:]]
    result = drawn("i", spoilt, exclude=(6,))
    assert lines(result) == lines(drawn("i", BEFORE))
    point = result.points[5]
    assert (point.y, point.included, point.sigma_signal, point.signals) == (90, False, True, ())
    assert result.phases[0].n_useful == drawn("i", BEFORE).phases[0].n_useful
    assert "Special" not in result.verdict.en


def test_phases_baselines_and_exclusions_together() -> None:
    ys = [*BEFORE, *AFTER]
    result = drawn("i", ys, splits=(12,), freezes=(8, 6), exclude=(3, 14))
    base = [y for i, y in enumerate(BEFORE[:8]) if i != 2]
    assert result.points[0].centre == close(sum(base) / 7)
    later = [y for i, y in enumerate(AFTER[:6]) if i != 1]
    assert result.points[23].centre == close(sum(later) / 5)


def test_a_split_past_the_end_makes_no_phase() -> None:
    assert len(drawn("i", BEFORE, splits=(12, 40)).phases) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"freeze": 0},
        {"splits": (0,)},
        {"exclude": (-1,)},
        {"freeze": 3, "freezes": (3,)},
        {"exact_d2": True, "rounded_266": True},
        {"nhs_length": 9},
    ],
)
def test_choices_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Options(**wrong)  # type: ignore[arg-type]


def test_a_baseline_without_a_single_value_gives_no_line_and_no_verdict() -> None:
    result = drawn("i", [None, None, None, *BEFORE], freeze=3)
    assert lines(result, 5) == (None, None, None)
    assert result.phases[0].n_useful == 0
    assert "Too few points" in result.verdict.en


@pytest.mark.parametrize("rule_set", list(RuleSet))
def test_without_a_centre_no_point_is_marked_not_even_by_a_trend(rule_set: RuleSet) -> None:
    result = drawn("i", [None, *range(24)], freeze=1, rules=rule_set)
    assert lines(result, 9) == (None, None, None)
    assert not any(it.signals for it in result.points)


def test_a_baseline_that_is_not_stable_is_told() -> None:
    result = drawn("i", BEFORE + AFTER)
    assert result.phases[0].unstable
    assert any("not stable" in it.en for it in result.warnings)
    assert not drawn("i", BEFORE + AFTER, splits=(12,)).phases[1].unstable
