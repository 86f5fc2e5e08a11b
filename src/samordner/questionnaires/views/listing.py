"""Every questionnaire of an office: where it is from, where it is used; also as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from samordner.access.grants import visible
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.participation.choosing import chosen_of, kept
from samordner.questionnaires.documents.tables import ORIGINS, questionnaire_table
from samordner.questionnaires.queries import Narrowing, every_questionnaire, lines
from samordner.questionnaires.views.asking import ready_of

PER_PAGE = 50


@page("questionnaire.read")
def index(request: Request) -> HttpResponse:
    """The questionnaires that the reader may see, narrowed and sorted as the address says."""
    found = chosen_of(request, "questionnaire.read")
    if found is None:
        return render(request, "questionnaires/nobody.html")
    rows = visible(every_questionnaire(), request.actor, "questionnaire.read")
    rows = rows.filter(programme__key=found.definition.key)
    if found.office:
        rows = rows.filter(office__key=found.office)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "origin", "used")}
    by = Narrowing(words=request.GET.get("q", "").strip(), **asked)
    ready = ready_of(request, found.definition.key)
    names = {each.key: str(each.name) for each in ready}
    shown = lines(rows, by, names, sort=request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        return answer_file(questionnaire_table(), shown, wanted, f"questionnaires-{found.day}")
    context = {
        "chosen": found,
        "by": by,
        "lines": shown,
        "rows": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "origins": ORIGINS,
        "offices": found.offices if len(found.offices) > 1 and not found.office else {},
        "ready": ready,
        "may_write": request.actor.may("questionnaire.write"),
        "kept": kept(request),
    }
    return render(request, "questionnaires/index.html", context)
