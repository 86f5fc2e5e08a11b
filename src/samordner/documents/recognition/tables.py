"""Tables in a stretch of blocks: headings found by meaning, faults of page breaks mended.

A row whose naming cell is empty goes on with the row above; a blank cell in a column that a merged cell may
cover is carried; headings and rows that a page break prints again are set aside as repeated.
"""

import re
from collections.abc import Mapping, Sequence

from samordner.documents.recognition import loose
from samordner.documents.recognition.groups import is_name
from samordner.documents.recognition.headings import (
    Heading,
    headed,
    meant_by,
    recognise,
    repeats,
)
from samordner.documents.recognition.placing import is_group_row, open_group, place
from samordner.documents.recognition.rows import Draft, Entry, Findings, TableFound
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.table import Table
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import (
    begins,
    is_bullet,
    joined,
    runs_on,
    same,
    without_bullet,
)

CAPTIONED = re.compile(r"^\w+\.?\s*\d{1,2}\s*[.:)–-]?\s*")  # "Tabell 2: "
MOST_NAMESAKES = 12  # rows of one name that a row is compared with
MOST_STRANGE = 20  # rows of an unknown table in which headings are still looked for
SURE = 1.6  # a score at which headings open a new table within another


def read(
    blocks: Sequence[Block], first: int, last: int, vocabulary: Vocabulary, near: Mapping[str, float]
) -> Findings:
    """What blocks `first` to `last` (exclusive) hold; `near` are the registers that the headings speak of."""
    findings = Findings()
    table: Table | None = None
    at, strange = first, 0  # rows in a stretch that no headings opened
    while at < last:
        block = blocks[at]
        strange = 0 if block.gap or not block.row else strange + 1
        if not block.row:
            run = _run(blocks, at, last)
            below = _row_below(blocks, at, run, last, table, vocabulary, near)
            taken = _loose(table, blocks[at:run], below, vocabulary, findings)
            findings.text += range(at + taken, run)
            if table and taken < run - at and not _goes_on(blocks, run, last, table):
                _close(table, findings)
                table = None
            at = run
            continue
        if table and _is_another(block, table):
            _close(table, findings)
            table = None
        if table and repeats(block.cells, table.heading):
            entry = Entry(block.text, block.lines, "headings", table.register.key)
            findings.repeated.append(entry)
            table.broken = True
            at += 1
            continue
        may_open = strange < MOST_STRANGE if table is None else _may_open(block, table)
        opened = _open(blocks, at, first, last, vocabulary, near) if may_open else None
        if opened and (table is None or opened[0].score >= SURE):
            if table:
                _close(table, findings)
            table = _opened(blocks[at : at + opened[1]], opened[0], vocabulary, findings)
            at += opened[1]
        elif table:
            table.last = block.lines[1]
            at = _take(table, blocks, at, last, vocabulary, findings)
        else:
            _note_unread(findings, block)
            findings.text.append(at)
            at += 1
    if table:
        _close(table, findings)
    return findings


def _loose(
    table: Table | None, run: Sequence[Block], below: Block | None, vocabulary: Vocabulary, findings: Findings
) -> int:
    """How many of the loose lines went into the table.

    Where the file itself says where a table ends none do, unless rows of it plainly go on below.
    """
    if table is None or (table.exact and below is None):
        return 0
    if below is not None:
        table.exact, table.number, table.fallen = False, below.table, True
    return loose.read(table, run, below, vocabulary, findings)


def _opened(heads: Sequence[Block], heading: Heading, vocabulary: Vocabulary, findings: Findings) -> Table:
    for head in heads:
        findings.furniture.append(Entry(head.text, head.lines, "columns", heading.register))
    first, last = heads[0], heads[-1]
    return Table(
        heading,
        vocabulary.registers[heading.register],
        exact=first.table > 0,
        number=first.table,
        columns=list(heading.columns),
        first=first.number,
        last=last.lines[1],
    )


def _is_another(block: Block, table: Table) -> bool:
    """Whether a row plainly stands in another table than the one that is open."""
    if block.table != table.number and not _same_width(block, table):
        return True
    return block.gap and _wider(block, table)


def _close(table: Table, findings: Findings) -> None:
    """Hand in what the table held."""
    findings.rows += table.rows
    findings.tables.append(TableFound(table.register.key, tuple(table.columns), (table.first, table.last)))


def _run(blocks: Sequence[Block], at: int, last: int) -> int:
    while at < last and not blocks[at].row:
        at += 1
    return at


