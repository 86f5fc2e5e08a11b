"""Whom one talks to in a municipality: kept with its days, erased on request, and never seen by those who may not."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.participation.contacts.operations import add_contact, change_contact, end_contact, erase
from samordner.participation.contacts.queries import addresses, begun_and_ended, of_municipality, reached
from samordner.participation.models import Contact, Participation
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, START, Region, region

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

TYPED = {
    "role": "main",
    "name": "Eva Eksempel",
    "since": "2021-01-01",
    "email": "eva@fjord.example",
    "version": "1",
}


def contact(place: Participation, name: str = "Eva Eksempel", role: str = "main", **more: Any) -> Contact:
    fields: dict[str, Any] = {
        "since": date(2020, 1, 1),
        "email": f"{name.partition(' ')[0].lower()}@fjord.example",
    } | more
    return add_contact(place, role=role, name=name, by=BY, now=NOW, **fields)


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def names(place: Region, day: date = DAY, role: str = "") -> list[tuple[str, list[str]]]:
    lines = reached(place.participations, Contact.objects.all(), day, role=role)
    return [(str(line.participation.municipality), [one.name for one in line.contacts]) for line in lines]


def test_those_without_a_main_contact_stand_first(place: Region) -> None:
    contact(place[0])
    contact(place[1], "Odd Eksempel", "planner")
    assert names(place) == [("Øyvik", ["Odd Eksempel"]), ("Åsund", []), ("Bekkenes", ["Eva Eksempel"])]
    assert names(place, role="planner") == [("Øyvik", ["Odd Eksempel"]), ("Åsund", []), ("Bekkenes", [])]


def test_a_list_holds_those_who_were_contacts_on_the_day(place: Region) -> None:
    old = contact(place[0], "Gamle Eksempel", until=date(2021, 1, 1))
    new = contact(place[0], "Nye Eksempel", since=date(2021, 1, 1))
    in_time = {day: dict(names(place, day))["Bekkenes"] for day in (date(2020, 12, 31), date(2021, 1, 1))}
    assert in_time == {date(2020, 12, 31): [old.name], date(2021, 1, 1): [new.name]}
    every = of_municipality(Contact.objects.all(), place[0])
    happened = [(day, one.name, began) for day, one, began in begun_and_ended(every, DAY)]
    assert happened[0][0] == date(2021, 1, 1)
    assert sorted(happened) == [
        (date(2020, 1, 1), "Gamle Eksempel", True), (date(2021, 1, 1), "Gamle Eksempel", False),
        (date(2021, 1, 1), "Nye Eksempel", True),
    ]  # fmt: skip


def test_an_address_is_written_once_however_many_roles(place: Region) -> None:
    contact(place[0])
    contact(place[0], role="planner")
    contact(place[1], "Odd Eksempel")
    assert addresses(reached(place.participations, Contact.objects.all(), DAY)) == [
        "eva@fjord.example",
        "odd@fjord.example",
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"since": None}, "since"),
        ({"until": date(2020, 1, 1)}, "until"),
        ({"since": date(2018, 12, 31)}, "since"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    place: Region, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        contact(place[0], **fields)
    assert refused.value.field == field


def test_a_day_in_a_refusal_is_written_as_all_days(place: Region) -> None:
    with override("nn"), pytest.raises(Refusal) as refused:
        contact(place[0], since=date(2018, 12, 31))
    assert str(refused.value.sentence) == f"{place[0].municipality} deltek ikkje 31.12.2018."


def test_who_ends_stays_in_the_history(place: Region) -> None:
    made = contact(place[0])
    end_contact(made, version=1, on=date(2021, 4, 1), by=BY, now=NOW)
    assert dict(names(place))["Bekkenes"] == []
    assert [(one.name, one.until) for one in Contact.objects.all()] == [("Eva Eksempel", date(2021, 4, 1))]
    with pytest.raises(Refusal):
        end_contact(made, version=2, on=date(2021, 4, 2), by=BY, now=NOW)


def test_erasing_blanks_who_it_was_and_keeps_role_and_period(place: Region) -> None:
    made = contact(place[0], position="Planleggar", phone="70 00 00 00", note="Treffast etter lunsj")
    erase(made, version=1, on=DAY, by=BY, now=NOW)
    made.refresh_from_db()
    kept = (made.role, made.since, made.until)
    assert kept == ("main", date(2020, 1, 1), DAY)
    assert [made.name, made.position, made.email, made.phone, made.note] == [""] * 5
    assert dict(names(place, date(2020, 6, 1)))["Bekkenes"] == [""]
    assert not reached(place.participations, Contact.objects.all(), date(2020, 6, 1))[0].has_main
    with pytest.raises(Refusal):
        change_contact(made, version=2, role="main", name="Eva", since=START, by=BY, now=NOW)


def test_erasing_does_not_move_an_end_that_was(place: Region) -> None:
    made = contact(place[0], until=date(2020, 6, 1))
    assert erase(made, version=1, on=DAY, by=BY, now=NOW).until == date(2020, 6, 1)
    today_only = contact(place[1], since=DAY)
    assert erase(today_only, version=1, on=DAY, by=BY, now=NOW).until == date(2021, 4, 28)


def test_the_journal_never_tells_who_it_was(place: Region) -> None:
    before = Entry.objects.count()
    made = contact(place[0])
    change_contact(made, version=1, role="main", name="Eva Nes Eksempel", since=START, by=BY, now=NOW)
    end_contact(made, version=2, on=DAY, by=BY, now=NOW)
    erase(made, version=3, on=DAY, by=BY, now=NOW)
    entries = Entry.objects.order_by("number")[before:]
    assert [(one.verb, one.kind, one.office) for one in entries] == [
        (verb, "contact", "havbukta") for verb in ("add", "change", "end", "erase")
    ]
    assert not any("Eva" in str(vars(one)) or "fjord.example" in str(vars(one)) for one in entries)


def test_two_editors_never_overwrite_each_other(place: Region) -> None:
    made = contact(place[0])
    change_contact(made, version=1, role="main", name="Eva Nes", since=START, by=BY, now=NOW)
    with pytest.raises(Conflict):
        erase(made, version=1, on=DAY, by=BY, now=NOW)


# On the pages


def test_a_contact_is_added_changed_ended_and_erased_on_the_pages(place: Region, client: Client) -> None:
    base = f"/status/kontakter/kommune/{place[0].pk}/"
    assert client.post(f"{base}ny/", TYPED).status_code == 302
    made = Contact.objects.get()
    assert (
        client.post(f"/status/kontakter/{made.pk}/endre/", TYPED | {"phone": "70 00 00 00"}).status_code
        == 302
    )
    assert "70 00 00 00" in client.get(base).content.decode()
    assert (
        client.post(f"/status/kontakter/{made.pk}/slutt/", {"on": "2021-04-01", "version": "2"}).status_code
        == 302
    )
    assert "Nobody is contact on this day." in client.get(base).content.decode()
    assert "Eva Eksempel" in client.get(f"/status/kontakter/{made.pk}/slett/").content.decode()
    assert Contact.objects.get().name == "Eva Eksempel"
    assert client.post(f"/status/kontakter/{made.pk}/slett/", {"version": "3"}).status_code == 302
    page = client.get(base).content.decode()
    assert ("Eva Eksempel" in page, "(erased)" in page) == (False, True)


def test_nothing_typed_is_lost(place: Region, client: Client) -> None:
    base = f"/status/kontakter/kommune/{place[0].pk}/"
    answer = client.post(f"{base}ny/", TYPED | {"email": "eva", "note": "Treffast etter lunsj"})
    assert answer.status_code == 422
    assert "Treffast etter lunsj" in answer.content.decode()
    made = contact(place[0], since=date(2021, 1, 1))
    client.post(f"/status/kontakter/{made.pk}/endre/", TYPED | {"name": "Eva Nes"})
    answer = client.post(f"/status/kontakter/{made.pk}/endre/", TYPED | {"name": "Eva Vik"})
    page = answer.content.decode()
    assert (answer.status_code, "Eva Nes" in page, "Eva Vik" in page) == (409, True, True)
    answer = client.post(f"/status/kontakter/{made.pk}/slutt/", {"on": "2020-01-01", "version": "2"})
    assert (answer.status_code, "must end after it begins" in answer.content.decode()) == (422, True)
    assert client.post(f"/status/kontakter/{made.pk}/slutt/", {"on": "x", "version": "2"}).status_code == 422
    assert client.post(f"/status/kontakter/{made.pk}/slett/", {"version": "1"}).status_code == 409


def test_the_addresses_of_those_shown_are_there_to_copy(place: Region, client: Client) -> None:
    contact(place[0])
    contact(place[1], "Odd Eksempel", "planner")
    page = client.get("/status/kontakter/").content.decode()
    assert "eva@fjord.example; odd@fjord.example" in page or "odd@fjord.example; eva@fjord.example" in page
    page = client.get("/status/kontakter/?role=planner").content.decode()
    assert 'href="mailto:?bcc=odd@fjord.example"' in page


def test_the_list_as_a_file_has_a_row_for_those_without_contacts_too(place: Region, client: Client) -> None:
    contact(place[0])
    answer = client.get("/status/kontakter/?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Municipality"], row["Name"]) for row in rows] == [
        ("Øyvik", "nobody"), ("Åsund", "nobody"), ("Bekkenes", "Eva Eksempel"),
    ]  # fmt: skip
    assert client.get("/status/kontakter/?format=exe").status_code == 404


# role, at the contact's own place -> reads, changes
TRUTH = {
    ("coordinator", True): (200, 200),
    ("coordinator", False): (404, 404),
    ("partner", True): (200, 200),
    ("partner", False): (404, 404),
    ("contact", True): (200, 200),
    ("contact", False): (404, 404),
    ("directorate", True): (403, 403),
    ("administrator", True): (200, 403),
}


@pytest.mark.parametrize(("role", "own"), TRUTH)
def test_who_reaches_contacts(today: date, signed_in: SignIn, role: str, own: bool) -> None:
    mine, other = region(2), region(2, key="sorviken", county="92")
    made = contact(mine[0])
    home = mine if own else other
    client = signed_in(role, home.office, home[0].municipality if role == "contact" else None)
    reading, changing = TRUTH[role, own]
    base = f"/status/kontakter/kommune/{mine[0].pk}/"
    assert client.get(base).status_code == reading
    assert client.get(f"{base}ny/").status_code == changing
    assert client.get(f"/status/kontakter/{made.pk}/endre/").status_code == changing
    assert client.get(f"/status/kontakter/{made.pk}/slett/").status_code == changing
    deed = client.post(f"/status/kontakter/{made.pk}/slutt/", {"on": "2021-04-01", "version": "9"})
    assert deed.status_code == (409 if changing == 200 else changing)
    for address in ("/status/kontakter/", "/status/kontakter/?format=csv"):
        answer = client.get(address)
        assert ("Eva Eksempel" in answer.content.decode()) == (reading == 200)
        assert answer.status_code == (403 if reading == 403 else 200)


def test_a_contact_sees_nobody_of_the_neighbour(today: date, signed_in: SignIn) -> None:
    place = region(2)
    contact(place[0])
    other = contact(place[1], "Nabo Eksempel")
    client = signed_in("contact", place.office, place[0].municipality)
    page = client.get("/status/kontakter/").content.decode()
    assert ("Eva Eksempel" in page, "Nabo Eksempel" in page) == (True, False)
    assert client.get(f"/status/kontakter/kommune/{place[1].pk}/").status_code == 404
    assert client.get(f"/status/kontakter/{other.pk}/endre/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(place: Region) -> None:
    assert Client().get("/status/kontakter/").status_code == 302
    assert Client().get(f"/status/kontakter/kommune/{place[0].pk}/").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_few_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int
) -> None:
    place = region(count)
    for row in place.participations:
        contact(row)
        contact(row, "Odd Eksempel", "planner")
    client = signed_in(office=place.office)
    client.get("/status/kontakter/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/status/kontakter/").status_code == 200
    assert len(queries) == 9
