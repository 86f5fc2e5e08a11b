"""A questionnaire as those who answer it will see it. What is typed here is kept nowhere but on the page itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override

from samordner.pages.gate import Request, load, page
from samordner.questionnaires.answering import (
    REMOVE,
    VERSION,
    Asked,
    asked,
    cells_in,
    computed,
    every_cell,
    faults,
    final,
    read_section,
    typed_of,
    understand,
)
from samordner.questionnaires.content import SEPARATOR, Content, Question, Section
from samordner.questionnaires.drawing import Attached, Drawing
from samordner.questionnaires.models import Questionnaire

LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
WIDTHS = ("desktop", "phone")
KEPT = "kept:"
"""Begins the name of what was typed in sections that are not shown now."""
LONGEST_NAME = 255
"""Characters of the name of a file."""
END = "/end"
"""The place after the last section; no section is called that."""


@dataclass
class Tried:
    """What the reader has typed so far: values, and texts that could not be understood, with what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@page("questionnaire.read")
def preview(request: Request, pk: int) -> HttpResponse:
    """One section at a time, in each language and at either width; "next" shows what is asked then."""
    row = load(request, Questionnaire.objects.all(), read="questionnaire.read", pk=pk)
    sent = request.POST if request.method == "POST" else request.GET
    go, _colon, wanted = sent.get("go", "").partition(":")
    said = {"lang": sent.get("lang", ""), "width": sent.get("width", ""), go: wanted}
    language = next(each for each in (said["lang"], get_language() or "", "nb") if each in LANGUAGES)
    width = said["width"] if said["width"] in WIDTHS else WIDTHS[0]
    with override(language):
        context = _shown(request, row.content, sent.get("at", ""), go, wanted)
    context |= {"row": row, "language": language, "languages": LANGUAGES, "width": width}
    return render(request, "questionnaires/preview.html", context)


def _shown(request: Request, content: Content, at: str, go: str, wanted: str) -> dict[str, Any]:
    """What the page shows after that button was pressed on the section `at`."""
    today = request.today
    tried = Tried() if go == "again" else _typed(content, request, at)
    found = asked(content, tried.values, today=today)
    wrong = faults(content, tried.values, today=today) | {
        name: why for name, why in tried.faults.items() if _key(name) in found.questions
    }
    sections = [each for each in content.sections if each.key in found.sections]
    keys = [each.key for each in sections]
    open_cells = {
        cell.name
        for question in _questions(content, at)
        if question.key in found.questions and not computed(question) and not question.read_only
        for cell in cells_in(content, question)
    }
    drawn = {name for name in open_cells if f"{VERSION}{name}" in request.POST}
    told = {name: why for name, why in wrong.items() if go == "next" and name in drawn}
    more = go == "next" and drawn != open_cells
    place = _place(content, keys, at)
    match go:
        case "next" if at in keys and not told and not more:
            place += 1
        case "back":
            place = max(0, place - 1)
        case "to" if wanted in keys:
            place = keys.index(wanted)
        case "again":
            place = 0
    here = sections[place] if place < len(sections) else None
    drawings = [
        _drawing(content, each, found, tried, told if here else wrong, read_only=here is None)
        for each in ([here] if here else sections)
    ]
    return {
        "content": content,
        "sections": sections,
        "drawings": drawings,
        "place": sections.index(here) + 1 if here else 0,
        "at": here.key if here else END,
        "ended": here is None and bool(sections),
        "kept": _kept(content, tried, found, here),
        "sent": len(final(content, tried.values, today=today)),
        "wrong": wrong,
        "more": more and not told,
    }


def _place(content: Content, asked_now: list[str], at: str) -> int:
    """Which of the sections that are asked stands at that key; or would, when it is not asked any more."""
    order = [each.key for each in content.sections]
    if at == END:
        return len(asked_now)
    before = order[: order.index(at)] if at in order else []
    return sum(1 for key in asked_now if key in before)


def _questions(content: Content, section: str) -> list[Question]:
    return [question for each in content.sections if each.key == section for question in each.questions]


def _key(cell_name: str) -> str:
    return cell_name.partition(SEPARATOR)[0]


def _typed(content: Content, request: Request, at: str) -> Tried:
    """What was typed: in the section that was shown, and before that in others, which came along."""
    tried = Tried()
    if request.method != "POST":
        return tried
    for cell in every_cell(content):
        texts = request.POST.getlist(f"{KEPT}{cell.name}")
        if cell.question.kind == "file":
            if name := _file(request, cell.name, texts):
                tried.values[cell.name] = name
        elif texts and not (texts == [""] and not cell.question.default):
            read = understand(content, cell, texts)
            if read.fault:
                tried.typed[cell.name], tried.faults[cell.name] = texts, read.fault
            else:
                tried.values[cell.name] = read.value
    for section in content.sections:
        if section.key == at:
            reading = read_section(content, section, request.POST)
            tried.values |= reading.values
            tried.typed |= reading.typed
            tried.faults |= reading.faults
    return tried


def _file(request: Request, name: str, kept: list[str]) -> str:
    """What the file is called that was attached; the file itself is not looked at, and goes nowhere."""
    if attached := request.FILES.get(name):
        return (attached.name or "")[:LONGEST_NAME]
    return "" if request.POST.get(f"{REMOVE}{name}") else "".join(kept[:1])[:LONGEST_NAME]


def _kept(content: Content, tried: Tried, found: Asked, here: Section | None) -> list[tuple[str, str]]:
    """What comes along and is not shown now, as hidden inputs; an empty one says that it was emptied."""
    asked_here = found.questions & {each.key for each in here.questions} if here else frozenset()
    shown = {each.key for each in content.questions if each.key in asked_here and each.kind != "file"}
    return [
        (f"{KEPT}{cell.name}", text)
        for cell in every_cell(content)
        if cell.question.key not in shown
        for text in tried.typed.get(cell.name)
        or typed_of(tried.values.get(cell.name))
        or ([""] if cell.name in tried.values else [])
    ]


def _drawing(
    content: Content, section: Section, found: Asked, tried: Tried, wrong: dict[str, str], *, read_only: bool
) -> Drawing:
    return Drawing(
        content=content,
        section=section,
        asked=found,
        values=tried.values,
        typed=tried.typed,
        faults=wrong,
        files={
            each.key: [Attached(each.key, tried.values[each.key])]
            for each in section.questions
            if each.kind == "file" and each.key in tried.values
        },
        read_only=read_only,
    )
