"""Every meeting of an office or a programme."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from samordner.access.grants import visible
from samordner.documents import html
from samordner.meetings.documents import meeting_table
from samordner.meetings.models import State
from samordner.meetings.queries import (
    ALL,
    COMING,
    EARLIER,
    WITHOUT_DAY,
    Narrowing,
    counted,
    in_order,
    lines,
    meetings,
    narrowed,
    organisers_of,
    told,
)
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page, read_month
from samordner.participation.choosing import chosen_of, kept

PER_PAGE = 100


@page("meeting.read")
def index(request: Request) -> HttpResponse:
    """The meetings that the reader may see, narrowed and sorted as the address says; also as a file."""
    found = chosen_of(request, "meeting.read")
    if found is None:
        return render(request, "meetings/nobody.html")
    rows = visible(meetings(found.definition.key, found.office), request.actor, "meeting.read")
    by = narrowing(request)
    everyone = lines(rows, found.definition)
    once = {row.pk for row in told(line.meeting for line in everyone)}
    fits = set(narrowed(rows, by).values_list("pk", flat=True)) if by.narrows else set()
    fitting = [
        line
        for line in everyone
        if (by.replaced or line.meeting.pk in once) and (not by.narrows or line.meeting.pk in fits)
    ]
    numbers = counted(fitting, found.day)
    shown = in_order(fitting, by, found.day, request.GET.get("sort", ""))
    table = meeting_table(kept(request))
    if wanted := request.GET.get("format"):
        return answer_file(table, shown, wanted, f"meetings-{found.day}")
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chosen": found,
        "by": by,
        "tabs": [(key, numbers.get(key, len(fitting))) for key in (COMING, WITHOUT_DAY, EARLIER, ALL)],
        "lines": shown,
        "rows": paged,
        "table": html.table(table, list(paged), language=get_language() or "nb", cards=True),
        "kinds": found.definition.meeting_kinds,
        "states": State.choices,
        "organisers": organisers_of(rows),
        "any": bool(fitting),
        "replaced": 0 if by.replaced else len(everyone) - len(once),
        "may": request.actor.may("meeting.change"),
        "kept": kept(request),
    }
    return render(request, "meetings/index.html", context)


def narrowing(request: Request) -> Narrowing:
    when = request.GET.get("when", "")
    return Narrowing(
        when=when if when in {COMING, WITHOUT_DAY, EARLIER, ALL} else COMING,
        words=request.GET.get("q", "").strip(),
        kind=request.GET.get("kind", ""),
        state=request.GET.get("state", ""),
        organiser=request.GET.get("organiser", ""),
        first=read_month(request.GET.get("first", "")),
        last=read_month(request.GET.get("last", "")),
        replaced=request.GET.get("plans") == "all",
    )
