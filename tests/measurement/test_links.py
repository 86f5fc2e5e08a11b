"""A team's personal link: what it does, whose it is, that looking changes nothing, and letters only to those who lack values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samordner.improvement.models import Cycle
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.letters.models import Letter
from samordner.links.models import PersonalLink
from samordner.links.operations import issue
from samordner.measurement.jobs import write_reminders
from samordner.measurement.models import Measurement
from samordner.measurement.operations.linking import end_links, send_links
from samordner.networks.models import Assessment, Team, TeamMember
from tests.factories.participation import BY, DAY, NOW, region
from tests.measurement import making as make

pytestmark = pytest.mark.django_db
MARCH = date(2021, 3, 1)


@pytest.fixture
def team(today: date) -> Team:
    made = make.team(region(2)[0])
    row = make.indicator(make.project(made.participation, team=made), begins=make.month(0))
    make.filled(row, make.BETTER[:23])
    make.member(made)
    return made


def link_of(team: Team, *, days: int = 30) -> str:
    member = team.members.get()
    return issue("team", "teammember", str(member.pk), expires_at=NOW + timedelta(days=days), now=NOW)


def address(secret: str, name: str = "team", *parts: int) -> str:
    return reverse(f"measurement:{name}", args=[secret, *parts])


def test_this_month_is_written_in_by_the_link_and_the_verdict_is_told(team: Team) -> None:
    client, secret = Client(headers={"accept-language": "nb"}), link_of(team)
    row = team.projects.get().indicators.get()
    front = client.get(address(secret)).content.decode()
    assert "<strong>Kari Eksempel</strong> i Team Sjøsiden" in front, (
        "whose it is stands before anything can be sent"
    )
    assert "mars 2021" in front
    said = {
        "indicator": row.pk,
        "period": "2021-03-01",
        "state": "value",
        "value": "72",
        "denominator": "100",
    }
    answer = client.post(address(secret), said, follow=True)
    made = Measurement.objects.get(indicator=row, day=MARCH)
    assert made.value == 72
    assert (made.how, made.written_by) == ("link", f"teammember:{team.members.get().pk}")
    page = answer.content.decode()
    assert "mars 2021: lagret. Spesiell variasjon" in page
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_looking_changes_nothing_but_when_it_was_first_looked_at(team: Team) -> None:
    secret = link_of(team)
    row, cycle = team.projects.get().indicators.get(), make.cycle(team.projects.get())
    entries, before = Entry.objects.count(), Measurement.objects.count()
    for name, *parts in (
        ("team",),
        ("team_enter", row.pk),
        ("team_chart", row.pk),
        ("team_cycle", cycle.pk),
        ("team_assess",),
    ):
        for client in (Client(), Client(headers={"user-agent": "scanner"})):
            assert client.get(address(secret, str(name), *(int(one) for one in parts))).status_code == 200
            assert client.head(address(secret, str(name), *(int(one) for one in parts))).status_code == 200
    assert (Entry.objects.count(), Measurement.objects.count(), Assessment.objects.count()) == (
        entries,
        before,
        0,
    )
    assert PersonalLink.objects.get().opened_at is not None


def test_a_link_opens_nothing_when_it_is_over_taken_back_or_its_owner_has_left(team: Team) -> None:
    client, member = Client(), team.members.get()
    assert client.get(address(link_of(team, days=1))).status_code == 200
    old = issue(
        "team", "teammember", str(member.pk), expires_at=NOW - timedelta(days=1), now=NOW - timedelta(days=9)
    )
    other = issue("answer", "teammember", str(member.pk), expires_at=NOW + timedelta(days=9), now=NOW)
    for secret in (old, other, "no-such-link"):
        assert client.get(address(secret)).status_code == 404
    good = link_of(team)
    for fields, back in (
        ({"until": DAY}, {"until": None}), ({"removed_at": NOW}, {"removed_at": None}),
        ({"erased_at": NOW, "name": "", "email": "", "position": ""}, {"erased_at": None, "name": "Kari Eksempel",
        "email": "k@example.org"}),
    ):  # fmt: skip
        TeamMember.objects.filter(pk=member.pk).update(**fields)
        assert client.get(address(good)).status_code == 404
        TeamMember.objects.filter(pk=member.pk).update(**back)
    assert client.get(address(good)).status_code == 200
    Team.objects.filter(pk=team.pk).update(left_on=DAY, left_why="Slutt")
    assert client.get(address(good)).status_code == 404
    Team.objects.filter(pk=team.pk).update(left_on=None, left_why="")
    end_links(team, [member], by=BY, now=NOW)
    assert client.get(address(good)).status_code == 404


def test_what_was_tried_and_how_far_the_team_is_are_written_by_the_link(team: Team) -> None:
    client, secret = Client(), link_of(team)
    cycle, by = make.cycle(team.projects.get()), f"teammember:{team.members.get().pk}"
    there = address(secret, "team_cycle", cycle.pk)
    said = {"version": 1, "text": "TV var av i ti måltider", "begins": "2021-04-01", "ends": "2021-04-20"}
    assert client.post(there, said).status_code == 302
    assert client.post(there, {"version": 2, "text": "Det ble roligere"}).status_code == 302
    cycle = Cycle.objects.get()
    assert (cycle.done, cycle.study) == ("TV var av i ti måltider", "Det ble roligere")
    assert client.post(there, {"version": 2, "text": "Uten å ha sett det nye"}).status_code == 409
    assess = {"score": "2.5", "day": "2021-04-27", "why": "Vi måler hver måned"}
    assert client.post(address(secret, "team_assess"), assess).status_code == 302
    made = Assessment.objects.get()
    assert (str(made.score), made.by_team, made.made_by) == ("2.5", True, by)


def test_links_are_sent_in_the_municipality_s_own_form_of_norwegian_and_no_page_shows_them(
    team: Team,
) -> None:
    without = make.member(team, "Per Uten", TeamMember.Role.MEMBER, email="")
    with pytest.raises(Refusal, match=r"Per Uten: Has no e-mail address\."):
        send_links(team, [*team.members.all()], day=DAY, by=BY, now=NOW)
    assert Letter.objects.count() == 0
    member = team.members.exclude(pk=without.pk).get()
    assert send_links(team, [member], day=DAY, by=BY, now=NOW) == 1
    letter, link = Letter.objects.get(), PersonalLink.objects.get()
    assert (letter.to_address, letter.kind, link.key) == (member.email, "team-link", str(member.pk))
    assert "/team/" in letter.body
    detail = str(Entry.objects.get(verb="send_links").detail)
    assert member.email not in detail
    assert "Kari" not in detail


def test_only_teams_that_lack_values_are_reminded_and_once_for_each_period(team: Team) -> None:
    member = team.members.get()
    assert write_reminders(day=DAY, by=BY, now=NOW) == 0, "nobody has asked for a link"
    send_links(team, [member], day=DAY, by=BY, now=NOW)
    Letter.objects.all().delete()
    assert write_reminders(day=date(2021, 4, 4), by=BY, now=NOW) == 0, "the month has just ended"
    assert [write_reminders(day=DAY, by=BY, now=NOW) for _time in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert "Rolige måltider: mars 2021" in letter.body
    links = PersonalLink.objects.count()
    write_reminders(day=DAY, by=BY, now=NOW)
    assert PersonalLink.objects.count() == links, "no link is made for a letter that is not written"
    row = team.projects.get().indicators.get()
    make.written(row, MARCH, 70)
    assert write_reminders(day=date(2021, 4, 29), by=BY, now=NOW) == 0
    assert write_reminders(day=date(2021, 5, 6), by=BY, now=NOW) == 1, "April is missing"


def test_what_looks_wrong_is_asked_about_and_written_when_somebody_says_that_it_is_right(team: Team) -> None:
    client, secret = Client(headers={"accept-language": "nb"}), link_of(team)
    row = team.projects.get().indicators.get()
    said = {"indicator": row.pk, "period": "2021-03-01", "state": "value", "value": "2", "denominator": "100"}
    answer = client.post(address(secret), said)
    assert answer.status_code == 422
    assert "Stemmer dette?" in answer.content.decode()
    assert 'value="2"' in answer.content.decode(), "nothing typed is lost"
    assert not Measurement.objects.filter(day=MARCH).exists()
    assert client.post(address(secret), said | {"sure": "1"}).status_code == 302
    assert Measurement.objects.get(day=MARCH).value == 2


def test_somebody_else_s_number_is_not_overwritten_unseen(team: Team) -> None:
    client, secret = Client(), link_of(team)
    row = team.projects.get().indicators.get()
    make.written(row, MARCH, 70)
    said = {
        "indicator": row.pk,
        "period": "2021-03-01",
        "state": "value",
        "value": "60",
        "denominator": "100",
        "version": "0",
    }
    answer = client.post(address(secret), said)
    assert answer.status_code == 409
    assert Measurement.objects.get(day=MARCH).value == 70
    assert client.post(address(secret), said | {"version": "1"}).status_code == 302
    assert Measurement.objects.get(day=MARCH).value == 60
