"""How a package writes letters: a kind of letter, those who get it, and what stands for each field.

    INVITATION = Kind(key="invitation", name=_("Invitation"), fields=(NAME, MUNICIPALITY, OFFICE, …), nb=…, nn=…)

    @transaction.atomic
    def invite(meeting, …, day, by, now):
        …                                                          # the deed itself
        drafts = worded_letters(INVITATION, office, [To(…), …], day=day)
        write(drafts, by=by, now=now)                              # in the same transaction: both, or neither

Drafts can be shown before they are written. Each recipient is written to in the form of Norwegian that the municipality
has asked for, else in the office's, by the office's own wording of the kind if it has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from samordner.files.models import File
from samordner.letters.addressing import languages
from samordner.letters.kinds import Kind, Text
from samordner.letters.models import Language
from samordner.letters.operations import New
from samordner.letters.queries import letterhead_of, wordings
from samordner.letters.texts import filled, one_line, why_not_say
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.places.queries import issuer_name


def _nothing(_language: str) -> Mapping[str, str]:
    return {}


def _no_calendar(_language: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class To:
    """One who gets a letter.

    `key` says what the letter is ("meeting/12/invitation/7"), at most 200 letters: the same key is never written
    twice. `about` groups letters ("meeting/12"). `values` gives, for "nb" or "nn", what stands for each field of the
    kind; `name`, `municipality` and `office` are there already. `participation`: the municipality that it goes to, if
    it goes to one. `language`: "" is as the municipality has asked, else as the office has chosen. `reply_to`: "" is as
    the office has chosen. `calendar` gives, for a language, an iCalendar object that goes with it by `method` (iTIP:
    REQUEST, CANCEL, PUBLISH); answers to it come back to `envelope.house_address()`, if that is its ORGANIZER.
    `erase_from`: when it is to be erased, if before the house's time.
    """

    key: str
    name: str
    address: str
    about: str = ""
    values: Callable[[str], Mapping[str, str]] = _nothing
    participation: Participation | None = None
    language: str = ""
    reply_to: str = ""
    calendar: Callable[[str], str] = _no_calendar
    method: str = ""
    enclosures: tuple[File, ...] = ()
    erase_from: datetime | None = None


def can_be_reached(address: str) -> bool:
    """Whether this is an e-mail address; `write` refuses all letters when one of them goes to none."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def texts_of(kind: Kind, office: Office) -> dict[str, Text]:
    """How the office words the kind now, by language; what a person may change for this once (`texts` below)."""
    found = wordings(office, [kind])
    return {
        language: _sayable(kind, language, found[kind.key, language].text) for language in Language.values
    }


def _sayable(kind: Kind, language: str, text: Text) -> Text:
    """The office's text; the one from the start where the kind has other fields than when the office wrote it."""
    return kind.standard(language) if why_not_say(kind, text.subject, text.body) else text


def worded_letters(
    kind: Kind, office: Office, to: Sequence[To], *, day: date, texts: Mapping[str, Text] | None = None
) -> list[New]:
    """The letters as their readers get them, not yet written; a constant number of questions.

    `texts` by language replaces the office's wording this once; it must be sayable (`texts.why_not_say`). KeyError when
    a field has no value.
    """
    head, worded = letterhead_of(office), {**texts_of(kind, office), **(texts or {})}
    rows = {one.participation.pk: one.participation for one in to if one.participation}
    spoken = languages(rows.values(), day, head.language)
    issuers = {language: issuer_name(office, day, language) for language in Language.values}
    return [_letter(kind, office, one, worded, spoken, issuers, head.language, head.reply_to) for one in to]


def _letter(
    kind: Kind, office: Office, one: To, worded: Mapping[str, Text], spoken: Mapping[int, tuple[str, bool]],
    issuers: Mapping[str, str], otherwise: str, reply_to: str,
) -> New:  # fmt: skip
    place = one.participation
    language = one.language or (spoken[place.pk][0] if place else otherwise)
    usual = {
        "name": one.name, "office": issuers[language], "municipality": str(place.municipality) if place else "",
    }  # fmt: skip
    values = usual | dict(one.values(language))
    secret = tuple(
        value for field in kind.fields if field.secret and (value := values.get(field.name, "").strip())
    )
    text = worded[language]
    return New(
        key=one.key, about=one.about, office=office, participation=place, kind=kind.key, language=language,
        to_name=one.name, to_address=one.address, reply_to=one.reply_to or reply_to,
        subject=one_line(filled(text.subject, values)), body=filled(text.body, values), secret=secret,
        calendar=one.calendar(language), calendar_method=one.method, enclosures=one.enclosures,
        erase_from=one.erase_from,
    )  # fmt: skip
