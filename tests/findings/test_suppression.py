"""Anonymous rounds: whoever sees every table, and knows every rule, still cannot tell what few of them answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samordner.findings.counting import Answer
from samordner.findings.disclosure import hidden, hidden_parts, tells_all
from samordner.findings.queries import Filters, Material, counted, results
from samordner.findings.queries.results.tallying import Tally
from samordner.findings.queries.themes import Coded
from samordner.mapping.models import MappingRound, RoundStep
from samordner.questionnaires.content import Content, Question, Scale, Section
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, Region, region
from tests.factories.wording import words
from tests.findings.found import YES_NO, choices, evaluation, in_english, one_question, send_unnamed

__all__ = ["in_english", "signed_in", "today"]

FEWEST = (3, 4, 5)


def parted(whole: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people may stand in so many cells."""
    if cells == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        for rest in parted(whole - first, cells - 1):
            yield (first, *rest)


@pytest.mark.parametrize("fewest", FEWEST)
@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_no_hidden_cell_can_be_worked_out_by_who_knows_the_rules(cells: int, fewest: int) -> None:
    for whole in range(17):
        seen: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for truth in parted(whole, cells):
            places = hidden(truth, fewest)
            if places is not None:
                seen[tuple(None if n in places else each for n, each in enumerate(truth))].append(truth)
        for table, truths in seen.items():
            for place, shown in enumerate(table):
                if shown is None:
                    assert len({truth[place] for truth in truths}) > 1, (table, truths)
                else:
                    assert shown == 0 or (shown >= fewest and whole - shown >= fewest)


@settings(max_examples=300)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.sampled_from(FEWEST))
def test_an_attacker_with_the_whole_leaves_each_hidden_cell_open(truth: list[int], fewest: int) -> None:
    places = hidden(truth, fewest)
    if not places:
        return
    rest = sum(truth[place] for place in places)
    for _place in places:  # every cell that is hidden holds one at least, for a cell of nobody is told
        most = rest - (len(places) - 1)
        assert most >= 2, truth


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("fewest", [3, 4])
def test_no_hidden_part_can_be_worked_out_where_one_may_give_several_answers(
    fewest: int, required: bool
) -> None:
    for whole in range(fewest, 13):
        seen: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for both, one, other, none in parted(whole, 4):
            if required and none:
                continue
            numbers = (both + one, both + other)
            parts = hidden_parts(numbers, none, whole, fewest, required=required)
            if parts is None:
                continue
            places, hides_blank = parts
            table = [None if n in places else each for n, each in enumerate(numbers)]
            seen[(*table, None if hides_blank else none)].append((*numbers, none))
        for shown, truths in seen.items():
            for place, number in enumerate(shown):
                if number is None:
                    assert len({truth[place] for truth in truths}) > 1, (shown, truths)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=3, max_size=14))
def test_all_tables_of_two_questions_together_hide_what_each_of_them_hides(
    people: list[tuple[str, str]],
) -> None:
    """The tables of one and of two questions that are told, held against everything that may have been answered."""
    fewest = 3
    told = tables(people, fewest)
    columns, rows = told
    if None not in columns and None not in rows:
        return
    truths = [each for each in ways(len(people)) if tables(each, fewest) == told]
    for place, shown in enumerate(columns):
        if shown is None:
            assert len({sum(one == "ab"[place] for one, _other in each) for each in truths}) > 1
    for place, shown in enumerate(rows):
        if shown is None:
            assert len({sum(other == "xyz"[place] for _one, other in each) for each in truths}) > 1


