"""Who gets at a report: every address, every kind of person, both methods; and what of another office never leaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.reports.models import Report
from samordner.reports.operations import replace
from samordner.reports.queries import answers_of, fingerprint
from samordner.reports.urls import urlpatterns
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, NOW, Region, region
from tests.reports.conftest import AUTUMN, YEAR, answered, begun, sent, sent_autumn

pytestmark = pytest.mark.django_db
Asked = Callable[[str], Client]
CANARY = "Kanarifugl"
WHO = ("visitor", "own", "partner", "other", "contact", "directorate", "administrator")
ARGUMENTS = {"answer": ["status"], "document": ["json"], "numbers": ["csv"]}

# A draft of the office "own"
DRAFT = """
address   method  visitor own partner other contact directorate administrator
report    GET     302     200 200     404   403     404         404
answer    GET     302     200 200     404   403     404         404
answer    POST    401     302 302     404   403     404         404
settings  GET     302     200 200     404   403     404         404
settings  POST    401     422 422     404   403     404         404
drop      GET     302     200 200     404   403     404         404
preview   GET     302     200 200     404   403     404         404
document  GET     302     200 200     404   403     404         404
numbers   GET     302     200 200     404   403     404         404
compare   GET     302     200 200     404   403     404         404
send      GET     302     200 403     404   403     404         404
send      POST    401     422 403     404   403     404         404
receipt   GET     302     404 404     404   403     404         404
replace   POST    401     302 403     404   403     404         404
drop      POST    401     302 302     404   403     404         404
"""
# One that the office has sent
SENT = """
report    GET     302     200 200     404   403     200         200
answer    GET     302     302 302     404   403     403         403
answer    POST    401     422 422     404   403     403         403
settings  GET     302     302 302     404   403     403         403
settings  POST    401     302 302     404   403     403         403
drop      GET     302     422 422     404   403     403         403
drop      POST    401     422 422     404   403     403         403
preview   GET     302     200 200     404   403     200         200
document  GET     302     200 200     404   403     200         200
numbers   GET     302     200 200     404   403     200         200
compare   GET     302     200 200     404   403     200         200
send      GET     302     302 403     404   403     403         403
send      POST    401     302 403     404   403     403         403
receipt   GET     302     200 200     404   403     200         200
replace   POST    401     302 403     404   403     403         403
"""
# A draft of the nation
NATION = """
report    GET     302     404 404     404   403     200         404
answer    GET     302     404 404     404   403     200         404
answer    POST    401     404 404     404   403     302         404
settings  GET     302     404 404     404   403     200         404
drop      GET     302     404 404     404   403     200         404
preview   GET     302     404 404     404   403     200         404
document  GET     302     404 404     404   403     200         404
numbers   GET     302     404 404     404   403     200         404
compare   GET     302     404 404     404   403     200         404
send      GET     302     404 404     404   403     200         404
send      POST    401     404 404     404   403     422         404
receipt   GET     302     404 404     404   403     404         404
replace   POST    401     404 404     404   403     302         404
"""
# One of the nation that is sent
NATION_SENT = """
report    GET     302     404 404     404   403     200         200
receipt   GET     302     404 404     404   403     200         200
document  GET     302     404 404     404   403     200         200
answer    POST    401     404 404     404   403     422         403
send      POST    401     404 404     404   403     302         403
replace   POST    401     404 404     404   403     302         403
"""


def cells(table: str) -> dict[tuple[str, str], dict[str, int]]:
    """Address and method -> who -> the status of the answer."""
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("address")]
    return {
        (address, method): dict(zip(WHO, map(int, statuses), strict=True))
        for address, method, *statuses in rows
    }


@pytest.fixture
def place() -> Region:
    return region(2)


@pytest.fixture
def client_of(place: Region, signed_in: SignIn, today: date) -> Asked:
    other = region(1, key="sorviken", county="92")

    def client(who: str) -> Client:
        match who:
            case "visitor":
                return Client(headers={"accept-language": "en"})
            case "own":
                return signed_in(office=place.office)
            case "partner":
                return signed_in("partner", office=place.office)
            case "other":
                return signed_in(office=other.office)
            case "contact":
                return signed_in("contact", office=place.office, municipality=place[0].municipality)
            case _:
                return signed_in(who)

    return client


def asked(client: Client, report: Report, address: str, method: str) -> int:
    """The status of the answer; what was done is undone, so that each address meets the same report."""
    path = reverse(f"reports:{address}", args=[report.pk, *ARGUMENTS.get(address, [])])
    version = fingerprint(report, answers_of(report)) if address == "drop" else 1
    before = transaction.savepoint()
    typed = {"version": version, "text": "En hel setning her."}
    answer = client.get(path) if method == "GET" else client.post(path, typed)
    transaction.savepoint_rollback(before)
    return answer.status_code


def answers(table: str, client: Client, report: Report) -> dict[tuple[str, str], int]:
    return {(address, method): asked(client, report, address, method) for address, method in cells(table)}


def expected(table: str, who: str) -> dict[tuple[str, str], int]:
    return {key: statuses[who] for key, statuses in cells(table).items()}


def test_every_address_of_a_report_stands_in_the_tables() -> None:
    named = {address for address, _method in cells(DRAFT + SENT)}
    assert named == {str(pattern.name) for pattern in urlpatterns} - {"index", "begin"}


@pytest.mark.parametrize("who", WHO)
def test_who_gets_at_a_draft(place: Region, client_of: Asked, who: str) -> None:
    assert answers(DRAFT, client_of(who), begun(place)) == expected(DRAFT, who)


@pytest.mark.parametrize("who", WHO)
def test_who_gets_at_what_is_sent(place: Region, client_of: Asked, who: str) -> None:
    assert answers(SENT, client_of(who), sent_autumn(place)) == expected(SENT, who)


@pytest.mark.parametrize("who", WHO)
def test_who_gets_at_the_draft_of_the_nation(place: Region, client_of: Asked, who: str) -> None:
    assert answers(NATION, client_of(who), begun(place, YEAR, national=True)) == expected(NATION, who)


@pytest.mark.parametrize("who", WHO)
def test_who_gets_at_the_sent_one_of_the_nation(place: Region, client_of: Asked, who: str) -> None:
    report = answered(begun(place, YEAR, national=True, status_day=date(2020, 12, 31)))
    sent(report)
    report = Report.objects.get(pk=report.pk)
    assert answers(NATION_SENT, client_of(who), report) == expected(NATION_SENT, who)


@pytest.mark.parametrize(
    ("who", "office", "form", "due", "status"),
    [
        ("own", "havbukta", "half_year", "2021-05-15", 302),
        ("partner", "havbukta", "half_year", "2021-05-15", 302),
        ("other", "havbukta", "half_year", "2021-05-15", 404),
        ("directorate", "havbukta", "half_year", "2021-05-15", 403),
        ("administrator", "havbukta", "half_year", "2021-05-15", 403),
        ("contact", "havbukta", "half_year", "2021-05-15", 403),
        ("directorate", "", "year", "2021-02-01", 302),
        ("own", "", "year", "2021-02-01", 403),
        ("administrator", "", "year", "2021-02-01", 403),
        ("own", "havbukta", "half_year", "2021-05-16", 404),
        ("own", "havbukta", "no-such", "2021-05-15", 404),
    ],
)
def test_who_begins_a_report(
    place: Region, client_of: Asked, who: str, office: str, form: str, due: str, status: int
) -> None:
    asks = {"programme": "leve-hele-livet", "office": office, "form": form, "due": due}
    answer = client_of(who).post("/rapporter/begynn/", asks)
    assert (answer.status_code, Report.objects.count()) == (status, int(status == 302))


def test_the_list_is_for_those_who_read_reports(client_of: Asked) -> None:
    statuses = [client_of(who).get("/rapporter/").status_code for who in WHO]
    assert statuses == [302, 200, 200, 200, 403, 200, 200]


def test_a_draft_is_seen_by_nobody_outside_its_office(place: Region, client_of: Asked) -> None:
    report = answered(begun(place), CANARY)
    for who in ("other", "directorate", "administrator"):
        client = client_of(who)
        page = client.get("/rapporter/").content.decode()
        assert CANARY not in page
        assert f"/rapporter/{report.pk}/" not in page
        assert "✎" not in page, who
    national = client_of("directorate").get("/rapporter/").content.decode()
    assert national.count("not sent yet") > 0


def test_a_correction_being_written_is_not_seen_by_the_directorate(place: Region, client_of: Asked) -> None:
    first = sent_autumn(place)
    made = answered(replace(first, by=BY, now=NOW), CANARY)
    client = client_of("directorate")
    for address in ("/rapporter/", f"/rapporter/{first.pk}/"):
        page = client.get(address).content.decode()
        assert (f"/rapporter/{made.pk}/" in page, CANARY in page) == (False, False)
    assert f"/rapporter/{made.pk}/" in client_of("own").get(f"/rapporter/{first.pk}/").content.decode()


def test_what_the_nation_builds_on_is_only_what_is_sent(place: Region, client_of: Asked) -> None:
    sent_autumn(place, "Sendt ord")
    answered(begun(place), CANARY)
    nation = begun(place, date(2022, 2, 1), national=True)
    page = client_of("directorate").get(f"/rapporter/{nation.pk}/").content.decode()
    assert CANARY not in page
    year = begun(place, YEAR, national=True, status_day=date(2020, 12, 31))
    page = client_of("directorate").get(f"/rapporter/{year.pk}/").content.decode()
    assert "Sendt ord: status" in page
    assert AUTUMN.year == 2020
