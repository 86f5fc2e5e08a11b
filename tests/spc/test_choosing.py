"""A team answers what it writes down, and gets a chart, a reason, and better advice when its points ask for it."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc import Chart, Observation, chart
from samordner.spc.choosing import QUESTIONS, Choice, choose, questions, reconsider
from samordner.spc.words import Words
from tests.spc.references import reference

TEN = [Observation(str(at), 8 + at % 2, 20) for at in range(10)]


@pytest.mark.parametrize(
    ("answers", "data", "chosen"),
    [
        ({"noted": "cases", "often": "often"}, "proportion", Chart.P),
        ({"noted": "events", "exposure": "steady", "often": "often"}, "count", Chart.C),
        ({"noted": "events", "exposure": "counted", "often": "often"}, "rate", Chart.U),
        ({"noted": "events", "exposure": "unknown", "often": "often"}, "count", Chart.RUN),
        ({"noted": "number", "rests": "one"}, "measurement", Chart.I),
        ({"noted": "number", "rests": "same"}, "measurement", Chart.I),
        ({"noted": "number", "rests": "counted"}, "rate", Chart.IP),
        ({"noted": "several"}, "subgroup", Chart.XBAR),
        ({"noted": "gap", "gap": "time"}, "between", Chart.T),
        ({"noted": "gap", "gap": "days"}, "between", Chart.G),
        ({"noted": "gap", "gap": "opportunities"}, "between", Chart.G),
    ],
)
def test_what_is_written_down_decides_the_chart(answers: dict[str, str], data: str, chosen: Chart) -> None:
    """First as a run chart; with ten points as what suits the data."""
    first = choose(answers)
    assert (first.chart, first.later, first.data) == (Chart.RUN, chosen, data)
    assert choose(answers, TEN).chart == chosen
    assert first.why.en.startswith("Begin with a plain run chart") == (chosen is not Chart.RUN)


def test_what_does_not_concern_the_data_is_not_asked() -> None:
    assert [one.key for one in questions({})] == ["noted"]
    assert [one.key for one in questions({"noted": "events"})] == ["noted", "exposure", "often"]
    assert [one.key for one in questions({"noted": "number"})] == ["noted", "rests"]
    assert [one.key for one in questions({"noted": "several", "gap": "time"})] == ["noted"]


@pytest.mark.parametrize("answers", [{}, {"noted": "letters"}, {"noted": "events", "exposure": "steady"}])
def test_an_answer_is_needed_to_everything_that_is_asked(answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no answer to"):
        choose(answers)


def every_choice() -> list[Choice]:
    keys = {one.key: [answer.key for answer in one.answers] for one in QUESTIONS}
    return [
        choose(dict(zip(keys, values, strict=True)), points)
        for values in product(*keys.values())
        for points in ((), TEN)
    ]


def test_every_way_through_the_questions_ends_in_a_chart() -> None:
    assert {one.later for one in every_choice()} == {
        Chart.P, Chart.C, Chart.U, Chart.RUN, Chart.I, Chart.IP, Chart.XBAR, Chart.T, Chart.G,
    }  # fmt: skip


def test_no_question_answer_or_reason_names_a_chart_by_its_letter() -> None:
    said = [one.words for one in QUESTIONS]
    said += [words for one in QUESTIONS for answer in one.answers for words in (answer.words, answer.example)]
    said += [one.why for one in every_choice()]
    said += [suggestion.why for one in every_choice() for suggestion in one.suggestions]
    letters = re.compile(r"\b(I|MR|P|C|U|T|G|X̄|S)[′']?[- ]?(chart|diagram|kart)", re.IGNORECASE)
    for words in said:
        assert all(words.parts()) or words == Words("", "", "")
        assert not any(letters.search(text) for text in words.parts())


def keys(kind: Chart, points: list[Observation]) -> list[tuple[str, tuple[Chart, ...]]]:
    return [(one.key, one.charts) for one in reconsider(kind, points)]


def counted(*counts: float, size: float = 20) -> list[Observation]:
    return [Observation(str(at), count, size) for at, count in enumerate(counts)]


def test_when_more_than_half_are_zero_the_time_between_is_proposed() -> None:
    points = counted(0, 0, 1, 0, 0, 2, 0, 1, 0, 1, 0, 0)
    for kind in (Chart.P, Chart.U, Chart.C):
        assert keys(kind, points) == [("rare", (Chart.T, Chart.G))]
    assert keys(Chart.RUN, points) == [("alike", (Chart.P, Chart.T, Chart.G))]
    assert reconsider(Chart.C, points)[0].why.nb == (
        "8 av 12 punkter er 0. Følg heller hvor langt det er mellom hver gang, eller tell over lengre perioder."
    )


def test_when_few_are_expected_longer_periods_are_proposed() -> None:
    points = counted(3, 2, 4, 3, 2, 3, 4, 3, 2, 4)
    assert [one.key for one in reconsider(Chart.U, points)] == ["few"]
    assert "3 times" in reconsider(Chart.U, points)[0].why.en
    assert keys(Chart.U, counted(*(one.y * 3 for one in points if one.y is not None))) == []


def test_nothing_is_proposed_before_there_are_ten_points() -> None:
    assert keys(Chart.C, counted(*[0] * 9)) == []
    assert keys(Chart.C, counted(*[0] * 10)) == [("rare", (Chart.T, Chart.G))]


def test_points_that_vary_more_than_chance_get_limits_that_reckon_with_it() -> None:
    """420 and 580 of a thousand in turn: ten standard errors apart, month by month."""
    points = counted(*[420, 580] * 6, size=1000)
    assert keys(Chart.P, points) == [("narrow", (Chart.PP, Chart.IP))]
    assert keys(Chart.U, points) == [("narrow", (Chart.UP, Chart.IP))]
    assert keys(Chart.PP, points) == keys(Chart.UP, points) == []


def test_the_calm_funnel_numbers_are_told_from_the_uneasy_ones() -> None:
    """The twelve units of file 55 in a row: Σz² = 46.6 against 19.7."""
    data = reference(55)["data"]
    points = [Observation(*one) for one in zip(data["unit"], data["num"], data["den"], strict=True)]
    assert keys(Chart.P, points) == [("narrow", (Chart.PP, Chart.IP))]
    calm = counted(9, 10, 11, 10, 9, 10, 11, 10, 9, 11, 10, 10)
    assert keys(Chart.P, calm) == []


def test_a_number_that_can_happen_to_more_or_fewer_is_to_be_divided() -> None:
    steady = [Observation(str(at), 9, 100 + at) for at in range(12)]
    grows = [Observation(str(at), 9, 100 + 8 * at) for at in range(12)]
    assert keys(Chart.C, steady) == []
    assert keys(Chart.C, grows) == [("varying", (Chart.U,))]


def test_two_events_on_a_day_leave_no_time_between_them() -> None:
    assert keys(Chart.T, counted(*[5, 0] * 5)) == [("same-day", (Chart.G,))]
    assert keys(Chart.T, counted(*[5, 1] * 5)) == []


def test_what_the_team_says_of_rarity_counts_until_its_points_speak() -> None:
    answers = {"noted": "events", "exposure": "steady", "often": "rare"}
    assert [one.key for one in choose(answers).suggestions] == ["rare"]
    assert "12" in choose(answers, counted(*[0] * 12)).suggestions[0].why.en
    unknown = answers | {"exposure": "unknown", "often": "often"}
    assert [one.key for one in choose(unknown).suggestions] == ["exposure"]


value = st.none() | st.integers(-3, 30) | st.floats(allow_nan=True)


@given(st.sampled_from(Chart), st.lists(st.builds(Observation, st.just("x"), value, value), max_size=30))
def test_whatever_is_typed_some_answer_comes(kind: Chart, points: list[Observation]) -> None:
    for suggestion in reconsider(kind, points):
        assert all(suggestion.why.parts())
        for proposed in suggestion.charts:
            chart(proposed, points)
