"""The plain board says what is known of each municipality, and every number on it opens to its rows."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from samordner.boards.board import Board, Narrowing, board
from samordner.boards.queries import Scope, scope
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.participation.statements import series_of
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, lively, region, say
from tests.programmes.invented import invented

pytestmark = pytest.mark.django_db


def shown(
    place: Region, day: date = DAY, *, narrowing: Narrowing | None = None, view: str = "", sort: str = ""
) -> Board:
    found = scope(Participation.objects.all(), day=day, asked=True, programme=place.definition.key)
    assert isinstance(found, Scope)
    with override("nb"):
        known = state(found.participations, found.definition, day)
        return board(found, known, narrowing=narrowing, view=view, sort=sort)


def words(made: Board, column: str) -> dict[str, list[str]]:
    place = [one.key for one in made.columns].index(column)
    return {row.name: [mark.text for mark in row.cells[place].marks] for row in made.rows}


def totals(made: Board, column: str) -> dict[str, int]:
    total = next(one for one in made.totals if one.column.key == column)
    return {count.mark.text: count.number for count in total.counts if count.number or count.leads}


def test_each_cell_shows_what_is_known_and_unknown_is_nothing() -> None:
    place = region(3)
    say(place[0], "plan_status", "decided")
    say(place[0], "anchoring", "yes", item="own_case")
    say(place[0], "anchoring", "yes", item="theme_plan")
    say(place[1], "anchoring", "no", item="own_case")
    say(place[1], "last_contact", "2021-04-01")
    made = shown(place)
    assert [row.name for row in made.rows] == ["Bekkenes", "Øyvik", "Åsund"]
    assert words(made, "plan_status") == {"Bekkenes": ["Vedtatt"], "Øyvik": [], "Åsund": []}
    assert words(made, "anchoring") == {
        "Bekkenes": ["Egen sak", "Temaplan, handlingsplan eller strategi"], "Øyvik": ["ikke: Egen sak"], "Åsund": [],
    }  # fmt: skip
    for series in series_of(place.definition, "anchoring"):
        say(place[2], "anchoring", "no", item=series.item)
    assert words(shown(place), "anchoring")["Åsund"] == ["ingen av disse"]
    assert words(made, "last_contact")["Øyvik"] == ["01.04.2021"]


def test_totals_count_all_municipalities_whatever_is_shown() -> None:
    place = region(4)
    for number in (0, 1):
        say(place[number], "plan_status", "decided")
    say(place[2], "plan_status", "in_process")
    whole, narrowed = shown(place), shown(place, narrowing=Narrowing(words="ÅS", show="plan_status:?"))
    assert [row.name for row in narrowed.rows] == ["Åsund"]
    assert totals(whole, "plan_status") == {"Vedtatt": 2, "I prosess": 1, "ukjent": 1}
    assert totals(narrowed, "plan_status") == totals(whole, "plan_status")
    assert [total.whole for total in narrowed.totals] == [4] * len(narrowed.columns)
    of_shown = next(one for one in narrowed.shown if one.column.key == "plan_status")
    assert {count.mark.text: count.number for count in of_shown.counts if count.number} == {"ukjent": 1}
    assert whole.shown == ()


def test_the_board_sorts_in_the_order_of_the_scale_with_unknown_last() -> None:
    place = region(4)
    for row, value in zip(place.participations, ["in_process", "decided", "not_begun"], strict=False):
        say(row, "plan_status", value)
    up = [row.name for row in shown(place, sort="plan_status").rows]
    down = [row.name for row in shown(place, sort="-plan_status").rows]
    names = [str(row.municipality) for row in place.participations]
    assert up == [names[2], names[0], names[1], names[3]]
    assert down == [names[1], names[0], names[2], names[3]]


def test_the_solutions_have_a_board_of_their_own() -> None:
    place = region(1)
    say(place[0], "solution_stage", "in_use", item="C4")
    made = shown(place, view="solution_stage")
    assert len(made.columns) == 25
    assert words(made, "solution_stage-C4") == {"Øyvik": ["I bruk"]}


def test_another_programme_has_its_own_columns() -> None:
    place = region(2, definition=invented(), since=date(2021, 1, 1))
    assert [one.key for one in shown(place).columns] == ["agreement", "last_visit"]


def test_a_programme_that_is_over_shows_its_last_day_unless_a_day_is_asked_for() -> None:
    region(1)
    rows = Participation.objects.all()
    after = scope(rows, day=date(2026, 5, 1), asked=False)
    assert after is not None
    assert (after.day, after.ended, len(after.participations)) == (date(2023, 12, 31), True, 1)
    asked = scope(rows, day=date(2026, 5, 1), asked=True)
    assert asked is not None
    assert (asked.day, asked.ended, len(asked.participations)) == (date(2026, 5, 1), False, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = region(count)
    lively(place.participations)
    client = signed_in(office=place.office)
    client.get("/tavle/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/tavle/")
    assert (answer.status_code, len(queries)) == (200, 13)


def test_every_number_on_the_board_opens_to_as_many_rows(signed_in: SignIn, today: date) -> None:
    place = region(26)
    lively(place.participations)
    client = signed_in(office=place.office)
    page = client.get("/tavle/").content.decode()
    links = re.findall(r'<a class="ds-link" href="(/tavle/tall/[^"]+)"><span[^>]*>[^<]*</span> (\d+)', page)
    assert len(links) > 15
    for address, number in links:
        behind = client.get(address.replace("&amp;", "&")).content.decode()
        assert f'<p class="figure-number">{number} of 26</p>' in behind, address
        assert behind.count('<th scope="row">') == int(number), address


def test_the_export_says_what_the_screen_says(signed_in: SignIn, today: date) -> None:
    place = region(3)
    say(place[0], "plan_status", "decided", evidence="documented", case_number="3/21")
    client = signed_in(office=place.office)
    text = client.get("/tavle/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:5] == [
        "Municipality number",
        "Municipality",
        "Plan status",
        "Plan status, since",
        "Plan status, evidence",
    ]
    assert [row[1:5] for row in rows[1:]] == [
        ["Bekkenes", "Decided", "2021-04-27", "documented"], ["Øyvik", "unknown", "", ""], ["Åsund", "unknown", "", ""],
    ]  # fmt: skip
    data = json.loads(client.get("/tavle/?format=json").content)
    assert [row["municipality"] for row in data["rows"]] == ["Bekkenes", "Øyvik", "Åsund"]
    assert client.get("/tavle/?format=xlsx").content[:2] == b"PK"
    assert client.get("/tavle/?format=exe").status_code == 404


def test_an_office_sees_its_own_municipalities_only(signed_in: SignIn, today: date) -> None:
    one, other = region(1), region(1, key="sorviken", county="92")
    client = signed_in(office=one.office)
    other_name = other[0].municipality
    other_name.__class__.objects.filter(pk=other_name.pk).update(name="Framandvik", label="Framandvik")
    page = client.get("/tavle/").content.decode()
    assert "Øyvik" in page
    assert "Framandvik" not in page
    assert client.get(f"/tavle/{other[0].pk}/plan_status/").status_code == 404
    assert client.get("/tavle/?office=sorviken").status_code == 404
    national = signed_in("directorate").get("/tavle/").content.decode()
    assert "Framandvik" in national


def test_without_anything_the_page_teaches(signed_in: SignIn, today: date) -> None:
    answer = signed_in("administrator").get("/tavle/")
    assert "Nothing to see yet" in answer.content.decode()
