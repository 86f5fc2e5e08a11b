"""The pages of local plans: what they show, who reaches them, and that nothing typed is lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement
from tests.factories.localplans import anchored, plan, statement
from tests.factories.participation import DAY, Region, region
from tests.localplans.conftest import SignIn

pytestmark = pytest.mark.django_db

TYPED = {"kind": "theme_plan", "title": "Temaplan", "adopted_on": "2021-02-11", "adopted_by": "Kommunestyret"}


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def test_a_plan_is_registered_and_one_stands_on_its_page(place: Region, client: Client) -> None:
    code = place[0].municipality.code
    answer = client.post("/kommuneplaner/ny/", TYPED | {"municipality": code})
    made = LocalPlan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/kommuneplaner/{made.pk}/")
    assert (made.municipality.code, made.adopted_on, made.office) == (code, date(2021, 2, 11), place.office)


def test_what_was_typed_stays_when_it_is_refused(place: Region, client: Client) -> None:
    typed = TYPED | {
        "municipality": place[0].municipality.code,
        "adopted_on": "",
        "note": "Ringte planleggaren",
    }
    answer = client.post("/kommuneplaner/ny/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give at least one day" in page
    assert all(words in page for words in ("Ringte planleggaren", 'value="Temaplan"'))
    assert LocalPlan.objects.count() == 0


def test_who_writes_over_another_sees_what_the_other_wrote(place: Region, client: Client) -> None:
    made = plan(place[0].municipality, title="Temaplan", adopted_on=date(2021, 2, 11))
    client.post(f"/kommuneplaner/{made.pk}/endre/", TYPED | {"version": "1", "title": "Ny temaplan"})
    answer = client.post(
        f"/kommuneplaner/{made.pk}/endre/", TYPED | {"version": "1", "title": "Min temaplan"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Min temaplan", "Ny temaplan"))
    assert LocalPlan.objects.get().title == "Ny temaplan"


def test_where_the_programme_stands_is_said_and_the_status_is_offered_not_registered(
    place: Region, client: Client
) -> None:
    made = plan(place[0].municipality, adopted_on=date(2021, 2, 11))
    address = f"/kommuneplaner/{made.pk}/forankring/leve-hele-livet/"
    typed = {"holds": "partly", "solutions": ["C4", "A1"], "note": "Kapittel 3", "version": "0"}
    assert client.post(address, typed).status_code == 302
    said = PlanAnchoring.objects.get()
    assert (said.holds, said.solutions, said.note) == ("partly", ["C4", "A1"], "Kapittel 3")
    page = client.get(f"/kommuneplaner/{made.pk}/").content.decode()
    assert (
        f"/tavle/registrer/?programme=leve-hele-livet&amp;day=2021-02-11&amp;subject=anchoring&amp;m={place[0].pk}"
        "&amp;item=theme_plan&amp;value=yes&amp;source=document&amp;reference=Temaplan" in page
    )
    assert place[0].observations.count() == 0


@pytest.mark.parametrize("holds", ["no", ""])
def test_nothing_is_offered_where_it_is_not_anchored(place: Region, client: Client, holds: str) -> None:
    made = plan(place[0].municipality, adopted_on=date(2021, 2, 11))
    if holds:
        anchored(made, place.programme, holds)
    assert "/tavle/registrer/?" not in client.get(f"/kommuneplaner/{made.pk}/").content.decode()


def test_a_statement_is_noted_asked_for_and_given(place: Region, client: Client) -> None:
    made = plan(place[0].municipality, hearing_from=date(2021, 4, 1), hearing_to=date(2021, 5, 15))
    assert made.title in client.get("/kommuneplaner/horinger/").content.decode()
    address = f"/kommuneplaner/{made.pk}/uttalelse/"
    assert 'value="2021-05-15"' in client.get(address).content.decode()
    typed = {
        "asked_on": "2021-04-01",
        "given_on": "2021-04-20",
        "on_programme": "Meir om mat",
        "followed_up": "",
    }
    assert client.post(address, typed).status_code == 302
    given = Statement.objects.get()
    typed |= {"followed_up": "yes", "version": str(given.version)}
    assert client.post(f"/kommuneplaner/uttalelser/{given.pk}/", typed).status_code == 302
    given.refresh_from_db()
    assert (given.given_on, given.followed_up) == (date(2021, 4, 20), "yes")
    assert made.title not in client.get("/kommuneplaner/horinger/").content.decode()


def test_a_plan_registered_by_mistake_is_removed_and_brought_back(place: Region, client: Client) -> None:
    made = plan(place[0].municipality)
    assert client.post(f"/kommuneplaner/{made.pk}/fjern/", {"version": "1"}).status_code == 302
    assert made.title not in client.get("/kommuneplaner/").content.decode()
    page = client.get(f"/kommuneplaner/{made.pk}/").content.decode()
    assert f'action="/kommuneplaner/{made.pk}/hent-tilbake/"' in page
    assert client.post(f"/kommuneplaner/{made.pk}/hent-tilbake/", {"version": "2"}).status_code == 302
    assert made.title in client.get("/kommuneplaner/").content.decode()


def test_the_list_as_a_file_holds_what_the_list_holds(place: Region, client: Client) -> None:
    first = plan(
        place[0].municipality, title="Strategi", kind="planning_strategy", adopted_on=date(2020, 5, 1)
    )
    plan(place[1].municipality, title="Temaplan")
    anchored(first, place.programme, "yes", solutions=["C4"])
    answer = client.get("/kommuneplaner/?kind=planning_strategy&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Title"], row["Status"], row["Solutions named"]) for row in rows] == [
        ("Strategi", "adopted", "C4")
    ]
    assert client.get("/kommuneplaner/?format=exe").status_code == 404


def test_the_list_tells_what_to_do_when_it_is_empty(place: Region, client: Client) -> None:
    assert "No plan is registered yet." in client.get("/kommuneplaner/").content.decode()
    assert "No plan is like that." in client.get("/kommuneplaner/?kind=sub_plan").content.decode()
    assert "No plan waits for a statement." in client.get("/kommuneplaner/horinger/").content.decode()


def test_a_past_day_shows_the_plans_as_they_stood(place: Region, client: Client) -> None:
    plan(place[0].municipality, title="Temaplan", announced_on=date(2020, 1, 1), adopted_on=date(2021, 2, 11))
    assert "announced or under way" in table(client, "2020-06-01")
    assert "Temaplan" not in table(client, "2019-06-01")
    assert "adopted" in table(client, "2021-03-01")


def table(client: Client, day: str) -> str:
    page = client.get(f"/kommuneplaner/?day={day}").content.decode()
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


# role, at the plan's own place -> reads, writes, gives statements
TRUTH = {
    ("coordinator", True): (200, 200, 200),
    ("coordinator", False): (404, 404, 404),
    ("partner", True): (200, 200, 403),
    ("partner", False): (404, 404, 403),
    ("contact", True): (200, 200, 403),
    ("contact", False): (404, 404, 403),
    ("directorate", True): (200, 403, 403),
    ("administrator", True): (200, 403, 403),
}


@pytest.mark.parametrize(("role", "own"), TRUTH)
def test_who_reaches_a_plan(today: date, signed_in: SignIn, role: str, own: bool) -> None:
    mine, other = region(2), region(2, key="sorviken", county="92")
    made = plan(mine[0].municipality, title="Temaplan", hearing_from=DAY)
    asked = statement(made, asked_on=DAY)
    home = mine if own else other
    client = signed_in(role, home.office, home[0].municipality if role == "contact" else None)
    reading, writing, stating = TRUTH[role, own]
    base = f"/kommuneplaner/{made.pk}/"
    assert client.get(base).status_code == reading
    assert client.get(f"{base}endre/").status_code == writing
    assert client.get(f"{base}forankring/leve-hele-livet/").status_code == writing
    may_write = 302 if writing == 200 else writing
    assert client.post(f"{base}hent-tilbake/", {"version": "9"}).status_code == may_write
    assert client.post(f"{base}fjern/", {"version": "9"}).status_code == may_write
    assert client.get(f"{base}uttalelse/").status_code == stating
    assert client.get(f"/kommuneplaner/uttalelser/{asked.pk}/").status_code == stating
    for address in ("/kommuneplaner/", "/kommuneplaner/horinger/"):
        answer = client.get(address)
        assert (answer.status_code, "Temaplan" in answer.content.decode()) == (200, reading == 200)


def test_a_contact_registers_plans_of_the_own_municipality_only(today: date, signed_in: SignIn) -> None:
    place = region(2)
    own, other = (row.municipality for row in place.participations)
    client = signed_in("contact", place.office, own)
    page = client.get("/kommuneplaner/ny/").content.decode()
    assert (f'value="{own.code}"' in page, f'value="{other.code}"' in page) == (True, False)
    assert client.post("/kommuneplaner/ny/", TYPED | {"municipality": other.code}).status_code == 422
    assert client.post("/kommuneplaner/ny/", TYPED | {"municipality": own.code}).status_code == 302
    foreign = plan(other, title="Naboplan")
    assert client.get(f"/kommuneplaner/{foreign.pk}/").status_code == 404
    assert client.get(f"/kommuneplaner/{foreign.pk}/endre/").status_code == 404


@pytest.mark.parametrize("role", ["directorate", "administrator"])
def test_who_may_not_write_is_refused(place: Region, signed_in: SignIn, role: str) -> None:
    assert signed_in(role).get("/kommuneplaner/ny/").status_code == 403


def test_a_visitor_is_asked_to_sign_in(place: Region) -> None:
    made = plan(place[0].municipality)
    for address in ("/kommuneplaner/", "/kommuneplaner/horinger/", f"/kommuneplaner/{made.pk}/"):
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_few_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int
) -> None:
    place = region(3)
    for row in place.participations[:count]:
        made = plan(row.municipality, hearing_from=date(2021, 4, 1), hearing_to=date(2021, 5, 15))
        anchored(made, place.programme)
        statement(made, asked_on=date(2021, 4, 1))
    client = signed_in(office=place.office)
    client.get("/kommuneplaner/")
    numbers = {}
    for address in ("/kommuneplaner/", "/kommuneplaner/horinger/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        numbers[address] = len(queries)
    assert numbers == {"/kommuneplaner/": 15, "/kommuneplaner/horinger/": 11}
