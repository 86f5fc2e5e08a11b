"""Accounts and roles: who lets whom in, what is refused, and what each may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from samordner.access.actors import Holding
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.people.models import Assignment, OneTimeAddress, Session, User
from samordner.people.operations import (
    assign,
    close,
    end_assignment,
    make_welcome_link,
    remove_second_factors,
    reopen,
)
from samordner.people.queries import administrators
from samordner.places.models import Municipality, Office
from tests.conftest import NOW
from tests.people.conftest import PASSPHRASE, Make, enter, sign_in

TODAY = NOW.date()


@pytest.fixture
def admin(administrator: User) -> Client:
    return enter(administrator)


def form(places: dict[str, Office], **changes: Any) -> dict[str, Any]:
    facts = {"name": "Kari Nord", "email": "kari@example.org", "language": "nn", "role": "coordinator"}
    return (
        facts
        | {"office": places["north"].pk, "municipality": "", "organisation": "", "since": "2021-01-01"}
        | changes
    )


def test_an_administrator_lets_a_coordinator_in_with_a_link_that_works_once(
    admin: Client, places: dict[str, Office]
) -> None:
    shown = admin.post("/personer/ny/", form(places))
    link = shown.context["link"].removeprefix("http://testserver")
    token = link.rpartition("/")[2]
    assert shown.headers["Cache-Control"] == "no-store"
    assert token not in str(list(OneTimeAddress.objects.values_list()))
    kari = User.objects.get(email="kari@example.org")
    assert sign_in(Client(), kari.email, "") == 200
    guest = Client()
    assert "Velkomen, Kari Nord" in guest.get(link, headers={"accept-language": "nn"}).content.decode()
    assert guest.post(link, {"passphrase": "kort", "language": "nn"}).status_code == 422
    assert guest.post(link, {"passphrase": PASSPHRASE, "language": "nn"}).headers["Location"] == "/konto/inn/"
    assert guest.get(link).status_code == 404
    assert guest.post(link, {"passphrase": "en helt annen lang setning", "language": "nn"}).status_code == 404
    assert sign_in(guest, "kari@example.org") == 302
    assert guest.get("/konto/").headers["Location"] == "/konto/totrinn/"
    assert [e.verb for e in Entry.objects.order_by("number")] == ["open", "begin", "invite", "accept"]
    assert first_break() is None


def test_a_link_works_for_seven_days_and_until_a_newer_one(
    clock_stands: Any, make: Make, administrator: User
) -> None:
    user = make("contact")
    old = make_welcome_link(user, by=administrator.actor_id, now=NOW)
    new = make_welcome_link(user, by=administrator.actor_id, now=NOW)
    assert [Client().get(f"/konto/velkommen/{token}").status_code for token in (old, new)] == [404, 200]
    clock_stands.move_to(NOW + timedelta(days=7), tick=False)
    assert Client().get(f"/konto/velkommen/{new}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "ADA@example.org"}, "Det finnes allerede en konto med denne e-postadressen."),
        ({"office": ""}, "Denne rollen hører til et embete: velg ett."),
        ({"role": "contact"}, "En kommunekontakt må ha en kommune."),
        ({"role": "directorate"}, "Denne rollen er nasjonal: la embete og kommune stå tomt."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_made(
    admin: Client, places: dict[str, Office], changes: dict[str, str], said: str
) -> None:
    answer = admin.post("/personer/ny/", form(places, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Kari Nord"' in answer.content.decode()
    assert User.objects.count() == 1


def test_a_role_is_given_on_the_page_and_ended_there(
    admin: Client, make: Make, places: dict[str, Office]
) -> None:
    user = make("partner")
    given = form(places, role="coordinator", office=places["south"].pk)
    assert admin.post(f"/personer/{user.pk}/rolle/", given).status_code == 302
    assert admin.post(f"/personer/{user.pk}/rolle/", given).status_code == 422
    held = Assignment.objects.get(user=user, role="coordinator")
    admin.post(f"/personer/{user.pk}/rolle/{held.pk}/slutt/")
    held.refresh_from_db()
    assert held.until == TODAY
    assert list(Entry.objects.filter(kind="user", key=str(user.pk)).values_list("verb", "office"))[:2] == [
        ("end_assignment", "south"),
        ("assign", "south"),
    ]


def test_a_role_given_today_and_ended_today_is_withdrawn(
    make: Make, administrator: User, places: dict[str, Office]
) -> None:
    user, by = make("contact"), administrator.actor_id
    given = assign(user, "coordinator", office=places["north"], since=TODAY, by=by, now=NOW)
    end_assignment(given, day=TODAY, by=by, now=NOW)
    assert not Assignment.objects.filter(user=user, role="coordinator").exists()


def test_an_actor_holds_what_is_given_for_today(
    make: Make, places: dict[str, Office], administrator: User
) -> None:
    user, by = make("contact"), administrator.actor_id
    assign(
        user,
        "partner",
        office=places["south"],
        organisation="KS",
        since=date(2020, 1, 1),
        until=TODAY,
        by=by,
        now=NOW,
    )
    assign(user, "coordinator", office=places["south"], since=TODAY + timedelta(days=1), by=by, now=NOW)
    actor = enter(user).get("/konto/").wsgi_request.actor  # type: ignore[attr-defined]
    assert (actor.id, actor.name, actor.holdings) == (
        user.actor_id,
        user.name,
        (Holding("contact", "north", "9001"),),
    )


Deed = Callable[[User, Assignment, str], object]
LAST_DEEDS: list[Deed] = [
    lambda user, _held, by: close(user, by=by, now=NOW),
    lambda _user, held, by: end_assignment(held, day=TODAY, by=by, now=NOW),
]


@pytest.mark.parametrize("deed", LAST_DEEDS)
def test_the_last_administrator_can_be_neither_closed_nor_ended(
    administrator: User, make: Make, deed: Deed
) -> None:
    held = Assignment.objects.get(user=administrator)
    with pytest.raises(Refusal, match="siste administratoren"):
        deed(administrator, held, "system")
    other = make("administrator")
    deed(administrator, held, "system")
    assert list(administrators(TODAY)) == [other]


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(make: Make, administrator: User) -> None:
    user = make("coordinator")
    client = enter(user)
    assert client.get("/konto/").status_code == 200
    close(user, by=administrator.actor_id, now=NOW)
    assert client.get("/konto/").headers["Location"].startswith("/konto/inn/")
    assert not Session.objects.filter(user=user).exists()
    assert sign_in(Client(), user.email) == 200
    reopen(user, by=administrator.actor_id, now=NOW)
    assert sign_in(Client(), user.email) == 302


def test_nobody_closes_oneself_or_takes_away_ones_own_factors(administrator: User, make: Make) -> None:
    make("administrator")
    for deed in (close, remove_second_factors):
        with pytest.raises(Refusal):
            deed(administrator, by=administrator.actor_id, now=NOW)


def test_lost_factors_are_removed_and_set_up_anew(admin: Client, make: Make) -> None:
    user = make("coordinator")
    client = enter(user)
    assert client.get("/konto/").status_code == 200
    admin.post(f"/personer/{user.pk}/factors/")
    assert client.get("/konto/").headers["Location"].startswith("/konto/inn/")
    client.force_login(user)
    assert client.get("/konto/").headers["Location"] == "/konto/totrinn/"


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("administrator", {"Ada", "north coordinator", "south coordinator", "reader"}),
        ("coordinator", {"north coordinator", "reader"}),
        ("partner", {"north coordinator", "reader"}),
        ("contact", None),
        ("directorate", None),
    ],
)
def test_each_sees_the_accounts_that_the_role_reaches(make: Make, role: str, seen: set[str] | None) -> None:
    north, south = (
        make("coordinator", email="n@example.org"),
        make("coordinator", "south", email="s@example.org"),
    )
    reader = make(role, email="reader@example.org")
    names = {
        "ada@example.org": "Ada",
        north.email: "north coordinator",
        south.email: "south coordinator",
        reader.email: "reader",
    }
    client = enter(reader)
    answer = client.get("/personer/")
    assert (answer.status_code == 200) is (seen is not None)
    if seen is not None:
        assert {names[user.email] for user in answer.context["people"]} == seen
        foreign = 200 if role == "administrator" else 404
        assert client.get(f"/personer/{south.pk}/").status_code == foreign
        assert client.get(f"/personer/{north.pk}/").status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "partner", "contact", "directorate"])
def test_only_an_administrator_manages(make: Make, places: dict[str, Office], role: str) -> None:
    target = make("coordinator", email="target@example.org")
    held = Assignment.objects.get(user=target)
    client = enter(make(role))
    before = Entry.objects.count()
    for path in (
        "/personer/ny/",
        f"/personer/{target.pk}/rolle/",
        f"/personer/{target.pk}/rolle/{held.pk}/slutt/",
        *(f"/personer/{target.pk}/{deed}/" for deed in ("link", "close", "open", "factors")),
    ):
        assert client.post(path, form(places)).status_code == 403
    assert Entry.objects.count() == before


def test_the_list_is_searched_filtered_and_sorted_in_its_address(
    admin: Client, make: Make, administrator: User
) -> None:
    coordinator, contact = make("coordinator"), make("contact")
    close(make("directorate"), by=administrator.actor_id, now=NOW)
    loose = make("partner")
    end_assignment(Assignment.objects.get(user=loose), day=TODAY, by=administrator.actor_id, now=NOW)

    def found(query: str) -> list[str]:
        return [user.email.partition("@")[0] for user in admin.get(f"/personer/?{query}").context["people"]]

    assert found("q=coordinator+kari") == ["coordinator.north"]
    assert found("role=contact") == [contact.email.partition("@")[0]]
    assert found("state=closed") == ["directorate.north"]
    assert found("state=unassigned") == ["partner.north"]
    assert found("sort=email&state=active") == ["ada", "contact.north", "coordinator.north", "partner.north"]
    assert (
        "Ingen kontoer passer med det du har valgt." in admin.get("/personer/?q=finnes+ikke").content.decode()
    )
    assert found("role=nonsense&state=nonsense&sort=nonsense&page=nonsense")[:1] == ["ada"]
    assert coordinator.email in admin.get("/personer/").content.decode()


def test_a_person_with_two_roles_stands_once_in_the_list(
    make: Make, places: dict[str, Office], administrator: User
) -> None:
    user = make("coordinator")
    assign(user, "partner", office=places["north"], since=TODAY, by=administrator.actor_id, now=NOW)
    assert [u.pk for u in enter(user).get("/personer/").context["people"]] == [user.pk]


def test_the_database_refuses_a_role_without_its_place(make: Make) -> None:
    from django.db import IntegrityError, transaction

    user = make("contact")
    for wrong in (
        {"role": "coordinator"},
        {"role": "administrator", "municipality": Municipality.objects.first()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(user=user, since=TODAY, **wrong)
