"""Municipalities' own plans: the list, the hearings that wait, one plan, and what is written about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Conflict, Refusal
from samordner.localplans import operations
from samordner.localplans.documents import hearings_table, plans_table
from samordner.localplans.forms import (
    AnchoringForm,
    NarrowForm,
    NewPlanForm,
    PlanForm,
    StatementForm,
    standing_anchoring,
    standing_plan,
    standing_statement,
)
from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement, Status
from samordner.localplans.queries import (
    Narrowed,
    anchoring_of,
    every_plan,
    every_statement,
    listed,
    strategy_term,
    subject_for,
    waiting,
    waiting_of,
    whole,
    without_strategy,
)
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import Chosen, chosen_of
from samordner.participation.models import Participation
from samordner.places.models import Municipality, Office
from samordner.places.queries import of_office
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

# Lists


@page("localplan.read")
def plans(request: Request) -> HttpResponse:
    """Every plan that the reader reaches, as it stood on the day."""
    about = chosen_of(request, "localplan.read")
    day = about.day if about else request.day
    programme = about.definition.key if about else ""
    narrow = NarrowForm(request.GET, statuses=Status.choices)
    picked = narrow.chosen()
    asked = Narrowed(
        kind=picked.get("kind", ""),
        status=picked.get("status", ""),
        anchored=picked.get("anchored", ""),
        words=picked.get("q", ""),
        municipality=request.GET.get("municipality", ""),
    )
    rows = visible(LocalPlan.objects.all(), request.actor, "localplan.read")
    if about and about.office:
        rows = rows.filter(office__key=about.office)
    sort = request.GET.get("sort", "")
    found = listed(rows, day, programme=programme, asked=asked, sort=sort)
    table = plans_table(day, programme, str(about.definition.short_name) if about else "")
    if wanted := request.GET.get("format"):
        return answer_file(table, found, wanted, f"plans-{day}")
    places = [one.municipality for one in _taking_part(request, about)] if about else []
    context = {
        "about": about,
        "day": day,
        "narrow": narrow,
        "narrowed": asked.narrows,
        "lines": [_line(plan, day, programme) for plan in found],
        "sort": sort,
        "columns": _sortable(),
        "term": strategy_term(day),
        "without_strategy": without_strategy(places, rows, day),
        "waiting": len(waiting(rows, day)),
        "may_begin": request.actor.may("localplan.change"),
    }
    return render(request, "localplans/plans.html", context)


def _taking_part(request: Request, about: Chosen) -> list[Participation]:
    return list(visible(about.participations(), request.actor, "localplan.read"))


def _sortable() -> list[tuple[str, str]]:
    return [
        ("municipality", _("Municipality")),
        ("title", _("Plan")),
        ("", _("Years")),
        ("", _("Status")),
        ("adopted", _("Adopted")),
        ("", _("Anchored")),
    ]


@dataclass(frozen=True)
class Line:
    """A plan as a list shows it."""

    plan: LocalPlan
    status: Status
    anchoring: PlanAnchoring | None
    left: str


def _line(plan: LocalPlan, day: date, programme: str) -> Line:
    nearest = min(waiting_of(plan, day), key=lambda one: one.due or date.max, default=None)
    return Line(plan, plan.status_on(day), anchoring_of(plan, programme), nearest.left if nearest else "")


@page("localplan.read")
def hearings(request: Request) -> HttpResponse:
    """What needs a statement, and by when."""
    about = chosen_of(request, "localplan.read")
    day = about.day if about else request.day
    rows = visible(LocalPlan.objects.all(), request.actor, "localplan.read")
    if about and about.office:
        rows = rows.filter(office__key=about.office)
    found = waiting(rows, day)
    if wanted := request.GET.get("format"):
        return answer_file(hearings_table(), found, wanted, f"hearings-{day}")
    writable = visible(LocalPlan.objects.all(), request.actor, "hearing.change")
    context = {
        "about": about,
        "day": day,
        "waiting": found,
        "writable": set(writable.filter(pk__in=[one.plan.pk for one in found]).values_list("pk", flat=True)),
    }
    return render(request, "localplans/hearings.html", context)


# One plan


@page("localplan.read")
def plan(request: Request, pk: int) -> HttpResponse:
    """One plan: its days, where each programme stands in it, the statements on it."""
    found = load(request, whole(every_plan()), read="localplan.read", pk=pk)
    may_change = allowed(found, request.actor, "localplan.change")
    programmes = _programmes(request, found)
    context = {
        "plan": found,
        "day": request.day,
        "status": found.status_on(request.day),
        "waiting": waiting_of(found, request.day),
        "statements": list(found.statements.all()),
        "programmes": [_told(request, found, says) for says in programmes],
        "may_change": may_change,
        "may_state": allowed(found, request.actor, "hearing.change"),
        "why_not_remove": operations.why_not_remove(found),
    }
    return render(request, "localplans/plan.html", context)


def _programmes(request: Request, plan: LocalPlan) -> list[Definition]:
    """The programmes that the municipality has taken part in by the day, as the reader sees; the newest first."""
    rows = visible(Participation.objects.all(), request.actor, "localplan.read")
    keys = (
        rows.filter(municipality=plan.municipality_id, since__lte=request.day)
        .order_by("-since")
        .values_list("programme__key", flat=True)
    )
    return [definition(key) for key in dict.fromkeys(keys)]


def _told(request: Request, plan: LocalPlan, says: Definition) -> dict[str, Any]:
    said = anchoring_of(plan, says.key)
    names = {one.key: f"{one.key} {one.name}" for one in says.solutions}
    return {
        "definition": says,
        "said": said,
        "solutions": [names.get(key, key) for key in said.solutions] if said else [],
        "offer": _offer(request, plan, says, said),
    }


def _offer(request: Request, plan: LocalPlan, says: Definition, said: PlanAnchoring | None) -> str:
    """Where the status "anchored in" is registered with this plan as source, filled in; "" when there is nothing to.

    Nothing is registered unseen: the address opens the form, and a person saves it.
    """
    subject = subject_for(says, plan.kind)
    if said is None or said.holds == PlanAnchoring.Holds.NO or not subject or not plan.adopted_on:
        return ""
    rows = visible(Participation.objects.as_of(plan.adopted_on), request.actor, "observation.register")
    row = rows.filter(municipality=plan.municipality_id, programme__key=says.key).first()
    if row is None:
        return ""
    asked = {
        "programme": says.key, "day": plan.adopted_on.isoformat(), "subject": subject, "m": row.pk,
        "item": plan.kind, "value": "yes", "source": "document", "reference": plan.title,
    }  # fmt: skip
    return f"{reverse('boards:many')}?{urlencode(asked)}"


@page("localplan.change")
def begin(request: Request) -> HttpResponse:
    """Register a plan of a municipality that one may write for."""
    initial = {"municipality": request.GET.get("municipality", "")}
    form = NewPlanForm(request.POST or None, initial=initial, municipalities=_writable(request))
    made: list[LocalPlan] = []

    def write(typed: dict[str, Any], _version: int) -> None:
        place = form.municipalities[typed.pop("municipality")]
        by, now = request.actor.id, request.now
        made.append(operations.register_plan(place, day=request.day, by=by, now=now, **typed))

    failed = attempt(form, write) if request.method == "POST" else Attempt(form)
    if failed:
        context = {"attempt": failed, "form": form}
        return render(request, "localplans/write.html", context, status=failed.status)
    messages.success(request, _("The plan is registered. Say now where the programme stands in it."))
    return redirect("localplans:plan", made[0].pk)


def _writable(request: Request) -> list[Municipality]:
    """The municipalities of the day that the writer may register plans for."""
    found = {
        row.code: row
        for office in visible(Office.objects.all(), request.actor, "localplan.change")
        for row in of_office(office, request.day)
    }
    own = visible(Municipality.objects.all(), request.actor, "localplan.change")
    found |= {row.code: row for row in own if row.holds(request.day)}
    return sorted(found.values(), key=lambda row: (row.sort_key, row.code))


@page("localplan.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a plan anew."""
    found = load(request, every_plan(), read="localplan.read", right="localplan.change", pk=pk)
    if request.method != "POST":
        shown = Attempt(PlanForm(initial=standing_plan(found)), found.version)
        return _write(request, shown, found)

    def write(typed: dict[str, Any], version: int) -> None:
        operations.change_plan(found, version=version, by=request.actor.id, now=request.now, **typed)

    failed = attempt(PlanForm(request.POST), write, version=version_of(request), standing=standing_plan)
    return _write(request, failed, found) if failed else redirect("localplans:plan", pk)


