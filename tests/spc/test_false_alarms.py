"""How often the rules cry wolf on series of pure chance, with 12, 24 and 36 points.

Published: Anhøj's rules about a known centre: 1 − 0.95703125, 1 − 0.9337601661682129 and 1 − 0.9147805328830145 (Anhøj J,
Wentzel-Larsen T (2020) Smooth operator, PLoS ONE 15(6):e0233920, its data set of exact probabilities; Anhøj & Olesen 2014
say "around 5 %" of each of the two). The four rules of Western Electric together: on average 91.75 points to the first
false alarm (Champ CW, Woodall WH (1987) Technometrics 29:393–399, table 1). 3 sigma: 0.27 % a point (Shewhart). The IHI
rules for run charts: up to about half of random series of 24 points (Anhøj J (2015) PLoS ONE 10(3):e0121349, as the book
SPC for healthcare tells it).

Nobody seems to have published exact rates of the other sets at these lengths. They are held against `exact`, which works
out each rule on its own from coin tosses, zones and permutations, and is itself held against the published numbers
above. Of a whole set that has rules of zones and of trends together no exact rate is known to us: it must lie between
the largest of its rules and their sum.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import sqrt

import numpy as np
import pytest

from samordner.spc import Chart, Observation, Options, Result, RuleSet, chart, rules, runs
from tests.spc import exact

LENGTHS = (12, 24, 36)
SERIES = 1000
pytestmark = pytest.mark.once


def within_chance(found: int, of: int, rate: float) -> bool:
    """Within four and a half standard errors of a rate: one in 150 000 by chance, and the seeds are fixed."""
    return abs(found / of - rate) <= 4.5 * sqrt(rate * (1 - rate) / of) + 1e-12


@cache
def draws(n: int) -> list[list[float]]:
    found: list[list[float]] = np.random.default_rng(n).standard_normal((SERIES, n)).tolist()
    return found


@cache
def alarms(rule_set: RuleSet, n: int) -> dict[str, int]:
    """In how many random series each rule signals, about a known centre with known limits; "" is any rule."""
    found = dict.fromkeys(["", *rules.RULES[rule_set]], 0)
    for zs in draws(n):
        track = rules.Track(zs, [1 if z > 0 else -1 for z in zs], zs, [(z > 3) - (z < -3) for z in zs])
        keys = {key for marks in rules.signals(rule_set, track) for key, _ in marks}
        for key in [*keys, ""] if keys else ():
            found[key] += 1
    return found


# --- the exact rates are right themselves ------------------------------------------------------------------------


def test_the_exact_rates_are_those_published_for_anhoejs_rules() -> None:
    published = {12: 0.95703125, 24: 0.9337601661682129, 36: 0.9147805328830145}
    assert {n: anhoej_quiet(n) for n in LENGTHS} == pytest.approx(published, rel=1e-12)


def test_the_exact_run_length_is_that_published_for_western_electric() -> None:
    quiet = exact.western_electric(36, from_the_start=True)
    last = (
        quiet[36] / quiet[35]
    )  # the share of series that go on being quiet is soon the same from point to point
    assert sum(quiet[:36]) + quiet[36] / (1 - last) == pytest.approx(91.75, abs=0.005)


def test_the_exact_rates_of_trends_are_those_of_permutations() -> None:
    assert 1 - exact.no_trend(5, 5) == pytest.approx(2 / 120)
    assert 1 - exact.no_alternation(14, 14) == pytest.approx(
        2 * 199360981 / 87178291200
    )  # Euler's number E14 / 14!


def anhoej_quiet(n: int) -> float:
    longest, crossings = runs.longest_run_max(n), runs.crossings_min(n)
    assert longest is not None
    assert crossings is not None
    return exact.quiet_coins(n, longest, crossings + 1)


# --- Anhøj -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", LENGTHS)
def test_anhoejs_rules_about_a_known_centre(n: int) -> None:
    found = sum(runs.anhoej(runs.count([1 if z > 0 else -1 for z in zs])) for zs in draws(n))
    assert within_chance(found, SERIES, 1 - anhoej_quiet(n))


@pytest.mark.parametrize("n", LENGTHS)
def test_anhoejs_rules_on_a_run_chart(n: int) -> None:
    longest, crossings = runs.longest_run_max(n) or 0, runs.crossings_min(n) or 0
    rate = 1 - exact.quiet_halves(n, longest, crossings + 1, n)
    found = sum(it.phases[0].runs_signal for it in run_charts(RuleSet.ANHOEJ, n))
    assert within_chance(found, SERIES, rate)
    assert rate < 0.06


@cache
def run_charts(rule_set: RuleSet, n: int) -> list[Result]:
    options = Options(rules=rule_set)
    return [chart(Chart.RUN, [Observation(str(i), z) for i, z in enumerate(zs)], options) for zs in draws(n)]


# --- IHI run charts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", LENGTHS)
def test_ihi_run_charts(n: int) -> None:
    few, many = runs.runs_limits(n // 2, n // 2)
    exactly = {
        "shift": 1 - exact.quiet_halves(n, 5, 2, n),
        "trend": 1 - exact.no_trend(n, 5),
        "runs": 1 - exact.quiet_halves(n, n, few, many),
    }
    found = dict.fromkeys(["", *exactly], 0)
    for it in run_charts(RuleSet.IHI_RUN, n):
        keys = {key for point in it.points for key in point.signals} | (
            {"runs"} if it.phases[0].runs_signal else set()
        )
        for key in [*keys, ""] if keys else ():
            found[key] += 1
    for key, rate in exactly.items():
        assert within_chance(found[key], SERIES, rate), key
    assert max(exactly.values()) - 0.04 <= found[""] / SERIES <= sum(exactly.values()) + 0.04


def test_ihi_run_rules_alarm_in_up_to_half_of_random_series_of_24() -> None:
    alarmed = sum(
        it.phases[0].runs_signal or any(point.signals for point in it.points)
        for it in run_charts(RuleSet.IHI_RUN, 24)
    )
    assert 0.3 < alarmed / SERIES < 0.5


# --- sets that mark points, rule by rule -------------------------------------------------------------------------

Rate = Callable[[int], float]


def _beyond(n: int) -> float:
    return 1 - (1 - 2 * exact.tail(3)) ** n


def _side(size: int) -> Rate:
    return lambda n: 1 - exact.quiet_coins(n, size - 1, 1)


def _trend(size: int) -> Rate:
    return lambda n: 1 - exact.no_trend(n, size)


def _within_a_sigma(n: int) -> float:
    return 1 - exact.no_run_of(n, 15, 1 - 2 * exact.tail(1))


RATES: dict[RuleSet, dict[str, Rate]] = {
    RuleSet.ANHOEJ: {"beyond": _beyond},
    RuleSet.IHI_SHEWHART: {
        "beyond": _beyond,
        "shift": _side(8),
        "trend": _trend(6),
        "two-of-three": lambda n: 1 - exact.near_a_limit(n, all_on_side=False),
        "inner-third": _within_a_sigma,
    },
    RuleSet.NHS: {
        "beyond": _beyond,
        "trend": _trend(7),
        "two-of-three": lambda n: 1 - exact.near_a_limit(n, all_on_side=True),
        "shift": _side(7),
    },
    RuleSet.WESTERN_ELECTRIC: {
        "W1": _beyond,
        "W2": lambda n: 1 - exact.out_of(n, 3, 2, 2),
        "W3": lambda n: 1 - exact.out_of(n, 5, 4, 1),
        "W4": _side(8),
    },
    RuleSet.NELSON: {
        "N1": _beyond,
        "N2": _side(9),
        "N3": _trend(6),
        "N4": lambda n: 1 - exact.no_alternation(n, 14),
        "N5": lambda n: 1 - exact.out_of(n, 3, 2, 2),
        "N6": lambda n: 1 - exact.out_of(n, 5, 4, 1),
        "N7": _within_a_sigma,
        "N8": lambda n: 1 - exact.mixture(n),
    },
}


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("rule_set", list(RATES))
def test_each_rule_of_a_set(rule_set: RuleSet, n: int) -> None:
    found, rates = alarms(rule_set, n), {key: rate(n) for key, rate in RATES[rule_set].items()}
    assert list(rates) == list(rules.RULES[rule_set])
    for key, rate in rates.items():
        assert within_chance(found[key], SERIES, rate), key
    assert max(found[key] for key in rates) <= found[""] <= sum(found[key] for key in rates)


@pytest.mark.parametrize("n", LENGTHS)
def test_the_four_rules_of_western_electric_together(n: int) -> None:
    assert within_chance(
        alarms(RuleSet.WESTERN_ELECTRIC, n)[""], SERIES, 1 - exact.western_electric(max(LENGTHS))[n]
    )
