"""The single answers behind a number, and one whole answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.findings.counting import BLANK, GIVEN, MISSING, NOT_ASKED, SILENT, Answer, place_of
from samordner.findings.documents.tables import OneAnswer, one_answers_table, rest_words
from samordner.findings.queries import Material, Unit, categories, personal, said
from samordner.findings.queries.answers import every_answer, files_of, whole_answer
from samordner.findings.views.finding import Narrowed, narrowed, round_of
from samordner.mapping.models import Submission
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, load, page
from samordner.places.alphabet import norwegian_key
from samordner.questionnaires.answering import cell_named, label_of, words_of
from samordner.questionnaires.content import OTHER, SEPARATOR, Cell

SORTS: dict[str, Callable[[OneAnswer], Any]] = {
    "name": lambda row: norwegian_key(row.name),
    "words": lambda row: norwegian_key(row.words),
    "at": lambda row: str(row.at or ""),
}


@dataclass(frozen=True)
class Asked:
    """Which answers are asked for: those at `value` of `cell` ("" all), of those in `group` of `by`."""

    cell: Cell
    value: str
    by: Cell | None
    group: str


@page("finding.read")
def answers(request: Request, pk: int) -> HttpResponse:
    """Who gave the answer that a number counts, when, and how it reached us; also as a file."""
    of = round_of(request, pk)
    here = narrowed(request, of)
    asked = _asked(request, here)
    if of.anonymous or personal(asked.cell.question):
        return render(request, "findings/closed.html", {"round": of, "anonymous": of.anonymous})
    language = get_language() or "nb"
    whole = here.whole.among(here.filters.members)
    rows = list(_rows(whole, asked, language))
    key = request.GET.get("sort", "")
    if found := SORTS.get(key.removeprefix("-")):
        rows.sort(key=found, reverse=key.startswith("-"))
    label = label_of(whole.content, asked.cell.name, language)
    table = one_answers_table(label)
    if wanted := request.GET.get("format"):
        return answer_file(table, rows, wanted, f"answers-{of.pk}")
    offered = categories(whole.content, asked.cell.question, whole.answers, asked.cell.name)
    words = dict(offered) | dict(rest_words())
    context = {
        "round": of,
        "label": label,
        "hint": asked.cell.question.hint,
        "value": words.get(asked.value, asked.value),
        "group": _group(whole, asked, language),
        "asked": asked,
        "here": here,
        "values": [*offered, *rest_words().items()],
        "number": len(rows),
        "of": len(whole.units),
        "table": html.table(table, rows, language=language, cards=True),
        "sort": key,
    }
    return render(request, "findings/answers.html", context)


def _asked(request: Request, here: Narrowed) -> Asked:
    content = here.whole.content
    cell = cell_named(content, request.GET.get("question", "")[:130])
    if cell is None or cell.question.kind == "note" or (cell.question.kind == "matrix" and not cell.row):
        raise Http404
    value, group = request.GET.get("value", "")[:200], request.GET.get("group", "")[:200]
    by = cell_named(content, here.filters.by) if here.filters.by and group else None
    return Asked(cell, value, by, group if by else "")


def _group(whole: Material, asked: Asked, language: str) -> str:
    if asked.by is None:
        return ""
    words = dict(categories(whole.content, asked.by.question, whole.answers, asked.by.name)) | dict(
        rest_words()
    )
    return f"{label_of(whole.content, asked.by.name, language)}: {words.get(asked.group, asked.group)}"


def _rows(whole: Material, asked: Asked, language: str) -> Iterable[OneAnswer]:
    units = {each.key: each for each in whole.units}
    if asked.value in {SILENT, MISSING} and not asked.group:
        for unit in whole.units:
            if not unit.answered:
                yield _row(unit, str(rest_words()[SILENT]), None)
        if asked.value == SILENT:
            return
        asked = replace(asked, value=BLANK)
    files = files_of(whole.of, asked.cell.name) if asked.cell.question.kind == "file" else {}
    for each in whole.answers:
        if _takes(each, asked):
            sent = whole.sent[each.key]
            words = files.get(sent.response_id or 0) or _words(whole, each, asked, language)
            yield _row(units[each.unit], words, sent)


def _takes(answer: Answer, asked: Asked) -> bool:
    question = asked.cell.question
    if asked.by and asked.group not in place_of(
        answer, asked.by.question.key, asked.by.question.kind, asked.by.name
    ):
        return False
    if not asked.value:
        return True
    kind = question.kind
    if asked.cell.name.endswith(SEPARATOR + OTHER) or kind in {
        "text",
        "long",
        "number",
        "file",
        "calculated",
    }:
        if question.key not in answer.asked:
            return asked.value == NOT_ASKED
        return asked.value == (GIVEN if said(answer.values.get(asked.cell.name)) else BLANK)
    return asked.value in place_of(answer, question.key, kind, asked.cell.name)


def _words(whole: Material, answer: Answer, asked: Asked, language: str) -> str:
    question, value = asked.cell.question, answer.values.get(asked.cell.name)
    if question.key not in answer.asked:
        return str(rest_words()[NOT_ASKED])
    if not said(value):
        return str(rest_words()[BLANK])
    if question.kind == "file":
        return _("A file")
    return words_of(whole.content, asked.cell.name, value, language)


def _row(unit: Unit, words: str, sent: Submission | None) -> OneAnswer:
    code = unit.participation.municipality.code if unit.participation else ""
    address = reverse("findings:answer", args=[sent.response_id]) if sent else ""
    return OneAnswer(
        code, unit.name, words, timezone.localtime(sent.at).date() if sent else None,
        str(sent.get_how_display()) if sent else "", address,
    )  # fmt: skip


@page("finding.read")
def answer(request: Request, pk: int) -> HttpResponse:
    """One whole answer as it was sent in, section by section; an earlier one by its number."""
    row = load(request, every_answer(), read="finding.read", pk=pk)
    language = get_language() or "nb"
    names_told = request.actor.may("mapping.review")
    found = whole_answer(row, request.GET.get("number", ""), language, names_told=names_told)
    if found is None:
        raise Http404
    context = {"round": row.round, "answer": found, "names_told": names_told}
    return render(request, "findings/answer.html", context)
