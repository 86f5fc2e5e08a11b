"""Who has sent their plan: offices down, deadlines across, and the newest revision of each."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render

from samordner.access.grants import visible
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Following, following
from samordner.revisions.queries import every_sending
from samordner.revisions.submitting import (
    STATE_WORDS,
    STATES,
    Line,
    lines,
    newest,
    sent_table,
)

SORTS = {
    "office": lambda line: (line.name, line.due.day),
    "due": lambda line: (line.due.day, line.name),
    "state": lambda line: (STATES.index(line.state), line.due.day),
}


@page("plan.read")
def index(request: Request) -> HttpResponse:
    asked = request.GET
    about = following(request.actor, "plan.read", request.day, asked.get("programme", ""))
    if about is None:
        if asked.get("programme"):
            raise Http404
        return render(request, "revisions/submitted.html", {"about": None})
    sendings = list(
        visible(every_sending(), request.actor, "plan.read").filter(
            approval__revision__plan__programme__key=about.definition.key
        )
    )
    every = lines(about, sendings, request.day)
    shown = _narrowed(every, asked.get("state", ""), asked.get("office", ""), asked.get("sort", ""))
    if wanted := asked.get("format"):
        return answer_file(sent_table(), shown, wanted, f"plans-sent-{request.day}")
    context = {
        "about": about,
        "lines": shown,
        "narrowed": len(shown) != len(every),
        "states": [(key, STATE_WORDS[key]) for key in STATES if any(line.state == key for line in every)],
        "matrix": _matrix(about, every),
        "newest": [
            (name, sent.get(key)) for sent in [newest(sendings)] for key, name in about.offices.items()
        ],
    }
    return render(request, "revisions/submitted.html", context)


def _narrowed(every: Sequence[Line], state: str, office: str, sort: str) -> list[Line]:
    rows = [line for line in every if state in {"", line.state} and office in {"", line.office}]
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows


def _matrix(about: Following, every: Sequence[Line]) -> dict[str, object]:
    """Offices down, deadlines across, the oldest first. None where an office did not take part then."""
    dues = sorted({(line.due.day, line.due.name) for line in every})
    cells = {(line.office, line.due.day, line.due.name): line for line in every}
    return {
        "dues": dues,
        "rows": [(name, [cells.get((key, *due)) for due in dues]) for key, name in about.offices.items()],
    }
