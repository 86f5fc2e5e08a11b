"""A municipality's page tells a successor everything that the reader may see, as it was on the day."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.asks.models import Ask, AskRecipient
from samordner.networks.operations.members import leave
from samordner.participation.contacts.operations import add_contact
from samordner.participation.models import Participation
from samordner.participation.operations import correct
from samordner.participation.statements import Statement
from samordner.people.models import User
from samordner.places.models import Change, Grouping, GroupingMembership
from samordner.places.operations import make_grouping
from samordner.support.models import Grant, Need, Support
from samordner.timeline.periods import Period
from tests.boards.conftest import SignIn
from tests.factories import networks
from tests.factories.localplans import anchored, plan, statement
from tests.factories.participation import BY, NOW, Region, region, say
from tests.programmes.invented import invented

pytestmark = pytest.mark.django_db


def recorded(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def lived(place: Region, row: Participation, again: int = 0) -> None:
    """One of everything, all of it invented; `again` tells it from the times before."""
    say(row, "plan_status", "in_process", date(2020, 3, 4), now=recorded(date(2020, 3, 5)))
    say(row, "plan_status", "decided", date(2021, 2, 11), now=recorded(date(2021, 2, 12)))
    say(row, "solution_stage", "in_use", date(2021, 3, 1), item="C4")
    add_contact(
        row,
        role="main",
        name="Eva Eksempel",
        since=date(2020, 1, 1 + again),
        email="eva@fjord.example",
        by=BY,
        now=NOW,
    )
    add_contact(
        row,
        role="main",
        name="Gamle Eksempel",
        since=date(2019, 1, 1 + again),
        until=date(2020, 1, 1),
        by=BY,
        now=NOW,
    )
    made = plan(
        row.municipality, title="Temaplan", hearing_from=date(2021, 4, 1), hearing_to=date(2021, 5, 1)
    )
    anchored(made, place.programme, "yes", solutions=["C4"], note="Kapittel tre")
    done = plan(row.municipality, title="Strategi", kind="planning_strategy", adopted_on=date(2020, 10, 1))
    statement(done, given_on=date(2020, 9, 1), on_programme="Meir om mat")
    usual: dict[str, Any] = {"participation": row, "recorded_at": NOW, "recorded_by": BY}
    need = Need.objects.create(
        text="Skyss til dagsenteret", raised_on=date(2021, 1, 5), raised_where="contact", **usual
    )
    Support.objects.create(
        need=need, day=date(2021, 2, 2), kind="visit", organisation="USHT", text="Rettleiing", **usual
    )
    Grant.objects.create(
        scheme_name="Matprosjekt", year=2021, applied_on=date(2021, 1, 15), applied=200000,
        granted_on=date(2021, 3, 15), granted=150000, **usual,
    )  # fmt: skip
    ask = Ask.objects.create(
        programme=place.programme, office=place.office, asked_by="Direktoratet", title="Kartlegging av mat",
        kind="survey", minutes=90, sent=date(2021, 4, 2), deadline=date(2021, 4, 20), recorded_at=NOW, recorded_by=BY,
    )  # fmt: skip
    AskRecipient.objects.create(ask=ask, participation=row)


@pytest.fixture
def place(today: date) -> Region:
    made = region(2)
    lived(made, made[0])
    return made


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def address(row: Participation, query: str = "") -> str:
    return f"/tavle/kommune/{row.municipality.code}/{query}"


def words(text: str) -> str:
    """The page as one reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&nbsp;", " ").split())


def shown(client: Client, row: Participation, query: str = "") -> str:
    answer = client.get(address(row, query))
    assert answer.status_code == 200
    return words(answer.content.decode().partition("<main")[2])


def section(client: Client, row: Participation, name: str, query: str = "") -> str:
    """One part of the page, by its key."""
    page = client.get(address(row, query)).content.decode()
    return words(page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0])


def test_each_status_is_told_with_what_it_was_before_and_who_recorded_it(
    place: Region, client: Client
) -> None:
    told = section(client, place[0], "standing")
    assert "Decided 11 February 2021" in told or "Vedtatt" in told
    assert "before: In process, since 4 March 2020 recorded 12 February 2021" in told
    assert "Last heard of 1 March 2021" in told
    assert "1 of 25 known" in told


def test_a_past_day_tells_what_held_then(place: Region, client: Client) -> None:
    told = shown(client, place[0], "?day=2020-06-01")
    assert "In process" in told
    for later in ("Temaplan", "Strategi", "Skyss", "Matprosjekt", "Kartlegging av mat", "11 February 2021"):
        assert later not in told
    assert "Eva Eksempel" in told


def test_a_statement_is_not_told_of_before_it_was_asked_for(place: Region, client: Client) -> None:
    announced = plan(place[1].municipality, title="Økonomiplan", announced_on=date(2020, 1, 1))
    statement(announced, given_on=date(2021, 2, 2), on_programme="Meir om mat")
    assert "Meir om mat" in section(client, place[1], "plans")
    before = section(client, place[1], "plans", "?day=2021-02-01")
    assert ("Økonomiplan" in before, "Meir om mat" in before) == (True, False)


