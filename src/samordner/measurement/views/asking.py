"""What every page here reads out of its address, and what removing and bringing back share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.improvement.models import Project
from samordner.journal.deeds import Conflict, Refusal, Versioned
from samordner.measurement.models import Indicator
from samordner.measurement.operations.keeping import remove
from samordner.measurement.periods import first_of
from samordner.measurement.queries.rows import every_project
from samordner.measurement.queries.series import every_indicator, with_series
from samordner.pages.editing import version_of
from samordner.pages.gate import Request, load, read_day

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Versioned)
READ, ENTER, DEFINE = "measurement.read", "measurement.enter", "measurement.define"


def language() -> str:
    """The reader's language, as charts and verdicts know it."""
    return (get_language() or "nb")[:2]


def word(request: Request, name: str) -> str:
    return request.GET.get(name, "").strip()[:200]


def loaded(request: Request, pk: int, right: str = READ, *, whole: bool = False) -> Indicator:
    """The indicator of the page; `whole`: with all that its chart is made from."""
    rows = every_indicator()
    return load(request, with_series(rows) if whole else rows, read=READ, right=right, pk=pk)


def project_of(request: Request, pk: int, right: str = READ) -> Project:
    """The project of the page, by the rights to measure."""
    return load(request, every_project(), read=READ, right=right, pk=pk)


def day_at(indicator: Indicator, text: str) -> date:
    """A period from an address. Http404 when it is none."""
    day = read_day(text)
    if day is None or first_of(day, indicator.rhythm) != day:
        raise Http404
    return day


def address_of(indicator: Indicator) -> str:
    return reverse("measurement:indicator", args=[indicator.pk])


def point_address(indicator: Indicator, day: date) -> str:
    return reverse("measurement:point", args=[indicator.pk, day.isoformat()])


def project_address(project: Project) -> str:
    return reverse("improvement:project", args=[project.pk])


def acts(request: Request) -> dict[str, Any]:
    """Who does it and when."""
    return {"by": request.actor.id, "now": request.moment}


def do(request: Request, deed: Callable[[int], Any], *, done: str, back: str, undo: str = "") -> HttpResponse:
    """A deed with nothing to type, by POST; then on to `back`, with the way to `undo` it."""
    if request.method == "POST":
        try:
            deed(version_of(request))
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        except Conflict:
            messages.warning(request, _("Someone else has changed it meanwhile: nothing was done."))
        else:
            messages.success(request, done)
            return redirect(f"{back}?undo={undo}" if undo else back)
    return redirect(back)


def keep(
    request: Request,
    rows: models.QuerySet[R],
    pk: int,
    deed: Callable[..., Any],
    back: Callable[[R], str],
    *,
    done: str,
) -> HttpResponse:
    """Remove a row or bring it back (`deed`), and go on to where `back` says."""
    row = load(request, rows, read=READ, right=DEFINE, pk=pk)
    return do(
        request, lambda version: deed(row, version=version, **acts(request)), done=done, back=back(row), undo=undo_of(row, deed)
    )  # fmt: skip


def undo_of(row: models.Model, deed: Callable[..., Any]) -> str:
    """What the next page offers to bring back: "phase-7"; "" when nothing was removed."""
    return (
        f"{type(row).__name__.casefold()}-{row.pk}"
        if deed is remove and not isinstance(row, Indicator)
        else ""
    )
