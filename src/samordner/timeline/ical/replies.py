"""Answers to invitations, as calendar programs send them (METHOD:REPLY of RFC 5546), read with suspicion.

They come by mail from anybody (`letters.incoming` finds them there): what cannot be read is refused with a reason, and
never breaks anything. Whether the one who answers was invited is for the reader to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component

from samordner.timeline.moments import NORWAY, When

MOST = 256 * 1024
"""So many bytes or signs a file may have; answers have a few thousand."""
MOST_ANSWERS = 50
LONG = 1000


class NotAReply(ValueError):
    """It is no answer to an invitation; the text says why."""


class Answer(StrEnum):
    """What somebody answers. Somebody who sends another instead (DELEGATED) has not answered for themselves."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to one event; `planned`: to that date of a series only. `attendee` is a mail address in small letters."""

    uid: str
    attendee: str
    name: str
    answer: Answer
    sequence: int
    sent_at: datetime
    planned: When | None
    comment: str

    @property
    def order(self) -> tuple[int, datetime]:
        """Of two answers of the same person, that with the higher order holds (RFC 5546, 2.1.5)."""
        return self.sequence, self.sent_at


def replies(content: bytes | str) -> list[Reply]:
    """The answers of one file. NotAReply: it is too large, no iCalendar, no METHOD:REPLY, or holds no answer."""
    if len(content) > MOST:
        raise NotAReply("the file is too large for an answer")
    try:
        calendar = Calendar.from_ical(content if isinstance(content, str) else _text(content))
    except Exception as error:  # whatever the reader stumbles over, it is no answer
        raise NotAReply("it is no iCalendar file") from error
    method = str(calendar.get("METHOD", "")).strip().upper()
    if method != "REPLY":
        raise NotAReply(f"its method is {method[:20] or 'not said'}, not REPLY")
    found: list[Reply] = []
    for event in calendar.walk("VEVENT")[:MOST_ANSWERS]:
        with suppress(
            Exception
        ):  # the reader of the file has kinds of errors of its own, and tells of them late
            found += _of(event)
    if not found:
        raise NotAReply("it holds no yes, no or perhaps of anybody")
    return found


def _text(content: bytes) -> str:
    """UTF-8 as the standard says; some programs write Latin-1 all the same."""
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    return content.decode("cp1252", errors="replace")


def _of(event: Component) -> Iterator[Reply]:
    uid = str(event.get("UID", "")).strip()
    attendees = event.get("ATTENDEE", [])
    planned = _planned(event.get("RECURRENCE-ID"))
    if not uid or len(uid) > LONG or (planned is None and "RECURRENCE-ID" in event):
        return  # to a date that cannot be read: not to the whole series
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        parameters = getattr(attendee, "params", {})
        said = str(parameters.get("PARTSTAT", "")).strip().casefold()
        address = _address(str(attendee))
        if said in set(Answer) and address:
            yield Reply(
                uid=uid, attendee=address, name=str(parameters.get("CN", "")).strip('" ')[:LONG], answer=Answer(said),
                sequence=_number(event.get("SEQUENCE")), sent_at=_moment(event.get("DTSTAMP")),
                planned=planned, comment=_comment(event.get("COMMENT")),
            )  # fmt: skip


def _address(said: str) -> str:
    text = said.strip().strip("<>")
    address = text[7:] if text[:7].casefold() == "mailto:" else text
    address = address.strip().strip("<>").casefold()
    return address if "@" in address and len(address) <= 254 and not set(address) & set(" \t\r\n,;") else ""


def _number(said: Any) -> int:
    with suppress(TypeError, ValueError):
        return max(0, int(said))
    return 0


def _moment(said: Any) -> datetime:
    """When it was answered; of an answer that does not say, long ago: every other one holds before it."""
    when = _when(said)
    if not isinstance(when, datetime):
        return datetime.min.replace(tzinfo=UTC)
    with suppress(OverflowError, ValueError):
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime.min.replace(tzinfo=UTC)


def _planned(said: Any) -> When | None:
    when = _when(said)
    if isinstance(when, datetime):
        with suppress(OverflowError, ValueError):
            return when.replace(tzinfo=NORWAY) if when.tzinfo is None else when.astimezone(NORWAY)
        return None
    return when if isinstance(when, date) else None


def _when(said: Any) -> Any:
    """The day or moment that a property holds; None when it is broken, several, or not there."""
    with suppress(Exception):  # as above
        return said.dt
    return None


def _comment(said: Any) -> str:
    lines = said if isinstance(said, list) else [said] if said else []
    return "\n".join(f"{line}" for line in lines).strip()[:LONG]
