"""Sessions end when idle, after twelve hours, and when their owner says so; and they are written seldom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.journal.models import Entry
from samordner.people.models import Assignment, Session, User
from samordner.people.operations import assign, end_assignment
from tests.conftest import NOW
from tests.people.conftest import PASSPHRASE, Make, enter, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


def still_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


@pytest.mark.parametrize(("minutes", "expected"), [(54, True), (61, False)])
def test_an_idle_hour_ends_the_session(clock_stands: Any, make: Make, minutes: int, expected: bool) -> None:
    client = enter(make("contact"))
    assert still_in(client)
    clock_stands.move_to(NOW + timedelta(minutes=minutes), tick=False)
    assert still_in(client) is expected


@pytest.mark.parametrize(
    ("last", "expected"), [(timedelta(hours=11, minutes=59), True), (timedelta(hours=12), False)]
)
def test_twelve_hours_end_the_session_however_much_it_is_used(
    clock_stands: Any, make: Make, last: timedelta, expected: bool
) -> None:
    client = enter(make("contact"))
    for half_hours in range(24):
        clock_stands.move_to(NOW + timedelta(minutes=30 * half_hours), tick=False)
        assert still_in(client)
    clock_stands.move_to(NOW + last, tick=False)
    assert still_in(client) is expected


def test_a_session_in_use_is_written_at_most_every_five_minutes(clock_stands: Any, make: Make) -> None:
    client = enter(make("contact"))
    assert still_in(client)
    writes = []
    for minutes in range(11):
        clock_stands.move_to(NOW + timedelta(minutes=minutes), tick=False)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/konto/")
        if any(q["sql"].startswith(("UPDATE", "INSERT")) and "people_session" in q["sql"] for q in queries):
            writes.append(minutes)
    assert writes == [5, 10]


def test_signing_in_gives_a_new_session_key(make: Make) -> None:
    make("contact")
    client = Client()
    client.get("/konto/inn/passnokkel/", headers={"accept": "application/json"})
    before = client.session.session_key
    sign_in(client, "contact.north@example.org")
    assert before not in {None, client.session.session_key}
    assert not Session.objects.filter(session_key=before).exists()


def test_a_changed_role_gives_a_new_session_key_and_bites_on_the_next_request(
    make: Make, administrator: User
) -> None:
    user = make("coordinator")
    assign(user, "directorate", since=NOW.date(), by=administrator.actor_id, now=NOW)
    client = enter(user)
    assert client.get("/personer/").status_code == 200
    before = client.session.session_key
    assert client.get("/personer/").status_code == 200
    assert client.session.session_key == before
    end_assignment(
        Assignment.objects.get(user=user, role="coordinator"),
        day=NOW.date(),
        by=administrator.actor_id,
        now=NOW,
    )
    assert client.get("/personer/").status_code == 403
    assert still_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_one_sees_where_one_is_signed_in_and_ends_it_there(make: Make) -> None:
    user = make("contact")
    here, there, other = enter(user), enter(user), enter(make("directorate"))
    for client in (here, there, other):
        client.get("/konto/", headers={"user-agent": FIREFOX})
    shown = here.get("/konto/", headers={"user-agent": FIREFOX}).context["open_sessions"]
    assert [(s.here, s.agent) for s in shown] == [(True, FIREFOX), (False, FIREFOX)]
    here.post("/konto/okter/", {"session": shown[1].id})
    assert [still_in(client) for client in (here, there, other)] == [True, False, True]
    assert Entry.objects.filter(verb="end_session", actor=user.actor_id).count() == 1


def test_nobody_ends_anothers_session(make: Make) -> None:
    mine, theirs = enter(make("contact")), enter(make("directorate"))
    assert still_in(mine)
    assert still_in(theirs)
    [target] = theirs.get("/konto/").context["open_sessions"]
    mine.post("/konto/okter/", {"session": target.id})
    mine.post("/konto/okter/", {})
    assert still_in(theirs)


def test_the_page_does_not_show_a_session_key(make: Make) -> None:
    client = enter(make("contact"))
    page = client.get("/konto/").content.decode() + client.get("/konto/").content.decode()
    assert str(client.session.session_key) not in page


def test_a_new_passphrase_ends_every_other_session(make: Make) -> None:
    user = make("contact")
    here, there = enter(user), enter(user)
    assert still_in(here)
    assert still_in(there)
    new = "en helt annen lang setning"
    done = here.post("/konto/", {"deed": "passphrase", "old": PASSPHRASE, "passphrase": new})
    assert done.status_code == 302
    assert [still_in(client) for client in (here, there)] == [True, False]
    assert [sign_in(Client(), user.email, words) for words in (PASSPHRASE, new)] == [200, 302]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("feil passordfrase her", "en helt annen lang setning", "Passordfrasen er feil."),
        (PASSPHRASE, "kort", "for kort"),
    ],
)
def test_a_passphrase_is_not_changed_without_the_old_one_or_to_a_weak_one(
    make: Make, old: str, new: str, said: str
) -> None:
    user = make("contact")
    client = enter(user)
    answer = client.post("/konto/", {"deed": "passphrase", "old": old, "passphrase": new})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert still_in(client)
    user.refresh_from_db()
    assert user.check_password(PASSPHRASE)


def test_guessing_the_old_passphrase_is_slowed_down(make: Make) -> None:
    client = enter(make("contact"))
    guess = {"deed": "passphrase", "old": "feil passordfrase her", "passphrase": "en helt annen lang setning"}
    for _try in range(5):
        client.post("/konto/", guess)
    assert "For mange forsøk" in client.post("/konto/", guess | {"old": PASSPHRASE}).content.decode()
