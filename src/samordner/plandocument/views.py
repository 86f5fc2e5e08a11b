"""Pages: a document is read, looked at, corrected and accepted; the plan is shown and printed; its numbers are held up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.files.operations import receive
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.documents import plan_document
from samordner.plandocument.forms import UploadForm
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import (
    accept_reading,
    begin_reading,
    correct_reading,
    drop_reading,
    match_claim,
    same_plan,
)
from samordner.plandocument.previews import sections
from samordner.plandocument.taking import doubtful
from samordner.plans.models import Plan
from samordner.plans.registers import register as register_of
from samordner.plans.registers import registers
from samordner.programmes.queries import definition as definition_of

# Reading a document in


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
            file = receive(upload.name, upload.read(), by=request.actor.id, now=request.now)
            reading = begin_reading(
                file,
                office=form.chosen_office,
                programme=form.chosen_programme,
                by=request.actor.id,
                now=request.now,
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal.sentence))
        else:
            return redirect("plandocument:reading", reading.pk)
    found = list(visible(queries.every_reading().defer("result"), request.actor, "plan.readin")[:50])
    status = 422 if request.method == "POST" else 200
    return render(request, "plandocument/readings.html", {"form": form, "readings": found}, status=status)


@page("plan.readin")
def reading(request: Request, pk: int) -> HttpResponse:
    """The preview, cell by cell."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    return _preview(request, found)


