"""What a regional plan holds, what is sent when, and what reports ask."""

from dataclasses import dataclass
from typing import Literal

from samordner.programmes.definition.shapes.following import Stems
from samordner.programmes.definition.shapes.marks import Origin, Tone
from samordner.programmes.definition.text import Text


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
    """A chapter of the printed plan. ``number`` 0: an attachment, without number.

    ``evaluation``: what was planned against what was done is printed in it.
    """

    key: str
    number: int
    name: Text
    registers: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    evaluation: bool = False

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
class MeetingKind:
    """A kind of meeting. ``minutes`` is the estimated work of each municipality that is invited: preparing, going there
    and being there. ``own``: the support apparatus meets by itself; the first such kind is that of a plan's meeting
    table.
    """

    key: str
    name: Text
    minutes: int = 0
    own: bool = False
    origin: Origin = "proposal"
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class NetworkKind:
    """A kind of network. ``meetings``: the kinds of meetings (keys) that it meets in, the usual one first. ``meet_every``: it
    is to meet once in so many months; 0: nobody has said. Of a ``learning`` network, ``gatherings`` is how many a cohort has
    and ``guidance`` how many guidance meetings each team is to have at least, unless its people decide otherwise.
    """

    key: str
    name: Text
    learning: bool = False
    gatherings: int = 0
    guidance: int = 0
    meetings: tuple[str, ...] = ()
    meet_every: int = 0
    help: Text | None = None
    origin: Origin = "proposal"
    source: str = ""
    verified: bool = True
