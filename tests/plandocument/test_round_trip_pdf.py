"""The PDF that we print reads back to the registers, chapters and front page that it was printed from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from samordner.documents.printing import DocumentFormat, print_document
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents
from samordner.plandocument.reader import read_with
from samordner.plandocument.taking import new_chapters
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.plans.registers import registers
from samordner.programmes.queries import definition
from samordner.timeline.periods import read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region, lively
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import accepted, text
from tests.plandocument.test_round_trip import kept, plans, read_back, words

pytestmark = pytest.mark.django_db


def printed(plan: Plan, language: str = "nb") -> bytes:
    made = plan_document(contents(plan, language), definition(plan.programme.key), language=language)
    return print_document(made, DocumentFormat.PDF).content


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.mark.parametrize(
    ("name", "language"),
    [("fjordlandet.txt", "nn"), ("nordlia.txt", "nb"), ("vestlandia.txt", "nb"), ("dalane.txt", "nn")],
)
def test_a_plan_that_was_printed_as_pdf_reads_back_the_same(name: str, language: str, region: Region) -> None:
    lively(region.participations)
    _reading, plan = accepted((PLANS / name).read_bytes(), region.office, region.programme)
    content = printed(plan, language)
    back = read_with(content, region.programme.key, ())
    assert read_back(content, region.programme.key) == kept(plan)
    assert [
        (each.number, each.title, each.text, each.answers) for each in new_chapters(back, region.definition)
    ] == [(each.number, each.title, each.text, each.answers) for each in plan.chapters.all()]
    front = back["front"]
    assert (front["title"], front["period"]["label"], front["date"]["label"], front["approved_by"]) == (
        plan.title,
        plan.period_label,
        plan.dated_label,
        plan.approved_by,
    )
    assert tuple(front["prepared_by"]) == plan.authors
    stated = [(each["text"], each["numerator"], each["denominator"]) for each in back["claims"]]
    assert stated == [(each.text, each.numerator, each.denominator) for each in plan.claims.all()]
    assert back["unread"] == []


def test_the_printed_pdf_read_in_again_is_no_change_to_its_registers(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    before = kept(plan)
    accepted(printed(plan), region.office, region.programme, into=plan)
    assert kept(plan) == before


def filled(plan: Plan, rows: dict[str, list[dict[str, Any]]]) -> Plan:
    for register in registers():
        for cells in rows.get(register.key, ()):
            add_row(register, plan, NewRow(cells), by="u1", now=NOW)
    return plan


def new_plan(region: Region) -> Plan:
    return create_plan(
        programme=region.programme, office=region.office, title="Plan for gode dager 2021–2023",
        period=read("2021–2023"), language="nb", by="u1", now=NOW,
        chapters=[NewChapter("Bakgrunn", 1, "Slik er det hos oss.", "background")],
    )  # fmt: skip


@pytest.mark.parametrize("seed", [400, 500])
def test_long_cells_and_rows_that_each_fill_a_page_under_their_group_read_back(
    seed: int, region: Region
) -> None:
    """Both the cells that go on over pages, each one cell of one row, and the rows that do not."""
    partners = [
        {
            "partner": f"Kystlaget {number}",
            "form": words(seed + number),
            "responsibilities": words(seed + number + 10),
            "agreement": words(seed + number + 20),
            "parent": "Frivillige lag",
        }
        for number in range(3)
    ]
    goals = [
        {"area": f"Kurs {number}", "measure": "Fagdag", "goal": words(number), "result": words(number + 50)}
        for number in range(2)
    ]
    plan = filled(new_plan(region), {"cooperation": partners, "period_plan": goals})
    back = read_back(printed(plan), region.programme.key)
    assert {key: len(rows) for key, rows in back.items() if rows} == {"cooperation": 3, "period_plan": 2}
    assert back == kept(plan)


@pytest.mark.once
@settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a plan takes seconds: no shrinking
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(rows=plans())
def test_registers_with_bullets_groups_blanks_and_long_text_read_back_from_pdf(
    rows: dict[str, list[dict[str, Any]]], region: Region
) -> None:
    assume(any(rows.values()))  # a plan without a row is not told from a letter
    plan = filled(new_plan(region), rows)
    assert read_back(printed(plan), region.programme.key) == kept(plan)
