"""Registers that are lists: every item in a chapter of that meaning is a row."""

from collections.abc import Sequence

from samordner.documents.recognition.rows import Draft
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Register
from samordner.documents.recognition.wording import NUMBERED, runs_on, without_bullet


def read(register: Register, blocks: Sequence[Block], indexes: Sequence[int]) -> tuple[list[Draft], set[int]]:
    """The items among these blocks as rows, and which blocks they took.

    An item set in deeper than the first belongs to the one above it, as does a line that goes on with it.
    """
    rows: list[Draft] = []
    taken: set[int] = set()
    base: int | None = None
    before = -2
    for at in indexes:
        block = blocks[at]
        item = block.role == "bullet" or (NUMBERED.match(block.text) is not None and not block.row)
        if item and base is None:
            base = block.indent
        deeper = item and base is not None and block.indent > base and bool(rows) and before == at - 1
        follows = not item and not block.row and bool(rows) and before == at - 1
        goes_on = follows and (not block.gap or runs_on(rows[-1].cell(register.first), block.text))
        if item and not deeper:
            row = Draft(register.key, [])
            row.add(register.first, block.number, without_bullet(block.text))
            rows.append(row)
        elif deeper or goes_on:
            mended = deeper or runs_on(rows[-1].cell(register.first), block.text)
            rows[-1].add(register.first, block.number, block.text)
            if not mended:
                rows[-1].doubt([register.first], "joined")
        else:
            continue
        taken.add(at)
        before = at
    return rows, taken
