"""The demonstration's letters: invented, each written at its own moment; none has left anywhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.letters.addressing import address
from samordner.letters.kinds import Kind, Text, kind
from samordner.letters.models import Letter, State
from samordner.letters.operations import change_letterhead
from samordner.letters.sending import Draft, send
from samordner.participation.contacts.queries import every_contact
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Worded:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fate:
    """How a municipality's letters stand, if they were not simply sent."""

    of: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter to everybody in these roles, in `language` where nobody has asked for one.

    Without words of its own it says what its kind says from the start.
    """

    at: datetime
    by: str
    kind: str
    language: str
    roles: tuple[str, ...]
    nb: Worded | None = None
    nn: Worded | None = None
    fate: tuple[Fate, ...] = ()


@dataclass(frozen=True, slots=True)
class Letters:
    """`language` and `reply_to` are the office's choice for all of them."""

    language: str
    reply_to: str
    sheets: tuple[Sheet, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Write the letters in `letters.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Letters, tomllib.loads((folder / "letters.toml").read_text("utf-8")))
    here, first = Office.objects.get(key=office), found.sheets[0]
    change_letterhead(
        here, language=found.language, reply_to=found.reply_to, version=0, by=actors[first.by], now=make_aware(first.at)
    )  # fmt: skip
    for number, sheet in enumerate(found.sheets, 1):
        by = actors[sheet.by]
        _write(sheet, f"demonstration-{number}", Programme.objects.get(key=programme), here, found, by)


def _write(sheet: Sheet, key: str, programme: Programme, office: Office, of: Letters, by: str) -> None:
    at, day = make_aware(sheet.at), sheet.at.date()
    rows = list(taking_part(programme.key, day, office=office.key))
    to = address(rows, every_contact(), sheet.roles, day, sheet.language)
    said = kind(sheet.kind)
    assert said is not None, sheet.kind
    texts = {each: _text(sheet, said, each) for each in {one.language for one in to.recipients}}
    draft = Draft(kind=said, texts=texts, sheet=key, sender=names_of([by])[by], reply_to=of.reply_to)
    send(draft, to, programme, office, audience="", day=day, today=day, by=by, now=at)
    _send(sheet, at)


def _text(sheet: Sheet, said: Kind, language: str) -> Text:
    own = sheet.nn if language == "nn" else sheet.nb
    return Text(own.subject, own.body.strip()) if own else said.standard(language)


def _send(sheet: Sheet, at: datetime) -> None:
    """Let the letters have come as far as they have, without any mail server."""
    left, fates = at + timedelta(minutes=1), {each.of: each for each in sheet.fate}
    for letter in Letter.objects.filter(written_at=at).select_related("participation__municipality"):
        place = letter.participation.municipality if letter.participation else None
        fate = fates.get(f"{place.code} {place.name}" if place else "", Fate("", State.SENT))
        letter.state, letter.problem = fate.state, fate.why
        if fate.state in {State.SENT, State.BOUNCED}:
            letter.sent_at = left
        if fate.state == State.UNCERTAIN:
            letter.handed_at = left
        if fate.state == State.FAILED:
            letter.tries = 1
        letter.save()
