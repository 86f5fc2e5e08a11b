"""Lines that have fallen out of a table: items that go on with a cell, names that open a row or a group.

Nothing found here is certain; a person decides.
"""

from collections.abc import Sequence

from samordner.documents.recognition.groups import (
    belongs,
    ends_group,
    group_of,
    is_known,
    is_name,
    opens_group,
)
from samordner.documents.recognition.headings import opens_with
from samordner.documents.recognition.rows import Draft, Entry, Findings
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.table import Table
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import bare, is_bullet, is_wrapped, runs_on

WHY = "loose-lines"


def read(
    table: Table, run: Sequence[Block], below: Block | None, vocabulary: Vocabulary, findings: Findings
) -> int:
    """Take loose lines into the table; returns how many from the start were taken.

    `below` is the row of the same table that goes on under them, so that all of them must be the table's.
    """
    inside = below is not None
    opened = inside or table.fallen
    for at, block in enumerate(run):
        row = table.rows[-1] if table.rows else None
        if _is_row_name(table, run, at, opened, vocabulary):
            _take_name(table, run, at, below, vocabulary, findings)
            opened = True
        elif row is None:
            return at
        elif row.loose:
            _into_loose(table, row, block)
        elif block.role == "bullet" and (opened or _list_is_open(row)):
            _go_on(row, block)
            opened = True
        elif inside or (not block.gap and runs_on(_last_text(row), block.text)):
            _go_on(row, block)
        else:
            return at
        table.last = block.number
    return len(run)


def _is_row_name(table: Table, run: Sequence[Block], at: int, opened: bool, vocabulary: Vocabulary) -> bool:
    """Whether a loose line names a row or a group: any name once lines are loose, else a known one."""
    if not table.register.loose or not is_name(run[at], table.register, vocabulary):
        return False
    if at > 0 and not run[at].gap and is_wrapped(run[at - 1].text, run[at].text):
        return False
    stands = opened or is_known(bare(run[at].text), vocabulary) or _heads_known(run, at, table, vocabulary)
    return stands and not _leads_list(run, at, vocabulary)


def _heads_known(run: Sequence[Block], at: int, table: Table, vocabulary: Vocabulary) -> bool:
    """Whether an unknown name opens a group of a known one."""
    if not opens_group(run, at, table.register, vocabulary):
        return False
    return is_known(bare(run[at + 1].text), vocabulary)


def _leads_list(run: Sequence[Block], at: int, vocabulary: Vocabulary) -> bool:
    """A short unknown line straight above items of a list opens the list, not a row."""
    below = run[at + 1] if at + 1 < len(run) else None
    leads = below is not None and below.role == "bullet" and not below.gap
    return leads and not is_known(bare(run[at].text), vocabulary)


def _list_is_open(row: Draft) -> bool:
    last = _last_text(row).split("\n")[-1]
    return row.open_list or is_bullet(last)


def _last_text(row: Draft) -> str:
    return row.pieces[-1].text if row.pieces else ""


def _go_on(row: Draft, block: Block) -> None:
    column = row.last_column()
    if column is None:
        return
    row.add(column, block.number, block.text)
    row.doubt([column], WHY)


def _take_name(
    table: Table,
    run: Sequence[Block],
    at: int,
    below: Block | None,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    block = run[at]
    name = bare(block.text)
    # bodies of their own may well stand under a group that nobody knows ("Frivillige organisasjoner")
    if table.parent is None or (table.group is not None and ends_group(name, table.group, vocabulary)):
        table.parent, table.group, table.nested = None, None, False
        if opens_group(run, at, table.register, vocabulary) or (
            at + 1 == len(run) and _opens_rows(name, below, vocabulary)
        ):
            lines = block.lines
            findings.furniture.append(Entry(block.text, lines, "group", table.register.key))
            table.parent, table.group, table.sure_parent = name, group_of(name, vocabulary), False
            return
    row = Draft(table.register.key, [], parent=table.parent, loose=True)
    row.add(table.naming, block.number, block.text)
    row.doubt([table.naming], WHY)
    if table.parent is not None:
        row.doubt(["parent"], "group-by-order" if belongs(name, table.group) else "group-may-have-ended")
    table.rows.append(row)


def _opens_rows(name: str, below: Block | None, vocabulary: Vocabulary) -> bool:
    """Whether a name with nothing of its own stands straight above rows: then it is their group."""
    if below is None or not below.cells[0]:
        return False
    group = group_of(name, vocabulary)
    return belongs(below.cells[0], group) or (group is None and not is_known(name, vocabulary))


def _into_loose(table: Table, row: Draft, block: Block) -> None:
    column = _column_for(table, row, block)
    row.add(column, block.number, block.text)
    row.doubt([column], WHY)


def _column_for(table: Table, row: Draft, block: Block) -> str:
    """The column whose words open the line, until the last column has some; else the last."""
    keys = [key for key in table.heading.keys if key != table.naming]
    if not keys:
        return table.naming
    cues = {key: words for key, words in table.register.cues.items() if key in keys}
    if not cues:
        return keys[0]
    others = [key for key in keys if key not in cues]
    default = others[-1] if others else keys[-1]
    cued = next((key for key, words in cues.items() if opens_with(bare(block.text), words)), None)
    return cued if cued and block.role != "bullet" and not row.cell(default) else default
