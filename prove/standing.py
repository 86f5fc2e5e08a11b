"""A region to write in: municipalities that take part, and a plan with a row in every register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from samordner.documents.columns import Kind
from samordner.pages import clock
from samordner.participation.models import Observation, Participation
from samordner.participation.operations import enrol
from samordner.participation.statements import Statement
from samordner.places.models import Grouping, Office
from samordner.places.operations import make_grouping
from samordner.plans.models import Plan, RegisterRow
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import create_plan
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.project.jobs import prepare
from samordner.timeline.periods import read

BY = "prove"
SINCE = date(2021, 1, 1)
PROGRAMME, OFFICE = "leve-hele-livet", "more-og-romsdal"


@dataclass(frozen=True)
class Standing:
    """What there is to write on."""

    definition: Definition
    programme: Programme
    office: Office
    participations: list[Participation]
    plan: Plan
    grouping: Grouping


def stand() -> Standing:
    """Make the region in an empty database."""
    prepare()
    now = clock.now()
    programme, office = Programme.objects.get(key=PROGRAMME), Office.objects.get(key=OFFICE)
    enrol(programme, office, since=date(2020, 1, 1), until=date(2024, 1, 1), by=BY, now=now)
    plan = create_plan(
        programme=programme, office=office, title="Plan", period=read("2021-2023"), language="nb",
        chapters=[NewChapter("Innledning", 1, "Her.")],
        rows={register.key: [new_row(register, "Første")] for register in registers()},
        by=BY, now=now,
    )  # fmt: skip
    grouping = make_grouping(office, name="Ring", kind=Grouping.Kind.OTHER, by=BY, now=now)
    rows = Participation.objects.select_related("programme", "municipality", "office").filter(office=office)
    return Standing(definition(PROGRAMME), programme, office, list(rows), plan, grouping)


def new_row(register: Register[RegisterRow], text: str) -> NewRow:
    """A row with a text in every cell."""
    return NewRow(cells(register, text))


def cells(register: Register[RegisterRow], text: str) -> dict[str, str]:
    return {column.key: "2021" if column.kind is Kind.PERIOD else text for column in register.columns}


def statement(says: Definition, number: int, reference: str) -> Statement:
    """Something that can be said of a municipality: the subject with values that comes first, its values in turn."""
    subject = next(one for one in says.subjects if one.holds == "value" and not one.per and not one.many)
    values = says.values_of(subject.key)
    return Statement(
        subject=subject.key,
        value=values[number % len(values)].key,
        since=SINCE + timedelta(days=number % 365),
        source_key=reference,
    )


def said() -> set[str]:
    """The references of every observation."""
    return set(Observation.objects.values_list("source_key", flat=True))


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
