"""A cycle: plan, do, study, act, and the next one; what was changed, by all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samordner.access.grants import allowed, visible
from samordner.improvement.documents import changes_table, solution_names
from samordner.improvement.forms import (
    DecideForm,
    DoneForm,
    PlanForm,
    StudyForm,
    decided_typed,
    done_typed,
    plan_typed,
    study_typed,
)
from samordner.improvement.models import Act, Cycle, Driver, Project
from samordner.improvement.operations.cycles import (
    change_plan,
    decide,
    next_of,
    plan_cycle,
    reconsider,
    remove_cycle,
    restore_cycle,
    why_not_change,
    why_not_decide,
    why_not_do,
    why_not_follow,
    why_not_reconsider,
    why_not_remove_cycle,
    why_not_study,
    write_done,
    write_study,
)
from samordner.improvement.operations.experiences import why_not_propose
from samordner.improvement.operations.keeping import why_not_work
from samordner.improvement.queries.cycles import (
    Sought,
    by_solution,
    changes,
    cycles_of,
    every_cycle,
    kept_cycles,
)
from samordner.improvement.queries.projects import kept_projects
from samordner.improvement.views.asking import (
    chosen_or_none,
    day_in,
    filters,
    of,
    one_page,
    places,
    simply,
    teams_in,
    word,
)
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import kept
from samordner.people.queries import names_of


@page("improvement.read")
def changed(request: Request) -> HttpResponse:
    """Which teams changed something, and which solution it belongs to; also as a file."""
    about = chosen_or_none(request, "improvement.read")
    if about is None:
        return render(request, "improvement/nobody.html", {"tab": "changes"})
    path = "project__participation__"
    rows = of(visible(kept_cycles(), request.actor, "improvement.read"), about, path)
    sought = Sought(
        words=word(request, "q"),
        act=word(request, "act", Act.values),
        first=day_in(request, "first"),
        last=day_in(request, "last"),
        **{name: word(request, name) for name in ("solution", "area", "municipality", "team")},
    )
    found = changes(rows, sought, about.definition, sort=word(request, "sort"))
    if file := request.GET.get("format"):
        return answer_file(changes_table(about.definition), found, file, f"changes-{request.day}")
    there = places(request, about, "improvement.read")
    names = solution_names(about.definition)
    context = {
        "about": about,
        "sought": sought,
        "filters": filters(about, there),
        "teams": teams_in(request, there),
        "acts": Act.choices,
        "rows": one_page(request, found),
        "counted": [(one, names.get(one.solution, one.solution)) for one in by_solution(found)],
        "solutions": names,
        "kept": kept(request),
        "tab": "changes",
    }
    return render(request, "improvement/changes.html", context)


def _plan_form(project: Project, cycles: list[Cycle], *args: Any, **more: Any) -> PlanForm:
    ideas = project.drivers.filter(removed_at=None, kind=Driver.Kind.IDEA)
    return PlanForm(ideas, [one for one in cycles if one.act], *args, **more)


@page("improvement.change")
def new(request: Request, pk: int) -> HttpResponse:
    """Plan a cycle. The address may say which it follows (then it begins with what was learned), or which idea it tries."""
    project = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    cycles = list(cycles_of(project))
    follows = next((one for one in cycles if str(one.pk) == word(request, "follows") and one.act), None)
    begin = plan_typed(next_of(follows)) if follows else {"idea": word(request, "idea")}
    form = _plan_form(project, cycles, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    made: list[Cycle] = []
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> None:
            made.append(plan_cycle(project, form.planned(), by=request.actor.id, now=request.moment))

        tried = attempt(form, write)
    if tried is not None:
        context = {
            "project": project,
            "attempt": tried,
            "form": tried.form,
            "follows": follows,
            "why_not": why_not_work(project),
        }
        return render(request, "improvement/plan.html", context, status=tried.status)
    messages.success(request, _("The cycle is planned."))
    return redirect("improvement:cycle", made[0].pk)


@page("improvement.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Plan a cycle otherwise, until what happened is written."""
    row = load(request, kept_cycles(), read="improvement.read", right="improvement.change", pk=pk)
    cycles = [one for one in cycles_of(row.project) if one.pk != pk]
    tried: Attempt[Any] | None = Attempt(
        _plan_form(row.project, cycles, initial=plan_typed(row)), row.version
    )
    if request.method == "POST":
        form = _plan_form(row.project, cycles, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_plan(
                row, form.planned(), version=version, by=request.actor.id, now=request.moment
            ),
            version=version_of(request),
            standing=plan_typed,
        )
    if tried is not None:
        context = {
            "project": row.project,
            "cycle": row,
            "attempt": tried,
            "form": tried.form,
            "why_not": why_not_change(row),
        }
        return render(request, "improvement/plan.html", context, status=tried.status)
    messages.success(request, _("Saved."))
    return redirect("improvement:cycle", pk)