def _write(request: Request, shown: Attempt[Any], found: LocalPlan) -> HttpResponse:
    context = {"attempt": shown, "form": shown.form, "plan": found}
    return render(request, "localplans/write.html", context, status=shown.status)


@page("localplan.change")
def remove(request: Request, pk: int) -> HttpResponse:
    return _moved(request, pk, operations.remove_plan, _("The plan is removed. You can bring it back here."))


@page("localplan.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _moved(request, pk, operations.bring_back_plan, _("The plan is back in the lists."))


def _moved(request: Request, pk: int, deed: Any, text: str) -> HttpResponse:
    found = load(request, every_plan(), read="localplan.read", right="localplan.change", pk=pk)
    if request.method == "POST":
        try:
            deed(found, version=version_of(request), by=request.actor.id, now=request.now)
            messages.success(request, text)
        except Refusal as refusal:
            messages.error(request, str(refusal.sentence))
        except Conflict:
            messages.warning(
                request, _("Someone else changed the plan meanwhile, so nothing was done. Look again.")
            )
    return redirect("localplans:plan", pk)


# Where a programme stands in it


@page("localplan.change")
def anchoring(request: Request, pk: int, programme: str) -> HttpResponse:
    """Say whether a programme stands in the plan, and how."""
    found = load(request, whole(every_plan()), read="localplan.read", right="localplan.change", pk=pk)
    says = next((one for one in _programmes(request, found) if one.key == programme), None)
    if says is None:
        raise Http404
    about = load(request, Programme.objects.all(), read="programme.read", key=programme)
    said = anchoring_of(found, programme)
    if request.method != "POST":
        initial = standing_anchoring(said) if said else None
        shown = Attempt(AnchoringForm(says, initial=initial), said.version if said else 0)
        return _anchoring(request, shown, found, says)

    def write(typed: dict[str, Any], version: int) -> None:
        operations.anchor(found, about, version=version, by=request.actor.id, now=request.now, **typed)

    form = AnchoringForm(says, request.POST)
    failed = attempt(form, write, version=version_of(request), standing=standing_anchoring)
    if failed:
        return _anchoring(request, failed, found, says)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('localplans:plan', args=[pk])}#{programme}")


