"""What an answer across border changes is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from samordner.participation.lines import Standing, standing_of
from samordner.participation.models import Inheritance, Participation
from samordner.participation.queries import State
from samordner.participation.statements import Series
from samordner.places.models import Change, Municipality

Borders = Literal["that-day", "today"]
Why = Literal["divided", "merged", "differs", "unknown"]
"""Why it is open: the old one was divided; it went together with others; they differ; of some nothing is known."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """How a cell was taken over.

    `origins`: of whom it was said, first the one whose observation answers, then those who agree. `through`: the
    changes on the way, the oldest first. `decisions`: what people decided on the way; none: it went on by itself.
    """

    origins: tuple[Municipality, ...]
    through: tuple[Change, ...]
    decisions: tuple[Inheritance, ...]

    @property
    def origin(self) -> Municipality:
        return self.origins[0]


@dataclass(frozen=True, slots=True)
class Question:
    """What nobody has decided: whether what is known of the old one holds for its heir.

    `text`: what is known, as its line (see `participation.lines`), said of the participation `said_of`.
    """

    change: Change
    series: Series
    said_of: int
    text: str
    why: Why

    @property
    def standing(self) -> Standing:
        """What is known of the old one."""
        return standing_of(self.said_of, self.series, self.text)

    @property
    def old(self) -> Municipality:
        return self.change.old

    @property
    def heir(self) -> Municipality:
        return self.change.new


@dataclass(frozen=True)
class Known:
    """What is known on the borders that were asked for.

    `rows` stand for municipalities. On today's borders one that is not the same row as on the day is no row of
    the database: its key is below 0, and its office the one of today. `state` is of these rows, in their order;
    `inherited` tells by (key of the row, series) which of its cells were taken over.
    """

    rows: tuple[Participation, ...]
    state: State
    inherited: Mapping[tuple[int, Series], Inherited] = field(hash=False)
    questions: tuple[Question, ...]
