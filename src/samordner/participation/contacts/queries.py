"""Questions about contacts, as of a day. Rows are had through the grants by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samordner.pages.prepared import Later, Prepared
from samordner.participation.models import Contact, Participation
from samordner.timeline.lasting import holding

PLACES = {role: place for place, role in enumerate(Contact.Role.values)}
"""The roles in the order that they are declared: the main contact first."""


@dataclass(frozen=True)
class Reached:
    """A municipality with whom one talks to there on a day."""

    participation: Participation
    contacts: tuple[Contact, ...]

    @property
    def has_main(self) -> bool:
        """Whether somebody can be named as the main contact."""
        return any(one.role == Contact.Role.MAIN and one.name for one in self.contacts)


def every_contact() -> QuerySet[Contact]:
    """Contacts with their municipality, office and programme."""
    return Contact.objects.select_related(
        "participation__municipality", "participation__office", "participation__programme"
    )


def ordered(rows: Iterable[Contact]) -> list[Contact]:
    """By role, the main contact first; of one role the newest first."""
    newest_first = sorted(rows, key=lambda one: (one.since or date.min, one.pk), reverse=True)
    return sorted(newest_first, key=lambda one: PLACES.get(one.role, len(PLACES)))


def reached(
    participations: Iterable[Participation], rows: QuerySet[Contact], day: date, *, role: str = ""
) -> list[Reached]:
    """Each municipality with those of `rows` that hold on `day`; those without a main contact first. One query.

    With `role`, only contacts in that role are told, but a main contact counts all the same.
    """
    places = list(participations)
    held = rows.filter(holding(day), participation__in=[row.pk for row in places])
    found: dict[int, list[Contact]] = {}
    for one in ordered(held):
        found.setdefault(one.participation_id, []).append(one)
    all_of = [Reached(row, tuple(found.get(row.pk, ()))) for row in places]
    lines = sorted(all_of, key=lambda line: line.has_main)
    if not role:
        return lines
    return [
        Reached(line.participation, tuple(one for one in line.contacts if one.role == role)) for line in lines
    ]


def addresses(lines: Iterable[Reached]) -> list[str]:
    """The e-mail addresses of these contacts, each once, in order."""
    return list(dict.fromkeys(one.email for line in lines for one in line.contacts if one.email))


def of_municipality(rows: QuerySet[Contact], participation: Participation) -> list[Contact]:
    """All contacts there ever were, those of now and of before, the newest first within a role."""
    return ordered(_of(rows, participation.pk))


def contacts_later(rows: QuerySet[Contact], participation: Participation) -> Later[Contact]:
    """Asks for all contacts there ever were, those of now and of before; `ordered` sorts them."""
    return _of.later(rows, participation.pk)


@Prepared
def _of(rows: QuerySet[Contact], participation: int) -> QuerySet[Contact]:
    return rows.filter(participation=participation)


def begun_and_ended(contacts: Sequence[Contact], day: date) -> list[tuple[date, Contact, bool]]:
    """What happened to the contacts until `day`: (day, contact, whether it began), the newest first."""
    begun = [(one.since, one, True) for one in contacts if one.since and one.since <= day]
    ended = [(one.until, one, False) for one in contacts if one.until and one.until <= day]
    return sorted(begun + ended, key=lambda each: (each[0], each[1].pk), reverse=True)
