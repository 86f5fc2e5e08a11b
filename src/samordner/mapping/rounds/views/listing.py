"""Every round, and how many have answered."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from samordner.mapping.models import MappingRound
from samordner.mapping.rounds.documents import ROUND_SIGNS, left_words, rounds_table
from samordner.mapping.rounds.lists import Narrowing, lines, narrowed, organisations, seen_by
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.participation.choosing import chosen_of, kept

PER_PAGE = 100


@page("mapping.read")
def index(request: Request) -> HttpResponse:
    """The rounds that the reader may know of, narrowed and sorted as the address says; also as a file."""
    found = chosen_of(request, "mapping.read")
    if found is None:
        return render(request, "mapping/nobody.html")
    rows = seen_by(request.actor).filter(programme__key=found.definition.key)
    if found.office:
        rows = rows.filter(office__key=found.office)
    by = Narrowing(request.GET.get("q", ""), request.GET.get("state", ""), request.GET.get("asked_by", ""))
    shown = lines(narrowed(rows, by), request.actor, sort=request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        return answer_file(rounds_table(), shown, wanted, f"mapping-rounds-{found.day}")
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chosen": found, "by": by, "lines": shown, "kept": kept(request), "organisations": organisations(rows),
        "rows": paged, "states": MappingRound.State.choices, "may": request.actor.may("mapping.run"),
        "may_write": request.actor.may("questionnaire.read"),
        "shown": [(line, *ROUND_SIGNS[line.round.state], left_words(line.round, request.today)) for line in paged],
    }  # fmt: skip
    return render(request, "mapping/index.html", context)
