"""Groups within a table: which row opens one, which rows stand under it, where it ends."""

from collections.abc import Sequence

from samordner.documents.recognition.groups import belongs, ends_group, group_of
from samordner.documents.recognition.rows import Draft, Entry, Findings
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.table import Table
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import bare, is_bullet


def is_group_row(table: Table, blocks: Sequence[Block], at: int, last: int, vocabulary: Vocabulary) -> bool:
    """A row with nothing but a name, above a row that is a known part of it or is set in under it."""
    block = blocks[at]
    if not table.register.loose or not block.cells[0] or any(block.cells[1:]) or at + 1 >= last:
        return False
    below = blocks[at + 1]
    if not below.row or not below.cells[0] or len(bare(block.cells[0]).split()) > 5:
        return False
    if _set_in(below, block):
        return True
    return belongs(below.cells[0], group_of(block.cells[0], vocabulary))


def open_group(
    table: Table, block: Block, findings: Findings, vocabulary: Vocabulary, below: Block | None
) -> None:
    """Begin a group; the rows below stand under it until it ends."""
    name = bare(block.text)
    findings.furniture.append(Entry(block.text, block.lines, "group", table.register.key))
    table.parent, table.group = name, group_of(name, vocabulary)
    table.nested = below is not None and below.row and _set_in(below, block)
    table.sure_parent = block.banner or table.nested
    table.margin = block.indent


def _set_in(below: Block, above: Block) -> bool:
    opens = is_bullet(below.cells[0]) and not is_bullet(above.cells[0])
    return bool(below.cells[0]) and (opens or below.indent > above.indent)


def place(table: Table, block: Block, row: Draft, vocabulary: Vocabulary) -> None:
    """Put the row under the open group, or end the group; a row that is set in opens one under the row above."""
    named = any(column.position == 0 and column.key == table.naming for column in table.columns)
    member = named and (is_bullet(block.cells[0]) or block.indent > table.margin)
    if table.parent is None and member and table.rows and table.register.loose:
        table.parent, table.group, table.nested = table.rows[-1].cell(table.naming), None, True
        table.sure_parent = False
    if table.parent is None:
        table.margin = block.indent
        return
    name = row.cell(table.naming)
    ended = not member if table.nested else ends_group(name, table.group, vocabulary)
    if ended:
        if not table.sure_parent and not table.nested:
            row.doubt(["parent"], "group-ends-here")
        table.parent, table.group, table.nested, table.sure_parent = None, None, False, False
        table.margin = block.indent
        return
    row.parent = table.parent
    if not table.sure_parent:
        by_order = table.nested or belongs(name, table.group)
        row.doubt(["parent"], "group-by-order" if by_order else "group-may-have-ended")
