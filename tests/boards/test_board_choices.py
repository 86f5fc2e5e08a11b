"""What a board shows is chosen in its address; its numbers count the scope, and those of what is shown stand beside."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest

from samordner.boards.board import Board, Narrowing, board
from samordner.boards.explaining import explained
from samordner.boards.queries import Scope, Selection, scope
from samordner.participation.freshness import is_stale
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.places.models import Grouping, GroupingMembership
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, NOW, Region, lively, region, say

pytestmark = pytest.mark.django_db

OLD = NOW - timedelta(days=780)


def of(place: Region, day: date = DAY) -> Scope:
    found = scope(Participation.objects.all(), day=day, asked=True, programme=place.definition.key)
    assert found is not None
    return found


def shown(place: Region, *, fresh: str = "", phase: str = "", county: str = "") -> Board:
    found = of(place)
    known = state(found.participations, found.definition, found.day)
    return board(found, known, narrowing=Narrowing(fresh=fresh, phase=phase, county=county))


def names(made: Board) -> list[str]:
    return [row.name for row in made.rows]


def test_those_with_something_stale_unknown_or_fresh_are_found() -> None:
    place = region(3)
    subject = next(one for one in place.definition.board_subjects if one.stale_after_days and not one.many)
    value = place.definition.values_of(subject.key)[0].key
    say(place[0], subject.key, value, date(2019, 2, 1), now=OLD)
    say(place[1], subject.key, value)
    found = of(place)
    known = state(found.participations, found.definition, DAY)
    stale = [
        str(row.municipality)
        for row in found.participations
        if (one := known.get(row.pk, subject.key)) and is_stale(one, subject, DAY)
    ]
    assert names(shown(place, fresh="stale")) == stale == ["Bekkenes"]
    assert names(shown(place, fresh="fresh")) == ["Øyvik"]
    assert names(shown(place, fresh="unknown")) == ["Bekkenes", "Øyvik", "Åsund"]
    cell = next(cell for cell in shown(place).rows[0].cells if cell.column.subject == subject.key)
    assert [mark.stale for mark in cell.marks] == [True]


def test_a_phase_and_a_county_narrow_it_and_the_phase_may_go_back() -> None:
    place = region(3)
    say(place[0], "phase", "3", date(2020, 2, 1))
    say(place[0], "phase", "2", date(2021, 2, 1))
    say(place[1], "phase", "3", date(2021, 2, 1))
    assert names(shown(place, phase="3")) == ["Øyvik"]
    assert names(shown(place, phase="2")) == ["Bekkenes"]
    assert len(names(shown(place, county="91"))) == 3
    assert names(shown(place, county="92")) == []


def test_a_grouping_shows_its_members_of_that_day_and_none_of_another_office(
    today: date, signed_in: SignIn
) -> None:
    place, other = region(3), region(1, key="sorviken", county="92")
    council = Grouping.objects.create(office=place.office, name="Rådet", kind="other", sort_key="r")
    GroupingMembership.objects.create(grouping=council, municipality=place[0].municipality)
    ended = {"since": date(2019, 1, 1), "until": date(2020, 1, 1)}
    GroupingMembership.objects.create(grouping=council, municipality=place[1].municipality, **ended)
    client = signed_in(office=place.office)
    page = client.get(f"/tavle/?grouping={council.pk}").content.decode()
    assert re.findall(r'<th scope="row"><span><a [^>]*>([^<]+)', page) == ["Bekkenes"]
    assert "Shown: 1 of 3" in page
    earlier = client.get(f"/tavle/?grouping={council.pk}&day=2019-06-01").content.decode()
    assert re.findall(r'<th scope="row"><span><a [^>]*>([^<]+)', earlier) == ["Bekkenes", "Øyvik"]
    foreign = Grouping.objects.create(office=other.office, name="Andre", kind="other", sort_key="a")
    assert client.get("/tavle/?grouping=x").status_code == 404
    assert client.get(f"/tavle/?grouping={foreign.pk + 1}").status_code == 404


def test_what_is_shown_opens_to_what_is_shown(today: date, signed_in: SignIn) -> None:
    place = region(26)
    lively(place.participations)
    client = signed_in(office=place.office)
    page = client.get("/tavle/?q=e").content.decode()
    row = page[page.index("shown-totals") : page.index('class="towns"')]
    links = re.findall(r'href="(/tavle/tall/[^"]+)"><span[^>]*>[^<]*</span> (\d+)', row)
    assert links
    for address, number in links[:6]:
        behind = client.get(address.replace("&amp;", "&")).content.decode()
        assert f'<p class="figure-number">{number} of ' in behind, address


def test_the_address_that_asks_for_what_is_not_there_is_not_found(today: date, signed_in: SignIn) -> None:
    client = signed_in(office=region(1).office)
    for asked in ("view=weather", "area=moon&view=solution_stage", "fresh=old", "programme=x", "office=x"):
        assert client.get(f"/tavle/?{asked}").status_code == 404, asked
    for asked in (
        "borders=today",
        "borders=today&day=2020-01-01",
        "known=2020-01-01",
        "sort=-phase",
        "q=<b>",
    ):
        assert client.get(f"/tavle/?{asked}").status_code == 200, asked


def test_the_board_leaves_compressed_for_whoever_takes_it_so(today: date, signed_in: SignIn) -> None:
    place = region(26)
    lively(place.participations)
    client = signed_in(office=place.office)
    whole = client.get("/tavle/").content.decode()
    small = client.get("/tavle/", headers={"accept-encoding": "gzip"})
    assert (small["Content-Encoding"], "Accept-Encoding" in small["Vary"]) == ("gzip", True)
    body = re.compile(r'<tbody class="towns".*</tbody>', re.DOTALL)
    found, expected = body.search(gzip.decompress(small.content).decode()), body.search(whole)
    assert found
    assert expected
    assert found[0] == expected[0]


def test_the_offices_parts_of_a_number_add_up_to_it() -> None:
    one, two = region(3), region(2, key="sorviken", county="92")
    for row in (one[0], two[0], two[1]):
        say(row, "plan_status", "decided")
    found = of(one)
    counts = explained(
        Selection("value", "plan_status", "", ("decided",)),
        found,
        state(found.participations, found.definition, DAY),
    )
    assert (len(counts.rows), len(counts.unknown), counts.others, counts.whole) == (3, 2, (), 5)
    assert [(part.office.key, part.number, part.unknown, part.whole) for part in counts.parts] == [
        ("havbukta", 1, 2, 3), ("sorviken", 2, 0, 2),
    ]  # fmt: skip
    assert counts.adds_up


@pytest.mark.parametrize(
    ("moment", "shown"),
    [("2021-05-01T10:00:00Z", 0), ("2021-05-01T10:00:01+00:00", 1), ("2021-05-01T12:00:02+02:00", 1)],
)
def test_a_number_opens_to_exactly_what_was_known_at_a_moment(
    today: date, signed_in: SignIn, moment: str, shown: int
) -> None:
    place = region(1)
    say(place[0], "plan_status", "decided", DAY, now=datetime(2021, 5, 1, 10, 0, 1, tzinfo=UTC))
    client = signed_in(office=place.office)
    address = f"/tavle/tall/?{urlencode({'subject': 'plan_status', 'value': 'decided', 'day': DAY, 'known': moment})}"
    plus_as_it_is = address.replace("%2B", "+")
    assert [len(client.get(one).context["rows"]) for one in (address, plus_as_it_is)] == [shown, shown]


@pytest.mark.parametrize("moment", ["2021-05-01Tnoon", "T", "0001-01-01T00:00:00Z"])
def test_a_moment_that_is_none_is_not_found(today: date, signed_in: SignIn, moment: str) -> None:
    assert signed_in(office=region(1).office).get("/tavle/", {"known": moment}).status_code == 404
