"""Series that others have published with their limits: held against what they print.

Montgomery DC, Introduction to Statistical Quality Control: examples 6.5 (weekly costs of mortgage applications), 7.1
(cans of orange juice that leak, 50 in a sample), 7.3 (faults on circuit boards) and 7.6 (hours between failures of a
valve). More figures than the book prints are those of qicharts2 (tests/testthat, computed from the same tables), as is
the series of infections in its vignette. Rules of Nelson: the examples of qcc (tests/testthat/test-rules.R).
"""

from __future__ import annotations

import pytest

from samordner.spc import RuleSet, rules
from tests.spc.series import close, drawn, lines

CANS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
BOARDS = [
    21,
    24,
    16,
    12,
    15,
    5,
    28,
    20,
    31,
    25,
    20,
    24,
    16,
    19,
    10,
    17,
    13,
    22,
    18,
    39,
    30,
    24,
    16,
    19,
    17,
    15,
]
COSTS = [
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
    305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328,
]  # fmt: skip
HOURS = [
    286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96,
]  # fmt: skip
INFECTIONS = [
    17, 12, 27, 20, 20, 18, 22, 19, 19, 24, 17, 16, 24, 19, 19, 22, 25, 19, 17, 6, 25, 17, 11, 14,
    9, 11, 7, 13, 5, 5, 3, 5, 9, 4, 5, 9,
]  # fmt: skip


def beyond(ys: list[int], kind: str, ns: list[int] | None = None, **options: object) -> list[int]:
    result = drawn(kind, ys, ns or (), **options)
    return [at for at, it in enumerate(result.points, start=1) if it.sigma_signal]


def test_cans_of_orange_juice() -> None:
    sizes = [50] * 30
    assert lines(drawn("p", CANS, sizes)) == pytest.approx((0.0524, 0.2313, 0.4102), abs=5e-5)
    assert beyond(CANS, "p", sizes) == [15, 23]
    revised = lines(drawn("p", CANS, sizes, exclude=(15, 23)))
    assert revised == pytest.approx((0.0407, 0.2150, 0.3893), abs=5e-5)
    assert beyond(CANS, "p", sizes, exclude=(15, 23)) == [15, 21, 23]


def test_faults_on_circuit_boards() -> None:
    # The book prints 33.22, three roots of the rounded mean above it; of the mean itself it is 33.21.
    assert lines(drawn("c", BOARDS)) == pytest.approx((6.48, 19.85, 33.21), abs=6e-3)
    assert beyond(BOARDS, "c") == [6, 20]
    revised = lines(drawn("c", BOARDS, exclude=(6, 20)))
    assert revised == pytest.approx((6.36, 19.67, 32.97), abs=6e-3)


def test_weekly_costs_against_a_frozen_baseline() -> None:
    result = drawn("i", COSTS, freeze=20)
    assert lines(result, 39) == pytest.approx((279.78, 300.5, 321.22), abs=6e-3)
    assert beyond(COSTS, "i", freeze=20) == [39, 40]
    assert lines(drawn("mr", COSTS, freeze=20), 39)[1] == pytest.approx(7.79, abs=6e-3)


def test_hours_between_failures() -> None:
    lower, centre, upper = lines(drawn("t", HOURS))
    assert centre == pytest.approx(430.04095178975825, rel=1e-9)
    assert upper == pytest.approx(6937.933488166575, rel=1e-9)
    assert lower == 0
    assert beyond(HOURS, "t") == []


def test_infections_before_and_after_a_change() -> None:
    before, after = drawn("c", INFECTIONS, splits=(24,)).phases
    assert (before.centre, after.centre) == close((449 / 24, 85 / 12))
    assert not before.runs_signal
    assert not after.runs_signal
    frozen = drawn("run", INFECTIONS, freeze=24)
    assert frozen.points[35].centre == 19
    assert frozen.phases[0].longest_run == 15
    assert frozen.verdict.en == (
        "Special cause variation: 15 points in a row below the baseline's median of 19; the limit is 8. "
        "The line crosses the median only 8 times; at least 11 expected."
    )


@pytest.mark.parametrize(
    ("key", "zs", "points"),
    [
        ("N1", [0, 3.2, -3.4, 3], [2, 3]),
        ("N2", [*[0.5] * 10, -0.5, *[-0.5] * 9], [9, 10, 19, 20]),
        ("N3", [1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1], [6, 7, 13, 14]),
        ("N4", [1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8], [14, 15]),
        ("N5", [0, 2.3, 0.4, 2.2, -2.4, -0.2, -2.5], [4, 7]),
        ("N6", [1.2, 1.3, 0.2, 1.4, 1.5, -1.2, -1.3, -0.1, -1.4, -1.5], [5, 10]),
        ("N7", [*[0.3] * 16, 1.2], [15, 16]),
        ("N8", [1.2, -1.3, 1.1, -1.4, 1.5, -1.2, 1.3, -1.1, 0.2], [8]),
        ("N8", [1.2] * 8, []),
    ],
)
def test_the_rules_of_nelson_by_example(key: str, zs: list[float], points: list[int]) -> None:
    track = rules.Track(zs, [(z > 0) - (z < 0) for z in zs], zs, [(z > 3) - (z < -3) for z in zs])
    marks = rules.signals(RuleSet.NELSON, track)
    assert [at for at, it in enumerate(marks, start=1) if key in dict(it)] == points
