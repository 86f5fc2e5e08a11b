"""Groupings are made by people: page by page, with days, and within their own office."""

from __future__ import annotations

from datetime import date

from django.test import Client

from samordner.people.models import User
from samordner.places.models import Grouping, GroupingMembership
from samordner.project.demonstration import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, accounts: list[Account], start: str) -> None:
    account = next(each for each in accounts if each.email.startswith(start))
    client.force_login(User.objects.get(email=account.email), backend=BACKEND)


def test_a_coordinator_makes_a_grouping_lets_municipalities_join_and_one_leave(
    accounts: list[Account], client: Client
) -> None:
    sign_in(client, accounts, "samordnar@")
    made = client.post(
        "/grupperinger/", {"name": "Kystkommunane", "kind": "other", "office": "more-og-romsdal"}
    )
    grouping = Grouping.objects.get(name="Kystkommunane")
    page = f"/grupperinger/{grouping.pk}/"
    assert (made.status_code, made.headers["Location"]) == (302, page)
    for code in ("1573", "1547"):
        client.post(f"{page}nytt-medlem/", {"municipality": code, "since": "2020-01-01"})
    member = GroupingMembership.objects.get(grouping=grouping, municipality__code="1547")
    client.post(f"/grupperinger/medlemskap/{member.pk}/slutt/", {"on": "2021-01-01"})
    held = GroupingMembership.objects.filter(grouping=grouping).values_list(
        "municipality__code", "since", "until"
    )
    assert sorted(held) == [
        ("1547", date(2020, 1, 1), date(2021, 1, 1)),
        ("1573", date(2020, 1, 1), None),
    ]
    shown = {
        day: client.get(f"/grupperinger/?day={day}").content.decode() for day in ("2020-06-01", "2021-04-27")
    }
    assert {day: "Aukra, Smøla" in text for day, text in shown.items()} == {
        "2020-06-01": True,
        "2021-04-27": False,
    }


def test_a_name_that_is_taken_is_refused_and_what_was_typed_is_kept(
    accounts: list[Account], client: Client
) -> None:
    sign_in(client, accounts, "samordnar@")
    name = Grouping.objects.values_list("name", flat=True)[0]
    answer = client.post("/grupperinger/", {"name": name, "kind": "other", "office": "more-og-romsdal"})
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.content.decode()


def test_another_offices_grouping_is_not_found_and_a_partner_only_reads(
    accounts: list[Account], client: Client
) -> None:
    grouping = Grouping.objects.filter(office__key="more-og-romsdal")[0]
    page = f"/grupperinger/{grouping.pk}/"
    told = {}
    for start in ("samordnar@", "usht@", "kontakt@", "samordner@trondelag", "drift@"):
        sign_in(client, accounts, start)
        join = client.post(f"{page}nytt-medlem/", {"municipality": "9999"}).status_code
        told[start] = (
            client.get(page).status_code,
            join,
            grouping.name in client.get("/grupperinger/").content.decode(),
        )
    assert told == {
        "samordnar@": (200, 422, True),
        "usht@": (200, 403, True),
        "kontakt@": (404, 403, False),
        "samordner@trondelag": (404, 404, False),
        "drift@": (200, 403, True),
    }
