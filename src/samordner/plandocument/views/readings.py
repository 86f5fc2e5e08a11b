"""Pages: a document is read, looked at and corrected; put away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.answers import answer_download, answer_file
from samordner.pages.gate import Request, load, page
from samordner.places.alphabet import norwegian_key
from samordner.plandocument import queries
from samordner.plandocument.comparing import Chooser, Part, comparison
from samordner.plandocument.forms import ListForm, UploadForm, as_made, edits, number
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import (
    begin_reading,
    correct_reading,
    drop_reading,
    target,
)
from samordner.plandocument.previews import anchor, front_shown, sections
from samordner.plandocument.states import fingerprint
from samordner.plandocument.taking import doubtful
from samordner.plans.models import Plan
from samordner.plans.registers import register as register_of
from samordner.plans.registers import registers
from samordner.programmes.queries import definition as definition_of


@page("plan.readin")
def readings(request: Request) -> HttpResponse:
    """Documents that were read, and the form to read one more."""
    form = UploadForm(
        request.POST or None, request.FILES or None,
        programmes=queries.programmes_named(), offices=queries.offices_named(request.actor, request.day),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            reading = begin_reading(
                upload.name,
                upload.read(),
                office=form.chosen_office,
                programme=form.chosen_programme,
                by=request.actor.id,
                now=request.now,
                office_is_right=form.cleaned_data["office_is_right"],
            )
        except Refusal as refusal:
            form.add_error(refusal.field or "file", str(refusal.sentence))
        else:
            return redirect("plandocument:reading", reading.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, **_listed(request)}
    return render(request, "plandocument/readings.html", context, status=status)


@page("plan.readin")
def export(request: Request, format: str) -> HttpResponse:
    """The documents that were read, as they are narrowed on the page, as a file."""
    return answer_file(queries.READINGS, _listed(request)["readings"], format, "readings")


def _listed(request: Request) -> dict[str, Any]:
    """The readings that the address asks for, and what there is to narrow them by."""
    every = queries.reading_lines(visible(queries.every_reading(), request.actor, "plan.readin"), request.day)
    narrowing = ListForm(
        request.GET,
        programmes=sorted({(each.row.programme.key, each.programme) for each in every}),
        offices=sorted({(each.row.office.key, each.office) for each in every}),
        states=[
            (key, str(name))
            for key, name in PlanReading.Status.choices
            if any(each.row.status == key for each in every)
        ],
    )
    found = [
        each
        for each in every
        if narrowing.asked("programme") in {"", each.row.programme.key}
        and narrowing.asked("office") in {"", each.row.office.key}
        and narrowing.asked("status") in {"", each.row.status}
    ]
    if narrowing.asked("sort") == "name":
        found.sort(key=lambda each: norwegian_key(each.row.name))
    return {"readings": found, "narrowing": narrowing, "every": len(every), "query": request.GET.urlencode()}


@page("plan.readin")
def reading(request: Request, pk: int) -> HttpResponse:
    """The preview, cell by cell."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    return preview(request, found)


def comparing(found: PlanReading, into: Plan, choices: Mapping[str, str] | None = None) -> list[Part]:
    """The reading beside that plan, with what was chosen; `choices` are what somebody has not saved yet."""
    chooser = Chooser({**found.choices, **(choices or {})})
    return comparison(found, into, definition_of(found.programme.key), chooser)


def preview(request: Request, found: PlanReading, *, status: int = 200, **more: Any) -> HttpResponse:
    typed = more.get("typed")
    only = "tvil" in {request.GET.get("vis"), typed and typed.get("vis")}
    into = target(found) if found.is_open else found.plan
    parts = comparing(found, into) if into and found.is_open else []
    shown = sections(found.result, only_doubtful=only, typed=typed, asked=request.GET.get("endre", ""))
    looked_at = [row for section in shown for row in section.rows if not row.certain]
    context = {
        "reading": found,
        "read_for": queries.read_for(found, request.day),
        "result": found.result,
        "front": front_shown(found.result, typed),
        "sections": shown,
        "only_doubtful": only,
        "doubtful": doubtful(found.result),
        "first_doubtful": looked_at[0] if looked_at else None,
        "rows": sum(section.count for section in shown),
        "corrected": len(as_made(found.corrections)),
        "into": into,
        "seen": fingerprint(into) if into and found.is_open else "",
        "differences": [part for part in parts if not part.is_none],
        "targets": list(queries.plans_for(found)) if found.is_open else [],
        "writing": next((row for section in shown for row in section.rows if row.typed), None),
        "reached": {
            key: found.result["accounting"].get(key, 0)
            for key in ("rows", "chapters", "repeated", "furniture")
        },
        **more,
    }
    return render(request, "plandocument/reading.html", context, status=status)


