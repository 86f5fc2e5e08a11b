"""Free text is coded one after the other; themes are put together, removed and brought back; nothing coded is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from samordner.findings.models import Coding, Theme
from samordner.findings.operations.coding import (
    code,
    make_theme,
    merge_theme,
    remove_theme,
    restore_theme,
    reword_theme,
    why_not_restore,
)
from samordner.findings.queries import results
from samordner.findings.queries.texts import token_of
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.mapping.models import MappingRound, Submission
from samordner.questionnaires.content import Bound, Content, Question, Section
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, NOW, Region, region
from tests.factories.wording import words
from tests.findings.found import ask, evaluation, in_english, one_question, round_with, send

__all__ = ["in_english", "signed_in", "today"]

pytestmark = pytest.mark.django_db

WRITTEN = one_question(Question("why", "long", words("Hvorfor?")))


@pytest.fixture
def place() -> Region:
    return region(3)


@pytest.fixture
def sent(place: Region) -> list[Submission]:
    of = round_with(place, WRITTEN)
    return [
        send(respondent, {"why": text})
        for respondent, text in zip(
            ask(of, place.participations), ["Folk mangler", "Penger", "Folk og penger"], strict=True
        )
    ]


@pytest.fixture
def of(sent: list[Submission]) -> MappingRound:
    return sent[0].round


def theme(of: MappingRound, name: str) -> Theme:
    return make_theme(of, name, by=BY, now=NOW)


def coded(of: MappingRound) -> dict[str, str]:
    return {each.name: each.count.words for each in results(of).cell("why").themes}


def give(one: Submission, *themes: Theme, seen: tuple[Theme, ...] = ()) -> int:
    return code(
        one.round,
        one,
        "why",
        themes=[row.pk for row in themes],
        seen=[row.pk for row in seen],
        by=BY,
        now=NOW,
    )


def test_a_text_may_have_several_themes_and_each_counts_of_all_texts(
    of: MappingRound, sent: list[Submission]
) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    give(sent[0], people)
    give(sent[1], money)
    give(sent[2], people, money)
    assert coded(of) == {"Folk": "2 of 3", "Penger": "2 of 3"}
    assert Entry.objects.filter(verb="coded").count() == 3


def test_what_another_coded_meanwhile_stays(of: MappingRound, sent: list[Submission]) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    give(sent[2], people)  # while the second coder still sees none
    give(sent[2], money)
    assert coded(of) == {"Folk": "1 of 3", "Penger": "1 of 3"}
    give(sent[2], seen=(people,))
    assert coded(of) == {"Penger": "1 of 3"}


def test_themes_put_together_count_a_text_once_and_come_apart_again(
    of: MappingRound, sent: list[Submission]
) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    give(sent[0], people)
    give(sent[2], people, money)
    merged = merge_theme(people, money, version=people.version, by=BY, now=NOW)
    assert coded(of) == {"Penger": "2 of 3"}
    restore_theme(merged, version=merged.version, by=BY, now=NOW)
    assert coded(of) == {"Folk": "2 of 3", "Penger": "1 of 3"}


def test_a_text_loses_a_theme_also_when_it_had_it_by_one_that_was_put_into_it(
    of: MappingRound, sent: list[Submission]
) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    give(sent[0], people)
    merge_theme(people, money, version=people.version, by=BY, now=NOW)
    give(sent[0], seen=(money,))
    assert coded(of) == {}


def test_a_removed_theme_takes_what_was_put_into_it_along_and_comes_back_with_it(
    of: MappingRound, sent: list[Submission]
) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    give(sent[0], people)
    give(sent[1], money)
    merge_theme(people, money, version=people.version, by=BY, now=NOW)
    removed = remove_theme(money, version=money.version, by=BY, now=NOW)
    assert coded(of) == {}
    restore_theme(removed, version=removed.version, by=BY, now=NOW)
    assert coded(of) == {"Penger": "2 of 3"}


def test_a_name_is_free_again_and_then_bars_the_way_back(of: MappingRound) -> None:
    first = theme(of, "Folk")
    removed = remove_theme(first, version=first.version, by=BY, now=NOW)
    again = theme(of, "Folk")
    assert why_not_restore(removed) == "There is a theme of that name already."
    with pytest.raises(Refusal):
        restore_theme(removed, version=removed.version, by=BY, now=NOW)
    with pytest.raises(Refusal):
        theme(of, " Folk ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.filter(pk=removed.pk).update(removed_at=None)
    reword_theme(again, "Bemanning", "", version=again.version, by=BY, now=NOW)
    assert why_not_restore(removed) is None


def test_a_theme_cannot_be_put_into_itself_another_rounds_or_one_that_is_away(
    of: MappingRound, place: Region
) -> None:
    people, money = theme(of, "Folk"), theme(of, "Penger")
    elsewhere = theme(round_with(place, WRITTEN), "Annet")
    away = remove_theme(money, version=money.version, by=BY, now=NOW)
    for into in (people, elsewhere, away):
        with pytest.raises(Refusal):
            merge_theme(people, into, version=people.version, by=BY, now=NOW)


def test_two_who_reword_the_same_theme_do_not_overwrite_each_other(of: MappingRound) -> None:
    row = theme(of, "Folk")
    reword_theme(row, "Bemanning", "", version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        reword_theme(row, "Ansatte", "", version=1, by=BY, now=NOW)


# Pages


@pytest.fixture
def client(place: Region, signed_in: SignIn, today: date) -> Client:
    return signed_in("coordinator", place.office)


def test_a_coder_goes_from_text_to_text(of: MappingRound, sent: list[Submission], client: Client) -> None:
    people = theme(of, "Folk")
    address = reverse("findings:coding", args=[of.pk])
    first, second, third = (token_of(str(row.pk), "why") for row in sent)
    page = client.get(address)
    assert page.context["here"].token == first
    saved = client.post(address, {"text": first, "themes": [people.pk]})
    assert saved["Location"] == f"{address}?text={second}"
    saved = client.post(address, {"text": second, "new": "Penger"})
    assert saved["Location"] == f"{address}?text={third}"
    assert coded(of) == {"Folk": "1 of 3", "Penger": "1 of 3"}
    left = client.get(address, {"theme": "-"})
    assert [row.token for row in left.context["rows"]] == [third]
    assert client.get(address, {"theme": str(people.pk)}).context["here"].token == first
    last = client.post(address, {"text": third, "themes": [people.pk]})
    assert last["Location"] == reverse("findings:themes", args=[of.pk])
    assert client.get(address, {"text": "nothing"}).status_code == 404


def test_a_theme_that_cannot_be_made_keeps_what_was_ticked_and_typed(
    of: MappingRound, sent: list[Submission], client: Client
) -> None:
    people = theme(of, "Folk")
    token = token_of(str(sent[0].pk), "why")
    page = client.post(
        reverse("findings:coding", args=[of.pk]), {"text": token, "themes": [people.pk], "new": "Folk"}
    )
    assert (page.status_code, page.context["typed"]) == (422, "Folk")
    assert [ticked for _row, ticked, _key in page.context["themes"]] == [True]
    assert not Coding.objects.exists()


def test_an_address_tells_nothing_of_what_else_the_same_person_wrote(place: Region, client: Client) -> None:
    of = evaluation(place, WRITTEN, [{"why": text} for text in ("ro", "mat", "prat", "lys", "tid")])
    page = client.get(reverse("findings:coding", args=[of.pk]))
    assert [row.text for row in page.context["rows"]] == ["lys", "mat", "prat", "ro", "tid"]
    said = page.content.decode()
    assert not any(str(row.pk) in said or row.pk.hex in said for row in Submission.objects.all())


def test_themes_are_made_reworded_put_together_removed_and_brought_back_on_their_page(
    of: MappingRound, sent: list[Submission], client: Client
) -> None:
    listed = reverse("findings:themes", args=[of.pk])
    assert client.post(listed, {"name": "Folk", "description": "Bemanning"}).status_code == 302
    assert client.post(listed, {"name": "Folk"}).status_code == 422
    client.post(listed, {"name": "Penger"})
    people, money = Theme.objects.get(name="Folk"), Theme.objects.get(name="Penger")
    give(sent[0], people)
    client.post(
        reverse("findings:theme_merge", args=[people.pk]), {"into": money.pk, "version": people.version}
    )
    assert coded(of) == {"Penger": "1 of 3"}
    people.refresh_from_db()
    client.post(reverse("findings:theme_restore", args=[people.pk]), {"version": people.version})
    people.refresh_from_db()
    client.post(reverse("findings:theme_remove", args=[people.pk]), {"version": people.version})
    assert coded(of) == {}
    page = client.get(listed)
    assert [row.name for row, _why in page.context["away"]] == ["Folk"]
    said = client.get(listed, {"format": "csv"}).content.decode("utf-8-sig")
    assert said.count("\r\n") == 4
    conflict = client.post(reverse("findings:theme", args=[money.pk]), {"name": "Kroner", "version": 7})
    assert conflict.status_code == 409
    assert "Kroner" in conflict.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_many_questions_however_many_themes_there_are(
    count: int,
    of: MappingRound,
    sent: list[Submission],
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        give(sent[number], theme(of, f"Tema {number}"))
    for name, number in (("findings:themes", THEMES), ("findings:coding", CODING)):
        address = reverse(name, args=[of.pk])
        client.get(address)
        with django_assert_num_queries(number):
            client.get(address)


THEMES, CODING = 12, 12


def test_a_line_that_becomes_something_registered_is_not_there_to_be_coded(
    place: Region, client: Client
) -> None:
    texts = (
        Question("case", "text", words("Saksnummer?"), bound=Bound("subject", subject="plan_status", part="case_number")),
        Question("wish", "long", words("Hva slags hjelp?"), bound=Bound("need", part="text")),
        Question("short", "text", words("Kort sagt?")),
    )  # fmt: skip
    of = round_with(place, Content(words("Tekst"), (Section("all", words("Alt"), texts),)))
    [respondent] = ask(of, place.participations[:1])
    send(respondent, {"case": "PS 1/21", "wish": "Et kurs", "short": "Godt"})
    coding, themes = (client.get(reverse(f"findings:{name}", args=[of.pk])) for name in ("coding", "themes"))
    assert [row.cell for row in coding.context["rows"]] == ["wish", "short"]
    assert (themes.context["texts"], themes.context["coded"]) == (2, 0)
    found = client.get(reverse("findings:results", args=[of.pk])).content.decode()
    way = reverse("findings:coding", args=[of.pk])
    assert [f"{way}?question={key}" in found for key in ("case", "wish", "short")] == [False, True, True]
    file = client.get(reverse("findings:themes", args=[of.pk]), {"format": "csv"}).content.decode("utf-8-sig")
    assert "PS 1/21" in file  # everything that was written is handed out
