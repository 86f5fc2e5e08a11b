"""Pages of a cohort: as many questions with three teams as with one, what they say, and calls noted on them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samordner.facilitation.models import Call
from samordner.networks.models import Cohort
from tests.boards.conftest import SignIn
from tests.facilitation import making as make
from tests.factories import learning
from tests.factories.networks import place_of
from tests.factories.participation import DAY, Region
from tests.improvement import making as improving

pytestmark = pytest.mark.django_db


def full(place: Region, teams: int) -> Cohort:
    """A cohort whose teams measure, try, are assessed and are led by somebody."""
    of = make.cohort(place, teams)
    for number in range(teams):
        team = make.team_of(of, number)
        learning.attendance(of.gatherings.get(), team, 0)
        learning.assessment(team, "2.0")
        learning.member(team, f"Kari {number}")
        improving.decided(make.project(team))
        make.measuring(team)
    return of


NUMBERS = {"index": 29, "calls": 29, "panels": 15, "together": 28, "changes": 30, "handout": 33, "report": 33}


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_page_asks_as_much_of_three_teams_as_of_one(today: date, signed_in: SignIn, name: str) -> None:
    asked = []
    for key, county, teams in (("havbukta", "91", 1), ("sorviken", "92", 3)):
        place = place_of(3, key, county)
        of = full(place, teams)
        args = {"index": [], "handout": [of.gatherings.get().pk]}.get(name, [of.pk])
        client = signed_in("coordinator", place.office)
        client.get(reverse(f"facilitation:{name}", args=args))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse(f"facilitation:{name}", args=args)).status_code == 200
        asked.append(len(found))
    assert asked == [NUMBERS[name]] * 2


def test_a_call_is_noted_from_the_page_and_the_team_is_done_for_the_week(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(1)
    of = full(place, 1)
    team = make.team_of(of)
    client = signed_in("partner", place.office)
    address = reverse("facilitation:calls", args=[of.pk])
    assert "1 team needs a call in week 17." in client.get(address).content.decode()
    typed = {"day": DAY.isoformat(), "how": "phone", "said": "Ta med tallene."}
    page = client.post(reverse("facilitation:note", args=[team.pk]), typed, follow=True).content.decode()
    assert "No team needs a call in week 17." in page
    assert "Ta med tallene." in page
    row = Call.objects.get()
    assert (row.reasons, row.day) == (["absent", "unguided"], DAY)
    gone = client.post(reverse("facilitation:remove_call", args=[row.pk]), {"version": "1"}, follow=True)
    assert "1 team needs a call in week 17." in gone.content.decode()
    assert reverse("facilitation:restore_call", args=[row.pk]) in gone.content.decode()


def test_what_is_typed_of_a_call_is_not_lost_when_it_is_refused(today: date, signed_in: SignIn) -> None:
    place = place_of(1)
    team = make.team_of(make.cohort(place))
    typed = {"day": "2021-05-30", "how": "phone", "said": "Langt og viktig"}
    answer = signed_in("coordinator", place.office).post(reverse("facilitation:note", args=[team.pk]), typed)
    page = answer.content.decode()
    assert (answer.status_code, "Langt og viktig" in page, "That day has not come" in page) == (
        422,
        True,
        True,
    )


def test_charts_stand_by_municipality_or_by_when_the_team_joined_never_by_how_it_goes(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(3)
    of = make.cohort(place, 2)
    learning.team(of, place[2], "Team først", began_on=date(2021, 2, 1))
    for number in range(3):
        make.measuring(make.team_of(of, number), make.STEADY[number:])
    client = signed_in("coordinator", place.office)
    address = reverse("facilitation:panels", args=[of.pk])
    names = [
        str(one.municipality)
        for one in sorted(place.participations, key=lambda one: one.municipality.sort_key)
    ]
    late = [str(place[2].municipality), *(name for name in names if name != str(place[2].municipality))]
    assert order(client.get(address).content.decode(), names) == names
    assert order(client.get(address, {"order": "began"}).content.decode(), names) == late


def order(page: str, names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: page.index(f"{name}</a></h2>"))


def test_teams_are_held_up_against_each_other_only_when_enough_of_them_are_stable(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(6)
    of = make.cohort(place, 6)
    jump = ["5/24"] * 7 + ["20/24"] * 8
    for number in range(6):
        make.measuring(make.team_of(of, number), jump if number == 5 else make.STEADY)
    client = signed_in("coordinator", place.office)
    address = reverse("facilitation:together", args=[of.pk])
    page = client.get(address).content.decode()
    assert (
        f"{place[5].municipality}: its own chart holds a signal, so it has no one level to compare." in page
    )
    assert (
        "5 teams, the last twelve months: none lies farther from the others than chance can explain." in page
    )
    make.measuring(make.team_of(of, 0), jump, name="Noe annet")
    other = of.teams.order_by("pk")[0].projects.get().indicators.get(name="Noe annet")
    page = client.get(address, {"indicator": f"{other.pk}"}).content.decode()
    assert "Fewer than 5 teams measures this" not in page
    assert "Fewer than 5 teams measure this: too few to hold up against each other." in page


def test_which_teams_changed_something_is_narrowed_by_solution_and_state(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(2)
    of = make.cohort(place, 2)
    improving.decided(make.project(make.team_of(of, 0)), act="adopt")
    client = signed_in("coordinator", place.office)
    address = reverse("facilitation:changes", args=[of.pk])
    one, two = (str(place[number].municipality) for number in (0, 1))
    page = client.get(address).content.decode()
    assert "1 of 2 teams has adopted a change that it tested." in page
    found = client.get(address, {"state": "changed", "format": "csv"}).content.decode()
    assert (one in found, two in found) == (True, False)
    assert "No team fits this." in client.get(address, {"q": "finnes ikke"}).content.decode()


@pytest.mark.parametrize(
    "query",
    ["?indicator=x&least=-1", "?indicator=999999999999999999999&least=99", "?axis=%FF&order=rank", "?why=worse&state=zzz",
     "?removed=abc", "?format=exe", "?day=2021-99-99"],
)  # fmt: skip
def test_an_address_with_anything_in_it_is_answered_without_a_fault(
    today: date, signed_in: SignIn, query: str
) -> None:
    place = place_of(1)
    of = full(place, 1)
    client = signed_in("coordinator", place.office)
    for name in ("calls", "panels", "together", "changes", "report"):
        answer = client.get(reverse(f"facilitation:{name}", args=[of.pk]) + query)
        assert (name, answer.status_code) in {(name, 200), (name, 404)}


def test_the_first_page_tells_how_many_teams_need_a_call_as_their_page_does(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(3)
    of = full(place, 2)
    page = signed_in("coordinator", place.office).get("/").content.decode()
    assert "2 teams need a call this week" in page
    assert reverse("facilitation:calls", args=[of.pk]) in page


def test_what_the_teams_changed_leads_to_every_change_by_itself_and_back(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(1)
    of = full(place, 1)
    client = signed_in("coordinator", place.office)
    there = f"{reverse('improvement:changes')}?programme={place.programme.key}&office={place.office.key}"
    team_by_team = client.get(reverse("facilitation:changes", args=[of.pk])).content.decode()
    assert f'href="{there.replace("&", "&amp;")}"' in team_by_team
    one_by_one = client.get(there).content.decode()
    assert f'href="{reverse("facilitation:index")}"' in one_by_one
    contact = signed_in("contact", place.office, place[0].municipality)
    assert f'href="{reverse("facilitation:index")}"' not in contact.get(there).content.decode()
