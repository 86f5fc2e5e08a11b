"""Each common mistake is found where it is made, and not where it is not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import sin, tau

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc import Chart, Observation, Options, chart
from samordner.spc.cautions import KEYS, Caution, Seen, cautions
from samordner.spc.options import Every

Row = tuple[float | None, float | None]
CALM = [(9.0 + at % 3, 30.0) for at in range(24)]


def months(number: int) -> tuple[date, ...]:
    return tuple(date(2019 + at // 12, at % 12 + 1, 1) for at in range(number))


def seen(kind: Chart, rows: Sequence[Row], *, every: Every = "month", options: Options | None = None) -> Seen:
    points = tuple(Observation(str(at), *row) for at, row in enumerate(rows, start=1))
    return Seen(chart(kind, points, options, every=every), points, months(len(rows)), today=date(2030, 1, 1))


def single(values: Sequence[float | None], kind: Chart = Chart.I, *, every: Every = "month") -> Seen:
    return seen(kind, [(value, None) for value in values], every=every)


def found(one: Seen) -> list[tuple[str, tuple[int, ...]]]:
    return [(it.key, it.at) for it in cautions(one)]


def test_a_calm_series_has_nothing_to_be_wary_of() -> None:
    assert found(seen(Chart.P, CALM)) == []


def test_more_cases_than_there_were() -> None:
    assert found(seen(Chart.P, [*CALM, (31, 30)])) == [("numerator-above-denominator", (25,))]
    assert found(seen(Chart.U, [*CALM, (31, 30)])) == []


def test_a_value_without_a_denominator() -> None:
    assert found(seen(Chart.P, [*CALM, (3, 0), (2, None), (None, 0)])) == [("no-denominator", (25, 26))]


def test_a_percentage_above_a_hundred_and_percentages_without_what_they_are_of() -> None:
    one = replace(single([80, 85, 102, 90, 88, 84, 86, 91, 83, 87, 85, 86]), unit="%")
    assert found(one) == [("percent-above-100", (3,)), ("percent-without-denominator", ())]
    assert found(replace(one, unit="dager")) == []
    assert found(replace(seen(Chart.P, CALM), unit="%")) == []


def test_what_is_measured_in_the_future() -> None:
    one = replace(seen(Chart.P, CALM), today=date(2020, 11, 30))
    assert found(one) == [("future", (24,))]
    assert found(replace(one, today=date(2020, 12, 1))) == []


def test_dates_that_were_sorted_as_text() -> None:
    one = seen(Chart.P, CALM[:3])
    days = (date(2020, 1, 1), date(2020, 10, 1), date(2020, 2, 1))
    assert ("days-in-disorder", (3,)) in found(replace(one, days=days))
    between = seen(Chart.G, [(at % 5, None) for at in range(3)])
    assert found(replace(between, days=(date(2020, 1, 1),) * 3)) == [("few-points", ())]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (Chart.P, CALM),
        (Chart.U, CALM),
        (Chart.C, CALM),
        (Chart.I, [(120.0 + at % 4, None) for at in range(24)]),
    ],
)
def test_a_lonely_zero_that_chance_would_not_give(kind: Chart, rows: list[Row]) -> None:
    typed: list[Row] = [*rows[:10], (0, 30), *rows[10:]]
    assert ("missing-as-zero", (11,)) in found(seen(kind, typed))


def test_zeros_that_may_well_be_true_are_left_in_peace() -> None:
    ended: list[Row] = [*CALM, (0, 30), (0, 30), (0, 30)]
    assert "missing-as-zero" not in dict(found(seen(Chart.P, ended)))
    small: list[Row] = [*CALM[:10], (0, 4), *CALM[10:]]
    assert "missing-as-zero" not in dict(found(seen(Chart.P, small)))
    rare = single([3, 1, 2, 0, 4, 1, 2, 3, 0, 1, 2, 2], Chart.C)
    assert "missing-as-zero" not in dict(found(rare))


def test_a_definition_that_changes_inside_a_phase_asks_for_a_new_one() -> None:
    begins = (date(2019, 1, 1), date(2020, 1, 15))
    one = replace(seen(Chart.P, CALM), definitions=begins)
    assert found(one) == [("mixed-definitions", (14,))]
    split = replace(seen(Chart.P, CALM, options=Options(splits=(13,))), definitions=begins)
    assert found(split) == []
    assert found(replace(one, definitions=begins[:1])) == []


def test_others_are_counted_from_a_point_on() -> None:
    rows = [*[(10.0, 30.0 + at % 4) for at in range(12)], *[(30.0, 90.0 + at % 5) for at in range(12)]]
    (caution,) = cautions(seen(Chart.P, rows))
    assert (caution.key, caution.at) == ("denominator-jump", (13,))
    assert "from about 31.5 to about 91.5" in caution.words.en
    assert found(seen(Chart.P, rows, options=Options(splits=(12,)))) == []


def test_a_sample_of_twenty_and_then_everybody() -> None:
    rows = [*[(6.0 + at % 2, 20.0) for at in range(12)], *[(20.0, 60.0 + at % 7) for at in range(12)]]
    assert found(seen(Chart.P, rows)) == [("sampling", (13,))]


def test_sums_of_everything_so_far() -> None:
    yearly = [float(sum(range(1, at % 12 + 2))) for at in range(24)]
    assert ("cumulative", ()) in found(single(yearly, Chart.C))
    both = [(3.0 * (at + 1), 10.0 * (at + 1)) for at in range(12)]
    assert ("cumulative", ()) in found(seen(Chart.P, both))
    better = [(5.0 + at, 40.0 - at % 2) for at in range(14)]
    assert "cumulative" not in dict(found(seen(Chart.P, better)))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Fall, rullerende tolv måneder", "rolling"),
        ("Glidande gjennomsnitt av ventetid", "rolling"),
        ("Falls, moving average", "rolling"),
        ("Antall hittil i år", "cumulative"),
        ("Akkumulert sykefravær", "cumulative"),
    ],
)
def test_a_name_can_tell_how_the_figures_come_about(text: str, key: str) -> None:
    assert found(replace(seen(Chart.P, CALM), texts=(text,))) == [(key, ())]


def test_quarterly_figures_on_a_monthly_axis() -> None:
    every_third = [None if at % 3 else 20.0 + (at * 7) % 5 for at in range(36)]
    assert ("coarser-than-shown", ()) in found(single(every_third))
    repeated = [20.0 + (at // 3 * 7) % 5 for at in range(36)]
    assert ("coarser-than-shown", ()) in found(single(repeated))
    assert "coarser-than-shown" not in dict(found(single([20.0 + (at * 7) % 5 for at in range(36)])))


def test_one_figure_a_year() -> None:
    assert ("yearly", ()) in found(single([20, 22, 21, 25, 24, 20, 23, 25, 26, 21], every="year"))


def test_teams_sorted_by_their_values() -> None:
    assert found(replace(seen(Chart.P, CALM), ranked=True)) == [("ranked", ())]


def test_two_measurements_show_no_change() -> None:
    assert found(single([20, 10])) == [("two-points", (1, 2)), ("few-points", ())]
    assert found(single([20, None, 10], Chart.RUN)) == [("two-points", (1, 3))]


def test_limits_from_fewer_than_ten_points() -> None:
    assert found(single([5, 7, 6, 8, 5, 9, 6, 7, 4])) == [("few-points", ())]
    assert found(single([5, 7, 6, 8, 5, 9, 6, 7, 4], Chart.RUN)) == []
    short = seen(Chart.P, [*CALM, *CALM[:2]], options=Options(splits=(24,)))
    assert found(short) == [("few-points", (25, 26))]


def test_a_goal_between_the_limits_is_not_a_limit() -> None:
    one = seen(Chart.P, CALM)
    assert found(replace(one, goals=(0.4,) * 24)) == [("goal-is-no-limit", ())]
    assert found(replace(one, goals=(0.9,) * 24)) == []
    assert found(replace(one, goals=(0.4, *(None,) * 23))) == [("goal-is-no-limit", ())]


def test_nothing_is_said_of_a_goal_by_limits_that_do_not_tell_how_it_is_now() -> None:
    better = [*CALM, *((y - 6, n) for y, n in CALM)]
    between = (0.3,) * 48
    kept = seen(Chart.P, CALM * 2, options=Options(freeze=24))
    left = seen(Chart.P, better, options=Options(freeze=24))
    moved = seen(Chart.P, better)
    assert ("goal-is-no-limit", ()) in found(replace(kept, goals=between))
    assert ("goal-is-no-limit", ()) not in found(replace(left, goals=between))
    assert ("goal-is-no-limit", ()) not in found(replace(moved, goals=between))
    ranges = single([y for y, _ in CALM], Chart.MR)
    assert ("goal-is-no-limit", ()) not in found(replace(ranges, goals=(1.0,) * 24))


def test_the_same_months_every_year() -> None:
    noise = random.Random(1)
    wave = [20 + 4 * sin(at * tau / 12) + noise.gauss(0, 1) for at in range(36)]
    assert ("seasons", ()) in found(single(wave))
    shifted = [value + 10 * (at >= 20) for at, value in enumerate(wave)]
    assert ("seasons", ()) in found(single(shifted))


def test_a_step_and_a_slope_are_no_seasons() -> None:
    """Of simulated series without seasons hardly any is said to have them."""
    noise = random.Random(5)
    said = 0
    for _ in range(100):
        step, slope = [[noise.gauss(0, 1) for _ in range(36)] for _ in range(2)]
        said += "seasons" in dict(found(single([value + 5 * (at >= 18) for at, value in enumerate(step)])))
        said += "seasons" in dict(found(single([value + at / 5 for at, value in enumerate(slope)])))
    assert said <= 12


number = st.none() | st.integers(-3, 40) | st.floats(allow_nan=True)
rows = st.lists(st.tuples(number, number), max_size=40)


@given(st.sampled_from(Chart), rows, st.booleans())
def test_whatever_is_typed_every_caution_is_a_sentence_with_a_known_key(
    kind: Chart, typed: list[Row], ranked: bool
) -> None:
    one = replace(seen(kind, typed), ranked=ranked, unit="%", definitions=months(4), goals=(0.5,) * 40)
    for caution in cautions(one):
        assert isinstance(caution, Caution)
        assert caution.key in KEYS
        assert all(text.endswith((".", "?")) and "{" not in text for text in caution.words.parts())
        assert all(1 <= at <= len(typed) for at in caution.at)


@given(st.lists(st.integers(0, 30), min_size=12, max_size=36), st.integers(2, 50))
def test_the_unit_of_measurement_makes_no_mistake_appear(values: list[int], factor: int) -> None:
    plain = single([float(value) for value in values])
    scaled = single([float(value * factor) for value in values])
    assert [one.key for one in cautions(plain)] == [one.key for one in cautions(scaled)]
