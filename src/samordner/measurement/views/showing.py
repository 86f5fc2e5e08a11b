"""An indicator's page: the verdict, the chart, its numbers, and what people decided about it; as a file too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.charts.figures import Figure
from samordner.measurement.documents import lines_of, points_table
from samordner.measurement.drawing import draw
from samordner.measurement.forms import GoalForm, KeepForm
from samordner.measurement.kinds import NAMES, RULES
from samordner.measurement.models import Correction, Indicator, Phase, Snapshot
from samordner.measurement.operations.keeping import remove, restore, why_not_remove
from samordner.measurement.operations.snapshots import is_whole
from samordner.measurement.operations.snapshots import keep as keep_chart
from samordner.measurement.periods import period_text
from samordner.measurement.queries.rows import corrections_in, every_snapshot, taken_away
from samordner.measurement.queries.series import (
    PICTURES,
    Picture,
    Series,
    every_indicator,
    series_of,
    suggestion_of,
)
from samordner.measurement.results import from_data
from samordner.measurement.telling import Told, told_of
from samordner.measurement.views.asking import (
    DEFINE,
    ENTER,
    READ,
    acts,
    address_of,
    keep,
    language,
    loaded,
    point_address,
    word,
)
from samordner.measurement.wary import wary_of
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.spc import Result


@dataclass(frozen=True)
class Shown:
    """A chart at both widths, with its sentence and its numbers."""

    wide: Figure
    narrow: Figure
    verdict: str
    warnings: list[str]


def shown(
    key: str, told: Told, result: Result, *, indicator: Indicator | None = None, cycles: bool = True
) -> Shown:
    """The chart as a page shows it. `indicator`: its points lead to their pages."""
    to_point = (lambda x: point_address(indicator, date.fromisoformat(x))) if indicator else None
    to_cycle = (lambda pk: reverse("improvement:cycle", args=[pk])) if cycles else None

    def figure(*, narrow: bool) -> Figure:
        name = f"{key}{'n' if narrow else 'w'}"
        return draw(
            name, told, result, lang=language(), address=to_point, cycle_address=to_cycle, narrow=narrow
        )

    return Shown(
        figure(narrow=False), figure(narrow=True), result.verdict.text(language()),
        [one.text(language()) for one in result.warnings],
    )  # fmt: skip


def picture_in(request: Request, series: Series) -> Picture:
    """Which of the two pictures the address asks for, of those that there are."""
    return next((one for one in series.pictures if one == word(request, "picture")), PICTURES[0])


@page("measurement.read")
def indicator(request: Request, pk: int) -> HttpResponse:
    """What the indicator's chart says; its numbers as a file."""
    row = loaded(request, pk, whole=True)
    series = series_of(row)
    picture = picture_in(request, series)
    result = series.result(picture)
    told = told_of(series)
    if wanted := request.GET.get("format"):
        table = points_table(row)
        return answer_file(table, lines_of(told, result), wanted, f"indicator-{row.pk}-{request.today}")
    may_define = allowed(row, request.actor, DEFINE)
    suggestion = suggestion_of(series, result) if may_define and not row.removed_at else None
    context = {
        "indicator": row, "project": row.project, "series": series, "picture": picture,
        "pictures": [(one, _("Phases") if one == "phases" else _("Against the baseline")) for one in series.pictures],
        "shown": shown("chart", told, result, indicator=row), "result": result,
        "definition": series.definitions[-1] if series.definitions else None,
        "older": series.definitions[:-1][::-1],
        "wary": wary_of(series, result, request.today),
        "suggestion": suggestion,
        "suggested": (period_text(suggestion.day, row.rhythm), point_address(row, suggestion.day)) if suggestion else None,
        "rules": RULES[row.rule_set], "chart_name": NAMES[row.chart],
        "goal_form": GoalForm(initial={"since": request.today}), "keep_form": Attempt(KeepForm()),
        "snapshots": list(row.snapshots.only("pk", "name", "day", "method_version")[:20]),
        "corrections": corrections_of(row)[:10],
        "phases": phases_of(series),
        "answered": [(one, period_text(one.starts_on, row.rhythm)) for one in series.answered],
        "exclusions": [(one, period_text(one.day, row.rhythm)) for one in series.exclusions],
        "annotations": [(one, period_text(one.day, row.rhythm)) for one in series.annotations],
        "may_enter": allowed(row, request.actor, ENTER), "may_define": may_define,
        "why_not_remove": why_not_remove(row), "today": request.today,
        "undo": undo_in(request, row) if may_define else None,
    }  # fmt: skip
    return render(request, "measurement/indicator.html", context)


