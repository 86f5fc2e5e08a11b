"""What the reform is: how long it lasts, what it wants, what it consists of, what it goes on to."""

from dataclasses import dataclass
from datetime import date, timedelta

from samordner.programmes.definition.shapes.marks import Origin, Tone
from samordner.programmes.definition.text import Text


@dataclass(frozen=True, slots=True)
class Period:
    """One version of when the programme lasts. The last version in the file is in force."""

    since: date
    note: Text
    source: str
    last_day: date | None = None
    decided: date | None = None
    verified: bool = True

    @property
    def until(self) -> date | None:
        """The first day after the programme; ``None`` when no last day is known."""
        return self.last_day + timedelta(days=1) if self.last_day else None


@dataclass(frozen=True, slots=True)
class Paper:
    """A white paper or another document that the programme rests on."""

    name: Text
    reference: str
    source: str
    presented: date | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Aim:
    """An outcome that the programme wants."""

    key: str
    name: Text
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A focus area. ``aliases`` are other ways in which documents write its name."""

    key: str
    name: Text
    source: str
    aliases: tuple[str, ...] = ()
    verified: bool = True
    nn_verified: bool = True


@dataclass(frozen=True, slots=True)
class Solution:
    """Something proven that the programme asks municipalities to consider."""

    key: str
    area: str
    name: Text
    meaning: Text
    source: str
    aliases: tuple[str, ...] = ()
    verified: bool = True
    nn_verified: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the work; a municipality may go back to an earlier one."""

    key: str
    name: Text
    sign: str
    first_year: int
    last_year: int
    asks: Text
    evidence: tuple[Text, ...]
    source: str
    tone: Tone = "neutral"
    verified: bool = True
    nn_verified: bool = False

    @property
    def years(self) -> str:
        """The years as people write them: ``2019`` or ``2019–2020``."""
        return (
            str(self.first_year)
            if self.first_year == self.last_year
            else f"{self.first_year}–{self.last_year}"
        )


@dataclass(frozen=True, slots=True)
class CycleStep:
    """A step of the work seen as a circle."""

    key: str
    name: Text
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """What a need is about (a theme), or which part of a municipality it concerns (a sector)."""

    key: str
    name: Text
    origin: Origin = "product"
    source: str = ""


@dataclass(frozen=True, slots=True)
class GrantScheme:
    """Money that municipalities can apply for."""

    key: str
    name: Text
    source: str
    giver: Text | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Strategy:
    """Another national strategy that the programme is seen together with. ``aliases``: as documents write it."""

    key: str
    name: Text
    source: str
    first_year: int | None = None
    last_year: int | None = None
    note: Text | None = None
    aliases: tuple[str, ...] = ()
    verified: bool = True
    nn_verified: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An area or solution here that goes on in an area there. ``through``: by these solutions."""

    here: str
    there: str
    through: tuple[str, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How the work under this programme can go on under another."""

    programme: str
    links: tuple[Link, ...]
    note: Text
    source: str
    origin: Origin = "proposal"


@dataclass(frozen=True, slots=True)
class Gap:
    """What we do not know, or where sources disagree; shown beside what it touches."""

    key: str
    text: Text
    source: str
