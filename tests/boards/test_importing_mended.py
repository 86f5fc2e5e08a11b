"""A table as people write it: a number where the name is asked for, and pasted cells that are mended where they are."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from samordner.boards.importing.said_once import Common
from samordner.boards.models import Import
from samordner.boards.operations import begin_import, previewed
from samordner.documents.recognition.faults import Fault
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def pasted(place: Region, *rows: str) -> Import:
    cells = "\n".join(("Kommune\tPlanstatus", *rows)).encode()
    return begin_import(
        "limt inn",
        cells,
        office=place.office,
        programme=place.programme,
        common=Common(since=DAY),
        by=BY,
        now=NOW,
    )


def faults(found: Import) -> tuple[Fault, ...]:
    with override("en"):
        return tuple(previewed(found, today=DAY).faults)


@pytest.mark.parametrize("written", ["{code}", "{code} {name}", " {code} – {name}", "{name}"])
def test_a_number_may_stand_where_the_name_is_asked_for(place: Region, written: str) -> None:
    town = place[0].municipality
    found = pasted(place, f"{written.format(code=town.code, name=town.name)}\tVedtatt")
    assert [one.line.participation for one in previewed(found, today=DAY).changes] == [place[0]]


def test_a_number_and_a_name_in_one_cell_must_agree(place: Region) -> None:
    town, other = place[0].municipality, place[1].municipality
    [fault] = faults(pasted(place, f"{town.code} {other.name}\tVedtatt"))
    assert (fault.column, fault.reason) == (
        "A · Kommune",
        f"Number {town.code} is {town}: number and name do not agree.",
    )


def test_a_number_that_nobody_has_is_told_as_a_number_where_it_stands(place: Region) -> None:
    [fault] = faults(pasted(place, "9998\tVedtatt"))
    assert (fault.row, fault.column, fault.written, fault.reason) == (
        2, "A · Kommune", "9998", "You follow no municipality with this number.",
    )  # fmt: skip


def test_a_municipality_that_is_missing_is_pointed_to_in_the_column_where_it_should_stand(
    place: Region,
) -> None:
    [fault] = faults(pasted(place, "\tVedtatt"))
    assert (fault.row, fault.column) == (2, "A · Kommune")


def test_pasted_cells_with_faults_are_mended_where_they_are_and_nothing_typed_is_lost(
    place: Region, client: Client
) -> None:
    cells = f"Kommune\tPlanstatus\n{place[0].municipality.code}\tTull\n"
    typed = {"pasted": cells, "since": "2021-03-01", "evidence": "documented", "reference": "brev 7"}
    begun = client.post("/tavle/registrer/fil/", typed)
    page = client.get(begun["Location"]).content.decode()
    of = f"programme={place.programme.key}&amp;office={place.office.key}"
    mend = f"/tavle/registrer/fil/?{of}&amp;mend={Import.objects.get().pk}"
    assert ("in the file" in page, mend in page) == (False, True)
    form = client.get(mend.replace("&amp;", "&")).context["form"]
    assert {name: str(form[name].value()) for name in typed} == {**typed, "pasted": cells}


def test_cells_of_another_office_are_not_given_out_to_be_mended(place: Region, signed_in: SignIn) -> None:
    found = pasted(place, "9998\tVedtatt")
    other = signed_in(office=region(1, key="sorviken", county="92").office)
    assert other.get(f"/tavle/registrer/fil/?mend={found.pk}").status_code == 404
