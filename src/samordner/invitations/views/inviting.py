"""The office's pages: on which terms people come, whom to invite, who is invited, and what is done with each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.asks.audiences import audiences
from samordner.asks.forms import WhomForm
from samordner.asks.models import AskRecipient
from samordner.asks.queries import Crowd, crowding
from samordner.invitations import letters
from samordner.invitations.documents import ANSWER_SIGNS, invitation_table
from samordner.invitations.forms import (
    AgainForm,
    TermsForm,
    WithdrawForm,
    others_in,
    standing_terms,
)
from samordner.invitations.operations.inviting import (
    invite,
    remind,
    send_again,
    set_terms,
    why_not_invite,
    why_not_send_again,
    why_not_withdraw,
    withdraw,
)
from samordner.invitations.operations.requests import asked
from samordner.invitations.queries import (
    Guest,
    Line,
    already_invited,
    every_invitation,
    in_state,
    lines,
    standing,
    terms_of,
)
from samordner.invitations.views.asking import invitation_of, meeting_of, of_office
from samordner.journal.deeds import Refusal
from samordner.letters.composing import can_be_reached, texts_of
from samordner.letters.kinds import Text
from samordner.letters.queries import letterhead_of
from samordner.letters.texts import why_not_say
from samordner.links.queries import opened
from samordner.meetings.models import Meeting
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, page
from samordner.participation.models import Contact, Participation
from samordner.participation.queries import taking_part


def told(meeting: Meeting) -> dict[str, Any]:
    """What the head of every page about a meeting says."""
    return {"meeting": meeting, "title": letters.title_of(meeting), "when": letters.when_words(meeting)}


# The terms


@page("invitation.send")
def terms(request: Request, pk: int) -> HttpResponse:
    """On which terms people come."""
    meeting = of_office(request, pk, "invitation.send")
    held = terms_of(meeting)
    if request.method == "POST":
        form = TermsForm(request.POST)

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return set_terms(
                meeting,
                version=version,
                day=request.today,
                by=request.actor.id,
                now=request.moment,
                **cleaned,
            )

        failed = attempt(form, write, version=version_of(request), standing=standing_terms)
        if failed is None:
            messages.success(request, _("Saved."))
            return redirect("meetings:meeting", pk)
        tried: Attempt[TermsForm] = failed
    else:
        tried = Attempt(TermsForm(initial=standing_terms(held)), held.version if held.pk else 0)
    public = letters.address("event", meeting.secret) if held.public else ""
    context = {"attempt": tried, "form": tried.form, "terms": held, "public": public, **told(meeting)}
    return render(request, "invitations/terms.html", context, status=tried.status)


# Whom


@page("invitation.send")
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose whom to invite, see whom it reaches and who is asked for much at once, and send."""
    meeting, now = of_office(request, pk, "invitation.send"), request.moment
    day = request.today
    rows = visible(
        taking_part(meeting.programme.key, day, office=meeting.office.key), request.actor, "invitation.send"
    )
    participations = list(rows)
    typed = request.POST if request.method == "POST" else request.GET
    there = audiences(meeting.programme, meeting.office, day)
    own = next((each for each in there if each.made_for == f"meeting:{meeting.pk}"), None)
    form = WhomForm(
        typed if request.method == "POST" or "audience" in request.GET or "who" in request.GET else None,
        audiences=there, participations=participations,
        initial={"audience": own.key if own else "", "roles": (own and own.roles) or [Contact.Role.MAIN]},
    )  # fmt: skip
    held = terms_of(meeting)
    context: dict[str, Any] = {
        "form": form, "terms": held, "why_not": why_not_invite(meeting, now),
        "texts": texts_of(letters.INVITATION, meeting.office),
        "language": letterhead_of(meeting.office).language, "roles": dict(Contact.Role.choices), **told(meeting),
    }  # fmt: skip
    status = 200
    if form.is_bound and form.is_valid():
        chosen = _chosen(form, meeting, participations, request)
        others, wrong = others_in(form.cleaned_data["others"])
        if wrong:
            form.add_error(
                "others", _("This line begins with no e-mail address: %(line)s") % {"line": wrong[0]}
            )
        context |= _preview(request, meeting, chosen, form, others)
        if request.method == "POST" and "send" in request.POST and not form.errors:
            if failed := _send(request, meeting, form, context):
                form.add_error(None, failed)
            else:
                return redirect("invitations:invited", pk)
    if form.errors:
        status = 422
    context["attempt"] = Attempt(form, status=status)
    return render(request, "invitations/invite.html", context, status=status)


