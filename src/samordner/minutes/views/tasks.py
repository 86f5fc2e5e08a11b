"""Tasks: who is to do what by when, and what became of it; and the decisions of all meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samordner.access.grants import allowed, visible
from samordner.meetings.models import Meeting
from samordner.minutes.documents import SIGNS, decisions_table, tasks_table
from samordner.minutes.forms import DoForm, DropForm, TaskForm, task_said
from samordner.minutes.gathering import owner_text
from samordner.minutes.models import Decision, Task, TaskStep
from samordner.minutes.naming import kind_name, meeting_name, namer
from samordner.minutes.operations import (
    change_task,
    do,
    drop,
    remove,
    reopen,
    restore,
    why_not_change,
    why_not_do,
    why_not_remove,
    why_not_reopen,
)
from samordner.minutes.queries import (
    DECISION_SORTS,
    TASK_SORTS,
    DecisionNarrowing,
    Narrowing,
    apparatus,
    decided,
    decisions,
    every_task,
    in_order,
    kinds_of,
    meetings_of,
    narrowed,
    ordered,
    organisations,
    tasks,
)
from samordner.minutes.views.asking import working_day
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page, read_day
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition

PER_PAGE = 100
STATES = ("open", "overdue", "done", "dropped", "all")
BIGGEST = 2**31 - 1


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= BIGGEST else None


def _word(request: Request, name: str, among: tuple[str, ...]) -> str:
    found = request.GET.get(name, "")
    return found if found in among else ""


def _day(request: Request, name: str) -> date | None:
    """A day out of the address; what is no day narrows nothing."""
    try:
        return read_day(request.GET.get(name))
    except Http404:
        return None


def _of(row: Task | Decision) -> Meeting:
    return row.said.minutes.meeting


# Tasks


@page("minutes.read")
def index(request: Request) -> HttpResponse:
    """The tasks that the reader may see, narrowed and sorted as the address says; also as a file."""
    by = Narrowing(
        words=request.GET.get("q", ""),
        state=_word(request, "state", STATES),
        organisation=request.GET.get("organisation", "").strip(),
        meeting=_number(request, "meeting"),
        mine=request.GET.get("mine") == "1",
    )
    seen = tasks(request.actor)
    rows = ordered(narrowed(seen, by, request.actor, request.day), request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        found = list(rows)
        return answer_file(_table(request, found), found, wanted, f"oppgaver-{request.day}")
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown, name = list(paged), namer()
    names = names_of(row.account for row in shown)
    context = {
        "by": by,
        "rows": paged,
        "lines": [_line(request, row, names, name) for row in shown],
        "organisations": organisations(seen),
        "meetings": [(row.pk, name(row)) for row in meetings_of(seen)],
        "sorts": TASK_SORTS,
        "any": by.narrows or bool(shown) or seen.exists(),
    }
    return render(request, "minutes/tasks.html", context)


def _line(
    request: Request, row: Task, names: Mapping[str, str], name: Callable[[Meeting], str]
) -> tuple[Task, str, Task.State, tuple[str, str], str]:
    """A task as the list shows it: who has it, how it stands, and which meeting gave it."""
    state = row.state(request.day)
    return row, owner_text(row, names), state, SIGNS[state], name(_of(row))


def _table(request: Request, rows: list[Task]) -> Any:
    return tasks_table(request.day, names_of(row.account for row in rows))


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a task: its button, why not, its form, and what it does."""

    label: str | Promise
    done: str | Promise
    why_not: Callable[[Task], str | None]
    form: Callable[[Request, Task, Any], forms.Form]
    write: Callable[[Request, Task, Any, int], Any]
    standing: Callable[[Any], Mapping[str, Any]] | None = None


def _do_form(request: Request, task: Task, data: Any) -> forms.Form:
    return DoForm(data, initial={"on": request.today}, auto_id=f"{task.pk}-do-%s")


def _drop_form(request: Request, task: Task, data: Any) -> forms.Form:
    return DropForm(data, initial={"on": request.today}, auto_id=f"{task.pk}-drop-%s")


def _nothing(_request: Request, _task: Task, data: Any) -> forms.Form:
    return forms.Form(data)


def _acts(request: Request) -> dict[str, Any]:
    return {"today": request.today, "by": request.actor.id, "now": request.now}


