"""What a drawing says where something is wanting: limits, a month, a change to show, a place beside the course."""

from __future__ import annotations

from itertools import pairwise

import pytest

from samordner.charts.axes import Numbers, Plot
from samordner.charts.control import Goal, asked_for, control_chart
from samordner.charts.control.placing import TALL, beside
from samordner.charts.control.plot import LIMIT, SIZE
from samordner.charts.drawing import BOLD, text_width
from samordner.charts.figures import Figure
from samordner.charts.signals import INKS, Tone
from samordner.spc import Chart, Options, Result
from tests.charts.series import STABLE, SVG, column, months, root, texts, titles, worked

SPIKE = [5.0, 6, 5, 7, 5, 6, 4, 6, 5, 6, 50, 6, 5, 7, 5, 6, 5, 6, 8, 6, 5, 6]


def drawn(result: Result, **more: object) -> Figure:
    return control_chart("c", "Ventetid", result, lang="nb", **more)  # type: ignore[arg-type]


# Charts of how much it varies


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_large_change_is_drawn_as_neither_better_nor_worse(direction: str) -> None:
    figure = drawn(worked(Chart.MR, SPIKE), direction=direction)
    fills = [one.get("fill") for one in root(figure).iter(f"{SVG}path")]
    assert INKS[Tone.NEUTRAL] in fills
    assert not {INKS[Tone.BETTER], INKS[Tone.WORSE]} & set(fills)
    assert "Signal: annerledes" in texts(figure)


def test_a_goal_for_the_values_is_not_drawn_among_their_changes() -> None:
    goals = [Goal(months(1)[0], 400)]
    figure = drawn(worked(Chart.MR, SPIKE), goals=goals)
    assert not [text for text in texts(figure) if "Mål" in text]
    assert "Mål" not in figure.table.columns
    assert "400" not in texts(figure)
    assert "Mål" in drawn(worked(Chart.I, SPIKE), goals=goals).table.columns


def test_a_month_that_was_measured_is_not_said_to_be_missing_for_want_of_a_change() -> None:
    figure = drawn(worked(Chart.MR, SPIKE))
    assert "?" not in texts(figure)
    assert "Ikke målt" not in texts(figure)
    assert column(figure, "Merknad")[0] == "Det er ingen måling rett før, så det finnes ingen endring å vise"
    gap = drawn(worked(Chart.MR, [*SPIKE[:5], None, *SPIKE[6:]]))
    assert texts(gap).count("?") == 2  # in its month and in the legend
    assert column(gap, "Merknad")[5] == "Ikke målt"
    assert "ikke målt: 1" in gap.alt.lower()


# Why there is no value, and why there are no limits


def test_a_month_without_a_denominator_says_so_rather_than_that_it_was_not_measured() -> None:
    figure = drawn(
        worked(Chart.P, [4.0, 5, 0, 6, None, *[5.0] * 19], sizes=[20.0, 20, 0, 20, 20, *[20.0] * 19])
    )
    why = "nevneren er 0 eller mangler, så det finnes ingen verdi"
    assert f"mars 2019: {why}" in titles(figure)
    assert "mai 2019: ikke målt" in titles(figure)
    assert column(figure, "Merknad")[2] == f"N{why[1:]}"


def test_a_chart_with_points_enough_but_no_limits_says_why_under_it() -> None:
    every_other = [value if n % 2 == 0 else None for n, value in enumerate(STABLE + STABLE)]
    figure = drawn(worked(Chart.I, every_other))
    assert "Øvre grense" not in figure.table.columns
    said = " ".join(texts(figure))
    assert "Ingen grenser: de regnes ut fra endringer mellom målinger rett etter hverandre" in said
    assert "Ingen grenser" not in " ".join(texts(drawn(worked(Chart.I, STABLE))))
    assert "Ingen grenser" not in " ".join(texts(drawn(worked(Chart.RUN, STABLE))))


def test_a_run_chart_of_values_that_are_mostly_alike_does_not_speak_of_limits() -> None:
    figure = drawn(worked(Chart.RUN, [0.0] * 14 + [1, 2, 1, 3, 0, 1]))
    assert "Medianen deler ikke: for mange verdier er like" in texts(figure)
    assert "grenser" not in " ".join(texts(figure))


