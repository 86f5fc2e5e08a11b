"""The partners' common year wheel."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samordner.calendars.documents import month_text
from samordner.calendars.views.asking import about, kept, looked_up
from samordner.calendars.views.printing import answer_document
from samordner.calendars.wheel import by_month, figure_of, year_of
from samordner.happenings.holidays import holidays
from samordner.pages.answers import answer_page
from samordner.pages.gate import Request, page

MOST = 6
"""So many of each month are named under the wheel; the list has them all."""


def read_year(text: str) -> int | None:
    """A year from an address; None when it is no year of these centuries."""
    return int(text) if text.isascii() and text.isdigit() and 1900 < int(text[:5]) < 2199 else None


@page("calendar.read")
def show(request: Request) -> HttpResponse:
    """Month by kind, as a wheel and as a table; every number opens to what is behind it."""
    year = read_year(request.GET.get("year", "")) or request.day.year
    found = about(request)
    lines, organisations = looked_up(request, found, date(year, 1, 1), date(year + 1, 1, 1))
    held = year_of(year, lines)
    figure = figure_of(held, request.day)
    if wanted := request.GET.get("format"):
        name = f"year-wheel-{year}"
        title = _("The year wheel %(year)d") % {"year": year}
        return answer_document(
            request, title, lines, found, name, wanted=wanted, figure=figure if held.total else None
        )

    def opens(month: date, kind: str = "") -> str:
        only = {"kind": kind} if kind else {}
        return f"{reverse('calendars:list')}{kept(request, first=f'{month:%Y-%m}', last=f'{month:%Y-%m}', **only)}"

    months = [date(year, number, 1) for number in range(1, 13)]
    context = {
        "about": found,
        "by": found.by,
        "organisations": organisations,
        "held": held,
        "figure": figure,
        "drawing": mark_safe(figure.svg),  # noqa: S308 all escaped
        "rows": [
            (
                month_text(month),
                f"{reverse('calendars:month')}{kept(request, month=f'{month:%Y-%m}')}",
                [(kind, counts[number], opens(month, kind.key)) for kind, counts in held.rows],
                held.months[number],
                opens(month),
            )
            for number, month in enumerate(months)
        ],
        "contents": [
            (month_text(month), there[:MOST], len(there) - MOST, opens(month))
            for month, there in zip(months, by_month(year, lines), strict=True)
        ],
        "totals": [(kind, sum(counts)) for kind, counts in held.rows],
        "holidays": list(holidays(year).items()),
        "year": year,
        "before": (kept(request, year=f"{year - 1}"), year - 1),
        "after": (kept(request, year=f"{year + 1}"), year + 1),
        "now": kept(request) or "?",
        "sheet": reverse("calendars:list") + kept(request, first=f"{year}-01", last=f"{year}-12", format="xlsx"),
        "kept": kept(request),
        "view": "year",
    }  # fmt: skip
    return answer_page(request, "calendars/year.html", context)