def _anchoring(
    request: Request, shown: Attempt[AnchoringForm], found: LocalPlan, says: Definition
) -> HttpResponse:
    context = {"attempt": shown, "form": shown.form, "plan": found, "definition": says}
    return render(request, "localplans/anchoring.html", context, status=shown.status)


# Statements


@page("hearing.change")
def add_statement(request: Request, pk: int) -> HttpResponse:
    """The office was asked for a statement on the plan, or gave one."""
    found = load(request, every_plan(), read="localplan.read", right="hearing.change", pk=pk)
    initial = {"asked_on": found.hearing_from, "deadline": found.due}
    form = StatementForm(request.POST or None, initial=initial)

    def write(typed: dict[str, Any], _version: int) -> None:
        today = localtime(request.now).date()
        operations.add_statement(found, today=today, by=request.actor.id, now=request.now, **typed)

    failed = attempt(form, write) if request.method == "POST" else Attempt(form)
    return _statement(request, failed, found, None) if failed else redirect("localplans:plan", pk)


@page("hearing.change")
def change_statement(request: Request, pk: int) -> HttpResponse:
    """Write a statement anew: given at last, or what came of it."""
    found = load(request, every_statement(), read="localplan.read", right="hearing.change", pk=pk)
    if request.method != "POST":
        shown = Attempt(StatementForm(initial=standing_statement(found)), found.version)
        return _statement(request, shown, found.plan, found)

    def write(typed: dict[str, Any], version: int) -> None:
        operations.change_statement(
            found, version=version, today=localtime(request.now).date(), by=request.actor.id, now=request.now, **typed
        )  # fmt: skip

    failed = attempt(
        StatementForm(request.POST), write, version=version_of(request), standing=standing_statement
    )
    return (
        _statement(request, failed, found.plan, found)
        if failed
        else redirect("localplans:plan", found.plan_id)
    )


def _statement(
    request: Request, shown: Attempt[StatementForm], found: LocalPlan, statement: Statement | None
) -> HttpResponse:
    context = {"attempt": shown, "form": shown.form, "plan": found, "statement": statement}
    return render(request, "localplans/statement.html", context, status=shown.status)
