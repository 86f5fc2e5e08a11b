"""A questionnaire is written, changed by several, taken back, put away, and kept as it was when it was asked."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.questionnaires.models import Edition, Questionnaire
from samordner.questionnaires.operations import (
    KEPT_EARLIER,
    edition_of,
    empty,
    make_questionnaire,
    put_away,
    rename,
    save_content,
    take_out,
    undo,
    why_not_hold,
)
from tests.factories.participation import Region, region
from tests.questionnaires.made import ask, asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Region:
    return region(1)


@pytest.fixture
def row(place: Region, now: datetime) -> Questionnaire:
    return make_questionnaire(
        place.programme, place.office, " Kartlegging ", asking(ask("a")), by="u1", now=now
    )


def keys(row: Questionnaire) -> list[str]:
    return [each.key for each in Questionnaire.objects.get(pk=row.pk).content.questions]


def test_what_is_written_comes_back_as_it_was_and_the_journal_says_so(row: Questionnaire) -> None:
    found = Questionnaire.objects.get()
    assert (found.name, found.content, found.version) == ("Kartlegging", asking(ask("a")), 1)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.kind, entry.key, entry.office) == (
        "make",
        "questionnaire",
        str(row.pk),
        "havbukta",
    )
    assert entry.detail == {"questions": 1, "ready": ""}


@pytest.mark.parametrize("name", ["", "  ", "Kartlegging", " Kartlegging", "x" * 201])
def test_a_questionnaire_needs_a_name_of_its_own(row: Questionnaire, now: datetime, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_questionnaire(row.programme, row.office, name, empty("x"), by="u1", now=now)
    assert refused.value.field == "name"
    assert Questionnaire.objects.count() == 1


def test_another_office_may_use_the_same_name(row: Questionnaire, now: datetime) -> None:
    away = region(1, key="sorviken", county="92")
    make_questionnaire(away.programme, away.office, row.name, row.content, by="u2", now=now)
    assert Questionnaire.objects.count() == 2


def test_of_two_who_write_at_once_the_second_is_told_and_overwrites_nothing(
    row: Questionnaire, now: datetime
) -> None:
    mine, theirs = Questionnaire.objects.get(), Questionnaire.objects.get()
    save_content(mine, asking(ask("mine")), version=1, by="u1", now=now)
    with pytest.raises(Conflict) as conflict:
        save_content(theirs, asking(ask("theirs")), version=1, by="u2", now=now)
    assert conflict.value.current.version == 2  # type: ignore[attr-defined]
    assert keys(row) == ["mine"]


def test_saying_the_same_again_changes_nothing(row: Questionnaire, now: datetime) -> None:
    save_content(row, asking(ask("a")), version=1, by="u1", now=now)
    assert (Questionnaire.objects.get().version, Entry.objects.filter(verb="change").count()) == (1, 0)


def test_the_last_change_is_taken_back_and_brought_again(row: Questionnaire, now: datetime) -> None:
    save_content(row, asking(ask("a"), ask("b")), version=1, by="u1", now=now, deed="add")
    rename(row, "Nytt navn", version=2, by="u1", now=now)
    undo(row, version=3, by="u1", now=now)
    assert (keys(row), row.content) == (["a"], asking(ask("a")))
    undo(row, version=4, by="u1", now=now)
    assert keys(row) == ["a", "b"]
    assert Questionnaire.objects.get().name == "Nytt navn"


def test_before_anything_was_changed_there_is_nothing_to_take_back(row: Questionnaire, now: datetime) -> None:
    with pytest.raises(Refusal):
        undo(row, version=1, by="u1", now=now)


def test_only_the_last_earlier_versions_are_kept(row: Questionnaire, now: datetime) -> None:
    for version in range(1, KEPT_EARLIER + 6):
        save_content(row, asking(ask(f"q{version}")), version=version, by="u1", now=now)
    kept = list(row.earlier.values_list("version", flat=True))
    assert kept == list(range(6, KEPT_EARLIER + 6))


def test_put_away_it_cannot_be_changed_and_its_name_is_free(row: Questionnaire, now: datetime) -> None:
    put_away(row, by="u1", now=now)
    put_away(row, by="u1", now=now)
    with pytest.raises(Refusal):
        save_content(row, asking(ask("b")), version=row.version, by="u1", now=now)
    with pytest.raises(Refusal):
        rename(row, "Annet", version=row.version, by="u1", now=now)
    other = make_questionnaire(row.programme, row.office, row.name, empty("x"), by="u1", now=now)
    with pytest.raises(Refusal):
        take_out(row, by="u1", now=now)
    rename(other, "Annet", version=1, by="u1", now=now)
    take_out(row, by="u1", now=now)
    assert Questionnaire.objects.get(pk=row.pk).put_away_at is None
    assert list(Entry.objects.filter(key=str(row.pk)).order_by("number").values_list("verb", flat=True)) == [
        "make",
        "put_away",
        "take_out",
    ]


def test_the_same_content_is_the_same_edition_and_another_content_the_next(
    row: Questionnaire, now: datetime
) -> None:
    first, again = edition_of(row, by="u1", now=now), edition_of(row, by="u2", now=now)
    save_content(row, asking(ask("b")), version=1, by="u1", now=now)
    second = edition_of(row, by="u1", now=now)
    undo(row, version=2, by="u1", now=now)
    assert (first.number, again.pk, second.number) == (1, first.pk, 2)
    assert edition_of(row, by="u1", now=now).pk == first.pk
    assert (first.content, second.content) == (asking(ask("a")), asking(ask("b")))


def test_an_edition_never_changes_and_making_it_is_no_deed_of_its_own(
    row: Questionnaire, now: datetime
) -> None:
    before = Entry.objects.count()
    made = edition_of(row, by="u1", now=now)
    assert Entry.objects.count() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(text="{}")


def test_too_much_to_ask_anybody_is_refused() -> None:
    assert why_not_hold(asking(*(ask(f"q{number}") for number in range(500)))) is None
    assert why_not_hold(asking(*(ask(f"q{number}") for number in range(501)))) is not None
    assert why_not_hold(asking(ask("a", text="å" * 500_001))) is not None
