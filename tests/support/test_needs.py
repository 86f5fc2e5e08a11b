"""A need goes from raised to taken to closed, and back; each deed is refused in a sentence when it cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.support.models import Need, Status, Step
from samordner.support.operations import (
    Asked,
    Ending,
    Taking,
    change_need,
    close,
    hand_over,
    log_help,
    raise_need,
    remove,
    reopen,
    restore,
    take,
    why_not_close,
    why_not_remove,
    why_not_reopen,
    why_not_take,
)
from samordner.support.queries import open_needs, steps_of
from tests.factories.participation import BY, DAY, END, NOW, Region, region
from tests.support.conftest import help_given, need

pytestmark = pytest.mark.django_db
ACTS: dict[str, Any] = {"by": BY, "now": NOW}


@pytest.fixture
def place() -> Region:
    return region(2)


def taking(organisation: str = "KS", ago: int = 20, **more: Any) -> Taking:
    return Taking(organisation, DAY - timedelta(days=ago), **more)


def ending(outcome: str = "helped", ago: int = 1, **more: Any) -> Ending:
    return Ending(outcome, DAY - timedelta(days=ago), **more)


def taken(place: Region) -> Need:
    return take(need(place[0]), taking(), version=1, **ACTS)


def test_a_need_is_open_until_taken_until_closed_on_each_day_as_it_was(place: Region) -> None:
    found = close(taken(place), ending(), version=2, **ACTS)
    days = [DAY - timedelta(days=ago) for ago in (25, 20, 2, 1)]
    assert [found.status(day) for day in days] == [Status.OPEN, Status.TAKEN, Status.TAKEN, Status.DONE]
    assert [list(open_needs(place.participations, day)) for day in days] == [[found], [found], [found], []]
    assert found.age(DAY) == 29


@pytest.mark.parametrize(
    ("outcome", "more", "status"),
    [
        ("helped", {}, Status.DONE), ("partly", {}, Status.DONE), ("no_longer", {}, Status.CLOSED),
        ("referred", {"referred_to": "Husbanken"}, Status.CLOSED),
    ],
)  # fmt: skip
def test_only_help_counts_as_helped(
    place: Region, outcome: str, more: dict[str, Any], status: Status
) -> None:
    found = close(taken(place), ending(outcome, **more), version=2, **ACTS)
    assert (found.status(DAY), found.referred_to) == (status, more.get("referred_to", ""))


def test_every_deed_leaves_a_step_and_one_entry_in_the_journal(place: Region) -> None:
    found = taken(place)
    hand_over(found, taking("USHT", 10, words="De har kurs"), version=2, **ACTS)
    close(found, ending("partly", words="Halvt"), version=3, **ACTS)
    reopen(found, on=DAY, words="Ikke løst", version=4, **ACTS)
    assert [(step.kind, step.organisation, step.words) for step in steps_of(found)] == [
        ("raised", "", ""), ("taken", "KS", ""), ("handed_over", "USHT", "De har kurs"),
        ("closed", "", "Halvt"), ("reopened", "", "Ikke løst"),
    ]  # fmt: skip
    verbs = (
        Entry.objects.filter(kind="need", key=str(found.pk)).order_by("number").values_list("verb", flat=True)
    )
    assert list(verbs) == ["raise", "take", "hand_over", "close", "reopen"]
    assert (found.status(DAY), found.taken_by, found.closing, found.version) == (Status.TAKEN, "USHT", "", 5)
    assert "Ikke løst" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_what_was_done_cannot_be_rewritten(place: Region) -> None:
    need(place[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(words="aldri sagt")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("text", "  ", "Say what is needed"), ("theme", "weather", "no such theme"),
        ("sector", "weather", "no such sector"), ("solutions", ("Q9",), "no such solution"),
        ("raised_on", DAY + timedelta(days=1), "has not come"),
        ("raised_on", date(2018, 1, 1), "does not take part on 1 January 2018"),
    ],
)  # fmt: skip
def test_a_need_that_cannot_be_is_refused_in_a_sentence(
    place: Region, field: str, value: Any, says: str
) -> None:
    usual: dict[str, Any] = {"text": "Skyss", "raised_on": DAY, "raised_where": "contact"}
    with pytest.raises(Refusal, match=says) as refused:
        raise_need(place[0], Asked(**usual | {field: value}), **ACTS)
    assert refused.value.field == field
    assert Need.objects.count() == 0


def test_each_deed_has_its_time(place: Region) -> None:
    found = need(place[0])
    assert (why_not_take(found), why_not_close(found)) == (None, None)
    assert why_not_reopen(found) == "The need is not closed."
    with pytest.raises(Refusal, match="Nobody has taken it yet"):
        hand_over(found, taking(), version=1, **ACTS)
    take(found, taking(), version=1, **ACTS)
    assert why_not_take(found) == "KS has taken it: hand it over instead."
    close(found, ending(), version=2, **ACTS)
    assert why_not_take(found) == "The need is closed: reopen it first."
    with pytest.raises(Refusal, match="reopen it first"):
        change_need(found, Asked("Annet", DAY, "contact"), version=3, **ACTS)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (ending("referred"), "to whom"), (ending("weather"), "how it ended"), (ending(ago=-1), "has not come"),
        (ending(ago=25), "before it was raised or taken"),
    ],
)  # fmt: skip
def test_an_ending_that_says_too_little_is_refused(place: Region, what: Ending, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        close(taken(place), what, version=2, **ACTS)


def test_nobody_is_helped_by_nobody(place: Region) -> None:
    found = need(place[0])
    with pytest.raises(Refusal, match="say first who helped"):
        close(found, ending(), version=1, **ACTS)
    help_given(place[0], on=found)
    assert close(found, ending(), version=1, **ACTS).outcome == "helped"


def test_of_two_who_take_at_once_the_second_sees_who_was_first(place: Region) -> None:
    found = need(place[0])
    mine, theirs = Need.objects.get(pk=found.pk), Need.objects.get(pk=found.pk)
    take(theirs, taking("USHT"), version=1, **ACTS)
    with pytest.raises(Conflict) as conflict:
        take(mine, taking("KS"), version=1, **ACTS)
    current: Any = conflict.value.current
    assert current.taken_by == "USHT"
    assert Step.objects.filter(kind="taken").count() == 1


def test_a_removed_need_is_nowhere_and_can_come_back_but_not_when_help_was_given(place: Region) -> None:
    found, helped = need(place[0]), need(place[1])
    help_given(place[1], on=helped)
    assert why_not_remove(helped) == "Help was given on this need: close it instead."
    remove(found, version=1, **ACTS)
    assert list(open_needs(place.participations, DAY)) == [helped]
    restore(found, version=2, **ACTS)
    assert set(open_needs(place.participations, DAY)) == {found, helped}


def test_help_to_many_is_logged_for_all_or_for_none(place: Region) -> None:
    made = help_given(*place.participations, kind="meeting")
    assert [row.participation for row in made] == place.participations
    place[1].until = DAY - timedelta(days=20)
    place[1].save()
    with pytest.raises(Refusal, match=f"{place[1]}: .* does not take part"):
        help_given(*place.participations)
    with pytest.raises(Refusal, match="another municipality"):
        help_given(place[0], on=need(place[1], ago=40))
    with pytest.raises(Refusal, match="at least one municipality"):
        log_help([], made_of_nothing(), **ACTS)
    assert Entry.objects.filter(verb="log").count() == 1


def made_of_nothing() -> Any:
    return None


def test_the_database_forbids_what_no_deed_would_write(place: Region) -> None:
    found = need(place[0])
    for wrong in ({"taken_by": "KS"}, {"outcome": "helped"}, {"closed_on": END}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Need.objects.filter(pk=found.pk).update(**wrong)