def _chosen(
    form: WhomForm, meeting: Meeting, participations: Sequence[Participation], request: Request
) -> list[Participation]:
    about = (meeting.programme, meeting.office, request.today)
    members = {row.pk for row in form.chosen.members(*about)} if form.chosen else set()
    ticked = {int(pk) for pk in form.cleaned_data["who"]}
    return [row for row in participations if row.pk in members | ticked]


def _preview(
    request: Request,
    meeting: Meeting,
    chosen: Sequence[Participation],
    form: WhomForm,
    others: list[dict[str, str]],
) -> dict[str, Any]:
    """Who will be invited, who lacks an address, and who is asked for much at once then."""
    contacts = visible(Contact.objects.all(), request.actor, "contact.read")
    found = lines(chosen, contacts, form.cleaned_data["roles"], request.today)
    there = already_invited(meeting)
    guests = [guest for line in found for guest in line.guests]
    typed = [_typed(request, line) for line in found if not line.reached]
    guests += [guest for guest in typed if guest is not None]
    guests += [
        Guest(email=one["email"], name=one["name"], organisation=one["organisation"]) for one in others
    ]
    new = [one for one in guests if (one.participation_key, one.who) not in there]
    roles = dict(Contact.Role.choices)
    return {
        "lines": [
            (line, [(one, (one.participation_key, one.who) in there) for one in line.guests],
             [roles[role] for role in line.lacking],
             request.POST.get(f"email-{line.participation.pk}", ""), request.POST.get(f"noted-{line.participation.pk}", ""))
            for line in found
        ],
        "others": others, "guests": new, "sheet": _sheet(guest for line in found for guest in line.guests),
        "crowded": _crowded(request, meeting, chosen), "unreached": sum(not line.reached for line in found), "previewed": True,
    }  # fmt: skip


def _typed(request: Request, line: Line) -> Guest | None:
    """What was typed for a municipality that nobody there is reached in."""
    pk = line.participation.pk
    email = request.POST.get(f"email-{pk}", "").strip()
    noted = request.POST.get(f"noted-{pk}", "").replace("\0", "").strip()[:300]
    if email:
        return Guest(participation=line.participation, email=email)
    return Guest(participation=line.participation, noted=noted) if noted else None


def _sheet(guests: Iterable[Guest]) -> str:
    """Tells whether it is still the same people who are invited as those who were shown."""
    said = "\n".join(f"{one.participation_key} {one.who} {one.role} {one.noted}" for one in guests)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _crowded(request: Request, meeting: Meeting, chosen: Sequence[Participation]) -> list[Crowd]:
    if meeting.day is None:
        return []
    seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
    held = asked(terms_of(meeting))
    return crowding(seen, chosen, meeting.day, meeting.minutes_each, besides=held)


def _send(request: Request, meeting: Meeting, form: WhomForm, context: dict[str, Any]) -> str:
    """Send the invitations; "" when it is done, else why not."""
    guests: list[Guest] = context["guests"]
    texts, fault = _worded(request, context["texts"])
    if fault:
        return fault
    if wrong := next((one.email for one in guests if one.email and not can_be_reached(one.email)), ""):
        return _("“%(address)s” is no e-mail address.") % {"address": wrong}
    if request.POST.get("sheet") != context["sheet"]:
        return _(
            "Look first at who will be invited: it is no longer the same people as those who were shown."
        )
    try:
        made = invite(
            meeting, guests, audience=str(form.chosen.label) if form.chosen else "", texts=texts or None, day=request.today,
            by=request.actor.id, now=request.moment,
        )  # fmt: skip
    except Refusal as refusal:
        return str(refusal.sentence)
    text = ngettext("%(number)d is invited.", "%(number)d are invited.", len(made))
    messages.success(request, text % {"number": len(made)})
    return ""


