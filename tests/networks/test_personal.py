"""What networks keep of one person is told and erased with what is kept of participants: at one's own office, and no other."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from samordner.letters.models import Letter
from samordner.links.models import PersonalLink
from samordner.links.operations import issue
from samordner.measurement.operations.linking import send_links
from samordner.networks.models import NetworkMember, TeamMember
from tests.boards.conftest import SignIn
from tests.factories import learning
from tests.factories.networks import network, outside, place_of
from tests.factories.participation import BY, DAY, NOW

pytestmark = pytest.mark.django_db
ADDRESS = reverse("invitations:personal")


def test_whoever_is_in_a_network_and_a_team_is_told_what_is_kept_of_them(
    today: date, signed_in: SignIn
) -> None:
    place, elsewhere = place_of(1), place_of(1, "sorviken", "92")
    outside(network(place), email="Kim@hf.example")
    learning.member(learning.team(learning.cohort(place), place[0]), "Kim", email="kim@hf.example")
    outside(network(elsewhere, "Naboen"), email="kim@hf.example")
    page = signed_in("coordinator", place.office).post(ADDRESS, {"email": "kim@hf.example", "deed": "json"})
    told = json.loads(page.content)["data"]
    assert [(one["what"], one["meeting"], one["name"]) for one in told] == [
        ("Member of a network", "Lærekretsen", "Kim"),
        ("Member of an improvement team", f"{place[0]}: Team Strand", "Kim"),
    ]


def test_erased_the_role_and_the_days_stay_and_the_link_opens_nothing(today: date, signed_in: SignIn) -> None:
    place, elsewhere = place_of(1), place_of(1, "sorviken", "92")
    outside(network(place), email="kim@hf.example")
    team = learning.team(learning.cohort(place), place[0])
    learning.member(team, "Kim", email="kim@hf.example")
    learning.member(team, "Ada", role="measurer", email="ada@hf.example")
    outside(network(elsewhere, "Naboen"), email="kim@hf.example")
    send_links(team, list(team.members.all()), day=DAY, by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    client.post(ADDRESS, {"email": "KIM@hf.example", "deed": "erase"})
    named = NetworkMember.objects.order_by("pk").values_list("organisation", "name", "email")
    assert list(named) == [("Helseforetaket", "", ""), ("Helseforetaket", "Kim", "kim@hf.example")]
    people = TeamMember.objects.order_by("pk").values_list("role", "name", "email")
    assert list(people) == [("leader", "", ""), ("measurer", "Ada", "ada@hf.example")]
    good = PersonalLink.objects.filter(revoked_at=None).values_list("key", flat=True)
    assert list(good) == [str(team.members.get(role="measurer").pk)]
    assert sorted(Letter.objects.values_list("to_address", flat=True)) == ["", "ada@hf.example"]


def test_erased_in_the_team_itself_the_letters_and_the_link_go_as_well(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(1)
    team = learning.team(learning.cohort(place), place[0])
    kim = learning.member(team, "Kim", email="kim@hf.example")
    send_links(team, [kim], day=DAY, by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    client.post(reverse("networks:erase_team_member", args=[kim.pk]), {"version": "1"})
    assert list(Letter.objects.values_list("to_address", flat=True)) == [""]
    assert PersonalLink.objects.get().revoked_at is not None


def test_a_link_issued_for_another_purpose_is_left_alone(today: date, signed_in: SignIn) -> None:
    place = place_of(1)
    kim = learning.member(learning.team(learning.cohort(place), place[0]), "Kim", email="kim@hf.example")
    issue("other", "teammember", str(kim.pk), expires_at=NOW + timedelta(days=3), now=NOW)
    client = signed_in("coordinator", place.office)
    client.post(ADDRESS, {"email": "kim@hf.example", "deed": "erase"})
    assert PersonalLink.objects.get().revoked_at is None
