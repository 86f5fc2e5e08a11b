"""A table that is being read: its columns, its rows so far, and the group that is open in it."""

from dataclasses import dataclass, field

from samordner.documents.recognition.headings import Column, Heading, strange_key
from samordner.documents.recognition.rows import Draft
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Group, Register
from samordner.documents.recognition.wording import WORD


@dataclass
class Table:
    """A table that is being read."""

    heading: Heading
    register: Register
    exact: bool  # the file itself says where rows and cells are (DOCX)
    number: int  # the file's own number of the table, or 0
    columns: list[Column]
    rows: list[Draft] = field(default_factory=list)
    named: dict[str, list[Draft]] = field(default_factory=dict)  # rows by the name they began with
    fallen: bool = False  # lines of it stand loose between its rows
    broken: bool = False  # a page break, seen by headings printed again
    parent: str | None = None
    group: Group | None = None
    nested: bool = False  # names under the parent are set in or have a dash
    sure_parent: bool = False
    margin: int = 0  # how far the last name that stands under no other is set in
    first: int = 0
    last: int = 0

    @property
    def naming(self) -> str:
        """The column that tells rows apart, among those printed."""
        keys = self.heading.keys
        wanted = self.register.subject if self.register.carried else self.register.first
        return wanted if wanted in keys else keys[0]

    def namesakes(self, name: str) -> list[Draft]:
        """The rows so far that began with this name; a row put in here is found by the next."""
        return self.named.setdefault(" ".join(WORD.findall(name.casefold())), [])

    def cells(self, block: Block) -> dict[str, str]:
        """A row's cells by column key; a cell beyond the headings gets a column of its own."""
        by_position = {column.position: column.key for column in self.columns}
        found: dict[str, str] = {}
        for at, cell in enumerate(block.cells):
            if at not in by_position:
                if not cell:
                    continue
                key = strange_key(f"column {at + 1}", set(by_position.values()))
                self.columns.append(Column(at, key, "", False))
                by_position[at] = key
            found[by_position[at]] = cell
        return found

    def guessed(self, block: Block) -> list[str]:
        """The columns of a row's cells in which a word was put together without a sign that it is one."""
        return [column.key for column in self.columns if column.position in block.guessed]
