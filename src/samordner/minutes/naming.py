"""What a meeting is called, and when it is, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents.cells import clocks_text, day_text
from samordner.meetings.models import Meeting
from samordner.meetings.queries import kind_of
from samordner.programmes.definition import Definition, Text
from samordner.programmes.queries import definition


def in_language(text: Text, language: str) -> str:
    """The words in that form of Norwegian."""
    return text.nn if language == "nn" else text.nb


def kind_name(meeting: Meeting, says: Definition | None = None, language: str = "") -> str:
    """What kind of meeting it is; "Meeting" when nobody has said, or the programme has no such kind."""
    says = says or definition(meeting.programme.key)
    found = kind_of(meeting, says)
    if found is None:
        return _("Meeting")
    return in_language(found.name, language) if language in ("nb", "nn") else str(found.name)


def when_text(meeting: Meeting, *, clock: bool = True) -> str:
    """ "14.02.2019 09.00–11.30", "03.–04.05.2021"; the period as written when no exact day is known."""
    day, last = meeting.day, meeting.last_day
    if day is None:
        return meeting.period_label
    days = day_text(day) if last in (None, day) else f"{day_text(day)}–{day_text(last)}"
    times = clocks_text(meeting.starts, meeting.ends) if clock else ""
    return f"{days} {times}" if times else days


def meeting_name(meeting: Meeting, says: Definition | None = None) -> str:
    """How a meeting is referred to: its kind, its day and what it is about."""
    name = f"{kind_name(meeting, says, get_language() or '')} {when_text(meeting, clock=False)}".strip()
    topic = str(meeting)
    return f"{name}: {topic}" if topic else name


def namer() -> Callable[[Meeting], str]:
    """`meeting_name` for many meetings: what their programme is is asked once for all."""
    known: dict[str, Definition] = {}

    def name(meeting: Meeting) -> str:
        key = meeting.programme.key
        if key not in known:
            known[key] = definition(key)
        return meeting_name(meeting, known[key])

    return name
