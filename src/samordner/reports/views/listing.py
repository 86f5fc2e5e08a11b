"""What is due and how it stands: one's own reports, and for the directorate every office's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page, read_day
from samordner.participation.choosing import following
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.reports.documents import lines_table, reminder, state_words
from samordner.reports.dues import due_on, usual_status_day
from samordner.reports.models import Report
from samordner.reports.operations import begin_report
from samordner.reports.queries import STATES, Line, lines, reachable, waiting

SORTS = {
    "due": lambda line: (line.due.day, line.name),
    "office": lambda line: (line.office, line.due.day),
    "state": lambda line: (STATES.index(line.state), line.due.day),
}


@page("report.read")
def index(request: Request) -> HttpResponse:
    """Every report that was or is due, how it stands, and the way into it."""
    asked = request.GET
    about = following(request.actor, "report.read", request.day, asked.get("programme", ""))
    if about is None:
        if asked.get("programme"):
            raise Http404
        return render(request, "reports/index.html", {"about": None})
    rows = visible(reachable(request.actor), request.actor, "report.read")
    found = lines(
        about,
        rows.filter(programme__key=about.definition.key),
        request.day,
        offices=list(about.offices),
        national=request.actor.may("yearreport.read"),
    )
    shown = _narrowed(found, asked.get("state", ""), asked.get("office", ""), asked.get("sort", ""))
    table = lines_table()
    if wanted := asked.get("format"):
        return answer_file(table, shown, wanted, f"reports-{request.day}")
    mine = {office.key for office in visible(Office.objects.all(), request.actor, "report.write")}
    context = {
        "about": about,
        "lines": shown,
        "narrowed": len(shown) != len(found),
        "states": [(key, state_words()[key]) for key in STATES if any(one.state == key for one in found)],
        "mine": mine,
        "may_write_national": request.actor.may("yearreport.write"),
        "matrix": _matrix(found, list(about.offices)) if len(about.offices) > 1 else None,
        "reminders": _reminders(found, request.day) if len(about.offices) > 1 else (),
    }
    return render(request, "reports/index.html", context)


def _narrowed(found: Sequence[Line], state: str, office: str, sort: str) -> list[Line]:
    rows = [
        line for line in found if state in {"", line.state} and office in {"", line.office or "nation"}
    ]  # fmt: skip
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows


def _matrix(found: Sequence[Line], offices: Sequence[str]) -> dict[str, object]:
    """Offices down, deadlines across: the oldest first. None where an office did not take part then."""
    dues = sorted(
        {(line.due.day, line.due.name) for line in found if not line.due.is_national}
    )  # fmt: skip
    cells = {(line.office, line.due.day, line.due.name): line for line in found}
    names = {line.office: line.name for line in found if line.office}
    return {
        "dues": dues,
        "rows": [(names[key], [cells.get((key, *due)) for due in dues]) for key in offices if key in names],
    }


def _reminders(found: Sequence[Line], day: date) -> list[dict[str, object]]:
    return [
        {
            "due": due,
            "lines": open_ones,
            "text": reminder(due.name, due.day, str(due.deadline.receiver), day=day),
        }
        for due, open_ones in waiting(found)
    ]


@page("report.read")
def begin(request: Request) -> HttpResponse:
    """Begin the report that the form names."""
    if request.method != "POST":
        return redirect("reports:index")
    asked = request.POST
    programme = visible(Programme.objects.all(), request.actor, "programme.read").filter(
        key=asked.get("programme", "")
    ).first()  # fmt: skip
    due_day = read_day(asked.get("due"))
    due = due_on(definition(programme.key), asked.get("form", ""), due_day) if programme and due_day else None
    if programme is None or due is None:
        raise Http404
    try:
        report = begin_report(
            programme,
            _office(request, due.is_national, asked.get("office", "")),
            due,
            status_day=usual_status_day(due, request.day),
            language="nn" if get_language() == "nn" else "nb",
            by=request.actor.id,
            now=request.now,
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("reports:index")
    messages.success(request, _("Begun. The numbers are there already; write what they mean."))
    return redirect("reports:report", report.pk)


def _office(request: Request, national: bool, key: str) -> Office | None:
    """Whose report it will be. 404 for an office that cannot be seen, 403 when one may not write for it."""
    if national:
        if not request.actor.may("yearreport.write"):
            raise PermissionDenied
        return None
    office = visible(Office.objects.all(), request.actor, "report.write").filter(key=key).first()
    if office is None:
        if visible(Office.objects.all(), request.actor, "report.read").filter(key=key).exists():
            raise PermissionDenied
        raise Http404
    return office


def report_for(request: Request, pk: int) -> Report:
    """The report of the address; 404 when it is not this actor's to see."""
    found = visible(reachable(request.actor), request.actor, "report.read").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
