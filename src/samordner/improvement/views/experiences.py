"""Experiences: what others tried, who has seen it and who took it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.improvement.documents import experiences_table, solution_names, uptakes_table
from samordner.improvement.forms import (
    ExperienceForm,
    NoteForm,
    WithdrawForm,
    experience_typed,
    noted_typed,
)
from samordner.improvement.models import Act, Experience, Uptake
from samordner.improvement.operations.experiences import (
    change_experience,
    note_uptake,
    propose_experience,
    remove_uptake,
    restore_uptake,
    share_again,
    why_not_propose,
    why_not_share_again,
    why_not_take,
    withdraw_experience,
)
from samordner.improvement.queries.cycles import kept_cycles
from samordner.improvement.queries.experiences import (
    UPTAKES,
    Wanted,
    every_experience,
    every_uptake,
    lines,
    shared,
    spread,
)
from samordner.improvement.views.asking import (
    head_of,
    one_page,
    removed,
    simply,
    word,
)
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.programmes.queries import definition


@page("experience.read")
def experiences(request: Request) -> HttpResponse:
    """What is shared in the offices that the reader reaches, narrowed and sorted; also as a file."""
    head = head_of(request, shared(), "experience.read")
    if head is None:
        return render(request, "improvement/nobody.html", {"tab": "experiences"})
    says = head.about.definition
    wanted = Wanted(
        act=word(request, "act", Act.values), uptake=word(request, "uptake", UPTAKES), **head.said
    )
    found = lines(head.rows, wanted, says, sort=word(request, "sort"))
    if file := request.GET.get("format"):
        return answer_file(experiences_table(says), found, file, f"experiences-{request.day}")
    names = solution_names(says)
    paged = one_page(request, found)
    context = {
        **head.context("experiences", wanted),
        "acts": Act.choices,
        "rows": paged,
        "shown": [(line, names.get(line.experience.solution, line.experience.solution)) for line in paged],
        "reads_projects": request.actor.may("improvement.read"),
    }
    return render(request, "improvement/experiences.html", context)


def _load(request: Request, pk: int, right: str = "") -> Experience:
    """An experience that the reader may see: a withdrawn one is seen by those who could have shared it alone."""
    row = load(request, every_experience(), read="experience.read", right=right or "experience.read", pk=pk)
    gone = row.withdrawn_at or row.cycle.removed_at or row.cycle.project.removed_at
    if gone and not allowed(row, request.actor, "experience.propose"):
        raise Http404
    return row


def _takers(request: Request, row: Experience) -> list[Participation]:
    """The municipalities that the reader may note something for."""
    there = taking_part(row.participation.programme.key, request.day, office=row.participation.office.key)
    reached = visible(there, request.actor, "experience.take")
    return [one for one in reached if why_not_take(row, one) is None]


@page("experience.read")
def experience(request: Request, pk: int) -> HttpResponse:
    """What was tried and seen, and what others did with it."""
    return _experience(request, _load(request, pk))


def _experience(
    request: Request,
    row: Experience,
    noting: Attempt[Any] | None = None,
    withdrawing: Attempt[Any] | None = None,
) -> HttpResponse:
    uptakes = list(every_uptake().filter(experience=row, removed_at=None))
    if file := request.GET.get("format"):
        return answer_file(uptakes_table(), uptakes, file, f"experience-{row.pk}")
    takers = _takers(request, row)
    mine = {one.pk for one in takers}
    own = allowed(row, request.actor, "experience.propose")
    says = definition(row.participation.programme.key)
    context = {
        "experience": row,
        "solution": solution_names(says).get(row.solution, row.solution),
        "spread": spread(uptakes),
        "uptakes": [(one, one.participation_id in mine) for one in uptakes],
        "own": own,
        "project": row.cycle.project
        if allowed(row.cycle.project, request.actor, "improvement.read")
        else None,
        "noting": noting or (_fresh(request, takers, uptakes) if takers else None),
        "opened": noting is not None or bool(word(request, "for")),
        "withdrawing": withdrawing or Attempt(WithdrawForm(), row.version),
        "why_not_share_again": why_not_share_again(row),
        "undo": removed(request, "uptake", every_uptake(), "experience.take", "improvement:restore_uptake"),
    }
    failed = noting or withdrawing
    return render(request, "improvement/experience.html", context, status=failed.status if failed else 200)


def _fresh(request: Request, takers: list[Participation], uptakes: list[Uptake]) -> Attempt[Any]:
    """The form for what is noted: of the municipality that the address names, or of the only one, as it stands."""
    asked = word(request, "for") or (str(takers[0].pk) if len(takers) == 1 else "")
    there = next((one for one in uptakes if str(one.participation_id) == asked), None)
    if there is not None:
        return Attempt(NoteForm(takers, initial=noted_typed(there)), there.version)
    begin = {"municipality": asked, "seen_on": request.day}
    return Attempt(NoteForm(takers, initial=begin))


@page("experience.propose")
def propose(request: Request, pk: int) -> HttpResponse:
    """Share what a cycle came to. The form begins with what the cycle says; nothing is shared before it is saved."""
    cycle = load(request, kept_cycles(), read="improvement.read", right="experience.propose", pk=pk)
    says = definition(cycle.project.participation.programme.key)
    own = cycle.project.solutions
    begin = {
        "title": (cycle.idea.text if cycle.idea else cycle.question)[:200],
        "solution": own[0] if len(own) == 1 else "",
        "what": "\n\n".join(filter(None, (cycle.done, cycle.study))),
        "for_whom": cycle.project.aim_for_whom,
    }
    form = ExperienceForm(says, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    made: list[Experience] = []
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> None:
            made.append(propose_experience(cycle, form.told(), by=request.actor.id, now=request.moment))

        tried = attempt(form, write)
    if tried is not None:
        context = {
            "cycle": cycle,
            "project": cycle.project,
            "attempt": tried,
            "form": tried.form,
            "why_not": why_not_propose(cycle),
        }
        return render(request, "improvement/propose.html", context, status=tried.status)
    messages.success(request, _("It is shared with the municipalities of the office."))
    return redirect("improvement:experience", made[0].pk)


@page("experience.propose")
def change(request: Request, pk: int) -> HttpResponse:
    """Put right what an experience tells."""
    row = _load(request, pk, "experience.propose")
    says = definition(row.participation.programme.key)
    tried: Attempt[Any] | None = Attempt(ExperienceForm(says, initial=experience_typed(row)), row.version)
    if request.method == "POST":
        form = ExperienceForm(says, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_experience(
                row, form.told(), version=version, by=request.actor.id, now=request.moment
            ),
            version=version_of(request),
            standing=experience_typed,
        )
    if tried is not None:
        context = {"experience": row, "attempt": tried, "form": tried.form}
        return render(request, "improvement/propose.html", context, status=tried.status)
    messages.success(request, _("Saved."))
    return redirect("improvement:experience", pk)


@page("experience.propose")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Others see it no more."""
    row = _load(request, pk, "experience.propose")
    if request.method != "POST":
        return redirect("improvement:experience", pk)
    form = WithdrawForm(request.POST)
    tried = attempt(
        form,
        lambda typed, version: withdraw_experience(
            row, typed["why"], version=version, by=request.actor.id, now=request.moment
        ),
        version=version_of(request),
    )
    if tried is not None:
        return _experience(request, _load(request, pk), withdrawing=tried)
    messages.success(request, _("It is withdrawn: others see it no more."))
    return redirect("improvement:experience", pk)


