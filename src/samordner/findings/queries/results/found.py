"""What a round found, as it is told: of the round, a section, a question, a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from samordner.findings.counting import Base, Count, Numbers
from samordner.findings.queries.sources import Unit
from samordner.mapping.models import MappingRound
from samordner.questionnaires.content import Content, Question, Section

Shape = Literal["counts", "numbers", "texts", "files", "kept"]
"""counts: so many of each; numbers: least, middle, most; texts and files: listed; kept: told of nobody."""
SHAPES: Mapping[str, Shape] = {
    "one": "counts", "many": "counts", "scale": "counts", "matrix": "counts", "date": "counts", "number": "numbers",
    "calculated": "numbers", "text": "texts", "long": "texts", "file": "files",
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to: `members`, participations by number (None: all), and `by`, the cell of another
    question by which everything is divided.
    """

    members: frozenset[int] | None = None
    by: str = ""


@dataclass(frozen=True)
class Text:
    """What somebody wrote. `unit` and `answer` are "" where nobody shall know whose it is."""

    text: str
    unit: str
    answer: str
    themes: tuple[int, ...]


@dataclass(frozen=True)
class ThemeCount:
    theme: int
    name: str
    description: str
    count: Count


@dataclass(frozen=True)
class Cross:
    """How those who answered `by` each way answered this. `columns`: key, words, and how many of them were asked this;
    `rows`: key, words, and how many in each column.
    """

    by: str
    title: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Found:
    """What was answered in one cell: a question, or one row of a matrix, or what was written beside the choices.

    `base` is None where it would tell of persons; `why_not` says why nothing is told. `several`: one answer may be in
    several of the counts. `confirmed`: of those who gave something, how many said that what is registered still is
    right. `hides`: some of its numbers are suppressed.
    """

    cell: str
    question: Question
    label: str
    shape: Shape
    base: Base | None = None
    counts: tuple[Count, ...] = ()
    numbers: Numbers | None = None
    texts: tuple[Text, ...] = ()
    themes: tuple[ThemeCount, ...] = ()
    cross: Cross | None = None
    confirmed: int = 0
    why_not: str = ""
    hides: bool = False

    @property
    def several(self) -> bool:
        return self.question.kind == "many"

    @property
    def is_free(self) -> bool:
        """Whether it is free text, to be coded with themes: not a line that becomes something registered."""
        return self.shape == "texts" and not (self.question.kind == "text" and self.question.bound)


@dataclass(frozen=True)
class QuestionFound:
    """A question with what was answered in each of its cells."""

    question: Question
    number: int
    found: tuple[Found, ...]


@dataclass(frozen=True)
class SectionFound:
    section: Section
    questions: tuple[QuestionFound, ...]


@dataclass(frozen=True)
class Results:
    """What a round found. `asked` units, `answered` of them; `silent`: those that did not."""

    of: MappingRound
    content: Content
    asked: int
    answered: int
    silent: tuple[Unit, ...]
    sections: tuple[SectionFound, ...]
    why_not: str
    later: int
    fewest: int
    by: str = ""

    @property
    def response(self) -> Count:
        """How many answered, of those who were asked."""
        return Count("answered", _("Answered"), self.answered, self.asked, 0)

    @property
    def silent_names(self) -> str:
        """Who did not answer; of several of the same organisation, how many."""
        number = Counter(each.name for each in self.silent)
        return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in number.items())

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(
            one for section in self.sections for question in section.questions for one in question.found
        )  # fmt: skip

    def cell(self, name: str) -> Found:
        """What was found in that cell. KeyError: there is none."""
        for each in self.found:
            if each.cell == name:
                return each
        raise KeyError(name)
