"""What is noted beside a point while it is written: decisions, tasks, what municipalities need, what became known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samordner.minutes.forms import (
    DecisionForm,
    NeedForm,
    ObservationForm,
    SubjectForm,
    TaskForm,
    decision_said,
)
from samordner.minutes.models import Decision, Said
from samordner.minutes.naming import meeting_name
from samordner.minutes.operations import (
    change_decision,
    decide,
    do,
    give,
    note_need,
    note_observation,
    noted_day,
    remove_decision,
    reopen,
    source_key,
)
from samordner.minutes.queries import apparatus, earlier, every_decision
from samordner.minutes.views.asking import language, minutes_for, point_for, whom, working_day
from samordner.minutes.views.writing import NOTES, Shown, address_of, shown, whole_page
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page


@dataclass(frozen=True)
class Noting:
    """A kind of thing that can be noted. `form` gives the form (None: something must be chosen first) and what it shows
    besides; `write` does the deed.
    """

    done: str | Promise
    form: Callable[[Request, Said, Any], tuple[forms.Form, Mapping[str, Any]]]
    write: Callable[[Request, Said, Any], Any]


def _decision(request: Request, said: Said, data: Any) -> tuple[forms.Form, Mapping[str, Any]]:
    return DecisionForm(data, auto_id=f"d{said.pk}-%s"), {}


def _task(request: Request, said: Said, data: Any) -> tuple[forms.Form, Mapping[str, Any]]:
    people = apparatus([said.minutes.meeting.office.key], working_day(request))
    form = TaskForm(people.persons, people.organisations, data, auto_id=f"t{said.pk}-%s")
    return form, {"organisations": people.organisations}


def _need(request: Request, said: Said, data: Any) -> tuple[forms.Form, Mapping[str, Any]]:
    meeting = said.minutes.meeting
    who = whom(request, meeting, "need.raise", noted_day(meeting, request.today))
    begin = {"municipality": _before(request, "municipality")}
    return NeedForm(who.says, who.there, who.others, data, initial=begin, auto_id=f"n{said.pk}-%s"), {}


def _before(request: Request, name: str) -> str:
    """What was chosen in the address, or in what was noted just now: the next is often of the same."""
    return request.GET.get(name) or request.POST.get(name, "")


def _observation(request: Request, said: Said, data: Any) -> tuple[forms.Form, Mapping[str, Any]]:
    """First which subject; then its values."""
    meeting = said.minutes.meeting
    day = noted_day(meeting, request.today)
    who = whom(request, meeting, "observation.register", day)
    subject = _before(request, "tema")
    choosing = SubjectForm(who.says, initial={"tema": subject}, auto_id=f"s{said.pk}-%s")
    if subject not in {one.key for one in who.says.subjects}:
        return choosing, {"choosing": True}
    begin = {"since": day, "municipality": _before(request, "municipality")}
    form = ObservationForm(
        who.says, subject, language(), who.there, who.others, data, initial=begin, auto_id=f"o{said.pk}-%s"
    )
    return form, {"subject": choosing, "tema": subject}


def _raise(request: Request, said: Said, form: NeedForm) -> Any:
    meeting = said.minutes.meeting
    with override(said.minutes.language):
        reference = meeting_name(meeting)
    asked = form.asked(noted_day(meeting, request.today), reference)
    return note_need(said, form.participation, asked, by=request.actor.id, now=request.now)


def _observe(request: Request, said: Said, form: Any) -> Any:
    if not isinstance(form, ObservationForm):
        return None
    statement = form.statement(source_key(said.minutes.meeting))
    return note_observation(said, form.participation, statement, by=request.actor.id, now=request.now)


NOTING: dict[str, Noting] = {
    "beslutning": Noting(
        gettext_lazy("The decision is noted."), _decision,
        lambda request, said, form: decide(said, by=request.actor.id, now=request.now, **form.cleaned_data),
    ),
    "oppgave": Noting(
        gettext_lazy("The task is noted."), _task,
        lambda request, said, form: give(
            said, form.giving(), today=request.today, by=request.actor.id, now=request.now
        ),
    ),
    "behov": Noting(gettext_lazy("The need is noted."), _need, _raise),
    "opplysning": Noting(
        gettext_lazy("It is registered, with the meeting as its source."),
        _observation, _observe,
    ),
}  # fmt: skip
"""By the word in the address (`NOTES` has their labels)."""


@page("minutes.write")
def note(request: Request, pk: int, said: int, kind: str) -> HttpResponse:
    """Note something in a point. Without htmx the page whole, with the form open."""
    row = point_for(request, pk, said)
    if kind not in NOTING:
        raise Http404
    chosen = NOTING[kind]
    if request.method != "POST":
        if request.GET.get("bort"):
            return answer(request, row, {})
        form, more = chosen.form(request, row, None)
        return answer(request, row, {"kind": kind, "noting": Attempt(form), "more": more})
    form, more = chosen.form(request, row, request.POST)
    if more.get("choosing"):
        return answer(request, row, {"kind": kind, "noting": Attempt(form, status=422), "more": more})
    failed = attempt(form, lambda _cleaned, _version: chosen.write(request, row, form))
    if failed is not None:
        return answer(request, row, {"kind": kind, "noting": failed, "more": more})
    if not request.htmx:
        messages.success(request, str(chosen.done))
        return redirect(address_of(pk, said))
    fresh, more = chosen.form(request, row, None)
    told = {**more, "done": chosen.done}
    return answer(request, row, {"kind": kind, "noting": Attempt(fresh), "more": told})


def answer(request: Request, row: Said, changes: Mapping[str, Any]) -> HttpResponse:
    """What is noted in the point, with the form that is open, if one is; without htmx the page whole."""
    minutes = minutes_for(request, row.minutes.meeting_id, "minutes.write")
    if minutes.approved and request.method != "POST":
        return redirect("minutes:minutes", minutes.meeting_id)
    points = shown(request, minutes, only=row.pk if request.htmx else None)
    found = next((one for one in points if one.said.pk == row.pk), None)
    if found is None:
        raise Http404
    one: Shown = replace(found, **changes)
    if not request.htmx:
        return whole_page(request, minutes, tried=one)
    context = {"one": one, "meeting": minutes.meeting, "notes": NOTES}
    status = one.noting.status if one.noting else 200
    return render(request, "minutes/_notes.html", context, status=status)


# A decision that is noted


@page("minutes.write")
def decision(request: Request, pk: int, row: int) -> HttpResponse:
    """Put a decision's words right, or take it out."""
    found = load(
        request, every_decision().filter(removed_at=None), read="minutes.read", right="minutes.write", pk=row,
        said__minutes__meeting=pk,
    )  # fmt: skip
    by, now = request.actor.id, request.now
    meanwhile = _("Someone has changed it meanwhile: look at it first.")
    if request.method == "POST" and request.POST.get("deed") == "remove":
        carry_out(
            request,
            lambda: remove_decision(found, version=version_of(request), by=by, now=now),
            done=_("The decision is removed. It can be brought back at the bottom of the page."),
            meanwhile=meanwhile,
        )
        return redirect(address_of(pk, found.said_id))
    tried: Attempt[Any] | None = Attempt(DecisionForm(initial=decision_said(found)), found.version)
    if request.method == "POST":

        def save(cleaned: dict[str, Any], version: int) -> Decision:
            return change_decision(found, text=cleaned["text"], version=version, by=by, now=now)

        tried = attempt(DecisionForm(request.POST), save, version=version_of(request), standing=decision_said)
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect(address_of(pk, found.said_id))
    context = {"decision": found, "meeting": found.said.minutes.meeting, "attempt": tried, "form": tried.form}
    return render(request, "minutes/decision.html", context, status=tried.status)


# A task of an earlier meeting


@page("minutes.write")
def gone_through(request: Request, pk: int, said: int, task: int, deed: str) -> HttpResponse:
    """A task of an earlier meeting is noted as done in this one, or that is taken back."""
    row = point_for(request, pk, said)
    meeting = row.minutes.meeting
    found = load(request, earlier(meeting), read="minutes.read", right="task.change", pk=task)
    if deed not in {"gjort", "angre"} or not row.follows_up:
        raise Http404
    if request.method != "POST":
        return redirect(address_of(pk, said))
    by, now, today, version = request.actor.id, request.now, request.today, version_of(request)

    def act() -> None:
        if deed == "angre":
            reopen(found, today=today, version=version, by=by, now=now)
        else:
            how = request.POST.get("how", "")[:4000]
            do(
                found, on=noted_day(meeting, today), how=how, meeting=meeting, today=today, version=version, by=by,
                now=now,
            )  # fmt: skip

    done = _("The task is open again.") if deed == "angre" else _("The task is noted as done.")
    carry_out(
        request, act, done=done, meanwhile=_("Someone has changed the task meanwhile: look at it first.")
    )
    return redirect(address_of(pk, said))
