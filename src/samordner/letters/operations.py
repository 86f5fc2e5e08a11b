"""Writing letters into the outbox, and what people do with them there. Delivery itself: `letters.delivery`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samordner.files.models import File
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.letters.kinds import Kind
from samordner.letters.models import (
    DONE,
    Enclosure,
    Language,
    Letter,
    Letterhead,
    State,
    Wording,
    mail_name,
)
from samordner.letters.texts import one_line, plain, why_not_say
from samordner.participation.models import Participation
from samordner.places.models import Office

AT_ONCE = 500
"""So many rows are written in one statement: SQLite bears no more values than that."""


@dataclass(frozen=True, kw_only=True)
class New:
    """A letter to write, worded. Fields as in `Letter`; `secret`: what no page shows, such as a personal link.

    `letters.composing.worded_letters` makes them from a kind of letter.
    """

    key: str
    office: Office
    kind: str
    language: str
    to_name: str
    to_address: str
    subject: str
    body: str
    about: str = ""
    participation: Participation | None = None
    reply_to: str = ""
    secret: tuple[str, ...] = ()
    calendar: str = ""
    calendar_method: str = ""
    enclosures: tuple[File, ...] = ()
    erase_from: datetime | None = None


def why_not_write(letter: New) -> str | None:
    """Why this cannot be a letter; None: it can."""
    try:
        validate_email(letter.to_address)
    except ValidationError:
        return _("“%(address)s” is no e-mail address.") % {"address": letter.to_address}
    if not (one_line(letter.subject) and letter.body.strip()):
        return _("A letter needs a subject and a text.")
    return None


@transaction.atomic
def write(letters: Sequence[New], *, by: str, now: datetime) -> int:
    """Put letters of one office into the outbox, all or none, in the caller's transaction. How many were new.

    A letter whose key was written before is left as it is, whatever has become of it: a reminder that is due is simply
    written each time somebody looks. Raises Refusal (see `why_not_write`); ValueError for letters of several offices.
    """
    for letter in letters:
        if sentence := why_not_write(letter):
            raise Refusal(sentence)
    offices = {letter.office.pk: letter.office for letter in letters}
    if len(offices) > 1:
        raise ValueError("letters of several offices")
    wanted = {letter.key: letter for letter in letters}
    keys = list(wanted)
    there: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        held = Letter.objects.filter(key__in=keys[start : start + AT_ONCE])
        there.update(held.values_list("key", flat=True))
    new = [_row(letter, by, now) for key, letter in wanted.items() if key not in there]
    if not new:
        return 0
    # Of two who write the same at the same moment, one finds it written
    Letter.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    _enclose({row.mail_name: wanted[row.key].enclosures for row in new if wanted[row.key].enclosures})
    detail: Detail = {"number": len(new), "kind": new[0].kind}
    record(by, "write", "letters", _digest(keys), now, detail, office=next(iter(offices.values())).key)
    return len(new)


def _row(letter: New, by: str, now: datetime) -> Letter:
    return Letter(
        key=letter.key, about=letter.about, office=letter.office, participation=letter.participation, kind=letter.kind,
        language=letter.language, to_name=one_line(letter.to_name), to_address=letter.to_address,
        reply_to=letter.reply_to, subject=one_line(letter.subject), body=plain(letter.body) + "\n",
        secret="\n".join(letter.secret), calendar=letter.calendar, calendar_method=letter.calendar_method,
        written_at=now, written_by=by, next_try=now, erase_from=letter.erase_from,
    )  # fmt: skip


def _enclose(files: Mapping[str, Sequence[File]]) -> None:
    """Let the letters that were written just now carry these files, by the names of the mails."""
    names = list(files)
    for start in range(0, len(names), AT_ONCE):
        held = Letter.objects.filter(mail_name__in=names[start : start + AT_ONCE])
        rows = [
            Enclosure(letter_id=pk, file=file)
            for pk, name in held.values_list("pk", "mail_name")
            for file in files[name]
        ]
        Enclosure.objects.bulk_create(rows, batch_size=AT_ONCE)


def _digest(keys: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]


# One letter in the outbox


AGAIN = (State.WAITING, State.FAILED, State.BOUNCED)
"""What can be sent, or sent once more, or left alone."""


def why_not_withdraw(letter: Letter) -> str | None:
    """Why a letter cannot be withdrawn; None: it can."""
    if letter.state not in AGAIN:
        return _("Only a letter that waits, was given up or came back can be withdrawn.")
    return None


@transaction.atomic
def withdraw(letter: Letter, *, by: str, now: datetime) -> None:
    """The letter is not sent after all, or not once more. Raises Refusal, also when it has left meanwhile."""
    _refuse(why_not_withdraw(letter))
    _move(letter, "withdraw", Q(state__in=AGAIN), by=by, now=now, state=State.WITHDRAWN)


def why_not_try_again(letter: Letter) -> str | None:
    """Why a letter cannot be tried again now; None: it can."""
    if letter.erased_at:
        return _("Its text is erased. Write a new one.")
    if letter.state not in AGAIN:
        return _("Only a letter that waits, was given up or came back can be tried again.")
    return None


@transaction.atomic
def try_again(letter: Letter, *, address: str, by: str, now: datetime) -> None:
    """Send the letter at the next round, to `address`: the same as before, or a better one. Raises Refusal."""
    _refuse(why_not_try_again(letter))
    try:
        validate_email(address)
    except ValidationError as error:
        text = _("“%(address)s” is no e-mail address.") % {"address": address}
        raise Refusal(text, field="address") from error
    fields: dict[str, Any] = {
        "state": State.WAITING, "tries": 0, "next_try": now, "problem": "", "to_address": address, "sent_at": None,
    }  # fmt: skip
    if (
        letter.state == State.BOUNCED
    ):  # a mail of its own: what the first one is answered with is not said of this one
        fields |= {"mail_name": mail_name(), "claimed_by": "", "handed_at": None}
    standing = Q(state__in=AGAIN, erased_at=None)
    _move(letter, "try_again", standing, by=by, now=now, **fields)


@transaction.atomic
def try_all_again(rows: QuerySet[Letter], *, by: str, now: datetime) -> int:
    """Send those of `rows` that were given up at the next round, such as after a fault of the mail server. How many."""
    again = {"state": State.WAITING, "tries": 0, "next_try": now, "problem": ""}
    return _change_all("try_again", rows, State.FAILED, by, now, **again)


def why_not_settle(letter: Letter) -> str | None:
    """Why nobody has to decide whether a letter arrived; None: somebody has."""
    if letter.state != State.UNCERTAIN:
        return _("It is not uncertain whether this letter was sent.")
    if letter.erased_at:
        return _("Its text is erased. Write a new one.")
    return None


@transaction.atomic
def mark_bounced(letter: Letter, why: str, *, by: str, now: datetime) -> bool:
    """A mail server further on has sent the letter back, and said `why`. Whether that tells anything new."""
    taken = Letter.objects.filter(pk=letter.pk, state__in=[State.SENT, State.UNCERTAIN])
    if not taken.update(
        state=State.BOUNCED, problem=why[:300], sent_at=letter.sent_at or letter.handed_at or now
    ):
        return False
    letter.refresh_from_db()
    record(by, "bounce", "letter", str(letter.pk), now, office=letter.office.key)
    return True


@transaction.atomic
def settle(letter: Letter, *, arrived: bool, by: str, now: datetime) -> None:
    """A person has found out whether an uncertain letter arrived; if not, it is sent. Raises Refusal."""
    _refuse(why_not_settle(letter))
    fields: dict[str, Any] = (
        {"state": State.SENT, "sent_at": letter.handed_at or now, "problem": ""}
        if arrived
        else {"state": State.WAITING, "next_try": now, "problem": "", "claimed_by": "", "handed_at": None}
    )
    verb = "settle_sent" if arrived else "settle_again"
    _move(letter, verb, Q(state=State.UNCERTAIN), by=by, now=now, **fields)


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise Refusal(sentence)


def _move(letter: Letter, verb: str, standing: Q, *, by: str, now: datetime, **fields: Any) -> None:
    """Change the letter if it still stands so: what was done with it meanwhile is never undone unseen."""
    if not Letter.objects.filter(standing, pk=letter.pk).update(**fields):
        raise Refusal(_("Something has happened to this letter meanwhile. Look again."))
    letter.refresh_from_db()
    record(by, verb, "letter", str(letter.pk), now, office=letter.office.key)


# Many letters at once, for whoever wrote them


@transaction.atomic
def withdraw_all(rows: QuerySet[Letter], *, by: str, now: datetime) -> int:
    """Those of `rows` that still wait are not sent after all, such as reminders of what was cancelled. How many."""
    return _change_all("withdraw", rows, State.WAITING, by, now, state=State.WITHDRAWN)


@transaction.atomic
def pretend_sent(rows: QuerySet[Letter], *, by: str, now: datetime) -> int:
    """In a demonstration: those of `rows` that wait are shown as sent, and go nowhere. How many."""
    fields = {"state": State.SENT, "sent_at": now, "problem": ""}
    return _change_all("pretend_sent", rows, State.WAITING, by, now, **fields)


@transaction.atomic
def forget(rows: QuerySet[Letter], *, by: str, now: datetime) -> int:
    """Erase now whom `rows` went to and what they said, such as when somebody's data are erased. How many.

    One that waits is withdrawn first, and so never sent. One that is being handed over this moment is erased within a
    day. That there was a letter, when, and what became of it stays.
    """
    ids, office = list(rows.order_by().values_list("pk", flat=True)), _office_of(rows)
    number = 0
    for start in range(0, len(ids), AT_ONCE):
        these = Letter.objects.filter(pk__in=ids[start : start + AT_ONCE], erased_at=None)
        these.filter(state=State.WAITING).update(state=State.WITHDRAWN)
        these.filter(state=State.SENDING).update(erase_from=now)
        number += _erase(these.exclude(state=State.SENDING), now)
    if number:
        record(by, "erase", "letters", now.date().isoformat(), now, {"number": number}, office=office)
    return number


@transaction.atomic
def erase_old(*, kept: timedelta, by: str, now: datetime) -> int:
    """Erase names, addresses and texts of letters that have been done with for so long, or that say when. How many.

    What still waits for somebody is kept until it is decided.
    """
    old = Q(sent_at__lt=now - kept) | Q(sent_at=None, next_try__lt=now - kept) | Q(erase_from__lte=now)
    number = _erase(Letter.objects.filter(old, state__in=DONE, erased_at=None), now)
    if number:
        record(by, "erase", "letters", now.date().isoformat(), now, {"number": number})
    return number


def _erase(rows: QuerySet[Letter], now: datetime) -> int:
    Enclosure.objects.filter(letter__in=rows).delete()
    return rows.update(
        to_name="", to_address="", reply_to="", subject="", body="", secret="", calendar="", erased_at=now
    )


def _change_all(
    verb: str, rows: QuerySet[Letter], standing: State, by: str, now: datetime, **fields: Any
) -> int:
    office = _office_of(rows)
    # By their numbers: rows that were found by way of another table cannot be changed where they stand
    found = Letter.objects.filter(pk__in=rows.order_by().values("pk"), state=standing, erased_at=None)
    number = found.update(**fields)
    if number:
        record(by, verb, "letters", now.date().isoformat(), now, {"number": number}, office=office)
    return number


def _office_of(rows: QuerySet[Letter]) -> str:
    """The key of the office whose letters these are; empty: of several, or of none."""
    offices = set(rows.order_by().values_list("office__key", flat=True))
    return offices.pop() if len(offices) == 1 else ""


# How an office words its letters


@transaction.atomic
def word(
    office: Office,
    kind: Kind,
    language: str,
    *,
    subject: str,
    body: str,
    version: int,
    by: str,
    now: datetime,
) -> Wording:
    """Let the office's letters of a kind say this. Raises Refusal, and Conflict if another changed it after `version`."""
    subject, body = one_line(subject), plain(body)
    if fault := why_not_say(kind, subject, body):
        raise Refusal(fault[1], field=fault[0])
    row = _reworded(office, kind, language, version, subject=subject, body=body)
    record(
        by, "word", "wording", str(row.pk), now, {"kind": kind.key, "language": language}, office=office.key
    )
    return row


