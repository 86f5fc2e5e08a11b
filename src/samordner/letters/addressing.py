"""Whom a letter to municipalities goes to, and in which form of Norwegian."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samordner.letters.models import Language
from samordner.participation.contacts.queries import reached
from samordner.participation.models import Contact, Participation
from samordner.places.models import LanguageForm
from samordner.places.queries import language_forms

FORMS = {
    LanguageForm.Form.BOKMAL.value: Language.NB.value,
    LanguageForm.Form.NYNORSK.value: Language.NN.value,
}


@dataclass(frozen=True)
class Recipient:
    """A contact who gets the letter. `known`: the municipality has asked for this form; else the office chose it."""

    participation: Participation
    contact: Contact
    language: str
    known: bool


@dataclass(frozen=True)
class Missed:
    """A municipality that nobody gets the letter in. `contacts`: those in the roles, who have no address."""

    participation: Participation
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Addressing:
    """Who gets a letter, who has no address though others there do, and which municipalities get none."""

    recipients: tuple[Recipient, ...]
    without: tuple[Contact, ...]
    missed: tuple[Missed, ...]

    @property
    def participations(self) -> list[Participation]:
        """The municipalities that somebody gets the letter in, in order."""
        return list({one.participation.pk: one.participation for one in self.recipients}.values())

    def in_language(self, language: str) -> list[Recipient]:
        return [one for one in self.recipients if one.language == language]

    @property
    def digest(self) -> str:
        """Tells whether it is still the same people, addresses and languages."""
        lines = [
            f"{one.contact.pk} {one.contact.name} {one.contact.email} {one.language}"
            for one in self.recipients
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def languages(
    participations: Iterable[Participation], day: date, otherwise: str
) -> dict[int, tuple[str, bool]]:
    """By participation the language to write in, and whether the municipality has asked for it.

    A neutral municipality, and one of which nothing is known, are written to as the office chooses (`otherwise`).
    """
    rows = list(participations)
    forms = language_forms(day) if rows else {}
    asked = {row.pk: FORMS.get(forms.get(row.municipality.code) or "") for row in rows}
    return {pk: (language or otherwise, language is not None) for pk, language in asked.items()}


def address(
    participations: Sequence[Participation],
    contacts: QuerySet[Contact],
    roles: Collection[str],
    day: date,
    otherwise: str,
) -> Addressing:
    """Everybody of `contacts` in these roles on `day`; one who has two roles in a municipality gets one letter."""
    spoken = languages(participations, day, otherwise)
    order = {row.pk: place for place, row in enumerate(participations)}
    recipients: list[Recipient] = []
    without: list[Contact] = []
    missed: list[Missed] = []
    lines = reached(participations, contacts.filter(role__in=roles), day)
    for line in sorted(lines, key=lambda each: order[each.participation.pk]):
        row, (language, known) = line.participation, spoken[line.participation.pk]
        there = {one.email.casefold(): one for one in reversed(line.contacts) if one.email}
        if not there:
            missed.append(Missed(row, line.contacts))
            continue
        recipients += [Recipient(row, one, language, known) for one in line.contacts if one in there.values()]
        without += [one for one in line.contacts if not one.email]
    return Addressing(tuple(recipients), tuple(without), tuple(missed))
