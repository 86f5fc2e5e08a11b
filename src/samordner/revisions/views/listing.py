"""A plan's revisions: which there are, and the steps of the one that is worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.plandocument.queries import every_plan
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Plan
from samordner.plans.queries import said_by
from samordner.revisions import operations
from samordner.revisions.comparing import compared
from samordner.revisions.completeness import completeness, former_state
from samordner.revisions.documents import number_words, revisions_table
from samordner.revisions.forms import ApproveForm, ReviewForm
from samordner.revisions.models import Revision
from samordner.revisions.queries import approvals_of, every_revision, lines, state_frozen
from samordner.revisions.reading import state_of


def plan_for(request: Request, pk: int, right: str = "plan.read") -> Plan:
    return load(request, every_plan(), read="plan.read", right=right, pk=pk)


def revision_for(request: Request, pk: int, right: str = "plan.read") -> Revision:
    return load(request, every_revision(), read="plan.read", right=right, pk=pk)


@page("plan.read")
def index(request: Request, pk: int) -> HttpResponse:
    plan = plan_for(request, pk)
    rows = visible(every_revision().filter(plan=plan), request.actor, "plan.read")
    found = lines(rows)
    status = request.GET.get("status", "")
    shown = [line for line in found if status in {"", line.revision.status}]
    if request.GET.get("sort") == "number":
        shown.reverse()
    if wanted := request.GET.get("format"):
        return answer_file(revisions_table(), shown, wanted, f"revisions-{plan.pk}")
    at_work = next((line for line in found if not line.revision.is_approved), None)
    context = {
        "plan": plan,
        "lines": shown,
        "any": bool(found),
        "states": Revision.Status.choices,
        "status": status,
        "at_work": at_work,
        "approved": [line for line in found if line.approval],
        "may_approve": allowed(plan, request.actor, "plan.approve"),
        "may_review": allowed(plan, request.actor, "plan.review"),
        "why_not_put_away": operations.why_not_put_away(at_work.revision) if at_work else None,
    }
    return render(request, "revisions/index.html", context)


def _carry_out(request: Request, deed: Callable[[], Any], done: str) -> None:
    meanwhile = _("Someone else changed this revision meanwhile. Look at it as it is now.")
    carry_out(request, deed, done=done, meanwhile=meanwhile)


@page("plan.approve")
def begin(request: Request, pk: int) -> HttpResponse:
    plan = plan_for(request, pk, "plan.approve")
    if request.method == "POST":
        _carry_out(
            request,
            lambda: operations.begin_revision(plan, by=request.actor.id, now=request.now),
            _("Begun. Go on working in the plan; what is approved already stays as it is."),
        )
    return redirect("revisions:index", plan.pk)


@page("plan.approve")
def review(request: Request, pk: int) -> HttpResponse:
    """Send the draft for review."""
    revision = revision_for(request, pk, "plan.approve")
    sentence = operations.why_not_send_for_review(revision)
    tried = None
    form = ReviewForm(initial={"asks": revision.review_asks})
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> Revision:
            return operations.send_for_review(
                revision, until=cleaned["until"], asks=cleaned["asks"], version=version, today=request.today,
                by=request.actor.id, now=request.now,
            )  # fmt: skip

        tried = attempt(ReviewForm(request.POST), write, version=version_of(request))
        if tried is None:
            messages.success(
                request, _("The plan is out for review. Your partners see it on their first page.")
            )
            return redirect("revisions:review_page", revision.pk)
    context = {
        "plan": revision.plan,
        "revision": revision,
        "form": tried.form if tried else form,
        "attempt": tried,
        "version": tried.version if tried else revision.version,
        "why_not": sentence,
    }
    return render(request, "revisions/send_for_review.html", context, status=tried.status if tried else 200)


@page("plan.approve")
def take_back(request: Request, pk: int) -> HttpResponse:
    revision = revision_for(request, pk, "plan.approve")
    if request.method == "POST":
        deed = operations.take_back
        _carry_out(
            request,
            lambda: deed(revision, version=version_of(request), by=request.actor.id, now=request.now),
            _("Taken back: it is a draft again. The comments are kept."),
        )
    return redirect("revisions:index", revision.plan_id)


@page("plan.approve")
def put_away(request: Request, pk: int) -> HttpResponse:
    revision = revision_for(request, pk, "plan.approve")
    plan = revision.plan_id
    if request.method == "POST":
        deed = operations.put_away
        _carry_out(
            request,
            lambda: deed(revision, version=version_of(request), by=request.actor.id, now=request.now),
            _("The draft is put away. The plan itself is as it was."),
        )
    return redirect("revisions:index", plan)


@page("plan.approve")
def approve(request: Request, pk: int) -> HttpResponse:
    """Look once more, then approve. What was written after the page was shown is not approved unseen."""
    revision = revision_for(request, pk, "plan.approve")
    problem, status = "", 200
    form = ApproveForm(request.POST or None, initial={"body": revision.plan.approved_by, "on": request.today})
    if request.method == "POST":
        if form.is_valid():
            try:
                operations.approve(
                    revision, body=form.cleaned_data["body"], on=form.cleaned_data["on"],
                    seen=request.POST.get("seen", "") or "-", version=version_of(request), today=request.today,
                    by=request.actor.id, now=request.now,
                )  # fmt: skip
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
                status = 422
            except Conflict:
                problem, status = (
                    _("Someone has written in the plan since you looked. Look again, then approve."),
                    409,
                )
            else:
                messages.success(request, _("Approved. It is kept exactly as it was printed now."))
                return redirect("revisions:revision", revision.pk)
        else:
            status = 422
    return _approving(request, revision_for(request, pk, "plan.approve"), form, problem, status)


def _approving(
    request: Request, revision: Revision, form: ApproveForm, problem: str, status: int
) -> HttpResponse:
    plan = revision.plan
    says = said_by(plan.programme.key)
    state = state_of(plan)
    before = approvals_of(plan).first()
    comparison = compared(state_frozen(before), state) if before else None
    checked = completeness(plan, says, state, day=request.today, former=former_state(plan)) if says else []
    context = {
        "plan": plan,
        "revision": revision,
        "form": form,
        "problem": problem,
        "why_not": operations.why_not_approve(revision),
        "seen": fingerprint(plan),
        "before": before,
        "comparison": comparison,
        "numbers": number_words(comparison.numbers) if comparison else "",
        "lacking": [each for each in checked if each.standing != "in_place"],
    }
    return render(request, "revisions/approve.html", context, status=status)
