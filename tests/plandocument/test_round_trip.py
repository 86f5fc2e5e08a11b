"""The Word document that we print reads back to the registers, chapters and front page that it was printed from."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samordner.documents.columns import Kind
from samordner.documents.printing import DocumentFormat, print_document
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents, rows_of
from samordner.plandocument.reader import read_with
from samordner.plandocument.taking import new_chapters, new_rows
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.plans.registers import Register, registers
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period, read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region, lively
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import accepted, text

pytestmark = pytest.mark.django_db
Said = dict[str, list[tuple[str, ...]]]


def printed(plan: Plan, language: str = "nb") -> bytes:
    made = plan_document(contents(plan, language), definition(plan.programme.key), language=language)
    return print_document(made, DocumentFormat.DOCX).content


def shown(register: Register[Any], cells: Any) -> tuple[str, ...]:
    """What a row's printed cells say, the group that it stands under last."""
    table = register.table
    columns = (*table.shown(), *((table.group,) if table.group else ()))
    found = (cells[column.key] for column in columns)
    return tuple(cell.label if isinstance(cell, Period) else cell for cell in found)


def kept(plan: Plan) -> Said:
    """The printed columns of every register as they are stored."""
    return {
        each.key: [shown(each, each.cells_of(row)) for row in rows_of(plan, each)] for each in registers()
    }


def read_back(content: bytes, programme: str) -> Said:
    rows = new_rows(read_with(content, programme, ()))
    return {each.key: [shown(each, row.cells) for row in rows[each.key]] for each in registers()}


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", ["fjordlandet.txt", "nordlia.txt", "vestlandia.txt"])
def test_a_plan_that_was_read_in_and_printed_reads_back_the_same(
    name: str, language: str, region: Region
) -> None:
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
    assert back["unread"] == []


def test_the_printed_plan_read_in_again_is_no_change_to_its_registers(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    before = kept(plan)
    accepted(printed(plan), region.office, region.programme, into=plan)
    assert kept(plan) == before


def test_nothing_is_hidden_in_the_printed_file(region: Region) -> None:
    """Reading back is done from the page alone: the file has no part that a person does not see in Word."""
    _reading, plan = accepted(text(), region.office, region.programme)
    with zipfile.ZipFile(io.BytesIO(printed(plan))) as file:
        names = file.namelist()
        body = file.read("word/document.xml").decode()
    assert [
        name for name in names if "customXml" in name or "comments" in name or "docProps/custom" in name
    ] == []
    assert "w:vanish" not in body


# Plans made by chance

WORDS = (
    "kommunane", "samling", "møte", "eldreråd", "kurs", "fagdag", "nettverk", "støtte", "vår", "og", "i", "til",
    "ærlig", "måltid", "demens", "frivillige", "rådgivning", "2022", "(KE)", "«heime»", "9,5", "A/B",
)  # fmt: skip
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


def words(seed: int) -> str:
    """From 120 to 200 words: drawn by one number, since drawing them one by one takes longer than reading them."""
    chance = Random(seed)
    return " ".join(chance.choices(WORDS, k=chance.randint(120, 200)))


LONG = st.integers(0, 2**32).map(words)
BULLETS = st.lists(SENTENCE.map("- {}".format), min_size=1, max_size=4).map("\n".join)
PARAGRAPHS = st.lists(SENTENCE, min_size=2, max_size=3).map("\n".join)
NAMES = st.sampled_from(["Helseforetaket", "Bondelaget", "Høgskolen i Havbukta", "Kystlaget", "Brannvernet"])
GROUPS = ["Fylkeskommunen", "Frivillige lag"]
PERIODS = st.sampled_from(["2022", "2023", "vår 2022", "12.januar 2022", "høsten 2023"])


@st.composite
def rows_for(draw: st.DrawFn, register: Register[Any]) -> list[dict[str, Any]]:
    """Rows as people fill them in: each has its name and something more; those of one group stand together."""
    cell = st.one_of(st.just(""), SENTENCE, SENTENCE, BULLETS, PARAGRAPHS, LONG)
    made = []
    for number in range(draw(st.integers(0, 4))):
        cells: dict[str, Any] = {
            column.key: read(draw(PERIODS), year=2022) if column.kind is Kind.PERIOD else draw(cell)
            for column in register.table.columns
        }
        if register.key == "actor_measures":
            cells["actor"] = draw(SENTENCE)  # blank would mean: the same as above
        naming = register.naming
        if naming.kind is not Kind.PERIOD:
            cells[naming.key] = draw(SENTENCE if register.key in {"guidelines", "follow_up"} else NAMES)
            cells[naming.key] += f" {number + 1}"
        made.append(cells)
    if register.table.group:
        grouped = draw(st.integers(0, len(made)))
        for number, cells in enumerate(made):
            cells[register.table.group.key] = GROUPS[0] if number >= len(made) - grouped else ""
    return made


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    return {each.key: draw(rows_for(each)) for each in registers()}


@pytest.mark.once
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(rows=plans())
def test_registers_with_bullets_groups_blanks_and_long_text_read_back(
    rows: dict[str, list[dict[str, Any]]], region: Region
) -> None:
    plan = create_plan(
        programme=region.programme, office=region.office, title="Plan for gode dager 2021–2023",
        period=read("2021–2023"), language="nb", by="u1", now=NOW,
        chapters=[NewChapter("Bakgrunn", 1, "Slik er det hos oss.", "background")],
    )  # fmt: skip
    for register in registers():
        for cells in rows[register.key]:
            add_row(register, plan, NewRow(cells), by="u1", now=NOW)
    assert read_back(printed(plan), region.programme.key) == kept(plan)


def test_a_blank_cell_under_an_actor_reads_as_the_same_actor_and_only_as_a_proposal(region: Region) -> None:
    plan = create_plan(
        programme=region.programme, office=region.office, title="Plan for gode dager 2021–2023",
        period=read("2021–2023"), language="nb", by="u1", now=NOW,
    )  # fmt: skip
    register = next(each for each in registers() if each.key == "actor_measures")
    for actor, measure in (("Bondelaget", "Gårdsbesøk"), ("", "Kurs")):
        cells: dict[str, str | Period] = {"actor": actor, "measure": measure, "when": read("2022")}
        add_row(register, plan, NewRow(cells), by="u1", now=NOW)
    rows = new_rows(read_with(printed(plan), region.programme.key, ()))["actor_measures"]
    assert [(row.cells["actor"], row.cells["measure"], dict(row.doubts)) for row in rows] == [
        ("Bondelaget", "Gårdsbesøk", {}),
        ("Bondelaget", "Kurs", {"actor": "carried"}),
    ]
