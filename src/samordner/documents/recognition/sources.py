"""A document on its way in, as numbered blocks, whatever file it came from."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from samordner.documents.recognition.wording import words_of

MOST_BYTES = 20 * 1024 * 1024
MOST_LETTERS = 2_000_000
MOST_LINES = 10_000  # lines of a text; paragraphs and rows of a Word file

MOST_TABLE_ROWS = 1000  # of one table
MOST_COLUMNS = 100
MOST_ON_LINE = 100_000  # letters


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation where it is shown."""
    return sentence


TOO_LONG = gettext_noop(
    "The file has more than 10,000 lines or 2 million letters. No plan is that long: is it the right file?"
)


TOO_WIDE = gettext_noop("A table has more than 100 columns. No plan has such a table: is it the right file?")


class Unreadable(ValueError):
    """A file that is refused, with a sentence for the person who brought it.

    `sentence` is an English message id, `values` what it says of this file ("the table on page %(page)s").
    """

    def __init__(self, sentence: str, **values: str | int) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(self.told(str))

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence as `translate` says it, with what it says of this file."""
        sentence = translate(self.sentence)
        return sentence % self.values if self.values else sentence


@dataclass(frozen=True)
class Block:
    """One line of text, or one row of a table.

    `number` is the 1-based line in a text file, the ordinal of the paragraph or row in a DOCX file.
    """

    number: int
    cells: tuple[str, ...]  # cleaned; one cell for a line of text
    row: bool = False
    gap: bool = False  # an empty line or a page break stands before
    page: bool = False  # a page break stands before
    level: int = 0  # of a heading style; 0 for none
    role: Literal["", "title", "toc", "caption", "bullet", "strong", "note", "page", "figure"] = ""
    indent: int = 0
    table: int = 0  # which table of the file; 0 where the file does not say
    carried: frozenset[int] = frozenset()  # cells that a merged cell above covers
    guessed: frozenset[int] = frozenset()  # cells with a word that may be two
    banner: bool = False  # one cell over the table's full width
    open_list: bool = False  # HTML remains end in a list that is not closed
    wrapped: bool = False  # a line of columns of spaces, where a row may run over several lines
    end: int = 0  # the last of several lines that the block stands on; 0 for one
    head: bool = False  # the file says that the row holds headings of columns
    above: str = ""  # the caption that stands straight above the table

    @property
    def text(self) -> str:
        """The block on the page: cells with tabs between."""
        return "\t".join(self.cells).strip()

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line that the block stands on."""
        return self.number, max(self.number, self.end)

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


@dataclass(frozen=True)
class Place:
    """From which numbered line on a file stands on which page (1-based)."""

    first: int
    page: int


TOO_MANY_ROWS = gettext_noop(
    "The table that begins with “%(begins)s” (line, paragraph or row %(number)s) has more than 1,000 rows. "
    "No plan has such a table: is it the right file?"
)


def too_many_rows(first: Block) -> Unreadable:
    """The refusal of a table that no plan has, by the row that it begins with."""
    words = " | ".join(cell for cell in first.cells if cell)
    begins = words if len(words) <= 60 else f"{words[:59]}…"
    return Unreadable(TOO_MANY_ROWS, number=first.number, begins=begins)


@dataclass(frozen=True)
class Source:
    """A document as blocks in order. `kind` is "txt", "docx", "html", "odt" or "pdf"."""

    kind: str
    blocks: tuple[Block, ...]
    words: Counter[str] = field(default_factory=Counter, compare=False)
    places: tuple[Place, ...] = ()  # the pages of a file that has them, in the order of its lines

    @classmethod
    def of(cls, kind: str, blocks: tuple[Block, ...], places: tuple[Place, ...] = ()) -> "Source":
        """A source whose words are those of its blocks."""
        return cls(kind, blocks, words_of(cell for block in blocks for cell in block.cells), places)
