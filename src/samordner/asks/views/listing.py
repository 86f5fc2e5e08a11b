"""Everything that is asked, and the load of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from samordner.access.grants import visible
from samordner.asks.documents import ask_table, hours_text, legend, level, load_table, month_text
from samordner.asks.models import Kind
from samordner.asks.queries import (
    Amount,
    Load,
    Narrowing,
    by_weight,
    lines,
    load,
    narrowed,
    organisations,
    sized,
)
from samordner.asks.views.asking import narrowing, recipients
from samordner.documents import html
from samordner.documents.cells import number_text
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page, read_month
from samordner.participation.choosing import Chosen, chosen_of, kept
from samordner.participation.models import Participation
from samordner.timeline.lasting import overlap
from samordner.timeline.months import month_after

PER_PAGE = 100
MONTHS, BEFORE = 12, 8
"""The load page shows so many months, and begins so many before the day's."""


@page("ask.read")
def index(request: Request) -> HttpResponse:
    """The asks that the reader may see, narrowed and sorted as the address says; also as a file."""
    found = chosen_of(request, "ask.read")
    if found is None:
        return render(request, "asks/nobody.html")
    rows, by = recipients(request, found), narrowing(request)
    shown = lines(narrowed(rows, by, found.day), found.day, sort=request.GET.get("sort", ""))
    table = ask_table(kept(request))
    if wanted := request.GET.get("format"):
        return answer_file(table, shown, wanted, f"asks-{found.day}")
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chosen": found,
        "by": by,
        "lines": shown,
        "rows": paged,
        "table": html.table(table, list(paged), language=get_language() or "nb", cards=True),
        "total": sum((line.amount for line in shown), Amount()),
        "hours": hours_text(sum((line.amount for line in shown), Amount())),
        "organisations": organisations(rows),
        "municipalities": _municipalities(request, found),
        "kinds": Kind.choices,
        "may_ask": request.actor.may("ask.change"),
        "kept": kept(request),
    }
    return render(request, "asks/index.html", context)


def _municipalities(request: Request, found: Chosen) -> list[Participation]:
    return list(visible(found.participations(), request.actor, "ask.read"))


@dataclass(frozen=True)
class Shown:
    """A cell of the load: how much, how dark, and where it opens."""

    amount: Amount
    level: int
    hours: str
    address: str
    title: str = ""


@page("ask.read")
def burden(request: Request) -> HttpResponse:
    """Municipality × month in hours and number; every number opens to the asks behind it."""
    found = chosen_of(request, "ask.read")
    if found is None:
        return render(request, "asks/nobody.html")
    first = read_month(request.GET.get("first", "")) or month_after(found.day, -BEFORE)
    until = month_after(first, MONTHS)
    asked_by = request.GET.get("asked_by", "")
    seen = recipients(request, found)
    rows = _asked(request, found, first, until)
    counted = sized(load(rows, first, until, asked_by=asked_by), rows, until)
    match request.GET.get("sort"):
        case "work":
            rows.sort(key=lambda row: -counted.row(row.pk).minutes)
        case "weight":
            rows.sort(key=by_weight(counted))
    if wanted := request.GET.get("format"):
        return answer_file(load_table(counted), rows, wanted, f"load-{first:%Y-%m}")
    opens = _opener(found, asked_by)
    context = {
        "chosen": found,
        "load": counted,
        "months": [_shown(counted.column(month), opens(month, month, ""), month_text(month)) for month in counted.months],
        "rows": [_line(row, counted, opens) for row in rows],
        "sized": bool(counted.inhabitants),
        "not_sized": len(rows) - len(counted.inhabitants),
        "total": _shown(counted.total, opens(counted.months[0], counted.months[-1], "")),
        "organisations": organisations(seen),
        "legend": legend(),
        "first": first,
        "earlier": f"{month_after(first, -MONTHS):%Y-%m}",
        "later": f"{until:%Y-%m}",
        "kept": kept(request),
    }  # fmt: skip
    return render(request, "asks/load.html", context)


def _asked(request: Request, found: Chosen, first: date, until: date) -> list[Participation]:
    """Everyone who takes part some time in these months, or was asked for something that falls due in them."""
    rows = visible(Participation.objects.all(), request.actor, "ask.read")
    rows = rows.filter(programme__key=found.definition.key)
    if found.office:
        rows = rows.filter(office__key=found.office)
    due = narrowed(recipients(request, found), Narrowing(first=first, last=month_after(until, -1)), found.day)
    rows = rows.filter(overlap(first, until) | Q(pk__in=due.values("participation")))
    return list(rows.select_related("municipality", "programme", "office"))


Opener = Callable[[date, date, str], str]


def _opener(found: Chosen, asked_by: str) -> Opener:
    def opens(first: date, last: date, municipality: str) -> str:
        pairs = {
            "programme": found.definition.key, "office": found.office, "day": f"{found.day}",
            "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", "municipality": municipality, "asked_by": asked_by,
        }  # fmt: skip
        return f"{reverse('asks:index')}?{urlencode({key: value for key, value in pairs.items() if value})}"

    return opens


def _shown(amount: Amount, address: str, title: str = "") -> Shown:
    return Shown(amount, level(amount), hours_text(amount), address, title)


@dataclass(frozen=True)
class LoadLine:
    """A municipality's line of the load: month by month, in all, how many live there, and hours for each thousand."""

    participation: Participation
    cells: list[Shown]
    whole: Shown
    inhabitants: int | None
    weight: str


def _line(row: Participation, counted: Load, opens: Opener) -> LoadLine:
    weight = counted.weight(row.pk)
    return LoadLine(
        row,
        _cells(row, counted, opens),
        _row(row, counted, opens),
        counted.inhabitants.get(row.pk),
        "" if weight is None else number_text(weight),
    )


def _cells(row: Participation, counted: Load, opens: Opener) -> list[Shown]:
    code = row.municipality.code
    return [
        _shown(counted.of(row.pk, month), opens(month, month, code), month_text(month))
        for month in counted.months
    ]


def _row(row: Participation, counted: Load, opens: Opener) -> Shown:
    return _shown(counted.row(row.pk), opens(counted.months[0], counted.months[-1], row.municipality.code))
