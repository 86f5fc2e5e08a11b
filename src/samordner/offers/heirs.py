"""What was offered to municipalities that have since gone up in others: for whom it counts, and what stays open.

One that was merged, or got a new number, was offered what its heir is asked about. Of one that was divided nobody knows
which part of it was offered anything: that is open until somebody has decided that all that was said of it holds for the
heir, or does not (`participation.Inheritance`), except for the part that bears the old name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.offers.sources import Proof
from samordner.participation.borders import goes_on
from samordner.participation.models import Inheritance, Participation
from samordner.places.models import Change, Municipality
from samordner.programmes.definition import Definition


class Passing(StrEnum):
    """Whether what was offered to the former one passes to the heir."""

    COUNTS = "counts"
    OPEN = "open"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Former:
    """A municipality that went into another: `before` the day it did, and `since` the day that the heir had it.

    `participations`: those that the reader may see; `hidden`: it took part where the reader does not see.
    """

    municipality: Municipality
    before: date
    since: date
    passing: Passing
    participations: tuple[int, ...] = ()
    hidden: bool = False

    def name_beside(self, heir: Municipality) -> str:
        """Its name; with the number when the heir is called the same."""
        place = self.municipality
        return f"{place.name} ({place.code})" if place.name == heir.name else place.name


Formers = Mapping[int, tuple[Former, ...]]
"""By the id of the heir's participation."""


def formers(
    actor: Actor, definition: Definition, rows: Sequence[Participation], since: date, until: date
) -> Formers:
    """What went into the municipalities of `rows` from `since` until `until` (inclusive); one query, four when any did."""
    into: dict[int, list[Change]] = defaultdict(list)
    changes = Change.objects.filter(day__gte=since, day__lte=until).select_related("old", "new")
    for change in changes.order_by("-day", "pk"):
        if change.old_id != change.new_id:
            into[change.new_id].append(change)
    here = [row for row in rows if row.municipality_id in into]
    if not here:
        return {}
    rulings = _rulings(definition)
    found = {row.pk: tuple(_back(row.municipality_id, into, rulings)) for row in here}
    places = {one.municipality.pk for each in found.values() for one in each}
    took_part = Participation.objects.filter(programme__key=definition.key, municipality__in=places)
    seen: dict[int, list[int]] = defaultdict(list)
    for pk, place in visible(took_part, actor, "offer.read").values_list("pk", "municipality"):
        seen[place].append(pk)
    of: dict[int, set[int]] = defaultdict(set)
    for pk, place in took_part.values_list("pk", "municipality"):
        of[place].add(pk)
    return {
        heir: tuple(
            replace(
                one,
                participations=tuple(seen[one.municipality.pk]),
                hidden=bool(of[one.municipality.pk] - set(seen[one.municipality.pk])),
            )
            for one in each
            if of[one.municipality.pk]
        )
        for heir, each in found.items()
    }


def _rulings(definition: Definition) -> dict[tuple[int, int], bool]:
    """What people have decided of everything that was said of the old one: whether it holds for the heir."""
    rows = Inheritance.objects.filter(programme__key=definition.key, subject="", item="")
    return {(old, heir): holds for old, heir, holds in rows.order_by("recorded_at", "pk").values_list(
        "old", "heir", "holds"
    )}  # fmt: skip


def _back(
    place: int,
    into: Mapping[int, list[Change]],
    rulings: Mapping[tuple[int, int], bool],
    before: date = date.max,
    since: date | None = None,
    passing: Passing = Passing.COUNTS,
) -> Iterator[Former]:
    """Everything that went into a place before a day, and into these before that."""
    for change in into.get(place, ()):
        if change.day >= before:
            continue
        how = _passing(change, rulings, passing)
        yield Former(change.old, change.day, since or change.day, how)
        yield from _back(change.old_id, into, rulings, change.day, since or change.day, how)


def _passing(change: Change, rulings: Mapping[tuple[int, int], bool], onward: Passing) -> Passing:
    ruling = rulings.get((change.old_id, change.new_id))
    if Passing.REFUSED is onward or ruling is False:
        return Passing.REFUSED
    if ruling is None and change.divides and not goes_on(change):
        return Passing.OPEN
    return onward


def passed_on(
    found: Iterable[Former], heir: Municipality, on: date, proofs: Mapping[int, Sequence[Proof]]
) -> list[Proof]:
    """The proofs of those that went into the heir by the day `on`, as its own, saying whose they were."""
    made = []
    for one in found:
        name = one.name_beside(heir)
        for proof in (proof for pk in one.participations for proof in proofs.get(pk, ())):
            if one.since > on or proof.offered_on >= one.before:
                continue
            made.append(_as_of(proof, name, one.passing))
    return made


def _as_of(proof: Proof, name: str, passing: Passing) -> Proof:
    if not proof.counts or passing is Passing.COUNTS:
        return replace(proof, former=name)
    words = {"municipality": name}
    if passing is Passing.REFUSED:
        doubt = _("it is decided that what held for the former %(municipality)s does not hold here") % words
        return replace(proof, former=name, counts=False, doubt=doubt)
    doubt = _("the former %(municipality)s was divided, and nobody has decided whether it holds here") % words
    return replace(proof, former=name, counts=False, undecided=True, doubt=doubt)


def not_offered(
    found: Iterable[Former], heir: Municipality, on: date, proofs: Mapping[int, Sequence[Proof]]
) -> tuple[str, ...]:
    """The names of the former ones that count, and of which the reader sees that nothing was offered to them."""
    return tuple(
        one.name_beside(heir)
        for one in found
        if one.since <= on and one.passing is Passing.COUNTS and one.participations and not one.hidden
        and not any(proof.counts for pk in one.participations for proof in proofs.get(pk, ()))
    )  # fmt: skip
