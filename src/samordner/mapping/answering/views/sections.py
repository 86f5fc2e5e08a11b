"""One section: drawn, saved with a button, and saved as one types."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samordner.documents.cells import clock_text
from samordner.journal.deeds import Refusal
from samordner.mapping.answering.forms import REMOVE, told_in, wanted_in
from samordner.mapping.answering.operations.attaching import attach, detach
from samordner.mapping.answering.operations.reusing import reuse
from samordner.mapping.answering.operations.saving import (
    Clash,
    Saved,
    Told,
    mark_of,
    save_read,
    still_of,
)
from samordner.mapping.answering.queries import attachments_of, names_of_writers, unread_of, writable
from samordner.mapping.answering.views.showing import (
    Shown,
    known_here,
    lacking,
    names_in,
    offered_here,
    shown,
    size_words,
    steps_of,
    told,
)
from samordner.mapping.answering.views.ways import Way
from samordner.pages.gate import Request
from samordner.questionnaires.answering import Given, Known, Reading, read_section, words_of
from samordner.questionnaires.content import Section
from samordner.questionnaires.drawing import Attached, Drawing
from samordner.timeline.moments import NORWAY

GO_ON = {"next": 1, "back": -1}


@dataclass(frozen=True)
class Tried:
    """What came of a form: what stands in the way, and what was typed, to be shown again."""

    values: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    refusal: str = ""


def section(request: Request, way: Way, section: str) -> HttpResponse:
    """A section with what is answered, what is registered and what was answered elsewhere; saved, and on or back."""
    one = shown(way)
    here = _section(one, section)
    if request.method == "POST":
        return _post(request, one, here)
    tried = Tried(faults=lacking(one) if request.GET.get("mangler") else {})
    return _drawn(request, one, here, tried)


def _section(one: Shown, key: str) -> Section:
    """One of those that this one may write in; 404 also of one that is another's."""
    own = one.way.respondent.sections
    found = next((each for each in one.content.sections if each.key == key), None)
    if found is None or (own and key not in own):
        raise Http404
    return found


def _post(request: Request, one: Shown, here: Section) -> HttpResponse:
    way = one.way
    why_not = told(way)["why_not"]
    known, given = known_here(way), _given(one)
    reading = read_section(one.content, here, request.POST, known=known, given=given)
    if why_not:
        return _drawn(request, one, here, _as_typed(request, reading, why_not), status=409)
    saved = _save(request, way, reading)
    refused = _files(request, one, here)
    now = shown(way)
    fresh = {name for name in saved.written if "raw" in saved.cells[name]}
    faults = {
        name: fault for name, fault in reading.faults.items() if name in fresh or name in saved.too_long
    } | refused
    if saved.conflicts or faults:
        tried = _tried(request, reading, saved, faults)
        return _drawn(request, now, here, tried, status=409 if saved.conflicts else 422)
    go = request.POST.get("go", "")
    opened = set(names_in(now, here)) - set(names_in(one, here))
    if go == "next" and any(now.values.get(name) is None for name in opened):
        return redirect(f"{way.to('section', here.key)}?flere=1#main")
    if go == "stay":
        return redirect(f"{way.to('section', here.key)}?lagret=1")
    other = now.after(here, GO_ON.get(go, 1)) if go in GO_ON else None
    if other is not None:
        return redirect(way.to("section", other.key))
    return redirect(way.to() if go == "back" else way.to("overview"))


def _save(request: Request, way: Way, reading: Reading) -> Saved:
    about = told_in(request.POST, way.how)
    saved = save_read(way.respondent, wanted_in(request.POST, reading), about, by=way.by, now=way.now)
    if not reading.used:
        return saved
    used = reuse(way.respondent, reading.used, versions=about.versions, by=way.by, now=way.now, how=way.how)
    return Saved(
        used.cells, (*saved.written, *used.written), {**saved.conflicts, **used.conflicts}, saved.too_long
    )


def _files(request: Request, one: Shown, here: Section) -> dict[str, str]:
    """Files that came or go, each by itself: one that is refused takes nothing else with it. By cell why it was refused."""
    way, refused = one.way, {}
    cells = [name for name, cell in _own(one, here).items() if cell.question.kind == "file"]
    held = attachments_of(one.response)
    for name in cells:
        leaving = set(request.POST.getlist(f"{REMOVE}{name}"))
        for row in held.get(name, []):
            if str(row.pk) in leaving:
                detach(way.respondent, row, by=way.by, now=way.now, how=way.how)
        for upload in request.FILES.getlist(name):
            try:
                attach(
                    way.respondent, name, upload.name or "", upload.read(), by=way.by, now=way.now, how=way.how
                )  # fmt: skip
            except Refusal as refusal:
                refused[name] = f"{upload.name}: {refusal.sentence}"
    return refused


