"""Accepting a reading: the plan gets what was chosen of the document, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samordner.journal.deeds import Conflict, change
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.participation.operations import enrol
from samordner.plandocument.comparing import CHAPTERS, Chooser, Part, comparison
from samordner.plandocument.models import Claim, PlanReading
from samordner.plandocument.operations.beginning import refuse, why_not_change
from samordner.plandocument.operations.settling import settle, settle_front
from samordner.plandocument.snapshots import fields_of, kinds, made_of, marks, snapshot
from samordner.plandocument.states import fingerprint
from samordner.plandocument.taking import new_chapters, new_claims, new_rows, period_of
from samordner.plans.models import Plan
from samordner.plans.new import Taken
from samordner.plans.operations import create_plan
from samordner.plans.operations.keeping import locked
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition as definition_of
from samordner.timeline.periods import Period


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


def target(reading: PlanReading) -> Plan | None:
    """The plan that the document goes into: the one chosen, else the one that it is another reading of."""
    if reading.as_new:
        return None
    return reading.into or same_plan(reading)


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
    gone: bool = False,
) -> tuple[Plan, Taken]:
    """Make a plan of the document, or let `into`, that is there already, have what was chosen of it.

    All or nothing. In a plan that says the same already nothing changes, and the journal is silent about the plan.
    Where nothing was chosen, what is new or changed is taken; `gone` says whether what is gone is removed.
    `seen` is the fingerprint of the plan that the differences were shown against: Conflict when it has changed since,
    so that nobody's newer words are written over unseen.
    The reading is locked before anything is journalled: whoever corrects it at this moment holds it and waits for
    the journal.
    """
    refuse(why_not_change(reading))
    held = PlanReading.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.pk)
    if held.version != version:
        raise Conflict(held)
    definition = definition_of(reading.programme.key)
    before, parts = None, list[Part]()
    if into is None:
        plan, taken = _begin_plan(reading, definition, language, by, now)
    else:
        plan = locked(into)
        if seen and fingerprint(plan) != seen:
            raise Conflict(into)
        before = snapshot(plan)
        parts = comparison(reading, plan, definition, Chooser(reading.choices, gone))
        taken = settle(plan, parts, by, now)
        if taken.any:
            counts = {"added": taken.added, "changed": taken.changed, "removed": taken.removed}
            record(by, "take_in", "plan", str(plan.pk), now, counts, office=plan.office.key)
        taken.changed += settle_front(plan, parts[0], by, now)
    _take_claims(plan, reading, definition, parts)
    enrolled = _let_take_part(plan, definition, by, now)
    undoing = {
        "plan": plan.pk,
        "before": before,
        "marks": marks(snapshot(plan)),
        "fields": {kind: fields_of(model) for kind, model in kinds().items()},
        "made": made_of(plan),
        "enrolled": enrolled,
    }
    change(
        reading,
        version=version,
        status=PlanReading.Status.ACCEPTED,
        accepted_at=now,
        plan=plan,
        undoing=undoing,
    )
    detail = {"plan": plan.pk, "added": taken.added, "changed": taken.changed, "removed": taken.removed}
    record(by, "accept", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return plan, taken


def _let_take_part(plan: Plan, definition: Definition, by: str, now: datetime) -> list[int]:
    """A plan of an office that follows nobody in the programme yet: its municipalities take part from now on.

    For as long as the programme lasts, as its data says; without that a plan could not tell where anybody stands.
    The ids of those who were enrolled.
    """
    if Participation.objects.filter(programme=plan.programme, office=plan.office).exists():
        return []
    period = definition.period
    found = enrol(plan.programme, plan.office, since=period.since, until=period.until, by=by, now=now)
    return [each.pk for each in found]


def _begin_plan(
    reading: PlanReading, definition: Definition, language: str, by: str, now: datetime
) -> tuple[Plan, Taken]:
    front, rows = reading.result["front"], new_rows(reading.result)
    plan = create_plan(
        programme=reading.programme,
        office=reading.office,
        title=str(front["title"]) or reading.name,
        period=period_of(front["period"]) or Period("", None, None, None, False),
        dated=period_of(front["date"]),
        approved_by=str(front["approved_by"] or ""),
        prepared_by=front["prepared_by"],
        language=language,
        chapters=new_chapters(reading.result, definition),
        rows=rows,
        by=by,
        now=now,
    )
    return plan, Taken(added=sum(map(len, rows.values())))


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


def _take_claims(plan: Plan, reading: PlanReading, definition: Definition, parts: Sequence[Part]) -> None:
    """The plan's claims become the document's, but for those of chapters that the plan has kept as they were.

    What a person matched stays with the words that it was matched for.
    """
    old = list(plan.claims.all())
    kept, left_out = _kept_numbers(parts)
    new = [
        Claim(
            plan=plan, text=claim.text, numerator=claim.numerator, denominator=claim.denominator,
            chapter=claim.chapter, subject=claim.subject, values=list(claim.values), inferred=list(claim.inferred),
            period_label=claim.period.label, period_start=claim.period.start, period_end=claim.period.end,
            period_inferred=claim.period.inferred,
        )
        for claim in new_claims(reading.result, definition)
        if claim.chapter not in left_out
    ]  # fmt: skip
    said = {(claim.text, claim.numerator) for claim in new}
    new += [claim for claim in old if claim.chapter in kept and (claim.text, claim.numerator) not in said]
    were, become = ([[getattr(claim, name) for name in STATED] for claim in each] for each in (old, new))
    if were != become:
        matched = {(claim.text, claim.numerator): claim for claim in old}
        for position, claim in enumerate(new, 1):
            claim.pk, claim.position = None, position
            if before := matched.get((claim.text, claim.numerator)):
                claim.subject, claim.values = before.subject, before.values
        plan.claims.all().delete()
        Claim.objects.bulk_create(new)


def _kept_numbers(parts: Sequence[Part]) -> tuple[set[int], set[int]]:
    """Numbers of the plan's chapters that it keeps though the document says otherwise, and of the document's own
    that were not taken.
    """
    lines = [line for part in parts if part.key == CHAPTERS for line in part.lines if not line.takes]
    kept = {line.old.number for line in lines if line.how in {"changed", "gone"}}
    left_out = {line.new.number for line in lines if line.how in {"changed", "new"}}
    return kept - {0}, left_out - {0}
