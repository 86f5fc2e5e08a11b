"""Approved minutes are bytes that never change; a correction is a new edition, and both are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samordner.files.models import File
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.letters import kinds
from samordner.letters.models import Letter
from samordner.minutes.approving import approve_minutes
from samordner.minutes.content import digest, frozen, thawed
from samordner.minutes.gathering import gather
from samordner.minutes.letters import KINDS, recipients
from samordner.minutes.models import Approval, Decision, Minutes, Task
from samordner.minutes.operations import (
    change_decision,
    correct,
    decide,
    do,
    give_up,
    note_need,
    remove_decision,
    send,
    write_front,
    write_point,
)
from samordner.participation.models import Participation
from samordner.support.operations import Asked
from tests.factories.participation import BY, DAY, NOW, region
from tests.minutes.conftest import (
    SignIn,
    approved,
    begun,
    decision_of,
    meeting,
    points_of,
    signed_in,
    task_of,
    written,
)

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related("meeting__office", "meeting__programme").get(pk=minutes.pk)


def there(minutes: Minutes, *places: Participation) -> None:
    """People of these municipalities came."""
    from samordner.invitations.models import Registration

    for number, place in enumerate(places, 1):
        Registration.objects.create(
            meeting=minutes.meeting, participation=place, number=number, name=f"Deltakar {number}",
            email=f"deltakar{number}@example.org", state="place", registered_at=NOW, attended=True, attended_how="door",
            who=str(number),
        )  # fmt: skip


def test_what_is_approved_is_what_was_written_counted_and_noted() -> None:
    place = region(3)
    minutes = written(place)
    there(minutes, place[0], place[1], place[1])
    asked = Asked(
        text="Hjelp til plan", raised_on=date(2021, 4, 13), raised_where="meeting", theme="transport"
    )
    note_need(points_of(minutes)[1], place[2], asked, by=BY, now=NOW)
    content = thawed(bytes(approved(minutes).data.content))
    assert (content.title, content.kind, content.when) == (
        "Mat og måltid",
        "Dialogmøte",
        "13.04.2021 09.00–11.30",
    )
    assert (content.counted, content.places) == (3, (str(place[0]), str(place[1])))
    first, second = content.points
    assert (first.text, first.decisions) == (
        "Kommunane fortalde om kjøkena sine.",
        ("Vi møtest igjen i juni.",),
    )
    assert [(one.text, one.owner, one.deadline) for one in first.tasks] == [
        ("Sende ut rettleiaren", "KS", date(2021, 4, 20))
    ]
    assert [(one.place, one.text) for one in second.needs] == [(place[2].municipality.name, "Hjelp til plan")]
    assert content.approved_on == DAY


def test_frozen_minutes_read_back_the_same() -> None:
    content = gather(written(region(1)))
    assert thawed(frozen(content)) == content


def test_the_files_are_kept_with_their_digests_and_the_journal_names_them() -> None:
    approval = approved(written(region(1)))
    entry = Entry.objects.get(number=approval.number)
    for kind in ("data", "page", "docx", "pdf"):
        kept: File = getattr(approval, kind)
        assert hashlib.sha256(bytes(kept.content)).hexdigest() == kept.digest == entry.detail[kind]
    assert bytes(approval.pdf.content).startswith(b"%PDF")


def test_what_was_written_after_it_was_looked_at_is_not_approved_unseen() -> None:
    minutes = written(region(1))
    seen = digest(gather(minutes))
    decide(points_of(minutes)[1], text="Noko som kom til", by="u2", now=NOW)
    with pytest.raises(Conflict):
        approve_minutes(minutes, seen=seen, today=DAY, by=BY, now=NOW)
    assert (Approval.objects.count(), fresh(minutes).approved) == (0, False)


def test_empty_minutes_and_those_of_a_meeting_to_come_are_not_approved() -> None:
    place = region(1)
    with pytest.raises(Refusal, match="Nothing is written"):
        approved(begun(place))
    later = written(place, topic="Seinare", day=date(2021, 4, 28))
    with pytest.raises(Refusal, match="has not come"):
        approved(later)


def test_approved_minutes_are_approved_once() -> None:
    minutes = written(region(1))
    approved(minutes)
    with pytest.raises(Refusal, match="approved already"):
        approved(minutes)


def test_the_database_refuses_to_change_an_approval_or_remove_it() -> None:
    approval = approved(written(region(1)))
    faults: tuple[Callable[[], object], ...] = (
        lambda: Approval.objects.update(edition=2),
        lambda: Approval.objects.all().delete(),
    )
    for broken in faults:
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    assert Approval.objects.get() == approval


def test_a_corrected_edition_says_what_it_corrects_and_the_first_stays_as_it_was() -> None:
    minutes = written(region(1))
    first = approved(minutes)
    before = bytes(first.pdf.content)
    with pytest.raises(Refusal, match="Say what is corrected"):
        correct(minutes, why=" ", by=BY, now=NOW)
    correct(minutes, why="Møtet er i august.", by=BY, now=NOW)
    decision = decision_of(minutes)
    change_decision(decision, text="Vi møtest i august.", version=decision.version, by=BY, now=NOW)
    assert Decision.objects.get().approved == "Vi møtest igjen i juni."
    second = approved(fresh(minutes))
    now, then = (thawed(bytes(one.data.content)) for one in (second, first))
    assert (now.edition, now.correcting, now.points[0].decisions) == (
        2,
        "Møtet er i august.",
        ("Vi møtest i august.",),
    )
    assert (then.edition, then.points[0].decisions) == (1, ("Vi møtest igjen i juni.",))
    assert bytes(Approval.objects.get(pk=first.pk).pdf.content) == before
    assert Decision.objects.get().approved == "Vi møtest i august."


def test_a_correction_begun_by_mistake_is_given_up_while_nothing_is_changed() -> None:
    minutes = written(region(1))
    approved(minutes)
    correct(minutes, why="Feil", by=BY, now=NOW)
    held = fresh(minutes)
    give_up(held, gather(held), by=BY, now=NOW)
    held = fresh(minutes)
    assert (held.approved, held.edition, held.correcting) == (True, 1, "")
    correct(held, why="Feil igjen", by=BY, now=NOW)
    point = points_of(minutes)[0]
    write_point(point, title="Status", text="Noko anna", version=point.version, by=BY, now=NOW)
    held = fresh(minutes)
    with pytest.raises(Refusal, match="Something has been changed"):
        give_up(held, gather(held), by=BY, now=NOW)


def test_a_decision_that_a_correction_takes_out_stands_until_the_correction_is_approved() -> None:
    minutes = written(region(1))
    approved(minutes)
    correct(minutes, why="Vart ikkje vedteke", by=BY, now=NOW)
    decision = decision_of(minutes)
    remove_decision(decision, version=decision.version, by=BY, now=NOW)
    assert Decision.objects.get().approved == "Vi møtest igjen i juni."
    approved(fresh(minutes))
    assert Decision.objects.get().approved == ""


def test_a_task_done_after_approval_does_not_change_what_was_approved() -> None:
    minutes = written(region(1))
    approval = approved(minutes)
    task = Task.objects.select_related("said__minutes__meeting__office").get()
    do(task, on=DAY, how="Sendt", today=DAY, version=task.version, by=BY, now=NOW)
    content = thawed(bytes(Approval.objects.get(pk=approval.pk).data.content))
    assert [one.state for one in content.points[0].tasks] == [""]
    assert task_of(minutes).done_on == DAY


def test_what_is_said_of_who_was_there_is_printed() -> None:
    minutes = written(region(1))
    write_front(minutes, present="KS\nUSHT", language="nb", version=minutes.version, by=BY, now=NOW)
    approval = approved(fresh(minutes))
    text = bytes(approval.page.content).decode()
    assert [word for word in ("KS", "USHT", "Til stede") if word not in text] == []


# Sent


@pytest.fixture
def with_letters() -> Any:
    before = kinds.kinds()
    kinds.install((*kinds.OWN, *KINDS))
    yield
    kinds.install(before)


def test_the_minutes_are_sent_once_to_each_and_a_correction_anew(
    with_letters: None, signed_in: SignIn
) -> None:
    place = region(2)
    signed_in("coordinator", place.office)
    minutes = written(place)
    there(minutes, place[0])
    approval = approved(minutes)
    approval.minutes = minutes
    who = recipients(minutes.meeting, DAY)
    assert [one.group for one in who] == ["there", "apparatus"]
    with pytest.raises(Refusal, match="at least one"):
        send(approval, [], day=DAY, by=BY, now=NOW)
    made = send(approval, who[:1], day=DAY, by=BY, now=NOW)
    letter = Letter.objects.get()
    assert (made.letters, letter.to_address, letter.about) == (
        1,
        "deltakar1@example.org",
        f"minutes/{approval.pk}",
    )
    assert [one.file for one in letter.enclosures.all()] == [approval.pdf]
    assert send(approval, who, day=DAY, by=BY, now=NOW).letters == 1
    with pytest.raises(Refusal, match="had this edition already"):
        send(approval, who, day=DAY, by=BY, now=NOW)
    correct(minutes, why="Fristen er 1. juni", by=BY, now=NOW)
    second = approved(fresh(minutes))
    second.minutes = fresh(minutes)
    with pytest.raises(Refusal, match="corrected edition replaces"):
        send(approval, who, day=DAY, by=BY, now=NOW)
    send(second, who, day=DAY, by=BY, now=NOW)
    assert "Fristen er 1. juni" in Letter.objects.filter(about=f"minutes/{second.pk}")[0].body


def test_whoever_was_erased_or_stayed_away_is_not_written_to() -> None:
    from samordner.invitations.models import Registration

    place = region(2)
    row = meeting(place)
    usual = {"meeting": row, "state": "place", "registered_at": NOW}
    Registration.objects.create(number=1, erased_at=NOW, **usual)
    Registration.objects.create(
        number=2,
        name="Vart heime",
        email="heime@example.org",
        who="2",
        attended=False,
        attended_how="door",
        **usual,
    )
    assert recipients(row, DAY) == []