def _row_below(
    blocks: Sequence[Block],
    first: int,
    at: int,
    last: int,
    table: Table | None,
    vocabulary: Vocabulary,
    near: Mapping[str, float],
) -> Block | None:
    """The row at `at`, if it goes on with the table above a run of loose lines."""
    if table is None or at >= last or _wider(blocks[at], table):
        return None
    row, opening = blocks[at], blocks[first]
    if repeats(row.cells, table.heading) or recognise(row.cells, vocabulary, near):
        return None
    if not row.cells[0] and not table.exact:
        return row
    fallen = opening.role == "bullet" or is_name(opening, table.register, vocabulary)
    return row if table.register.loose and fallen else None


def _wider(block: Block, table: Table) -> bool:
    """Whether a row has cells beyond the table's columns."""
    width = max(column.position for column in table.columns) + 1
    return any(block.cells[width:])


def _goes_on(blocks: Sequence[Block], at: int, last: int, table: Table) -> bool:
    return not table.exact and at < last and repeats(blocks[at].cells, table.heading)


def _same_width(block: Block, table: Table) -> bool:
    """A table that a page break cut in two goes on, if it is as wide (or less, once lines stand loose)."""
    width = max(column.position for column in table.columns) + 1
    return block.table == 0 or len(block.cells) == width or (not table.exact and len(block.cells) < width)


def _may_open(block: Block, table: Table) -> bool:
    """Within a table only a line after a gap may open another."""
    return (block.gap or block.table != table.number) and headed(block.cells) and bool(block.cells[0])


def _open(
    blocks: Sequence[Block], at: int, first: int, last: int, vocabulary: Vocabulary, near: Mapping[str, float]
) -> tuple[Heading, int] | None:
    """The table that opens here, and over how many lines its headings run."""
    block = blocks[at]
    closer = _caption(blocks, at, first, vocabulary) or near
    single = recognise(block.cells, vocabulary, closer)
    below = blocks[at + 1] if at + 1 < last else None
    headed_too = below is not None and block.head and below.head
    if below and below.row and not below.gap and (below.wrapped or headed_too or not below.cells[0]):
        width = max(len(block.cells), len(below.cells))
        pairs = [(_at(block, k), _at(below, k)) for k in range(width)]
        for both in (tuple(map(joined, pairs)), tuple(lower or upper for upper, lower in pairs)):
            double = recognise(both, vocabulary, closer)
            goes_on = below.wrapped and not below.cells[0]  # under headings, a line without a name is theirs
            if double and (goes_on or headed_too or double.score > (single.score if single else 0) + 0.3):
                return double, 2
    return (single, 1) if single else None


def _at(block: Block, position: int) -> str:
    return block.cells[position] if position < len(block.cells) else ""


def _caption(blocks: Sequence[Block], at: int, first: int, vocabulary: Vocabulary) -> dict[str, float]:
    """The registers that the caption or the short line just above the table speaks of."""
    above = blocks[at].above
    if not above and at > first and not blocks[at - 1].row and len(blocks[at - 1].text.split()) <= 10:
        above = blocks[at - 1].text
    return meant_by(CAPTIONED.sub("", above), vocabulary) if above else {}


def _note_unread(findings: Findings, block: Block) -> None:
    if findings.unread and findings.unread[-1][1] >= block.number - 2:
        findings.unread[-1] = (findings.unread[-1][0], block.number)
    elif sum(bool(cell) for cell in block.cells) > 1:
        findings.unread.append(block.lines)


def _take(
    table: Table, blocks: Sequence[Block], at: int, last: int, vocabulary: Vocabulary, findings: Findings
) -> int:
    """Read one row of the table; returns the index after it."""
    block = blocks[at]
    if block.banner or is_group_row(table, blocks, at, last, vocabulary):
        open_group(table, block, findings, vocabulary, blocks[at + 1] if at + 1 < last else None)
        return at + 1
    cells = table.cells(block)
    if not table.exact or block.page or table.broken:
        count = _repeated(table, blocks, at, last, cells)
        if count:
            lines = (block.number, blocks[at + count - 1].lines[1])
            text = "\n".join(one.text for one in blocks[at : at + count])
            findings.repeated.append(Entry(text, lines, "row", table.register.key))
            table.broken = True
            return at + count
    if table.rows and _continues(table, block, cells):
        _continue(table, block, cells)
    else:
        table.rows.append(_new(table, block, cells, vocabulary))
    table.broken = False
    return at + 1


