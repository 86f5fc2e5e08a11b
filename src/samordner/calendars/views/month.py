"""A month of days."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.dates import WEEKDAYS

from samordner.calendars.documents import month_text
from samordner.calendars.months import month_page, span_of
from samordner.calendars.views.asking import about, kept, looked_up
from samordner.pages.answers import answer_page
from samordner.pages.gate import Request, page, read_month
from samordner.timeline.months import month_after


@page("calendar.read")
def show(request: Request) -> HttpResponse:
    """The month that the address asks for, else the one of its day."""
    month = read_month(request.GET.get("month", "")) or request.day.replace(day=1)
    if not 1900 < month.year < 2199:  # its neighbours are days of these centuries too
        month = request.day.replace(day=1)
    found = about(request)
    lines, organisations = looked_up(request, found, *span_of(month))
    held = month_page(month, lines, request.day)
    before, after = month_after(month, -1), month_after(month)
    context = {
        "about": found,
        "by": found.by,
        "organisations": organisations,
        "page": held,
        "month": month_text(month),
        "weekdays": [str(WEEKDAYS[number]) for number in range(7)],
        "this": f"{month:%Y-%m}",
        "before": (kept(request, month=f"{before:%Y-%m}"), month_text(before)),
        "after": (kept(request, month=f"{after:%Y-%m}"), month_text(after)),
        "now": kept(request) or "?",
        "list": kept(request, first=f"{month:%Y-%m}", last=f"{month:%Y-%m}"),
        "kept": kept(request),
        "view": "month",
    }
    return answer_page(request, "calendars/month.html", context)
