"""Writing in what was measured: in seconds, on a telephone, the oldest empty period first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.measurement.forms import MeasureForm, measured_of
from samordner.measurement.models import Definition, How, Indicator, Measurement, Rhythm
from samordner.measurement.operations.measuring import enter
from samordner.measurement.periods import after, first_of, last_whole, period_text, through
from samordner.measurement.queries.entering import Due, doubts, due_of
from samordner.measurement.queries.rows import definitions_of
from samordner.measurement.queries.series import every_indicator, fresh
from samordner.measurement.views.asking import ENTER, address_of, language, loaded, project_of
from samordner.measurement.written import Unread, read_period
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page

MOST_OFFERED = 60


@dataclass(frozen=True)
class Card:
    """One indicator to write in: the period, its form, what to look at twice, and which periods one may choose instead."""

    indicator: Indicator
    definition: Definition | None
    day: date
    there: Measurement | None
    attempt: Attempt[MeasureForm]
    waiting: tuple[date, ...]
    doubts: tuple[str, ...] = ()
    typed_day: str = ""
    day_fault: str = ""

    @property
    def form(self) -> MeasureForm:
        return self.attempt.form

    @property
    def period(self) -> str:
        return period_text(self.day, self.indicator.rhythm)

    @property
    def is_event(self) -> bool:
        return self.indicator.rhythm == Rhythm.EVENT

    @property
    def offered(self) -> list[tuple[str, str, bool]]:
        """The periods to choose between, the newest first: address part, words, whether something is to be written."""
        rhythm = self.indicator.rhythm
        missing = set(self.waiting)
        newest = max([self.day, *self.waiting])
        days = through(after(newest, rhythm, -MOST_OFFERED), newest, rhythm)
        begins = first_of(self.indicator.begins, rhythm)
        return [
            (one.isoformat(), period_text(one, rhythm), one in missing)
            for one in reversed(days) if one >= begins or one == self.day
        ]  # fmt: skip

    @property
    def more(self) -> int:
        """How many periods wait besides this one."""
        return sum(one != self.day for one in self.waiting)


@dataclass(frozen=True)
class Writer:
    """Who writes, and how: what is noted with each number."""

    by: str
    how: str


def definition_in(found: Sequence[Definition], day: date) -> Definition | None:
    begun = [one for one in found if one.since <= day]
    return begun[-1] if begun else next(iter(found), None)


def card_of(due: Due, definitions: Sequence[Definition], today: date, day: date | None = None) -> Card:
    """A fresh card: for `day`, else for the oldest empty period, else for the newest that is over."""
    indicator = due.indicator
    chosen = day or due.next or _usual(indicator, today)
    looked_up = day is not None or (due.next is None and due.last is not None and due.last.day >= chosen)
    there = indicator.measurements.filter(day=chosen).first() if looked_up else None
    definition = definition_in(definitions, chosen)
    form = MeasureForm(
        initial=measured_of(there), indicator=indicator, definition=definition, corrects=there is not None,
        auto_id=f"id_{indicator.pk}_%s",
    )  # fmt: skip
    typed = "" if indicator.rhythm != Rhythm.EVENT or day is None else f"{day:%d.%m.%Y}"
    return Card(
        indicator,
        definition,
        chosen,
        there,
        Attempt(form, there.version if there else 0),
        due.waiting,
        typed_day=typed,
    )


def _usual(indicator: Indicator, today: date) -> date:
    return today if indicator.rhythm == Rhythm.EVENT else last_whole(today, indicator.rhythm)


def answered(request: Request, due: Due, definitions: Sequence[Definition], writer: Writer) -> Card | None:
    """What was sent for one indicator: None when it is written, else the card to show again."""
    indicator = due.indicator
    typed_day = request.POST.get("period", "")[:40]
    try:
        day = read_period(typed_day, indicator.rhythm)
        fault = ""
    except Unread as unread:
        day, fault = _usual(indicator, request.today), unread.sentence
    there = indicator.measurements.filter(day=day).first()
    definition = definition_in(definitions, day)
    form = MeasureForm(
        request.POST, indicator=indicator, definition=definition, corrects=there is not None,
        auto_id=f"id_{indicator.pk}_%s",
    )  # fmt: skip
    version = version_of(request)
    asked: list[str] = []

    def write(_typed: dict[str, Any], seen: int) -> Any:
        return enter(
            indicator, day, form.entry(), version=seen, how=writer.how, today=request.today, by=writer.by,
            now=request.moment, why=form.cleaned_data.get("why", ""),
        )  # fmt: skip

    failed: Attempt[MeasureForm] | None
    if fault:
        form.is_valid()
        form.add_error(None, fault)
        failed = Attempt(form, version, status=422)
    elif form.is_valid() and not request.POST.get("sure"):
        asked = doubts(indicator, day, form.entry(), indicator.measurements.all())
        failed = (
            Attempt(form, version, status=422)
            if asked
            else attempt(form, write, version=version, standing=measured_of)
        )
    else:
        failed = attempt(form, write, version=version, standing=measured_of)
    if failed is None:
        said = fresh(indicator).result().verdict.text(language())
        told = {"name": indicator.name, "period": period_text(day, indicator.rhythm), "verdict": said}
        messages.success(request, _("%(name)s, %(period)s: saved. %(verdict)s") % told)
        return None
    return Card(indicator, definition, day, there, failed, due.waiting, tuple(asked), typed_day, fault)


def cards(request: Request, rows: QuerySet[Indicator], writer: Writer) -> tuple[list[Card], bool, int]:
    """A card for each indicator; whether what was sent is written; and the answer's status."""
    dues = due_of(rows, request.today)
    definitions = definitions_of(due.indicator for due in dues)
    wanted = request.POST.get("indicator", "") if request.method == "POST" else ""
    found, done, status = [], False, 200
    for due in dues:
        told = definitions.get(due.indicator.pk, [])
        if wanted == str(due.indicator.pk):
            card = answered(request, due, told, writer)
            if card is None:
                done = True
                continue
            status = card.attempt.status
        else:
            card = card_of(due, told, request.today)
        found.append(card)
    return found, done, status