DEEDS: dict[str, Deed] = {
    "gjort": Deed(
        gettext_lazy("It is done"), gettext_lazy("The task is noted as done."), why_not_do, _do_form,
        lambda request, task, form, version: do(task, version=version, **form.cleaned_data, **_acts(request)),
    ),
    "dropp": Deed(
        gettext_lazy("Drop it"), gettext_lazy("The task is dropped."), why_not_do, _drop_form,
        lambda request, task, form, version: drop(task, version=version, **form.cleaned_data, **_acts(request)),
    ),
    "gjenapne": Deed(
        gettext_lazy("Open it again"), gettext_lazy("The task is open again."), why_not_reopen, _nothing,
        lambda request, task, _form, version: reopen(task, version=version, **_acts(request)),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    key: str
    label: str | Promise
    attempt: Attempt[Any]
    opened: bool = False


def _loaded(request: Request, pk: int, right: str = "minutes.read") -> Task:
    return load(request, tasks(request.actor), read="minutes.read", right=right, pk=pk)


@page("minutes.read")
def show(request: Request, pk: int) -> HttpResponse:
    """A task: what is to be done, what was done, and what can be done now."""
    return _show(request, _loaded(request, pk))


def _show(request: Request, task: Task, tried: str = "", failed: Attempt[Any] | None = None) -> HttpResponse:
    may = allowed(task, request.actor, "task.change")
    rows = visible(TaskStep.objects.filter(task=task), request.actor, "minutes.read")
    steps = list(rows.select_related("meeting__programme"))
    names = names_of([task.account, *(step.by for step in steps)])
    meeting = task.said.minutes.meeting
    context = {
        "task": task,
        "meeting": meeting,
        "name": meeting_name(meeting),
        "owner": owner_text(task, names),
        "state": task.state(request.day),
        "sign": SIGNS[task.state(request.day)],
        "steps": [
            (step, names.get(step.by, ""), meeting_name(step.meeting) if step.meeting else "")
            for step in steps
        ],
        "may": may,
        "deeds": _offered(request, task, tried, failed) if may else [],
        "may_change": may and why_not_change(task) is None,
        "may_remove": may and why_not_remove(task) is None and not task.said.minutes.approved,
    }
    return render(request, "minutes/task.html", context, status=failed.status if failed else 200)


def _offered(request: Request, task: Task, tried: str, failed: Attempt[Any] | None) -> list[Offered]:
    """What can be done now, and what was tried although it could not."""
    found = []
    for key, deed in DEEDS.items():
        if failed is not None and key == tried:
            found.append(Offered(key, deed.label, failed, opened=True))
        elif deed.why_not(task) is None:
            found.append(Offered(key, deed.label, Attempt(deed.form(request, task, None), task.version)))
    return found


@page("task.change")
def act(request: Request, pk: int, deed: str) -> HttpResponse:
    """Note a task as done, drop it, open it again; or take out what was noted by mistake, and bring it back."""
    if deed == "hent-tilbake":
        rows = every_task().filter(removed_at__isnull=False)
        task = load(request, rows, read="minutes.read", right="task.change", pk=pk)
    else:
        task = _loaded(request, pk, "task.change")
    if request.method != "POST":
        return redirect(
            "minutes:tasks" if task.removed_at else "minutes:task", *() if task.removed_at else (pk,)
        )
    if deed in {"fjern", "hent-tilbake"}:
        return _keep(request, task, deed)
    if deed not in DEEDS:
        raise Http404
    chosen = DEEDS[deed]
    form = chosen.form(request, task, request.POST)
    failed = attempt(
        form,
        lambda _typed, version: chosen.write(request, task, form, version),
        version=version_of(request),
        standing=chosen.standing,
    )
    if failed is None:
        messages.success(request, str(chosen.done))
        return redirect("minutes:task", pk)
    return _show(request, _loaded(request, pk), deed, failed)


def _keep(request: Request, task: Task, deed: str) -> HttpResponse:
    by, now, version = request.actor.id, request.now, version_of(request)
    done: Callable[[], Any]
    if deed == "fjern":
        done, words = lambda: remove(task, version=version, by=by, now=now), _("The task is removed.")
    else:
        done, words = lambda: restore(task, version=version, by=by, now=now), _("It is brought back.")
    carry_out(
        request, done, done=words, meanwhile=_("Someone has changed the task meanwhile: look at it first.")
    )
    return redirect("minutes:write", task.said.minutes.meeting_id)


@page("task.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Let a task say something else, or have another owner or deadline."""
    task = _loaded(request, pk, "task.change")
    people = apparatus([task.said.minutes.meeting.office.key], working_day(request))
    tried: Attempt[Any] | None = Attempt(
        TaskForm(people.persons, people.organisations, initial=task_said(task)), task.version
    )
    if request.method == "POST":
        form = TaskForm(people.persons, people.organisations, request.POST, initial=task_said(task))
        tried = attempt(
            form,
            lambda _typed, version: change_task(task, form.giving(), version=version, **_acts(request)),
            version=version_of(request),
            standing=task_said,
        )
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("minutes:task", pk)
    context = {"task": task, "attempt": tried, "form": tried.form, "organisations": people.organisations}
    return render(request, "minutes/task_change.html", context, status=tried.status)


# Decisions


@page("minutes.read")
def decision_list(request: Request) -> HttpResponse:
    """What was decided in all meetings, searched and sorted as the address says; also as a file."""
    by = DecisionNarrowing(
        words=request.GET.get("q", ""),
        kind=request.GET.get("kind", ""),
        first=_day(request, "first"),
        last=_day(request, "last"),
    )
    seen = decisions(request.actor)
    rows = in_order(decided(seen, by), request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        return answer_file(decisions_table(), list(rows), wanted, f"beslutninger-{request.day}")
    paged, name = Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), namer()
    context = {
        "by": by,
        "rows": paged,
        "lines": [(row, name(_of(row)), _of(row)) for row in paged],
        "kinds": _kinds(request),
        "sorts": DECISION_SORTS,
    }
    return render(request, "minutes/decisions.html", context)


def _kinds(request: Request) -> list[tuple[str, str]]:
    """The kinds of meetings in which something was decided, by their names."""
    known: dict[str, Definition] = {}
    found: dict[str, str] = {}
    for row in kinds_of(decisions(request.actor)):
        key = row.programme.key
        if key not in known:
            known[key] = definition(key)
        found.setdefault(row.kind, kind_name(row, known[key]))
    return sorted(found.items(), key=lambda pair: pair[1])
