"""What is asked, what is wrong and what is sent in, as whoever answers would expect it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from samordner.questionnaires.answering import (
    Given,
    Known,
    Understood,
    asked,
    cell_named,
    faults,
    final,
    label_of,
    read_section,
    typed_of,
    understand,
    words_of,
)
from samordner.questionnaires.content import Choice, ChoiceList, Content, Question, Scale, Section
from tests.factories.wording import words
from tests.questionnaires.asking import CONTENT
from tests.questionnaires.made import ask, asking, choices

TODAY = date(2021, 4, 27)
YES_NO = choices("yes_no", "yes", "no")


def said(
    question: Question, *typed: str, lists: tuple[ChoiceList, ...] = (YES_NO,), cell: str = ""
) -> Understood:
    content = asking(question, lists=lists)
    found = cell_named(content, cell or question.key)
    assert found
    with override("en"):
        return understand(content, found, typed)


def wrong(content: Content, values: dict[str, Any]) -> dict[str, str]:
    with override("en"):
        return faults(content, values, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" 1 200 ", 1200),
        ("1\u00a0200\u00a0000", 1200000),
        ("−3", -3),
        ("007", 7),
        ("2,0", 2),
        ("+4", 4),
    ],
)
def test_a_whole_number_is_read_as_norwegians_write_it(typed: str, value: int) -> None:
    assert said(ask("n", "number"), typed) == Understood(value)
    assert type(said(ask("n", "number"), typed).value) is int


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2,5", 2.5), ("2.5", 2.5), (",5", 0.5), ("1 200,25", 1200.25), ("3,0", 3), ("-0,1", -0.1)],
)
def test_a_number_with_decimals_takes_comma_and_point(typed: str, value: float) -> None:
    assert said(ask("n", "number", decimal=True), typed) == Understood(value)


@pytest.mark.parametrize(
    "typed",
    ["tolv", "1e5", "1 2", "12 34", "0x10", "١٢", "--1", "1,2,3", "NaN", "inf", "1.234", "9" * 16, "1\x00"],
)
def test_what_is_no_whole_number_is_told_and_never_guessed(typed: str) -> None:
    found = said(ask("n", "number"), typed)
    assert (found.value, bool(found.fault)) == (None, True)


@pytest.mark.parametrize("typed", ["2021-03-01", "1.3.2021", "01.03.2021", "1/3/2021", "1. 3. 2021"])
def test_a_day_is_read_from_the_browser_and_from_paper(typed: str) -> None:
    assert said(ask("d", "date"), typed) == Understood("2021-03-01")


@pytest.mark.parametrize(
    "typed", ["31.2.2021", "2021-13-01", "1899-12-31", "2200-01-01", "i går", "0000-00-00"]
)
def test_a_day_that_is_not_is_told(typed: str) -> None:
    assert said(ask("d", "date"), typed).fault


def test_choices_are_those_of_the_list_and_nothing_else() -> None:
    one, many = ask("q", "one", choices="yes_no"), ask("q", "many", choices="yes_no")
    assert said(one, "yes") == Understood("yes")
    assert said(one, "forged").fault == "This is not one of the choices. Choose again."
    assert said(one, "yes", "no").fault == "Only one answer can be given here."
    assert said(one, "yes", "yes") == Understood("yes")
    assert said(many, "no", "yes", "no") == Understood(["yes", "no"])
    assert said(many, "yes", "forged").fault
    assert said(one) == said(one, "") == said(many) == said(many, "") == Understood()


def test_another_answer_than_the_choices_is_written_beside_them() -> None:
    question = ask("q", "one", choices="yes_no", other=True)
    assert said(question, "other") == Understood("other")
    assert said(question, " Kanskje ", cell="q/other") == Understood("Kanskje")
    assert said(question, "x" * 301, cell="q/other").fault


def test_a_scale_has_its_steps() -> None:
    question = ask("q", "scale", scale=Scale(0, 10, 5))
    assert [said(question, each).value for each in ("0", "5", "10", "7", "15", "-5", "5,0")] == [
        0, 5, 10, None, None, None, None,
    ]  # fmt: skip
    assert said(question, "11").fault == "Choose a number from 0 to 10."


def test_text_is_kept_as_it_was_written_but_for_what_no_keyboard_writes() -> None:
    line, text = ask("q"), ask("q", "long")
    assert said(line, "  Áá Čč Đđ Ŋŋ Šš Ŧŧ Žž 🎉 ") == Understood("Áá Čč Đđ Ŋŋ Šš Ŧŧ Žž 🎉")
    assert said(line, "A\u030ase") == Understood("Åse")
    assert said(line, "a\x00b\ud800") == Understood("ab")
    assert said(line, "to\r\nlinjer") == Understood("to linjer")
    assert said(text, "to\r\nlinjer\r\n") == Understood("to\nlinjer")
    assert said(line, "a" * 2000).value
    assert said(line, "a" * 2001).fault
    assert said(text, "a" * 20_000).value
    assert said(text, "a" * 20_001).fault == ("The text is too long: at most 20\u00a0000 characters.")
    assert said(text, "a" * 1_000_000).fault
    assert said(line, "   ") == said(line, "\x00") == Understood()


def test_nothing_is_understood_of_a_file_a_note_or_what_is_computed() -> None:
    for question in (ask("q", "file"), ask("q", "calculated", calculation="1"), ask("q", calculation="1")):
        assert said(question, "forged") == Understood()


def test_a_name_that_the_questionnaire_does_not_have_is_no_cell() -> None:
    names = (
        "",
        "forged",
        "plan/forged",
        "stage",
        "stage/forged",
        "plan/still/still",
        "wants/other/still",
        "said",
    )
    assert [cell_named(CONTENT, each) for each in names] == [None] * len(names)
    there = ("plan", "plan/still", "stage/s1", "stage/s1/still", "wants/other")
    assert [cell and cell.name for each in there if (cell := cell_named(CONTENT, each)) is not None] == list(
        there
    )


def test_a_condition_asks_and_stops_asking() -> None:
    assert "day" not in asked(CONTENT, {}, today=TODAY).questions
    assert "day" not in asked(CONTENT, {"plan": "no"}, today=TODAY).questions
    found = asked(CONTENT, {"plan": "yes", "hours": 2.5}, today=TODAY)
    assert {"day", "body"} <= found.questions
    assert found.sections == ("about", "solutions", "help", "decided")
    assert asked(CONTENT, {}, today=TODAY).sections == ("about", "solutions", "help")
    assert found.calculated == {"double": 5}


def test_emptying_what_a_condition_asks_about_takes_away_what_hung_on_it() -> None:
    values: dict[str, Any] = {"plan": "yes", "day": "2021-03-01", "body": "Utvalget", "plan/still": "yes"}
    assert final(CONTENT, values, today=TODAY) == values
    assert final(CONTENT, values | {"plan": None}, today=TODAY) == {}
    assert final(CONTENT, values | {"plan": "no", "plan/still": "no"}, today=TODAY) == {
        "plan": "no",
        "plan/still": "no",
    }


def test_a_condition_on_what_is_not_asked_finds_it_unanswered() -> None:
    chain = asking(
        ask("a", "one", choices="yes_no"),
        ask("b", "one", choices="yes_no", relevant="${a} = 'yes'"),
        ask("c", relevant="${b} = 'yes'"),
        lists=(YES_NO,),
    )
    values = {"a": "yes", "b": "yes", "c": "fordi"}
    assert final(chain, values, today=TODAY) == values
    assert final(chain, values | {"a": "no"}, today=TODAY) == {"a": "no"}


def test_a_condition_may_ask_about_what_comes_later_and_a_circle_ends() -> None:
    later = asking(ask("a", relevant="${b} != ''"), ask("b", relevant="${c} != ''"), ask("c"))
    assert asked(later, {"b": "x", "c": "y"}, today=TODAY).questions == {"a", "b", "c"}
    assert asked(later, {"b": "x"}, today=TODAY).questions == {"c"}
    circle = asking(ask("a", relevant="${b} = ''"), ask("b", relevant="${a} = ''"))
    assert asked(circle, {}, today=TODAY).questions == {"a", "b"}


def test_a_long_chain_of_conditions_backwards_is_followed_to_its_end() -> None:
    chain = asking(*(ask(f"q{n}", relevant=f"${{q{n + 1}}} != ''") for n in range(400)), ask("q400"))
    assert len(asked(chain, {f"q{n}": "x" for n in range(401)}, today=TODAY).questions) == 401
    assert asked(chain, {f"q{n}": "x" for n in range(400)}, today=TODAY).questions == {"q400"}


def test_a_condition_that_cannot_be_read_asks() -> None:
    assert asked(asking(ask("a", relevant="${b")), {}, today=TODAY).questions == {"a"}
    assert wrong(asking(ask("a", constraint="((")), {"a": "x"}) == {}


def test_a_section_whose_questions_are_all_out_is_no_page() -> None:
    content = Content(
        words("S"),
        (
            Section("one", words("1"), (ask("a"),)),
            Section(
                "two", words("2"), (ask("b", relevant="${a} = 'x'"), ask("k", "calculated", calculation="1"))
            ),
            Section("three", words("3"), (), words("Les dette")),
            Section("four", words("4")),
        ),
    )
    assert asked(content, {}, today=TODAY).sections == ("one", "three")
    assert asked(content, {"a": "x"}, today=TODAY).sections == ("one", "two", "three")


def test_what_must_be_answered_is_told_each_in_its_own_words() -> None:
    content = asking(
        ask("a", required="true()"),
        ask("b", required="true()", required_words=words("Svar på b.")),
        ask("c", "one", choices="yes_no", required="${a} = 'x'"),
        ask("m", "matrix", rows="yes_no", choices="yes_no", required="true()"),
        ask("n", required="true()", relevant="${a} = 'z'"),
        ask("o"),
        lists=(YES_NO,),
    )
    assert wrong(content, {}) == {
        "a": "Write an answer.",
        "b": "Svar på b.",
        "m/yes": "Choose an answer in this row.",
        "m/no": "Choose an answer in this row.",
    }
    assert wrong(content, {"a": "x", "b": "b", "m/yes": "yes", "m/no": "no"}) == {"c": "Choose an answer."}


def test_a_constraint_is_told_in_its_own_words_and_silence_breaks_none() -> None:
    with override("nn"):
        assert faults(CONTENT, {"plan": "yes", "name": "K", "day": "2021-04-28"}, today=TODAY) == {
            "day": "Dagen kan ikkje vere i framtida."
        }
    assert wrong(CONTENT, {"plan": "no", "name": "K", "hours": -1}) == {
        "hours": "This answer does not fit. Look at it once more."
    }
    assert wrong(CONTENT, {"plan": "no", "name": "K", "day": "2021-04-28"}) == {}


def test_faults_are_of_the_sections_that_are_looked_at() -> None:
    assert set(wrong(CONTENT, {})) == {"name", "plan"}
    with override("en"):
        assert faults(CONTENT, {}, today=TODAY, sections=["help"]) == {}


def test_a_value_that_a_question_cannot_have_is_told() -> None:
    values: dict[str, Any] = {
        "name": ["to", "navn"], "plan": "forged", "hours": "mange", "stage/s1": "forged", "useful": 11,
        "wants": ["course", "forged"], "sector": {"a": 1},
    }  # fmt: skip
    assert set(wrong(CONTENT, values)) == set(values)
    assert set(wrong(CONTENT, {"name": "K", "plan": 7})) == {"plan"}
    assert set(wrong(CONTENT, {"name": "K", "plan": "no", "useful": "4"})) == {"useful"}


def test_choices_are_narrowed_by_what_was_answered_before() -> None:
    towns = ChoiceList(
        "towns", (Choice("a", words("A"), {"county": "1"}), Choice("b", words("B"), {"county": "2"}))
    )
    content = asking(
        ask("county", "one", choices="counties"),
        ask("town", "one", choices="towns", choice_filter="county = ${county}", other=True),
        lists=(choices("counties", "1", "2"), towns),
    )
    assert asked(content, {"county": "1"}, today=TODAY).offered == {"town": frozenset({"a", "other"})}
    assert wrong(content, {"county": "2", "town": "a"}) == {
        "town": "This is not among the choices any more. Choose again."
    }
    assert wrong(content, {"county": "2", "town": "b"}) == wrong(content, {"town": "other"}) == {}


def test_what_the_other_is_must_be_written_where_an_answer_must_be() -> None:
    content = asking(ask("q", "many", choices="yes_no", other=True, required="true()"), lists=(YES_NO,))
    assert wrong(content, {"q": ["other"]}) == {"q/other": "Write what the other is."}
    assert (
        wrong(content, {"q": ["other"], "q/other": "x"})
        == wrong(content, {"q": ["yes"], "q/other": None})
        == {}
    )
    assert final(content, {"q": ["yes"], "q/other": "x"}, today=TODAY) == {"q": ["yes"]}


def test_what_a_question_begins_with_stands_until_it_is_emptied() -> None:
    content = asking(
        ask("a", "one", choices="yes_no", default="yes"),
        ask("b", "many", choices="yes_no", default="no yes"),
        ask("d", "date", default="today()"),
        ask("n", "number", default="forged"),
        ask("c", relevant="${a} = 'yes'"),
        lists=(YES_NO,),
    )
    begun = {"a": "yes", "b": ["yes", "no"], "d": "2021-04-27"}
    assert final(content, {"c": "x"}, today=TODAY) == begun | {"c": "x"}
    emptied = final(content, {"a": None, "c": "x"}, today=TODAY)
    assert emptied == {"b": ["yes", "no"], "d": "2021-04-27"}
    assert asked(content, emptied, today=TODAY, sent_in=True).seen == emptied


def test_values_are_told_in_the_readers_language() -> None:
    told = [
        (name, words_of(CONTENT, name, value, "nn"))
        for name, value in {
            "plan": "yes", "plan/still": "yes", "stage/s1": "none", "wants": ["visit", "other"], "day": "2021-03-01",
            "hours": 12500.5, "name": "Kari", "forged": "x", "useful": 4, "why": None,
        }.items()
    ]  # fmt: skip
    assert told == [
        ("plan", "Ja"), ("plan/still", "Framleis rett"), ("stage/s1", "Ikkje vurdert"),
        ("wants", "Besøk av andre kommunar, Anna"), ("day", "01.03.2021"), ("hours", "12\u00a0500,5"), ("name", "Kari"),
        ("forged", "x"), ("useful", "4"), ("why", ""),
    ]  # fmt: skip
    assert label_of(CONTENT, "stage/s2", "nn") == "Kor langt er de komne?: Løysing nummer 2"
    assert label_of(CONTENT, "wants/other", "nb") == "Hva trenger dere?: Annet"


def form(text: str, *cells: str) -> QueryDict:
    """What a browser sends of a section: the fields, and the hidden versions of all its cells."""
    return QueryDict("&".join([text, *(f"version:{cell}=0" for cell in cells)]))


ABOUT, SOLUTIONS = CONTENT.sections[0], CONTENT.sections[1]


def test_a_form_is_read_cell_by_cell_and_what_it_did_not_hold_is_left_alone() -> None:
    read = read_section(
        CONTENT, ABOUT, form("name=Kari&hours=mange&forged=x&day=2021-03-01", "name", "plan", "hours")
    )
    assert read.values == {"name": "Kari", "plan": None}
    assert (set(read.faults), read.typed) == ({"hours"}, {"hours": ["mange"]})


KNOWN = {"plan": Known("Ja", value="yes")}


@pytest.mark.parametrize(
    ("sent", "plan", "still"),
    [
        ("still:plan=yes&plan=no", "yes", "yes"),
        ("still:plan=no&plan=no", "no", "no"),
        ("still:plan=no", None, "no"),
        ("plan=no", "no", "no"),
        ("plan=yes", None, None),  # it was filled in; nobody has said that it is right
        ("", None, None),
        ("still:plan=forged", None, None),
    ],
)
def test_what_is_registered_is_an_answer_only_when_somebody_says_so(
    sent: str, plan: str | None, still: str | None
) -> None:
    read = read_section(CONTENT, ABOUT, form(sent, "plan"), known=KNOWN)
    assert read.values == {"plan": plan, "plan/still": still}


def test_a_whole_table_is_told_to_be_still_right_but_for_the_rows_that_were_changed() -> None:
    known = {"stage/s1": Known("Planlagt", value="planned"), "stage/s2": Known("Innført", value="done")}
    cells = ("stage/s1", "stage/s2", "stage/s3")
    read = read_section(CONTENT, SOLUTIONS, form("still:stage=yes&stage/s1=begun", *cells), known=known)
    assert read.values == {
        "stage/s1": "begun", "stage/s1/still": "no", "stage/s2": "done", "stage/s2/still": "yes", "stage/s3": None,
    }  # fmt: skip
    read = read_section(CONTENT, SOLUTIONS, form("stage/s1=planned", *cells), known=known)
    assert read.values == {
        "stage/s1": "planned", "stage/s1/still": "yes", "stage/s2": None, "stage/s2/still": None, "stage/s3": None,
    }  # fmt: skip


def test_an_answer_given_to_another_is_used_only_with_a_tick() -> None:
    given = {"hours": Given("2,5", "KS", "3. mars", value=2.5)}
    read = read_section(CONTENT, ABOUT, form("use:hours=yes&hours=", "hours"), given=given)
    assert (read.values, set(read.used)) == ({"hours": 2.5}, {"hours"})
    read = read_section(CONTENT, ABOUT, form("hours=", "hours"), given=given)
    assert (read.values, set(read.used)) == ({"hours": None}, set())
    forged = read_section(CONTENT, ABOUT, form("use:name=yes&name=", "name"), given=given)
    assert (forged.values, set(forged.used)) == ({"name": None}, set())


def test_a_value_is_typed_as_its_reader_writes_it() -> None:
    with override("nb"):
        assert typed_of(1234567.5) == ["1234567,5"]
        assert typed_of(0.0000001) == ["0,0000001"]
    with override("en"):
        assert typed_of(2.5) == ["2.5"]
    assert (typed_of(None), typed_of(["a", "b"]), typed_of("2021-03-01")) == ([], ["a", "b"], ["2021-03-01"])
