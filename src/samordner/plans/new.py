"""Chapters and rows to be, as a person or a document gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samordner.plans.written import Cells


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A chapter to be: `number` 0 for an attachment; `answers` the programme's standard chapter, or empty."""

    title: str
    number: int = 0
    text: str = ""
    answers: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be. `cells`: column key → words, or a typed cell; `doubts`: column key → why it is only proposed.

    `more`: heading → text, for columns of a document that the register lacks. `filled_by`: the organisation that
    fills in the row; empty: the office.
    """

    cells: Cells
    doubts: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    filled_by: str = ""


@dataclass
class Taken:
    """What taking a document in did to the rows and chapters that were there.

    `kept` of the unchanged say something else than the document, or stand in it no longer.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    kept: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.removed)
