"""Deeds on municipalities' own plans: register, change, remove; say where a programme stands; give a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement
from samordner.places.models import Municipality
from samordner.places.queries import office_of
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

# The plan itself


def why_not_plan(**fields: Any) -> Refusal | None:
    """Why a plan cannot have these fields: a refusal with its field; None: it can."""
    days = {name: fields.get(name) for name in ("announced_on", "hearing_from", "adopted_on")}
    if not str(fields.get("title") or "").strip():
        return Refusal(_("A plan needs a title."), field="title")
    if not any(days.values()):
        return Refusal(
            _("Give at least one day: when it was announced, sent on hearing or adopted."),
            field="announced_on",
        )
    pairs: Sequence[tuple[str, str, str]] = (
        ("first_year", "last_year", _("The last year comes before the first.")),
        ("hearing_from", "hearing_to", _("The hearing ends before it begins.")),
        ("hearing_from", "deadline", _("The deadline comes before the hearing begins.")),
        ("announced_on", "adopted_on", _("It cannot be adopted before it was announced.")),
    )
    for first, last, sentence in pairs:
        start, end = fields.get(first), fields.get(last)
        if start and end and end < start:
            return Refusal(sentence, field=last)
    if fields.get("hearing_to") and not fields.get("hearing_from"):
        return Refusal(_("Say also when the hearing begins."), field="hearing_from")
    replaced, adopted = fields.get("replaced_on"), fields.get("adopted_on")
    if replaced and (not adopted or replaced <= adopted):
        return Refusal(_("A plan is adopted before it is replaced."), field="replaced_on")
    return None


@transaction.atomic
def register_plan(
    municipality: Municipality, *, kind: str, day: date, by: str, now: datetime, **fields: Any
) -> LocalPlan:
    """Note a plan of the municipality, seen on `day`; `fields` as in `LocalPlan`. Raises Refusal."""
    if refusal := why_not_plan(**fields):
        raise refusal
    office = office_of(municipality, day)
    if office is None:
        raise Refusal(
            _("%(place)s does not exist on that day.") % {"place": municipality}, field="municipality"
        )
    made = LocalPlan.objects.create(municipality=municipality, office=office, kind=kind, **fields)
    _journal("register", made, by, now)
    return made


@transaction.atomic
def change_plan(
    plan: LocalPlan, *, version: int, kind: str, by: str, now: datetime, **fields: Any
) -> LocalPlan:
    """Write the plan anew. Raises Refusal, and Conflict if someone changed it after `version` was read."""
    if refusal := why_not_plan(**fields):
        raise refusal
    change(plan, version=version, kind=kind, **fields)
    _journal("change", plan, by, now)
    return plan


def why_not_remove(plan: LocalPlan) -> str | None:
    """Why a plan cannot be taken out of the lists; None: it can."""
    if plan.removed_at:
        return _("The plan is removed already.")
    if plan.statements.filter(given_on__isnull=False).exists():
        return _("The office has given a statement on it, so it is kept. Write that it was replaced instead.")
    return None


@transaction.atomic
def remove_plan(plan: LocalPlan, *, version: int, by: str, now: datetime) -> LocalPlan:
    """Take a plan that was registered by mistake out of every list. It can be brought back."""
    if sentence := why_not_remove(plan):
        raise Refusal(sentence)
    change(plan, version=version, removed_at=now)
    _journal("remove", plan, by, now)
    return plan


@transaction.atomic
def bring_back_plan(plan: LocalPlan, *, version: int, by: str, now: datetime) -> LocalPlan:
    """Put a removed plan back into the lists."""
    if plan.removed_at is None:
        raise Refusal(_("The plan is not removed."))
    change(plan, version=version, removed_at=None)
    _journal("bring_back", plan, by, now)
    return plan


def _journal(verb: str, plan: LocalPlan, by: str, now: datetime) -> None:
    detail = {"municipality": plan.municipality.code}
    record(by, verb, "local_plan", str(plan.pk), now, detail, office=plan.office.key)


# Where a programme stands in it


def why_not_anchor(programme: str, *, holds: str, solutions: Sequence[str]) -> Refusal | None:
    """Why this cannot be said of a plan and the programme of that key; None: it can."""
    known = {one.key for one in definition(programme).solutions}
    if unknown := [key for key in solutions if key not in known]:
        return Refusal(_("The programme has no solution “%(key)s”.") % {"key": unknown[0]}, field="solutions")
    if holds == PlanAnchoring.Holds.NO and solutions:
        return Refusal(_("A plan that names solutions anchors at least a part."), field="holds")
    return None


@transaction.atomic
def anchor(
    plan: LocalPlan, programme: Programme, *, holds: str, solutions: Sequence[str] = (), note: str = "",
    version: int = 0, by: str, now: datetime,
) -> PlanAnchoring:  # fmt: skip
    """Say whether the programme stands in the plan. `version` is 0 when nothing was said before.

    Raises Refusal, and Conflict if someone said or changed it meanwhile.
    """
    if refusal := why_not_anchor(programme.key, holds=holds, solutions=solutions):
        raise refusal
    LocalPlan.objects.select_for_update().get(
        pk=plan.pk
    )  # of two who say it first, the second sees the first
    fields: dict[str, Any] = {"holds": holds, "solutions": list(solutions), "note": note.strip()}
    found = PlanAnchoring.objects.filter(plan=plan, programme=programme).first()
    if found is None:
        found = PlanAnchoring.objects.create(plan=plan, programme=programme, **fields)
    elif version == 0:
        raise Conflict(found)
    else:
        change(found, version=version, **fields)
    detail: dict[str, str | int | bool | None] = {
        "programme": programme.key,
        "holds": holds,
        "solutions": len(solutions),
    }
    record(by, "anchor", "local_plan", str(plan.pk), now, detail, office=plan.office.key)
    return found


# Statements


def why_not_state(*, today: date, **fields: Any) -> Refusal | None:
    """Why a statement cannot have these fields; None: it can."""
    asked, given = fields.get("asked_on"), fields.get("given_on")
    if not asked and not given:
        return Refusal(_("Say when the statement was asked for or given."), field="asked_on")
    if asked and given and given < asked:
        return Refusal(_("It cannot be given before it was asked for."), field="given_on")
    if given and given > today:
        return Refusal(_("That day has not come."), field="given_on")
    if not given and (fields.get("followed_up") or fields.get("summary")):
        return Refusal(_("Say when it was given."), field="given_on")
    return None


@transaction.atomic
def add_statement(plan: LocalPlan, *, today: date, by: str, now: datetime, **fields: Any) -> Statement:
    """Note that the office was asked for a statement, or gave one; `fields` as in `Statement`. Raises Refusal."""
    if refusal := why_not_state(today=today, **fields):
        raise refusal
    made = Statement.objects.create(plan=plan, **fields)
    _journal_statement("add", made, by, now)
    return made


@transaction.atomic
def change_statement(
    statement: Statement, *, version: int, today: date, by: str, now: datetime, **fields: Any
) -> Statement:
    """Write a statement anew: given at last, or what came of it. Raises Refusal and Conflict."""
    if refusal := why_not_state(today=today, **fields):
        raise refusal
    change(statement, version=version, **fields)
    _journal_statement("change", statement, by, now)
    return statement


def _journal_statement(verb: str, statement: Statement, by: str, now: datetime) -> None:
    detail = {"plan": statement.plan_id}
    record(by, verb, "statement", str(statement.pk), now, detail, office=statement.plan.office.key)
