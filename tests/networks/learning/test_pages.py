"""The pages of learning networks: what they show, what they take, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samordner.meetings.models import Meeting
from samordner.networks.models import Assessment, Attendance, Cohort, Gathering, Guidance, Team, TeamMember
from tests.boards.conftest import SignIn
from tests.factories import learning as make
from tests.factories import networks
from tests.factories.networks import place_of
from tests.factories.participation import Region, region

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"networks:{name}", args=args)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def full(place: Region, count: int) -> None:
    """A cohort with two gatherings and `count` teams, each with everything."""
    cohort = make.cohort(place)
    first = make.gathering(cohort, homework="Mål i to uker", homework_due=date(2021, 5, 3))
    make.gathering(cohort, 2, date(2021, 6, 1))
    for number in range(count):
        team = make.team(cohort, place[number], f"Team {number}")
        make.member(team)
        make.guidance(team)
        make.attendance(first, team)
        make.assessment(team)
        make.assessment(team, by_team=False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("cohorts", 8),
        ("teams", 12),
        ("cohort", 16),
        ("gathering", 17),
        ("team", 19),
        ("teams?format=json", 12),
    ],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, name: str, queries: int
) -> None:
    place = region(3)
    full(place, count)
    rows = {
        "cohort": Cohort.objects.order_by("pk"),
        "gathering": Gathering.objects.order_by("pk"),
        "team": Team.objects.order_by("pk"),
    }
    name, _mark, query = name.partition("?")
    args = [rows[name][0].pk] if name in rows else []
    address = f"{url(name, *args)}?{query}"
    client = signed_in("coordinator", place.office)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


def test_a_cohort_is_begun_its_gatherings_planned_and_a_team_let_in(signed_in: SignIn, today: date) -> None:
    place = region(2)
    network = make.network(place)
    client = signed_in("coordinator", place.office)
    sent = {"network": network.pk, "name": "Vår 2021", "since": "2021-03-01", "gatherings_planned": "3",
            "guidance_least": "2", "about": "Om pulja"}  # fmt: skip
    failed = client.post(url("new_cohort"), sent | {"until": "2021-01-01"})
    assert (failed.status_code, "Om pulja" in failed.content.decode()) == (422, True)
    page = text(client, client.post(url("new_cohort"), sent).headers["Location"])
    cohort = Cohort.objects.get()
    assert page.count("not planned") >= 3, "each gathering that is lacking is seen"
    assert "No team has joined yet." in page
    gathering = {
        "ordinal": "1",
        "topic": "Mål",
        "day": "2021-03-10",
        "homework": "Mål",
        "homework_due": "2021-05-03",
    }
    client.post(url("new_gathering", cohort.pk), gathering)
    again = client.post(url("new_gathering", cohort.pk), gathering)
    assert (
        again.status_code,
        "There is a gathering with that number already." in again.content.decode(),
    ) == (422, True)
    team = {"participation": place[0].pk, "name": "Team Strand", "began_on": "2021-03-01", "phase": "prepare"}
    client.post(url("new_team", cohort.pk), team)
    page = text(client, url("cohort", cohort.pk))
    assert "Team Strand" in page
    assert "1 time it is not noted whether a team was there" in page


def test_two_who_change_one_team_are_told_and_nothing_typed_is_lost(signed_in: SignIn, today: date) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    client = signed_in("coordinator", place.office)
    sent = {"version": "1", "name": "Team Strand", "began_on": "2021-03-01", "service": "Først"}
    assert client.post(url("change_team", team.pk), sent).status_code == 302
    late = client.post(url("change_team", team.pk), sent | {"service": "Sist", "topic": "Mine ord"})
    page = late.content.decode()
    assert (late.status_code, "Mine ord" in page, "Først" in page) == (409, True, True)
    assert 'name="version" value="2"' in page


def test_attendance_is_noted_from_a_phone_and_a_quarrel_at_the_door_is_shown(
    signed_in: SignIn, today: date
) -> None:
    place = region(2)
    cohort = make.cohort(place)
    row = make.gathering(cohort)
    one, two = make.team(cohort, place[0]), make.team(cohort, place[1])
    client = signed_in("partner", place.office)
    address = url("attend", row.pk)
    page = text(client, url("gathering", row.pk))
    assert page.count('inputmode="numeric"') == 2
    sent = {f"team_{one.pk}": "3", f"seen_{one.pk}": "0", f"team_{two.pk}": "", f"seen_{two.pk}": "0"}
    assert client.post(address, sent).status_code == 302
    assert [(row.team, row.count) for row in Attendance.objects.all()] == [(one, 3)], "empty is not known"
    late = client.post(address, sent | {f"team_{one.pk}": "5", f"team_{two.pk}": "0"})
    page = late.content.decode()
    assert (late.status_code, 'value="5"' in page, "Someone else has saved meanwhile" in page) == (
        409,
        True,
        True,
    )
    assert f'name="seen_{one.pk}" value="1"' in page, "saved again, mine holds"
    wrong = client.post(address, {f"team_{one.pk}": "-1"})
    assert (wrong.status_code, Attendance.objects.get().count) == (422, 3)


def test_a_gathering_is_made_a_meeting_or_is_one_that_is_planned(signed_in: SignIn, today: date) -> None:
    place = region(1)
    cohort = make.cohort(place)
    first, second = make.gathering(cohort), make.gathering(cohort, 2, date(2021, 6, 1))
    client = signed_in("coordinator", place.office)
    wrong = client.post(url("gathering_meeting", first.pk), {"version": "1", "topic": "Samling om mål"})
    assert (wrong.status_code, "Samling om mål" in wrong.content.decode()) == (422, True)
    sent = {"version": "1", "topic": "Samling om mål", "day": "2021-03-10", "starts": "09:00", "ends": "15:00",
            "place": "Kulturhuset"}  # fmt: skip
    client.post(url("gathering_meeting", first.pk), sent)
    meeting = Meeting.objects.get()
    page = text(client, url("gathering", first.pk))
    assert "Kulturhuset" in page
    assert reverse("meetings:meeting", args=[meeting.pk]) in page
    refused = client.post(url("gathering_meeting", second.pk), {"version": "1", "meeting": meeting.pk})
    assert refused.status_code == 422
    client.post(url("detach_meeting", first.pk), {"version": "2"})
    client.post(url("gathering_meeting", second.pk), {"version": "1", "meeting": meeting.pk})
    assert set(Gathering.objects.values_list("ordinal", "meeting", "day")) == {
        (1, None, date(2021, 3, 10)), (2, meeting.pk, None)
    }  # fmt: skip


def test_a_checklist_is_ticked_says_who_did_and_gives_advice(signed_in: SignIn, today: date) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    client = signed_in("contact", place.office, place[0].municipality)
    address = url("tick", team.pk)
    client.post(address, {"said": "calm:no"})
    page = text(client, url("team", team.pk))
    assert "Wait until it has settled" in page
    assert "Kari contact" in page
    client.post(address, {"said": "calm:yes"})
    assert "Wait until it has settled" not in text(client, url("team", team.pk))
    client.post(address, {"said": "calm:yes"})
    assert [one.answer for one in team.ticks.order_by("pk")] == ["no", "yes", ""], (
        "pressed again it is said no more"
    )
    told = client.post(address, {"said": "'; drop table:yes"}, follow=True).content.decode()
    assert "That does not stand in the checklists." in told


def test_the_two_assessments_stand_side_by_side_and_a_contact_writes_only_the_team_s(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    contact = signed_in("contact", place.office, place[0].municipality)
    sent = {"score": "2.5", "day": "2021-04-20", "why": "Vi har prøvd tavlemøte"}
    assert contact.post(url("assess_own", team.pk), sent).status_code == 302
    assert contact.post(url("assess_adviser", team.pk), sent).status_code == 403
    adviser = signed_in("partner", place.office)
    failed = adviser.post(url("assess_adviser", team.pk), sent | {"day": "2021-12-01", "why": "Lite er målt"})
    assert (failed.status_code, "Lite er målt" in failed.content.decode()) == (422, True)
    adviser.post(url("assess_adviser", team.pk), sent | {"score": "1.5", "why": "Lite er målt"})
    assert list(Assessment.objects.values_list("by_team", "score")) == [(True, 2.5), (False, 1.5)]
    page = text(contact, url("team", team.pk))
    assert page.index("Vi har prøvd tavlemøte") < page.index("Lite er målt")


def test_a_guidance_meeting_is_noted_written_up_removed_and_brought_back(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    client = signed_in("partner", place.office)
    wrong = client.post(
        url("new_guidance", team.pk), {"day": "2021-06-01", "state": "held", "said": "Mine ord"}
    )
    assert (wrong.status_code, "Mine ord" in wrong.content.decode()) == (422, True)
    client.post(url("new_guidance", team.pk), {"day": "2021-04-20", "state": "planned", "how": "video"})
    row = Guidance.objects.get()
    assert "how did it go?" in text(client, url("team", team.pk))
    sent = {"version": "1", "day": "2021-04-20", "state": "held", "said": "Prøv tavlemøte"}
    client.post(url("change_guidance", row.pk), sent)
    assert client.post(url("change_guidance", row.pk), sent).status_code == 409
    assert "1/4" in text(client, url("team", team.pk))
    gone = client.post(url("remove_guidance", row.pk), {"version": "2"})
    assert "The guidance meeting is removed." in text(client, gone.headers["Location"])
    client.post(url("restore_guidance", row.pk), {"version": "3"})
    assert Guidance.objects.get().removed_at is None


def test_a_member_is_added_taken_off_brought_back_and_erased(signed_in: SignIn, today: date) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    client = signed_in("contact", place.office, place[0].municipality)
    client.post(
        url("new_team_member", team.pk),
        {"name": "Kari Strand", "role": "measurer", "email": "kari@strand.example"},
    )
    row = TeamMember.objects.get()
    assert "answers for the measurements" in text(client, url("team", team.pk))
    gone = client.post(url("remove_team_member", row.pk), {"version": "1"})
    assert "The member is taken off the list." in text(client, gone.headers["Location"])
    client.post(url("restore_team_member", row.pk), {"version": "2"})
    client.post(url("erase_team_member", row.pk), {"version": "3"})
    page = text(client, url("team", team.pk))
    assert ("Kari Strand" in page, "erased" in page) == (False, True)


def test_a_team_that_left_says_why_is_counted_and_may_come_back(signed_in: SignIn, today: date) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    client = signed_in("coordinator", place.office)
    failed = client.post(url("leave_cohort", team.pk), {"version": "1", "on": "2021-04-20", "why": ""})
    assert failed.status_code == 422
    client.post(url("leave_cohort", team.pk), {"version": "1", "on": "2021-04-20", "why": "Omorganisering"})
    assert "Omorganisering" in text(client, url("team", team.pk))
    assert "1 of them has left and is counted still" in text(client, url("cohort", team.cohort_id))
    listed = client.get(url("teams"), {"format": "json", "state": "left"}).json()["rows"]
    assert [(one["name"], one["left_why"]) for one in listed] == [("Team Strand", "Omorganisering")]
    assert client.get(url("teams"), {"format": "json", "state": "in"}).json()["rows"] == []
    client.post(url("come_back", team.pk), {"version": "2"})
    assert Team.objects.get().left_on is None


def test_lists_are_narrowed_sorted_and_taken_out_as_files(signed_in: SignIn, today: date) -> None:
    place = region(3)
    full(place, 3)
    cohort = Cohort.objects.get()
    client = signed_in("coordinator", place.office)

    def names(**query: str) -> list[str]:
        rows = client.get(url("teams"), {"format": "json", **query}).json()["rows"]
        return [one["name"] for one in rows]

    assert len(names()) == 3
    assert names(q="team 1") == ["Team 1"]
    assert names(municipality=place[2].municipality.code) == ["Team 2"]
    assert names(sort="-name") == ["Team 2", "Team 1", "Team 0"]
    assert names(cohort=str(cohort.pk), phase="prepare", guidance="behind") == []
    for odd in ({"cohort": "x"}, {"phase": "x"}, {"sort": "x"}, {"state": "x"}, {"page": "999"}):
        assert client.get(url("teams"), odd).status_code == 200
    for format in ("xlsx", "csv", "docx", "json"):
        for address in (url("teams"), url("cohorts"), url("cohort", cohort.pk)):
            assert client.get(address, {"format": format}).status_code == 200
    assert client.get(url("teams"), {"format": "exe"}).status_code == 404
    rows = client.get(url("cohort", cohort.pk), {"format": "json"}).json()["rows"]
    assert [one["gathering_1"] for one in rows] == ["3 came"] * 3


def test_the_first_page_and_the_calendar_tell_what_is_due(signed_in: SignIn, today: date) -> None:
    place = region(2)
    cohort = make.cohort(place)
    make.gathering(cohort, homework="Mål i to uker", homework_due=date(2021, 5, 3))
    make.gathering(cohort, 2, date(2021, 4, 20))
    team = make.team(cohort, place[0])
    make.guidance(team, date(2021, 4, 12), "planned")
    make.guidance(team, date(2021, 5, 10), "planned")
    office = text(signed_in("coordinator", place.office), "/")
    for said in (
        "1 improvement team has had fewer guidance meetings than it should by now", "0/4",
        "1 guidance meeting is not written up", "gathering 1: it is not noted whether 1 team was there",
    ):  # fmt: skip
        assert (said, said in office) == (said, True)
    contact = signed_in("contact", place.office, place[0].municipality)
    assert "Team Strand: homework from gathering 1" in text(contact, "/")
    month = text(contact, "/kalender/?month=2021-05")
    assert ("Homework from" in month, "Guidance meeting:" in month) == (True, True)
    item = f"homework-{Gathering.objects.get(ordinal=1).pk}:yes"
    contact.post(url("tick", team.pk), {"said": item})
    assert "homework from gathering 1" not in text(contact, "/")
    other = signed_in("contact", place.office, place[1].municipality)
    assert "Team Strand" not in text(other, "/") + text(other, "/kalender/?month=2021-05")


def test_empty_pages_teach_what_to_do(signed_in: SignIn, today: date) -> None:
    place = region(1)
    office, contact = (
        signed_in("coordinator", place.office),
        signed_in("contact", place.office, place[0].municipality),
    )
    assert "No cohort has begun yet." in text(office, url("cohorts"))
    assert "There is no cohort to see." in text(contact, url("cohorts"))
    assert "No team has joined a cohort yet." in text(office, url("teams"))
    assert "Your municipality has no improvement team." in text(contact, url("teams"))
    assert "There is no network that a cohort could belong to." in text(office, url("new_cohort"))


def test_a_new_cohort_is_of_the_size_that_its_programme_says_or_of_none(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(1)
    circle = networks.network(place)
    page = text(signed_in("coordinator", place.office), f"{url('new_cohort')}?network={circle.pk}")
    fields = ("gatherings_planned", "guidance_least")
    assert [value_of(page, name) for name in fields] == ["3", "2"]
    plain = region(1, key="sorviken", county="92")
    make.network(plain)
    page = text(signed_in("coordinator", plain.office), url("new_cohort"))
    assert [value_of(page, name) for name in fields] == ["", ""]


def value_of(page: str, name: str) -> str:
    """What stands in an input; "" when nothing does."""
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""
