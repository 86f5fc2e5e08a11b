"""What others have published, beside what is counted here; and how far silence could move a share."""

from __future__ import annotations

from dataclasses import dataclass

from samordner.participation.queries import State, Tally, tally
from samordner.participation.statements import series_of
from samordner.programmes.definition import Definition, PublishedTotal


@dataclass(frozen=True, slots=True)
class Bounds:
    """`count` of `of` are known to have it; if all who are unknown had it too, it would be `most`.

    The share lies between count/of and most/of: silence is counted neither as yes nor as no.
    """

    count: int
    unknown: int
    of: int

    @property
    def most(self) -> int:
        return self.count + self.unknown

    @property
    def low(self) -> float:
        """From 0 to 1; 0 when there is nobody to count."""
        return self.count / self.of if self.of else 0.0

    @property
    def high(self) -> float:
        return self.most / self.of if self.of else 0.0


def bounds(found: Tally, *values: str) -> Bounds:
    """How many have one of the values, and how many more could."""
    return Bounds(found.count(*values), len(found.unknown), found.denominator)


@dataclass(frozen=True, slots=True)
class Beside:
    """A published total, and the same question asked here on the same ground."""

    published: PublishedTotal
    counted: Bounds
    rows: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        """Whether the published number is what is counted here. "More than" agrees with more."""
        same_ground = self.counted.of == self.published.of
        if self.published.at_least:
            return same_ground and self.counted.count > self.published.count
        return same_ground and self.counted.count == self.published.count


def published_of(
    definition: Definition, office: str, *, subject: str | None = None
) -> tuple[PublishedTotal, ...]:
    """The totals published of an office (its key; "": the nation), of one subject or all, oldest first."""
    found = [one for one in definition.published if one.office == office and subject in (None, one.subject)]
    return tuple(sorted(found, key=lambda one: one.day))


def beside(definition: Definition, state: State, total: PublishedTotal) -> Beside:
    """Ask the published question of the state. Without a subject: of how many is anything known?"""
    if total.subject:
        found = tally(state, definition, total.subject, total.item)
        return Beside(total, bounds(found, *total.values), found.rows(*total.values))
    asked = [one for subject in definition.subjects for one in series_of(definition, subject.key)]
    heard = tuple(pk for pk in state.participations if any((pk, one) in state.standings for one in asked))
    silent = len(state.participations) - len(heard)
    return Beside(total, Bounds(len(heard), silent, len(state.participations)), heard)
