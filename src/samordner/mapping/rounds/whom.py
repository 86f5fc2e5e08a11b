"""Whom a round asks: by its audience and roles, by hand, by a meeting, and those outside who were named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samordner.asks.audiences import audience
from samordner.invitations.models import Registration
from samordner.letters.addressing import languages
from samordner.letters.composing import can_be_reached
from samordner.letters.queries import letterhead_of
from samordner.mapping.models import MappingRound, Respondent
from samordner.participation.contacts.queries import reached
from samordner.participation.models import Contact, Participation


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """One who is asked. `email` "": the municipality is asked, but nobody there can be written to yet."""

    participation: Participation | None = None
    contact: Contact | None = None
    name: str = ""
    email: str = ""
    organisation: str = ""
    language: str = "nb"

    @property
    def key(self) -> tuple[int | None, str]:
        """What tells one from another: nobody is asked twice for one municipality."""
        return (self.participation.pk if self.participation else None, self.email.casefold())


@dataclass(frozen=True)
class Line:
    """A municipality that is asked. `without`: contacts in the roles who have no address; `given`: an address was given for
    it by hand.
    """

    participation: Participation
    people: tuple[Somebody, ...]
    without: tuple[Contact, ...]
    given: Somebody | None

    @property
    def reached(self) -> bool:
        return any(one.email for one in self.people)


@dataclass(frozen=True)
class Whom:
    """Everybody whom a round would ask: municipalities, and those who stand by themselves."""

    lines: tuple[Line, ...]
    others: tuple[Somebody, ...]

    @property
    def people(self) -> list[Somebody]:
        """Each once, municipalities first."""
        everybody = [one for line in self.lines for one in line.people] + list(self.others)
        found: dict[tuple[int | None, str], Somebody] = {}
        for one in everybody:
            found.setdefault(one.key, one)
        return list(found.values())

    @property
    def participations(self) -> list[Participation]:
        """Every municipality that is asked, each once."""
        rows = [line.participation for line in self.lines]
        rows += [one.participation for one in self.others if one.participation]
        return list({row.pk: row for row in rows}.values())

    @property
    def unreached(self) -> list[Line]:
        return [line for line in self.lines if not line.reached]

    @property
    def digest(self) -> str:
        """Tells whether it is still the same people as those who were shown."""
        said = "\n".join(f"{one.key} {one.name}" for one in self.people)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def audience_of(of: MappingRound, day: date) -> list[Participation]:
    """The municipalities of a round's audience, in order; empty without one, or when there is none such any more."""
    found = audience(of.audience, of.programme, of.office, day) if of.audience else None
    return ordered(found.members(of.programme, of.office, day)) if found else []


def ordered(rows: Iterable[Participation]) -> list[Participation]:
    """In Norwegian order, each once."""
    return sorted(
        {row.pk: row for row in rows}.values(), key=lambda row: (row.municipality.sort_key, row.municipality.code)
    )  # fmt: skip


def whom(of: MappingRound, day: date) -> Whom:
    """Whom the round asks if it opens on `day`. Five or six queries, however many there are."""
    written = list(of.respondents.select_related("participation__municipality", "participation__office"))
    left_out = {row.participation_id for row in written if row.withdrawn_at}
    standing = [row for row in written if not row.withdrawn_at]
    by_hand = [row.participation for row in standing if row.participation]
    asked = [
        row for row in ordered([*audience_of(of, day), *by_hand]) if row.pk not in left_out
    ]  # fmt: skip
    otherwise = letterhead_of(of.office).language
    spoken = languages(asked, day, otherwise)
    given = {row.participation_id: row for row in standing if row.participation_id and row.email}
    held = reached(asked, Contact.objects.filter(role__in=of.roles), day) if asked else []
    contacts = {one.participation.pk: one.contacts for one in held}
    lines = tuple(_line(row, contacts.get(row.pk, ()), given.get(row.pk), spoken) for row in asked)
    outside = [
        Somebody(
            name=row.name, email=row.email, organisation=row.organisation, language=row.language
        )
        for row in standing if row.participation_id is None
    ]  # fmt: skip
    return Whom(lines, (*outside, *_of_meeting(of)))


def _line(
    row: Participation, contacts: Sequence[Contact], given: Respondent | None, spoken: Mapping[int, tuple[str, bool]]
) -> Line:  # fmt: skip
    language = spoken[row.pk][0]
    people: dict[str, Somebody] = {}
    for one in contacts:
        if can_be_reached(one.email):
            said = Somebody(participation=row, contact=one, name=one.name, email=one.email, language=language)
            people.setdefault(one.email.casefold(), said)
    by_hand = None
    if given is not None:
        by_hand = Somebody(participation=row, name=given.name, email=given.email, language=language)
        people.setdefault(given.email.casefold(), by_hand)
    without = tuple(one for one in contacts if one.name and not can_be_reached(one.email))
    somebody = tuple(people.values()) or (Somebody(participation=row, language=language),)
    return Line(row, somebody, without, by_hand)


def _of_meeting(of: MappingRound) -> list[Somebody]:
    """Those who came to the meeting; while nobody has noted who came, those who have a place."""
    if not of.meeting:
        return []
    rows = Registration.objects.filter(meeting=of.meeting, erased_at=None).exclude(email="")
    rows = rows.select_related("participation__municipality").order_by("number")
    came = list(rows.filter(attended=True)) or list(
        rows.filter(state=Registration.State.PLACE, attended=None)
    )
    return [
        Somebody(
            participation=row.participation if _is_ours(of, row.participation) else None, name=row.name, email=row.email,
            organisation=row.organisation, language=row.language,
        )
        for row in came if can_be_reached(row.email)
    ]  # fmt: skip


def _is_ours(of: MappingRound, row: Participation | None) -> bool:
    """Whether somebody comes from a municipality that the office can ask something of."""
    return row is not None and (row.office_id, row.programme_id) == (of.office_id, of.programme_id)
