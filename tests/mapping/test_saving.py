"""What is written is kept: cell by cell, by several people at once, whatever was typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.mapping.answering.operations.saving import Told, Wanted, mark_of, save, save_read
from samordner.mapping.answering.queries import cells_now, response_of
from samordner.mapping.models import MappingRound, Respondent, Response
from samordner.participation.queries import taking_part
from samordner.questionnaires.content import Bound, Choice, ChoiceList, Question, Section
from tests.factories.participation import DAY, NOW, region, say
from tests.factories.wording import words
from tests.mapping.answers import at, form, fresh, numbers, send, told, typing, values, visitor, write
from tests.mapping.making import opened, respondents, small_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(today: date) -> Respondent:
    return respondents(opened(region(2)))[0]


@pytest.fixture
def client() -> Client:
    return visitor()


def test_two_people_in_different_questions_of_one_section_do_not_disturb_each_other(
    row: Respondent, client: Client
) -> None:
    """Both have loaded the section while it was empty, and each sends all of it without a script."""
    empty = {"seen": '{"staff": "", "who": ""}'}
    one = form(row, {}, staff="12", who="") | empty
    other = form(row, {}, staff="", who="Kari") | empty
    assert client.post(at(row, "del/people/"), one).status_code == 302
    assert client.post(at(row, "del/people/"), other).status_code == 302
    assert values(row) == {"staff": 12, "who": "Kari"}


def test_in_the_same_question_the_second_is_told_who_wrote_what_and_nothing_is_overwritten(
    row: Respondent, client: Client
) -> None:
    client.post(at(row, "del/people/"), form(row, {}, who="Kari"))
    second = client.post(at(row, "del/people/"), form(row, {}, who="Ola"))
    page = second.content.decode()
    assert (second.status_code, values(row)) == (409, {"who": "Kari"})
    assert all(text in page for text in ("Kari Eksempel", ">Kari<", ">Ola<", 'value="Ola"'))
    again = form(row, {}, who="Ola")
    assert client.post(at(row, "del/people/"), again).status_code == 409  # pressing once more chooses nothing
    assert client.post(at(row, "del/people/"), again | {"choose:who": "theirs"}).status_code == 302
    assert values(row) == {"who": "Kari"}
    assert client.post(at(row, "del/people/"), again | {"choose:who": "mine:1"}).status_code == 302
    assert values(row) == {"who": "Ola"}


def test_a_choice_made_of_what_was_shown_does_not_overwrite_what_came_after(
    row: Respondent, client: Client
) -> None:
    write(row, who="Kari")
    write(row, who="Kari igjen")
    stale = form(row, {}, who="Ola") | {"choose:who": "mine:1"}
    assert client.post(at(row, "del/people/"), stale).status_code == 409
    assert values(row) == {"who": "Kari igjen"}


def test_what_comes_back_as_it_was_shown_is_not_written_by_its_reader(row: Respondent) -> None:
    write(row, who="Kari")
    seen = {"who": mark_of({"v": "Kari"})}
    write(row, who="Berit")
    saved = save_read(fresh(row), {"who": Wanted(("Kari",), "Kari")}, Told({"who": 1}, seen), by="", now=NOW)
    assert (saved.written, saved.conflicts, values(row)) == ((), {}, {"who": "Berit"})


ONE, NEXT, OTHER = "a" * 16, "b" * 16, "c" * 16


def typed(row: Respondent, text: str, *marks: tuple[str, int], version: int = 0) -> tuple[bool, bool]:
    """Whether it was written, and whether it was told as a clash, when it is typed in an open page with these marks."""
    about = Told({"who": version}, marks={"who": marks})
    saved = save_read(fresh(row), {"who": Wanted((text,), text)}, about, by="", now=NOW)
    return bool(saved.written), bool(saved.conflicts)


def test_own_words_whose_answer_never_came_back_are_no_clash_with_oneself(row: Respondent) -> None:
    assert typed(row, "Ka", (ONE, 1)) == (True, False)
    assert typed(row, "Kari", (ONE, 2)) == (True, False)  # the version of the first was never heard of
    assert typed(row, "Kari Øde", (NEXT, 1), (ONE, 2)) == (
        True,
        False,
    )  # the page was closed, and they were taken over
    assert typed(row, "Kari Ødegård", (NEXT, 2), (ONE, 2)) == (True, False)
    assert values(row) == {"who": "Kari Ødegård"}


def test_own_words_that_were_longer_on_their_way_cover_nothing_that_was_typed_later(row: Respondent) -> None:
    typed(row, "Kari Ødegård", (ONE, 2))
    assert typed(row, "Kari", (ONE, 1)) == (False, False)
    assert values(row) == {"who": "Kari Ødegård"}


def test_a_page_that_took_words_over_does_not_cover_what_the_first_page_wrote_after_that(
    row: Respondent,
) -> None:
    typed(row, "Kari", (ONE, 1))
    typed(row, "Kari Ødegård", (ONE, 2))
    assert typed(row, "Kari", (NEXT, 1), (ONE, 1)) == (False, True)
    assert values(row) == {"who": "Kari Ødegård"}


@pytest.mark.parametrize("marks", [(), ((OTHER, 1),), ((OTHER, 9), (NEXT, 9))])
def test_another_page_and_a_form_without_a_script_are_other_writers(
    row: Respondent, marks: tuple[tuple[str, int], ...]
) -> None:
    typed(row, "Kari", (ONE, 1))
    assert typed(row, "Ola", *marks) == (False, True)
    assert values(row) == {"who": "Kari"}


def test_what_another_wrote_between_own_words_is_not_covered(row: Respondent) -> None:
    typed(row, "Kari", (ONE, 1))
    assert typed(row, "Berit", (OTHER, 1), version=1) == (True, False)
    assert typed(row, "Kari igjen", (ONE, 2)) == (False, True)
    assert typed(row, "Berit og Kari", (ONE, 3), version=2) == (True, False)
    assert typed(row, "Berit", (OTHER, 2), version=1) == (False, True)
    assert typed(row, "Kari, Berit", (ONE, 4), version=1) == (False, True)  # from before it knew of Berit
    assert values(row) == {"who": "Berit og Kari"}


def test_as_one_types_the_page_goes_with_the_words(row: Respondent, client: Client) -> None:
    def types(text: str, step: int) -> list[str]:
        posted = form(row, {}, who=text) | {"typed-in:who": f"{ONE}:{step}"}
        return list(told(client.post(at(row, "del/people/lagre/"), posted))["clashes"])

    assert (types("Ka", 1), types("Kari", 2), values(row)) == ([], [], {"who": "Kari"})


def test_what_could_not_be_understood_is_kept_as_typed_and_shown_with_its_fault(
    row: Respondent, client: Client
) -> None:
    answer = client.post(at(row, "del/people/"), form(row, staff="omtrent tolv", who="Kari") | {"go": "next"})
    assert answer.status_code == 422
    assert cells_now(response_of(row))["staff"]["raw"] == "omtrent tolv"
    page = client.get(at(row, "del/people/")).content.decode()
    assert 'value="omtrent tolv"' in page
    assert 'aria-invalid="true"' in page
    assert "omtrent tolv" not in str(values(row))
    again = client.post(at(row, "del/people/"), form(row, staff="omtrent tolv", who="Kari") | {"go": "next"})
    assert again.status_code == 302  # told once, and then one may go on; it cannot be sent in
    with pytest.raises(Refusal):
        send(row)


def test_as_one_types_the_answer_tells_versions_and_what_is_asked_now(
    row: Respondent, client: Client
) -> None:
    first = told(typing(client, row, "people", who="Ka"))
    assert (first["cells"], first["clashes"]) == ({"who": [1, mark_of({"v": "Ka"})]}, [])
    shown = form(row, kitchen="yes") | {"shown": "kitchen content_with"}
    more = told(client.post(at(row, "del/food/lagre/"), shown))
    assert 'id="q-which"' in more["html"]
    assert "html" not in told(
        client.post(
            at(row, "del/food/lagre/"), form(row, which="Nytt") | {"shown": "kitchen which content_with"}
        )
    )
    assert values(row) == {"who": "Ka", "kitchen": "yes", "which": "Nytt"}


def test_as_one_types_a_clash_is_told_and_shown(row: Respondent, client: Client) -> None:
    write(row, who="Kari")
    answer = told(client.post(at(row, "del/people/lagre/"), form(row, {}, who="Ola")))
    assert (answer["clashes"], answer["cells"]) == (["who"], {})
    assert "Kari Eksempel" in answer["html"]
    assert values(row) == {"who": "Kari"}


def test_nothing_is_told_in_the_journal_of_what_is_only_written(row: Respondent) -> None:
    before = Entry.objects.count()
    write(row, who="Kari")
    assert Entry.objects.count() == before


def test_an_emptied_answer_is_empty_and_not_what_it_was(row: Respondent) -> None:
    write(row, who="Kari")
    write(row, who="")
    assert (values(row), numbers(row)) == ({}, {"who": 2})


def test_what_one_begins_with_can_be_emptied(today: date) -> None:
    content = small_content(
        sections=(Section("a", words("A"), (Question("n", "number", words("Tall"), default="3"),)),)
    )
    row = respondents(opened(region(1), content=content))[0]
    write(row, n="")
    assert cells_now(response_of(row))["n"] | {"at": ""} == {
        "v": None, "n": 1, "by": f"respondent:{row.pk}", "at": "",
    }  # fmt: skip


def test_when_nothing_is_written_nothing_is_begun(row: Respondent, client: Client) -> None:
    assert client.post(at(row, "del/people/"), form(row, staff="", who="")).status_code == 302
    assert Response.objects.count() == 0


def test_after_the_deadline_what_is_written_is_kept_and_not_sent_in(row: Respondent, client: Client) -> None:
    MappingRound.objects.update(opens=date(2021, 4, 1), deadline=date(2021, 4, 26))
    assert client.post(at(row, "del/people/"), form(row, who="Kari")).status_code == 302
    page = client.get(at(row, "oversikt/")).content.decode()
    assert values(row) == {"who": "Kari"}
    assert 'type="submit">' not in page.split("<main")[1]
    assert client.post(at(row, "oversikt/")).status_code == 422
    with pytest.raises(Refusal):
        send(row)


def test_in_a_closed_round_nothing_is_written_and_what_was_typed_is_shown(
    row: Respondent, client: Client
) -> None:
    write(row, who="Kari")
    MappingRound.objects.update(state="closed", closed_at=NOW)
    answer = client.post(at(row, "del/people/"), form(row, who="Ola Langnavn"))
    assert (answer.status_code, values(row)) == (409, {"who": "Kari"})
    assert 'value="Ola Langnavn"' in answer.content.decode()
    typed = client.post(at(row, "del/people/lagre/"), form(row, who="Ola"))
    assert (typed.status_code, set(told(typed))) == (409, {"refused"})


# What is registered


def known_round(today: date) -> Respondent:
    place = region(2)
    say(place[0], "plan_status", "in_process", date(2021, 2, 3))
    say(place[1], "plan_status", "decided", date(2021, 2, 3))
    plan = Question("plan", "one", words("Planen?"), choices="plan", bound=Bound("subject", "plan_status"))
    content = small_content(
        sections=(Section("a", words("A"), (plan,)),),
        lists=(ChoiceList("plan", tuple(Choice(key, words(key)) for key in ("not_begun", "in_process", "decided"))),),
    )  # fmt: skip
    return respondents(opened(place, content=content))[0]


def test_what_is_registered_is_asked_as_still_right_with_since_and_source(
    today: date, client: Client
) -> None:
    row = known_round(today)
    own = str(row.participation)
    assert [str(one) for one in taking_part("leve-hele-livet", DAY)].index(own) == 1 or own
    page = client.get(at(row, "del/a/")).content.decode()
    registered = "in_process" if own == "Øyvik" else "decided"
    assert f"<strong>{registered}</strong>" in page
    assert "03.02.2021" in page
    assert 'name="still:plan"' in page


def test_still_right_gives_the_registered_value_whatever_the_form_says(today: date, client: Client) -> None:
    row = known_round(today)
    registered = "in_process" if str(row.participation) == "Øyvik" else "decided"
    client.post(at(row, "del/a/"), {"version:plan": "0", "plan": "not_begun", "still:plan": "yes"})
    assert values(row) == {"plan": registered, "plan/still": "yes"}
    client.post(at(row, "del/a/"), {"version:plan": "1", "plan": "not_begun", "still:plan": "no"})
    assert values(row) == {"plan": "not_begun", "plan/still": "no"}
    assert send(row).values == {"plan": "not_begun", "plan/still": "no"}


def test_what_is_registered_is_no_answer_until_somebody_has_said_so(today: date, client: Client) -> None:
    row = known_round(today)
    registered = "in_process" if str(row.participation) == "Øyvik" else "decided"
    client.post(at(row, "del/a/"), {"version:plan": "0", "plan": registered})
    assert values(row) == {}


def test_saving_without_pages_passes_over_names_that_no_question_has(row: Respondent) -> None:
    saved = save(
        fresh(row), {"nobody": ["x"], "who/row": ["x"], "who": ["Kari"]}, versions={}, by="", now=NOW
    )
    assert saved.written == ("who",)
