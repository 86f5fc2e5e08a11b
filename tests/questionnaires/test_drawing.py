"""A section as it is drawn: what a browser, a screen reader and a phone get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from samordner.questionnaires.answering import asked, cells_in, faults, final, read_section
from samordner.questionnaires.content import Choice, ChoiceList, Content, Question, Scale, Words
from samordner.questionnaires.drawing import Attached, Drawing, Given, Known
from tests.factories.wording import words
from tests.questionnaires.asking import CONTENT
from tests.questionnaires.made import ask, asking, choices

TODAY = date(2021, 4, 27)
TEMPLATE = "{% load questionnaires %}<form>{% draw_section drawing %}</form>"
YES_NO = choices("yes_no", "yes", "no")


def drawing(
    content: Content, values: Mapping[str, Any] | None = None, place: int = 0, **more: Any
) -> Drawing:
    found = asked(content, values or {}, today=TODAY)
    return Drawing(content, content.sections[place], found, values or {}, **more)


def drawn(one: Drawing, language: str = "en") -> Any:
    with override(language):
        return html.fromstring(engines["django"].from_string(TEMPLATE).render({"drawing": one}))


def sent(page: Any, **changed: Sequence[str]) -> QueryDict:
    """What a browser would send of it, with some of it changed."""
    form = QueryDict(mutable=True)
    for name, value in page.form_values():
        form.appendlist(name, value)
    for name, texts in changed.items():
        form.setlist(name, list(texts))
    return form


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath(path)]


def one(question: Question, value: Any = None, **more: Any) -> Any:
    values = {} if value is None else {question.key: value}
    return drawn(drawing(asking(question, lists=(YES_NO,)), values, **more))


def test_what_is_not_asked_is_not_drawn() -> None:
    names = {name for name in drawn(drawing(CONTENT)).xpath("//@name") if ":" not in name}
    assert names == {"name", "plan", "hours"}
    names = {name for name in drawn(drawing(CONTENT, {"plan": "yes"})).xpath("//@name") if ":" not in name}
    assert names == {"name", "plan", "hours", "day"}
    assert drawn(drawing(CONTENT, place=2)).xpath("//*[@id='q-double']") == []


def test_every_cell_has_its_version_beside_it() -> None:
    page = drawn(drawing(CONTENT, place=1, versions={"stage/s1": 7}))
    versions = dict(
        zip(
            page.xpath("//input[@type='hidden']/@name"),
            page.xpath("//input[@type='hidden']/@value"),
            strict=True,
        )
    )
    assert versions == {f"version:stage/s{n}": "7" if n == 1 else "0" for n in range(1, 26)}


def test_every_input_has_a_name_that_is_read_aloud_and_no_id_comes_twice() -> None:
    given = {"hours": Given("2", "KS", "3. mars", value=2)}
    known = {"plan": Known("Ja", value="yes"), "stage/s2": Known("Planlagt", value="planned")}
    files = {"paper": [Attached("1", "Vedtak.pdf", "2 kB", "/fil/1"), Attached("2", "Kart.pdf")]}
    for place in range(3):
        page = drawn(drawing(CONTENT, {"wants": ["other"]}, place, known=known, given=given, files=files))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for each in page.xpath("//input[@type!='hidden'] | //textarea | //select"):
            named = page.xpath(f"//label[@for='{each.get('id')}']") if each.get("id") else []
            assert named or each.xpath("ancestor::label"), html.tostring(each)
        for refers in page.xpath("//@aria-describedby | //@aria-labelledby"):
            assert set(refers.split()) <= set(ids)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (ask("q"), "//input[@type='text'][@name='q']"),
        (ask("q", "long"), "//textarea[@name='q']"),
        (ask("q", "number"), "//input[@inputmode='numeric']"),
        (ask("q", "number", decimal=True), "//input[@inputmode='decimal']"),
        (ask("q", "date"), "//input[@type='date']"),
        (ask("q", "one", choices="yes_no"), "//*[@role='radiogroup']//input[@type='radio']"),
        (ask("q", "one", choices="yes_no", appearance="minimal"), "//select[@name='q']"),
        (ask("q", "many", choices="yes_no"), "//*[@role='group']//input[@type='checkbox']"),
        (ask("q", "scale", scale=Scale(1, 5)), "//*[@role='radiogroup']//input[@type='radio'][@value='5']"),
        (ask("q", "scale", scale=Scale(0, 100)), "//input[@inputmode='numeric']"),
        (ask("q", "file"), "//input[@type='file']"),
        (ask("q", "note"), "//*[@id='q-q'][not(.//input)]"),
        (ask("q", "number", read_only=True, default="3"), "//p[@class='question-shown'][text()='3']"),
        (ask("q", calculation="1 + 1"), "//p[@class='question-shown'][text()='2']"),
    ],
)  # fmt: skip
def test_each_kind_has_the_input_that_fits_it(question: Question, path: str) -> None:
    assert one(question).xpath(path)


def test_seven_choices_are_buttons_and_eight_a_list() -> None:
    for count, kind in ((7, "//input[@type='radio']"), (8, "//select/option[@value!='']")):
        content = asking(ask("q", "one", choices="l"), lists=(choices("l", *map(str, range(count))),))
        assert len(drawn(drawing(content)).xpath(kind)) == count


def test_a_fault_is_tied_to_its_input_and_told_first() -> None:
    content = asking(
        ask("a", hint=words("Kort")),
        ask("b", "one", choices="yes_no"),
        ask("c", "many", choices="yes_no"),
        lists=(YES_NO,),
    )
    page = drawn(drawing(content, faults={"a": "Feil a.", "b": "Feil b.", "c": "Feil c."}))
    field = page.xpath("//input[@name='a']")[0]
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "a-a-hint a-a-fault")
    assert texts(page, "//*[@id='a-a-fault']") == ["Feil a."]
    assert page.xpath("//*[@role='radiogroup'][@aria-describedby='a-b-fault']/@aria-invalid") == ["true"]
    assert page.xpath("//input[@name='c']/@aria-invalid") == ["true", "true"]
    assert texts(page, "//*[@role='alert']//li") == ["a: Feil a.", "b: Feil b.", "c: Feil c."]
    leads = [each.removeprefix("#") for each in page.xpath("//*[@role='alert']//a/@href")]
    assert [page.xpath(f"//*[@id='{each}']/@name") for each in leads] == [["a"], ["b"], ["c"]]


def test_what_could_not_be_understood_stands_as_it_was_typed() -> None:
    page = one(ask("q", "number"), typed={"q": ["mange <b>"]}, faults={"q": "Feil."})
    assert page.xpath("//input[@name='q']/@value") == ["mange <b>"]
    day = one(ask("q", "date"), typed={"q": ["31.2.2021"]}, faults={"q": "Feil."})
    assert day.xpath("//input[@name='q'][@type='text']/@value") == [
        "31.2.2021"
    ]  # a browser's own would drop it
    emptied = one(ask("q"), "deres", typed={"q": []})
    assert emptied.xpath("//input[@name='q']/@value") == [""]


def test_required_is_told_in_words_and_follows_its_condition() -> None:
    content = asking(ask("a"), ask("b", required="${a} = 'x'"))
    assert texts(drawn(drawing(content)), "//label") == ["a", "b"]
    page = drawn(drawing(content, {"a": "x"}), "nn")
    assert texts(page, "//label") == ["a", "b (må svarast på)"]
    assert page.xpath("//input[@aria-required='true']/@name") == ["b"]
    assert page.xpath("//@required") == []  # whoever is not done can leave the page all the same


def test_texts_are_in_the_readers_language_and_hold_answers() -> None:
    content = asking(
        ask("a"),
        replace(ask("b"), label=Words("Hva gjør ${a}?", "Kva gjer ${a}?"), guidance=words("Mer om ${ a }")),
    )
    page = drawn(drawing(content, {"a": "<i>Kari</i>"}), "nn")
    assert texts(page, "//label[@for='a-b']") == ["Kva gjer <i>Kari</i>?"]
    assert texts(page, "//details/div") == ["Mer om <i>Kari</i>"]


def test_nothing_that_is_written_becomes_html() -> None:
    evil = "\"'></textarea></select></label><script>alert(1)</script>"
    content = Content(
        words("x"),
        (replace(asking(
            *(ask(kind, kind, evil, hint=words(evil), guidance=words(evil), choices="l", rows="l", other=kind in {"one", "many"},
                  scale=Scale(0, 1, 1, words(evil), words(evil)))
              for kind in ("text", "long", "number", "date", "one", "many", "scale", "matrix", "file", "note")),
        ).sections[0], title=words(evil), intro=words(evil)),),
        (ChoiceList("l", (Choice(evil, words(evil)), Choice("b", words(evil)))),),
    )  # fmt: skip
    cells = {cell.name: evil for each in content.questions for cell in cells_in(content, each)}
    for read_only in (False, True):
        page = drawn(drawing(
            content, cells, typed={name: [evil] for name in cells}, faults=cells, notices=cells, read_only=read_only,
            known={name: Known(evil, evil, evil, evil) for name in cells},
            given={name: Given(evil, evil, evil, evil) for name in cells},
            files={"file": [Attached(evil, evil, evil, evil)]},
        ))  # fmt: skip
        assert page.xpath("//script | //@style | //@*[starts-with(name(), 'on')]") == []


def test_the_rows_of_a_table_are_each_a_group_of_their_own_with_every_choice_named() -> None:
    page = drawn(drawing(CONTENT, {"stage/s2": "done"}, 1), "nb")
    rows = page.xpath("//*[@role='radiogroup']")
    assert len(rows) == 25
    assert texts(page, "//*[@id='a-stage--s2-label']") == ["Løsning nummer 2"]
    assert rows[1].get("aria-labelledby") == "a-stage--s2-label"
    assert texts(rows[1], ".//label")[:5] == ["Ikke vurdert", "Vurdert", "Planlagt", "I gang", "Innført"]
    assert rows[1].xpath(".//input[@checked]/@value") == ["done"]
    assert page.xpath("//table") == []


def test_a_table_with_many_columns_has_a_list_in_each_row() -> None:
    content = asking(
        ask("m", "matrix", rows="r", choices="c"),
        lists=(choices("r", "a", "b"), choices("c", *map(str, range(8)))),
    )
    page = drawn(drawing(content, {"m/a": "3"}, faults={"m/b": "Feil."}))
    assert page.xpath("//select[@name='m/a']/option[@selected]/@value") == ["3"]
    assert page.xpath("//input[@type='radio']") == []
    assert page.xpath("//*[@role='alert']//a/@href") == ["#a-m--b"]


def test_a_choice_that_nobody_needs_can_be_taken_back() -> None:
    question = ask("q", "one", choices="yes_no")
    assert one(question).xpath("//input[@value='']") == []
    page = one(question, "yes")
    assert page.xpath("//label[contains(@class, 'choice-none')]//input[@value='']/@name") == ["q"]
    assert one(replace(question, required="true()"), "yes").xpath("//input[@value='']") == []
    content = asking(question, lists=(YES_NO,))
    assert read_section(content, content.sections[0], sent(page, q=[""])).values == {"q": None}


def test_what_is_registered_is_asked_about_and_nobody_has_answered_until_they_say_so() -> None:
    known = {"plan": Known("Ja", "siden 3. mars", "fra møtet", value="yes"), "hours": Known("2,5", value=2.5)}
    page = drawn(drawing(CONTENT, known=known), "nb")
    assert texts(page, "//*[@id='a-plan-known']") == ["Registrert: Ja siden 3. mars · fra møtet"]
    assert texts(page, "//*[@id='a-plan-still']") == ["Fortsatt riktig?"]
    assert page.xpath("//input[@name='still:plan']/@value") == ["yes", "no"]
    assert page.xpath("//input[starts-with(@name, 'still:')][@checked]") == []
    assert page.xpath("//input[@name='hours']/@value") == ["2,5"]  # to be changed from there
    untouched = read_section(CONTENT, CONTENT.sections[0], sent(page), known=known).values
    assert (untouched["plan"], untouched["hours"], untouched["plan/still"]) == (None, None, None)
    confirmed = read_section(
        CONTENT, CONTENT.sections[0], sent(page, **{"still:plan": ["yes"]}), known=known
    ).values
    assert (confirmed["plan"], confirmed["plan/still"]) == ("yes", "yes")
    again = drawn(drawing(CONTENT, confirmed, known=known))
    assert again.xpath("//input[@name='still:plan'][@checked]/@value") == ["yes"]
    assert read_section(CONTENT, CONTENT.sections[0], sent(again), known=known).values == confirmed | {
        "day": None
    }


def test_what_lacks_of_something_registered_leads_to_the_question_that_stands_open() -> None:
    known = {"plan": Known("Ja", value="yes")}
    page = drawn(drawing(CONTENT, known=known, faults={"plan": "Velg."}))
    assert page.xpath("//*[@role='alert']//a/@href") == ["#a-plan-still-yes"]
    assert page.xpath("//input[@name='still:plan'][@checked]") == []
    page = drawn(drawing(CONTENT, {"plan/still": "no"}, known=known, faults={"plan": "Velg."}))
    assert page.xpath("//*[@role='alert']//a/@href") == ["#a-plan-0"]
    assert page.xpath("//input[@name='still:plan'][@checked]/@value") == ["no"]


def test_a_table_of_what_is_registered_takes_one_tick() -> None:
    known = {f"stage/s{n}": Known("Planlagt", "siden 2020", value="planned") for n in range(1, 26)}
    page = drawn(drawing(CONTENT, place=1, known=known))
    assert page.xpath("//input[@name='still:stage']/@type") == ["checkbox"]
    assert page.xpath("//input[@type='radio'][@checked]") == []
    assert len(page.xpath("//label[contains(@class, 'registered')]//input[@value='planned']")) == 25
    read = read_section(CONTENT, CONTENT.sections[1], sent(page, **{"still:stage": ["yes"]}), known=known)
    assert set(read.values.values()) == {"planned", "yes"}
    again = drawn(drawing(CONTENT, read.values, 1, known=known))
    assert len(again.xpath("//input[@value='planned'][@checked]")) == 25
    assert read_section(CONTENT, CONTENT.sections[1], sent(again), known=known).values == read.values


def test_an_answer_given_elsewhere_is_offered_and_not_taken() -> None:
    given = {"hours": Given("2,5", "KS", "3. mars 2021", value=2.5)}
    page = drawn(drawing(CONTENT, given=given), "nn")
    assert texts(page, "//*[@id='a-hours-given']") == ["Dette svara de KS 3. mars 2021: 2,5"]
    assert page.xpath("//input[@name='use:hours'][@type='checkbox'][not(@checked)]/@value") == ["yes"]
    assert read_section(CONTENT, CONTENT.sections[0], sent(page), given=given).used == set()


def test_files_stand_there_and_can_be_removed() -> None:
    page = drawn(
        drawing(CONTENT, place=2, files={"paper": [Attached("12", "Vedtak.pdf", "2 kB", "/fil/12")]})
    )
    assert texts(page, "//ul[@class='files']/li/a") == ["Vedtak.pdf"]
    assert page.xpath("//input[@name='remove:paper'][@type='checkbox']/@value") == ["12"]
    assert (drawing(CONTENT, place=2).takes_files, drawing(CONTENT).takes_files) == (True, False)


def test_a_receipt_is_read_and_has_no_inputs() -> None:
    values = {"name": "Kari", "plan": "yes", "plan/still": "yes", "day": "2021-03-01"}
    page = drawn(drawing(CONTENT, values, read_only=True, level=3), "nb")
    assert page.xpath("//input | //select | //textarea") == []
    assert texts(page, "//h3") == ["Om kommunen"]
    assert texts(page, "//dd") == ["Kari", "Ja fortsatt riktig", "01.03.2021", "Ikke besvart"]
    paper = drawn(drawing(CONTENT, {"paper": ["Vedtak.pdf", "Kart.pdf"]}, 2, read_only=True), "nb")
    assert texts(paper, "//*[@id='q-paper']/dd") == ["Vedtak.pdf, Kart.pdf"]
    table = drawn(drawing(CONTENT, {"stage/s1": "done"}, 1, read_only=True), "nb")
    assert texts(table, "//th")[:2] == ["Løsning nummer 1", "Løsning nummer 2"]
    assert texts(table, "//td")[:2] == ["Innført", "Ikke besvart"]


ANSWERS = st.fixed_dictionaries({}, optional={
    "name": st.text(min_size=1, max_size=30), "plan": st.sampled_from(["yes", "no"]), "day": st.dates().map(date.isoformat),
    "hours": st.one_of(st.integers(-999, 10**9), st.decimals(-999, 999, places=3).map(float)),
    "stage/s1": st.sampled_from(["none", "done"]), "stage/s25": st.sampled_from(["none", "done"]),
    "useful": st.integers(0, 10), "wants": st.lists(st.sampled_from(["course", "visit", "other"]), min_size=1, unique=True),
    "wants/other": st.text(min_size=1, max_size=30), "sector": st.sampled_from(["f1", "f9"]), "why": st.text(min_size=1),
})  # fmt: skip


@given(ANSWERS, st.sampled_from(["nb", "nn", "en"]))
def test_a_form_that_is_sent_as_it_was_drawn_changes_nothing(answers: dict[str, Any], language: str) -> None:
    with override(language):
        values: dict[str, Any] = {}
        for _time in range(2):  # as they are once they have been typed; and then again
            before, values = values or answers, {}
            for place, section in enumerate(CONTENT.sections):
                page = drawn(drawing(CONTENT, before, place), language)
                values |= read_section(CONTENT, section, sent(page)).values
            kept = final(CONTENT, values, today=TODAY)
            if before is not answers:
                assert kept == final(CONTENT, before, today=TODAY)
        assert faults(CONTENT, values, today=TODAY).keys() <= {"name", "plan", "day", "hours"}