def test_what_needs_doing_stands_with_the_most_pressing_first(place: Region, client: Client) -> None:
    told = section(client, place[0], "doing")
    assert told.index("Temaplan waits for a statement: 4 days left") < told.index("nobody has told us")
    assert "Nobody has taken the need: Skyss til dagsenteret" in told
    assert "1 request is late" in told
    assert "main contact" not in told
    assert "There is no main contact" in section(client, place[1], "doing")


def test_what_is_late_or_old_is_to_be_asked_anew(place: Region, client: Client) -> None:
    expected = Period("spring 2020", date(2020, 1, 1), date(2020, 6, 30))
    long_ago = date(2020, 2, 1)
    say(place[1], "plan_status", "in_process", long_ago, now=recorded(long_ago), expected=expected)
    told = section(client, place[1], "doing")
    assert "Plan status: In process, expected" in told
    assert "Plan status is old: ask anew" in told


def test_contacts_plans_needs_grants_and_requests_are_all_there(place: Region, client: Client) -> None:
    assert "Eva Eksempel" in section(client, place[0], "contacts")
    assert "1 before Main contact Gamle Eksempel".lower() in section(client, place[0], "contacts").lower()
    plans = section(client, place[0], "plans")
    assert all(
        text in plans for text in ("Temaplan", "on hearing", "Kapittel tre", "Strategi", "Meir om mat")
    )
    needs = section(client, place[0], "needs")
    assert all(text in needs for text in ("Skyss til dagsenteret", "open", "Rettleiing", "USHT"))
    assert all(text in section(client, place[0], "grants") for text in ("Matprosjekt", "granted", "150"))
    assert all(
        text in section(client, place[0], "asks") for text in ("Kartlegging av mat", "1.5 hours", "late")
    )


def test_the_timeline_tells_everything_the_newest_first_and_is_narrowed_by_kind(
    place: Region, client: Client
) -> None:
    told = section(client, place[0], "timeline")
    order = [
        "Direktoratet asked: Kartlegging av mat", "Temaplan on hearing", "Matprosjekt 2021 granted",
        "Plan status: Decided", "Raised: Skyss til dagsenteret", "Strategi adopted", "Given: Strategi",
        "Plan status: In process", "Gamle Eksempel ended as main contact", "Gamle Eksempel began as main contact",
    ]  # fmt: skip
    assert [told.index(text) for text in order] == sorted(told.index(text) for text in order)
    narrowed = section(client, place[0], "timeline", "?kind=contact")
    assert ("Eva Eksempel began" in narrowed, "Plan status" in narrowed) == (True, False)


def test_a_correction_stands_in_the_place_of_what_was_wrong(place: Region, client: Client) -> None:
    wrong = place[0].observations.get(value="decided")
    right = Statement(subject="plan_status", value="to_be_decided", since=date(2021, 2, 11))
    correct(wrong, right, by=BY, now=NOW)
    assert "Plan status: Decided" not in section(client, place[0], "timeline")


def test_a_long_timeline_is_shown_in_parts(place: Region, client: Client) -> None:
    for number in range(50):
        say(
            place[1],
            "last_contact",
            "2021-04-01",
            date(2021, 4, 1),
            now=recorded(date(2021, 4, 2 + number % 20)),
        )
    assert "Show 10 more" in section(client, place[1], "timeline")
    assert "more" not in section(client, place[1], "timeline", "?all=1")


def test_the_number_s_history_links_to_those_that_can_be_opened(place: Region, client: Client) -> None:
    row, other = place[0].municipality, place[1].municipality
    foreign = region(1, key="sorviken", county="92")[0].municipality
    for old in (other, foreign):
        Change.objects.create(day=date(2020, 1, 1), old=old, new=row, kind="merge", moves_county=False)
    page = client.get(address(place[0])).content.decode()
    assert "Since 1 January 2020, made of" in words(page)
    assert (f'href="/tavle/kommune/{other.code}/"' in page, f"/tavle/kommune/{foreign.code}/" in page) == (
        True,
        False,
    )
    assert f"{foreign.code} {foreign}" in words(page)