@dataclass(frozen=True)
class Deed:
    """One step of a cycle: its words, why it cannot be taken, its form and what it does."""

    label: str | Promise
    done: str | Promise
    why_not: Callable[[Cycle], str | None]
    form: Callable[[Cycle, date, Any], forms.Form]
    write: Callable[[Cycle, Any, int, dict[str, Any]], Cycle]
    standing: Callable[[Any], Mapping[str, Any]]


DEEDS: dict[str, Deed] = {
    "gjort": Deed(
        gettext_lazy("Write what happened"), gettext_lazy("Saved. Write next what you learned from it."), why_not_do,
        lambda row, day, data: DoneForm(data, initial=done_typed(row) | {"begins": row.begins or day}, auto_id="done-%s"),
        lambda row, form, version, acts: write_done(row, form.done(), version=version, **acts), done_typed,
    ),
    "lart": Deed(
        gettext_lazy("Write what you learned"), gettext_lazy("Saved. Decide next what you do with the change."),
        why_not_study, lambda row, day, data: StudyForm(data, initial=study_typed(row), auto_id="study-%s"),
        lambda row, form, version, acts: write_study(row, form.cleaned_data["text"], version=version, **acts), study_typed,
    ),
    "avgjort": Deed(
        gettext_lazy("Decide"), gettext_lazy("It is decided."), why_not_decide,
        lambda row, day, data: DecideForm(data, initial={"on": day}, auto_id="act-%s"),
        lambda row, form, version, acts: decide(row, form.decision(), version=version, **acts), decided_typed,
    ),
}  # fmt: skip


@page("improvement.read")
def cycle(request: Request, pk: int) -> HttpResponse:
    """A cycle on one page: what is written of each step, and the next step to take."""
    return _cycle(request, load(request, kept_cycles(), read="improvement.read", pk=pk))


def _cycle(request: Request, row: Cycle, tried: str = "", failed: Attempt[Any] | None = None) -> HttpResponse:
    may = allowed(row, request.actor, "improvement.change")
    steps = {}
    for key, deed in DEEDS.items():
        if failed is not None and key == tried:
            steps[key] = {"label": deed.label, "attempt": failed, "opened": True}
        elif may and deed.why_not(row) is None:
            fresh = Attempt(deed.form(row, request.day, None), row.version)
            steps[key] = {"label": deed.label, "attempt": fresh, "opened": False}
    shares = allowed(row.project.participation, request.actor, "experience.propose")
    context = {
        "cycle": row,
        "project": row.project,
        "state": row.state(request.day),
        "may": may,
        "do": steps.get("gjort"),
        "why_not_do": why_not_do(row) if may else "",
        "study": steps.get("lart"),
        "act": steps.get("avgjort"),
        "next": next((key for key, text in _said(row) if not text), ""),
        "may_change": may and why_not_change(row) is None,
        "may_reconsider": may and why_not_reconsider(row) is None,
        "may_follow": may and why_not_follow(row) is None and why_not_work(row.project) is None,
        "may_share": shares and why_not_propose(row) is None,
        "why_not_remove": why_not_remove_cycle(row) or why_not_work(row.project) if may else "",
        "following": row.followed_by.filter(removed_at=None),
        "shared": row.experiences.filter(withdrawn_at=None),
        "writer": names_of([row.made_by]).get(row.made_by, ""),
    }
    return render(request, "improvement/cycle.html", context, status=failed.status if failed else 200)


def _said(row: Cycle) -> tuple[tuple[str, str], ...]:
    """What is written of each step, by its deed, in order."""
    return ("gjort", row.done), ("lart", row.study), ("avgjort", row.act)


@page("improvement.change")
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """Take one of the steps, take a decision back, remove the cycle, or bring it back."""
    rows = every_cycle().filter(project__removed_at=None) if deed == "hent-tilbake" else kept_cycles()
    row = load(request, rows, read="improvement.read", right="improvement.change", pk=pk)
    here = reverse("improvement:cycle", args=[pk])
    of_project = reverse("improvement:project", args=[row.project_id])
    match deed:
        case "angre":
            return simply(request, row, reconsider, done=_("The decision is taken back."), there=here)
        case "fjern":
            return simply(
                request, row, remove_cycle, done="", there=f"{of_project}?removed=cycle-{pk}", back=here
            )
        case "hent-tilbake":
            return simply(request, row, restore_cycle, done=_("It is back."), there=here, back=of_project)
    if deed not in DEEDS:
        raise Http404
    if request.method != "POST":
        return redirect(here)
    chosen = DEEDS[deed]
    form = chosen.form(row, request.day, request.POST)
    tried = attempt(
        form,
        lambda _typed, version: chosen.write(
            row, form, version, {"by": request.actor.id, "now": request.moment}
        ),
        version=version_of(request),
        standing=chosen.standing,
    )
    if tried is not None:
        return _cycle(request, load(request, kept_cycles(), read="improvement.read", pk=pk), deed, tried)
    messages.success(request, str(chosen.done))
    return redirect(here)