def tables(people: Sequence[tuple[str, str]], fewest: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Both questions as they are told; and with them their table, when it is told."""
    one = [sum(a == key for a, _b in people) for key in "ab"]
    other = [sum(b == key for _a, b in people) for key in "xyz"]
    cells = [[sum(pair == (a, b) for pair in people) for a in "ab"] for b in "xyz"]
    plain = hidden(one, fewest) == frozenset() and hidden(other, fewest) == frozenset()
    whole = tuple(map(tuple, cells)) if plain and tells_all(cells, fewest) else ()
    return (*shown(one, fewest), whole), shown(other, fewest)


def shown(numbers: Sequence[int], fewest: int) -> tuple[int | None, ...]:
    places = hidden(numbers, fewest)
    return tuple(None if places is None or n in places else each for n, each in enumerate(numbers))


def ways(whole: int) -> Iterator[list[tuple[str, str]]]:
    pairs = list(product("ab", "xyz"))
    for numbers in parted(whole, len(pairs)):
        yield [pair for pair, number in zip(pairs, numbers, strict=True) for _each in range(number)]


# A whole questionnaire, as it is told

TWO = Content(
    words("To spørsmål"),
    (
        Section("all", words("Alt"), (
            Question("first", "one", words("Var det nyttig?"), choices="yes_no", required="true()"),
            Question("second", "one", words("Hva manglet?"), choices="what", relevant="${first} = 'no'"),
        )),
    ),
    (YES_NO, choices("what", ("time", "Tid"), ("food", "Mat"))),
)  # fmt: skip
KINDS = (("yes", None), ("no", "time"), ("no", "food"), ("no", None))


def material_of(numbers: Sequence[int], fewest: int) -> Material:
    answers = []
    for (first, second), number in zip(KINDS, numbers, strict=True):
        values = {"first": first} | ({"second": second} if second else {})
        asked = frozenset({"first", "second"} if first == "no" else {"first"})
        answers += [Answer("", "", values, asked)] * number
    return Material(MappingRound(anonymous=True), TWO, (), tuple(answers), {}, fewest=fewest)


def told_of(numbers: Sequence[int], fewest: int) -> tuple[Any, ...]:
    sections = Tally(material_of(numbers, fewest), Coded((), {})).sections("first")
    return tuple(
        (
            found.cell,
            tuple((count.number, count.missing) for count in found.counts),
            found.base,
            bool(found.why_not),
            found.cross.rows if found.cross else None,
        )
        for section in sections
        for question in section.questions
        for found in question.found
    )


def test_a_question_that_few_were_asked_tells_nothing_of_those_who_asked_for_it() -> None:
    """Who is asked the second question follows from the first: told together, neither tells what the other hides."""
    fewest = 3
    for whole in range(fewest, 13):
        seen: dict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
        for numbers in parted(whole, len(KINDS)):
            seen[told_of(numbers, fewest)].append(numbers)
        for told, truths in seen.items():
            first, second = told
            small = {truth[1] for truth in truths}, {truth[2] for truth in truths}
            if not second[1] or any(number is None for number, _missing in second[1]):
                assert len(small[0]) > 1 or small[0] == {0} or min(small[0]) >= fewest, (told, truths)
                assert len(small[1]) > 1 or small[1] == {0} or min(small[1]) >= fewest, (told, truths)
            if not first[1]:
                assert len({truth[0] for truth in truths}) > 1


# In the database


@pytest.fixture
def place(db: None) -> Region:
    return region(2)


USEFUL = one_question(Question("useful", "one", words("Var det nyttig?"), choices="yes_no"), YES_NO)


def test_nothing_is_told_of_fewer_than_the_threshold(place: Region) -> None:
    of = evaluation(place, USEFUL, [{"useful": "yes"}] * 4, asked=6)
    found = results(of)
    assert (found.asked, found.answered, found.sections) == (10, 4, ())
    assert "fewer than 5" in found.why_not


def test_an_office_may_ask_for_more_and_never_for_fewer_than_three(place: Region) -> None:
    eight = [{"useful": "yes"}] * 4 + [{"useful": "no"}] * 4
    assert results(evaluation(place, USEFUL, eight, fewest=10)).why_not
    two = [{"useful": "yes"}] * 2
    assert results(evaluation(place, USEFUL, two, fewest=1)).why_not


def test_small_numbers_are_suppressed_with_what_they_could_be_worked_out_from(place: Region) -> None:
    content = one_question(
        Question("useful", "scale", words("Hvor nyttig?"), scale=Scale(1, 4)),
    )
    values: list[dict[str, Any]] = [
        {"useful": step} for step, number in ((1, 2), (2, 9), (3, 9)) for _n in range(number)
    ]
    found = results(evaluation(place, content, values, asked=5)).cell("useful")
    assert [(count.key, count.words) for count in found.counts] == [
        ("1", ":"), ("2", ":"), ("3", "9 of 25"), ("4", "0 of 25"),
    ]  # fmt: skip
    assert [count.share for count in found.counts] == ["", "", "36–56 %", "0–20 %"]


def test_an_answer_that_all_gave_alike_is_suppressed_since_it_tells_of_everyone(place: Region) -> None:
    found = results(evaluation(place, USEFUL, [{"useful": "yes"}] * 12)).cell("useful")
    assert (found.counts, found.base, bool(found.why_not)) == ((), None, True)


def test_large_numbers_are_told_with_bounds(place: Region) -> None:
    values = [{"useful": "yes"}] * 14 + [{"useful": "no"}] * 6
    found = results(evaluation(place, USEFUL, values, asked=5)).cell("useful")
    assert [(count.words, count.share) for count in found.counts] == [
        ("14 of 25", "56–76 %"),
        ("6 of 25", "24–44 %"),
    ]


def test_nothing_is_told_while_the_round_is_open_since_each_answer_would_be_seen(place: Region) -> None:
    of = evaluation(place, USEFUL, [{"useful": "yes"}] * 14 + [{"useful": "no"}] * 6)
    MappingRound.objects.filter(pk=of.pk).update(state="open", closed_at=None)
    of.refresh_from_db()
    found = results(of)
    assert (found.answered, found.sections, found.why_not[:16]) == (20, (), "It is anonymous.")


def test_who_came_after_the_first_telling_is_not_told_of(place: Region) -> None:
    of = evaluation(
        place, USEFUL, [{"useful": "yes"}] * 14 + [{"useful": "no"}] * 6,
        closed_at=datetime(2021, 4, 22, 10, tzinfo=UTC),
    )  # fmt: skip
    before = [count.number for count in results(of).cell("useful").counts]
    RoundStep.objects.create(round=of, verb="reopened", at=datetime(2021, 4, 24, 10, tzinfo=UTC), by=BY)
    send_unnamed(of, [{"useful": "no"}], at=datetime(2021, 4, 25, 10, tzinfo=UTC))
    RoundStep.objects.create(round=of, verb="closed", at=datetime(2021, 4, 26, 10, tzinfo=UTC), by=BY)
    found = results(of)
    assert [count.number for count in found.cell("useful").counts] == before == [14, 6]
    assert found.later == 1


def test_a_round_opened_again_on_the_day_it_was_told_of_tells_nothing_more(place: Region) -> None:
    of = evaluation(place, USEFUL, [{"useful": "yes"}] * 14 + [{"useful": "no"}] * 6)
    closed = RoundStep.objects.get(round=of, verb="closed")
    RoundStep.objects.create(round=of, verb="reopened", at=closed.at, by=BY)
    assert "opened again on the day it was closed" in results(of).why_not


def test_a_round_opened_again_before_anything_was_told_counts_everyone(place: Region) -> None:
    of = evaluation(place, USEFUL, [{"useful": "yes"}] * 4)
    closed = RoundStep.objects.get(round=of, verb="closed")
    RoundStep.objects.create(round=of, verb="reopened", at=closed.at, by=BY)
    send_unnamed(
        of, [{"useful": "yes"}] * 5 + [{"useful": "no"}] * 6, at=datetime(2021, 4, 29, 10, tzinfo=UTC)
    )
    assert results(of).answered == 15


TEXT = Content(
    words("Evaluering"),
    (
        Section("all", words("Alt"), (
            Question("good", "long", words("Hva var bra?")),
            Question("bad", "long", words("Hva var dårlig?")),
            Question("age", "number", words("Hvor mange år har du vært i yrket?")),
            Question("sum", "calculated", words("Sum"), calculation="${age} * 2"),
        )),
    ),
)  # fmt: skip


def test_free_text_is_told_only_of_many_and_in_an_order_that_tells_nothing(place: Region) -> None:
    values: list[dict[str, Any]] = [
        {"good": text, "age": n} for n, text in enumerate(["maten", "Alt", "tempoet", "lokalet", "Øving"])
    ]
    values[0]["bad"] = "lyden"
    found = results(evaluation(place, TEXT, values))
    assert [(text.text, text.unit, text.answer) for text in found.cell("good").texts] == [
        (text, "", "") for text in ("Alt", "lokalet", "maten", "tempoet", "Øving")
    ]
    assert (found.cell("bad").texts, found.cell("bad").base) == ((), None)
    numbers = found.cell("age").numbers
    assert numbers is not None
    assert (numbers.least, numbers.middle, numbers.most) == (None, 2, None)
    assert (found.cell("sum").numbers, found.cell("sum").base) == (None, None)


def test_two_questions_are_told_together_whole_or_not_at_all(place: Region) -> None:
    content = Content(
        words("Evaluering"),
        (Section("all", words("Alt"), (
            Question("useful", "one", words("Nyttig?"), choices="yes_no"),
            Question("again", "one", words("Igjen?"), choices="yes_no"),
        )),),
        (YES_NO,),
    )  # fmt: skip
    even = [{"useful": a, "again": b} for a, b in product(("yes", "no"), repeat=2) for _n in range(6)]
    cross = results(evaluation(place, content, even), Filters(by="useful")).cell("again").cross
    assert cross is not None
    assert [numbers for _key, _words, numbers in cross.rows] == [(6, 6), (6, 6)]
    one_more = [*even, {"useful": "yes", "again": "yes"}]
    assert results(evaluation(place, content, one_more), Filters(by="useful")).cell("again").cross is not None
    few = [*even[:-3]]
    found = results(evaluation(place, content, few), Filters(by="useful")).cell("again")
    assert (found.cross, [count.number for count in found.counts]) == (None, [12, 9])


def test_no_page_and_no_file_tells_a_single_answer(place: Region, signed_in: SignIn, today: date) -> None:
    values = [{"useful": "yes"}] * 14 + [{"useful": "no"}] * 6
    of = evaluation(place, USEFUL, values)
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("findings:results", args=[of.pk])).content.decode()
    assert reverse("findings:answers", args=[of.pk]) not in page
    said = client.get(
        reverse("findings:answers", args=[of.pk]), {"question": "useful", "value": "yes", "format": "csv"}
    )
    assert "Single answers are not told" in said.content.decode()
    narrowed = client.get(reverse("findings:results", args=[of.pk]), {"who": "county:91"})
    assert narrowed.status_code == 404
    assert counted(Material(of, USEFUL, (), (), {}, fewest=5, why_not="x"), Filters(frozenset())).asked == 0