def test_it_is_in_the_groupings_that_it_belongs_to(place: Region, client: Client) -> None:
    made = make_grouping(place.office, name="Indre fjord", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    GroupingMembership.objects.create(grouping=made, municipality=place[0].municipality)
    assert "Indre fjord" in section(client, place[0], "groups")


def test_outside_its_time_the_page_says_so(place: Region, client: Client) -> None:
    assert "does not take part in" in shown(client, place[0], "?day=2018-05-01")


def test_a_day_outside_leads_to_the_first_day_that_it_takes_part_or_the_last_that_it_did(
    client: Client, place: Region
) -> None:
    Participation.objects.filter(pk=place[0].pk).update(since=date(2020, 3, 1), until=date(2021, 2, 1))
    before, after = (shown(client, place[0], f"?day={day}") for day in ("2019-12-31", "2021-02-01"))
    first, last = (
        "Show the first day that it does, 1 March 2020",
        "Show the last day that it did, 31 January 2021",
    )
    assert (first in before, last in before) == (True, False)
    assert (first in after, last in after) == (False, True)
    assert "does not take part in" not in shown(client, place[0], "?day=2021-01-31")
    assert client.get("/tavle/kommune/0000/").status_code == 404
    assert client.get(address(place[0], "?programme=none")).status_code == 404


def test_a_programme_with_few_subjects_and_no_lists_has_a_page_too(today: date, signed_in: SignIn) -> None:
    other = region(1, definition=invented(), since=date(2021, 1, 1))
    assert "Nothing has happened yet." in shown(signed_in(office=other.office), other[0])


def test_who_recorded_it_is_told_by_name_and_never_by_id(today: date, signed_in: SignIn) -> None:
    place = region(1)
    client = signed_in(office=place.office)
    by = f"u{User.objects.get().pk}"
    say(place[0], "plan_status", "decided", by=by)
    say(place[0], "solution_stage", "in_use", item="C4", by=by)
    told = section(client, place[0], "standing")
    assert told.count("recorded 27 April 2021, Kari coordinator") == 2
    assert f" {by}" not in told


# Files


@pytest.mark.parametrize(("language", "heading"), [("nb", "Hvor den står"), ("nn", "Kvar han står")])
def test_the_page_is_printed_for_whoever_takes_over(
    place: Region, client: Client, language: str, heading: str
) -> None:
    answer = client.get(address(place[0], f"?format=docx&sprak={language}"))
    name = f"{place[0].municipality.code} {place[0].municipality.name} 2021-04-27 ({language}).docx"
    assert unquote(answer["Content-Disposition"]).endswith(f"demonstration-{name}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        text = words(file.read("word/document.xml").decode())
    for said in (
        heading,
        "Eva Eksempel",
        "Temaplan",
        "Skyss til dagsenteret",
        "Matprosjekt",
        "Kartlegging av mat",
    ):
        assert said in text
    assert client.get(address(place[0], "?format=exe")).status_code == 404


# Who sees what

PARTS = ("Eva Eksempel", "Temaplan", "Skyss", "Matprosjekt", "Kartlegging av mat")
TRUTH = {
    ("coordinator", True): (200, PARTS),
    ("coordinator", False): (404, ()),
    ("partner", True): (200, PARTS),
    ("partner", False): (404, ()),
    ("contact", True): (200, PARTS),
    ("contact", False): (404, ()),
    ("directorate", True): (200, PARTS[1:]),
    ("administrator", True): (200, PARTS),
}


@pytest.mark.parametrize(("role", "own"), TRUTH)
@pytest.mark.parametrize("ending", ["", "?format=html"])
def test_who_sees_what(today: date, signed_in: SignIn, role: str, own: bool, ending: str) -> None:
    mine, other = region(2), region(2, key="sorviken", county="92")
    lived(mine, mine[0])
    home = mine if own else other
    client = signed_in(role, home.office, home[0].municipality if role == "contact" else None)
    status, parts = TRUTH[role, own]
    answer = client.get(address(mine[0], ending))
    told = answer.content.decode() if status == 200 else ""
    assert (answer.status_code, tuple(part for part in PARTS if part in told)) == (status, parts)
    assert ("Eva Eksempel" in told) == ("Eva Eksempel" in parts)


def test_a_contact_sees_no_page_of_the_neighbour(today: date, signed_in: SignIn) -> None:
    place = region(2)
    lived(place, place[1])
    client = signed_in("contact", place.office, place[0].municipality)
    assert client.get(address(place[0])).status_code == 200
    assert client.get(address(place[1])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(place: Region) -> None:
    assert Client().get(address(place[0])).status_code == 302


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_takes_the_same_queries_however_much_has_happened(
    today: date, signed_in: SignIn, times: int
) -> None:
    place = region(1)
    for number in range(times):
        lived(place, place[0], number)
    client = signed_in(office=place.office)
    client.get(address(place[0]))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(place[0])).status_code == 200
    assert len(queries) == 32


def test_the_networks_that_it_is_and_was_in_stand_on_the_page_and_in_the_timeline(
    today: date, signed_in: SignIn
) -> None:
    place = region(2)
    now, before, other = (
        networks.network(place, name, kind="") for name in ("Fagringen", "Gamleringen", "Andre")
    )
    networks.members(now, place.participations[:1], date(2021, 2, 1))
    [member] = networks.members(before, place.participations[:1], date(2020, 2, 1))
    leave(member, last_day=date(2021, 3, 31), why="", version=1, by=BY, now=NOW)
    networks.members(other, place.participations[1:])
    for role in ("coordinator", "contact", "directorate"):
        client = signed_in(role, place.office, place[0].municipality if role == "contact" else None)
        told = words(client.get(address(place[0])).content.decode())
        for text in (
            "Fagringen since 1 February 2021",
            "Came into Fagringen",
            "Left Gamleringen",
            "1 February 2020 – 31 March 2021",
        ):
            assert (role, text, text in told) == (role, text, True)
        assert "Andre" not in told
