"""The pages: who sees and does what, what leaks to nobody, what a filter leaves, what a conflict shows, what it costs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from samordner.access.actors import Actor, Holding
from samordner.improvement import urls
from samordner.improvement.models import Cycle, Driver, Experience, Project, Uptake
from samordner.improvement.operations.drivers import remove_driver
from samordner.improvement.operations.experiences import withdraw_experience
from samordner.improvement.teams import tried as cycles_tried
from samordner.networks.learning.facts import Facts
from samordner.people.models import User
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, region, say
from tests.factories.rights import client_of, rights_table
from tests.improvement.making import (
    ACTS,
    cycle,
    decided,
    driver,
    experience,
    noted,
    project,
    studied,
    team,
    tried,
)

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
"""Whose record: the contact's own municipality, another of the same office, another office's; there is none."""
WORDS = {"in": "302 302 302 302", "no": "403 403 403 403"} | {
    f"{reach}{status}": cells.replace("ok", status)
    for reach, cells in {"office": "ok ok 404 404", "own": "ok 404 404 404", "all": "ok ok ok 404"}.items()
    for status in ("200", "302", "403", "422")
} | {"near302": "302 403 404 404", "near200": "200 403 404 404", "near422": "422 403 404 404"}  # fmt: skip

TABLE = """
address          method visitor coordinator partner   contact directorate administrator
index            GET    in      200         200       200     no          200
changes          GET    in      200         200       200     no          200
experiences      GET    in      200         200       200     200         200
new              GET    in      200         200       200     no          no
new              POST   in      422         422       422     no          no
project          GET    in      office200   office200 own200  no          all200
change           GET    in      office200   office200 own200  no          no
change           POST   in      office422   office422 own422  no          no
end              GET    in      office302   office302 own302  no          no
end              POST   in      office422   office422 own422  no          no
reopen           POST   in      office302   office302 own302  no          no
remove_project   POST   in      office302   office302 own302  no          no
restore_project  POST   in      office302   office302 own302  no          no
drivers          GET    in      office200   office200 own200  no          all200
add_driver       GET    in      office302   office302 own302  no          no
add_driver       POST   in      office422   office422 own422  no          no
driver           GET    in      office200   office200 own200  no          no
driver           POST   in      office422   office422 own422  no          no
move_driver      POST   in      office302   office302 own302  no          no
remove_driver    POST   in      office302   office302 own302  no          no
restore_driver   POST   in      office302   office302 own302  no          no
new_cycle        GET    in      office200   office200 own200  no          no
new_cycle        POST   in      office422   office422 own422  no          no
cycle            GET    in      office200   office200 own200  no          all200
change_cycle     GET    in      office200   office200 own200  no          no
change_cycle     POST   in      office422   office422 own422  no          no
cycle_deed       GET    in      office302   office302 own302  no          no
cycle_deed       POST   in      office422   office422 own422  no          no
propose          GET    in      office200   office200 own200  no          no
propose          POST   in      office422   office422 own422  no          no
experience       GET    in      office200   office200 office200 all200    all200
change_experience GET   in      office200   office200 near200 no          no
change_experience POST  in      office422   office422 near422 no          no
withdraw         GET    in      office302   office302 near302 no          no
withdraw         POST   in      office422   office422 near422 no          no
share_again      POST   in      office302   office302 near302 no          no
note             GET    in      office302   office302 office302 no        no
note             POST   in      office422   office422 office422 no        no
remove_uptake    POST   in      office302   office302 near302 no          no
restore_uptake   POST   in      office302   office302 near302 no          no
"""
ALONE = {"index", "changes", "experiences", "new"}
"""Addresses without a record."""
RIGHTS = rights_table(TABLE, WHO, WORDS, lambda name: name not in ALONE)
KINDS = {
    "driver": ("driver", "move_driver", "remove_driver", "restore_driver"),
    "cycle": ("cycle", "change_cycle", "cycle_deed", "propose"),
    "experience": ("experience", "change_experience", "withdraw", "share_again", "note"),
    "uptake": ("remove_uptake", "restore_uptake"),
}  # fmt: skip


@pytest.fixture
def place(today: Any) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def records(home: Region, mine: int, other: int, mark: str = "") -> dict[str, int]:
    """One of each for a municipality. The uptake is its own, of an experience that its neighbour shared."""
    row = project(home[mine], name=f"Måltidsro{mark}")
    theirs = project(home[other], name=f"Naboens{mark}{mine}")
    return {
        "project": row.pk,
        "driver": driver(row, f"Ro{mark}").pk,
        "cycle": cycle(row, question=f"Går det?{mark}").pk,
        "experience": experience(decided(row, question=f"Gikk det?{mark}"), title=f"Slik{mark}").pk,
        "uptake": noted(experience(decided(theirs)), home[mine]).pk,
    }


def kind_of(name: str) -> str:
    return next((kind for kind, names in KINDS.items() if name in names), "project")


def test_every_address_stands_in_the_table() -> None:
    assert all(isinstance(one, URLPattern) for one in urls.urlpatterns)
    assert {one.name for one in urls.urlpatterns} == {name for name, _method in RIGHTS}
    assert get_resolver() is not None


@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(place: Region, signed_in: SignIn, who: str) -> None:
    far = region(2, key="fjernt", county="81")
    of = {"own": records(place, 0, 1), "near": records(place, 1, 2), "far": records(far, 0, 1)}
    of["none"] = dict.fromkeys(of["own"], 999_999)
    client = client_of(signed_in, who, place)
    wrong = []
    for (name, method), expected in RIGHTS.items():
        found = []
        for whose in WHOSE[: 1 if name in ALONE else 4]:
            args: list[Any] = [] if name in ALONE else [of[whose][kind_of(name)]]
            address = reverse(
                f"improvement:{name}", args=[*args, *(["gjort"] if name == "cycle_deed" else [])]
            )
            before = transaction.savepoint()
            typed = {"version": "99", "begins": "x"}
            answer = client.get(address) if method == "GET" else client.post(address, typed)
            transaction.savepoint_rollback(before)
            found.append(str(answer.status_code))
        if " ".join(found) != expected[who]:
            wrong.append(f"{method} {name}: {' '.join(found)}, not {expected[who]}")
    assert wrong == []


PLACES = (
    "",
    "endringer/",
    "erfaringer/",
    "ny/",
    "?format=csv",
    "endringer/?format=csv",
    "erfaringer/?format=csv",
)


@pytest.mark.parametrize("address", PLACES)
@pytest.mark.parametrize("who", ["coordinator", "partner", "contact"])
def test_nothing_of_another_office_leaks(today: Any, signed_in: SignIn, who: str, address: str) -> None:
    mine, far = region(2), region(2, key="fjernt", county="81")
    records(mine, 0, 1, " nær")
    records(far, 0, 1, " fjern")
    team(far[0], "Team fjern")
    seen = page_of(client_of(signed_in, who, mine), f"/forbedring/{address}")
    assert "fjern" not in seen
    assert re.findall(r'value="81\d\d"', seen) == []


def test_a_contact_sees_the_neighbours_experience_and_nothing_of_its_project(
    place: Region, signed_in: SignIn
) -> None:
    row = project(place[1], name="Hemmelig arbeid", problem="Det som bare vi vet")
    shared = experience(decided(row, question="Et internt spørsmål"), title="Det vi deler")
    client = client_of(signed_in, "contact", place)
    for address in (
        "/forbedring/",
        "/forbedring/endringer/",
        "/forbedring/erfaringer/",
        f"/forbedring/erfaringer/{shared.pk}/",
    ):
        seen = page_of(client, address)
        assert not any(text in seen for text in ("Hemmelig", "bare vi vet", "internt"))
    assert "Det vi deler" in page_of(client, "/forbedring/erfaringer/")


def test_a_withdrawn_experience_is_gone_for_others_and_stays_with_its_own(
    place: Region, signed_in: SignIn
) -> None:
    shared = experience(decided(project(place[1])))
    withdraw_experience(shared, "Det holdt ikke", version=1, **ACTS)
    address = f"/forbedring/erfaringer/{shared.pk}/"
    for who, status in (("contact", 404), ("directorate", 404), ("coordinator", 200)):
        assert client_of(signed_in, who, place).get(address).status_code == status
    own = signed_in("contact", place.office, place[1].municipality)
    assert "Det holdt ikke" in page_of(own, address)


def test_a_project_is_begun_for_a_team_that_the_address_names(place: Region, client: Client) -> None:
    of = team(place[1])
    assert f'value="t{of.pk}" selected' in page_of(client, f"/forbedring/ny/?team={of.pk}")
    typed = {"who": f"t{of.pk}", "name": "Måltidsro", "solutions": ["B1"]}
    answer = client.post("/forbedring/ny/", typed)
    made = Project.objects.get()
    assert (answer.status_code, made.team, made.participation, made.solutions) == (302, of, place[1], ["B1"])
    seen = page_of(client, f"/forbedring/{made.pk}/")
    assert "No aim is said yet" in seen


def test_a_contact_begins_a_project_of_the_own_municipality_alone(place: Region, signed_in: SignIn) -> None:
    client = client_of(signed_in, "contact", place)
    theirs = team(place[1])
    for who in (f"p{place[1].pk}", f"t{theirs.pk}"):
        assert client.post("/forbedring/ny/", {"who": who, "name": "Vårt"}).status_code == 422
    assert client.post("/forbedring/ny/", {"who": f"p{place[0].pk}", "name": "Vårt"}).status_code == 302
    assert Project.objects.get().participation == place[0]


def test_a_number_of_a_person_is_refused_and_nothing_typed_is_lost(place: Region, client: Client) -> None:
    typed = {"who": f"p{place[0].pk}", "name": "Måltidsro", "problem": "Hun med 010350 12345 sover ikke"}
    answer = client.post("/forbedring/ny/", typed)
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert all(text in seen for text in ("national identity number", "sover ikke", 'value="Måltidsro"'))


def test_the_diagram_is_drawn_moved_and_put_back_without_a_script(place: Region, client: Client) -> None:
    row = project(place[0])
    address = f"/forbedring/{row.pk}/drivere/"
    client.post(f"{address}ny/", {"text": "Ro i rommet", "kind": "driver", "parent": ""})
    first = Driver.objects.get()
    client.post(f"{address}ny/", {"text": "Mat som lukter", "kind": "driver", "parent": ""})
    client.post(f"{address}ny/", {"text": "TV av", "kind": "idea", "parent": str(first.pk)})
    texts = re.findall(r'class="kind">([^<]+)</span> ([^<\n]+)', page_of(client, address))
    assert [(kind, text.strip()) for kind, text in texts] == [
        ("primary driver", "Ro i rommet"), ("change idea", "TV av"), ("primary driver", "Mat som lukter"),
    ]  # fmt: skip
    assert (
        client.post(f"/forbedring/drivere/{first.pk}/flytt/", {"way": "down", "version": "1"}).status_code
        == 302
    )
    assert [one.text for one in row.drivers.filter(parent=None).order_by("position")] == [
        "Mat som lukter",
        "Ro i rommet",
    ]
    gone = client.post(f"/forbedring/drivere/{first.pk}/fjern/", {"version": "2"})
    seen = page_of(client, gone["Location"])
    assert "Removed: Ro i rommet" in seen
    assert row.drivers.filter(removed_at=None).count() == 1
    back = client.post(f"/forbedring/drivere/{first.pk}/hent-tilbake/", {"version": "3"})
    assert (back.status_code, row.drivers.filter(removed_at=None).count()) == (302, 3)


def test_what_cannot_hang_there_is_refused_whole(place: Region, client: Client) -> None:
    row = project(place[0])
    one, two = driver(row, "en"), driver(row, "to")
    driver(row, "under", one)
    answer = client.post(
        f"/forbedring/drivere/{one.pk}/", {"text": "en til", "parent": str(two.pk), "version": "1"}
    )
    assert answer.status_code == 422
    assert "Secondary drivers hang under it" in answer.content.decode()
    assert Driver.objects.get(pk=one.pk).text == "en"


def test_two_who_say_a_driver_otherwise_see_each_other(place: Region, client: Client) -> None:
    one = driver(project(place[0]), "Ro")
    address = f"/forbedring/drivere/{one.pk}/"
    assert client.post(address, {"text": "Mer ro", "parent": "", "version": "1"}).status_code == 302
    second = client.post(address, {"text": "Stillhet", "parent": "", "version": "1"})
    seen = second.content.decode()
    assert second.status_code == 409
    assert all(text in seen for text in ("<td>Stillhet</td><td>Mer ro</td>", 'name="version" value="2"'))


def test_a_cycle_goes_through_its_four_steps_and_proposes_the_next(place: Region, client: Client) -> None:
    row = project(place[0])
    client.post(f"/forbedring/{row.pk}/sirkler/ny/", {"question": "Blir det roligere?"})
    one = Cycle.objects.get()
    address = f"/forbedring/sirkler/{one.pk}/"
    assert "Write first what you expect to happen" in page_of(client, address)
    plan = {"question": "Blir det roligere?", "prediction": "Ja", "version": "1"}
    assert client.post(f"{address}endre/", plan).status_code == 302
    assert client.post(f"{address}lart/", {"text": "For tidlig", "version": "2"}).status_code == 422
    happened = {"text": "TV av", "begins": "2021-04-20", "ends": "2021-04-22", "version": "2"}
    assert client.post(f"{address}gjort/", happened).status_code == 302
    assert "What was expected" in page_of(client, address)
    assert client.post(f"{address}lart/", {"text": "To av tre", "version": "3"}).status_code == 302
    act = {"act": "adapt", "on": "2021-04-23", "next_step": "Prøv med musikk", "version": "4"}
    assert client.post(f"{address}avgjort/", act).status_code == 302
    following = page_of(client, f"/forbedring/{row.pk}/sirkler/ny/?follows={one.pk}")
    assert all(text in following for text in ("To av tre", "Prøv med musikk", f'value="{one.pk}" selected'))
    assert 'value="2021-04-2' not in following


def test_a_conflict_in_a_cycle_shows_both_and_loses_nothing(place: Region, client: Client) -> None:
    one = cycle(project(place[0]))
    address = f"/forbedring/sirkler/{one.pk}/gjort/"
    assert client.post(address, {"text": "Først", "begins": "2021-04-20", "version": "1"}).status_code == 302
    second = client.post(address, {"text": "Sist", "begins": "2021-04-20", "version": "1"})
    seen = second.content.decode()
    assert second.status_code == 409
    assert all(text in seen for text in ("Someone else has saved meanwhile", "<td>Sist</td><td>Først</td>"))


def test_a_kept_change_proposes_that_the_status_is_registered_and_registers_nothing(
    place: Region, client: Client
) -> None:
    row = project(place[0], solutions=("B1",))
    say(place[0], "solution_stage", "considered", DAY - timedelta(days=90), item="B1")
    before = place[0].observations.count()
    assert "See what is registered" in page_of(client, f"/forbedring/{row.pk}/")
    decided(row, "adopt")
    seen = page_of(client, f"/forbedring/{row.pk}/")
    link = reverse("boards:cell", args=[place[0].pk, "solution_stage", "B1"])
    assert f'href="{link}">Register where it stands now' in seen
    assert client.get(link).status_code == 200
    assert place[0].observations.count() == before


def test_an_experience_is_shared_seen_and_taken_up_from_the_pages(place: Region, signed_in: SignIn) -> None:
    one = decided(project(place[0]))
    own = client_of(signed_in, "contact", place)
    begun = page_of(own, f"/forbedring/sirkler/{one.pk}/del/")
    assert "To av tre ble roligere" in begun
    assert not Experience.objects.exists()
    told = {"title": "TV av", "solution": "B1", "what": "Vi slo den av"}
    assert own.post(f"/forbedring/sirkler/{one.pk}/del/", told).status_code == 302
    shared = Experience.objects.get()
    neighbour = signed_in("contact", place.office, place[1].municipality)
    address = f"/forbedring/erfaringer/{shared.pk}/"
    page = page_of(neighbour, address)
    assert f'value="{DAY.isoformat()}"' in page
    typed = {
        "municipality": str(place[1].pk),
        "seen_on": DAY.isoformat(),
        "taken_up_on": DAY.isoformat(),
        "version": "0",
    }
    stranger = neighbour.post(f"{address}bruk/", typed | {"municipality": str(place[2].pk)})
    assert (stranger.status_code, Uptake.objects.count()) == (422, 0)
    assert neighbour.post(f"{address}bruk/", typed).status_code == 302
    seen = page_of(own, address)
    assert "(1 after they had seen it)" in seen
    assert "not that the one led to the other" in seen
    assert "bruk/" not in seen
    again = neighbour.post(f"{address}bruk/", typed)
    assert again.status_code == 409


def test_the_lists_are_narrowed_sorted_and_kept_as_files(place: Region, client: Client) -> None:
    late = project(
        place[0], name="Fall", solutions=("A1",), aim_by=DAY + timedelta(days=5), team=team(place[0])
    )
    project(place[1], name="Måltidsro", solutions=("B1",), began_on=None)
    decided(late, "abandon")

    def names(query: str) -> list[str]:
        rows = csv.DictReader(
            io.StringIO(client.get(f"/forbedring/?format=csv&{query}").content.decode("utf-8-sig")),
            delimiter=";",
        )
        return [row["Project"] for row in rows]

    assert names("sort=name") == ["Fall", "Måltidsro"]
    assert names("sort=-name") == ["Måltidsro", "Fall"]
    assert names("sort=-cycles") == ["Fall", "Måltidsro"]
    assert names("solution=A1") == names("area=A") == names(f"team={late.team_id}") == ["Fall"]
    assert names("standing=planned") == names("q=måltidsro") == ["Måltidsro"]
    assert names(f"municipality={place[1].municipality.code}") == ["Måltidsro"]
    assert "No project is like that" in page_of(client, "/forbedring/?q=finnesikke")
    assert "abandon" in page_of(client, "/forbedring/endringer/?act=abandon")
    assert "No change is like that" in page_of(client, "/forbedring/endringer/?act=adopt")


def test_empty_lists_say_what_to_do(place: Region, client: Client) -> None:
    for address, words in (
        ("", "Nobody has begun a project yet"),
        ("endringer/", "No team has decided on a change yet"),
        ("erfaringer/", "Nobody has shared an experience yet"),
    ):
        assert words in page_of(client, f"/forbedring/{address}")


HOSTILE = ("a\x00b", "9" * 30, "٣", "🦌", "x" * 4000, "-1", "<script>")
NAMES = (
    "q", "solution", "area", "municipality", "team", "standing", "act", "uptake", "sort", "page", "removed", "follows",
    "idea", "under", "for",
)  # fmt: skip


@pytest.mark.parametrize("word", HOSTILE)
def test_whatever_an_address_says_the_answer_is_a_page(place: Region, client: Client, word: str) -> None:
    keys = records(place, 0, 1)
    client.raise_request_exception = False
    there = (
        "", "endringer/", "erfaringer/", "ny/", f"{keys['project']}/", f"{keys['project']}/drivere/",
        f"{keys['project']}/sirkler/ny/", f"erfaringer/{keys['experience']}/", f"sirkler/{keys['cycle']}/",
    )  # fmt: skip
    for address in there:
        for said in (dict.fromkeys(NAMES, word), {"first": word}, {"removed": f"project-{word}"}):
            assert client.get(f"/forbedring/{address}", said).status_code in {200, 404}, (address, said)


def test_what_is_written_is_text_and_never_markup(place: Region, client: Client) -> None:
    row = project(place[0], name="<script>alert(1)</script>", problem="<b>")
    one = driver(row, "<img src=x>")
    made = experience(decided(row, question="<i>?"), title="<u>")
    for address in (
        "",
        f"{row.pk}/",
        f"{row.pk}/drivere/",
        "endringer/",
        "erfaringer/",
        f"erfaringer/{made.pk}/",
    ):
        seen = page_of(client, f"/forbedring/{address}")
        assert not any(text in seen for text in ("<script>alert", "<img src=x", "<i>?", "<u>"))
    remove_driver(one, version=1, **ACTS)


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        page_of(client, address)
    return len(found)


def _project_with(place: Region, number: int) -> Project:
    row = project(place[number], name=f"Arbeid {number}", team=team(place[number], f"Team {number}"))
    return _filled(row, 1)


def _filled(row: Project, times: int) -> Project:
    for number in range(times):
        one = driver(row, f"Driver {number}{row.pk}")
        idea = driver(row, f"Idé {number}{row.pk}", one, "idea")
        made = experience(
            decided(row, idea=idea, ramp=f"Rekke {number}"), solution=("A1", "B1", "C1")[number]
        )
        for place in _others(row):
            noted(made, place)
        tried(row), studied(row)
    return row


def _others(row: Project) -> Iterable[Any]:
    office = row.participation.office
    return [one for one in office.participations.all() if one.pk != row.participation_id]


LISTS = {"": 11, "endringer/": 10, "erfaringer/": 10}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_much_of_three_as_of_one(place: Region, client: Client, address: str) -> None:
    _project_with(place, 0)
    User.objects.exists()
    _asked(client, f"/forbedring/{address}")
    first = _asked(client, f"/forbedring/{address}")
    _project_with(place, 1), _project_with(place, 2)
    assert (first, _asked(client, f"/forbedring/{address}")) == (LISTS[address], LISTS[address])


def test_a_page_asks_as_much_of_much_as_of_little(place: Region, client: Client) -> None:
    row = _project_with(place, 0)
    made, one = Experience.objects.get(), row.cycles.get(number=1)
    addresses = (f"{row.pk}/", f"{row.pk}/drivere/", f"sirkler/{one.pk}/", f"erfaringer/{made.pk}/")
    for address in addresses:
        _asked(client, f"/forbedring/{address}")
    before = [_asked(client, f"/forbedring/{address}") for address in addresses]
    other = project(place[1], name="Flere")
    _filled(other, 3)
    _filled(row, 0)
    for number in range(2):
        driver(row, f"Mer {number}"), studied(row)
    after = [_asked(client, f"/forbedring/{address}") for address in addresses]
    assert before == after


def test_a_team_page_tells_of_its_projects_and_the_dose_of_its_cycles(
    place: Region, signed_in: SignIn
) -> None:
    of, other = team(place[0]), team(place[1], "Team Fjord")
    row = project(place[0], team=of)
    decided(row)
    cycle(row, question="Bare planlagt?")
    client = client_of(signed_in, "contact", place)
    seen = page_of(client, f"/nettverk/team/{of.pk}/")
    assert all(
        text in seen for text in ("Måltidsro", "2 cycles", "1 change kept", f"/forbedring/ny/?team={of.pk}")
    )
    asker = signed_in("partner", place.office)
    assert f"/forbedring/ny/?team={other.pk}" in page_of(asker, f"/nettverk/team/{other.pk}/")


def test_the_dose_counts_what_was_tried_of_teams_that_have_a_project(place: Region) -> None:
    of, empty, none = team(place[0]), team(place[1], "Team Fjord"), team(place[2], "Team Fjell")
    row = project(place[0], team=of)
    decided(row), tried(row), cycle(row)
    project(place[1], team=empty)
    office = Actor("u8", "Kim", (Holding("coordinator", place.office.key),))
    neighbour = Actor("u9", "Kim", (Holding("contact", place.office.key, place[1].municipality.code),))
    teams = [of.pk, empty.pk, none.pk]
    assert cycles_tried(office, teams, DAY) == {of.pk: Facts(cycles=2), empty.pk: Facts(cycles=0)}
    assert cycles_tried(neighbour, teams, DAY) == {empty.pk: Facts(cycles=0)}


def test_the_first_page_tells_whom_it_concerns_of_what_waits_for_a_word(
    place: Region, signed_in: SignIn
) -> None:
    row = project(place[0])
    cycle(row)
    experience(decided(project(place[1])))
    own, office = client_of(signed_in, "contact", place), signed_in(office=place.office)
    assert "Måltidsro: cycle 1 is over" in page_of(own, "/")
    assert "1 new experience from another municipality" in page_of(own, "/")
    assert "1 cycle has been over for two weeks" in page_of(office, "/")
    assert "Måltidsro: cycle 1" not in page_of(signed_in("contact", place.office, place[1].municipality), "/")
