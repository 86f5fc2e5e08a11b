"""A neutral document: what it says and how it is built, nothing of how it looks.

`language` is "nb", "nn" or "en". Labels follow the document's language; a passage that someone else wrote may
carry its own, so that it is read aloud and spell-checked as what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias

from samordner.charts.figures import Figure
from samordner.documents.columns import Label, Layout, Row, TableDefinition
from samordner.documents.look import Look


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 4 (1: a chapter); `number` as printed before it ("2", "3 a")."""

    level: int
    text: Label
    number: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. Lines are paragraphs, and lines that begin with a marker are bullets (see `lines`)."""

    text: Label
    language: str = ""


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Label, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    pairs: tuple[tuple[Label, Label], ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table by its definition. `caption` stands above it; without one, the definition's title."""

    definition: TableDefinition[Row]
    rows: tuple[Row, ...]
    layout: Layout | None = None
    caption: Label = ""


@dataclass(frozen=True, slots=True)
class Check:
    text: Label
    done: bool
    note: Label = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    items: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings down to `depth`."""

    depth: int = 2


Block: TypeAlias = (
    Heading | Paragraph | BulletList | Facts | Table[Any] | Figure | Checklist | PageBreak | Contents
)


@dataclass(frozen=True, slots=True)
class Front:
    """The front page: who issues the document, and facts such as its date and who approved it."""

    issuer: Label = ""
    subtitle: Label = ""
    facts: tuple[tuple[Label, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`notice` is printed conspicuously at the start and on every page (such as "invented figures")."""

    title: Label
    language: str
    blocks: tuple[Block, ...]
    front: Front | None = None
    notice: Label = ""
    footer: Label = ""
    look: Look = field(default_factory=Look)
