"""Who comes and who came: the list of names, the door, and a video meeting's list."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.invitations.documents import CAME, participant_table, place_of
from samordner.invitations.forms import ListForm, WalkInForm
from samordner.invitations.models import Invitation, Registration
from samordner.invitations.operations.attending import Seen, note, take_list, walk_in, why_not_note
from samordner.invitations.operations.erasing import erase_registration
from samordner.invitations.operations.registering import cancel
from samordner.invitations.participantlists import LARGEST, Present, Unread, read
from samordner.invitations.queries import (
    every_invitation,
    every_registration,
    narrowed,
    standing,
    terms_of,
)
from samordner.invitations.views.asking import invitation_of, of_office, registration_of
from samordner.invitations.views.inviting import told
from samordner.journal.deeds import Refusal
from samordner.meetings.models import Meeting
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, carry_out, version_of
from samordner.pages.gate import Request, page

SALT = "invitations.participants"
PER_PAGE = 200


# The list of names


@page("participant.read")
def people(request: Request, pk: int) -> HttpResponse:
    """Who comes, waits, has cancelled, and came; also as a document."""
    meeting = of_office(request, pk, "participant.read")
    rows = visible(every_registration(), request.actor, "participant.read").filter(meeting=meeting)
    words, state = request.GET.get("q", ""), request.GET.get("state", "")
    found = narrowed(rows, words=words, state=state).order_by("number")
    held = terms_of(meeting)
    if wanted := request.GET.get("format"):
        shown = found if state else found.exclude(state=Registration.State.CANCELLED)
        return answer_file(participant_table(held), list(shown), wanted, f"participants-{meeting.pk}")
    paged = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": paged, "lines": [(row, place_of(row), *CAME[row.attended]) for row in paged], "words": words, "state": state,
        "terms": held, "standing": standing(meeting), "not_yet": why_not_note(meeting, request.today),
        "may_attend": request.actor.may("participant.attend"), "may_erase": request.actor.may("participant.erase"),
        "may_cancel": request.actor.may("invitation.send"), "formats": ("xlsx", "docx", "csv", "html"), **told(meeting),
    }  # fmt: skip
    return render(request, "invitations/people.html", context)


@page("participant.read")
def person(request: Request, pk: int) -> HttpResponse:
    """One who is registered: cancelled by the office, or erased."""
    deeds = {"cancel": "invitation.send", "erase": "participant.erase"}
    right = deeds.get(request.POST.get("deed", ""), "participant.read")
    row = registration_of(request, pk, right)
    if request.method == "POST" and request.POST.get("deed") == "cancel":
        carry_out(
            request,
            lambda: cancel(
                row, version=version_of(request), day=request.today, by=request.actor.id, now=request.moment
            ),
            done=_("The registration is cancelled."), meanwhile=_("Somebody has changed it meanwhile. Look again."),
        )  # fmt: skip
    elif request.method == "POST" and request.POST.get("deed") == "erase":
        erase_registration(row, by=request.actor.id, now=request.moment)
        messages.success(request, _("Whom it was is erased."))
    else:
        context = {
            "row": row, "place": place_of(row), "came": CAME[row.attended], "may_erase": request.actor.may("participant.erase"),
            "may_cancel": request.actor.may("invitation.send"), **told(row.meeting),
        }  # fmt: skip
        return render(request, "invitations/person.html", context)
    return redirect("invitations:people", row.meeting_id)


# The door


@dataclass(frozen=True)
class AtDoor:
    """Somebody on the list at the door: a registration, or an invitation that nobody has registered by."""

    pk: int
    name: str
    place: str
    state: str
    attended: bool | None
    invitation: bool = False


def _at_door(request: Request, meeting: Meeting, words: str) -> list[AtDoor]:
    rows = visible(every_registration(), request.actor, "participant.attend").filter(meeting=meeting)
    found = narrowed(rows.filter(erased_at=None), words=words)
    here = [
        AtDoor(row.pk, row.name, place_of(row), row.get_state_display(), row.attended)
        for row in found.order_by("name", "number")
    ]
    came_by = set(rows.exclude(invitation=None).values_list("invitation", flat=True))
    invited = visible(every_invitation(), request.actor, "participant.attend").filter(
        meeting=meeting, withdrawn_at=None, erased_at=None
    )
    more = [
        AtDoor(
            row.pk, row.name or row.whose, place_of(row), _("invited, not registered"), None, invitation=True
        )
        for row in invited.exclude(pk__in=came_by)
    ]
    wanted = words.casefold().split()
    more = [one for one in more if all(word in f"{one.name} {one.place}".casefold() for word in wanted)]
    return sorted([*here, *more], key=lambda one: (one.attended is True, one.name.casefold()))


@page("participant.attend")
def door(request: Request, pk: int) -> HttpResponse:
    """Note who comes, on a phone: search, press. Every press is a form of its own that may be sent again.

    A press leaves the list to be drawn by the search, so that what was found before it is never drawn over it.
    """
    meeting = of_office(request, pk, "participant.attend")
    words = request.POST.get("q", request.GET.get("q", "")).replace("\0", "")
    form, status, refusal = WalkInForm(), 200, ""
    if request.method == "POST":
        form, status, refusal = _note(request, meeting, form)
        if request.htmx and status == 200 and not refusal:
            return HttpResponse(
                status=204, headers={"HX-Trigger": json.dumps({"noted": {"target": "#find"}})}
            )
        if refusal and not request.htmx:
            messages.warning(request, refusal)
        if status == 200 and not request.htmx:
            return redirect(f"{request.path}?{urlencode({'q': words})}" if words else request.path)
    context = {
        "people": _at_door(request, meeting, words)[:PER_PAGE], "words": words, "standing": standing(meeting),
        "form": form, "attempt": Attempt(form, status=status), "key": secrets.token_urlsafe(12),
        "refusal": refusal, "not_yet": why_not_note(meeting, request.today), **told(meeting),
    }  # fmt: skip
    template = "invitations/_door.html" if request.htmx else "invitations/door.html"
    return render(request, template, context, status=200 if request.htmx else status)


def _note(request: Request, meeting: Meeting, form: WalkInForm) -> tuple[WalkInForm, int, str]:
    """What was pressed at the door: the form of those written in, the status, and why a press was refused."""
    about: dict[str, Any] = {"today": request.today, "by": request.actor.id, "now": request.moment}
    try:
        match request.POST.get("deed"):
            case "came" | "absent" | "undo" as deed:
                row = registration_of(request, _number(request.POST.get("pk")), "participant.attend")
                if row.meeting_id == meeting.pk:
                    note(row, came={"came": True, "absent": False, "undo": None}[deed], **about)
            case "invited":
                one = invitation_of(request, _number(request.POST.get("pk")), "participant.attend")
                if one.meeting_id == meeting.pk:
                    walk_in(
                        meeting, name=one.name or one.whose, organisation=place_of(one), participation=one.participation,
                        invitation=one, form=f"invitation {one.pk}", **about,
                    )  # fmt: skip
            case _:
                form = WalkInForm(request.POST)
                if not form.is_valid():
                    return form, 422, ""
                walk_in(meeting, form=request.POST.get("form", "")[:100] or "-", **form.cleaned_data, **about)
                form = WalkInForm()
    except Refusal as refusal:
        if form.is_bound:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            return form, 422, ""
        return form, 200, str(refusal.sentence)
    return form, 200, ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


# A video meeting's list


@dataclass(frozen=True)
class Proposed:
    """A line of the list, and whom it is proposed to be: "r12" a registration, "i4" an invitation, "new" somebody new."""

    present: Present
    proposed: str
    sure: bool


@page("participant.attend")
def taking(request: Request, pk: int) -> HttpResponse:
    """Read a list of participants, correct by hand who is who, and take all of it in, or nothing."""
    meeting = of_office(request, pk, "participant.attend")
    form, status = ListForm(), 200
    context: dict[str, Any] = {"not_yet": why_not_note(meeting, request.today), **told(meeting)}
    if request.method == "POST" and request.POST.get("read"):
        held = _held(request.POST.get("read", ""))
        if held is None:
            form = ListForm({})
            form.add_error(None, _("The list was not whole. Read it once more."))
            status = 422
        else:
            choices = _choices(request, meeting)
            said = [request.POST.get(f"as-{number}", "") for number in range(len(held))]
            try:
                number = _take(request, meeting, held, said, {key for key, _words in choices})
            except Refusal as refusal:
                context |= {"problem": refusal.sentence, "read": request.POST["read"], "choices": choices, "wrong": (),
                            "lines": [Proposed(*each, True) for each in zip(held, said, strict=True)]}  # fmt: skip
                status = 422
            else:
                text = ngettext(
                    "Noted; %(number)d was not on the list.",
                    "Noted; %(number)d were not on the list.",
                    number,
                )
                messages.success(request, text % {"number": number})
                return redirect("invitations:people", pk)
    elif request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = read(form.cleaned_data["file"].read(LARGEST + 1))
            except Unread as fault:
                form.add_error("file", str(fault))
            else:
                context |= {
                    "lines": _proposed(request, meeting, found.people), "choices": _choices(request, meeting),
                    "wrong": found.wrong, "read": signing.dumps([asdict(one) for one in found.people], salt=SALT, compress=True),
                }  # fmt: skip
        status = 422 if form.errors else 200
    context |= {"form": form, "attempt": Attempt(form, status=status)}
    if "lines" in context:
        context["sure"] = sum(one.sure and one.proposed != "new" for one in context["lines"])
    return render(request, "invitations/taking.html", context, status=status)


def _held(text: str) -> list[Present] | None:
    try:
        return [Present(**one) for one in signing.loads(text, salt=SALT)]
    except (signing.BadSignature, TypeError):
        return None


def _known(request: Request, meeting: Meeting) -> tuple[list[Registration], list[Invitation]]:
    rows = visible(every_registration(), request.actor, "participant.attend")
    there = list(rows.filter(meeting=meeting, erased_at=None).order_by("name", "number"))
    by = {row.invitation_id for row in there}
    invited = visible(every_invitation(), request.actor, "participant.attend").filter(
        meeting=meeting, withdrawn_at=None, erased_at=None
    )
    return there, [row for row in invited if row.pk not in by]


def _choices(request: Request, meeting: Meeting) -> list[tuple[str, str]]:
    there, invited = _known(request, meeting)
    named = [(f"r{row.pk}", ", ".join(part for part in (row.name, place_of(row)) if part)) for row in there]
    return [*named, *((f"i{row.pk}", _("%(who)s (invited)") % {"who": row.whose}) for row in invited)]


def _proposed(request: Request, meeting: Meeting, present: Sequence[Present]) -> list[Proposed]:
    """Who each is: by address, else by name if only one is called so; nobody is proposed twice."""
    there, invited = _known(request, meeting)
    mails: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    known = [(f"r{row.pk}", row.name, row.email) for row in there]
    known += [(f"i{row.pk}", row.name, row.email) for row in invited]
    for key, name, email in known:
        if email:
            mails.setdefault(email.casefold(), key)
        if name:
            names.setdefault(" ".join(name.casefold().split()), []).append(key)
    used: set[str] = set()
    found = []
    for one in present:
        alike = names.get(one.name.casefold(), []) or names.get(_bare(one.name).casefold(), [])
        key = mails.get(one.email, "") if one.email else ""
        key = key or (alike[0] if len(alike) == 1 else "")
        sure = bool(key) and key not in used
        found.append(Proposed(one, key if sure else "new", sure))
        used.add(key)
    return found


def _bare(name: str) -> str:
    """A name without what a video meeting puts behind it in brackets: where somebody is from, or that it is a guest."""
    return name.split("(", 1)[0].strip()


def _take(
    request: Request, meeting: Meeting, held: Sequence[Present], said: Sequence[str], known: set[str]
) -> int:
    seen = []
    for one, choice in zip(held, said, strict=True):
        if choice == "skip":
            continue
        if choice != "new" and choice not in known:
            raise Refusal(_("Choose who “%(name)s” is.") % {"name": one.name})
        pk = int(choice[1:]) if choice != "new" else None
        seen.append(Seen(
            name=one.name, email=one.email, minutes=one.minutes,
            registration=pk if choice[0] == "r" else None, invitation=pk if choice[0] == "i" else None,
        ))  # fmt: skip
    return take_list(
        meeting, seen, others_absent=request.POST.get("others") == "absent", today=request.today,
        by=request.actor.id, now=request.moment,
    )  # fmt: skip