@page("plan.readin")
def correct(request: Request, pk: int) -> HttpResponse:
    """One more correction, or several from one form; what was typed is kept when it is refused."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method != "POST":
        return redirect("plandocument:reading", pk)
    made = edits(request.POST, found.result)
    undo = request.POST.get("do") == "undo"
    if not made and not undo:
        messages.info(request, _("Nothing was changed."))
        return redirect(_back(found, request))
    before = as_made(found.corrections)
    corrections = [each for group in before[:-1] for each in group] if undo else [*found.corrections, *made]
    version = number(request.POST.get("version"))
    try:
        correct_reading(found, corrections, version=version, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return _refused(request, found, refusal.sentence, 422)
    except Conflict:
        text = _(
            "Someone else corrected this reading meanwhile. It is shown as it is now; what you typed is kept."
        )
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        return _refused(request, current, text, 409)
    undone = before[-1][0] if undo and before else {}
    return redirect(
        _back(found, request, at=anchor(undone["register"], undone["row"]) if "row" in undone else "")
    )


def _refused(request: Request, found: PlanReading, problem: str | Promise, status: int) -> HttpResponse:
    """The page that the form stood on, with what was typed in the form."""
    if request.POST.get("do") == "text-to-row" and found.is_open:
        more = {"problem": problem, "typed": request.POST}
        place, register = number(request.POST.get("chapter")), request.POST.get("register", "")
        return _row_from_text(request, found, place, register, status=status, **more)
    return preview(request, found, status=status, problem=problem, typed=request.POST)


def _back(found: PlanReading, request: Request, *, at: str = "") -> str:
    """Where one was; after a row that is settled, at the next one to look at. `at` is a place known already."""
    post = request.POST
    only = post.get("vis") == "tvil"
    match post.get("do"):
        case "mark-certain" | "row-to-text":
            where = "next"
        case "cells" if only:
            where = "next"
        case "join-rows":
            where = "above-anchor"
        case _:
            where = "anchor"
    place = at or post.get(where, "")
    return (
        reverse("plandocument:reading", args=[found.pk])
        + ("?vis=tvil" if only else "")
        + (f"#{place}" if place else "")
    )


@page("plan.readin")
def drop(request: Request, pk: int) -> HttpResponse:
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method == "POST":
        try:
            drop_reading(
                found, version=number(request.POST.get("version")), by=request.actor.id, now=request.now
            )
        except (Refusal, Conflict) as problem:
            messages.error(
                request, str(getattr(problem, "sentence", _("Someone else changed this reading meanwhile.")))
            )
            return redirect("plandocument:reading", pk)
        messages.success(request, _("The reading was put away. The document is kept."))
    return redirect("plandocument:readings")


@page("plan.readin")
def original(request: Request, pk: int) -> HttpResponse:
    """The document as it was received."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    return answer_download(bytes(found.file.content), found.file.media_type, found.name)


@page("plan.readin")
def row_from_text(request: Request, pk: int) -> HttpResponse:
    """The form that makes a row of words in a chapter's text: choose the register, then put the words in cells."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    return _row_from_text(
        request, found, number(request.GET.get("kapittel")), request.GET.get("register", "")
    )


def _row_from_text(
    request: Request, found: PlanReading, place: int, register: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    chapters = found.result["chapters"]
    if not 1 <= place <= len(chapters):
        raise Http404
    try:
        chosen = register_of(register)
    except KeyError:
        chosen = registers()[0]
    typed = more.get("typed") or {}
    context = {
        "reading": found,
        "chapter": chapters[place - 1],
        "place": place,
        "chosen": chosen,
        "registers": registers(),
        "cells": [(column, typed.get(f"cell-{column.key}", "")) for column in chosen.table.columns],
        **more,
    }
    return render(request, "plandocument/row_from_text.html", context, status=status)