def _worded(request: Request, shown: dict[str, Text]) -> tuple[dict[str, Text], str]:
    """The letter as it is worded for this once, put among what is shown, and what is wrong with it."""
    texts, wrong = {}, ""
    for language in ("nb", "nn"):
        said = [request.POST.get(f"{part}_{language}", "").replace("\0", "") for part in ("subject", "body")]
        text = Text(*said)
        if text.subject or text.body:
            texts[language] = shown[language] = text
            fault = why_not_say(letters.INVITATION, text.subject, text.body)
            wrong = wrong or (fault[1] if fault else "")
    return texts, wrong


# Who is invited


@page("invitation.read")
def invited(request: Request, pk: int) -> HttpResponse:
    """Who is invited and what they answered; also as a file."""
    meeting = meeting_of(request, pk)
    rows = visible(every_invitation(), request.actor, "invitation.read").filter(meeting=meeting)
    state = request.GET.get("state", "")
    shown = list(in_state(rows, state))
    if wanted := request.GET.get("format"):
        return answer_file(invitation_table(), shown, wanted, f"invitations-{meeting.pk}")
    names: dict[int, list[str]] = {}
    for registration in meeting.registrations.filter(invitation__in=[row.pk for row in shown]).exclude(
        state="cancelled"
    ):
        names.setdefault(registration.invitation_id or 0, []).append(registration.name)
    seen = opened("invitation", [str(row.pk) for row in shown])
    may = request.actor.may("invitation.send")
    context = {
        "rows": [
            (row, *ANSWER_SIGNS[row.state], ", ".join(names.get(row.pk, [])), seen.get(str(row.pk))) for row in shown
        ],
        "state": state, "standing": standing(meeting), "may": may, "terms": terms_of(meeting),
        "why_not": why_not_invite(meeting, request.moment), "deadline": letters.deadline_words(terms_of(meeting)),
        **told(meeting),
    }  # fmt: skip
    return render(request, "invitations/invited.html", context)


@page("invitation.send")
def reminding(request: Request, pk: int) -> HttpResponse:
    """Remind everybody who has not answered."""
    meeting = of_office(request, pk, "invitation.send")
    if request.method == "POST":
        rows = list(visible(every_invitation(), request.actor, "invitation.send").filter(meeting=meeting))
        try:
            number = remind(meeting, rows, day=request.today, by=request.actor.id, now=request.moment)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            text = ngettext("%(number)d reminder is written.", "%(number)d reminders are written.", number)
            nobody = _("Nobody is reminded: all have answered, or were reminded today.")
            messages.success(request, text % {"number": number}) if number else messages.info(request, nobody)
    return redirect("invitations:invited", pk)


@page("invitation.send")
def one(request: Request, pk: int) -> HttpResponse:
    """One invitation: sent again, perhaps to a better address, or withdrawn."""
    row = invitation_of(request, pk, "invitation.send")
    again = Attempt(AgainForm(initial={"email": row.email, "name": row.name}), row.version)
    if request.method == "POST" and request.POST.get("deed") == "withdraw":
        form = WithdrawForm(request.POST)
        why = form.cleaned_data["why"] if form.is_valid() else ""
        carry_out(
            request,
            lambda: withdraw(
                row, why=why, version=version_of(request), day=request.today, by=request.actor.id, now=request.moment
            ),
            done=_("The invitation is withdrawn."), meanwhile=_("Somebody has changed it meanwhile. Look again."),
        )  # fmt: skip
        return redirect("invitations:invited", row.meeting_id)
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return send_again(
                row, email=cleaned["email"], name=cleaned["name"], version=version, day=request.today,
                by=request.actor.id, now=request.moment,
            )  # fmt: skip

        failed = attempt(AgainForm(request.POST), write, version=version_of(request))
        if failed is None:
            messages.success(request, _("Sent once more."))
            return redirect("invitations:invited", row.meeting_id)
        again = failed
    context = {
        "row": row, "attempt": again, "form": again.form, "withdrawing": WithdrawForm(),
        "not_again": why_not_send_again(row, request.moment), "not_withdraw": why_not_withdraw(row),
        "sign": ANSWER_SIGNS[row.state], **told(row.meeting),
    }  # fmt: skip
    return render(request, "invitations/one.html", context, status=again.status)