@page("experience.propose")
def again(request: Request, pk: int) -> HttpResponse:
    """Undo a withdrawal."""
    row = _load(request, pk, "experience.propose")
    there = reverse("improvement:experience", args=[pk])
    return simply(request, row, share_again, done=_("It is shared again."), there=there)


@page("experience.take")
def note(request: Request, pk: int) -> HttpResponse:
    """Note what a municipality did with it."""
    row = _load(request, pk)
    if request.method != "POST":
        return redirect("improvement:experience", pk)
    takers = _takers(request, row)
    form = NoteForm(takers, request.POST)
    tried = attempt(
        form,
        lambda _typed, version: note_uptake(
            row, form.participation, form.noted(), version=version, by=request.actor.id, now=request.moment
        ),
        version=version_of(request),
        standing=noted_typed,
    )
    if tried is not None:
        return _experience(request, _load(request, pk), noting=tried)
    messages.success(request, _("It is noted."))
    return redirect("improvement:experience", pk)


@page("experience.take")
def remove(request: Request, pk: int) -> HttpResponse:
    """Take away what was noted by mistake."""
    rows = every_uptake().filter(removed_at=None)
    row = load(request, rows, read="experience.read", right="experience.take", pk=pk)
    back = reverse("improvement:experience", args=[row.experience_id])
    return simply(request, row, remove_uptake, done="", there=f"{back}?removed=uptake-{pk}", back=back)


@page("experience.take")
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring back what was taken away."""
    row = load(request, every_uptake(), read="experience.read", right="experience.take", pk=pk)
    there = reverse("improvement:experience", args=[row.experience_id])
    return simply(request, row, restore_uptake, done=_("It is back."), there=there)
