"""Pages for those without an account: an open event, and what a personal link leads to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.invitations import letters
from samordner.invitations.forms import AnswerForm, CorrectForm, RegisterForm, standing_answer
from samordner.invitations.models import EventTerms, How, Invitation, Registration
from samordner.invitations.operations.answering import (
    answer,
    answer_words,
    held_by,
    why_not_accept,
    why_not_answer,
)
from samordner.invitations.operations.places import ANSWERING, INVITED, KIND, PURPOSE
from samordner.invitations.operations.registering import (
    cancel,
    correct,
    register,
    why_not_cancel,
    why_not_register,
)
from samordner.invitations.queries import (
    event_at,
    every_invitation,
    every_registration,
    free_places,
    open_events,
    place_in_line,
    terms_of,
)
from samordner.journal.deeds import Conflict, Refusal
from samordner.links.models import PersonalLink
from samordner.links.operations import note_opening
from samordner.links.queries import look
from samordner.meetings.models import Meeting
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.brake import try_once

FROM_ONE_PLACE, WITHIN = 4000, timedelta(minutes=10)
"""So many forms may come from one address on the net in that time: a hall full of people sits behind one."""


def alone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that nobody else shall find: not kept, not indexed, its address told to no other site."""

    @wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = (
            "same-origin"  # with "no-referrer" a browser hides where a form comes from, and it is refused
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def speak(request: Request, language: str) -> None:
    """Let the page speak the reader's form of Norwegian, unless the reader has chosen a language here."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not request.actor.signed_in:
        translation.activate(language)
        request.LANGUAGE_CODE = language


# An answer by a personal link


def _linked(request: Request, token: str, purpose: str, kind: str) -> PersonalLink:
    link = look(token, purpose=purpose, kind=kind, now=request.moment)
    if link is None:
        raise Http404
    return link


@page("event.answer")
@alone
def by_link(request: Request, token: str) -> HttpResponse:
    """Whose invitation it is, to what, and the answer. Looking changes nothing of it; only a choice that is sent does."""
    link = _linked(request, token, ANSWERING, INVITED)
    row = every_invitation().filter(pk=int(link.key), erased_at=None).first()
    if row is None or row.meeting.removed_at:
        raise Http404
    speak(request, row.language)
    if request.method == "GET":
        note_opening(link, now=request.moment)
    return answering(request, row, how=How.LINK, by="", back=request.path)


def answering(
    request: Request, row: Invitation, *, how: str, by: str, back: str, template: str = "invitations/answer.html",
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page on which an invitation is answered, by whichever way one came to it."""
    terms, now = terms_of(row.meeting), request.moment
    held = held_by(row)
    if request.method == "POST":
        form = AnswerForm(request.POST, terms=terms)

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return answer(
                row, answer=cleaned["answer"], coming=form.coming, why=cleaned["why"], how=how, version=version,
                day=request.today, by=by, now=now,
            )  # fmt: skip

        def standing(current: Any) -> dict[str, Any]:
            return standing_answer(current, held_by(current))

        failed = attempt(form, write, version=version_of(request), standing=standing)
        if failed is None:
            return redirect(f"{back}?svart=1")
        tried: Attempt[AnswerForm] = failed
        row = every_invitation().get(pk=row.pk)
    else:
        tried = Attempt(AnswerForm(initial=standing_answer(row, held), terms=terms), row.version)
    context = {
        "row": row, "meeting": row.meeting, "terms": terms, "held": held, "attempt": tried, "form": tried.form,
        "why_not": why_not_answer(row, terms, now), "too_late": why_not_accept(row, terms, now, how=how),
        "answered": request.GET.get("svart") == "1" and bool(row.answer), "said": answer_words(row, held),
        **facts_of(row.meeting, terms), **more,
    }  # fmt: skip
    return render(request, template, context, status=tried.status)


def facts_of(meeting: Meeting, terms: EventTerms, *, joins: bool = True) -> dict[str, Any]:
    """What every such page tells of the meeting, in the reader's language; to one who joins, the way in as well."""
    return {
        "joins": joins,
        "title": letters.title_of(meeting),
        "when": letters.when_words(meeting),
        "where": letters.where_words(meeting, joins=joins),
        "deadline": letters.deadline_words(terms),
    }


# Open events


@page("event.read")
def events(request: Request) -> HttpResponse:
    """What everybody may come to, the first first."""
    now = request.moment
    rows = [
        (terms, letters.title_of(terms.meeting), letters.when_words(terms.meeting),
         letters.where_words(terms.meeting, joins=False), why_not_register(terms.meeting, terms, now))
        for terms in open_events(request.today)
    ]  # fmt: skip
    return render(request, "invitations/events.html", {"rows": rows})


def _event(secret: str) -> EventTerms:
    found = event_at(secret)
    if found is None:
        raise Http404
    return found


@page("event.answer")
def event(request: Request, secret: str) -> HttpResponse:
    """An open event, and the form to register for it."""
    terms, now = _event(secret), request.moment
    meeting = terms.meeting
    status = 200
    if request.method == "POST":
        form = RegisterForm(request.POST, terms=terms)
        key = request.POST.get("form", "")[:100]
        try:
            if form.is_valid() and (row := _register(request, form, terms, key)):
                return render(request, "invitations/registered.html", _thanks(row, meeting, terms))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        status = 422
    else:
        form, key = RegisterForm(terms=terms), secrets.token_urlsafe(18)
    left = free_places(terms)
    context = {
        "meeting": meeting, "terms": terms, "form": form, "key": key or secrets.token_urlsafe(18),
        "attempt": Attempt(form, status=status), "left": left, "why_not": why_not_register(meeting, terms, now),
        "full": left == 0, "points": list(meeting.points.filter(removed_at=None)), **facts_of(meeting, terms, joins=False),
    }  # fmt: skip
    return render(request, "invitations/event.html", context, status=status)


def _register(request: Request, form: RegisterForm, terms: EventTerms, key: str) -> Registration:
    if not key:
        raise Refusal(_("The form was not whole. Send it once more."))
    here, now = f"register {request.META.get('REMOTE_ADDR', '')}", request.now
    if not try_once(here, limit=FROM_ONE_PLACE, within=WITHIN, now=now):
        raise Refusal(
            _("Very many register from where you are just now. Wait some minutes, and send it again.")
        )
    language = translation.get_language() or "nb"
    return register(
        terms.meeting, form.wish(_municipality(request, terms, form.cleaned_data["organisation"])), form=key,
        language="nn" if language == "nn" else "nb", day=request.today, by=request.actor.id, now=request.moment,
    )  # fmt: skip


def _municipality(request: Request, terms: EventTerms, said: str) -> Participation | None:
    """The municipality that somebody says to come from, when it is one of the office's."""
    key = organisation_key(said).removesuffix(" kommune")
    if not key:
        return None
    rows = taking_part(terms.meeting.programme.key, request.today, office=terms.meeting.office.key)
    return next((row for row in rows if organisation_key(str(row.municipality)) == key), None)


def _thanks(row: Registration, meeting: Meeting, terms: EventTerms) -> dict[str, Any]:
    waits = row.state == Registration.State.WAITING
    return {
        "row": row, "meeting": meeting, "waits": waits, "line": place_in_line(row) if waits else 0,
        **facts_of(meeting, terms, joins=not waits),
    }  # fmt: skip


@page("event.answer")
@alone
def registration(request: Request, token: str) -> HttpResponse:
    """One's own registration: corrected or cancelled, by the personal link."""
    link = _linked(request, token, PURPOSE, KIND)
    row = every_registration().filter(pk=int(link.key), erased_at=None).first()
    if row is None or row.meeting.removed_at:
        raise Http404
    speak(request, row.language)
    terms, now = terms_of(row.meeting), request.moment
    tried = Attempt(CorrectForm(initial=_said(row), terms=terms), row.version)
    if request.method == "GET":
        note_opening(link, now=now)
    elif request.POST.get("deed") == "cancel":
        return _cancel(request, row)
    elif request.POST.get("deed") == "correct":
        form = CorrectForm(request.POST, terms=terms)
        held = row

        def write(_cleaned: dict[str, Any], version: int) -> Any:
            return correct(held, version=version, by="", now=now, **form.said())

        failed = attempt(form, write, version=version_of(request), standing=_said)
        if failed is None:
            return redirect(f"{request.path}?endret=1")
        tried = failed
    waits = row.state == Registration.State.WAITING
    context = {
        "row": row, "meeting": row.meeting, "terms": terms, "attempt": tried, "form": tried.form, "waits": waits,
        "line": place_in_line(row) if waits else 0, "why_not": why_not_cancel(row, now),
        "changed": request.GET.get("endret") == "1",
        **facts_of(row.meeting, terms, joins=row.state == Registration.State.PLACE),
    }  # fmt: skip
    return render(request, "invitations/registration.html", context, status=tried.status)


def _said(row: Registration) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CorrectForm.base_fields}


def _cancel(request: Request, row: Registration) -> HttpResponse:
    try:
        cancel(row, version=version_of(request), day=request.today, by="", now=request.moment)
    except (Refusal, Conflict):
        return redirect(request.path)
    return redirect(f"{request.path}?endret=1")
