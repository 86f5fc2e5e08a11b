"""What a section needs to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samordner.questionnaires.answering import Asked, Given, Known
from samordner.questionnaires.content import Content, Section


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to an answer: what its keeper calls it (`key`), its name, its size in words, where it opens."""

    key: str
    name: str
    size_words: str = ""
    address: str = ""


@dataclass(frozen=True)
class Drawing:
    """What a section needs to be drawn. Everything by the name of a cell.

    `asked`: of all the answers. `typed`: the texts of what could not be understood, shown instead of a value.
    `notices`: a sentence that is no fault, such as that another has written here meanwhile. `read_only`: as a receipt
    shows it, without inputs. `level`: of the section's heading.
    """

    content: Content
    section: Section
    asked: Asked
    values: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)
    files: Mapping[str, Sequence[Attached]] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    level: int = 2

    @property
    def takes_files(self) -> bool:
        return any(
            each.kind == "file" and each.key in self.asked.questions for each in self.section.questions
        )
