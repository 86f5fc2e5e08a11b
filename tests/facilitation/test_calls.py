"""A call noted: refused for a reason, changed against another, taken away and brought back, never told in the journal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.facilitation.models import Call
from samordner.facilitation.operations import Said, change_call, note_call, remove_call, restore_call
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from tests.facilitation import making as make
from tests.factories.networks import place_of
from tests.factories.participation import BY, DAY, NOW

pytestmark = pytest.mark.django_db


def said(**more: object) -> Said:
    return Said(**{"day": DAY, "how": "phone", "said": "De trenger hjelp med tallene.", **more})  # type: ignore[arg-type]


def test_a_call_is_kept_with_its_week_and_why_and_the_journal_does_not_say_what_was_said() -> None:
    team = make.team_of(make.cohort(place_of(1)))
    row = note_call(team, said(), reasons=["absent"], today=DAY, by=BY, now=NOW)
    assert (row.week, row.reasons, row.said) == (
        date(2021, 4, 26),
        ["absent"],
        "De trenger hjelp med tallene.",
    )
    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    assert (entry.verb, entry.kind, entry.key) == ("note", "call", str(row.pk))
    assert "tallene" not in str(entry.detail)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": DAY + timedelta(days=1)}, "day"),
        ({"day": DAY - timedelta(days=400)}, "day"),
        ({"how": "telepathy"}, "how"),
        ({"said": "x" * 4001}, "said"),
        ({"said": "Gjelder 01010750160"}, "said"),
    ],
)
def test_what_cannot_be_a_call_is_refused_at_its_field(more: dict[str, object], field: str) -> None:
    team = make.team_of(make.cohort(place_of(1)))
    with pytest.raises(Refusal) as refused:
        note_call(team, said(**more), today=DAY, by=BY, now=NOW)
    assert (refused.value.field, Call.objects.count()) == (field, 0)


def test_two_who_change_a_call_at_once_do_not_overwrite_each_other() -> None:
    row = note_call(make.team_of(make.cohort(place_of(1))), said(), today=DAY, by=BY, now=NOW)
    stale = Call.objects.get(pk=row.pk)
    change_call(row, said(said="Først"), version=1, today=DAY, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_call(stale, said(said="Så"), version=1, today=DAY, by=BY, now=NOW)
    assert Call.objects.get().said == "Først"


def test_a_call_is_removed_once_and_brought_back_as_it_was() -> None:
    row = note_call(make.team_of(make.cohort(place_of(1))), said(), today=DAY, by=BY, now=NOW)
    remove_call(row, version=1, by=BY, now=NOW)
    with pytest.raises(Refusal):
        remove_call(row, version=2, by=BY, now=NOW)
    with pytest.raises(Refusal):
        change_call(row, said(), version=2, today=DAY, by=BY, now=NOW)
    restore_call(row, version=2, by=BY, now=NOW)
    assert (Call.objects.get().removed_at, Call.objects.get().said) == (None, "De trenger hjelp med tallene.")
