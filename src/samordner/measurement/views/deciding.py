"""One point of a chart: what stands there, what is noted at it, and what people decide from it on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.improvement.models import Cycle
from samordner.measurement.entries import entry_of
from samordner.measurement.forms import ExcludeForm, NoteForm, PhaseForm, SplitForm
from samordner.measurement.models import Annotation, Exclusion, Indicator, Phase
from samordner.measurement.operations.deciding import (
    answer_split,
    exclude,
    freeze,
    reword_phase,
    thaw,
    why_not_begin,
    why_not_freeze,
)
from samordner.measurement.operations.keeping import remove, restore, why_not_remove
from samordner.measurement.operations.noting import annotate, change_annotation
from samordner.measurement.periods import period_text
from samordner.measurement.queries.rows import every_annotation, every_exclusion, every_phase
from samordner.measurement.queries.series import series_of, suggestion_of
from samordner.measurement.views.asking import (
    DEFINE,
    ENTER,
    READ,
    acts,
    address_of,
    day_at,
    do,
    keep,
    loaded,
    point_address,
    undo_of,
)
from samordner.measurement.views.showing import corrections_of, value_words
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page


def _cycles(row: Indicator) -> list[Cycle]:
    return list(row.project.cycles.filter(removed_at=None).order_by("number"))


def _page(
    request: Request, pk: int, day: date, failed: dict[str, Attempt[Any]] | None = None
) -> HttpResponse:
    """The point's page. `failed`: a form that was sent and was not saved, by its name."""
    row = loaded(request, pk, whole=True)
    series = series_of(row)
    if day not in series.days:
        raise Http404
    place = series.days.index(day)
    spot, result = series.spots[place], series.result()
    cycles = _cycles(row)
    phase = next((one for one in series.phases if one.starts_on == day), None)
    suggestion = suggestion_of(series, result)
    usual: dict[str, Attempt[Any]] = {
        "note": Attempt(NoteForm(initial={"day": day}, cycles=cycles)), "split": Attempt(SplitForm(cycles=cycles)),
        "exclude": Attempt(ExcludeForm()),
    }  # fmt: skip
    tried = usual | (failed or {})
    open_form = next(iter(failed), "") if failed else ""
    context = {
        "indicator": row, "project": row.project, "series": series, "day": day, "spot": spot,
        "period": period_text(day, row.rhythm), "point": result.points[place], "tried": tried, "open": open_form,
        "said": value_words(entry_of(spot.row).as_json()) if spot.row else _("nothing is written"),
        "corrections": corrections_of(row, day), "phase": phase,
        "before": series.days[place - 1] if place else None,
        "after": series.days[place + 1] if place + 1 < len(series.days) else None,
        "notes": [one for one in series.annotations if one.day <= day <= (one.until or one.day)],
        "left_out": series.left_out.get(day),
        "answered": [one for one in series.answered if one.starts_on == day],
        "why_not_begin": why_not_begin(row, day), "why_not_freeze": why_not_freeze(row, day),
        "suggested": suggestion if suggestion and suggestion.day == day else None,
        "may_enter": allowed(row, request.actor, ENTER), "may_define": allowed(row, request.actor, DEFINE),
    }  # fmt: skip
    status = next(iter(failed.values())).status if failed else 200
    return render(request, "measurement/point.html", context, status=status)


@page("measurement.read")
def point(request: Request, pk: int, day: str) -> HttpResponse:
    """What stands at a point, and what can be done from it."""
    row = loaded(request, pk)
    return _page(request, pk, day_at(row, day))


@page("measurement.define")
def split(request: Request, pk: int, day: str) -> HttpResponse:
    """Answer the four questions at a point, and decide."""
    row = loaded(request, pk, DEFINE)
    at = day_at(row, day)
    if request.method != "POST":
        return redirect(point_address(row, at))
    form = SplitForm(request.POST, cycles=_cycles(row))

    def write(typed: dict[str, Any], _version: int) -> Any:
        return answer_split(
            row, at, form.answers(), form.said(), begins=typed["begins"] == "yes", **acts(request)
        )

    failed = attempt(form, write)
    if failed is not None:
        return _page(request, pk, at, {"split": failed})
    begins = form.cleaned_data["begins"] == "yes"
    done = _("A new phase begins there. The picture against the baseline is kept beside it.")
    messages.success(request, done if begins else _("Your answers are kept, and the chart stays as it is."))
    return redirect(address_of(row))


@page("measurement.define")
def frozen(request: Request, pk: int, day: str) -> HttpResponse:
    """Let the phase's points until this one be its baseline."""
    row = loaded(request, pk, DEFINE)
    at = day_at(row, day)
    return do(
        request, lambda version: freeze(row, at, version=version, **acts(request)), back=address_of(row),
        done=_("The baseline is set. Later points are judged by it."),
    )  # fmt: skip


@page("measurement.define")
def excluded(request: Request, pk: int, day: str) -> HttpResponse:
    """Leave a point out of centre and limits."""
    row = loaded(request, pk, DEFINE)
    at = day_at(row, day)
    if request.method != "POST":
        return redirect(point_address(row, at))
    form = ExcludeForm(request.POST)
    failed = attempt(form, lambda typed, _version: exclude(row, at, typed["reason"], **acts(request)))
    if failed is not None:
        return _page(request, pk, at, {"exclude": failed})
    messages.success(request, _("The point is left out of the calculation, and stays on the chart."))
    return redirect(address_of(row))


