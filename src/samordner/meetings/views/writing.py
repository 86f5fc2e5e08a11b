"""A meeting is planned, and changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.happenings.collisions import collisions, concerned_by
from samordner.happenings.holidays import holiday_name
from samordner.happenings.sources import Asked
from samordner.journal.deeds import Refusal
from samordner.meetings.documents import title_of
from samordner.meetings.forms import ChangeForm, MeetingForm, NewMeetingForm, said_of
from samordner.meetings.models import Meeting
from samordner.meetings.operations import change_meeting, plan_meeting, plan_series, why_not_change
from samordner.meetings.queries import Line, measures_of
from samordner.meetings.views.one import loaded
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.participation.choosing import NoSuch, chosen_of, kept, rows_of
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

NEAR = timedelta(days=3)
"""So many days before and after a meeting are looked at while it is planned."""


@page("meeting.change")
def new(request: Request) -> HttpResponse:
    """Plan a meeting, or a series. What else has a day then is shown, never refused."""
    found = chosen_of(request, "meeting.change")
    if found is None:
        return render(request, "meetings/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "meetings/which_office.html", {"chosen": found})
    plans = visible(Plan.objects.filter(programme=programme, office=office), request.actor, "plan.change")
    form = NewMeetingForm(
        request.POST or None,
        reform=found.definition,
        measures=measures_of(programme.key, office.key),
        plans=plans,
        initial={"day": request.GET.get("on") or None, "kind": request.GET.get("kind", ""), "step": 1},
    )
    looking = "look" in request.POST
    context: dict[str, Any] = {"chosen": found, "form": form, "kept": kept(request)}
    if request.method == "POST" and form.is_valid() and not looking:
        try:
            made = _plan(request, form, programme, office)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            number = len(made)
            text = ngettext("The meeting is planned.", "%(number)d meetings are planned.", number)
            messages.success(request, text % {"number": number})
            return redirect(f"{reverse('meetings:meeting', args=[made[0].pk])}{kept(request)}")
    if looking and not form.errors:
        context |= near(request, form, programme, office)
    context["attempt"] = Attempt(form, status=422 if form.errors else 200)
    template = "meetings/_near.html" if request.htmx and looking else "meetings/new.html"
    return render(request, template, context, status=context["attempt"].status)


def _plan(request: Request, form: NewMeetingForm, programme: Programme, office: Office) -> list[Meeting]:
    by, now, plan = request.actor.id, request.moment, form.chosen_plan
    if rhythm := form.rhythm():
        title = form.cleaned_data["title"]
        return plan_series(programme, office, form.facts(), rhythm, title=title, by=by, now=now, plan=plan)
    return [plan_meeting(programme, office, form.facts(), by=by, now=now, plan=plan)]


def near(
    request: Request, form: MeetingForm, programme: Programme, office: Office, but: Meeting | None = None
) -> dict[str, Any]:
    """What else has a day about then for those whom the meeting is for (the office's municipalities, until it is known who is
    invited) and for the support apparatus. Of what nobody is invited to yet, what is meant for some of them the same day."""
    day = form.cleaned_data["day"]
    if day is None:
        return {"looked": True, "without_day": True}
    last = form.cleaned_data["last_day"] or day
    rows = taking_part(programme.key, day, office=office.key)
    codes = set(visible(rows, request.actor, "meeting.change").values_list("municipality__code", flat=True))
    asked = Asked(
        request.actor, day - NEAR, max(day, last) + NEAR + timedelta(days=1), request.day, (programme.key,)
    )
    skipped = {f"meeting:{but.pk}"} if but else set()
    if but is not None and but.series_id:
        skipped.add(f"meeting-series:{but.series_id}")
    if but is not None and but.day:
        then = replace(asked, since=but.day, until=but.day + timedelta(days=1))
        codes &= concerned_by(then, f"meeting:{but.pk}") or codes
    kind = (
        definition(programme.key).meeting_kind(form.cleaned_data["kind"])
        if form.cleaned_data["kind"]
        else None
    )
    own = kind is not None and kind.own
    found = collisions(
        asked, codes, office=office.key, but=skipped, on=None if own else (day, max(day, last))
    )
    return {
        "looked": True,
        "day": day,
        "holiday": holiday_name(day),
        "weekend": day.isoweekday() > 5,
        "number": len(codes),
        "same": [each for each in found if each.occurrence.first <= last and each.occurrence.last >= day],
        "others": [each for each in found if each.occurrence.first > last or each.occurrence.last < day],
    }


@page("meeting.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Let a meeting say something else; another's change meanwhile is shown, nothing is overwritten unseen."""
    row = loaded(request, pk, "meeting.change")
    reform = definition(row.programme.key)
    more: dict[str, Any] = {
        "reform": reform,
        "measures": measures_of(row.programme.key, row.office.key),
        "stood": row.period,
        "of_series": row.series_id is not None,
    }
    tried: Attempt[ChangeForm] = Attempt(ChangeForm(initial=said_of(row), **more), row.version)
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = ChangeForm(request.POST, **more)
        if "look" in request.POST:
            if form.is_valid():
                context = near(request, form, row.programme, row.office, row)
            tried = Attempt(form, version_of(request), status=422 if form.errors else 200)
        else:

            def write(cleaned: dict[str, Any], version: int) -> Any:
                return change_meeting(
                    row, form.facts(), version=version, by=request.actor.id, now=request.moment,
                    words=cleaned["words"], and_after=bool(cleaned.get("and_after")),
                )  # fmt: skip

            done = attempt(form, write, version=version_of(request), standing=said_of)
            if done is None:
                messages.success(request, _("Changed."))
                return redirect("meetings:meeting", pk)
            tried = done
    context |= {
        "meeting": row,
        "title": title_of(Line(row, None, ())),
        "attempt": tried,
        "form": tried.form,
        "refused": why_not_change(row),
    }
    template = "meetings/_near.html" if request.htmx and "look" in request.POST else "meetings/change.html"
    return render(request, template, context, status=tried.status)
