"""Pages: the numbers that a plan states, beside what is known."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.operations import (
    match_claim,
)
from samordner.plans.models import Plan
from samordner.programmes.queries import definition as definition_of


@page("plan.read")
def claims(request: Request, pk: int) -> HttpResponse:
    """What the document states beside what the observations give."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    return _claims(request, plan)


def _claims(request: Request, plan: Plan, *, status: int = 200, **more: Any) -> HttpResponse:
    definition = definition_of(plan.programme.key)
    found = queries.compared(plan, definition, list(plan.claims.all()))
    context = {
        "plan": plan,
        "claims": [queries.told(each, definition) for each in found],
        "choices": queries.choices(definition),
        "may_change": allowed(plan, request.actor, "plan.change"),
        "may_register": request.actor.may("observation.register"),
        **more,
    }
    return render(request, "plandocument/claims.html", context, status=status)


@page("plan.change")
def claim(request: Request, pk: int) -> HttpResponse:
    """Say which observations a claim is about."""
    found = load(request, queries.every_claim(), read="plan.read", right="plan.change", pk=pk)
    if request.method == "POST":
        chosen = [each.split(":", 1) for each in request.POST.getlist("about") if ":" in each]
        subjects = {subject for subject, _value in chosen}
        try:
            if len(subjects) > 1:
                raise Refusal(_("Choose values of one subject only: a number counts one thing."))
            match_claim(
                found, subject=next(iter(subjects), ""), values=[value for _subject, value in chosen],
                by=request.actor.id, now=request.now,
            )  # fmt: skip
        except Refusal as refusal:
            return _claims(request, found.plan, status=422, problem=refusal.sentence, problem_at=found.pk)
    return redirect("plandocument:claims", found.plan_id)
