"""Registering takes seconds, keeps what was typed when it is refused, and is open to those who may."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.participation.models import Observation
from samordner.participation.queries import state
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, region, say

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
USUAL = {"value": "in_process", "since": "2021-03-01", "evidence": "self_reported", "source_kind": "contact"}


def value(place: Region, number: int, subject: str = "plan_status", item: str = "") -> str:
    return state(place.participations, place.definition, DAY).value(place[number].pk, subject, item)


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def test_a_status_is_registered_from_its_cell_and_one_is_back_at_the_cell(
    place: Region, client: Client
) -> None:
    address = f"/tavle/{place[0].pk}/plan_status/?q=e"
    answer = client.post(address, USUAL)
    assert (answer.status_code, answer["Location"]) == (302, f"/tavle/?q=e#c-{place[0].pk}-plan_status")
    assert value(place, 0) == "in_process"
    kept = Observation.objects.get()
    assert (kept.since, kept.recorded_by[:1], kept.evidence) == (date(2021, 3, 1), "u", "self_reported")


def test_with_htmx_the_board_is_renewed_in_place(place: Region, client: Client) -> None:
    answer = client.post(f"/tavle/{place[0].pk}/plan_status/?q=e", USUAL, headers=HTMX)
    assert json.loads(answer["HX-Location"])["path"] == "/tavle/?q=e"
    assert json.loads(answer["HX-Trigger"])["boards:saved"]["place"] == f"c-{place[0].pk}-plan_status"


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_a_correction_of_what_is_no_number_is_no_correction(
    place: Region, client: Client, number: str
) -> None:
    address = f"/tavle/{place[0].pk}/plan_status/"
    assert client.get(address, {"correct": number}).status_code == 200
    assert client.get("/tavle/registrer/", {"m": number}).status_code == 200


@pytest.mark.parametrize("step", ["preview", "save"])
def test_a_day_has_come_when_it_has_come_in_norway(place: Region, client: Client, step: str) -> None:
    typed = USUAL | {"since": "2021-05-01", "municipalities": [str(place[0].pk)], "step": step}
    with time_machine.travel(datetime(2021, 4, 30, 22, 30, tzinfo=UTC), tick=False):
        answer = client.post("/tavle/registrer/?subject=plan_status", typed)
    assert answer.status_code == {"preview": 200, "save": 302}[step]


def test_what_was_typed_stays_when_it_is_refused(place: Region, client: Client) -> None:
    typed = USUAL | {"since": "2031-01-01", "note": "Ringte rådmannen", "source_key": "samtale 12"}
    answer = client.post(f"/tavle/{place[0].pk}/plan_status/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It cannot hold from a day that has not come" in page
    assert all(text in page for text in ("2031-01-01", "Ringte rådmannen", "samtale 12"))
    assert Observation.objects.count() == 0


def test_a_correction_and_a_withdrawal_stay_in_the_history(place: Region, client: Client) -> None:
    wrong = say(place[0], "plan_status", "decided")
    address = f"/tavle/{place[0].pk}/plan_status/"
    assert 'name="correct" value="' in client.get(f"{address}?correct={wrong.pk}").content.decode()
    client.post(address, USUAL | {"correct": str(wrong.pk)})
    right = Observation.objects.get(corrects=wrong)
    assert value(place, 0) == "in_process"
    assert client.post(address, {"deed": "withdraw", "correct": str(right.pk), "note": ""}).status_code == 422
    client.post(address, {"deed": "withdraw", "correct": str(right.pk), "note": "Feil kommune"})
    assert value(place, 0) == ""
    page = client.get(address).content.decode()
    assert all(text in page for text in ("Corrected", "Withdrawn", "Feil kommune"))


def test_an_option_of_a_many_valued_subject_and_a_day_are_registered_too(
    place: Region, client: Client
) -> None:
    client.post(f"/tavle/{place[0].pk}/anchoring/", USUAL | {"item": "own_case", "value": "yes"})
    client.post(f"/tavle/{place[0].pk}/last_contact/", USUAL | {"value": "2021-04-02"})
    client.post(f"/tavle/{place[0].pk}/solution_stage/C4/", USUAL | {"value": "chosen"})
    assert [value(place, 0, "anchoring", "own_case"), value(place, 0, "last_contact")] == [
        "yes",
        "2021-04-02",
    ]
    assert value(place, 0, "solution_stage", "C4") == "chosen"
    assert Observation.objects.get(subject="last_contact").since == date(2021, 4, 2)


def test_an_expected_day_is_kept_as_written_and_understood(place: Region, client: Client) -> None:
    client.post(f"/tavle/{place[0].pk}/plan_status/", USUAL | {"expected": "innen 30. juni 2021"})
    kept = Observation.objects.get()
    assert (kept.expected_label, kept.expected_end) == ("innen 30. juni 2021", date(2021, 6, 30))


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("directorate", "plan_status/", 403), ("directorate", "", 403), ("partner", "plan_status/", 302),
        ("coordinator", "weather/", 404), ("coordinator", "solution_stage/Q9/", 404), ("coordinator", "plan_status/x/", 404),
    ],
)  # fmt: skip
def test_only_those_who_may_register_can(
    place: Region, signed_in: SignIn, role: str, path: str, status: int
) -> None:
    address = f"/tavle/{place[0].pk}/{path}" if path else "/tavle/registrer/"
    assert signed_in(role, office=place.office).post(address, USUAL).status_code == status


def test_many_are_seen_over_before_they_are_saved(place: Region, client: Client) -> None:
    typed = USUAL | {"municipalities": [str(place[0].pk), str(place[2].pk)]}
    preview = client.post("/tavle/registrer/?subject=plan_status", typed | {"step": "preview"})
    assert preview.status_code == 200
    assert "This is saved for 2 municipalities" in preview.content.decode()
    assert preview.content.decode().count(" checked") == 4  # two municipalities, the value, the evidence
    assert Observation.objects.count() == 0
    saved = client.post("/tavle/registrer/?subject=plan_status", typed | {"step": "save"})
    assert saved["Location"] == "/tavle/?programme=leve-hele-livet"
    assert [value(place, number) for number in range(3)] == ["in_process", "", "in_process"]


def test_when_one_of_many_is_refused_none_is_saved_and_all_that_was_typed_stays(
    place: Region, client: Client
) -> None:
    typed = USUAL | {
        "municipalities": [str(row.pk) for row in place.participations],
        "since": "2031-01-01",
        "step": "save",
    }
    answer = client.post("/tavle/registrer/?subject=plan_status", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f"<strong>{row.municipality}:</strong>" in page for row in place.participations)
    assert page.count('name="municipalities"') == page.count(' id="m-') == 3
    assert "2031-01-01" in page
    assert Observation.objects.count() == 0
    nobody = client.post("/tavle/registrer/?subject=plan_status", USUAL | {"step": "save"})
    assert (nobody.status_code, "Choose at least one municipality." in nobody.content.decode()) == (422, True)


def test_quickly_one_leads_to_the_cell_and_back_again(place: Region, client: Client) -> None:
    answer = client.get(f"/tavle/registrer/en/?m={place[0].pk}&thing=plan_status")
    assert answer["Location"] == f"/tavle/{place[0].pk}/plan_status/?from=one&day=2021-04-27"
    assert client.post(answer["Location"], USUAL)["Location"].startswith("/tavle/registrer/en/#")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("{pk}/plan_status/", 10), ("registrer/", 9), ("tall/?subject=plan_status&value=decided", 14)],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int, path: str, queries: int
) -> None:
    place = region(count)
    for row in place.participations:
        say(row, "plan_status", "in_process", date(2021, 1, 1))
        say(row, "plan_status", "decided")
    client = signed_in(office=place.office)
    address = f"/tavle/{path.format(pk=place[0].pk)}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert (answer.status_code, len(captured)) == (200, queries)
