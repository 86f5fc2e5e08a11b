"""Minutes read, printed, approved, corrected and sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.access.grants import allowed, visible
from samordner.documents import html
from samordner.documents.cells import moment_text
from samordner.documents.printing import MEDIA_TYPES, DocumentFormat, print_document
from samordner.journal.deeds import Conflict, Refusal
from samordner.letters.queries import about as letters_about
from samordner.letters.queries import standing as letters_standing
from samordner.minutes.approving import approve_minutes
from samordner.minutes.content import digest, frozen
from samordner.minutes.documents import minutes_document
from samordner.minutes.forms import SendForm, WhyForm
from samordner.minutes.gathering import gather
from samordner.minutes.letters import Recipient, about, letter_key, recipients
from samordner.minutes.models import Approval, Minutes
from samordner.minutes.naming import meeting_name
from samordner.minutes.operations import (
    ENDINGS,
    correct,
    file_name,
    give_up,
    send,
    why_not_approve,
    why_not_begin,
    why_not_give_up,
    why_not_send,
)
from samordner.minutes.queries import approvals
from samordner.minutes.views.asking import (
    content_of,
    latest,
    may_write,
    meeting_for,
    minutes_for,
    notice_of,
    reachable_of,
    working_day,
)
from samordner.pages.answers import answer_download
from samordner.pages.editing import Attempt, attempt
from samordner.pages.gate import Request, page
from samordner.people.queries import names_of
from samordner.places.queries import look_of


@page("minutes.read")
def show(request: Request, pk: int) -> HttpResponse:
    """The minutes as they stand: the draft for those who write, else what was approved last."""
    meeting = meeting_for(request, pk)
    minutes = reachable_of(request, meeting)
    if minutes is None:
        context = {
            "meeting": meeting,
            "name": meeting_name(meeting),
            "may_write": may_write(meeting, request),
            "why_not": why_not_begin(meeting),
        }
        return render(request, "minutes/none.html", context)
    editions = approvals(minutes)
    return _page(request, minutes, latest(request, minutes, editions), editions)


def _page(
    request: Request,
    minutes: Minutes,
    content: Any,
    editions: list[Approval],
    edition: Approval | None = None,
) -> HttpResponse:
    drafting = edition is None and not minutes.approved and may_write(minutes, request)
    shown = edition or (None if drafting else editions[0])
    writer = may_write(minutes, request)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "name": meeting_name(minutes.meeting),
        "content": content,
        "body": html.body(minutes_document(content)),
        "drafting": drafting,
        "edition": shown,
        "newest": editions[0] if editions else None,
        "editions": editions,
        "names": names_of(one.approved_by for one in editions),
        "may_write": writer,
        "may_approve": allowed(minutes, request.actor, "minutes.approve"),
        "why_not_give_up": why_not_give_up(minutes, content) if drafting and minutes.edition > 1 else "-",
        "files": _files(minutes, shown),
    }
    return render(request, "minutes/minutes.html", context)


def _files(minutes: Minutes, edition: Approval | None) -> list[tuple[str, str]]:
    endings = ("pdf", "docx", "html")
    if edition is None:
        return [(each.upper(), reverse("minutes:draft", args=[minutes.meeting_id, each])) for each in endings]
    return [
        (each.upper(), reverse("minutes:file", args=[minutes.meeting_id, edition.edition, each]))
        for each in endings
    ]


def _edition(minutes: Minutes, number: int) -> Approval:
    found = next((one for one in approvals(minutes) if one.edition == number), None)
    if found is None:
        raise Http404
    return found


@page("minutes.read")
def edition(request: Request, pk: int, number: int) -> HttpResponse:
    """An approved edition as it was, also when a later one replaces it."""
    minutes = minutes_for(request, pk)
    found = _edition(minutes, number)
    return _page(request, minutes, content_of(found), approvals(minutes), found)


@page("minutes.read")
def file(request: Request, pk: int, number: int, ending: str) -> HttpResponse:
    """An approved edition, byte for byte as it was kept."""
    kind = next((kind for kind, known in ENDINGS.items() if known == ending), None)
    if kind is None:
        raise Http404
    kept = getattr(_edition(minutes_for(request, pk), number), kind)
    return answer_download(bytes(kept.content), kept.media_type, kept.name)


@page("minutes.write")
def draft(request: Request, pk: int, ending: str) -> HttpResponse:
    """A draft as a file, which says that it is one."""
    minutes = minutes_for(request, pk, "minutes.write")
    if ending not in ENDINGS.values():
        raise Http404
    if minutes.approved:
        return redirect("minutes:file", pk, minutes.edition, ending)
    content = gather(minutes)
    word = pgettext("minutes", "draft")
    name = f"{file_name(content)}-{word}.{ending}"
    if ending == "json":
        return answer_download(frozen(content), MEDIA_TYPES[ending], name)
    made = minutes_document(
        content, notice=notice_of(request, draft=True), look=look_of(minutes.meeting.office)
    )
    return answer_download(print_document(made, DocumentFormat(ending)).content, MEDIA_TYPES[ending], name)


# Approve and correct


@page("minutes.approve")
def approve(request: Request, pk: int) -> HttpResponse:
    """Look once more, then approve. What was written after the page was shown is not approved unseen."""
    minutes = minutes_for(request, pk, "minutes.approve")
    problem, status = "", 200
    if request.method == "POST" and not minutes.approved:
        try:
            approve_minutes(
                minutes, seen=request.POST.get("seen", ""), today=request.today, by=request.actor.id, now=request.now,
                notice=notice_of(request, draft=False),
            )  # fmt: skip
        except Refusal as refusal:
            problem, status = str(refusal.sentence), 422
        except Conflict:
            problem = _(
                "Someone has written in the minutes since you looked. Look at them again, and approve then."
            )
            status = 409
        else:
            messages.success(request, _("The minutes are approved. Nothing in them changes from now on."))
            return redirect("minutes:send", pk)
        minutes = minutes_for(request, pk, "minutes.approve")
    if minutes.approved:  # by this or by another
        return redirect("minutes:minutes", pk)
    content = gather(minutes)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "name": meeting_name(minutes.meeting),
        "content": content,
        "body": html.body(minutes_document(content)),
        "why_not": why_not_approve(minutes, content, today=request.today),
        "problem": problem,
        "seen": digest(content),
        "tasks": sum(len(point.tasks) for point in content.points),
    }
    return render(request, "minutes/approve.html", context, status=status)


@page("minutes.approve")
def put_right(request: Request, pk: int) -> HttpResponse:
    """Begin a corrected edition, or give it up while nothing is changed in it."""
    minutes = minutes_for(request, pk, "minutes.approve")
    by, now = request.actor.id, request.now
    if request.method == "POST" and request.POST.get("deed") == "give_up":
        try:
            give_up(minutes, gather(minutes), by=by, now=now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("The edition that was approved stands."))
        return redirect("minutes:minutes", pk)
    if not minutes.approved:
        return redirect("minutes:minutes", pk)
    tried: Attempt[Any] | None = Attempt(WhyForm())
    if request.method == "POST":

        def begin(cleaned: dict[str, Any], _version: int) -> None:
            correct(minutes, why=cleaned["why"], by=by, now=now)

        tried = attempt(WhyForm(request.POST), begin)
    if tried is None:
        messages.success(
            request, _("A corrected edition is begun. The one that was approved is kept as it is.")
        )
        return redirect("minutes:write", pk)
    context = {
        "meeting": minutes.meeting,
        "name": meeting_name(minutes.meeting),
        "attempt": tried,
        "form": tried.form,
    }
    return render(request, "minutes/correct.html", context, status=tried.status)


# Send


def _newest(minutes: Minutes) -> Approval:
    found = approvals(minutes)
    if not found:
        raise Http404
    return found[0]


@page("minutes.approve")
def send_out(request: Request, pk: int) -> HttpResponse:
    """Who gets the approved minutes: those who were there, were invited, or work in the apparatus."""
    minutes = minutes_for(request, pk, "minutes.approve")
    approval = _newest(minutes)
    approval.minutes = minutes
    found = recipients(minutes.meeting, working_day(request))
    sent = letters_standing(letter_key(approval, one) for one in found)
    by_key = {one.key: one for one in found}
    form = SendForm(by_key, request.POST or None)
    problem, status = why_not_send(approval) or "", 200
    if request.method == "POST":
        chosen = [by_key[key] for key in form.cleaned_data["who"]] if form.is_valid() else []
        try:
            made = send(approval, chosen, day=request.today, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            problem, status = str(refusal.sentence), 422
        else:
            messages.success(
                request, _("The minutes are on their way to %(number)d.") % {"number": made.letters}
            )
            return redirect("minutes:receipt", pk, approval.edition)
    ticked = set(request.POST.getlist("who")) if request.method == "POST" else None
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "name": meeting_name(minutes.meeting),
        "approval": approval,
        "groups": _groups(found, {one.key for one in found if letter_key(approval, one) in sent}, ticked),
        "any": len(sent) < len(found),
        "problem": problem,
    }
    return render(request, "minutes/send.html", context, status=status)


def _groups(
    found: list[Recipient], sent: set[str], ticked: set[str] | None
) -> list[tuple[str, list[tuple[Recipient, bool, bool]]]]:
    """By group: each with whether it has been sent to, and whether it is ticked."""
    words = {
        "there": _("Registered or there"), "invited": _("Invited"), "apparatus": _("The support apparatus"),
    }  # fmt: skip
    groups = []
    for key, title in words.items():
        rows = [one for one in found if one.group == key]
        if rows:
            shown = [
                (one, one.key in sent, one.key in ticked if ticked is not None else True) for one in rows
            ]
            groups.append((title, shown))
    return groups


@page("minutes.read")
def receipt(request: Request, pk: int, number: int) -> HttpResponse:
    """That an edition was approved and to whom it was sent: numbers, digests, and how far the letters have come."""
    minutes = minutes_for(request, pk)
    approval = _edition(minutes, number)
    sendings = list(visible(approval.sendings.all(), request.actor, "minutes.read"))
    rows = visible(letters_about(about(approval)), request.actor, "letter.read").order_by("pk")
    people = names_of([approval.approved_by, *(one.sent_by for one in sendings)])
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "name": meeting_name(minutes.meeting),
        "approval": approval,
        "approved": moment_text(approval.approved_at),
        "by": people.get(approval.approved_by, ""),
        "sendings": [(one, people.get(one.sent_by, ""), moment_text(one.sent_at)) for one in sendings],
        "letters": list(rows),
        "files": [(ENDINGS[kind], getattr(approval, kind)) for kind in ENDINGS],
        "may_send": allowed(minutes, request.actor, "minutes.approve") and why_not_send(approval) is None,
    }
    return render(request, "minutes/receipt.html", context)
