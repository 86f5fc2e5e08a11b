"""Questions that go across packages: what a plan is made of, whether its numbers agree, what a reading would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.charts.figures import Figure
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.pages.models import is_demonstration
from samordner.participation.figures import draw
from samordner.participation.queries import State, state, taking_part, tally
from samordner.places.models import Office
from samordner.places.queries import issuer_name, look_of, office_names
from samordner.plandocument.documents import PlanContents
from samordner.plandocument.models import Claim, PlanReading
from samordner.plans.models import Plan
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Definition, Subject
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition as definition_of

# Rows for pages, to be had through the grants only


def every_reading() -> QuerySet[PlanReading]:
    """Readings with whom they are for; the document itself is fetched only when it is asked for."""
    found = PlanReading.objects.select_related("file", "office", "programme", "plan", "into")
    return found.defer("file__content", "undoing")


def plans_for(reading: PlanReading) -> QuerySet[Plan]:
    """The plans that the document can go into: those of its office for its programme, the newest first."""
    return every_plan().filter(office=reading.office, programme=reading.programme)


def every_plan() -> QuerySet[Plan]:
    return Plan.objects.select_related("office__look", "programme")


def every_claim() -> QuerySet[Claim]:
    return Claim.objects.select_related("plan__office", "plan__programme")


@dataclass(frozen=True)
class ReadingLine:
    """A reading in a list, with what its office and its programme are called."""

    row: PlanReading
    office: str
    programme: str


def reading_lines(rows: QuerySet[PlanReading], day: date) -> list[ReadingLine]:
    """Every one of them, the newest first; what was read is left in the database."""
    found = list(rows.defer("file__content", "undoing", "result", "choices", "corrections"))
    offices = office_names(day) if found else {}
    programmes = {key: str(definition_of(key).name) for key in {each.programme.key for each in found}}
    return [
        ReadingLine(each, offices.get(each.office.key, each.office.key), programmes[each.programme.key])
        for each in found
    ]


READINGS: TableDefinition[ReadingLine] = TableDefinition(
    key="readings",
    title=gettext_lazy("Documents that were read"),
    columns=(
        Column(key="name", title=gettext_lazy("Document"), names_row=True, value=lambda each: each.row.name),
        Column(key="programme", title=gettext_lazy("Programme")),
        Column(key="office", title=gettext_lazy("Office")),
        Column(
            key="begun_at", title=gettext_lazy("Read"), kind=Kind.DAY,
            value=lambda each: each.row.begun_at.date(),
        ),
        Column(key="status", title=gettext_lazy("State"), value=lambda each: each.row.get_status_display()),
        Column(
            key="plan", title=gettext_lazy("Plan"),
            value=lambda each: each.row.plan.title if each.row.plan else "",
        ),
    ),
)  # fmt: skip


# Claims: what the document says beside what the observations give


@dataclass(frozen=True)
class Compared:
    """A stated number beside what the observations give on `day`. `found` None: it cannot be held against any.

    `unknown` are the municipalities of which nothing is known: they could make up the difference.
    """

    claim: Claim
    day: date
    subject: str
    values: tuple[str, ...]
    found: int | None
    of: int
    unknown: int

    @property
    def difference(self) -> int | None:
        """Observed minus stated; None when there is nothing to compare."""
        return None if self.found is None else self.found - self.claim.numerator

    @property
    def agrees(self) -> bool:
        return self.difference == 0 and self.claim.denominator in {None, self.of}


def day_of(claim: Claim, plan: Plan) -> date:
    """The day on which a claim is held against the observations.

    The plan's own date when it lies within the claim's period (the mapping was done before the plan was dated), else
    the period's last day, else the plan's date or beginning.
    """
    dated = plan.dated_start or plan.period_start or plan.created_at.date()
    start, end = claim.period_start, claim.period_end
    if start and end and not start <= dated <= end:
        return end
    return dated


def compared(plan: Plan, definition: Definition, claims: Sequence[Claim]) -> list[Compared]:
    """Each claim beside the observations: one query for who takes part, and one for their state, a day."""
    known: dict[date, State] = {}
    found = []
    for claim in claims:
        day = day_of(claim, plan)
        if day not in known:
            known[day] = state(taking_part(plan.programme.key, day, office=plan.office.key), definition, day)
        found.append(_beside(claim, day, known[day], definition))
    return found


def _beside(claim: Claim, day: date, known: State, definition: Definition) -> Compared:
    of = len(known.participations)
    countable = {subject.key for subject in countable_subjects(definition)}
    kept = {value.key for value in definition.values_of(claim.subject)} if claim.subject in countable else {}
    values = tuple(value for value in claim.values if value in kept)
    if not values:
        return Compared(claim, day, "", (), None, of, of)
    if definition.subject(claim.subject).many:
        counted = [tally(known, definition, claim.subject, item) for item in values]
        having = {pk for each in counted for pk in each.rows("yes")}
        unknown = set.intersection(*(set(each.unknown) for each in counted)) if counted else set()
        return Compared(claim, day, claim.subject, values, len(having), of, len(unknown - having))
    counts = tally(known, definition, claim.subject)
    return Compared(claim, day, claim.subject, values, counts.count(*values), of, len(counts.unknown))


def told(each: Compared, definition: Definition) -> Told:
    """A comparison in words: which subject, which values, and whether it agrees."""
    if not each.subject:
        return Told(each, "", "", "unmatched")
    subject = definition.subject(each.subject)
    if subject.many:
        names = [str(value.name) for value in definition.values_of(each.subject) if value.key in each.values]
    else:
        names = [str(definition.value_of(each.subject, value).name) for value in each.values]
    verdict = "agrees" if each.agrees else "differs"
    return Told(each, str(subject.name), ", ".join(names), verdict, subject.many)


@dataclass(frozen=True)
class Told:
    """`verdict`: agrees, differs, or unmatched (nothing to hold it against)."""

    compared: Compared
    subject: str
    values: str
    verdict: str
    many: bool = False

    @property
    def claim(self) -> Claim:
        return self.compared.claim

    @property
    def chosen(self) -> tuple[str, ...]:
        """What the claim counts, as the choices of the form: subject:value."""
        return tuple(f"{self.compared.subject}:{value}" for value in self.compared.values)

    @property
    def query(self) -> str:
        """The address part that names this number: whose, of what, on which day."""
        plan = self.claim.plan
        asked = {
            "programme": plan.programme.key,
            "office": plan.office.key,
            "day": self.compared.day.isoformat(),
            "subject": self.compared.subject,
        }
        many = (
            {"item": self.compared.values[0], "value": "yes"}
            if self.many
            else {"value": ",".join(self.compared.values)}
        )
        return urlencode({**asked, **many})

    @property
    def says_of_all(self) -> bool:
        """Whether the document says it of every municipality, so that it can be registered for each."""
        return (
            self.claim.numerator == self.claim.denominator == self.compared.of
            and len(self.compared.values) == 1
        )

    @property
    def apart(self) -> int:
        """How far the two are from each other."""
        return abs(self.compared.difference or 0)


def choices(definition: Definition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Subject → its values, as a form offers them: what a stated number can count."""
    return [
        (
            str(subject.name),
            [(f"{subject.key}:{value.key}", str(value.name)) for value in definition.values_of(subject.key)],
        )
        for subject in countable_subjects(definition)
    ]