@transaction.atomic
def unword(office: Office, kind: Kind, language: str, *, version: int, by: str, now: datetime) -> Wording:
    """Let them say what they say from the start. Raises Conflict if another changed it after `version`."""
    row = _reworded(office, kind, language, version, subject="", body="")
    detail: Detail = {"kind": kind.key, "language": language}
    record(by, "unword", "wording", str(row.pk), now, detail, office=office.key)
    return row


def _reworded(office: Office, kind: Kind, language: str, version: int, **says: str) -> Wording:
    where = {"office": office, "kind": kind.key, "language": language}
    found = Wording.objects.filter(**where).first()
    if found is not None:
        return change(found, version=version, **says)
    try:
        with transaction.atomic():
            return Wording.objects.create(**where, **says)
    except IntegrityError as error:  # another was first
        raise Conflict(Wording.objects.get(**where)) from error


@transaction.atomic
def change_letterhead(
    office: Office, *, language: str, reply_to: str, version: int, by: str, now: datetime
) -> Letterhead:
    """Choose the language where none is known, and who gets the answers. Raises Refusal, Conflict."""
    if language not in Language.values:
        raise Refusal(_("Choose bokmål or nynorsk."), field="language")
    says = {"language": language, "reply_to": reply_to}
    found = Letterhead.objects.filter(office=office).first()
    if found is not None:
        row = change(found, version=version, **says)
    else:
        try:
            with transaction.atomic():
                row = Letterhead.objects.create(office=office, **says)
        except IntegrityError as error:  # another was first
            raise Conflict(Letterhead.objects.get(office=office)) from error
    record(by, "change", "letterhead", str(row.pk), now, {"language": language}, office=office.key)
    return row
