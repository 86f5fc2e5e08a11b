"""Mail that comes in: bounces, which are about letters, and answers by calendar, which the packages above understand.

Whoever sends calendar objects with letters names a reader in `project.letters.READERS`. What is neither a bounce nor an
answer by calendar is for people, and is left alone. Nothing is read twice (`Incoming`).

Anybody can write a mail in anybody's name: what a mail says of its sender is a claim. A bounce is believed when it names
a mail that only those know who have seen it (`Letter.mail_name`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from enum import StrEnum
from typing import Protocol

from django.db import IntegrityError, transaction

from samordner.journal.deeds import Refusal
from samordner.letters.delivery import ADDRESS
from samordner.letters.models import Incoming, Letter
from samordner.letters.operations import mark_bounced

MOST_PARTS = 200
"""Parts of a mail that are looked at."""


@dataclass(frozen=True)
class CalendarAnswer:
    """An answer by calendar, as it came: nothing in it has been checked.

    `method` is REPLY or COUNTER (another time is proposed); `calendar` the iCalendar object as text; `letter` the one
    that it answers, where the mail says so by In-Reply-To or References; `sender` the address in From, in small
    letters, which anybody can write there.
    """

    method: str
    calendar: str
    sender: str
    letter: Letter | None


class Reader(Protocol):
    """Does what an answer says, in one transaction with the note that it was read. Whether it was one of its own.

    Raises Refusal when it is, and cannot be followed as things stand; it is not read again. Any other error leaves the
    mail unread.
    """

    def __call__(self, answer: CalendarAnswer, /, *, by: str, now: datetime) -> bool: ...


_installed: tuple[Reader, ...] = ()


def install(readers: tuple[Reader, ...]) -> None:
    """Make these the readers of answers by calendar; the first whose own an answer is takes it."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = readers


class Came(StrEnum):
    """What came of reading a mail."""

    REPLY = "answers taken"
    BOUNCE = "bounces"
    REFUSED = "refused"
    NOBODYS = "nobody's"
    KNOWN = "read before"
    OTHER = "for people"


@dataclass(frozen=True)
class Bounce:
    """A letter that came back: what its mail was called, and why, without addresses."""

    mail_name: str
    why: str


def take(raw: bytes, *, by: str, now: datetime) -> Came:
    """Read one mail and do what it says, once."""
    mail = _parsed(raw)
    if mail is None:
        return Came.OTHER
    if bounce := bounce_in(mail):
        return _take_bounce(mail, bounce, by, now)
    if found := calendar_in(mail):
        return _take_answer(mail, *found, by, now)
    return Came.OTHER


def _parsed(raw: bytes) -> EmailMessage | None:
    """None: so crooked that nothing can be read from it."""
    try:
        mail = message_from_bytes(raw, policy=default)
        list(_parts(mail))
    except Exception:  # the standard library's reader stumbles over some of what is sent
        return None
    return mail


def _parts(mail: Message) -> Iterator[Message]:
    for number, part in enumerate(mail.walk()):
        if number == MOST_PARTS:
            return
        yield part


def _header(part: Message, name: str) -> str:
    try:
        return str(part.get(name, ""))
    except Exception:  # a header that cannot be read is none
        return ""


def _text(part: Message) -> str:
    """The text of a part; signs that cannot be read are replaced."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


# What is in a mail

MAIL_NAME = re.compile(r"<([0-9a-f]{40})@[^>\s]*>")


def bounce_in(mail: Message) -> Bounce | None:
    """What a delivery status notification (RFC 3464) says of a mail that came back for good; None: it says no such thing."""
    if mail.get_content_type() != "multipart/report":
        return None
    why, name = None, ""
    for part in _parts(mail):
        match part.get_content_type():
            case "message/delivery-status":
                why = _why(part) if why is None else why
            case "message/rfc822" | "text/rfc822-headers" | "message/rfc822-headers":
                name = name or _name_within(part)
    return Bounce(name, why) if why is not None and name else None


def _why(status: Message) -> str | None:
    """Why it failed, as it was said; None: it did not fail, but is late or arrived."""
    blocks = status.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and _header(block, "Action").strip().lower() == "failed":
            said = _header(block, "Diagnostic-Code").partition(";")[2] or _header(block, "Status")
            return " ".join(ADDRESS.sub("…", said).split())[:300]
    return None


def _name_within(part: Message) -> str:
    within = part.get_payload()
    if isinstance(within, list):
        held = "".join(_header(one, "Message-ID") for one in within if isinstance(one, Message))
    else:
        held = next((line for line in _text(part).splitlines() if line.lower().startswith("message-id:")), "")
    found = MAIL_NAME.search(held)
    return found[1] if found else ""


METHOD = re.compile(r"^METHOD:(REPLY|COUNTER)\s*$", re.MULTILINE | re.IGNORECASE)


def calendar_in(mail: Message) -> tuple[str, str] | None:
    """The method and the text of the first answer by calendar in the mail (RFC 6047), as a part or as a file."""
    for part in _parts(mail):
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            text = _text(part)
            if found := METHOD.search(text):
                return found[1].upper(), text
    return None


# What is done about it


def _take_bounce(mail: Message, bounce: Bounce, by: str, now: datetime) -> Came:
    letter = Letter.objects.select_related("office").filter(mail_name=bounce.mail_name).first()
    if letter is None:
        return Came.OTHER
    with transaction.atomic():
        if _note(mail, bounce.mail_name, Incoming.What.BOUNCE, letter, now) is None:
            return Came.KNOWN
        mark_bounced(letter, bounce.why, by=by, now=now)
    return Came.BOUNCE


def _take_answer(mail: Message, method: str, text: str, by: str, now: datetime) -> Came:
    sender = next((address for _name, address in getaddresses([_header(mail, "From")])), "")
    letter = _answered(mail)
    answer = CalendarAnswer(method, text, sender.strip().casefold(), letter)
    with transaction.atomic():
        row = _note(mail, text, Incoming.What.REPLY, letter, now)
        if row is None:
            return Came.KNOWN
        try:
            with transaction.atomic():
                taken = any(reader(answer, by=by, now=now) for reader in _installed)
            row.outcome = Incoming.Outcome.TAKEN if taken else Incoming.Outcome.NOBODYS
        except Refusal:
            row.outcome = Incoming.Outcome.REFUSED
        row.save(update_fields=["outcome"])
    return {
        Incoming.Outcome.TAKEN: Came.REPLY,
        Incoming.Outcome.REFUSED: Came.REFUSED,
        Incoming.Outcome.NOBODYS: Came.NOBODYS,
    }[Incoming.Outcome(row.outcome)]


def _note(
    mail: Message, about: str, what: Incoming.What, letter: Letter | None, now: datetime
) -> Incoming | None:
    """A note that this was read; None: it was before. Of two who read it at once, one waits for the other."""
    digest = hashlib.sha256(
        f"{_header(mail, 'Message-ID').strip()}\n{about}".encode(errors="replace")
    ).hexdigest()
    try:
        with transaction.atomic():
            return Incoming.objects.create(
                digest=digest, what=what, outcome=Incoming.Outcome.TAKEN, letter=letter, read_at=now
            )
    except IntegrityError:
        return None


def _answered(mail: Message) -> Letter | None:
    names = MAIL_NAME.findall(f"{_header(mail, 'References')} {_header(mail, 'In-Reply-To')}")
    return Letter.objects.filter(mail_name__in=names).order_by("-pk").first() if names else None
