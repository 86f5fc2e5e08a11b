"""The pages of meetings: who reaches them, what they show, and what they take."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from samordner.meetings.models import Meeting, ProgrammePoint, Series, State
from samordner.meetings.operations import (
    NewPoint,
    add_point,
    announce,
    cancel_meeting,
    change_meeting,
    facts_of,
)
from samordner.pages.models import Demonstration
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, region
from tests.factories.rights import client_of
from tests.meetings.making import meeting, on

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db
READ = {"administrator": 200, "coordinator": 200, "partner": 200, "contact": 403, "directorate": 200}
WRITE = {"administrator": 403, "coordinator": 200, "partner": 200, "contact": 403, "directorate": 403}
FILLED = {"topic": "Velferdsteknologi", "kind": "webinar", "day": "2021-06-02", "starts": "09:00", "ends": "10:30",
          "organisers": "KS\nUSHT", "areas": ["A"]}  # fmt: skip


@pytest.mark.parametrize("role", READ)
def test_each_role_reads_and_writes_what_the_policy_says(signed_in: SignIn, today: date, role: str) -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    row, theirs = meeting(place), meeting(other, "Hemmelig møte")
    point = add_point(row, NewPoint(title="Innledning"), by=BY, now=NOW)
    client = client_of(signed_in, role, place)
    for address in ("/moter/", f"/moter/{row.pk}/"):
        assert (address, client.get(address).status_code) == (address, READ[role])
    for address in (
        "/moter/nytt/",
        f"/moter/{row.pk}/endre/",
        f"/moter/{row.pk}/flytt/",
        f"/moter/{row.pk}/program/{point.pk}/",
    ):
        assert (address, client.get(address).status_code) == (address, WRITE[role])
    for deed, done in {
        "avlys": 422,
        "program": 422,
        "holdt": 422,
        "gjenoppta": 302,
        "fjern": 302,
        "hent": 302,
    }.items():
        answer = client.post(f"/moter/{row.pk}/{deed}/", {"version": "1"})
        assert (deed, answer.status_code) == (deed, done if WRITE[role] == 200 else 403)
    national = role in {"administrator", "directorate"}
    expected = 200 if national else 403 if role == "contact" else 404
    assert client.get(f"/moter/{theirs.pk}/").status_code == expected
    if role != "contact":
        for query in ("?when=all", "?when=all&format=csv", "?when=all&format=json"):
            assert ("Hemmelig" in client.get(f"/moter/{query}").content.decode()) is national


def test_another_office_s_meeting_is_not_touched_and_a_visitor_signs_in(
    signed_in: SignIn, today: date
) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    theirs, mine = meeting(other), meeting(place)
    point = add_point(theirs, NewPoint(title="Hemmelig"), by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    for path in (
        "endre/",
        "flytt/",
        "avlys/",
        "holdt/",
        "gjenoppta/",
        "fjern/",
        "hent/",
        "program/",
        f"program/{point.pk}/",
    ):
        assert (path, client.post(f"/moter/{theirs.pk}/{path}", FILLED).status_code) == (path, 404)
    assert client.post(f"/moter/{mine.pk}/program/{point.pk}/", {"title": "Tatt over"}).status_code == 404
    assert (ProgrammePoint.objects.get().title, theirs.steps.count()) == ("Hemmelig", 1)
    assert client.post("/moter/nytt/?office=innlandet", FILLED).status_code == 404
    assert Client().get("/moter/").status_code == 302


def test_a_meeting_is_planned_in_the_browser_and_says_what_was_typed(signed_in: SignIn, today: date) -> None:
    place = region(2)
    client = signed_in("coordinator", place.office)
    answer = client.post("/moter/nytt/", FILLED)
    row = Meeting.objects.get()
    assert (answer.status_code, answer["location"]) == (302, f"/moter/{row.pk}/")
    assert (row.topic, row.kind, row.day, row.starts, row.ends, row.minutes_each, row.areas) == (
        "Velferdsteknologi", "webinar", date(2021, 6, 2), time(9), time(10, 30), 120, ["A"],
    )  # fmt: skip
    assert [each.organisation for each in row.organisers.all()] == ["KS", "USHT"]
    page = client.get(answer["location"]).content.decode()
    assert "Wednesday 2. June 2021" in page.replace("\xa0", " ")
    assert "09:00–10:30" in page


def test_a_day_that_is_not_settled_is_kept_in_words_and_means_what_it_says(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    signed_in("coordinator", place.office).post("/moter/nytt/", {"topic": "Samling", "label": "høsten 2021"})
    row = Meeting.objects.get()
    assert (row.period_label, row.period_start, row.period_end, row.day) == (
        "høsten 2021", date(2021, 8, 1), date(2021, 12, 31), None,
    )  # fmt: skip


def test_what_was_typed_is_kept_when_it_is_refused(signed_in: SignIn, today: date) -> None:
    place = region(1)
    answer = signed_in("coordinator", place.office).post("/moter/nytt/", FILLED | {"ends": "08:00"})
    page = answer.content.decode()
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert "It must end after it begins." in page
    assert "Velferdsteknologi</textarea>" in page


def test_a_series_is_planned_at_once_and_each_date_can_be_opened(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    client.post(
        "/moter/nytt/", FILLED | {"unit": "months", "step": "2", "times": "3", "title": "Støtteapparatet"}
    )
    rows = list(Meeting.objects.order_by("series_day"))
    assert [row.day for row in rows] == [date(2021, 6, 2), date(2021, 8, 2), date(2021, 10, 2)]
    assert Series.objects.get().title == "Støtteapparatet"
    page = client.get(f"/moter/{rows[0].pk}/").content.decode()
    assert all(f'href="/moter/{row.pk}/"' in page for row in rows[1:])


def test_a_double_press_and_a_stale_page_change_nothing_unseen(signed_in: SignIn, today: date) -> None:
    place = region(1)
    row = meeting(place)
    client = signed_in("coordinator", place.office)
    change_meeting(row, replace(facts_of(row), place="Biblioteket"), version=1, by="u2", now=NOW)
    answer = client.post(f"/moter/{row.pk}/endre/", {"version": "1", "topic": "Mat og måltid", "day": "2021-05-12",
                                                      "starts": "09:00", "ends": "11:30", "place": "Kinoen"})  # fmt: skip
    assert (answer.status_code, Meeting.objects.get().place) == (409, "Biblioteket")
    page = answer.content.decode()
    assert all(said in page for said in ("Someone else has saved meanwhile", "Kinoen", "Biblioteket"))


def test_a_move_tells_why_and_the_page_shows_where_it_was(signed_in: SignIn, today: date) -> None:
    place = region(1)
    row = meeting(place)
    client = signed_in("coordinator", place.office)
    client.post(f"/moter/{row.pk}/flytt/", {"version": "1", "day": "2021-06-02", "starts": "12:00", "ends": "13:00",
                                             "place": "Rådhuset", "words": "Kollisjon med KS"})  # fmt: skip
    page = client.get(f"/moter/{row.pk}/").content.decode()
    assert "12.05.2021 09:00–11:30 → 2. juni 2021 12:00–13:00" in page
    assert "Kollisjon med KS" in page


def test_coming_earlier_and_dayless_meetings_are_told_apart_as_seen_on_the_day(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    meeting(place, "I morgen", DAY + timedelta(days=1))
    meeting(place, "I dag", DAY)
    meeting(place, "I går", DAY - timedelta(days=1))
    cancel_meeting(
        (off := meeting(place, "Avlyst", DAY + timedelta(days=2))),
        why="Storm",
        version=off.version,
        by=BY,
        now=NOW,
    )
    client = signed_in("coordinator", place.office)

    def listed(query: str) -> list[str]:
        text = client.get(f"/moter/?format=csv{query}").content.decode("utf-8-sig")
        return [row["Topic"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]

    assert listed("") == ["I dag", "I morgen", "Avlyst"]
    assert listed("&when=earlier") == ["I går"]
    assert listed("&when=all&q=morgen") == ["I morgen"]
    assert listed("&when=all&state=cancelled") == ["Avlyst"]
    assert listed("&when=all&sort=-topic") == ["I morgen", "I går", "I dag", "Avlyst"]
    assert listed("&when=all&organiser=ks&kind=dialogue") == ["I går", "I dag", "I morgen", "Avlyst"]
    assert listed("&when=all&first=2021-05") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = region(1)
    for number in range(count):
        meeting(place, f"Møte {number}", DAY + timedelta(days=number))
    client = signed_in("coordinator", place.office)
    client.get("/moter/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/moter/")
    assert len(asked) == 10


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_takes_the_same_few_queries_however_long_its_history(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = region(1)
    row = meeting(place)
    for number in range(count):
        add_point(row, NewPoint(title=f"Punkt {number}"), by=BY, now=NOW)
        change_meeting(
            row,
            replace(facts_of(row), period=on(DAY + timedelta(days=number))),
            version=row.version,
            by=BY,
            now=NOW,
        )
    client = signed_in("coordinator", place.office)
    client.get(f"/moter/{row.pk}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/moter/{row.pk}/")
    assert len(asked) == 32


def test_who_is_invited_hears_of_a_cancellation_only_with_a_reason(signed_in: SignIn, today: date) -> None:
    place = region(1)
    row = announce(meeting(place), by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    refused = client.post(f"/moter/{row.pk}/avlys/", {"version": str(row.version), "words": " "})
    assert (refused.status_code, Meeting.objects.get().state) == (422, State.INVITED)
    client.post(f"/moter/{row.pk}/avlys/", {"version": str(row.version), "words": "Storm"})
    assert Meeting.objects.get().state is State.CANCELLED


def test_while_it_is_planned_what_else_has_a_day_then_is_told(signed_in: SignIn, today: date) -> None:
    place = region(2)
    meeting(place, "Samling for alle", date(2021, 5, 13), kind="own")
    page = signed_in("coordinator", place.office).post(
        "/moter/nytt/", {"topic": "Nytt", "day": "2021-05-13", "look": "1"}
    )
    text = page.content.decode()
    assert (page.status_code, Meeting.objects.count()) == (200, 1)
    assert "Samling for alle" in text
    assert "Public holiday" in text


def test_on_a_phone_each_meeting_is_a_card_that_names_its_columns(signed_in: SignIn, today: date) -> None:
    place = region(1)
    meeting(place)
    page = signed_in("coordinator", place.office).get("/moter/").content.decode()
    assert ('class="ds-table as-cards"' in page, 'data-title="Arranged by"' in page) == (True, True)


def test_in_a_demonstration_what_is_done_with_a_meeting_is_noted_on_its_day(signed_in: SignIn) -> None:
    Demonstration.objects.create(day=DAY, loaded_at=NOW)
    place = region(1)
    client = signed_in("coordinator", place.office)
    client.post("/moter/nytt/", FILLED)
    row = Meeting.objects.get()
    client.post(f"/moter/{row.pk}/avlys/", {"words": "Ferie", "version": row.version})
    assert [(step.kind, localtime(step.at).date()) for step in row.steps.all()] == [
        ("planned", DAY),
        ("cancelled", DAY),
    ]


def test_a_meeting_is_postponed_by_emptying_its_day_and_not_moved_to_where_it_stands(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    client.post("/moter/nytt/", FILLED)
    row = Meeting.objects.get()
    announce(row, by=BY, now=NOW)
    row.refresh_from_db()
    stands = {
        "version": row.version,
        "day": "2021-06-02",
        "starts": "09:00",
        "ends": "10:30",
        "words": "Fordi",
    }
    same = client.post(f"/moter/{row.pk}/flytt/", stands)
    assert (same.status_code, "Nothing here differs" in same.content.decode(), "Fordi" in same.content.decode()) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(f"/moter/{row.pk}/flytt/", stands | {"day": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.day, row.starts, row.ends) == (State.POSTPONED, None, None, None)