def test_limits_of_an_earlier_phase_are_explained_as_they_are_drawn() -> None:
    trial = drawn(worked(Chart.I, [*STABLE[:14], 12, 13, 11, 14], Options(splits=(14,))))
    assert "Foreløpige grenser: færre enn 20 målinger" in texts(trial)
    assert "Vanlig variasjon: mellom grensene" not in texts(trial)
    assert "Fase 2: ingen grenser, 4 brukbare målinger av minst 10" in texts(trial)
    dashes = {
        one.get("stroke-dasharray") for one in root(trial).iter(f"{SVG}path") if one.get("stroke") == LIMIT
    }
    assert dashes == {"6 4"}
    both = drawn(worked(Chart.I, [*STABLE, *(value / 2 for value in STABLE[:14])], Options(splits=(24,))))
    assert {"Foreløpige grenser: færre enn 20 målinger", "Vanlig variasjon: mellom grensene"} <= set(
        texts(both)
    )


# Numbers that can be read


def test_a_number_that_is_not_nought_is_not_written_as_nought() -> None:
    numbers = Numbers("nb", decimals=0)
    assert [numbers.written(value) for value in (0.03, 0.4, 0, 1e-9, -0.002, 0.6)] == [
        "0,03", "0,4", "0", "0", "−0,002", "1",
    ]  # fmt: skip


def test_the_value_of_an_earlier_phase_stands_clear_of_its_course() -> None:
    values = [*STABLE[:14], *(value / 2 for value in STABLE[:12])]
    asked = asked_for(worked(Chart.I, values, Options(splits=(14,))), "nb")
    plot = Plot(52, 568, 20, 290, 0, 40, len(values))
    centre = asked.points[0].centre
    assert centre is not None
    line, wide = plot.y(centre), text_width("20,9", SIZE) * BOLD
    x, foot = beside(asked, plot, 0, 13, line, wide)
    assert plot.left <= x <= plot.edge(14) - wide
    steps = [(plot.x(n), plot.y(value)) for n, value in enumerate(values[:14])]
    crossed = [
        (a, b)
        for a, b in pairwise(steps)
        for part in range(21)
        if x <= a[0] + (b[0] - a[0]) * part / 20 <= x + wide
        and foot - TALL <= a[1] + (b[1] - a[1]) * part / 20 <= foot
    ]
    assert crossed == []


def test_a_value_without_room_clear_of_the_course_stands_where_least_is_in_its_way() -> None:
    asked = asked_for(worked(Chart.I, [*STABLE[:12], *STABLE[:12]], Options(splits=(12,))), "nb")
    plot = Plot(42, 200, 20, 250, 16, 26, 24)
    x, _ = beside(asked, plot, 0, 11, plot.y(20.9), 34)
    assert plot.left <= x <= plot.edge(12) - 34


def test_a_phase_too_narrow_for_its_value_has_it_at_its_beginning() -> None:
    result = worked(Chart.I, [*STABLE[:2], *STABLE], Options(splits=(2,)))
    asked = asked_for(result, "nb", left_out={months(1)[0]: ""})
    plot = Plot(42, 200, 20, 250, 0, 40, 26)
    assert beside(asked, plot, 0, 1, plot.y(21.5), 34)[0] == plot.edge(0) + 4


# Whether the goal is reached


LOWER = [value - 12 for value in STABLE[:12]]


def reached(result: Result, goal: float) -> list[str]:
    said = texts(drawn(result, direction="down", goals=[Goal(months(1)[0], goal)]))
    return [text for text in said if text.startswith("Målet ")]


def test_limits_tell_whether_the_goal_is_reached_as_things_are() -> None:
    steady = worked(Chart.I, STABLE)
    assert reached(steady, 2) == ["Målet nås ikke uten en endring"]
    assert reached(steady, 20) == ["Målet nås bare av og til, slik det går nå"]
    assert reached(steady, 60) == ["Målet nås hver gang, slik det går nå"]
    assert reached(worked(Chart.I, [*STABLE, *STABLE[:6]], Options(freeze=24)), 2) != []


def test_limits_of_a_baseline_that_was_left_do_not_tell_of_the_goal_as_things_are_now() -> None:
    better = worked(Chart.I, [*STABLE[:12], *LOWER], Options(freeze=12))
    assert better.phases[0].runs_signal
    assert reached(better, 7) == []
    assert reached(worked(Chart.I, [*STABLE[:12], *LOWER], Options(splits=(12,))), 7) != []


def test_limits_of_measurements_that_moved_do_not_tell_of_the_goal() -> None:
    moved = worked(Chart.I, [*STABLE[:12], *LOWER])
    assert moved.phases[0].unstable
    assert reached(moved, 2) == []
