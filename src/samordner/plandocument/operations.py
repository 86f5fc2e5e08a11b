"""Deeds on a document being read: begin, correct, accept whole or not at all, drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.files.operations import plain_name, receive
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.participation.operations import enrol
from samordner.places.models import Office
from samordner.plandocument.models import Claim, PlanReading
from samordner.plandocument.queries import countable_subjects
from samordner.plandocument.reader import Refused, read_with
from samordner.plandocument.states import fingerprint
from samordner.plandocument.taking import front_of, new_chapters, new_claims, new_rows, period_of
from samordner.plans.models import Plan
from samordner.plans.new import Taken
from samordner.plans.operations import change_plan, create_plan, take_in
from samordner.plans.operations.keeping import locked
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition as definition_of
from samordner.timeline.periods import Period


@transaction.atomic
def begin_reading(
    name: str, content: bytes, *, office: Office, programme: Programme, by: str, now: datetime
) -> PlanReading:
    """Keep the document, read it, and keep what was read, to be looked at.

    Refusal: it is not received or cannot be read, and then it is not kept either.
    """
    file = receive(name, content, by=by, now=now)
    try:
        result = read_with(content, programme.key, ())
    except Refused as refused:
        raise Refusal(refused.sentence, field="file") from refused
    reading = PlanReading.objects.create(
        file=file, name=plain_name(name), office=office, programme=programme,
        result=result, begun_at=now, begun_by=by,
    )  # fmt: skip
    record(by, "read", "plan_reading", str(reading.pk), now, {"file": file.digest}, office=office.key)
    return reading


def why_not_change(reading: PlanReading) -> Promise | None:
    if reading.status == PlanReading.Status.ACCEPTED:
        return _("This reading is accepted: go on in the plan's registers.")
    if reading.status == PlanReading.Status.DROPPED:
        return _("This reading was dropped. Read the document again to go on.")
    return None


def refuse(sentence: Promise | None) -> None:
    if sentence:
        raise Refusal(sentence)


@transaction.atomic
def correct_reading(
    reading: PlanReading, corrections: Sequence[Mapping[str, Any]], *, version: int, by: str, now: datetime
) -> PlanReading:
    """Put these corrections in place of those before, and read again with them. Refusal: one of them fits nothing."""
    refuse(why_not_change(reading))
    if reading.version != version:
        raise Conflict(reading)
    try:
        result = read_with(bytes(reading.file.content), reading.programme.key, corrections)
    except Refused as refused:
        raise Refusal(refused.sentence) from refused
    change(reading, version=version, corrections=[dict(each) for each in corrections], result=result)
    detail = {"corrections": len(corrections), "version": reading.version}
    record(by, "correct", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return reading


@transaction.atomic
def drop_reading(reading: PlanReading, *, version: int, by: str, now: datetime) -> PlanReading:
    """Put the reading away; the document is kept."""
    refuse(why_not_change(reading))
    change(reading, version=version, status=PlanReading.Status.DROPPED)
    record(by, "drop", "plan_reading", str(reading.pk), now, office=reading.office.key)
    return reading


def same_plan(reading: PlanReading) -> Plan | None:
    """The plan that this document is another reading of: same office, programme and period, or same title."""
    front = reading.result["front"]
    plans = Plan.objects.filter(office=reading.office, programme=reading.programme)
    period = period_of(front["period"])
    by_title = plans.filter(title=" ".join(str(front["title"]).split())).first()
    by_period = (
        plans.filter(period_start=period.start, period_end=period.end).first()
        if period and period.start
        else None
    )
    return by_title or by_period


@transaction.atomic
def accept_reading(
    reading: PlanReading,
    *,
    into: Plan | None,
    version: int,
    language: str,
    by: str,
    now: datetime,
    seen: str = "",
) -> tuple[Plan, Taken]:
    """Make the registers say what the document says: in a plan of its own, or `into` one that is there already.

    All or nothing. In a plan that says the same already nothing changes, and the journal is silent about the plan.
    `seen` is the fingerprint of the plan that the differences were shown against: Conflict when it has changed since,
    so that nobody's newer words are written over unseen.
    The reading is locked before anything is journalled: whoever corrects it at this moment holds it and waits for
    the journal.
    """
    refuse(why_not_change(reading))
    held = PlanReading.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.pk)
    if held.version != version:
        raise Conflict(held)
    if into is not None and seen and fingerprint(locked(into)) != seen:
        raise Conflict(into)
    definition = definition_of(reading.programme.key)
    chapters, rows = new_chapters(reading.result, definition), new_rows(reading.result)
    if into is None:
        plan = _begin_plan(reading, chapters, rows, language, by, now)
        taken = Taken(added=sum(map(len, rows.values())))
    else:
        plan, taken = into, take_in(into, chapters=chapters, rows=rows, by=by, now=now)
        taken.changed += _take_front(plan, reading, by, now)
    _take_claims(plan, reading, definition)
    _let_take_part(plan, definition, by, now)
    change(reading, version=version, status=PlanReading.Status.ACCEPTED, accepted_at=now, plan=plan)
    detail = {"plan": plan.pk, "added": taken.added, "changed": taken.changed, "removed": taken.removed}
    record(by, "accept", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return plan, taken


def _let_take_part(plan: Plan, definition: Definition, by: str, now: datetime) -> None:
    """A plan of an office that follows nobody in the programme yet: its municipalities take part from now on.

    For as long as the programme lasts, as its data says; without that a plan could not tell where anybody stands.
    """
    if not Participation.objects.filter(programme=plan.programme, office=plan.office).exists():
        period = definition.period
        enrol(plan.programme, plan.office, since=period.since, until=period.until, by=by, now=now)


def _begin_plan(
    reading: PlanReading, chapters: Any, rows: Any, language: str, by: str, now: datetime
) -> Plan:
    front = reading.result["front"]
    return create_plan(
        programme=reading.programme,
        office=reading.office,
        title=str(front["title"]) or reading.name,
        period=period_of(front["period"]) or Period("", None, None, None, False),
        dated=period_of(front["date"]),
        approved_by=str(front["approved_by"] or ""),
        prepared_by=front["prepared_by"],
        language=language,
        chapters=chapters,
        rows=rows,
        by=by,
        now=now,
    )


def _take_front(plan: Plan, reading: PlanReading, by: str, now: datetime) -> bool:
    """The plan's front page says what the document's says; what the document does not say stays. True: changed."""
    before = plan.version
    front = front_of(reading.result, plan)
    change_plan(plan, version=before, language=plan.language, by=by, now=now, **front)
    return plan.version != before


STATED = (
    "text",
    "numerator",
    "denominator",
    "chapter",
    "inferred",
    "period_label",
    "period_start",
    "period_end",
)


def _take_claims(plan: Plan, reading: PlanReading, definition: Definition) -> None:
    """The plan's claims become the document's; what a person matched stays with the words that it was matched for."""
    new = [
        Claim(
            plan=plan, position=place, text=claim.text, numerator=claim.numerator, denominator=claim.denominator,
            chapter=claim.chapter, subject=claim.subject, values=list(claim.values), inferred=list(claim.inferred),
            period_label=claim.period.label, period_start=claim.period.start, period_end=claim.period.end,
            period_inferred=claim.period.inferred,
        )
        for place, claim in enumerate(new_claims(reading.result, definition), 1)
    ]  # fmt: skip
    old = list(plan.claims.all())
    were, become = ([[getattr(claim, name) for name in STATED] for claim in each] for each in (old, new))
    if were != become:
        matched = {(claim.text, claim.numerator): claim for claim in old}
        for claim in new:
            if before := matched.get((claim.text, claim.numerator)):
                claim.subject, claim.values = before.subject, before.values
        plan.claims.all().delete()
        Claim.objects.bulk_create(new)


@transaction.atomic
def match_claim(claim: Claim, *, subject: str, values: Sequence[str], by: str, now: datetime) -> Claim:
    """A person says which observations a claim is about; an empty subject: none."""
    definition = definition_of(claim.plan.programme.key)
    countable = {each.key for each in countable_subjects(definition)}
    if subject and subject not in countable:
        raise Refusal(_("The programme has no such subject."), field="subject")
    if subject and not values:
        raise Refusal(_("Choose at least one value that the claim counts."), field="values")
    if subject and not {*values} <= {each.key for each in definition.values_of(subject)}:
        raise Refusal(_("The programme has no such value."), field="values")
    locked(claim.plan)
    claim.subject, claim.values = subject, list(values) if subject else []
    if not Claim.objects.filter(pk=claim.pk).update(subject=claim.subject, values=claim.values):
        raise Refusal(_("The plan was read anew meanwhile. These are its numbers as they are now."))
    detail = {"subject": subject}
    record(by, "match", "claim", str(claim.pk), now, detail, office=claim.plan.office.key)
    return claim
