"""The projects; one with its aim, its diagram, what it tries and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.improvement.aims import aim_of
from samordner.improvement.documents import event_words, projects_table, solution_names
from samordner.improvement.drawing import figures_of
from samordner.improvement.forms import (
    EndForm,
    NewProjectForm,
    ProjectForm,
    ended_typed,
    project_typed,
)
from samordner.improvement.models import Cycle, Experience, Project, Standing
from samordner.improvement.operations.projects import (
    begin_project,
    change_project,
    end_project,
    remove_project,
    reopen_project,
    restore_project,
    why_not_end,
    why_not_remove,
    why_not_reopen,
)
from samordner.improvement.panels import PANELS
from samordner.improvement.queries.cycles import cycles_of, every_cycle, ramps
from samordner.improvement.queries.drivers import diagram
from samordner.improvement.queries.experiences import experiences_of
from samordner.improvement.queries.projects import (
    CHANGED,
    Wanted,
    course,
    every_project,
    kept_projects,
    lines,
    narrowed,
    registered,
)
from samordner.improvement.views.asking import (
    chosen_or_none,
    head_of,
    one_page,
    places,
    removed,
    simply,
    teams_in,
    word,
)
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import kept
from samordner.people.queries import names_of
from samordner.programmes.queries import definition


@page("improvement.read")
def index(request: Request) -> HttpResponse:
    """The projects that the reader reaches, narrowed and sorted as the address says; also as a file."""
    head = head_of(request, kept_projects(), "improvement.read")
    if head is None:
        return render(request, "improvement/nobody.html", {"tab": "projects"})
    says = head.about.definition
    wanted = Wanted(
        standing=word(request, "standing", Standing.values), team=word(request, "team"), **head.said
    )
    found = lines(narrowed(head.rows, wanted, says, request.day), request.day, sort=word(request, "sort"))
    if file := request.GET.get("format"):
        return answer_file(projects_table(says), found, file, f"improvement-{request.day}")
    context = {
        **head.context("projects", wanted),
        "teams": teams_in(request, head.places),
        "standings": Standing.choices,
        "rows": one_page(request, found),
        "solutions": solution_names(says),
        "may": request.actor.may("improvement.change"),
        "undo": removed(
            request, "project", every_project(), "improvement.change", "improvement:restore_project"
        ),
    }
    return render(request, "improvement/index.html", context)


@page("improvement.change")
def new(request: Request) -> HttpResponse:
    """Begin a project. The address may say of which team or municipality."""
    about = chosen_or_none(request, "improvement.change")
    if about is None:
        raise Http404
    there = places(request, about, "improvement.change")
    teams = teams_in(request, there)
    asked = word(request, "team")
    code = word(request, "municipality")
    first = next((f"t{one.pk}" for one in teams if str(one.pk) == asked), "") or next(
        (f"p{one.pk}" for one in there if one.municipality.code == code), ""
    )
    of_team = next((one for one in teams if f"t{one.pk}" == first), None)
    begin = {"who": first, "solutions": of_team.solutions if of_team else []}
    form = NewProjectForm(about.definition, there, teams, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    made: list[Project] = []
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> None:
            made.append(begin_project(form.chosen[0], form.said(), by=request.actor.id, now=request.moment))

        tried = attempt(form, write)
    if tried is not None:
        context = {"attempt": tried, "form": tried.form, "any": bool(there), "kept": kept(request)}
        return render(request, "improvement/new.html", context, status=tried.status)
    messages.success(request, _("The project is written down. Draw next what decides whether it succeeds."))
    return redirect("improvement:project", made[0].pk)


@page("improvement.read")
def project(request: Request, pk: int) -> HttpResponse:
    """A project on one page."""
    return _project(request, load(request, kept_projects(), read="improvement.read", pk=pk))


@dataclass(frozen=True)
class Shown:
    """Something that happened, in words."""

    day: Any
    words: str
    text: str
    address: str


def _project(request: Request, row: Project, ending: Attempt[Any] | None = None) -> HttpResponse:
    says = definition(row.participation.programme.key)
    may = allowed(row, request.actor, "improvement.change")
    cycles, boxes = list(cycles_of(row)), diagram(row)
    shared = list(experiences_of(row))
    kept_on = max((one.decided_on for one in cycles if one.act in CHANGED and one.decided_on), default=None)
    aim = aim_of(row)
    names = solution_names(says)
    context = {
        "project": row,
        "aim": aim,
        "standing": row.standing(request.day),
        "registered": registered(row, says, request.day, kept_on),
        "reads_status": allowed(row.participation, request.actor, "observation.read"),
        "registers": allowed(row.participation, request.actor, "observation.register")
        or allowed(row.participation, request.actor, "observation.report"),
        "areas": [one.name for one in says.areas if one.key in row.areas],
        "boxes": boxes,
        "figures": figures_of(row, aim, boxes),
        "ramps": ramps(cycles),
        "shared": [(one, names.get(one.solution, one.solution)) for one in shared if not one.withdrawn_at],
        "course": [_shown(one) for one in course(row, cycles, shared)],
        "panels": PANELS.drawn(request, row),
        "reads_team": row.team is not None and allowed(row.team, request.actor, "team.read"),
        "may": may,
        "works": may and not row.ended_on,
        "may_end": may and why_not_end(row) is None,
        "may_reopen": may and why_not_reopen(row) is None,
        "why_not_remove": why_not_remove(row) if may else "",
        "ending": ending
        or Attempt(EndForm(initial={"on": request.day, "outcome": row.outcome}), row.version),
        "writer": names_of([row.made_by]).get(row.made_by, ""),
        "undo": removed(request, "cycle", every_cycle(), "improvement.change", "improvement:cycle_deed"),
        "kept": kept(request),
    }
    return render(request, "improvement/project.html", context, status=ending.status if ending else 200)


def _shown(event: Any) -> Shown:
    text, address = "", ""
    if isinstance(event.row, Cycle):
        text = f"{event.row.number}. {event.row.question}"
        address = reverse("improvement:cycle", args=[event.row.pk])
    elif isinstance(event.row, Experience):
        text, address = event.row.title, reverse("improvement:experience", args=[event.row.pk])
    elif event.kind == "ended":
        text = event.row.outcome
    return Shown(event.day, event_words(event.kind), text, address)


@page("improvement.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Put right what a project says of itself."""
    row = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    says = definition(row.participation.programme.key)
    teams = teams_in(request, [row.participation])
    if row.team is not None and row.team not in teams:
        teams.append(row.team)
    tried: Attempt[Any] | None = Attempt(ProjectForm(says, teams, initial=project_typed(row)), row.version)
    if request.method == "POST":
        form = ProjectForm(says, teams, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_project(
                row, form.said(), version=version, by=request.actor.id, now=request.moment
            ),
            version=version_of(request),
            standing=project_typed,
        )
    if tried is not None:
        context = {"project": row, "attempt": tried, "form": tried.form}
        return render(request, "improvement/change.html", context, status=tried.status)
    messages.success(request, _("Saved."))
    return redirect("improvement:project", pk)


