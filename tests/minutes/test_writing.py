"""Minutes are written point by point while the meeting goes on; nobody's words are overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.meetings.operations import NewPoint, add_point
from samordner.minutes.models import Decision, Minutes, Said, Task
from samordner.minutes.operations import (
    add_point as add_to_minutes,
)
from samordner.minutes.operations import (
    begin,
    change_decision,
    decide,
    move_point,
    note_need,
    note_observation,
    noted_day,
    remove_decision,
    remove_point,
    restore_decision,
    restore_point,
    source_key,
    take_in,
    write_front,
    write_point,
)
from samordner.participation.models import Observation, SourceKind
from samordner.participation.statements import Statement
from samordner.support.models import Need
from samordner.support.operations import Asked
from tests.factories.participation import BY, DAY, NOW, region
from tests.minutes.conftest import approved, begun, decision_of, given, meeting, points_of, written

pytestmark = pytest.mark.django_db


def titles(minutes: Minutes) -> list[str]:
    return [one.title for one in points_of(minutes) if one.removed_at is None]


def test_the_agenda_becomes_the_minutes() -> None:
    minutes = begun(region(1))
    assert titles(minutes) == ["Status", "Vegen vidare"]
    assert [entry.verb for entry in Entry.objects.filter(kind="minutes")] == ["begin"]


def test_minutes_are_begun_once_and_never_of_a_cancelled_meeting() -> None:
    place = region(1)
    minutes = begun(place)
    with pytest.raises(Refusal, match="begun already"):
        begin(minutes.meeting, language="nb", by=BY, now=NOW)
    off = meeting(place, "Avlyst")
    type(off).objects.filter(pk=off.pk).update(status_key="dropped")
    off.refresh_from_db()
    with pytest.raises(Refusal, match="cancelled"):
        begin(off, language="nb", by=BY, now=NOW)


def test_a_point_that_the_programme_gets_later_can_be_taken_in() -> None:
    minutes = begun(region(1))
    add_point(minutes.meeting, NewPoint(title="Eventuelt"), by=BY, now=NOW)
    assert take_in(minutes, by=BY, now=NOW) == 1
    assert take_in(minutes, by=BY, now=NOW) == 0
    assert titles(minutes) == ["Status", "Vegen vidare", "Eventuelt"]


def test_what_another_wrote_meanwhile_is_not_overwritten() -> None:
    first = points_of(begun(region(1)))[0]
    write_point(first, title="Status", text="Min tekst", version=1, by=BY, now=NOW)
    with pytest.raises(Conflict) as caught:
        write_point(first, title="Status", text="Din tekst", version=1, by="u2", now=NOW)
    assert Said.objects.get(pk=first.pk).text == "Min tekst"
    assert getattr(caught.value.current, "text", "") == "Min tekst"


def test_saving_what_stands_there_writes_nothing() -> None:
    first = points_of(begun(region(1)))[0]
    before = Entry.objects.count()
    write_point(first, title=" Status ", text="\n", version=1, by=BY, now=NOW)
    assert (Said.objects.get(pk=first.pk).version, Entry.objects.count()) == (1, before)


def test_a_point_without_a_heading_is_refused() -> None:
    first = points_of(begun(region(1)))[0]
    with pytest.raises(Refusal, match="heading"):
        write_point(first, title=" ", text="x", version=1, by=BY, now=NOW)


def test_points_that_come_up_stand_last_and_can_be_moved_and_removed_and_brought_back() -> None:
    minutes = begun(region(1))
    new = add_to_minutes(minutes, title="Kom opp i møtet", by=BY, now=NOW)
    move_point(new, up=True, by=BY, now=NOW)
    assert titles(minutes) == ["Status", "Kom opp i møtet", "Vegen vidare"]
    remove_point(new, version=new.version, by=BY, now=NOW)
    assert titles(minutes) == ["Status", "Vegen vidare"]
    new.refresh_from_db()
    restore_point(new, version=new.version, by=BY, now=NOW)
    assert titles(minutes) == ["Status", "Kom opp i møtet", "Vegen vidare"]


def test_a_point_in_which_something_is_noted_is_not_removed() -> None:
    minutes = written(region(1))
    first = points_of(minutes)[0]
    with pytest.raises(Refusal, match="noted in this point"):
        remove_point(first, version=first.version, by=BY, now=NOW)


def test_a_decision_is_noted_once_changed_removed_and_brought_back() -> None:
    minutes = written(region(1))
    decision = decision_of(minutes)
    with pytest.raises(Refusal, match="noted already"):
        decide(decision.said, text="Vi møtest igjen i juni.", by=BY, now=NOW)
    change_decision(decision, text="Vi møtest i august.", version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_decision(decision, text="Vi møtest ikkje.", version=1, by="u2", now=NOW)
    remove_decision(decision, version=2, by=BY, now=NOW)
    restore_decision(decision, version=3, by=BY, now=NOW)
    assert [(one.text, one.removed_at) for one in Decision.objects.all()] == [("Vi møtest i august.", None)]


def test_a_need_stands_among_all_needs_and_in_the_minutes() -> None:
    place = region(2)
    minutes = begun(place)
    asked = Asked(
        text="Hjelp til ernæringsplan", raised_on=noted_day(minutes.meeting, DAY), raised_where="meeting"
    )
    need = note_need(points_of(minutes)[0], place[1], asked, by=BY, now=NOW)
    assert Need.objects.get().raised_in.said.minutes == minutes
    assert (need.raised_on, need.participation) == (date(2021, 4, 13), place[1])
    with pytest.raises(Refusal, match="written down already"):
        note_need(points_of(minutes)[0], place[1], asked, by=BY, now=NOW)


def test_an_observation_names_the_meeting_as_its_source() -> None:
    place = region(2)
    minutes = begun(place)
    said = Statement(
        subject="plan_status", value="in_process", since=noted_day(minutes.meeting, DAY), source_kind=SourceKind.MEETING,
        source_key=source_key(minutes.meeting),
    )  # fmt: skip
    note_observation(points_of(minutes)[0], place[0], said, by=BY, now=NOW)
    seen = Observation.objects.get()
    assert (seen.source_kind, seen.source_key) == ("meeting", f"meeting:{minutes.meeting_id}")
    with pytest.raises(Refusal, match="noted already"):
        note_observation(points_of(minutes)[0], place[0], said, by=BY, now=NOW)


def test_nothing_is_written_in_approved_minutes() -> None:
    place = region(2)
    minutes = written(place)
    approved(minutes)
    first = points_of(minutes)[0]
    asked = Asked(text="Hjelp", raised_on=DAY, raised_where="meeting")
    deeds: tuple[Callable[[], object], ...] = (
        lambda: write_point(first, title="Status", text="Ny", version=first.version, by=BY, now=NOW),
        lambda: decide(first, text="Noko anna", by=BY, now=NOW),
        lambda: given(first, "Noko nytt"),
        lambda: note_need(first, place[0], asked, by=BY, now=NOW),
        lambda: add_to_minutes(minutes, title="Nytt", by=BY, now=NOW),
        lambda: write_front(minutes, present="Alle", language="nn", version=1, by=BY, now=NOW),
    )
    for deed in deeds:
        with pytest.raises(Refusal, match="approved"):
            deed()
    assert Need.objects.count() == 0


def test_the_database_keeps_what_must_hold() -> None:
    minutes = written(region(1))
    faults: tuple[Callable[[], object], ...] = (
        lambda: Minutes.objects.filter(pk=minutes.pk).update(edition=2),
        lambda: Said.objects.filter(minutes=minutes).update(title=""),
        lambda: Decision.objects.update(text=""),
        lambda: Task.objects.update(organisation="", account=""),
        lambda: Task.objects.update(done_how="Gjort"),
        lambda: Task.objects.update(dropped_why="Uaktuelt"),
        lambda: Task.objects.update(done_on=DAY, dropped_on=DAY, dropped_why="x"),
    )
    for broken in faults:
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