def _own(one: Shown, here: Section) -> dict[str, Any]:
    return writable(one.content, [here.key])


def _as_typed(request: Request, reading: Reading, refusal: str) -> Tried:
    """What was typed and could not be saved at all."""
    values = {name: read.value for name, read in reading.understood.items() if not read.fault}
    return Tried(values, reading.typed, reading.faults, told_in(request.POST, "").versions, refusal=refusal)


def _tried(request: Request, reading: Reading, saved: Saved, faults: Mapping[str, str]) -> Tried:
    mine: dict[str, Sequence[str]] = {name: clash.mine for name, clash in saved.conflicts.items()}
    posted = told_in(request.POST, "").versions
    typed: dict[str, Sequence[str]] = {name: reading.typed[name] for name in saved.too_long}
    return Tried(
        typed=typed | mine, faults=faults,
        versions={name: posted.get(name, 0) for name in mine}, clashes=saved.conflicts,
    )  # fmt: skip


def _given(one: Shown) -> dict[str, Given]:
    language = one.way.language
    return {name: offer.given(one.content, name, language) for name, offer in offered_here(one).items()}


# Drawn


@dataclass(frozen=True)
class Choosing:
    """Two wrote in one cell: who wrote what, and what is chosen of it."""

    cell: str
    question: str
    mine: str
    theirs: str
    who: str
    when: str
    number: int


def _choosing(one: Shown, clashes: Mapping[str, Clash]) -> list[Choosing]:
    names = names_of_writers({str(each.theirs["by"]) for each in clashes.values()}, one.way.of)
    cells = writable(one.content, ())
    language = one.way.language
    found = []
    for name, clash in clashes.items():
        cell, there = cells[name], clash.theirs
        theirs = there.get("raw") or words_of(one.content, name, there.get("v"), language) or _("(nothing)")
        rows = (
            {each.key: str(each.label) for each in one.content.choices_of(cell.question.rows)}
            if cell.row
            else {}
        )
        about = f"{cell.question.label}: {rows[cell.row]}" if cell.row else str(cell.question.label)
        found.append(Choosing(
            name, about, _words_of_typed(one, name, clash.mine) or _("(nothing)"), str(theirs), names[str(there["by"])],
            moment_words(there["at"]), clash.number,
        ))  # fmt: skip
    return found


def _words_of_typed(one: Shown, name: str, typed: Sequence[str]) -> str:
    said = [text for text in typed if text.strip()]
    question = writable(one.content, ())[name].question
    if question.kind in ("one", "many", "matrix"):
        return words_of(
            one.content, name, said if question.kind == "many" else "".join(said[:1]), one.way.language
        )
    return "\n".join(said)


def moment_words(iso: str) -> str:
    """A moment that stands in a cell, as a person reads it."""
    at = datetime.fromisoformat(iso).astimezone(NORWAY)
    return f"{date_format(at.date(), 'j. F', use_l10n=False)} {clock_text(at)}"


def _drawing(
    one: Shown, here: Section, tried: Tried, known: Mapping[str, Known], given: Mapping[str, Given]
) -> Drawing:
    way = one.way
    unread = {name: [text] for name, text in unread_of(one.cells).items()}
    cells = writable(one.content, [here.key])
    faults = _faults_of(one) | dict(tried.faults)
    files = {
        name: [
            Attached(str(row.pk), row.name, size_words(row.file.size), way.to("file", row.pk)) for row in rows
        ]
        for name, rows in attachments_of(one.response).items()
    }
    return Drawing(
        content=one.content, section=here, asked=one.asked, values={**one.values, **tried.values},
        typed={**unread, **tried.typed}, faults=faults,
        versions={name: one.cells.get(name, {}).get("n", 0) for name in cells} | dict(tried.versions),
        known=known, given=given, files=files, level=1,
        notices={name: _("Another has written here meanwhile. Choose above.") for name in tried.clashes},
    )  # fmt: skip


