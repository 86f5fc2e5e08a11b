"""Pages: where a document goes, what of it is taken row by row, accepting it, and undoing that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.comparing import KEEP, TAKE
from samordner.plandocument.forms import number
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import (
    accept_reading,
    choose_plan,
    choose_rows,
    target,
    undo_reading,
    what_undoing_does,
    why_not_undo,
)
from samordner.plandocument.states import fingerprint
from samordner.plandocument.views.readings import comparing, preview
from samordner.plans.models import Plan


@page("plan.readin")
def choose(request: Request, pk: int) -> HttpResponse:
    """Say which plan the document goes into, or that it becomes one of its own."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method != "POST":
        return redirect("plandocument:reading", pk)
    into = request.POST.get("into", "")
    plan = None
    if into != "new":
        plan = load(request, queries.plans_for(found), read="plan.readin", pk=number(into))
    version = number(request.POST.get("version"))
    try:
        choose_plan(found, plan, version=version, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return preview(request, found, status=422, problem=refusal.sentence)
    except Conflict:
        text = _("Someone else changed this reading meanwhile. It is shown as it is now: choose again.")
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        return preview(request, current, status=409, problem=text)
    if plan:
        return redirect("plandocument:compare", pk)
    return redirect(reverse("plandocument:reading", args=[pk]) + "#decide")


@page("plan.readin")
def compare(request: Request, pk: int) -> HttpResponse:
    """Row by row: what the document says beside what the registers have, and what is taken of it."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    into = target(found)
    if not found.is_open or into is None:
        return redirect("plandocument:reading", pk)
    if request.method != "POST":
        return _compare(request, found, into)
    differing = {part.key: [line.key for line in part.differing] for part in comparing(found, into)}
    choices = {
        key: choice
        for keys in differing.values()
        for key in keys
        if (choice := request.POST.get(f"c-{key}", "")) in {TAKE, KEEP}
    }
    whole, _colon, choice = request.POST.get("all", "").partition(":")
    if choice in {TAKE, KEEP}:
        choices |= dict.fromkeys(differing.get(whole, ()), choice)
    version = number(request.POST.get("version"))
    quietly = request.headers.get("HX-Request") == "true"
    try:
        choose_rows(found, choices, version=version, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return _compare(request, found, into, status=422, problem=refusal.sentence)
    except Conflict:
        if quietly:
            return render(
                request,
                "plandocument/_saved.html",
                {"reading": found, "version": version, "in_conflict": True},
            )
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        text = _(
            "Someone else chose here meanwhile. What you chose is marked below, and saved when you save again."
        )
        into = target(current)
        if not current.is_open or into is None:
            return preview(
                request, current, status=409, problem=_("Someone else changed this reading meanwhile.")
            )
        return _compare(request, current, into, status=409, problem=text, choices=choices)
    if quietly:
        return render(
            request, "plandocument/_saved.html", {"reading": found, "version": found.version, "saved": True}
        )
    if request.POST.get("do") == "accept":
        return _accept(request, found, found.version)
    messages.success(request, _("What you chose is kept with the reading."))
    return redirect(reverse("plandocument:compare", args=[pk]) + (f"#{whole}" if whole else ""))


def _compare(
    request: Request,
    found: PlanReading,
    into: Plan,
    *,
    status: int = 200,
    choices: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    parts = comparing(found, into, choices)
    context = {
        "reading": found,
        "into": into,
        "seen": fingerprint(into),
        "parts": [part for part in parts if not part.is_none],
        "alike": [part for part in parts if part.is_none],
        "version": found.version,
        **more,
    }
    return render(request, "plandocument/compare.html", context, status=status)


@page("plan.readin")
def accept(request: Request, pk: int) -> HttpResponse:
    """The plan gets what was chosen of the document: all or nothing."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method != "POST":
        return redirect("plandocument:reading", pk)
    into = target(found)
    # Another plan was chosen on the page, and nobody has seen yet what the document does to that one
    if found.is_open and request.POST.get("into", "") not in {"", str(into.pk) if into else "new"}:
        return choose(request, pk)
    return _accept(request, found, number(request.POST.get("version")))


def _accept(request: Request, found: PlanReading, version: int) -> HttpResponse:
    language = request.POST.get("language", "nb")
    into, seen = target(found), request.POST.get("seen", "")
    try:
        if found.is_open and bool(into) != bool(seen):  # the plan that it goes into came or went meanwhile
            raise Conflict(found)
        plan, taken = accept_reading(
            found, into=into, version=version, seen=seen,
            language=language if language in {"nb", "nn"} else "nb", by=request.actor.id, now=request.now,
        )  # fmt: skip
    except Refusal as refusal:
        return preview(request, found, status=422, problem=refusal.sentence)
    except Conflict:
        current = load(request, queries.every_reading(), read="plan.readin", pk=found.pk)
        text = _(
            "Someone else changed this reading or the plan meanwhile. Look at them as they are now, and accept again."
        )
        into = target(current)
        if request.POST.get("do") == "accept" and current.is_open and into is not None:
            return _compare(request, current, into, status=409, problem=text)
        return preview(request, current, status=409, problem=text)
    if taken.any:
        total = taken.added + taken.changed + taken.removed
        text = (
            ngettext("Accepted: %(count)d row changed.", "Accepted: %(count)d rows changed.", total)
            if into
            else ngettext(
                "Accepted: a new plan of %(count)d row.", "Accepted: a new plan of %(count)d rows.", total
            )
        ) % {"count": total}
        undo = reverse("plandocument:undo", args=[found.pk])
        link = format_html('<a class="ds-link" href="{}">{}</a>', undo, _("Undo the acceptance"))
        messages.success(request, format_html("{} {}", text, link))
    else:
        messages.info(request, _("Accepted. The registers said the same already: nothing was changed."))
    return redirect("plans:plan", plan.pk)


@page("plan.readin")
def undo(request: Request, pk: int) -> HttpResponse:
    """Asks first, and says in numbers what undoing the acceptance will do; then undoes it, whole or not at all."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method != "POST":
        return _undo(request, found)
    try:
        undo_reading(found, version=number(request.POST.get("version")), by=request.actor.id, now=request.now)
    except Refusal:
        return _undo(request, found, status=422)
    except Conflict:
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        text = _("Someone else changed this reading meanwhile. Nothing was undone: look at it as it is now.")
        return _undo(request, current, status=409, problem=text)
    messages.success(request, _("The acceptance is undone. You can correct the reading and accept it anew."))
    return redirect("plandocument:reading", pk)


def _undo(request: Request, found: PlanReading, *, status: int = 200, **more: Any) -> HttpResponse:
    refusal = why_not_undo(found)
    context = {
        "reading": found,
        "refusal": refusal,
        "does": None if refusal else what_undoing_does(found),
        **more,
    }
    return render(request, "plandocument/undo.html", context, status=status)
