"""Tasks that meetings give: done, dropped, opened again, and taken up in the next meeting of the line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.access.actors import Actor, Holding
from samordner.boards.queries import Scope
from samordner.happenings.sources import Asked
from samordner.journal.deeds import Conflict, Refusal
from samordner.meetings.models import Meeting
from samordner.minutes.models import Task, TaskStep
from samordner.minutes.operations import (
    Giving,
    begin,
    change_task,
    do,
    drop,
    remove,
    reopen,
    restore,
    take_in,
)
from samordner.minutes.queries import Narrowing, earlier, is_next, narrowed, ordered, tasks
from samordner.participation.queries import state
from samordner.project.minute_happenings import of_minutes as happenings
from samordner.project.minute_tasks import of_minutes
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.minutes.conftest import MEETING_DAY, approved, begun, given, meeting, points_of, written

pytestmark = pytest.mark.django_db

COORDINATOR = Actor("u7", "Kari", (Holding("coordinator", "havbukta", organisation="Embetet"),))


def one_task(place: Region | None = None) -> Task:
    written(place or region(1))
    return loaded()


def loaded() -> Task:
    return Task.objects.select_related("said__minutes__meeting__office").get()


def test_a_task_is_somebodys() -> None:
    minutes = begun(region(1))
    with pytest.raises(Refusal, match="who is to do it"):
        given(points_of(minutes)[0], organisation=" ")
    with pytest.raises(Refusal, match="what is to be done"):
        given(points_of(minutes)[0], text=" ")


def test_the_same_task_is_noted_once() -> None:
    minutes = written(region(1))
    with pytest.raises(Refusal, match="noted already"):
        given(points_of(minutes)[0])
    given(points_of(minutes)[0], organisation="USHT")
    assert Task.objects.count() == 2


def test_where_a_task_stands_follows_from_its_days() -> None:
    task = one_task()
    assert [task.state(day) for day in (date(2021, 4, 20), date(2021, 4, 21))] == ["open", "overdue"]
    do(task, on=DAY, how="Sendt til alle", today=DAY, version=1, by=BY, now=NOW)
    assert [task.state(day) for day in (date(2021, 4, 26), DAY)] == ["overdue", "done"]
    reopen(task, today=DAY, version=2, by=BY, now=NOW)
    drop(task, on=DAY, why="Ikkje aktuelt", today=DAY, version=3, by=BY, now=NOW)
    assert task.state(DAY) == "dropped"
    assert list(TaskStep.objects.values_list("kind", "words")) == [
        ("given", ""), ("done", "Sendt til alle"), ("reopened", ""), ("dropped", "Ikkje aktuelt"),
    ]  # fmt: skip


def test_nothing_is_done_before_the_meeting_or_on_a_day_to_come() -> None:
    task = one_task()
    for on in (MEETING_DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(Refusal):
            do(task, on=on, today=DAY, version=1, by=BY, now=NOW)
    assert loaded().done_on is None


def test_a_task_is_dropped_only_with_a_reason() -> None:
    with pytest.raises(Refusal, match="why it is dropped"):
        drop(one_task(), on=DAY, why=" ", today=DAY, version=1, by=BY, now=NOW)


def test_two_who_change_a_task_do_not_overwrite_each_other() -> None:
    task = one_task()
    change_task(task, Giving("Sende ut rettleiaren", "USHT"), today=DAY, version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        do(task, on=DAY, today=DAY, version=1, by="u2", now=NOW)
    assert (loaded().organisation, loaded().done_on) == ("USHT", None)
    assert TaskStep.objects.filter(kind="changed").get().words == "KS\n20 April 2021"


def test_a_task_noted_by_mistake_is_removed_and_brought_back_until_it_is_approved() -> None:
    task = one_task()
    remove(task, version=1, by=BY, now=NOW)
    restore(task, version=2, by=BY, now=NOW)
    approved(task.said.minutes)
    with pytest.raises(Refusal, match="approved minutes"):
        remove(loaded(), version=loaded().version, by=BY, now=NOW)


# The next meeting


def test_open_tasks_come_up_in_the_next_meeting_of_the_same_kind_at_the_office() -> None:
    place, other = region(1), region(1, key="fjellet", county="92")
    written(place)
    coming = meeting(place, "Neste", date(2021, 4, 28))
    assert [task.text for task in earlier(coming)] == ["Sende ut rettleiaren"]
    assert list(earlier(meeting(place, "Anna slag", date(2021, 4, 28), kind="webinar"))) == []
    assert list(earlier(meeting(other, "Anna embete", date(2021, 4, 28)))) == []
    assert list(earlier(meeting(place, "Før", date(2021, 4, 12)))) == []


def test_only_the_next_meeting_has_them_on_its_agenda() -> None:
    place = region(1)
    written(place)
    first, second = (meeting(place, f"Nr {day}", date(2021, 4, day)) for day in (28, 29))
    assert (is_next(first, DAY), is_next(second, DAY)) == (True, False)
    Meeting.objects.filter(pk=first.pk).update(status_key="dropped")
    assert is_next(second, DAY)


def test_they_are_the_first_point_of_its_minutes_and_what_is_done_there_names_the_meeting() -> None:
    place = region(1)
    written(place)
    coming = meeting(place, "Neste", date(2021, 4, 26))
    minutes = begin(coming, language="nn", by=BY, now=NOW)
    assert [point.title for point in points_of(minutes)] == [
        "Oppgåver frå tidlegare møte",
        "Status",
        "Vegen vidare",
    ]
    do(loaded(), on=date(2021, 4, 26), how="Gjort", meeting=coming, today=DAY, version=1, by=BY, now=NOW)
    assert [task.met_again for task in earlier(coming)] == [coming]
    content = approved(minutes)
    told = bytes(content.page.content).decode()
    assert [word for word in ("Sende ut rettleiaren", "Gjort") if word not in told] == []


def test_tasks_given_after_the_minutes_were_begun_can_be_taken_in() -> None:
    place = region(1)
    first = begun(place)
    later = begin(meeting(place, "Neste", date(2021, 4, 26)), language="nb", by=BY, now=NOW)
    assert [point.title for point in points_of(later)] == ["Status", "Vegen vidare"]
    given(points_of(first)[0])
    assert take_in(later, by=BY, now=NOW) == 1
    assert "Oppgaver fra tidligere møter" in [point.title for point in points_of(later)]


def test_nothing_is_noted_as_done_in_a_meeting_whose_minutes_are_approved() -> None:
    place = region(1)
    written(place)
    coming = meeting(place, "Neste", date(2021, 4, 26))
    minutes = begin(coming, language="nn", by=BY, now=NOW)
    approved(minutes)
    held = Meeting.objects.select_related("office", "programme").get(pk=coming.pk)
    with pytest.raises(Refusal, match="approved"):
        do(loaded(), on=date(2021, 4, 26), meeting=held, today=DAY, version=1, by=BY, now=NOW)


# Lists


def test_a_list_is_narrowed_by_owner_meeting_state_and_words() -> None:
    place = region(1)
    minutes = written(place)
    point = points_of(minutes)[1]
    given(point, "Ringe kommunane", organisation="Embetet", deadline=None)
    given(point, "Bestille lokale", organisation="USHT", account="u7", deadline=date(2021, 5, 20))
    rows = tasks(COORDINATOR)

    def found(**by: object) -> list[str]:
        return [row.text for row in ordered(narrowed(rows, Narrowing(**by), COORDINATOR, DAY), "text")]  # type: ignore[arg-type]

    assert found() == ["Bestille lokale", "Ringe kommunane", "Sende ut rettleiaren"]
    assert found(mine=True) == ["Bestille lokale", "Ringe kommunane"]
    assert found(state="overdue") == ["Sende ut rettleiaren"]
    assert found(organisation="ks") == ["Sende ut rettleiaren"]
    assert found(words="ring kommun") == ["Ringe kommunane"]
    assert found(meeting=minutes.meeting_id + 1) == []


def test_the_first_page_tells_the_owner_what_is_overdue_and_due_soon() -> None:
    place = region(1)
    point = points_of(begun(place))[0]
    given(point, organisation="Embetet")
    given(point, "Ringe", organisation="", account="u7", deadline=date(2021, 5, 1))
    given(point, "Andre sitt", organisation="USHT")
    given(point, "Langt fram", organisation="Embetet", deadline=date(2021, 7, 1))
    scope = Scope(place.definition, DAY, None, "havbukta", tuple(place.participations), (), (), False)
    told = list(of_minutes(COORDINATOR, scope, state(place.participations, place.definition, DAY), NOW))
    assert [(one.sentence, one.due, one.concerns) for one in told] == [
        ("1 task from a meeting is overdue", date(2021, 4, 20), ("Sende ut rettleiaren",)),
        ("1 task from a meeting is due soon", date(2021, 5, 1), ("Ringe",)),
    ]


def test_the_calendar_tells_the_deadlines_and_those_dropped_as_cancelled() -> None:
    task = one_task()
    asked = Asked(COORDINATOR, date(2021, 4, 1), date(2021, 5, 1), DAY, ("leve-hele-livet",))
    assert [(one.key, one.start, one.cancelled) for one in happenings(asked)] == [
        (f"task:{task.pk}", date(2021, 4, 20), False)
    ]
    drop(task, on=DAY, why="Nei", today=DAY, version=1, by=BY, now=NOW)
    assert [one.cancelled for one in happenings(asked)] == [True]