def _faults_of(one: Shown) -> dict[str, str]:
    """Why texts that stand there could not be understood."""
    unread = set(unread_of(one.cells))
    return {name: text for name, text in lacking(one).items() if name in unread}


def _seen(one: Shown, here: Section) -> str:
    names = list(writable(one.content, [here.key]))
    names += [still_of(name) for name in names]
    return json.dumps({name: mark_of(one.cells[name]) if name in one.cells else "" for name in names})


def _context(request: Request, one: Shown, here: Section, tried: Tried) -> dict[str, Any]:
    drawing = _drawing(one, here, tried, known_here(one.way), _given(one))
    return {
        "drawing": drawing, "seen": _seen(one, here), "clashes": _choosing(one, tried.clashes),
        "shown": " ".join(_questions(one, here)),
    }  # fmt: skip


def _questions(one: Shown, here: Section) -> list[str]:
    return [
        each.key for each in here.questions if each.key in one.asked.questions and each.kind != "calculated"
    ]


def _drawn(request: Request, one: Shown, here: Section, tried: Tried, *, status: int = 200) -> HttpResponse:
    about = told(one.way)
    faults = lacking(one)
    steps = steps_of(one, faults, here.key)
    place = next((step.number for step in steps if step.current), 0)
    context = {
        **about, **_context(request, one, here, tried), "steps": steps, "place": place, "section": here,
        "refusal": tried.refusal, "read_only": bool(about["why_not"]) and not tried.refusal,
        "has_next": one.after(here, 1) is not None, "more_asked": request.GET.get("flere") == "1",
        "kept": request.GET.get("lagret") == "1", "save_address": one.way.to("save", here.key),
        "saved_at": _clock(one),
    }  # fmt: skip
    if not here_is_asked(one, here):
        context["not_asked"] = True
    return render(request, "mapping/answering/section.html", context, status=status)


def here_is_asked(one: Shown, here: Section) -> bool:
    return here.key in one.asked.sections


def _clock(one: Shown) -> str:
    return clock_text(one.response.saved_at) if one.response else ""


# Saved as one types


def _late(deadline: str) -> str:
    """What is told of the deadline where it passed while somebody was writing."""
    passed = _("The deadline was %(deadline)s.") % {"deadline": deadline}
    return f"{passed} {_('What you write is kept, but it cannot be sent in unless you are given more time.')}"


def _redrawn(before: Shown, now: Shown, saved: Saved, about: Told) -> list[str]:
    """The questions that are to be drawn anew: another's words were chosen, or a fault came or went."""
    names = {name for name in about.chosen if about.gives_way(name)}
    names |= {
        name for name in saved.written if "raw" in now.cells[name] or "raw" in before.cells.get(name, {})
    }
    return sorted({name.partition("/")[0] for name in names})


def saved_as_typed(request: Request, way: Way, section: str) -> HttpResponse:
    """What changed since the last time is saved; the answer tells the versions, and draws the section where it changed.

    No file is received here, and nothing is used again: those wait for the button.
    """
    if request.method != "POST":
        raise Http404
    one = shown(way)
    here = _section(one, section)
    reading = read_section(one.content, here, request.POST, known=known_here(way))
    page = told(way)
    if why_not := page["why_not"]:
        return JsonResponse({"refused": str(why_not)}, status=409)
    about = told_in(request.POST, way.how)
    try:
        saved = save_read(way.respondent, wanted_in(request.POST, reading), about, by=way.by, now=way.now)
    except Refusal as refusal:
        return JsonResponse({"refused": str(refusal.sentence)}, status=409)
    now = shown(way)
    tried = _tried(request, reading, saved, {})
    names = [name for name in reading.understood if name in now.cells]
    answer: dict[str, Any] = {
        "saved": clock_text(way.now),
        "late": _late(page["deadline"]) if page["late"] else "",
        "cells": {name: [now.cells[name]["n"], mark_of(now.cells[name])] for name in names if name not in saved.conflicts},
        "clashes": sorted(saved.conflicts),
        "too_long": list(saved.too_long),
        "redraw": _redrawn(one, now, saved, about),
    }  # fmt: skip
    shown_there = set(request.POST.get("shown", "").split())
    if saved.conflicts or answer["redraw"] or about.chosen or shown_there != set(_questions(now, here)):
        answer["html"] = render_to_string(
            "mapping/answering/_section.html", _context(request, now, here, tried), request=request
        )
    return JsonResponse(answer)
