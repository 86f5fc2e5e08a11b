"""The letters of a meeting: what each kind says from the start, and how those of one meeting are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from samordner.documents.cells import clock_text
from samordner.happenings.uids import uid_of
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.letters.composing import To
from samordner.letters.envelope import house_address
from samordner.letters.kinds import MUNICIPALITY, NAME, OFFICE, Field, Kind, Text
from samordner.meetings.models import Meeting
from samordner.places.queries import issuer_name
from samordner.timeline.ical.events import Event
from samordner.timeline.ical.invitations import CANCEL, REQUEST, Person, cancellation, invitation
from samordner.timeline.moments import NORWAY

MEETING = Field("meeting", _("what the meeting is about"), ("Dialogmøte om mat", "Dialogmøte om mat"))
WHEN = Field(
    "when", _("when it is"), ("tirsdag 11. mai 2021 kl. 09.00–11.30", "tysdag 11. mai 2021 kl. 09.00–11.30")
)
WHERE = Field("where", _("where it is"), ("Rådhuset", "Rådhuset"))
ABOUT = Field("about", _("more about it"), ("Vi snakker om måltidene.", "Vi snakkar om måltida."))
WHOSE = Field("whose", _("whose invitation it is"), ("Kari Eksempel, Øyvik", "Kari Eksempel, Øyvik"))
DEADLINE = Field(
    "deadline", _("the deadline for answers"), ("4. mai 2021 kl. 12.00", "4. mai 2021 kl. 12.00")
)
LINK = Field(
    "link",
    _("the personal link"),
    ("https://samordner.example/svar/…", "https://samordner.example/svar/…"),
    needed=True,
    secret=True,
)
BEFORE = Field("before", _("when it was"), ("mandag 3. mai 2021 kl. 09.00", "måndag 3. mai 2021 kl. 09.00"))
WORDS = Field("words", _("what is said about it"), ("Lokalet er stengt.", "Lokalet er stengt."))
ANSWER = Field("answer", _("the answer"), ("Kommer: Kari Eksempel", "Kjem: Kari Eksempel"))
PLACE = Field("place", _("the place on the list"), ("12", "12"))

TOLD = (NAME, MUNICIPALITY, OFFICE, MEETING, WHEN, WHERE, ABOUT)


def _kind(key: str, name: object, more: tuple[Field, ...], nb: tuple[str, str], nn: tuple[str, str]) -> Kind:
    ends = ("\n\nHilsen\n{office}", "\n\nHelsing\n{office}")
    greets = "Hei, {name}\n\n"
    return Kind(
        key=key, name=name, fields=(*TOLD, *more),  # type: ignore[arg-type]
        nb=Text(nb[0], greets + nb[1] + ends[0]), nn=Text(nn[0], greets + nn[1] + ends[1]),
    )  # fmt: skip


FACTS = "Når: {when}\nHvor: {where}"
FACTS_NN = "Når: {when}\nKvar: {where}"
PRIVATE = "Lenken er bare til dette. Den viser hvem den gjelder før noe skjer, og du kan endre svaret til fristen går ut."
PRIVATE_NN = "Lenkja er berre til dette. Ho viser kven ho gjeld før noko skjer, og du kan endre svaret til fristen går ut."

INVITATION = _kind(
    "invitation", _("Invitation to a meeting"), (WHOSE, DEADLINE, LINK),
    ("Invitasjon: {meeting}",
     f"{{office}} inviterer til {{meeting}}.\n\n{FACTS}\n\n{{about}}\n\nInvitasjonen gjelder {{whose}}.\n\n"
     f"Svar innen {{deadline}}:\n{{link}}\n\n{PRIVATE}"),
    ("Invitasjon: {meeting}",
     f"{{office}} inviterer til {{meeting}}.\n\n{FACTS_NN}\n\n{{about}}\n\nInvitasjonen gjeld {{whose}}.\n\n"
     f"Svar innan {{deadline}}:\n{{link}}\n\n{PRIVATE_NN}"),
)  # fmt: skip
REMINDER = _kind(
    "invitation-reminder", _("Reminder of an invitation"), (WHOSE, DEADLINE, LINK),
    ("Påminnelse: {meeting}",
     f"Vi har ikke fått svar på invitasjonen til {{meeting}}.\n\n{FACTS}\n\nInvitasjonen gjelder {{whose}}.\n\n"
     f"Svar innen {{deadline}}, også om dere ikke kommer:\n{{link}}\n\n{PRIVATE}"),
    ("Påminning: {meeting}",
     f"Vi har ikkje fått svar på invitasjonen til {{meeting}}.\n\n{FACTS_NN}\n\nInvitasjonen gjeld {{whose}}.\n\n"
     f"Svar innan {{deadline}}, også om de ikkje kjem:\n{{link}}\n\n{PRIVATE_NN}"),
)  # fmt: skip
MOVED = _kind(
    "invitation-moved", _("A meeting is moved: answer again"), (WHOSE, DEADLINE, LINK, BEFORE, WORDS),
    ("Nytt tidspunkt: {meeting}",
     f"{{meeting}} er endret. Det var {{before}}.\n\n{FACTS}\n\n{{words}}\n\nInvitasjonen gjelder {{whose}}.\n\n"
     f"Vi ber om nytt svar innen {{deadline}}:\n{{link}}\n\n{PRIVATE}"),
    ("Nytt tidspunkt: {meeting}",
     f"{{meeting}} er endra. Det var {{before}}.\n\n{FACTS_NN}\n\n{{words}}\n\nInvitasjonen gjeld {{whose}}.\n\n"
     f"Vi ber om nytt svar innan {{deadline}}:\n{{link}}\n\n{PRIVATE_NN}"),
)  # fmt: skip
CANCELLED = _kind(
    "invitation-cancelled", _("A meeting is cancelled"), (WORDS,),
    ("Avlyst: {meeting}", "{meeting} ({when}) er avlyst.\n\n{words}\n\nDu trenger ikke gjøre noe."),
    ("Avlyst: {meeting}", "{meeting} ({when}) er avlyst.\n\n{words}\n\nDu treng ikkje gjere noko."),
)  # fmt: skip
POSTPONED = _kind(
    "invitation-postponed", _("A meeting is postponed"), (WORDS,),
    ("Utsatt: {meeting}", "{meeting} ({when}) er utsatt. Vi kommer tilbake med ny tid.\n\n{words}"),
    ("Utsett: {meeting}", "{meeting} ({when}) er utsett. Vi kjem tilbake med ny tid.\n\n{words}"),
)  # fmt: skip
WITHDRAWN = _kind(
    "invitation-withdrawn", _("An invitation is withdrawn"), (WHOSE, WORDS),
    ("Invitasjonen er trukket: {meeting}",
     "Invitasjonen til {meeting} ({when}) er trukket for {whose}.\n\n{words}\n\nDu trenger ikke gjøre noe."),
    ("Invitasjonen er trekt: {meeting}",
     "Invitasjonen til {meeting} ({when}) er trekt for {whose}.\n\n{words}\n\nDu treng ikkje gjere noko."),
)  # fmt: skip
RECEIPT = _kind(
    "invitation-receipt", _("Receipt for an answer"), (WHOSE, ANSWER, DEADLINE, LINK),
    ("Svaret er mottatt: {meeting}",
     f"Takk for svaret på invitasjonen til {{meeting}}.\n\nSvaret for {{whose}}:\n{{answer}}\n\n{FACTS}\n\n"
     f"Du kan endre svaret innen {{deadline}}:\n{{link}}"),
    ("Svaret er motteke: {meeting}",
     f"Takk for svaret på invitasjonen til {{meeting}}.\n\nSvaret for {{whose}}:\n{{answer}}\n\n{FACTS_NN}\n\n"
     f"Du kan endre svaret innan {{deadline}}:\n{{link}}"),
)  # fmt: skip
REGISTERED = _kind(
    "registration-place", _("Registered, with a place"), (LINK,),
    ("Du er påmeldt: {meeting}",
     f"Du har plass på {{meeting}}.\n\n{FACTS}\n\nHer kan du endre eller melde deg av:\n{{link}}"),
    ("Du er påmeld: {meeting}",
     f"Du har plass på {{meeting}}.\n\n{FACTS_NN}\n\nHer kan du endre eller melde deg av:\n{{link}}"),
)  # fmt: skip
ON_WAITING_LIST = _kind(
    "registration-waiting", _("Registered, on the waiting list"), (PLACE, LINK),
    ("Du står på venteliste: {meeting}",
     f"{{meeting}} er fullt. Du er nummer {{place}} på ventelisten, og får brev om du får plass.\n\n{FACTS}\n\n"
     "Her kan du melde deg av:\n{link}"),
    ("Du står på venteliste: {meeting}",
     f"{{meeting}} er fullt. Du er nummer {{place}} på ventelista, og får brev om du får plass.\n\n{FACTS_NN}\n\n"
     "Her kan du melde deg av:\n{link}"),
)  # fmt: skip
PLACE_FREE = _kind(
    "registration-free", _("A place has become free"), (LINK,),
    ("Du har fått plass: {meeting}",
     f"Det ble ledig, og du har fått plass på {{meeting}}.\n\n{FACTS}\n\nKan du ikke komme likevel, meld deg av her, "
     "så får den neste plassen:\n{link}"),
    ("Du har fått plass: {meeting}",
     f"Det blei ledig, og du har fått plass på {{meeting}}.\n\n{FACTS_NN}\n\nKan du ikkje kome likevel, meld deg av her, "
     "så får den neste plassen:\n{link}"),
)  # fmt: skip
UNREGISTERED = _kind(
    "registration-cancelled", _("Registration cancelled"), (),
    ("Du er meldt av: {meeting}", "Du er meldt av {meeting} ({when}). Er det feil, meld deg på igjen."),
    ("Du er meld av: {meeting}", "Du er meld av {meeting} ({when}). Er det feil, meld deg på igjen."),
)  # fmt: skip
PLACE_MOVED = _kind(
    "registration-moved", _("A meeting is moved: the place stands"), (BEFORE, WORDS, LINK),
    ("Nytt tidspunkt: {meeting}",
     f"{{meeting}} er endret. Det var {{before}}. Påmeldingen din står.\n\n{FACTS}\n\n{{words}}\n\n"
     "Passer det ikke, meld deg av her:\n{link}"),
    ("Nytt tidspunkt: {meeting}",
     f"{{meeting}} er endra. Det var {{before}}. Påmeldinga di står.\n\n{FACTS_NN}\n\n{{words}}\n\n"
     "Passar det ikkje, meld deg av her:\n{link}"),
)  # fmt: skip

KINDS = (
    INVITATION, REMINDER, MOVED, CANCELLED, POSTPONED, WITHDRAWN, RECEIPT, REGISTERED, ON_WAITING_LIST, PLACE_FREE,
    UNREGISTERED, PLACE_MOVED,
)  # fmt: skip


# What is said of one meeting


def about(meeting: Meeting) -> str:
    """What the letters of a meeting are found by."""
    return f"meeting/{meeting.pk}"


def address(name: str, *parts: str) -> str:
    """A whole address of a page, as it can stand in a letter."""
    return f"{settings.SITE_ADDRESS}{reverse(f'invitations:{name}', args=parts)}"


def title_of(meeting: Meeting) -> str:
    """What a meeting is called where it must be called something."""
    return str(meeting) or gettext("Meeting without a topic")


def moment_words(moment: datetime) -> str:
    """A moment in the active language, such as "4. mai 2021 kl. 12.00"."""
    local = localtime(moment, NORWAY)
    return f"{date_format(local, _shape(weekday=False), use_l10n=False)} {_clock(local.time())}"


def when_words(meeting: Meeting) -> str:
    """When a meeting is, in the active language."""
    first, last = meeting.day, meeting.last_day
    if first is None:
        return meeting.period.label or gettext("not settled yet")
    text = date_format(first, _shape(), use_l10n=False)
    if meeting.starts:
        text += f" {_clock(meeting.starts)}"
    if last is not None and last != first:
        text += f" – {date_format(last, _shape(), use_l10n=False)}"
        return f"{text} {_clock(meeting.ends)}" if meeting.ends else text
    return f"{text}–{clock_text(meeting.ends)}" if meeting.starts and meeting.ends else text


def _shape(*, weekday: bool = True) -> str:
    day = "j F Y" if get_language() == "en" else "j. F Y"
    return f"l {day}" if weekday else day


def _clock(clock: time) -> str:
    return gettext("at %(clock)s") % {"clock": clock_text(clock)}


def where_words(meeting: Meeting, *, joins: bool = True) -> str:
    """Where a meeting is, in the active language; the way into a video meeting only for those who join (`joins`)."""
    if joins or not meeting.link:
        return ", ".join(part for part in (meeting.place, meeting.link) if part) or gettext("told later")
    return meeting.place or gettext("by video")


def deadline_words(terms: EventTerms) -> str:
    return moment_words(terms.deadline) if terms.deadline else gettext("the meeting begins")


def over(meeting: Meeting) -> datetime | None:
    """The moment after which a meeting is past; None when no day is known."""
    if meeting.ends_at or meeting.begins_at:
        return meeting.ends_at or meeting.begins_at
    return datetime.combine(meeting.last_day, time(23, 59), NORWAY) if meeting.last_day else None


def begins(meeting: Meeting) -> datetime | None:
    """The moment at which nothing can be answered any more: when it begins, or the end of a day without a time."""
    if meeting.begins_at:
        return meeting.begins_at
    return datetime.combine(meeting.day, time(23, 59), NORWAY) if meeting.day else None


def links_end(meeting: Meeting, now: datetime) -> datetime:
    """When personal links of a meeting expire: a month after it, and never before a month has gone."""
    return max(over(meeting) or now, now) + timedelta(days=30)


def erased_from(meeting: Meeting, terms: EventTerms, now: datetime) -> datetime:
    """From when the letters to those who come are erased."""
    return max(over(meeting) or now, now) + timedelta(days=terms.retention_days)


def facts(meeting: Meeting, language: str, *, joins: bool = True) -> dict[str, str]:
    """What every letter of a meeting says of it, to one who joins or has no place."""
    with override(language):
        return {
            "meeting": title_of(meeting), "when": when_words(meeting), "where": where_words(meeting, joins=joins),
            "about": meeting.about.strip(),
        }  # fmt: skip


def event_of(meeting: Meeting, now: datetime, *, was: date | None = None) -> Event | None:
    """The meeting for a calendar; None when no exact day is known. `was`: the day that it had, when it has lost it."""
    if meeting.day is None and was is not None:
        uid, title = uid_of(f"meeting:{meeting.pk}"), title_of(meeting)
        return Event(uid=uid, title=title, start=was, sequence=meeting.sequence, changed_at=now)
    if meeting.day is None:
        return None
    timed = meeting.begins_at is not None
    return Event(
        uid=uid_of(f"meeting:{meeting.pk}"), title=title_of(meeting), start=meeting.begins_at or meeting.day,
        end=meeting.ends_at if timed else meeting.last_day, place=meeting.place, text=meeting.about, address=meeting.link,
        sequence=meeting.sequence, changed_at=meeting.touched_at or now,
    )  # fmt: skip


@dataclass(frozen=True)
class Occasion:
    """What goes into the calendars of those who are written to: the event, by which method, and who arranges it."""

    event: Event
    method: str
    organizer: Person

    def told_to(self, name: str, email: str, now: datetime) -> str:
        """The calendar object for this one reader, who sees nobody else's name."""
        made = {REQUEST: invitation, CANCEL: cancellation}[self.method]
        return made(self.event, organizer=self.organizer, invited=[Person(email, name)], now=now).decode()


