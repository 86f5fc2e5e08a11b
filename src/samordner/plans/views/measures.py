"""The plan for the period seen by year, quarter, owner, area, status, strategy or goal."""

from __future__ import annotations

from dataclasses import fields

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import visible
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.plans.measures import (
    NONE,
    WAYS,
    WITHIN,
    Asked,
    grouped,
    in_order,
    known_years,
    narrowed,
    overdue,
    quarter_lines,
    totals,
    ways,
)
from samordner.plans.models import Followed, Plan
from samordner.plans.presenting import row_shown
from samordner.plans.queries import shown
from samordner.plans.registers import register
from samordner.plans.views.editing import plan_for

LABELS = {
    "year": _("By year"),
    "quarter": _("By quarter"),
    "owner": _("By owner"),
    "area": _("By area"),
    "status": _("By status"),
    "strategy": _("By national strategy"),
    "goal": _("By sustainability goal"),
}
PARAMETERS = {
    "year": "year",
    "owner": "owner",
    "area": "area",
    "status": "status",
    "strategy": "strategy",
    "goal": "goal",
}


def asked_of(request: Request) -> Asked:
    """What the address narrows the list to."""
    return Asked(**{one.name: request.GET.get(one.name, "") for one in fields(Asked)})


@page("plan.read")
def show(request: Request, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id)
    of = register("period_plan")
    rows = visible(of.model._default_manager.filter(plan=plan, removed_at=None), request.actor, "plan.read")
    words, sort = request.GET.get("q", ""), request.GET.get("sort", "")
    every = shown(of, rows, words="", sort=sort).rows
    asked = asked_of(request)
    found = narrowed(of, shown(of, every, words=words, sort=sort).rows, asked, request.day)
    if wanted := request.GET.get("format"):
        return answer_file(of.table, found, wanted, f"measures-{plan.pk}")
    way = request.GET.get("by", "year")
    way = way if way in WAYS else "year"
    numbers = known_years(found)
    chosen = request.GET.get("of", "")
    year = (
        int(chosen) if chosen.isdecimal() and int(chosen) in numbers else _nearest(numbers, request.day.year)
    )
    context = {
        "plan": plan,
        "register": of,
        "ways": [(key, LABELS[key]) for key in WAYS],
        "way": way,
        "filters": _filters(plan, every, asked),
        "asked": asked,
        "words": words,
        "sort": sort,
        "every": len(every),
        "found": found,
        "groups": [
            (
                group,
                [row_shown(of, row, day=request.day) for row in group.rows],
                PARAMETERS.get(way, ""),
            )
            for group in grouped(plan, found, way)
        ]
        if way != "quarter"
        else [],
        "overdue": len(overdue(found, request.day)),
        "total": next(iter(totals(of, found)), None),
        "day": request.day,
        "years": numbers,
        "year": year,
        "quarter_lines": [
            (row_shown(of, line.row, day=request.day), line.marks)
            for line in (quarter_lines(found, year) if year else [])
        ],
        "undated": [
            row_shown(of, row, day=request.day)
            for row in found
            if not row.deadline_day and not (row.period_start and row.period_end)
        ],
    }
    return render(request, "plans/measures.html", context)


def _nearest(years: list[int], year: int) -> int | None:
    return min(years, key=lambda each: abs(each - year)) if years else None


def _filters(
    plan: Plan, rows: tuple[object, ...], asked: Asked
) -> list[tuple[str, object, list[tuple[str, object]]]]:
    """The choices that narrow the list: (parameter, label, options)."""
    found: list[tuple[str, object, list[tuple[str, object]]]] = []
    names = {
        "year": _("Year"),
        "owner": _("Owner"),
        "area": _("Area"),
        "strategy": _("National strategy"),
        "goal": _("Sustainability goal"),
    }
    stands_in = ways(plan)
    for key, label in names.items():
        options = {each: said for row in rows for each, said in stands_in[key](row)}
        if len(options) > 1 or getattr(asked, key):
            found.append((key, label, in_order(key, options)))
    statuses: list[tuple[str, object]] = [(NONE, _("Status not said")), *Followed.Status.choices]
    found.append(("status", _("Status"), statuses))
    due: list[tuple[str, object]] = [("passed", _("Passed")), *due_choices(), (NONE, _("Without a day"))]
    found.append(("due", _("Deadline"), due))
    return found


def due_choices() -> list[tuple[str, object]]:
    return [(str(days), WITHIN_WORDS[days]) for days in WITHIN]


WITHIN_WORDS = {30: _("Within 30 days"), 90: _("Within 90 days"), 365: _("Within a year")}
