"""Answering an invitation: by its personal link, signed in, by calendar, or noted by the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.happenings.uids import key_of
from samordner.invitations import letters
from samordner.invitations.models import Answer, EventTerms, How, Invitation, Registration, who_is
from samordner.invitations.operations.places import (
    Person,
    free,
    give,
    issue_to_invited,
    locked,
    move_up,
)
from samordner.invitations.operations.registering import cancel
from samordner.invitations.operations.requests import answered
from samordner.invitations.queries import every_invitation, every_registration
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.letters.composing import worded_letters
from samordner.letters.incoming import CalendarAnswer
from samordner.letters.operations import write
from samordner.meetings.models import State
from samordner.timeline.ical.replies import Answer as Said
from samordner.timeline.ical.replies import NotAReply, Reply, replies
from samordner.timeline.moments import NORWAY

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Coming:
    """What is known of those who come: their names, and what was asked of them all together."""

    names: tuple[str, ...] = ()
    access: str = ""
    diet: str = ""


NOBODY = Coming()


def why_not_answer(row: Invitation, terms: EventTerms, now: datetime) -> str | None:
    """Why an invitation cannot be answered at all now; None: it can."""
    meeting = row.meeting
    if row.withdrawn_at or row.erased_at or meeting.removed_at:
        return _("The invitation has been withdrawn.")
    if meeting.state is State.CANCELLED:
        return _("The meeting is cancelled.")
    starts = letters.begins(meeting)
    if meeting.state is State.HELD or (starts is not None and starts <= now):
        return _("The meeting has begun.")
    return None


def why_not_accept(row: Invitation, terms: EventTerms, now: datetime, *, how: str) -> str | None:
    """Why nobody new can be told to come now; None: they can. Who cannot come may always say so until it begins."""
    if sentence := why_not_answer(row, terms, now):
        return sentence
    if how != How.COORDINATOR and terms.deadline and terms.deadline <= now:
        return _("The deadline for answers has passed. You can still say that you do not come.")
    return None


@transaction.atomic
def answer(
    row: Invitation, *, answer: str, coming: Coming = NOBODY, why: str = "", how: str, version: int, day: date, by: str,
    now: datetime, receipt: bool = True,
) -> Invitation:  # fmt: skip
    """Answer an invitation, or change the answer. The same answer sent twice is one. Raises Refusal, Conflict."""
    meeting = row.meeting
    terms = locked(meeting)
    row = every_invitation().get(pk=row.pk)
    names = _names(row, coming) if answer == Answer.ACCEPTED else ()
    held = list(row.registrations.exclude(state=Registration.State.CANCELLED).order_by("number"))
    if _is_said(row, held, answer, names, coming, why):
        return row
    if row.version != version:
        raise Conflict(row)
    _refuse(row, terms, answer, names, held, how, now)
    fields = {
        "answer": answer, "answered_at": now, "answered_how": how,
        "declined_why": why.strip()[:500] if answer == Answer.DECLINED else "",
    }  # fmt: skip
    change(row, version=version, **fields)
    row.meeting = meeting
    _settle(row, terms, held, names, coming, how, now)
    _note_ask(row, terms, day, by, now)
    if receipt and row.email:
        _receipt(row, terms, day, by, now)
    detail: Detail = {"meeting": meeting.pk, "answer": answer, "how": how, "number": len(names)}
    record(by, "answer", "invitation", str(row.pk), now, detail, office=meeting.office.key)
    move_up(terms, meeting, day=day, by=by, now=now)
    return row


def _names(row: Invitation, coming: Coming) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in coming.names:
        if said := " ".join(name.split())[:LONGEST_NAME]:
            found.setdefault(said.casefold(), said)
    return tuple(found.values())


def _is_said(
    row: Invitation,
    held: Sequence[Registration],
    answer: str,
    names: tuple[str, ...],
    coming: Coming,
    why: str,
) -> bool:
    if row.answer != answer or (answer == Answer.DECLINED and row.declined_why != why.strip()[:500]):
        return False
    there = sorted(each.name.casefold() for each in held)
    needs = all((each.access, each.diet) == (coming.access, coming.diet) for each in held)
    return there == sorted(name.casefold() for name in names) and needs


def _refuse(
    row: Invitation, terms: EventTerms, answer: str, names: tuple[str, ...], held: Sequence[Registration], how: str,
    now: datetime,
) -> None:  # fmt: skip
    if answer not in Answer.values:
        raise Refusal(_("Choose whether you come."), field="answer")
    if sentence := why_not_answer(row, terms, now):
        raise Refusal(sentence)
    if answer == Answer.DECLINED:
        return
    there = {each.name.casefold() for each in held}
    more = answer == Answer.TENTATIVE or any(name.casefold() not in there for name in names)
    if more and (sentence := why_not_accept(row, terms, now, how=how)):
        raise Refusal(sentence, field="answer")
    if answer == Answer.ACCEPTED and not names:
        raise Refusal(_("Write who comes."), field="names")
    if len(names) > terms.max_each:
        raise Refusal(
            _("At most %(number)d can come from each who is invited.") % {"number": terms.max_each},
            field="names",
        )


def _settle(
    row: Invitation, terms: EventTerms, held: Sequence[Registration], names: tuple[str, ...], coming: Coming, how: str,
    now: datetime,
) -> None:  # fmt: skip
    """Those who are named have a place, or wait; the others who were, no longer do."""
    wanted = {name.casefold(): name for name in names}
    free(terms, [each for each in held if each.name.casefold() not in wanted], now=now)
    stays = [each for each in held if each.name.casefold() in wanted]
    Registration.objects.filter(pk__in=[each.pk for each in stays]).update(
        access=coming.access, diet=coming.diet
    )
    there = {each.name.casefold() for each in stays}
    place = str(row.participation.municipality) if row.participation else row.organisation
    people = [
        Person(
            name=name, who=who_is(f"invitation/{row.pk}", name),
            email=row.email if key == row.name.casefold() or len(wanted) == 1 else "",
            organisation=place, participation=row.participation, access=coming.access, diet=coming.diet,
        )
        for key, name in wanted.items() if key not in there
    ]  # fmt: skip
    give(terms, people, invitation=row, language=row.language, now=now)


def _note_ask(row: Invitation, terms: EventTerms, day: date, by: str, now: datetime) -> None:
    """The request that the invitation was is answered, as soon as somebody there has answered."""
    if row.participation_id is not None:
        answered(terms, [row.participation_id], on=day, today=day, by=by, now=now)


def answer_words(row: Invitation, held: Sequence[Registration]) -> str:
    """The answer in the active language, with those who come."""
    match row.answer:
        case Answer.ACCEPTED:
            sitting = [each.name for each in held if each.state == Registration.State.PLACE]
            waiting = [each.name for each in held if each.state == Registration.State.WAITING]
            said = [_("Comes: %(names)s") % {"names": ", ".join(sitting)}] if sitting else []
            said += [_("On the waiting list: %(names)s") % {"names": ", ".join(waiting)}] if waiting else []
            return "\n".join(said)
        case Answer.DECLINED:
            return _("Does not come")
        case Answer.TENTATIVE:
            return _("May come")
    return _("No answer yet")


def _receipt(row: Invitation, terms: EventTerms, day: date, by: str, now: datetime) -> None:
    held = list(row.registrations.exclude(state=Registration.State.CANCELLED).order_by("number"))
    said = {}
    for language in ("nb", "nn"):
        with override(language):
            said[language] = {"answer": answer_words(row, held)}
    link = issue_to_invited(row, row.meeting, now)
    to = letters.to_invited(
        row, terms, f"invitation/{row.pk}/receipt/{row.version}", link=link, more=said, now=now
    )
    write(worded_letters(letters.RECEIPT, row.meeting.office, [to], day=day), by=by, now=now)


# By calendar

ANSWERS = {Said.ACCEPTED: Answer.ACCEPTED, Said.DECLINED: Answer.DECLINED, Said.TENTATIVE: Answer.TENTATIVE}


def read_answer(came: CalendarAnswer, *, by: str, now: datetime) -> bool:
    """An answer by calendar: whether it is to one of our meetings. Raises Refusal when it cannot be followed.

    Believed as far as a mail can be: of the person who was invited, from the address that was invited, and not older than what
    we know. `letters.incoming.Reader`.
    """
    try:
        found = replies(came.calendar.encode())
    except NotAReply:
        return False
    mine = False
    for reply in found:
        key = key_of(reply.uid) or ""
        kind, _colon, number = key.partition(":")
        if kind != "meeting" or not number.isdigit():
            continue
        mine = True
        if came.method != "REPLY":
            raise Refusal(_("Another time was proposed. Answer by hand."))
        if reply.attendee != came.sender:
            raise Refusal(_("The answer is sent by another than the one who was invited."))
        _follow(int(number), reply, by, now)
    return mine


def _follow(meeting: int, reply: Reply, by: str, now: datetime) -> None:
    row = (
        every_invitation()
        .filter(meeting=meeting, email__iexact=reply.attendee, withdrawn_at=None, erased_at=None)
        .order_by("pk")
        .first()
    )
    if row is None:
        _follow_registered(meeting, reply, by, now)
        return
    if reply.sequence < row.told:
        raise Refusal(_("The answer is to an earlier time of the meeting."))
    if row.answered_at and reply.sent_at < row.answered_at:
        raise Refusal(_("A newer answer is known already."))
    said = ANSWERS[reply.answer]
    held = list(row.registrations.exclude(state=Registration.State.CANCELLED))
    names = tuple(each.name for each in held) or (row.name or reply.name or row.whose or reply.attendee,)
    coming = (
        Coming(
            names=names,
            access=held[0].access if held else "",
            diet=held[0].diet if held else "",
        )
        if said == Answer.ACCEPTED
        else NOBODY
    )
    why = reply.comment if said == Answer.DECLINED else ""
    answer(
        row, answer=said, coming=coming, why=why, how=How.MAIL, version=row.version, day=_day(now), by=by, now=now,
    )  # fmt: skip


def _follow_registered(meeting: int, reply: Reply, by: str, now: datetime) -> None:
    """Somebody who has registered says by calendar that they do not come."""
    row = (
        every_registration()
        .filter(meeting=meeting, email__iexact=reply.attendee, invitation=None)
        .exclude(state=Registration.State.CANCELLED)
        .first()
    )
    if row is None:
        raise Refusal(_("Nobody with this address is invited."))
    if reply.answer is Said.DECLINED:
        if reply.sequence < row.meeting.sequence:
            raise Refusal(_("The answer is to an earlier time of the meeting."))
        cancel(row, version=row.version, day=_day(now), by=by, now=now)


def _day(now: datetime) -> date:
    return now.astimezone(NORWAY).date()


def held_by(row: Invitation) -> list[Registration]:
    """Those who come by the invitation, or wait."""
    rows: list[Registration] = list(
        row.registrations.exclude(state=Registration.State.CANCELLED).order_by("number")
    )
    return rows
