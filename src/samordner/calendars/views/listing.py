"""Everything that has a day, as a list."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from samordner.calendars.documents import happening_table, month_text
from samordner.calendars.views.asking import about, kept, looked_up
from samordner.calendars.views.printing import answer_document
from samordner.documents.cells import day_text
from samordner.pages.answers import answer_file, answer_page
from samordner.pages.gate import Request, page, read_month
from samordner.timeline.moments import DAY
from samordner.timeline.months import month_after

PER_PAGE = 100
MONTHS, MOST = 12, 60
"""A list shows so many months unless the address says otherwise, and never more than so many."""


def span(request: Request) -> tuple[date, date]:
    """The first day of the list, and the day after its last: whole months as the address says, else from the day's on."""
    last = read_month(request.GET.get("last", ""))
    since = read_month(request.GET.get("first", "")) or min(request.day.replace(day=1), last or request.day)
    if last is None or last < since:
        return since, month_after(since, MONTHS)
    return since, min(month_after(last), month_after(since, MOST))


@page("calendar.read")
def show(request: Request) -> HttpResponse:
    """The days that the reader may see, narrowed as the address says; also as a file."""
    found = about(request)
    since, until = span(request)
    lines, organisations = looked_up(request, found, since, until)
    if request.GET.get("sort") == "-day":
        lines.reverse()
    table = happening_table(found.choices.offices)
    wanted = request.GET.get("format", "")
    if wanted in {"docx", "pdf"}:
        title = _("Calendar %(since)s–%(until)s") % {"since": day_text(since), "until": day_text(until - DAY)}
        return answer_document(request, title, lines, found, f"calendar-{since:%Y-%m}", wanted=wanted)
    if wanted:
        return answer_file(table, lines, wanted, f"calendar-{since:%Y-%m}")
    paged = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(paged)
    context = {
        "about": found,
        "by": found.by,
        "organisations": organisations,
        "lines": lines,
        "rows": paged,
        "months": [
            (month_text(month), list(there))
            for month, there in groupby(rows, key=lambda one: one.first.replace(day=1))
        ],
        "places": any(one.place for one in rows),
        "first": since,
        "last": month_after(until, -1),
        "kept": kept(request),
        "view": "list",
    }
    return answer_page(request, "calendars/list.html", context)
