"""What happens to invitations and registrations when something is done with their meeting, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.asks import operations as asks
from samordner.documents.cells import kept_clock_text
from samordner.invitations import letters
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.invitations.operations import requests
from samordner.invitations.operations.inviting import tell_invited
from samordner.invitations.operations.places import locked, tell_places
from samordner.invitations.operations.requests import asked, recipients
from samordner.letters.kinds import Kind as Sort
from samordner.meetings.followers import Follower
from samordner.meetings.models import Meeting, MeetingStep
from samordner.pages.moments import here
from samordner.timeline.ical.invitations import CANCEL
from samordner.timeline.moments import NORWAY

Kind = MeetingStep.Kind
MOVING = (Kind.MOVED, Kind.REOPENED)
ENDING: Mapping[str, Sort] = {Kind.CANCELLED: letters.CANCELLED, Kind.POSTPONED: letters.POSTPONED}


class Inviting(Follower):
    """Those who were invited to a meeting, and those who have registered for it, are told what becomes of it."""

    def why_not_remove(self, meeting: Meeting) -> str | None:
        if Registration.objects.filter(meeting=meeting).exclude(state=Registration.State.CANCELLED).exists():
            return _("Somebody has registered for the meeting. Cancel it instead.")
        return None

    def after(self, meeting: Meeting, step: MeetingStep) -> None:
        if step.kind == Kind.REOPENED and _was(meeting, step) == Kind.HELD:
            not_held(meeting, step)
        elif step.kind in MOVING and meeting.has_day:
            moved(meeting, step)
        elif step.kind == Kind.HELD:
            held(meeting, step)
        elif step.kind in ENDING:
            ended(meeting, step, ENDING[step.kind])


def _was(meeting: Meeting, step: MeetingStep) -> str | None:
    """What the meeting was taken up again after: that it was held, or that it was cancelled."""
    before = meeting.steps.filter(kind__in=(Kind.HELD, Kind.CANCELLED)).exclude(pk=step.pk)
    return before.order_by("-pk").values_list("kind", flat=True).first()


def held(meeting: Meeting, step: MeetingStep) -> None:
    """Who came has answered; whoever else never did is waited for no more, and has not said no."""
    if (terms := _terms(meeting)) is None:
        return
    now = here(step.at)
    day = now.astimezone(NORWAY).date()
    requests.came(terms, meeting, today=day, by=step.by, now=now)
    requests.close(terms, meeting, on=meeting.last_day or day, by=step.by, now=now)


def not_held(meeting: Meeting, step: MeetingStep) -> None:
    """It was not held after all: nothing is moved, so answers stand and nobody is told; who never answered is waited for."""
    if (terms := _terms(meeting)) is not None:
        requests.open_again(terms, by=step.by, now=here(step.at))


def _terms(meeting: Meeting) -> EventTerms | None:
    return EventTerms.objects.select_for_update().filter(meeting=meeting).first()


def _invited(meeting: Meeting) -> list[Invitation]:
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None, erased_at=None)
    return list(rows.select_related("participation__municipality").order_by("pk"))


def _registered(meeting: Meeting) -> list[Registration]:
    rows = Registration.objects.filter(meeting=meeting, invitation=None, erased_at=None).exclude(email="")
    return list(rows.exclude(state=Registration.State.CANCELLED).order_by("number"))


def moved(meeting: Meeting, step: MeetingStep) -> None:
    """A new day, time or place: everybody is told, and those who were invited are asked for their answers again.

    Who has registered by themselves keeps the place, and so do those who were named in an answer. A day that has gone is
    what was written wrong, or a cancellation undone too late: nobody can answer anew, so answers stand and nobody is told.
    """
    if not (meeting.announced_at or EventTerms.objects.filter(meeting=meeting).exists()):
        return
    terms, now = locked(meeting), here(step.at)
    invited, starts, day = _invited(meeting), letters.begins(meeting), now.astimezone(NORWAY).date()
    if starts is None or starts <= now:
        _ask_again(terms, meeting, invited, step, anew=False)
        return
    for row in invited:
        fields: dict[str, Any] = {"earlier": row.answer or row.earlier, "answer": "", "answered_at": None, "answered_how": "",
                  "declined_why": "", "reminded_at": None, "version": row.version + 1}  # fmt: skip
        if row.email:
            fields |= {"told": meeting.sequence, "sent_at": now}
        Invitation.objects.filter(pk=row.pk).update(**fields)
        row.refresh_from_db()
    if terms.deadline and not now < terms.deadline <= starts:
        EventTerms.objects.filter(pk=terms.pk).update(deadline=None)
        terms.deadline = None
    before = {language: _before(step, language) for language in ("nb", "nn")}
    tell_invited(letters.MOVED, terms, meeting, [row for row in invited if row.email], "moved", more=before,
                 day=day, by=step.by, now=now)  # fmt: skip
    tell_places(letters.PLACE_MOVED, terms, meeting, _registered(meeting), f"moved-{meeting.sequence}", more=before,
                day=day, by=step.by, now=now)  # fmt: skip
    _ask_again(terms, meeting, invited, step, anew=True)


def _before(step: MeetingStep, language: str) -> dict[str, str]:
    with override(language):
        when = step.label_before
        if step.time_before:
            when = f"{when} {kept_clock_text(step.time_before)}"
    place = f", {step.place_before}" if step.place_before and step.place_before != step.place_after else ""
    return {"before": f"{when}{place}".strip() or "–", "words": step.words.strip()}


def _ask_again(
    terms: EventTerms, meeting: Meeting, invited: list[Invitation], step: MeetingStep, *, anew: bool
) -> None:
    """The request follows to the new day and waits again, also (`anew`) for those who had answered."""
    request = asked(terms)
    if request is None or meeting.day is None:
        return
    wording = asks.Wording(
        asked_by=request.asked_by, title=request.title, kind=request.kind, minutes=meeting.minutes_each,
        sent=min(request.sent, meeting.day), deadline=meeting.day, why=request.why, link=request.link, source=request.source,
    )  # fmt: skip
    asks.change_ask(request, wording, version=request.version, by=step.by, now=here(step.at))
    places = {row.participation_id for row in invited if row.participation_id}
    if anew and (who := recipients(request, places, waiting=False)):
        asks.reopen(request, who, by=step.by, now=here(step.at))
    spared = request.recipients.filter(participation__in=places, withdrawn_on__isnull=False)
    if again := list(spared.select_related("participation__municipality")):
        asks.reopen(request, again, by=step.by, now=here(step.at))


def ended(meeting: Meeting, step: MeetingStep, kind: Sort) -> None:
    """Called off, or postponed without a new day: everybody is told, and their calendars too."""
    if not (meeting.announced_at or EventTerms.objects.filter(meeting=meeting).exists()):
        return
    terms, day = locked(meeting), here(step.at).astimezone(NORWAY).date()
    words = {"words": step.words.strip()}
    if step.kind == Kind.POSTPONED and step.label_before:
        words["when"] = step.label_before
    more = {"nb": words, "nn": words}
    invited = _invited(meeting)
    reached = [row for row in invited if row.email]
    tell_invited(kind, terms, meeting, reached, step.kind, method=CANCEL, linked=False, more=more, was=step.day_before,
                 day=day, by=step.by, now=here(step.at))  # fmt: skip
    Invitation.objects.filter(pk__in=[row.pk for row in reached]).update(told=meeting.sequence)
    tell_places(kind, terms, meeting, _registered(meeting), f"{step.kind}-{meeting.sequence}", method=CANCEL, linked=False,
                more=more, was=step.day_before, day=day, by=step.by, now=here(step.at))  # fmt: skip
    request = asked(terms)
    if request is not None and day >= request.sent:
        places = {row.participation_id for row in invited if row.participation_id}
        if who := recipients(request, places, waiting=True):
            why = step.words.strip()[:300] or str(step.get_kind_display())
            asks.withdraw(request, who, on=day, why=why, today=day, by=step.by, now=here(step.at))