def countable_subjects(definition: Definition) -> list[Subject]:
    """What a number of municipalities can count: subjects with values, held of the municipality as such."""
    return [
        subject
        for subject in definition.subjects
        if subject.holds == "value" and not subject.per and definition.values_of(subject.key)
    ]


# What a plan is made of


def rows_of(plan: Plan, register: Register[Any]) -> list[Any]:
    """The kept rows of a register, in order."""
    return list(register.model._default_manager.filter(plan=plan, removed_at=None).order_by("position", "pk"))


def contents(plan: Plan, language: str, *, names: bool = True, today: date | None = None) -> PlanContents:
    """All that the printed plan is made of: one query a register, and those of its figures.

    The figures are as of the plan's own day; of a plan without a date, as of when its period begins, though not
    later than `today`: of days to come nothing is known.
    Without `names`, figures that name municipalities are left out: for readers who may see the plan but not where
    each of the office's municipalities stands.
    """
    with override(language):
        notice = (
            _("Demonstration: every status and every figure here is invented.") if is_demonstration() else ""
        )
        return PlanContents(
            plan=plan,
            issuer=issuer_name(plan.office, _dated(plan, today), language),
            look=look_of(plan.office),
            chapters=list(plan.chapters.all()),
            rows={register.key: rows_of(plan, register) for register in registers()},
            figures=_figures(plan, _dated(plan, today), names=names),
            notice=notice,
        )


def _dated(plan: Plan, today: date | None) -> date:
    if plan.dated_start:
        return plan.dated_start
    begins = plan.period_start or plan.created_at.date()
    return min(begins, today) if today else begins


def _figures(plan: Plan, day: date, *, names: bool) -> dict[str, list[Figure]]:
    """The programme's figures by the chapter they belong in, as of the day; none where nobody takes part."""
    definition = definition_of(plan.programme.key)
    participations = list(taking_part(plan.programme.key, day, office=plan.office.key))
    if not participations or not definition.figures:
        return {}
    known = state(
        participations, definition, day, subjects=sorted({each.subject for each in definition.figures})
    )
    found: dict[str, list[Figure]] = {}
    told = {series.subject for _participation, series in known.standings}
    for drawn in definition.figures:
        if drawn.form in {"tracks", "tiles"} and not names:
            continue
        if drawn.subject not in told and drawn.chapter in found:
            continue  # that nothing is known is said once in a chapter, not figure by figure
        found.setdefault(drawn.chapter, []).append(draw(drawn, participations, definition, known))
    return found


# Whom a document can be read for


def offices_named(actor: Actor, day: date) -> list[tuple[Office, str]]:
    """The offices that the actor may read a document for, with what they are called on the day."""
    names = office_names(day)
    rows = visible(Office.objects.all(), actor, "plan.readin")
    return sorted(((office, names.get(office.key, office.key)) for office in rows), key=lambda pair: pair[1])


def read_for(reading: PlanReading, day: date) -> str:
    """The programme and the office that the document was read for, as they are called on the day."""
    office = reading.office.key
    return f"{definition_of(reading.programme.key).name} · {office_names(day).get(office, office)}"


def programmes_named() -> list[tuple[Programme, str]]:
    return [(each, str(definition_of(each.key).name)) for each in Programme.objects.order_by("key")]
