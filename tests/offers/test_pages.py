"""The pages of offers: who reaches them, what they show, what opens to what, and what goes out as files."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.offers.queries import by_office
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, region
from tests.factories.rights import client_of
from tests.offers.making import MEETING_DAY, answered, came, guest, invited, place_of, talk

pytestmark = pytest.mark.django_db
PLAN = {"coordinator", "partner"}
ROLES = ("administrator", "coordinator", "partner", "contact", "directorate")


def round_of_talks(place: Region) -> None:
    """One came, one declined, one has not answered, one was not invited."""
    rows = invited(talk(place), *(guest(row) for row in place.participations[:3]))
    answered(rows[0])
    answered(rows[1], "declined", why="Ingen kan den dagen")
    came(rows[0])


@pytest.mark.parametrize("role", ROLES)
def test_everyone_reads_within_their_reach_and_nothing_of_another_office(
    signed_in: SignIn, today: date, role: str
) -> None:
    place, other = place_of(4), place_of(1, key="innlandet", county="92")
    round_of_talks(place)
    hidden = invited(talk(other, topic="Hemmelig samtale", where="Hemmelig hus"), guest(other[0]))
    answered(hidden[0], "declined", why="Hemmelig grunn")
    client = client_of(signed_in, role, place)
    code, theirs = place[0].municipality.code, other[0].municipality.code
    national = role in {"administrator", "directorate"}
    for address in (
        "/tilbud/", "/tilbud/talk/", f"/tilbud/talk/{code}/", "/tilbud/talk/rapport/", "/tilbud/rapport/",
        "/tilbud/talk/?format=csv", "/tilbud/talk/rapport/?format=json", "/tilbud/talk/rapport/?format=html",
    ):  # fmt: skip
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 200)
        text = answer.content.decode()
        if not national:
            assert "Hemmelig" not in text, address
        assert "Kari Eksempel" not in text, address
        assert "@example.org" not in text, address
    assert client.get(f"/tilbud/talk/{theirs}/").status_code == (200 if national else 404)
    rows = client.get("/tilbud/talk/?format=json").json()["rows"]
    assert len(rows) == {"contact": 1}.get(role, 5 if national else 4)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_plan_meetings_proposes_them(signed_in: SignIn, today: date, role: str) -> None:
    place = place_of(2)
    client = client_of(signed_in, role, place)
    assert client.get("/tilbud/talk/forslag/").status_code == (200 if role in PLAN else 403)
    board = client.get("/tilbud/talk/").content.decode()
    assert ("/tilbud/talk/forslag/" in board) is (role in PLAN)


def test_a_visitor_signs_in_and_what_is_not_there_is_not_found(signed_in: SignIn, today: date) -> None:
    place = place_of(1)
    assert Client().get("/tilbud/").status_code == 302
    client = signed_in("coordinator", place.office)
    for address in ("/tilbud/nothing/", "/tilbud/talk/0000/", "/tilbud/fair/?year=1999", "/tilbud/runder/1/"):
        assert (address, client.get(address).status_code) == (address, 404)


def test_every_number_opens_to_its_municipalities(signed_in: SignIn, today: date) -> None:
    place = place_of(4)
    round_of_talks(place)
    client = signed_in("coordinator", place.office)
    page = client.get(f"/tilbud/talk/?day={MEETING_DAY}")
    assert len(page.context["numbers"]) == 4
    for each in page.context["numbers"]:
        opened = client.get(each.address)
        assert (each.stand, opened.context["shown"]) == (each.stand, each.number)
        assert opened.context["table_rows"][0]["row"].whole.stand == each.stand


def test_the_proof_tells_when_to_whom_how_the_letter_fared_and_why_not(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(3)
    round_of_talks(place)
    client = signed_in("coordinator", place.office)
    text = client.get(f"/tilbud/talk/{place[1].municipality.code}/?day={MEETING_DAY}").content.decode()
    for said in ("27.04.2021", "main contact", "Ingen kan den dagen", "declined", "waits"):
        assert said in text, said


def test_the_first_page_of_offers_tells_who_is_left_and_by_when(signed_in: SignIn, today: date) -> None:
    place = place_of(4)
    round_of_talks(place)
    text = signed_in("coordinator", place.office).get("/tilbud/").content.decode()
    assert "3 of 4 municipalities have been offered it." in text
    assert str(place[3].municipality) in text
    assert "64 days left" in text
    assert "No source demands that it is offered." in text


def test_the_directorate_sees_the_nation_office_by_office(signed_in: SignIn, today: date) -> None:
    place, other = place_of(3), place_of(2, key="innlandet", county="92")
    round_of_talks(place)
    page = signed_in("directorate").get("/tilbud/talk/")
    lines = by_office(page.context["board"], {})
    assert [(line.office, line.gaps, line.number) for line in lines] == [
        (other.office.key, 2, 2), (place.office.key, 0, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/tilbud/", 16),
        ("/tilbud/talk/", 24),
        ("/tilbud/talk/{}/", 16),
        ("/tilbud/talk/rapport/", 16),
        ("/tilbud/talk/forslag/", 24),
    ],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = place_of(count + 1)
    for row in invited(talk(place), *(guest(row) for row in place.participations[:count])):
        answered(row)
    client = signed_in("coordinator", place.office)
    address = address.format(place[0].municipality.code)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


def test_board_and_report_go_out_as_files_that_say_the_same(signed_in: SignIn, today: date) -> None:
    place = place_of(4)
    round_of_talks(place)
    client = signed_in("coordinator", place.office)
    day = f"day={MEETING_DAY}"
    for format in ("xlsx", "csv", "json", "docx"):
        assert client.get(f"/tilbud/talk/?{day}&format={format}").status_code == 200
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/tilbud/talk/rapport/?{day}&format=xlsx").content)
    ).active
    assert sheet is not None
    assert sheet.max_row == 5
    assert client.get("/tilbud/talk/?format=exe").status_code == 404
    for format in ("html", "docx", "pdf"):
        answer = client.get(f"/tilbud/talk/rapport/?{day}&format={format}")
        assert (format, answer.status_code) == (format, 200)
        assert "attachment" in answer.headers["Content-Disposition"]
    content = client.get(f"/tilbud/talk/rapport/?{day}&format=docx").content
    paragraphs = [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]
    assert "3 of 4 municipalities were offered it; 1 came." in paragraphs


def test_the_report_can_be_of_some_meetings_only(signed_in: SignIn, today: date) -> None:
    place = place_of(3)
    one, two = talk(place), talk(place, date(2021, 6, 1), topic="Andre samtale")
    invited(one, guest(place[0]), guest(place[1]))
    invited(two, guest(place[2]))
    client = signed_in("coordinator", place.office)
    whole = client.get("/tilbud/talk/rapport/")
    assert whole.context["short"] == "3 of 3 municipalities were offered it; 0 came."
    some = client.get(f"/tilbud/talk/rapport/?meeting={one.pk}")
    assert some.context["short"] == "2 of 3 municipalities were offered it; 0 came."
    chosen = client.get(f"/tilbud/rapport/?meeting={two.pk}")
    assert chosen.context["short"] == "1 of 3 municipalities were offered it; 0 came."
    assert "Andre samtale" in client.get("/tilbud/rapport/").content.decode()
    assert client.get("/tilbud/rapport/?meeting=999999").status_code == 404


def test_an_office_that_the_offer_does_not_concern_does_not_have_it(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    assert "dialogue_2021" not in client.get("/tilbud/").content.decode()
    assert client.get("/tilbud/dialogue_2021/").status_code == 404
    assert client.get("/tilbud/dialogue_2019/").status_code == 200
    assert DAY.year == 2021


def test_a_report_has_no_column_in_which_nobody_says_anything(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    [first, second] = invited(talk(place), guest(place[0]), guest(place[1]))
    answered(first)
    client = signed_in("coordinator", place.office)
    page = client.get("/tilbud/talk/rapport/").content.decode()
    assert ("Offered to the former" in page, "Why not" in page, "Went to" in page) == (False, False, True)
    document = client.get("/tilbud/talk/rapport/?format=html").content.decode()
    assert ("Offered to the former" in document, "Why not" in document) == (False, False)
    answered(second, "declined", why="Ferie")
    page = client.get("/tilbud/talk/rapport/").content.decode()
    assert ("Offered to the former" in page, "Why not" in page) == (False, True)
