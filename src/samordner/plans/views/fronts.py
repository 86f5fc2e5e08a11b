"""The list of plans, and one plan's page: its front, its chapters, and how its registers stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.documents.html import passage
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, page
from samordner.places.models import Office
from samordner.places.queries import office_names
from samordner.plans import operations
from samordner.plans.forms import BeginForm, FrontForm
from samordner.plans.models import Plan
from samordner.plans.presenting import when
from samordner.plans.queries import before, lines, overview, programme_name, said_by, standard_chapters
from samordner.plans.views import editing
from samordner.plans.views.editing import Attempt, plan_for, save
from samordner.programmes.models import Programme

KIND = "plan"


@page("plan.read")
def index(request: Request) -> HttpResponse:
    plans = visible(Plan._default_manager.all(), request.actor, "plan.read")
    context = {"lines": lines(plans, request.day), "may_create": request.actor.may("plan.create")}
    return render(request, "plans/index.html", context)


@page("plan.create")
def begin(request: Request) -> HttpResponse:
    """Begin a plan that is empty but for the chapters that such a plan usually has."""
    offices = visible(Office._default_manager.all(), request.actor, "plan.create")
    programmes = visible(
        Programme._default_manager.filter(editions__isnull=False), request.actor, "programme.read"
    )
    choices = [(each.key, programme_name(each.key)) for each in programmes.distinct()]
    form = BeginForm(offices, choices, office_names(request.day), request.POST or None)
    status = 200
    if request.POST:
        if form.is_valid():
            try:
                return redirect("plans:plan", create(request, form).pk)
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal.sentence))
        status = 422
    return render(request, "plans/begin.html", {"form": form}, status=status)


def create(request: Request, form: BeginForm) -> Plan:
    front, key = form.front(), form.cleaned_data["programme"]
    offices = visible(Office._default_manager.all(), request.actor, "plan.create")
    return operations.create_plan(
        programme=visible(Programme._default_manager.all(), request.actor, "programme.read").get(key=key),
        office=offices.get(key=form.cleaned_data["office"]),
        chapters=standard_chapters(said_by(key), front["language"]),
        by=request.actor.id,
        now=request.now,
        **front,
    )


@page("plan.read")
def show(request: Request, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id)
    view = overview(plan)
    context = {
        "plan": plan,
        "line": {
            "office": office_names(request.day).get(plan.office.key, plan.office.key),
            "programme": programme_name(plan.programme.key),
        },
        "facts": facts_of(plan),
        "overview": view,
        "parts": [(part, passage(part.chapter.text)) for part in view.parts],
        "rows": sum(each.rows for each in view.holds),
        "doubtful": sum(each.doubtful for each in view.holds),
        "may_change": allowed(plan, request.actor, "plan.change"),
        "may_begin": request.actor.may("plan.create"),
    }
    return render(request, "plans/plan.html", context)


def facts_of(plan: Plan) -> list[tuple[Any, Any]]:
    """What the front page says, for people to read."""
    facts = [
        (_("Period"), plan.period.label),
        (_("Date"), plan.dated.label + (f" ({when(plan.dated)})" if when(plan.dated) else "")),
        (_("Approved by"), passage(plan.approved_by)),
        (_("Prepared by"), ", ".join(plan.authors)),
        (_("Language of the labels"), plan.get_language_display()),
    ]
    return [(label, value or "–") for label, value in facts]


@page("plan.change")
def change(request: Request, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, "plan.change")
    attempt: Attempt[Plan, FrontForm] | None = Attempt(plan, FrontForm(plan))
    if request.method == "POST":

        def write(plan: Plan, form: FrontForm, version: int) -> None:
            operations.change_plan(
                plan, version=version, by=request.actor.id, now=request.now, **form.front()
            )

        attempt = save(request, plan, KIND, form_of=FrontForm, write=write)
    if attempt is None:
        return redirect("plans:plan", plan.pk)
    context = {"plan": plan, "form": attempt.form, "attempt": attempt, "name": _("The front page")}
    return render(request, "plans/front_form.html", context, status=attempt.status)


@page("plan.read")
def earlier(request: Request, plan_id: int) -> HttpResponse:
    """What stood on the front page before."""
    plan = plan_for(request, plan_id)
    versions = [
        {
            "before": each,
            "facts": [(_("Title"), each.row.title), *facts_of(each.row)],
            "action": reverse("plans:front_bring_back", args=[plan_id, each.earlier.pk]),
        }
        for each in before(plan, KIND)
    ]
    context = {
        "plan": plan,
        "row": plan,
        "name": _("The front page"),
        "facts": [(_("Title"), plan.title), *facts_of(plan)],
        "versions": versions,
        "back": reverse("plans:plan", args=[plan_id]),
        "may_change": allowed(plan, request.actor, "plan.change"),
    }
    return render(request, "plans/earlier.html", context)


@page("plan.change")
def bring_back(request: Request, plan_id: int, earlier_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, "plan.change")
    brought = editing.bring_back(request, plan, KIND, earlier_id)
    return redirect("plans:plan" if brought else "plans:front_earlier", plan_id)
