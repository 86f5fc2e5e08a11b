"""The parts of a programme's file. Each dataclass is a table of ``programme.toml``, each field a key.

``source`` names the page or document that the fact was seen in. ``verified = false`` marks what no
source has confirmed, ``nn_verified = false`` a nynorsk form that we translated ourselves.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from samordner.programmes.definition.text import Text

Origin = Literal["programme", "product", "proposal"]
"""Who says so: the programme itself, this product, or this product as a proposal to be judged."""

Tone = Literal["neutral", "info", "warning", "success", "danger", "accent"]
"""The colour a value is shown in, by its name in the design system; never without the sign."""


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
class Risk:
    """A step of the scale on which a report judges how its work goes, from best to worst."""

    key: str
    name: Text
    sign: str
    tone: Tone = "neutral"
    origin: Origin = "proposal"
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a report answers in words; with ``risk`` also on the programme's risk scale.

    ``figures`` and ``subjects`` (keys) name the numbers that are shown beside it.
    """

    key: str
    name: Text
    help: Text | None = None
    risk: bool = False
    subjects: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    origin: Origin = "programme"
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A report that is due at some of the programme's deadlines: by each office, or one for the nation."""

    key: str
    name: Text
    by: Literal["office", "nation"]
    deadlines: tuple[str, ...]
    questions: tuple[Question, ...]
    help: Text | None = None
    source: str = ""


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


@dataclass(frozen=True, slots=True)
class RequiredContent:
    """Something that every regional plan must hold, and where in the plan it is answered."""

    key: str
    name: Text
    source: str
    registers: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    words: Stems | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter, with a heading and registers of its own."""

    key: str
    name: Text
    letter: str = ""
    registers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the printed plan. ``number`` 0: an attachment, without number."""

    key: str
    number: int
    name: Text
    registers: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def is_attachment(self) -> bool:
        return self.number == 0

    @property
    def all_registers(self) -> tuple[str, ...]:
        """The chapter's registers, then those of its sections."""
        return self.registers + tuple(key for section in self.sections for key in section.registers)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When somebody must report or send something. Without ``year`` it comes every year.

    Without ``day`` the source names only a part of the month, and ``label`` says which. ``plan``: what is sent is
    each office's regional plan.
    """

    key: str
    name: Text
    label: Text
    month: int
    sender: Text
    receiver: Text
    source: str
    day: int | None = None
    year: int | None = None
    help: Text | None = None
    plan: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Strategy:
    """Another national strategy that the programme is seen together with."""

    key: str
    name: Text
    source: str
    first_year: int | None = None
    last_year: int | None = None
    note: Text | None = None
    verified: bool = True


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