def undo_in(request: Request, row: Indicator) -> dict[str, Any] | None:
    """What was just taken away and can be brought back, as the address says."""
    kind, _sign, pk = word(request, "undo").partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 12):
        return None
    found = taken_away(kind, int(pk), row)
    if found is None:
        return None
    return {"address": reverse(f"measurement:restore_{kind}", args=[found.pk]), "version": found.version}


def phases_of(series: Series) -> list[tuple[Phase, str, str]]:
    """What was decided on phases: each with where it begins and where its baseline ends, in words."""
    if not series.days:
        return []
    rhythm = series.indicator.rhythm
    return [
        (
            one, period_text(max(one.starts_on, series.days[0]), rhythm),
            period_text(one.baseline_until, rhythm) if one.baseline_until else "",
        )
        for one in series.phases
    ]  # fmt: skip


@dataclass(frozen=True)
class Corrected:
    """A correction as people read it."""

    row: Correction
    period: str
    before: str
    after: str
    said: str
    says: str


def corrections_of(row: Indicator, day: date | None = None) -> list[Corrected]:
    """What was corrected, the last first, with what the chart said before and after."""
    return [
        Corrected(
            one, period_text(one.measurement.day, row.rhythm), value_words(one.before), value_words(one.after),
            one.verdict_before.get(language(), ""), one.verdict_after.get(language(), ""),
        )
        for one in corrections_in(row, day)[:50]
    ]  # fmt: skip


def value_words(said: dict[str, Any]) -> str:
    """What stood of a period, in words."""
    match said["state"]:
        case "missing":
            return _("not measured")
        case "not_relevant":
            return _("not relevant")
    if said["values"]:
        return "; ".join(f"{one:g}".replace(".", ",") for one in said["values"])
    value = str(said["value"]).replace(".", ",")
    if said["denominator"] is None:
        return value
    return _("%(value)s of %(whole)s") % {"value": value, "whole": str(said["denominator"]).replace(".", ",")}


@page("measurement.define")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Remove an indicator from every list."""
    return keep(
        request, every_indicator(), pk, remove, address_of,
        done=_("The indicator is removed. It can be brought back from its page."),
    )  # fmt: skip


@page("measurement.define")
def bring_back(request: Request, pk: int) -> HttpResponse:
    """Bring a removed indicator back."""
    return keep(request, every_indicator(), pk, restore, address_of, done=_("It is back."))


# Charts that are kept


@page("measurement.enter")
def keep_it(request: Request, pk: int) -> HttpResponse:
    """Keep the chart as it is now."""
    row = loaded(request, pk, ENTER)
    if request.method != "POST":
        return redirect(address_of(row))
    made: list[Snapshot] = []
    picture: Picture = "baseline" if request.POST.get("picture") == "baseline" else "phases"

    def write(typed: dict[str, Any], _version: int) -> Any:
        made.append(keep_chart(row, typed["name"], picture=picture, day=request.today, **acts(request)))

    failed = attempt(KeepForm(request.POST), write)
    if failed is None:
        return redirect("measurement:snapshot", made[0].pk)
    context = {"indicator": row, "project": row.project, "attempt": failed, "picture": picture}
    return render(request, "measurement/keep.html", context, status=failed.status)


@page("measurement.read")
def snapshot(request: Request, pk: int) -> HttpResponse:
    """A chart as it was when it was kept: drawn from what was kept, with nothing calculated anew."""
    row = load(request, every_snapshot(), read=READ, pk=pk)
    result = from_data(row.result)
    if wanted := request.GET.get("format"):
        return answer_file(points_table(row.indicator), lines_of(row.data, result), wanted, f"kept-{row.pk}")
    series_now = series_of(loaded(request, row.indicator_id, whole=True))
    now = as_verdict(series_now.result("baseline" if row.picture == "baseline" else "phases"))
    context = {
        "snapshot": row, "indicator": row.indicator, "project": row.indicator.project,
        "shown": shown("kept", row.data, result), "is_whole": is_whole(row), "rules": RULES[row.rule_set],
        "chart_name": NAMES[row.chart], "now": now if now != row.verdict.get(language(), "") else "",
        "names": names_of([row.made_by]),
        "definitions": row.data["definitions"],
    }  # fmt: skip
    return render(request, "measurement/snapshot.html", context)


def as_verdict(result: Result) -> str:
    return result.verdict.text(language())
