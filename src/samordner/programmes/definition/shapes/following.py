"""What is followed of a municipality, on which scales, in which figures, and how documents speak of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from samordner.programmes.definition.shapes.marks import Origin, Tone
from samordner.programmes.definition.text import Text


@dataclass(frozen=True, slots=True)
class Value:
    """One step of a scale. ``sign`` says it without colour, ``tone`` with.

    ``takes_expected_day``: it is on its way, and may say when it is expected. ``takes_decision``: somebody
    decided it, and a document of that names who and when. ``takes_reach``: it is in use, and may say for
    how many and how fully. ``applies`` is false for "not relevant": counted apart, outside every share.
    ``taken_up``: whoever has it has chosen, tries or uses what is asked about.
    """

    key: str
    name: Text
    sign: str
    tone: Tone = "neutral"
    help: Text | None = None
    takes_expected_day: bool = False
    takes_decision: bool = False
    takes_reach: bool = False
    applies: bool = True
    taken_up: bool = False
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that an observation may have. "Unknown" is none of them: no observation says that.

    ``from_phases``: the values are the programme's phases. ``ordered``: the values stand from least
    to most.
    """

    key: str
    name: Text
    values: tuple[Value, ...] = ()
    ordered: bool = True
    from_phases: bool = False
    origin: Origin = "programme"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be observed of a municipality.

    ``many``: several values may hold at once. ``per``: one observation for each solution or area.
    ``holds``: a value of the scale, or a day. ``stale_after_days``: when nobody has said anything new for so
    long, what is known is shown as stale; 0: never.
    """

    key: str
    name: Text
    holds: Literal["value", "day"] = "value"
    scale: str = ""
    many: bool = False
    per: Literal["", "solutions", "areas"] = ""
    on_board: bool = True
    may_go_back: bool = True
    stale_after_days: int = 0
    origin: Origin = "programme"
    help: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Values that a figure counts together."""

    key: str
    name: Text
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the regional plan, drawn from the observations of one subject."""

    key: str
    name: Text
    subject: str
    chapter: str
    form: Literal["share", "steps", "tracks", "tiles", "course"]
    groups: tuple[FigureGroup, ...] = ()
    origin: Origin = "programme"
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Division:
    """A way to divide the municipalities into groups by what is known of one subject.

    A person makes the division on a day, moves municipalities by hand, and it is kept as it was that day.
    """

    key: str
    name: Text
    subject: str
    groups: tuple[FigureGroup, ...]
    origin: Origin = "proposal"
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Stems:
    """Beginnings of words, by language. In one entry all must occur; one entry is enough."""

    nb: tuple[str, ...]
    nn: tuple[str, ...]

    def found_in(self, words: str) -> bool:
        """Whether some entry, in either language, has all its stems at the start of words here."""
        beginnings = tuple(word.strip("«»\"'().,;:") for word in words.casefold().split())
        return any(
            all(any(word.startswith(stem) for word in beginnings) for stem in entry.casefold().split())
            for entry in self.nb + self.nn
        )


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """How a document's "7 of 26 …" is known to speak of a subject.

    The rules are tried on the clause around the number, in the file's order; the first that fits
    holds. ``values`` are added together.
    """

    subject: str
    values: tuple[str, ...]
    stems: Stems


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """A number that somebody has published, kept as a claim beside what is counted here.

    `count` of `of` municipalities of the `office` (key; "": the nation) had one of ``values`` at ``label``, whose
    last day is ``day``. ``at_least``: the source says "more than". Without ``values``: so many had answered.
    """

    key: str
    name: Text
    label: Text
    day: date
    count: int
    of: int
    source: str
    office: str = ""
    subject: str = ""
    item: str = ""
    values: tuple[str, ...] = ()
    at_least: bool = False
    note: Text | None = None