def _repeated(table: Table, blocks: Sequence[Block], at: int, last: int, cells: dict[str, str]) -> int:
    """How many lines from here print an earlier row once more after a page break; 0 if none do."""
    name = cells.get(table.naming, "")
    if not name or sum(bool(cell) for cell in cells.values()) < 2 or not (table.broken or blocks[at].gap):
        return 0
    for row in table.namesakes(name)[:MOST_NAMESAKES]:
        grown, count = dict(cells), 1
        while not _equals(row, grown):
            following = blocks[at + count] if at + count < last else None
            if following is None or not following.row or following.gap or not table.broken:
                break
            more = table.cells(following)
            if more.get(table.naming) or not _opens(row, grown):
                break
            grown = {key: joined((grown.get(key, ""), more.get(key, ""))) for key in {**grown, **more}}
            count += 1
        if _equals(row, grown):
            return count
    return 0


def _equals(row: Draft, cells: dict[str, str]) -> bool:
    keys = {piece.column for piece in row.pieces} | set(cells)
    return all(same(row.cell(key), cells.get(key, "")) for key in keys)


def _opens(row: Draft, cells: dict[str, str]) -> bool:
    return all(begins(row.cell(key), cell) for key, cell in cells.items())


def _continues(table: Table, block: Block, cells: dict[str, str]) -> bool:
    """Whether a row goes on with the row above instead of being one of its own."""
    name, opening = cells.get(table.naming, ""), _at(block, 0)
    first_key = table.columns[0].key if table.columns[0].position == 0 else table.naming
    if 0 in block.carried and table.exact:
        return not name and not any(cells.values())
    if not name:
        return not opening or is_bullet(opening)
    above = table.rows[-1].endings.get(table.naming, "")
    goes_on = runs_on(above, name)
    if opening and first_key == table.naming:
        return goes_on and (block.gap or table.broken or block.wrapped)
    if table.register.carried and not any(cells.get(key) for key in table.register.carried):
        return goes_on or is_bullet(name)
    return False


def _continue(table: Table, block: Block, cells: dict[str, str]) -> None:
    row = table.rows[-1]
    filled = [key for key, cell in cells.items() if cell]
    mended = any(runs_on(row.endings.get(key, ""), cells[key]) for key in filled)
    for key in filled:
        row.add(key, block.number, cells[key])
    row.lines.update(block.lines)
    row.open_list = row.open_list or block.open_list
    if not mended or table.naming in filled:
        row.doubt(filled, "joined")
    row.doubt(table.guessed(block), "word-joined")
    if _is_short(table, block):
        row.doubt(filled, "few-cells")


def _is_short(table: Table, block: Block) -> bool:
    return not table.exact and len(block.cells) <= max(column.position for column in table.heading.columns)


def _new(table: Table, block: Block, cells: dict[str, str], vocabulary: Vocabulary) -> Draft:
    row = Draft(table.register.key, [], lines=set(block.lines), open_list=block.open_list)
    name = cells.get(table.naming, "")
    inset = table.register.loose and bool(table.rows or table.parent) and is_bullet(name)
    for key, cell in cells.items():
        row.add(key, block.number, without_bullet(cell) if inset and key == table.naming else cell)
    _carry(table, block, row)
    row.doubt(table.guessed(block), "word-joined")
    if table.heading.unsure:
        row.doubt([table.naming], "register-unsure")
    if _is_short(table, block):
        row.doubt([key for key, cell in cells.items() if cell and key != table.naming], "few-cells")
    surplus = [key for key in cells if key not in table.heading.keys]
    if block.wrapped and sum(bool(cell) for cell in cells.values()) < 2:
        row.doubt([table.naming], "few-cells")
    if surplus:
        row.doubt(surplus, "surplus-cells")
    filled = sum(bool(cell) for cell in cells.values())
    if not table.exact and len(table.heading.columns) > 4 and 2 * filled < len(table.heading.columns):
        row.doubt([key for key, cell in cells.items() if cell and key != table.naming], "few-cells")
    namesakes = table.namesakes(name)
    if filled > 1 and any(_equals(one, cells) for one in namesakes[:MOST_NAMESAKES]):
        row.doubt([table.naming], "same-as-earlier")
    namesakes.append(row)
    place(table, block, row, vocabulary)
    return row


def _carry(table: Table, block: Block, row: Draft) -> None:
    if not table.rows:
        return
    above = table.rows[-1]
    merged = {column.key for column in table.columns if column.position in block.carried}
    for key in [*table.register.carried, *(merged - set(table.register.carried))]:
        value = above.value(key)
        if value and key in table.heading.keys and not row.cell(key):
            row.carried[key] = value
            if key not in merged:
                row.doubt([key], "carried")
