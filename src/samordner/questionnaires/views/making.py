"""A questionnaire begins: empty, from a ready one, as a copy of another, or out of an XLSForm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.journal.deeds import Refusal
from samordner.pages.editing import Attempt
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Chosen, NoSuch, chosen_of, kept, rows_of
from samordner.questionnaires.content import Content
from samordner.questionnaires.forms import FileForm, NewForm
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import empty, make_questionnaire
from samordner.questionnaires.queries import XLSFORM, every_questionnaire
from samordner.questionnaires.ready import Ready
from samordner.questionnaires.views.asking import ready_of
from samordner.questionnaires.xlsform import Refused, read_xlsform


@page("questionnaire.write")
def new(request: Request) -> HttpResponse:
    """A name, and what it begins from."""
    found = chosen_of(request, "questionnaire.write")
    if found is None:
        return render(request, "questionnaires/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "questionnaires/which_office.html", {"chosen": found})
    ready, copies = ready_of(request, programme.key), _copies(request, found)
    start = request.GET.get("start", "empty")
    form = NewForm(request.POST or None, starts=_starts(ready, copies), initial={"start": start})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        content, of_ready = _begun(form.cleaned_data["start"], name, ready, copies)
        try:
            row = make_questionnaire(
                programme, office, name, content, ready=of_ready, by=request.actor.id, now=request.now
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            messages.success(request, _("Made. It can be written on now."))
            return redirect("questionnaires:questionnaire", row.pk)
    return _answered(request, "questionnaires/new.html", form, {"chosen": found})


@page("questionnaire.write")
def from_file(request: Request) -> HttpResponse:
    """Out of an XLSForm: read whole, or not at all, with every fault by sheet, row and column."""
    found = chosen_of(request, "questionnaire.write")
    if found is None:
        return render(request, "questionnaires/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "questionnaires/which_office.html", {"chosen": found})
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"chosen": found}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_xlsform(file.read(), file.name)
        except Refused as refused:
            context["faults"] = refused.faults
            number = len(refused.faults)
            text = ngettext(
                "It was not read: %(number)s fault.", "It was not read: %(number)s faults.", number
            )
            form.add_error("file", text % {"number": number})
        else:
            try:
                row = make_questionnaire(
                    programme,
                    office,
                    form.cleaned_data["name"].strip()
                    or (read.content.title.nb or read.content.title.nn)[:200]
                    or file.name,
                    read.content,
                    ready=XLSFORM,
                    by=request.actor.id,
                    now=request.now,
                )
            except Refusal as refusal:
                form.add_error("name" if refusal.field == "name" else None, str(refusal.sentence))
            else:
                messages.success(
                    request, _("Read in: %(number)s questions.") % {"number": len(read.content.questions)}
                )
                for note in read.notes:
                    messages.info(request, str(note))
                return redirect("questionnaires:questionnaire", row.pk)
    return _answered(request, "questionnaires/from_file.html", form, context)


def _answered(request: Request, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    attempt = Attempt(form, status=422 if form.errors else 200)
    more = {"form": form, "attempt": attempt, "kept": kept(request)}
    return render(request, template, context | more, status=attempt.status)


def _copies(request: Request, found: Chosen) -> dict[str, Questionnaire]:
    """Those that can be copied: of any programme that the writer sees, also of another office."""
    rows = visible(every_questionnaire(), request.actor, "questionnaire.read").filter(put_away_at=None)
    same = [row for row in rows if row.programme.key == found.definition.key]
    others = [row for row in rows if row.programme.key != found.definition.key]
    return {str(row.pk): row for row in (*same, *others)}


def _starts(ready: tuple[Ready, ...], copies: dict[str, Questionnaire]) -> list[Any]:
    grouped: list[Any] = [("empty", _("An empty questionnaire"))]
    grouped += [
        (
            f"ready:{each.key}",
            _("Ready: %(name)s, about %(minutes)s minutes") % {"name": each.name, "minutes": each.minutes},
        )
        for each in ready
    ]
    grouped += [(f"copy:{pk}", _("A copy of %(name)s") % {"name": row.name}) for pk, row in copies.items()]
    return grouped


def _begun(
    start: str, name: str, ready: tuple[Ready, ...], copies: dict[str, Questionnaire]
) -> tuple[Content, str]:
    """What it begins with, and the key of the ready one, if it is one."""
    how, _colon, key = start.partition(":")
    match how:
        case "ready":
            return next(each.content for each in ready if each.key == key), key
        case "copy":
            return copies[key].content, copies[key].ready
        case _:
            return empty(name), ""