def _preview(request: Request, found: PlanReading, *, status: int = 200, **more: Any) -> HttpResponse:
    only = request.GET.get("vis") == "tvil"
    into = same_plan(found) if found.is_open else found.plan
    shown = sections(found.result, only_doubtful=only)
    context = {
        "reading": found,
        "result": found.result,
        "sections": shown,
        "only_doubtful": only,
        "doubtful": doubtful(found.result),
        "rows": sum(section.count for section in shown),
        "into": into,
        "differences": queries.differences(found, into) if into and found.is_open else [],
        "registers": registers(),
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
    edits = _edits(request, found.result)
    version = _number(request.POST.get("version"))
    if request.POST.get("do") == "undo":
        corrections = found.corrections[:-1]
    elif not edits:
        messages.info(request, _("Nothing was changed."))
        return redirect(_back(found, request))
    else:
        corrections = [*found.corrections, *edits]
    try:
        correct_reading(found, corrections, version=version, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return _preview(request, found, status=422, problem=refusal.sentence, typed=request.POST)
    except Conflict:
        text = _(
            "Someone else corrected this reading meanwhile. Below it stands as it is now; what you typed is kept here."
        )
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        return _preview(request, current, status=409, problem=text, typed=request.POST)
    return redirect(_back(found, request))


def _back(found: PlanReading, request: Request) -> str:
    query = "?vis=tvil" if request.POST.get("vis") == "tvil" else ""
    return reverse("plandocument:reading", args=[found.pk]) + query + f"#{request.POST.get('anchor', '')}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _edits(request: Request, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The corrections that a form asks for; empty when it changes nothing."""
    post = request.POST
    do, register, row = post.get("do", ""), post.get("register", ""), post.get("row", "")
    address = {"register": register, "row": row}
    match do:
        case "cells":
            return _cell_edits(post, result, address)
        case "front":
            return _front_edits(post, result)
        case "mark-certain" | "row-to-text":
            return [{"do": do, **address}]
        case "join-rows":
            return [{"do": do, "register": register, "row": post.get("above", ""), "other": row}]
        case "split-row":
            return [{"do": do, **address, "line": _number(post.get("line"))}]
        case "text-to-row":
            cells = {
                key[5:]: str(text).strip()
                for key, text in post.dict().items()
                if key.startswith("cell-") and str(text).strip()
            }
            return [{"do": do, "register": register, "chapter": _number(post.get("chapter")), "cells": cells}]
    return []


def _cell_edits(post: Any, result: Mapping[str, Any], address: dict[str, str]) -> list[dict[str, Any]]:
    rows = result["rows"].get(address["register"], [])
    old = next((row for row in rows if row["key"] == address["row"]), None)
    if old is None:
        raise Http404
    edits: list[dict[str, Any]] = []
    for key, text in old["cells"].items():
        new = post.get(f"cell-{key}")
        if new is not None and new.replace("\r\n", "\n").strip() != text.strip():
            edits.append(
                {"do": "set-cell", **address, "cell": key, "value": new.replace("\r\n", "\n").strip()}
            )
    parent = post.get("parent")
    if parent is not None and parent.strip() != (old["parent"] or ""):
        edits.append(
            {"do": "set-parent", **address, **({"parent": parent.strip()} if parent.strip() else {})}
        )
    if edits:
        edits.append({"do": "mark-certain", **address})
    return edits


def _front_edits(post: Any, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    front = result["front"]
    now = {
        "title": front["title"] or "",
        "period": (front["period"] or {}).get("label", ""),
        "date": (front["date"] or {}).get("label", ""),
        "approved_by": front["approved_by"] or "",
        "prepared_by": "\n".join(front["prepared_by"]),
    }
    given = {key: post.get(key, text).replace("\r\n", "\n").strip() for key, text in now.items()}
    return [
        {"do": "set-front", "field": key, "value": text} for key, text in given.items() if text != now[key]
    ]


@page("plan.readin")
def accept(request: Request, pk: int) -> HttpResponse:
    """The registers say what the document says: all or nothing."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method != "POST":
        return redirect("plandocument:reading", pk)
    into = same_plan(found) if request.POST.get("into") == "same" else None
    language = request.POST.get("language", "nb")
    try:
        plan, taken = accept_reading(
            found, into=into, version=_number(request.POST.get("version")),
            language=language if language in {"nb", "nn"} else "nb", by=request.actor.id, now=request.now,
        )  # fmt: skip
    except Refusal as refusal:
        return _preview(request, found, status=422, problem=refusal.sentence)
    except Conflict:
        current = load(request, queries.every_reading(), read="plan.readin", pk=pk)
        text = _("Someone else changed this reading meanwhile. Look at it as it is now, and accept again.")
        return _preview(request, current, status=409, problem=text)
    if taken.any:
        total = taken.added + taken.changed + taken.removed
        text = ngettext("Accepted: %(count)d row changed.", "Accepted: %(count)d rows changed.", total) % {
            "count": total
        }
        messages.success(request, text)
    else:
        messages.info(request, _("Accepted. The registers said the same already: nothing was changed."))
    return redirect("plans:plan", plan.pk)


@page("plan.readin")
def drop(request: Request, pk: int) -> HttpResponse:
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    if request.method == "POST":
        try:
            drop_reading(
                found, version=_number(request.POST.get("version")), by=request.actor.id, now=request.now
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
    answer = HttpResponse(bytes(found.file.content), content_type=found.file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(found.file.name)}"'
    return answer


def _file_name(name: str) -> str:
    stem, _dot, ending = name.rpartition(".")
    return f"{slugify(stem or name) or 'document'}.{slugify(ending) or 'txt'}"


# The plan as a document


@page("plan.read")
def document(request: Request, pk: int) -> HttpResponse:
    """The plan as one document, on screen."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    language = _language(request, plan)
    made = plan_document(
        queries.contents(plan, language), definition_of(plan.programme.key), language=language
    )
    context = {"plan": plan, "language": language, "body": html.body(made), "document": made}
    return render(request, "plandocument/document.html", context)


@page("plan.read")
def document_file(request: Request, pk: int, ending: str) -> HttpResponse:
    """The plan as a file: DOCX, HTML or JSON."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    language = _language(request, plan)
    made = plan_document(
        queries.contents(plan, language), definition_of(plan.programme.key), language=language
    )
    printed = print_document(made, DocumentFormat(ending))
    answer = HttpResponse(printed.content, content_type=printed.media_type)
    name = f"{slugify(plan.title) or 'plan'}-{language}.{printed.extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if printed.extension == "html":
        # The file carries its own style sheet; it is downloaded, never shown under our address.
        answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _language(request: Request, plan: Plan) -> str:
    asked = request.GET.get("sprak", "")
    return asked if asked in {"nb", "nn", "en"} else plan.language


# The numbers that the plan states


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
        "may_change": request.actor.may("plan.change"),
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


@page("plan.readin")
def row_from_text(request: Request, pk: int) -> HttpResponse:
    """The form that makes a row of words in a chapter's text: choose the register, then put the words in cells."""
    found = load(request, queries.every_reading(), read="plan.readin", pk=pk)
    place = _number(request.GET.get("kapittel"))
    chapters = found.result["chapters"]
    try:
        chosen = register_of(request.GET.get("register", ""))
    except KeyError:
        chosen = registers()[0]
    if not 1 <= place <= len(chapters):
        raise Http404
    context = {
        "reading": found, "chapter": chapters[place - 1], "place": place, "chosen": chosen, "registers": registers(),
    }  # fmt: skip
    return render(request, "plandocument/row_from_text.html", context)
