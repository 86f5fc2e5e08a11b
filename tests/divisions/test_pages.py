"""The pages of divisions: who reaches them, making one without JavaScript, files and print."""

from __future__ import annotations

import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.divisions.models import UNKNOWN, Division, Placement
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn
from tests.divisions.test_divisions import keep, members
from tests.factories.participation import region, say
from tests.programmes.invented import invented

pytestmark = pytest.mark.django_db

READ = {"administrator": 200, "coordinator": 200, "partner": 200, "contact": 403, "directorate": 200}
CHANGE = {"administrator": 403, "coordinator": 200, "partner": 403, "contact": 403, "directorate": 403}


@pytest.mark.parametrize("role", READ)
def test_each_role_reads_and_makes_what_the_policy_says(signed_in: SignIn, today: date, role: str) -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    mine, theirs = keep(place), keep(other)
    national = role in {"administrator", "directorate"}
    municipality = place[0].municipality if role == "contact" else None
    client = signed_in(role) if national else signed_in(role, place.office, municipality)
    for address in ("/inndelinger/", f"/inndelinger/{mine.pk}/", f"/inndelinger/{mine.pk}/dokument/"):
        assert (address, client.get(address).status_code) == (address, READ[role])
    assert client.get("/inndelinger/ny/").status_code == CHANGE[role]
    if READ[role] == 200:
        assert client.get(f"/inndelinger/{theirs.pk}/").status_code == (200 if national else 404)
        assert client.get(f"/inndelinger/{theirs.pk}/dokument/").status_code == (200 if national else 404)
        rows = client.get("/inndelinger/?format=json").json()["rows"]
        assert len(rows) == (2 if national else 1)
    assert Client().get("/inndelinger/").status_code == 302


def filled(client: Client, address: str) -> dict[str, str]:
    """What the preview's form would send as it stands."""
    page = client.get(address).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(seen|known_at)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select class="ds-input" name="(group-\d+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', options)
        assert chosen is not None
        found[name] = chosen.group(1)
    return found


def test_a_coordinator_sees_the_groups_moves_one_and_keeps_it(signed_in: SignIn, today: date) -> None:
    place = region(3)
    say(place[0], "phase", "1")
    say(place[1], "phase", "3")
    client = signed_in("coordinator", place.office)
    address = "/inndelinger/ny/?rule=tracks&day=2021-04-27"
    data = filled(client, address)
    pk = place[0].pk
    assert {key: value for key, value in data.items() if key.startswith("group")} == {
        f"group-{pk}": "planning", f"group-{place[1].pk}": "carrying_out", f"group-{place[2].pk}": UNKNOWN,
    }  # fmt: skip
    moved = {**data, f"group-{pk}": "carrying_out", "note": "Etter møtet"}
    refused = client.post(address, moved)
    assert (refused.status_code, Division.objects.count()) == (422, 0)
    assert "Etter møtet" in refused.content.decode()
    kept = client.post(address, {**moved, f"reason-{pk}": "Er alt i gang"})
    made = Division.objects.get()
    assert (kept.status_code, kept.headers["Location"]) == (302, f"/inndelinger/{made.pk}/")
    assert members(made) == {"carrying_out": [pk, place[1].pk], UNKNOWN: [place[2].pk]}
    again = client.post(address, {**moved, f"reason-{pk}": "Er alt i gang"})
    assert (again.status_code, Division.objects.count()) == (422, 1)


def test_what_is_kept_is_what_was_seen_though_a_status_came_meanwhile(signed_in: SignIn, today: date) -> None:
    place = region(1)
    say(place[0], "phase", "1")
    client = signed_in("coordinator", place.office)
    address = "/inndelinger/ny/?rule=tracks&day=2021-04-27"
    data = filled(client, address)
    from django.utils import timezone

    say(place[0], "phase", "3", now=timezone.now())
    assert client.post(address, data).status_code == 302
    assert members(Division.objects.get()) == {"planning": [place[0].pk]}


def test_a_programme_without_rules_is_divided_by_hand(signed_in: SignIn, today: date) -> None:
    place = region(2, definition=invented(), since=date(2021, 1, 1))
    client = signed_in("coordinator", place.office)
    assert client.get("/inndelinger/ny/").status_code == 200
    assert client.get("/inndelinger/ny/?rule=-").status_code == 422
    address = "/inndelinger/ny/?rule=-&name=Reiser&names=Nord%0ASør&day=2021-04-27"
    data = filled(client, address)
    client.post(address, {**data, f"group-{place[0].pk}": "2"})
    assert members(Division.objects.get()) == {"2": [place[0].pk], UNKNOWN: [place[1].pk]}
    assert client.get(f"/inndelinger/{Division.objects.get().pk}/").status_code == 200


def test_another_office_s_municipalities_are_not_divided(signed_in: SignIn, today: date) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    client = signed_in("coordinator", place.office)
    assert client.get("/inndelinger/ny/?office=innlandet&rule=tracks").status_code == 404
    data = filled(client, "/inndelinger/ny/?rule=tracks")
    client.post("/inndelinger/ny/?rule=tracks", {**data, f"group-{other[0].pk}": "planning"})
    assert set(Placement.objects.values_list("participation", flat=True)) == {place[0].pk}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/inndelinger/", 10), ("/inndelinger/{}/", 19), ("/inndelinger/ny/?rule=tracks", 12)],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = region(count)
    for row in place.participations:
        say(row, "phase", "1")
    for number in range(count - 1):
        keep(place, rule=("tracks", "dialogue_groups")[number])
    keep(place)
    made = keep(place)
    client = signed_in("coordinator", place.office)
    address = address.format(made.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


def test_the_page_the_file_and_the_print_tell_the_same(signed_in: SignIn, today: date) -> None:
    place = region(2)
    say(place[0], "phase", "1")
    made = keep(place)
    client = signed_in("coordinator", place.office)
    rows = client.get(f"/inndelinger/{made.pk}/?format=json").json()["rows"]
    assert [(row["group"], row["municipality"]) for row in rows] == [
        ("Planning", str(place[0].municipality)), ("Unknown", str(place[1].municipality)),
    ]  # fmt: skip
    printed = client.get(f"/inndelinger/{made.pk}/dokument/")
    text = ZipFile(io.BytesIO(printed.content)).read("word/document.xml").decode()
    page = client.get(f"/inndelinger/{made.pk}/").content.decode()
    for words in ("Planning", "Unknown", str(place[0].municipality), str(place[1].municipality)):
        assert (words, words in text, words in page) == (words, True, True)
    assert client.get(f"/inndelinger/{made.pk}/dokument/?format=pdfx").status_code == 404
    assert Participation.objects.count() == 2