@page("measurement.enter")
def of_indicator(request: Request, pk: int) -> HttpResponse:
    """One indicator, in the period that the address says."""
    row = loaded(request, pk, ENTER)
    return one_card(
        request,
        row,
        Writer(request.actor.id, How.PAGE),
        template="measurement/enter.html",
        back=address_of(row),
    )


def one_card(
    request: Request,
    row: Indicator,
    writer: Writer,
    *,
    template: str,
    back: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one card."""
    (due,) = due_of([row], request.today)
    told = definitions_of([row]).get(row.pk, [])
    if request.method == "POST":
        card = answered(request, due, told, writer)
        if card is None:
            return redirect(back)
        status = card.attempt.status
    else:
        card, status = card_of(due, told, request.today, _asked_day(request, row)), 200
    context = {"card": card, "indicator": row, "project": row.project, "back": back, **(more or {})}
    return render(request, template, context, status=status)


def _asked_day(request: Request, row: Indicator) -> date | None:
    text = request.GET.get("period", "")[:40]
    if not text:
        return None
    try:
        return read_period(text, row.rhythm)
    except Unread:
        return None


@page("measurement.enter")
def of_project(request: Request, pk: int) -> HttpResponse:
    """Everything that a project measures, in one page."""
    project = project_of(request, pk, ENTER)
    rows = every_indicator().filter(project=project, removed_at=None).order_by("position", "pk")
    found, done, status = cards(request, rows, Writer(request.actor.id, How.PAGE))
    if done:
        return redirect("measurement:enter_project", pk)
    context = {"project": project, "cards": found, "waiting": sum(bool(one.waiting) for one in found)}
    return render(request, "measurement/enter_project.html", context, status=status)
