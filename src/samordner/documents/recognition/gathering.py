"""The blocks of a document while it is walked: numbered, counted, with the gaps between them."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from samordner.documents.recognition.sources import (
    MOST_LETTERS,
    MOST_LINES,
    MOST_TABLE_ROWS,
    TOO_LONG,
    Block,
    Source,
    Unreadable,
    too_many_rows,
)

INVISIBLE = re.compile("[\u200b\u2060\ufeff\u200c\u200d]")


@dataclass
class Gathering:
    """The blocks so far, while a file is walked."""

    blocks: list[Block] = field(default_factory=list)
    number: int = 0
    gap: bool = False
    page: bool = False
    tables: int = 0
    letters: int = 0
    first: Block | None = None  # row of the table that is open
    rows: int = 0  # of it so far

    def count(self) -> int:
        """The number of the next paragraph or row; refuses a file that has too many."""
        self.number += 1
        if self.number > MOST_LINES:
            raise Unreadable(TOO_LONG)
        return self.number

    def paragraph(self, block: Block) -> None:
        """One more paragraph; an empty one is a gap."""
        if block.empty:
            self.gap = True
            return
        self._keep(replace(block, gap=self.gap or not block.row, page=self.page))

    def row(self, block: Block, *, first: bool) -> None:
        """One more row of the table that is open."""
        if first:
            self.first, self.rows = None, 0
        if not block.empty:
            self.first, self.rows = self.first or block, self.rows + 1
        if self.first is not None and self.rows > MOST_TABLE_ROWS:
            raise too_many_rows(self.first)
        gap, page = first or self.gap, self.page
        self.gap = self.page = False
        if not block.empty:
            self._keep(replace(block, table=self.tables, gap=gap, page=page))

    def break_page(self) -> None:
        self.page = self.gap = True

    def _keep(self, block: Block) -> None:
        self.letters += len(block.text)
        if self.letters > MOST_LETTERS:
            raise Unreadable(TOO_LONG)
        self.blocks.append(block)
        self.gap = self.page = False

    def source(self, kind: str) -> Source:
        return Source.of(kind, tuple(self.blocks))


def composed(text: str) -> str:
    """Letters as one sign each ("å", not "a" and a ring), without signs that have no width."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def shown(text: str) -> str:
    """The text of a cell without soft hyphens: where a word may be broken says nothing about it."""
    return text.replace("\u00ad", "")
