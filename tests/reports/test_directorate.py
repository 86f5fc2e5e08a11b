"""The directorate sees who has sent what, and makes the national report from what the offices sent."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.reports.models import Report, Sending
from samordner.reports.queries import content_of
from tests.boards.conftest import SignIn
from tests.factories.participation import NOW, lively, region
from tests.reports.conftest import AUTUMN, BEFORE, YEAR, answered, begun, sent, sent_autumn

pytestmark = pytest.mark.django_db


def standing(text: str) -> dict[tuple[str, str], str]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    return {(row["Office"], row["Due"]): row["State"] for row in rows}


def test_each_office_stands_as_sent_in_time_late_or_missing(signed_in: SignIn, today: date) -> None:
    one, other = region(1), region(1, key="sorviken", county="92")
    sent_autumn(one)
    late = answered(begun(other, AUTUMN, status_day=date(2020, 10, 28)), now=BEFORE)
    sent(late, datetime(2020, 11, 2, 9, tzinfo=UTC))
    begun(one)
    client = signed_in("directorate")
    found = standing(client.get("/rapporter/?format=csv").content.decode())
    assert {place: state for place, state in found.items() if place[1] > "2020-05-15"} == {
        ("National", "2022-02-01"): "not sent yet",
        ("Havbukta", "2021-05-15"): "not sent yet",
        ("Sorviken", "2021-05-15"): "not sent yet",
        ("National", "2021-02-01"): "missing",
        ("Havbukta", "2020-11-01"): "sent in time",
        ("Sorviken", "2020-11-01"): "sent late",
    }
    own = standing(signed_in(office=one.office).get("/rapporter/?format=csv").content.decode())
    assert own["Havbukta", "2021-05-15"] == "draft"
    assert {office for office, _due in own} == {"Havbukta"}
    page = client.get("/rapporter/").content.decode()
    assert "Halvårsrapport, vår 2021" not in page
    assert (
        "Half-yearly report, spring 2021 is due 15 May 2021. Helsedirektoratet has not received it yet."
        in page
    )


def test_the_list_narrows_and_sorts_by_its_address(signed_in: SignIn, today: date) -> None:
    place = region(1)
    sent_autumn(place)
    client = signed_in("directorate")
    found = standing(client.get("/rapporter/?format=csv&state=sent").content.decode())
    assert found == {("Havbukta", "2020-11-01"): "sent in time"}
    dues = [
        due
        for _o, due in standing(
            client.get("/rapporter/?format=csv&sort=due&office=havbukta").content.decode()
        )
    ]
    assert dues == ["2019-05-15", "2019-11-01", "2020-05-15", "2020-11-01", "2021-05-15"]
    assert "No report is like that." in client.get("/rapporter/?state=late").content.decode()


def test_the_national_report_has_each_offices_part_and_answers_and_is_frozen_alike(
    signed_in: SignIn, today: date
) -> None:
    one, other = region(4), region(3, key="sorviken", county="92")
    lively(one.participations)
    first, second = sent_autumn(one, "Nordfra"), sent_autumn(other, "Sørfra")
    report = begun(one, YEAR, status_day=date(2020, 12, 31), national=True)
    client = signed_in("directorate")
    page = client.get(f"/rapporter/{report.pk}/").content.decode()
    for text in ("Nordfra: factors", "Sørfra: factors", "By office", "All offices", "Havbukta", "Sorviken"):
        assert text in page, text
    answered(report, "Nasjonalt")
    sending = sent(report)
    content = content_of(sending)
    assert [(one.number, one.digest) for one in content.sources] == [
        (each.sending.number, each.sending.data.digest) for each in Report.objects.filter(pk__in=[first.pk, second.pk])
    ]  # fmt: skip
    assert (content.is_national, content.receiver, len(content.places)) == (
        True,
        "Helse- og omsorgsdepartementet",
        7,
    )
    again = client.get(f"/rapporter/{report.pk}/dokument/docx/").content
    assert again == bytes(Sending.objects.get(report=report).letter.content)
    assert sending.known_at == NOW


@pytest.mark.parametrize("offices", [1, 3])
def test_the_directorates_pages_take_the_same_few_queries_for_one_and_for_many_offices(
    signed_in: SignIn, today: date, offices: int
) -> None:
    places = [region(2, key=f"embete{number}", county=f"9{number}") for number in range(1, offices + 1)]
    for place in places:
        lively(place.participations)
        sent_autumn(place)
    report = begun(places[0], YEAR, status_day=date(2020, 12, 31), national=True)
    client = signed_in("directorate")
    taken = {}
    for name, address in {"list": "/rapporter/", "report": f"/rapporter/{report.pk}/"}.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        taken[name] = len(queries)
    assert taken == {"list": 8, "report": 18}