@page("measurement.enter")
def noted(request: Request, pk: int, day: str) -> HttpResponse:
    """Note something at a point, or attach a PDSA cycle to it."""
    row = loaded(request, pk, ENTER)
    at = day_at(row, day)
    if request.method != "POST":
        return redirect(point_address(row, at))
    form = NoteForm(request.POST, cycles=_cycles(row))
    failed = attempt(form, lambda _typed, _version: annotate(row, form.note(), **acts(request)))
    if failed is not None:
        return _page(request, pk, at, {"note": failed})
    messages.success(request, _("It is noted, and stands on the chart."))
    return redirect(address_of(row))


# What was decided, changed


def _back(row: Phase | Exclusion | Annotation) -> str:
    return address_of(row.indicator)


@page("measurement.define")
def phase(request: Request, pk: int) -> HttpResponse:
    """A phase's words, its answers and its baseline."""
    row: Phase = load(request, every_phase(), read=READ, right=DEFINE, pk=pk)
    cycles = _cycles(row.indicator)

    def typed_of(one: Phase) -> dict[str, Any]:
        return {"label": one.label, "reason": one.reason, "cycle": str(one.cycle_id or "")}

    failed: Attempt[PhaseForm] | None = Attempt(PhaseForm(initial=typed_of(row), cycles=cycles), row.version)
    if request.method == "POST":
        form = PhaseForm(request.POST, cycles=cycles)
        failed = attempt(
            form, lambda _typed, version: reword_phase(row, form.said(), version=version, **acts(request)),
            version=version_of(request), standing=typed_of,
        )  # fmt: skip
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_back(row))
    context = {
        "phase": row, "indicator": row.indicator, "project": row.indicator.project, "attempt": failed, "form": failed.form,
        "begins": period_text(row.starts_on, row.indicator.rhythm), "why_not_remove": why_not_remove(row),
        "is_first": row.starts_on.year < 1991,
    }  # fmt: skip
    return render(request, "measurement/phase.html", context, status=failed.status)


@page("measurement.define")
def thawed(request: Request, pk: int) -> HttpResponse:
    """Take a phase's baseline away."""
    row = load(request, every_phase(), read=READ, right=DEFINE, pk=pk)
    return do(
        request, lambda version: thaw(row, version=version, **acts(request)), back=_back(row),
        done=_("The baseline is taken away: every point of the phase counts again."),
    )  # fmt: skip


def _undoable(request: Request, rows: QuerySet[Any], pk: int, deed: Any, done: str) -> HttpResponse:
    return keep(request, rows, pk, deed, _back, done=done)


@page("measurement.define")
def remove_phase(request: Request, pk: int) -> HttpResponse:
    return _undoable(request, every_phase(), pk, remove, _("The phase is taken away."))


@page("measurement.define")
def restore_phase(request: Request, pk: int) -> HttpResponse:
    return _undoable(request, every_phase(), pk, restore, _("It is back."))


@page("measurement.define")
def include(request: Request, pk: int) -> HttpResponse:
    return _undoable(request, every_exclusion(), pk, remove, _("The point counts again."))


@page("measurement.define")
def restore_exclusion(request: Request, pk: int) -> HttpResponse:
    return _undoable(request, every_exclusion(), pk, restore, _("It is back."))


@page("measurement.enter")
def annotation(request: Request, pk: int) -> HttpResponse:
    """A note, written anew."""
    row: Annotation = load(request, every_annotation(), read=READ, right=ENTER, pk=pk)
    cycles = _cycles(row.indicator)

    def typed_of(one: Annotation) -> dict[str, Any]:
        return {"text": one.text, "day": one.day, "until": one.until, "cycle": str(one.cycle_id or "")}

    failed: Attempt[NoteForm] | None = Attempt(NoteForm(initial=typed_of(row), cycles=cycles), row.version)
    if request.method == "POST":
        form = NoteForm(request.POST, cycles=cycles)
        failed = attempt(
            form, lambda _typed, version: change_annotation(row, form.note(), version=version, **acts(request)),
            version=version_of(request), standing=typed_of,
        )  # fmt: skip
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_back(row))
    context = {
        "annotation": row, "indicator": row.indicator, "project": row.indicator.project, "attempt": failed,
        "form": failed.form, "period": period_text(row.day, row.indicator.rhythm),
    }  # fmt: skip
    return render(request, "measurement/annotation.html", context, status=failed.status)


def _kept_note(request: Request, pk: int, deed: Any, done: str) -> HttpResponse:
    row = load(request, every_annotation(), read=READ, right=ENTER, pk=pk)
    return do(
        request, lambda version: deed(row, version=version, **acts(request)), done=done, back=_back(row), undo=undo_of(row, deed)
    )  # fmt: skip


@page("measurement.enter")
def remove_annotation(request: Request, pk: int) -> HttpResponse:
    return _kept_note(request, pk, remove, _("The note is taken away."))


@page("measurement.enter")
def restore_annotation(request: Request, pk: int) -> HttpResponse:
    return _kept_note(request, pk, restore, _("It is back."))