def occasion_of(
    meeting: Meeting, method: str, *, was: date | None = None, day: date, now: datetime
) -> Occasion | None:
    """The meeting for calendars; None without a method, or when no exact day is known. Asked once for all who are told."""
    event = event_of(meeting, now, was=was) if method else None
    if event is None:
        return None
    return Occasion(event, method, Person(house_address(), issuer_name(meeting.office, day, "nb")))


def _calendar(occasion: Occasion | None, name: str, email: str, now: datetime) -> tuple[str, str]:
    """(the calendar object for one reader, its method); empty without an occasion."""
    return (occasion.told_to(name, email, now), occasion.method) if occasion else ("", "")


def to_invited(
    row: Invitation, terms: EventTerms, key: str, *, link: str = "", occasion: Occasion | None = None,
    more: Mapping[str, Mapping[str, str]] | None = None, now: datetime,
) -> To:  # fmt: skip
    """A letter to somebody who is invited. `more` by language: what stands for the fields of this kind only."""
    meeting = row.meeting

    def values(language: str) -> dict[str, str]:
        with override(language):
            deadline = deadline_words(terms)
        said = {"whose": row.whose, "deadline": deadline, "link": address("answer", link) if link else ""}
        return facts(meeting, language) | said | dict((more or {}).get(language, {}))

    calendar, method = _calendar(occasion, row.name, row.email, now)
    return To(
        key=key, name=row.name or row.whose, address=row.email, about=about(meeting), values=values,
        participation=row.participation, language="" if row.participation else row.language,
        calendar=lambda _language: calendar, method=method, erase_from=erased_from(meeting, terms, now),
    )  # fmt: skip


def to_registered(
    row: Registration, terms: EventTerms, key: str, *, link: str = "", occasion: Occasion | None = None,
    more: Mapping[str, Mapping[str, str]] | None = None, now: datetime,
) -> To:  # fmt: skip
    """A letter to somebody who has registered; the way into a video meeting only to one who has a place."""
    meeting, joins = row.meeting, row.state == Registration.State.PLACE

    def values(language: str) -> dict[str, str]:
        own = {"link": address("registration", link) if link else ""}
        return facts(meeting, language, joins=joins) | own | dict((more or {}).get(language, {}))

    if occasion and not joins:
        occasion = replace(occasion, event=replace(occasion.event, address=""))
    calendar, method = _calendar(occasion, row.name, row.email, now)
    return To(
        key=key, name=row.name, address=row.email, about=about(meeting), values=values, language=row.language,
        calendar=lambda _language: calendar, method=method, erase_from=erased_from(meeting, terms, now),
    )  # fmt: skip
