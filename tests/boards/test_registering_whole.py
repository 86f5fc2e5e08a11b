"""Everything that can be said of a status is typed, kept and told; a municipality reports of itself, an office documents."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.journal.models import Entry
from samordner.participation.models import Observation
from samordner.participation.queries import state
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, region, say

pytestmark = pytest.mark.django_db

USUAL = {"value": "in_process", "since": "2021-03-01", "evidence": "self_reported", "source_kind": "contact"}


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


@pytest.fixture
def contact(place: Region, signed_in: SignIn) -> Client:
    return signed_in("contact", office=place.office, municipality=place[0].municipality)


def value(place: Region, number: int, subject: str = "plan_status", item: str = "") -> str:
    return state(place.participations, place.definition, DAY).value(place[number].pk, subject, item)


def test_a_decision_is_kept_whole_and_told_whole(place: Region, client: Client) -> None:
    address = f"/tavle/{place[0].pk}/plan_status/"
    typed = {
        "value": "decided", "since": "2021-03-01", "precision": "month", "evidence": "verified",
        "source_kind": "minutes", "source_key": "møtebok 3", "decision_body": "kommunestyret",
        "decision_day": "2021-03-04", "case_number": "12/21", "outcome": "changed",
        "link": "https://example.org/sak", "note": "Samrøystes",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    kept = Observation.objects.get()
    assert (kept.precision, kept.outcome, kept.decision_day) == ("month", "changed", date(2021, 3, 4))
    page = client.get(address).content.decode()
    told = (
        "03.2021", "known to the month", "verified", "møtebok 3", "kommunestyret", "4 March 2021", "case 12/21",
        "(adopted with changes)", "https://example.org/sak", "Samrøystes",
    )  # fmt: skip
    assert [text for text in told if text not in page] == []


def test_reach_and_fidelity_are_kept_of_what_is_in_use_and_refused_of_what_is_not(
    place: Region, client: Client
) -> None:
    address = f"/tavle/{place[0].pk}/solution_stage/A1/"
    reach = {"reach_count": "3", "reach_of": "8", "reach_unit": "wards", "fidelity": "mostly"}
    refused = client.post(address, USUAL | reach | {"value": "chosen"})
    assert refused.status_code == 422
    assert "Only what is in use or being tried" in refused.content.decode()
    too_far = client.post(address, USUAL | reach | {"value": "in_use", "reach_count": "9"})
    assert "It cannot reach more than all there are." in too_far.content.decode()
    assert client.post(address, USUAL | reach | {"value": "in_use"}).status_code == 302
    page = client.get(address).content.decode()
    assert [text for text in ("3 of 8 wards", "mostly as described") if text not in page] == []
    assert 'name="reach_count"' not in client.get(f"/tavle/{place[0].pk}/plan_status/").content.decode()


def test_unknown_not_considered_and_not_relevant_are_three_things_on_screen(
    place: Region, client: Client
) -> None:
    say(place[1], "solution_stage", "not_considered", item="A1")
    say(place[2], "solution_stage", "not_relevant", item="A1")
    pages = [
        client.get(f"/tavle/{row.pk}/solution_stage/A1/").content.decode() for row in place.participations
    ]
    apart = "It does not apply here, and is counted apart from the shares."
    unknown = "Nobody has told us yet. That is not a no: it is unknown."
    heads = [page[: page.index("<form")] for page in (text[text.index('class="now"') :] for text in pages)]
    shown = [
        ("unknown" in head, "Not considered" in head, "Not relevant" in head, apart in head) for head in heads
    ]
    assert shown == [(True, False, False, False), (False, True, False, False), (False, False, True, True)]
    assert [unknown in page for page in pages] == [True, False, False]


# A municipality's own contact


def test_a_contact_reports_of_the_own_municipality_and_it_is_self_reported_whatever_is_sent(
    place: Region, contact: Client
) -> None:
    address = f"/tavle/{place[0].pk}/plan_status/"
    page = contact.get(address).content.decode()
    assert ('name="value"' in page, 'name="evidence"' in page, 'name="source_kind"' in page) == (
        True,
        False,
        False,
    )
    sent = {"value": "decided", "since": "2021-03-01", "evidence": "verified", "source_kind": "minutes"}
    assert contact.post(address, sent | {"case_number": "12/21"}).status_code == 302
    kept = Observation.objects.get()
    assert (kept.evidence, kept.source_kind, kept.case_number) == ("self_reported", "contact", "12/21")
    assert Entry.objects.filter(kind="observation").get().verb == "report"


def test_a_contact_reaches_nobody_elses_municipality_and_neither_corrects_nor_documents(
    place: Region, contact: Client
) -> None:
    other = region(1, key="sorviken", county="92")
    for row in (place[1], other[0]):
        address = f"/tavle/{row.pk}/plan_status/"
        assert (contact.get(address).status_code, contact.post(address, USUAL).status_code) == (404, 404)
    said = say(place[0], "plan_status", "decided")
    address = f"/tavle/{place[0].pk}/plan_status/"
    page = contact.get(f"{address}?correct={said.pk}").content.decode()
    assert [word for word in ("Withdraw", "Document this", 'name="correct"') if word in page] == []
    for deed in ("withdraw", "document"):
        typed = {"deed": deed, "correct": said.pk, "document": said.pk, "note": "x", "source_kind": "minutes"}
        assert contact.post(address, typed | {"source_key": "sak"}).status_code == 422
    contact.post(address, USUAL | {"correct": said.pk})
    assert list(Observation.objects.order_by("pk").values_list("value", "corrects", "withdrawn")) == [
        ("decided", None, False),
        ("in_process", None, False),
    ]
    assert contact.get("/tavle/registrer/").status_code == 403
    assert contact.get("/tavle/registrer/fil/").status_code == 403


def test_a_contact_finds_everything_to_report_and_is_back_where_one_began(
    place: Region, contact: Client
) -> None:
    page = contact.get("/tavle/registrer/en/").content.decode()
    assert (str(place[0].municipality) in page, str(place[1].municipality) in page) == (True, False)
    there = contact.get(f"/tavle/registrer/en/?m={place[0].pk}&thing=solution_stage/A1")
    assert there["Location"] == f"/tavle/{place[0].pk}/solution_stage/A1/?from=one&day=2021-04-27"
    assert contact.get(f"/tavle/registrer/en/?m={place[1].pk}&thing=plan_status").status_code == 200
    answer = contact.post(f"/tavle/{place[0].pk}/plan_status/?from=own", USUAL)
    assert answer["Location"] == f"/#c-{place[0].pk}-plan_status"


@pytest.mark.parametrize(
    ("role", "status"), [("directorate", 403), ("administrator", 403), ("partner", 302), ("coordinator", 302)]
)
def test_who_may_say_something_of_a_municipality(
    place: Region, signed_in: SignIn, role: str, status: int
) -> None:
    client = signed_in(role, office=place.office)
    assert client.post(f"/tavle/{place[0].pk}/plan_status/", USUAL).status_code == status


def test_what_was_self_reported_is_documented_in_one_step_and_both_stay(
    place: Region, client: Client, contact: Client
) -> None:
    address = f"/tavle/{place[0].pk}/plan_status/"
    contact.post(address, {"value": "decided", "since": "2021-03-01", "case_number": "12/21"})
    said = Observation.objects.get()
    page = client.get(address).content.decode()
    assert f'id="document-{said.pk}-case_number"' in page
    assert 'name="case_number" value="12/21"' in page
    nothing = {"deed": "document", "document": said.pk, "source_kind": "minutes"}
    refused = client.post(address, nothing)
    assert (refused.status_code, "must say where" in refused.content.decode()) == (422, True)
    assert (
        client.post(address, nothing | {"case_number": "12/21", "source_key": "møtebok"}).status_code == 302
    )
    seen = Observation.objects.exclude(pk=said.pk).get()
    assert (seen.value, seen.since, seen.evidence, seen.source_kind, seen.source_key, seen.corrects) == (
        "decided", date(2021, 3, 1), "documented", "minutes", "møtebok", None,
    )  # fmt: skip
    standing = state(place.participations, place.definition, DAY).get(place[0].pk, "plan_status")
    assert standing is not None
    assert standing.is_documented
    page = client.get(address).content.decode()
    assert page.count("stands") >= 2
    again = client.post(
        address, {"deed": "document", "document": seen.pk, "source_kind": "minutes", "source_key": "x"}
    )
    assert "It is documented already." in again.content.decode()
    assert client.post(address, {"deed": "document", "document": "77777"}).status_code == 404
    assert Entry.objects.filter(verb="document").count() == 1


def test_many_are_registered_with_all_that_can_be_said(place: Region, client: Client) -> None:
    typed = USUAL | {
        "value": "in_use", "item": "A1", "reach_count": "2", "reach_of": "4", "reach_unit": "homes",
        "fidelity": "partly", "precision": "quarter", "step": "save",
        "municipalities": [str(row.pk) for row in place.participations],
    }  # fmt: skip
    assert client.post("/tavle/registrer/?subject=solution_stage", typed).status_code == 302
    kept = Observation.objects.values_list("reach_count", "reach_of", "fidelity", "precision", "since")
    assert list(kept) == [(2, 4, "partly", "quarter", date(2021, 1, 1))] * 3
