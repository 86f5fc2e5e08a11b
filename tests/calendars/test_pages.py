"""The pages of the calendar: who reaches them, what they show, and what their addresses say."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from html import unescape

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.happenings.sources import kinds
from samordner.meetings.documents import MEETINGS
from samordner.people.models import User
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row
from samordner.timeline.periods import read
from tests.boards.conftest import SignIn
from tests.calendars.world import CANARY, World
from tests.factories.participation import BY, NOW

pytestmark = pytest.mark.django_db

PAGES = ("/kalender/", "/kalender/liste/", "/kalender/arshjul/", "/kalender/neste/", "/kalender/abonnement/")
ROLES = ("administrator", "coordinator", "partner", "contact", "directorate")


def client_of(signed_in: SignIn, role: str, place: World) -> Client:
    if role in {"administrator", "directorate"}:
        return signed_in(role)
    home = place.home
    return signed_in(role, home.office, home[0].municipality if role == "contact" else None)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_every_page_and_only_the_nation_sees_other_offices(
    place: World, signed_in: SignIn, today: date, role: str
) -> None:
    client = client_of(signed_in, role, place)
    national = role in {"administrator", "directorate"}
    for path in PAGES:
        text = text_of(client, path)
        assert (path, CANARY in text) == (path, national and path != "/kalender/abonnement/")
    for format in ("xlsx", "csv", "json", "docx", "pdf", "html"):
        assert client.get(f"/kalender/liste/?format={format}").status_code == 200
    assert client.get("/kalender/liste/?format=exe").status_code == 404
    assert (CANARY in text_of(client, "/kalender/liste/?format=csv")) is national
    away = client.get(f"/kalender/?office={place.away.office.key}").status_code
    assert away == (200 if national else 404)


def test_a_visitor_signs_in_first(place: World, today: date) -> None:
    for path in PAGES:
        assert (path, Client().get(path).status_code) == (path, 302)


def test_the_month_is_a_table_with_weeks_holidays_and_what_happens_each_day(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    text = text_of(client, "/kalender/?month=2021-05")
    assert re.findall(r'class="week"><span class="narrow-word">Week </span>(\d+)', text) == [
        "17", "18", "19", "20", "21", "22",
    ]  # fmt: skip
    assert re.findall(r'class="holiday">([^<]+)<', text) == [
        "Labour Day", "Ascension Day", "Constitution Day", "Whit Sunday", "Whit Monday",
    ]  # fmt: skip
    days = dict(re.findall(r'<time datetime="([\d-]+)">(.*?)(?=<td|</tr)', text, re.DOTALL))
    assert [day for day, said in days.items() if "Samling over to dagar" in said] == [
        "2021-05-10",
        "2021-05-11",
    ]
    assert [day for day, said in days.items() if "Avlyst tema" in said] == ["2021-05-05"]
    assert "(cancelled)" in days["2021-05-05"]
    loosely = text.split('id="loosely"')[1]
    assert "Dag ikkje sett" in loosely
    assert "some time in mai 2021" in loosely
    assert 'rel="prev" href="?month=2021-04"' in text
    assert 'rel="next" href="?month=2021-06"' in text


def test_the_day_is_an_argument_and_says_which_month_is_shown(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    assert "<h1" in text_of(client, "/kalender/")
    assert "April 2021" in text_of(client, "/kalender/")
    assert "September 2020" in text_of(client, "/kalender/?day=2020-09-03")
    assert "today" in text_of(client, "/kalender/?day=2020-09-03").split('datetime="2020-09-03"')[1][:400]
    for wild in ("month=0001-01", "month=9999-12", "month=2199-12", "month=1900-01", "month=nei", "kind=nei"):
        assert (wild, client.get(f"/kalender/?{wild}").status_code) == (wild, 200)
    for wild in ("first=2199-12", "first=1900-01&last=2199-12", "first=2021-05&last=2021-01", "last=1900-01"):
        assert (wild, client.get(f"/kalender/liste/?{wild}").status_code) == (wild, 200)
    for wild in ("year=1900", "year=2199", "year=9999999999", "year=-1", "year=٣"):
        assert (wild, client.get(f"/kalender/arshjul/?{wild}").status_code) == (wild, 200)


WORDS = ("Måltid", "Kartlegging av mat", "Kommuneplan", "Skyss til møte", "Kurs i mat", "Høgskulen")


def test_the_list_is_narrowed_by_its_address(place: World, signed_in: SignIn, today: date) -> None:
    client = signed_in("coordinator", place.home.office)
    here, near = (row.municipality.code for row in place.home.participations)
    for query, expected in {
        "": set(WORDS),
        "kind=meeting": {"Måltid"},
        "kind=meeting&kind=need": {"Måltid", "Skyss til møte"},
        "kind=nothing": set(WORDS),
        "q=mat kurs": {"Kurs i mat"},
        f"municipality={here}": {"Kartlegging av mat", "Kommuneplan", "Skyss til møte"},
        f"municipality={near}": set(),
        f"office={place.home.office.key}": set(WORDS),
        "programme=leve-hele-livet": set(WORDS),
        "first=2021-05&last=2021-05": set(WORDS) - {"Måltid"},
        "first=2021-04&last=2021-04": {"Måltid"},
        "mine=1": {"Måltid", "Kommuneplan"},
    }.items():
        text = text_of(client, f"/kalender/liste/?format=csv&{query}")
        assert (query, {word for word in WORDS if word in text}) == (query, expected)
    for absent in ("office=nei", "programme=nei", "day=nei"):
        assert (absent, client.get(f"/kalender/liste/?{absent}").status_code) == (absent, 404)


def test_a_municipality_s_contact_sees_what_is_mine(place: World, signed_in: SignIn, today: date) -> None:
    client = client_of(signed_in, "contact", place)
    text = text_of(client, "/kalender/liste/?format=csv&mine=1")
    assert {word for word in WORDS if word in text} == {"Kartlegging av mat", "Kommuneplan", "Skyss til møte"}


def test_the_year_wheel_counts_each_kind_by_month_and_opens_each_number(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    text = text_of(client, "/kalender/arshjul/?kind=meeting")
    table = text.split("<table")[1].split("</table>")[0]
    rows = {
        name: re.findall(r"<td class=\"number[^>]*>(?:<a[^>]*>)?(?:<span[^>]*>)?([^<]+)", row)
        for name, row in re.findall(r"<th scope=\"row\">(?:<a[^>]*>)?([^<]+)(.*?)</tr>", table, re.DOTALL)
    }
    # In May one is cancelled: it does not count
    assert {name: found for name, found in rows.items() if found != ["–", "–"]} == {
        "April 2021": ["1", "1"], "May 2021": ["2", "2"], "The whole year": ["3", "3"],
    }  # fmt: skip
    link = re.search(r'href="([^"]+)" aria-label="2 Meeting, May 2021"', text)
    assert link is not None
    behind = text_of(client, f"{link[1]}&format=csv")
    assert [word for word in ("Samling", "Dag ikkje sett", "Avlyst tema", "Måltid") if word in behind] == [
        "Samling", "Dag ikkje sett", "Avlyst tema",
    ]  # fmt: skip
    assert "<svg" in text
    assert "May: Meeting 2" in text.split("<desc")[1].split("</desc>")[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            ("Kalender", "Uke", "Kristi himmelfartsdag", "2. pinsedag", "Bare det som gjelder meg", "Møte"),
        ),
        (
            "nn",
            ("Kalender", "Veke", "Kristi himmelfartsdag", "2. pinsedag", "Berre det som gjeld meg", "Møte"),
        ),
    ],
)
def test_the_pages_speak_both_forms_of_norwegian(
    place: World, signed_in: SignIn, today: date, language: str, said: tuple[str, ...]
) -> None:
    client = signed_in("coordinator", place.home.office)
    User.objects.update(language=language)
    text = client.get("/kalender/?month=2021-05", headers={"accept-language": language}).content.decode()
    assert [words for words in said if words not in unescape(text)] == []
    assert f'lang="{language}"' in text


QUESTIONS = {
    "/kalender/?month=2021-05": 42, "/kalender/liste/": 42, "/kalender/arshjul/": 42, "/kalender/neste/": 42,
}  # fmt: skip


def test_as_many_questions_are_asked_of_three_meetings_as_of_one(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)

    def asked() -> dict[str, int]:
        found = {}
        for path in QUESTIONS:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found[path] = len(queries)
        return found

    before = asked()
    for number in (1, 2):
        new = NewRow({"date": read("28.05.2021"), "topic": f"Ny {number}"})
        add_row(MEETINGS, place.plan, new, by=BY, now=NOW)
    assert (before, asked()) == (QUESTIONS, QUESTIONS)


def test_a_page_of_nothing_says_how_it_is_filled(place: World, signed_in: SignIn, today: date) -> None:
    client = signed_in("coordinator", place.home.office)
    assert "come here by themselves" in text_of(client, "/kalender/?month=2018-02")
    assert "come here by themselves" in text_of(client, "/kalender/liste/?first=2018-02&last=2018-02")
    assert "Nothing in this month fits" in text_of(client, "/kalender/?month=2018-02&kind=need")
    assert len({kind.sign for kind in kinds()}) > 5


def test_the_calendar_is_narrowed_to_what_one_actor_has_to_do(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    text = text_of(client, "/kalender/liste/?format=json&actor=usht")
    assert [row["title"] for row in json.loads(text)["rows"]] == ["Kartlegging av mat", "Kurs i mat"]
    page = text_of(client, "/kalender/liste/?actor=KS")
    assert ("Skyss til møte" in page, "Kurs i mat" in page) == (True, False)
    assert "<option selected>KS</option>" in page
    assert "<option>USHT</option>" in page
    assert "Nothing with a day fits" in text_of(client, "/kalender/liste/?actor=Nobody")


def test_the_next_days_stand_beside_what_other_pages_are_about(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    text = text_of(client, "/kalender/neste/")
    assert re.findall(r"<li><strong>([^<]+)</strong>", text) == [
        "27 April 2021", "28 April 2021", "10 May 2021", "12 May 2021", "14 May 2021", "15 May 2021",
    ]  # fmt: skip
    assert "Avlyst tema" not in text  # cancelled
    assert "Dag ikkje sett" not in text  # on no day
    assert "more in the calendar" in text
    assert 'hx-get="/kalender/neste/' in text_of(client, "/")
    assert "Nothing has a day in the next two months" in text_of(
        client, "/kalender/neste/?day=2030-01-01&q=Skyss"
    )


def test_the_year_wheel_is_printed_with_its_drawing_and_what_is_in_each_month(
    place: World, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.home.office)
    answer = client.get("/kalender/arshjul/?format=docx")
    document = docx.Document(io.BytesIO(answer.content))
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"] == [
        "February 2021", "April 2021", "May 2021", "November 2021",
    ]  # fmt: skip
    assert len(document.inline_shapes) == 1
    titles = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Måltid", "Samling over to dagar", "Kurs i mat", "Høgskulen"} <= titles
    assert not any(CANARY in title for title in titles)
    assert client.get("/kalender/arshjul/?format=pdf").content.startswith(b"%PDF")
    assert client.get("/kalender/arshjul/?format=xlsx").status_code == 404
    page = text_of(client, "/kalender/arshjul/")
    assert re.findall(r'id="m-\d+"><a class="ds-link" href="([^"]+)">([^<]+)<', page)[:3] == [
        ("/kalender/liste/?first=2021-02&last=2021-02", "February 2021"),
        ("/kalender/liste/?first=2021-04&last=2021-04", "April 2021"),
        ("/kalender/liste/?first=2021-05&last=2021-05", "May 2021"),
    ]


def test_a_year_of_nothing_is_printed_as_such(place: World, signed_in: SignIn, today: date) -> None:
    client = signed_in("coordinator", place.home.office)
    answer = client.get("/kalender/arshjul/?year=2035&q=nothing&format=docx")
    document = docx.Document(io.BytesIO(answer.content))
    assert "Nothing has a day here." in [one.text for one in document.paragraphs]
