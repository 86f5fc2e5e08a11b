"""Pages: what a plan says was to be done, against what was done, year by year; every number opens to its rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.evaluation import (
    COUNTED,
    PLANNED_AND_DONE,
    STANDINGS,
    Counted,
    Year,
    behind,
    caution,
    figure,
    followed,
    is_said,
    planned_and_done,
)
from samordner.plans.models import Plan


@page("plan.read")
def evaluation(request: Request, pk: int) -> HttpResponse:
    """The years, and the rows behind a number when one is asked for."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    years = _years(plan)
    context = {
        "plan": plan,
        "years": years,
        "standings": [(key, label, sign) for key, label, sign, _paint in STANDINGS],
        "figure": figure(years),
        "is_said": is_said(years),
        "caution": caution(),
        **_asked(request, years),
    }
    return render(request, "plandocument/evaluation.html", context)


@page("plan.read")
def export(request: Request, pk: int, format: str) -> HttpResponse:
    """The numbers as a file, or the rows behind one of them."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    years = _years(plan)
    asked = _asked(request, years)
    if asked["asked"]:
        return answer_file(COUNTED, asked["rows"], format, "planned-and-done-rows")
    lines = [line for year in years for line in year.lines]
    return answer_file(PLANNED_AND_DONE, lines, format, "planned-and-done")


def _years(plan: Plan) -> list[Year]:
    return planned_and_done(plan, {each.key: queries.rows_of(plan, each) for each in followed()})


def _asked(request: Request, years: list[Year]) -> dict[str, Any]:
    """Which number was asked for: a year, a register, how far; and the rows behind it."""
    given = {name: request.GET.get(name, "") for name in ("aar", "register", "status")}
    asked = any(given.values())
    rows: list[Counted] = []
    if asked:
        rows = behind(years, year=given["aar"], register=given["register"], standing=given["status"])
    register = next((each for each in followed() if each.key == given["register"]), None)
    standing = next((label for key, label, _sign, _paint in STANDINGS if key == given["status"]), "")
    return {
        "asked": asked,
        "rows": rows,
        "asked_year": given["aar"],
        "asked_register": register.table.title if register else "",
        "asked_standing": standing,
        "query": request.GET.urlencode(),
    }
