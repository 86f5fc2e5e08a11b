"""The deed of writing to municipalities: a letter to each contact, and a request where the letter asks for something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks.models import Kind as AskKind
from samordner.asks.operations import Wording as AskWording
from samordner.asks.operations import ask
from samordner.journal.deeds import Refusal
from samordner.letters.addressing import Addressing, Recipient
from samordner.letters.kinds import Kind, Text
from samordner.letters.operations import New, write
from samordner.letters.texts import filled, one_line, plain, why_not_say
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.places.queries import issuer_name
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


@dataclass(frozen=True)
class Asking:
    """What the letter asks of each municipality: minutes of work, by a day."""

    minutes: int
    deadline: date | None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter to municipalities. `texts`: with fields, by each language that somebody gets it in.

    `sheet` tells this letter from every other.
    """

    kind: Kind
    texts: Mapping[str, Text]
    sheet: str
    sender: str
    reply_to: str = ""
    asking: Asking | None = None


def why_not_draft(draft: Draft) -> tuple[str, str] | None:
    """Why the letter cannot say this: (the input it concerns, a sentence); None: it can."""
    for language, text in draft.texts.items():
        if fault := why_not_say(draft.kind, text.subject, text.body):
            return f"{fault[0]}_{language}", fault[1]
        if text.subject.rstrip().endswith(":"):
            return f"subject_{language}", _("Write the subject to its end: what is the letter about?")
        if draft.kind.unfinished and plain(text.body) == plain(draft.kind.standard(language).body):
            return f"body_{language}", _(
                "Write what the letter says, between the greeting and the signature."
            )
    return None


def values_for(
    language: str,
    day: date,
    programme: Programme,
    office: Office,
    sender: str,
    *,
    municipality: str,
    name: str,
) -> dict[str, str]:
    """What stands for each field of a letter to a municipality (`kinds.TO_A_MUNICIPALITY`)."""
    said = definition(programme.key).name
    return {
        "municipality": municipality,
        "name": name,
        "programme": said.nn if language == "nn" else said.nb,
        "office": issuer_name(office, day, language),
        "sender": sender,
    }


def as_written(draft: Draft, one: Recipient, programme: Programme, office: Office, day: date) -> Text:
    """The letter as this recipient gets it."""
    municipality = str(one.participation.municipality)
    values = values_for(
        one.language, day, programme, office, draft.sender, municipality=municipality, name=one.contact.name
    )
    text = draft.texts[one.language]
    return Text(one_line(filled(text.subject, values)), filled(text.body, values))


@transaction.atomic
def send(
    draft: Draft, to: Addressing, programme: Programme, office: Office, *, audience: str, day: date, today: date,
    by: str, now: datetime,
) -> int:  # fmt: skip
    """Write the letter to everyone, and the request if it asks something; all or nothing. How many letters were new.

    The same sheet sent again writes to nobody twice. Raises Refusal.
    """
    if fault := why_not_draft(draft):
        raise Refusal(fault[1], field=fault[0])
    if not to.recipients:
        raise Refusal(
            _("Nobody gets this letter: choose municipalities and roles in which somebody has an address.")
        )
    letters = [_letter(draft, one, programme, office, day) for one in to.recipients]
    number = write(letters, by=by, now=now)
    if number and draft.asking:
        _ask(draft, draft.asking, to.participations, programme, office, audience, today, by, now)
    return number


def _letter(draft: Draft, one: Recipient, programme: Programme, office: Office, day: date) -> New:
    text = as_written(draft, one, programme, office, day)
    return New(
        key=f"municipalities/{draft.sheet}/{one.contact.pk}", office=office, participation=one.participation,
        kind=draft.kind.key, language=one.language, to_name=one.contact.name, to_address=one.contact.email,
        reply_to=draft.reply_to, subject=text.subject, body=text.body,
    )  # fmt: skip


def _ask(
    draft: Draft, asking: Asking, who: list[Participation], programme: Programme, office: Office, audience: str,
    today: date, by: str, now: datetime,
) -> None:  # fmt: skip
    language = next(iter(draft.texts))
    values = values_for(
        language, today, programme, office, draft.sender, municipality="kommunen", name="kontakten"
    )
    title = one_line(filled(draft.texts[language].subject, values))
    wording = AskWording(
        asked_by=values["office"], title=title, kind=AskKind.LETTER, minutes=asking.minutes, sent=today,
        deadline=asking.deadline,
    )  # fmt: skip
    ask(programme, office, wording, who, audience=audience, by=by, now=now)