@page("improvement.change")
def end(request: Request, pk: int) -> HttpResponse:
    """The project is over; what was typed stays when it is refused."""
    row = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    if request.method != "POST":
        return redirect("improvement:project", pk)
    form = EndForm(request.POST)
    tried = attempt(
        form,
        lambda _typed, version: end_project(
            row, form.ending(), version=version, by=request.actor.id, now=request.moment
        ),
        version=version_of(request),
        standing=ended_typed,
    )
    if tried is not None:
        return _project(request, load(request, kept_projects(), read="improvement.read", pk=pk), tried)
    messages.success(request, _("The project is ended."))
    return redirect("improvement:project", pk)


@page("improvement.change")
def reopen(request: Request, pk: int) -> HttpResponse:
    row = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    there = reverse("improvement:project", args=[pk])
    return simply(request, row, reopen_project, done=_("The project goes on."), there=there)


@page("improvement.change")
def remove(request: Request, pk: int) -> HttpResponse:
    row = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    there = f"{reverse('improvement:index')}?removed=project-{pk}"
    back = reverse("improvement:project", args=[pk])
    return simply(request, row, remove_project, done="", there=there, back=back)


@page("improvement.change")
def restore(request: Request, pk: int) -> HttpResponse:
    row = load(request, every_project(), read="improvement.read", right="improvement.change", pk=pk)
    there = reverse("improvement:project", args=[pk])
    return simply(
        request,
        row,
        restore_project,
        done=_("It is back."),
        there=there,
        back=reverse("improvement:index"),
    )
