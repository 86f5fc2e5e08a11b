"""Who reaches minutes, decisions and tasks: every address for every role, and nothing of another office."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from samordner.minutes import urls
from samordner.minutes.models import Decision, Minutes, Said, Task
from samordner.minutes.operations import correct, decide
from tests.factories.participation import BY, NOW, region
from tests.factories.rights import client_of
from tests.minutes.conftest import (
    SignIn,
    approved,
    begun,
    given,
    meeting,
    points_of,
    signed_in,
    today,
    written,
)

__all__ = ["signed_in", "today"]
pytestmark = pytest.mark.django_db

ROLES = ("coordinator", "partner", "contact", "directorate", "administrator")

# Of a draft at the office: what each address answers (GET, POST), by role
DRAFT = """
address       method coordinator partner contact directorate administrator
minutes       GET    200         200     403     200         200
minutes       POST   200         200     403     200         200
begin         GET    302         302     403     403         403
begin         POST   302         302     403     403         403
write         GET    200         200     403     403         403
write         POST   200         200     403     403         403
front         GET    302         302     403     403         403
front         POST   422         422     403     403         403
add           GET    302         302     403     403         403
add           POST   422         422     403     403         403
point         GET    302         302     403     403         403
point         POST   422         422     403     403         403
note          GET    200         200     403     403         403
note          POST   422         422     403     403         403
gone_through  GET    404         404     403     403         403
gone_through  POST   404         404     403     403         403
arrange       GET    302         302     403     403         403
arrange       POST   302         302     403     403         403
decision      GET    200         200     403     403         403
decision      POST   422         422     403     403         403
bring_back    GET    302         302     403     403         403
bring_back    POST   302         302     403     403         403
draft         GET    200         200     403     403         403
draft         POST   200         200     403     403         403
approve       GET    200         403     403     403         403
approve       POST   409         403     403     403         403
correct       GET    302         403     403     403         403
correct       POST   302         403     403     403         403
send          GET    404         403     403     403         403
send          POST   404         403     403     403         403
edition       GET    404         404     403     404         404
edition       POST   404         404     403     404         404
receipt       GET    404         404     403     404         404
receipt       POST   404         404     403     404         404
file          GET    404         404     403     404         404
file          POST   404         404     403     404         404
tasks         GET    200         200     403     200         200
tasks         POST   200         200     403     200         200
task          GET    200         200     403     404         404
task          POST   200         200     403     404         404
task_change   GET    200         200     403     403         403
task_change   POST   422         422     403     403         403
task_deed     GET    302         302     403     403         403
task_deed     POST   422         422     403     403         403
decisions     GET    200         200     403     200         200
decisions     POST   200         200     403     200         200
"""

# What is otherwise when the minutes are approved; the rest answers as of a draft
APPROVED = """
address       method coordinator partner contact directorate administrator
write         GET    302         302     403     403         403
write         POST   302         302     403     403         403
front         POST   422         422     403     403         403
note          GET    302         302     403     403         403
draft         GET    302         302     403     403         403
draft         POST   302         302     403     403         403
approve       GET    302         403     403     403         403
approve       POST   302         403     403     403         403
correct       GET    200         403     403     403         403
correct       POST   422         403     403     403         403
send          GET    200         403     403     403         403
send          POST   422         403     403     403         403
edition       GET    200         200     403     200         200
edition       POST   200         200     403     200         200
receipt       GET    200         200     403     200         200
receipt       POST   200         200     403     200         200
file          GET    200         200     403     200         200
file          POST   200         200     403     200         200
task          GET    200         200     403     200         200
task          POST   200         200     403     200         200
"""
LISTS = {"tasks", "decisions"}


def table(text: str) -> dict[tuple[str, str], dict[str, str]]:
    head, *lines = (line.split() for line in text.strip().splitlines())
    return {(line[0], line[1]): dict(zip(head[2:], line[2:], strict=True)) for line in lines}


def address(name: str, minutes: Minutes) -> str:
    said = Said.objects.filter(minutes=minutes, follows_up=False).order_by("position").first()
    assert said is not None
    meeting, row = minutes.meeting_id, Decision.objects.filter(said__minutes=minutes).first()
    task = Task.objects.filter(said__minutes=minutes).first()
    assert row
    assert task
    parts: dict[str, list[Any]] = {
        "point": [meeting, said.pk], "note": [meeting, said.pk, "beslutning"],
        "gone_through": [meeting, said.pk, task.pk, "gjort"], "arrange": [meeting, said.pk, "ned"],
        "decision": [meeting, row.pk], "bring_back": [meeting, row.pk], "draft": [meeting, "html"],
        "edition": [meeting, 1], "receipt": [meeting, 1], "file": [meeting, 1, "html"],
        "task": [task.pk], "task_change": [task.pk], "task_deed": [task.pk, "gjort"], "tasks": [], "decisions": [],
    }  # fmt: skip
    return reverse(f"minutes:{name}", args=parts.get(name, [meeting]))


def answers(client: Client, minutes: Minutes, keys: Any) -> dict[tuple[str, str], str]:
    found = {}
    for name, method in keys:
        path, before = address(name, minutes), transaction.savepoint()
        answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
        transaction.savepoint_rollback(before)
        found[name, method] = str(answer.status_code)
    return found


def test_the_table_has_every_address() -> None:
    named = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert {name for name, _method in table(DRAFT)} == named


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_each_role_as_the_table_says(signed_in: SignIn, today: date, role: str) -> None:
    place = region(1)
    minutes = written(place)
    client = client_of(signed_in, role, place)
    expected = {key: cells[role] for key, cells in table(DRAFT).items()}
    assert answers(client, minutes, expected) == expected
    approved(minutes)
    expected |= {key: cells[role] for key, cells in table(APPROVED).items()}
    assert answers(client, minutes, expected) == expected


@pytest.mark.parametrize("role", ["coordinator", "partner"])
def test_another_office_s_minutes_do_not_exist(signed_in: SignIn, today: date, role: str) -> None:
    place, other = region(1), region(1, key="fjellet", county="92")
    theirs = written(other)
    approved(theirs)
    client = client_of(signed_in, role, place)
    keys = [key for key in table(DRAFT) if key[0] not in LISTS]
    closed = {"approve", "correct", "send"} if role == "partner" else set()
    assert answers(client, theirs, keys) == {key: "403" if key[0] in closed else "404" for key in keys}


def test_a_point_or_a_decision_of_another_meeting_is_not_had_through_this_one(
    signed_in: SignIn, today: date
) -> None:
    place, other = region(1), region(1, key="fjellet", county="92")
    mine, theirs = written(place), written(other, topic="Hemmeleg")
    client = client_of(signed_in, "coordinator", place)
    said, row = points_of(theirs)[0], Decision.objects.get(said__minutes=theirs)
    task = Task.objects.get(said__minutes=theirs)
    first = points_of(mine)[0]
    for path in (
        reverse("minutes:point", args=[mine.meeting_id, said.pk]),
        reverse("minutes:note", args=[mine.meeting_id, said.pk, "oppgave"]),
        reverse("minutes:decision", args=[mine.meeting_id, row.pk]),
        reverse("minutes:gone_through", args=[mine.meeting_id, first.pk, task.pk, "gjort"]),
    ):
        assert (path, client.post(path, {"text": "x", "version": "1"}).status_code) == (path, 404)
    assert Task.objects.get(pk=task.pk).done_on is None


CANARY = "Kanarifugl"


def test_nothing_of_another_office_leaks_in_lists_files_feeds_or_pages(
    signed_in: SignIn, today: date
) -> None:
    place, other = region(1), region(1, key="fjellet", county="92")
    mine = written(place)
    theirs = written(other, text=CANARY, topic=CANARY)
    decide(points_of(theirs)[0], text=CANARY, by=BY, now=NOW)
    given(points_of(theirs)[0], CANARY, organisation=CANARY, deadline=date(2021, 4, 28))
    approved(theirs)
    coming = meeting(place, "Neste", date(2021, 4, 29))
    client = client_of(signed_in, "coordinator", place)
    pages = [
        "/", "/oppgaver/", "/oppgaver/?state=all", f"/oppgaver/?q={CANARY}", "/oppgaver/?format=csv", "/beslutninger/",
        "/beslutninger/?format=csv", f"/beslutninger/?q={CANARY}", f"/oppgaver/?meeting={theirs.meeting_id}",
        f"/moter/{coming.pk}/", f"/moter/{mine.meeting_id}/referat/", f"/moter/{mine.meeting_id}/referat/skriv/",
        "/kalender/liste/",
    ]  # fmt: skip
    for path in pages:
        told = (
            client.get(path, follow=True)
            .content.decode()
            .replace(f"q={CANARY}", "")
            .replace(f'"{CANARY}"', "")
        )
        assert (path, CANARY in told) == (path, False)


def test_a_draft_is_for_those_who_write_it_and_others_read_what_was_approved_last(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    minutes = written(place)
    client = client_of(signed_in, "directorate", place)
    path = f"/moter/{minutes.meeting_id}/referat/"
    assert "No minutes of this meeting are approved" in client.get(path).content.decode()
    assert "juni" not in client.get("/beslutninger/").content.decode()
    approved(minutes)
    assert "Vi møtest igjen i juni." in client.get(path).content.decode()
    correct(minutes, why="Feil månad", by=BY, now=NOW)
    decision = Decision.objects.get()
    Decision.objects.filter(pk=decision.pk).update(text="Vi møtest igjen i august.")
    for page in (path, "/beslutninger/", "/beslutninger/?format=csv"):
        told = client.get(page).content.decode()
        assert (page, "juni" in told, "august" in told, "Feil månad" in told) == (page, True, False, False)
    assert "No decision fits" in client.get("/beslutninger/?q=august").content.decode()
    writer = client_of(signed_in, "partner", place)
    assert "Vi møtest igjen i august." in writer.get(path).content.decode()


# A constant number of queries


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/oppgaver/", 10),
        ("/beslutninger/", 9),
        ("/moter/{0}/referat/skriv/", 22),
        ("/moter/{0}/referat/", 24),
    ],
)
def test_a_page_asks_as_many_questions_for_one_row_as_for_many(
    signed_in: SignIn, today: date, path: str, number: int
) -> None:
    place = region(3)
    first = begun(place)
    given(points_of(first)[0], account="u89")
    decide(points_of(first)[0], text="Ein", by=BY, now=NOW)
    client = client_of(signed_in, "coordinator", place)
    one = asked(client, path.format(first.meeting_id))
    for each in range(3):
        point = points_of(first)[each % 2]
        given(point, f"Nr {each}", organisation="", account=f"u{each + 90}")
        decide(point, text=f"Nr {each}", by=BY, now=NOW)
    for day in (14, 15):
        written(place, topic=f"Møte {day}", day=date(2021, 4, day))
    assert (asked(client, path.format(first.meeting_id)), one) == (number, number)
