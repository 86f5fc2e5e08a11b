"""The page of figures: the map, the courses and the programme's own, each with a table whose counts open."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from lxml import etree

from samordner.documents.cells import day_text
from samordner.places.models import County, Municipality
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, lively, region, say

pytestmark = pytest.mark.django_db
PAGE = "/tavle/figurer/"


def mapped(place: Region, county: str = "15") -> Region:
    """The region's municipalities under numbers that stand on the map."""
    home = County.objects.create(code=county, name=f"Fylke {county}", sort_key=f"fylke {county}")
    for row, code in zip(place.participations, ("1505", "1506", "1507"), strict=False):
        Municipality.objects.filter(pk=row.municipality_id).update(code=code, county=home)
    return place


def said(day: date) -> str:
    with override("en"):
        return day_text(day)


def rows(page: str, key: str) -> dict[str, tuple[str, str]]:
    """Of a figure's table: each row's heading with its first number and the address it opens to."""
    table = page.split(f'id="table-{key}"')[1].split("</table>", maxsplit=1)[0]
    found = re.findall(
        r'<th scope="row">([^<]*)</th><td>(?:<a class="ds-link" href="([^"]*)">)?([^<]*)', table
    )
    return {unescape(name): (number, unescape(address)) for name, address, number in found}


def test_every_figure_of_the_programme_is_there_with_its_table(today: date, signed_in: SignIn) -> None:
    place = region(26)
    lively(place.participations)
    page = signed_in(office=place.office).get(PAGE).content.decode()
    keys = re.findall(r'<div class="panel figure-panel[^"]*" id="figure-([^"]+)"', page)
    assert keys == [
        "chosen-tiles", "chosen-course", "plan-status", "tracks", "phases", "phases-circle", "phase-course",
        "areas-course",
    ]  # fmt: skip
    assert len(re.findall(r"<details id=\"table-", page)) == len(keys)
    assert rows(page, "plan-status")["Decided"][0] == "7"


@pytest.mark.parametrize("key", ["chosen-tiles", "plan-status", "tracks", "phases", "phases-circle"])
def test_every_count_opens_to_as_many_municipalities(today: date, signed_in: SignIn, key: str) -> None:
    place = region(26)
    lively(place.participations)
    client = signed_in(office=place.office)
    opened = {name: pair for name, pair in rows(client.get(PAGE).content.decode(), key).items() if pair[1]}
    assert len(opened) >= 3
    for name, (number, address) in opened.items():
        shown = re.search(r'figure-number">(\d+) of 26', client.get(address).content.decode())
        assert shown is not None
        assert shown[1] == number, name


def test_a_count_of_a_past_day_opens_on_that_day(today: date, signed_in: SignIn) -> None:
    place = region(2)
    say(place[0], "plan_status", "not_begun", date(2019, 2, 1))
    say(place[0], "plan_status", "decided", date(2020, 8, 1))
    client = signed_in(office=place.office)
    table = rows(client.get(PAGE).content.decode(), "chosen-course")
    for day, number in ((date(2020, 6, 30), "1"), (date(2020, 9, 30), "0")):
        shown, address = table[said(day)]
        assert shown == number
        assert f'figure-number">{number} of 2' in client.get(address).content.decode()


def test_a_tile_leads_to_its_municipality_on_the_same_day(today: date, signed_in: SignIn) -> None:
    place = mapped(region(2))
    say(place[0], "plan_status", "decided")
    page = signed_in(office=place.office).get(PAGE + "?day=2021-05-01").content.decode()
    first = str(place[0].municipality)
    assert f'<a href="/tavle/kommune/1505/?day=2021-05-01" aria-label="{first}: Decided">' in page
    assert page.count('<a href="/tavle/kommune/') == 2


def test_a_figure_is_downloaded_as_a_drawing_and_as_a_table(today: date, signed_in: SignIn) -> None:
    place = mapped(region(2))
    say(place[0], "plan_status", "decided")
    client = signed_in(office=place.office)
    svg = client.get(PAGE + "?figure=chosen-tiles&format=svg")
    assert (svg["Content-Type"], "attachment" in svg["Content-Disposition"]) == (
        "image/svg+xml; charset=utf-8",
        True,
    )
    assert list(etree.fromstring(svg.content).iter("{http://www.w3.org/2000/svg}a")) == []
    table = client.get(PAGE + "?figure=chosen-tiles&format=csv").content.decode("utf-8-sig")
    assert f'"Decided";"1";"{place[0].municipality}"' in table
    assert client.get(PAGE + "?figure=chosen-course&format=xlsx").content[:2] == b"PK"
    wrong = ("?figure=none&format=svg", "?figure=chosen-tiles&format=exe", "?subject=none")
    assert [client.get(PAGE + query).status_code for query in wrong] == [404, 404, 404]


def test_one_solution_or_one_option_can_be_put_on_the_map(today: date, signed_in: SignIn) -> None:
    place = mapped(region(2))
    say(place[0], "solution_stage", "in_use", item="A1")
    say(place[1], "anchoring", "yes", item="own_case")
    client = signed_in(office=place.office)
    stage = rows(client.get(PAGE + "?subject=solution_stage:A1").content.decode(), "chosen-tiles")
    held = rows(client.get(PAGE + "?subject=anchoring:own_case").content.decode(), "chosen-tiles")
    assert (stage["In use"][0], stage["Unknown"][0]) == ("1", "1")
    assert {name: number for name, (number, _address) in held.items()} == {
        "Yes": "1", "No": "0", "Unknown": "1", "municipalities in all": "2",
    }  # fmt: skip
    assert 'figure-number">1 of 2' in client.get(held["Yes"][1]).content.decode()


ROLES = [
    ("coordinator", True, False), ("partner", True, False), ("directorate", True, True), ("contact", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("role", "here", "there"), ROLES)
def test_each_role_sees_its_reach_and_no_other(
    today: date, signed_in: SignIn, role: str, here: bool, there: bool
) -> None:
    place, other = region(2), region(1, key="sorviken", county="92")
    name = str(place[0].municipality)
    Municipality.objects.filter(pk=other[0].municipality_id).update(name="Lekkevik", label="Lekkevik")
    say(other[0], "plan_status", "decided")
    client = signed_in(
        role, office=place.office, municipality=place[0].municipality if role == "contact" else None
    )
    page = client.get(PAGE).content.decode()
    assert (name in page, "Lekkevik" in page) == (here, there)
    course = rows(page, "chosen-course")
    assert course[said(DAY)][0] == "0"
    decided = rows(page, "chosen-tiles")["Decided"][0]
    assert decided == ("1" if there else "0")
    assert client.get(PAGE + "?office=sorviken").status_code == (200 if there else 404)


def test_a_visitor_is_sent_to_sign_in(today: date) -> None:
    region(1)
    assert Client().get(PAGE).status_code == 302


def test_before_the_programme_it_says_that_nobody_took_part(today: date, signed_in: SignIn) -> None:
    place = region(1)
    page = signed_in(office=place.office).get(PAGE + "?day=2018-05-01").content.decode()
    assert "No municipality took part on this day." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int
) -> None:
    place = region(count)
    lively(place.participations)
    client = signed_in(office=place.office)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    assert len(captured) == 16
