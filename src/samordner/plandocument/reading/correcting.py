"""Carries corrections out on a reading: all or none, and every word accounted for afterwards."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from samordner.documents.recognition.rows import Entry, Piece
from samordner.documents.recognition.wording import WORD, words
from samordner.plandocument.reading.corrections import (
    NAMES,
    Correction,
    CorrectionRefused,
    JoinRows,
    MarkCertain,
    MoveWords,
    RowToText,
    SetCell,
    SetFront,
    SetParent,
    SplitRow,
    TextToRow,
)
from samordner.plandocument.reading.front import Front
from samordner.plandocument.reading.result import ChapterText, Reading, Row, with_periods
from samordner.timeline.periods import read as read_period


@dataclass
class Desk:
    """A reading laid out for work."""

    front: Front
    rows: dict[str, list[Row]]
    chapters: list[ChapterText]
    furniture: list[Entry]
    typed: Counter[str]
    columns: dict[str, tuple[str, ...]]
    made: int = 0


class _Misfit(ValueError):
    """Why a correction fits nothing."""


def correct(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """The reading with all corrections carried out in order; raises `CorrectionRefused` naming the first that
    fits nothing, and then none is carried out."""
    desk = Desk(
        reading.front,
        {key: list(rows) for key, rows in reading.rows.items()},
        list(reading.chapters),
        list(reading.furniture),
        Counter(reading.typed),
        dict(reading.columns),
    )
    for number, correction in enumerate(corrections, 1):
        try:
            _carry_out(desk, correction)
        except _Misfit as problem:
            where = " ".join(str(getattr(correction, key, "")) for key in ("register", "row")).strip()
            name = f"{NAMES[type(correction)]} {where}".strip()
            raise CorrectionRefused(f"correction {number} ({name}): {problem}") from problem
    corrected = replace(
        reading,
        front=desk.front,
        rows={key: tuple(rows) for key, rows in desk.rows.items() if rows},
        chapters=tuple(desk.chapters),
        furniture=tuple(desk.furniture),
        typed=+desk.typed,
    )
    corrected.accounting()
    return corrected


def _carry_out(desk: Desk, correction: Correction) -> None:
    match correction:
        case SetFront():
            _set_front(desk, correction)
        case SetCell():
            _set_cell(desk, correction)
        case MoveWords():
            _move_words(desk, correction)
        case SplitRow():
            _split_row(desk, correction)
        case JoinRows():
            _join_rows(desk, correction)
        case SetParent(register=register, row=key, parent=parent):
            row = _row(desk, register, key)
            _put(desk, replace(_sure(row, "parent"), parent=parent))
        case RowToText():
            _row_to_text(desk, correction)
        case TextToRow():
            _text_to_row(desk, correction)
        case MarkCertain(register=register, row=key, cell=cell):
            row = _row(desk, register, key)
            if cell is not None and cell != "parent":
                _has_cell(row, cell)
            _put(desk, replace(row, doubts=()) if cell is None else _sure(row, cell))
        case _:
            assert_never(correction)


def _row(desk: Desk, register: str, key: str) -> Row:
    if register not in desk.columns:
        raise _Misfit(f"there is no register {register!r}")
    row = next((row for row in desk.rows.get(register, ()) if row.key == key), None)
    if row is None:
        raise _Misfit(f"there is no row {key!r}")
    return row


def _put(desk: Desk, row: Row, *, after: str | None = None) -> None:
    rows = desk.rows[row.register]
    at = next(index for index, one in enumerate(rows) if one.key == (after or row.key))
    if after is None:
        rows[at] = with_periods(row)
    else:
        rows.insert(at + 1, with_periods(row))


def _has_cell(row: Row, cell: str) -> None:
    if cell not in row.columns:
        raise _Misfit(f"there is no cell {cell!r}")


def _sure(row: Row, cell: str) -> Row:
    return replace(row, doubts=tuple(doubt for doubt in row.doubts if doubt.cell != cell))


def _with_text(row: Row, cell: str, text: str) -> Row:
    """The row with a cell written anew where its words stood."""
    kept = [piece for piece in row.pieces if piece.column != cell]
    first = next((piece for piece in row.pieces if piece.column == cell), None)
    if text:
        at = row.pieces.index(first) if first else len(kept)
        kept.insert(min(at, len(kept)), Piece(cell, first.line if first else row.lines[0], text))
    return replace(row, pieces=tuple(kept))


def _added(row: Row, cell: str, text: str) -> Row:
    before = row.cells.get(cell, "")
    return _with_text(row, cell, f"{before}\n{text}" if before else text)


def _set_front(desk: Desk, correction: SetFront) -> None:
    front, value = desk.front, correction.value.strip()
    year = front.period.start.year if front.period and front.period.start else None
    match correction.field:
        case "title":
            desk.front = replace(front, title=value)
        case "approved_by":
            desk.front = replace(front, approved_by=value)
        case "prepared_by":
            names = (name.strip() for name in value.split("\n"))
            desk.front = replace(front, prepared_by=tuple(name for name in names if name))
        case "date":
            desk.front = replace(front, date=read_period(value, year=year) if value else None)
        case "period":
            desk.front = replace(front, period=read_period(value) if value else None)
        case other:
            raise _Misfit(f"the front page has no field {other!r}")


def _set_cell(desk: Desk, correction: SetCell) -> None:
    row, cell = _row(desk, correction.register, correction.row), correction.cell
    _has_cell(row, cell)
    before, after = words(row.cells[cell]), words(correction.value)
    left_out, new = before - after, after - before
    never_printed = left_out & desk.typed
    desk.typed = desk.typed - never_printed + new
    lost = left_out - never_printed
    if lost:
        desk.furniture.append(Entry(_in_order(row.cells[cell], lost), row.lines, "replaced", row.register))
    typed = (words(row.typed.get(cell, "")) & after) + new
    marked = {**row.typed, cell: _in_order(correction.value, typed)}
    carried = {key: value for key, value in row.carried.items() if key != cell}
    changed = _with_text(row, cell, correction.value.strip())
    _put(
        desk,
        replace(
            _sure(changed, cell), carried=carried, typed={key: text for key, text in marked.items() if text}
        ),
    )


def _in_order(text: str, wanted: Counter[str]) -> str:
    """The wanted words in the order in which they stand in a text."""
    left = Counter(wanted)
    out: list[str] = []
    for word in WORD.findall(text):
        if left[word] > 0:
            left[word] -= 1
            out.append(word)
    return " ".join(out)


def _cut(whole: str, part: str) -> tuple[str, str, str]:
    """A text parted before, at and after the place where `part` stands in it as whole words."""
    tokens = [re.escape(token) for token in part.split()]
    match = re.search(r"(?<!\w)" + r"\s+".join(tokens) + r"(?!\w)", whole) if tokens else None
    if match is None:
        raise _Misfit(f"the words {part[:60]!r} do not stand there")
    return whole[: match.start()].strip(), match[0], whole[match.end() :].strip()


def _move_words(desk: Desk, correction: MoveWords) -> None:
    row = _row(desk, correction.register, correction.row)
    _has_cell(row, correction.cell)
    before, moved, after = _cut(row.cells[correction.cell], correction.text)
    rest = "\n".join(part for part in (before, after) if part)
    _put(desk, _sure(_with_text(row, correction.cell, rest), correction.cell))
    if correction.to_cell is None:
        _to_text(desk, row, moved)
        return
    register = correction.to_register or correction.register
    target = _row(desk, register, correction.to_row or correction.row)
    _has_cell(target, correction.to_cell)
    lines = (min(target.lines[0], row.lines[0]), max(target.lines[1], row.lines[1]))
    grown = _added(target, correction.to_cell, moved)
    _put(desk, replace(_sure(grown, correction.to_cell), lines=lines))


def _to_text(desk: Desk, row: Row, text: str) -> None:
    """Words back into the text of the row's chapter."""
    if 0 <= row.chapter < len(desk.chapters):
        chapter = desk.chapters[row.chapter]
        desk.chapters[row.chapter] = replace(chapter, text=f"{chapter.text}\n\n{text}".strip())
    else:
        desk.chapters.append(ChapterText(None, "", text, row.lines, "attachment"))


def _split_row(desk: Desk, correction: SplitRow) -> None:
    row = _row(desk, correction.register, correction.row)
    key = f"{row.key}+{sum(one.key.startswith(row.key + '+') for one in desk.rows[row.register]) + 1}"
    fresh = Row(
        key, row.register, row.columns, (), row.lines, row.chapter,
        carried=row.carried, parent=row.parent, times=row.times, year=row.year,
    )  # fmt: skip
    if correction.line is not None:
        above = tuple(piece for piece in row.pieces if piece.line < correction.line)
        below = tuple(piece for piece in row.pieces if piece.line >= correction.line)
        if not above or not below:
            raise _Misfit(f"line {correction.line} does not part the row")
        row = replace(row, pieces=above, lines=(row.lines[0], correction.line - 1))
        fresh = replace(fresh, pieces=below, lines=(correction.line, fresh.lines[1]))
    elif correction.cell is not None and correction.text is not None:
        into = correction.into or correction.cell
        _has_cell(row, correction.cell)
        _has_cell(row, into)
        before, part, after = _cut(row.cells[correction.cell], correction.text)
        row = _with_text(row, correction.cell, before)
        fresh = _with_text(fresh, into, f"{part} {after}".strip())
        if not row.pieces:
            raise _Misfit("nothing is left of the row above")
    else:
        raise _Misfit("it names neither a line nor a cell and its words")
    _put(desk, row)
    _put(desk, fresh, after=row.key)


def _join_rows(desk: Desk, correction: JoinRows) -> None:
    row, other = (_row(desk, correction.register, key) for key in (correction.row, correction.other))
    if row.key == other.key:
        raise _Misfit("a row cannot be joined with itself")
    lines = (min(row.lines[0], other.lines[0]), max(row.lines[1], other.lines[1]))
    typed = dict(row.typed)
    for cell, text in other.typed.items():
        typed[cell] = f"{typed.get(cell, '')} {text}".strip()
    columns = tuple(dict.fromkeys((*row.columns, *other.columns)))
    desk.rows[row.register].remove(other)
    _put(desk, replace(row, columns=columns, pieces=row.pieces + other.pieces, lines=lines, typed=typed))


def _row_to_text(desk: Desk, correction: RowToText) -> None:
    row = _row(desk, correction.register, correction.row)
    _to_text(desk, row, "\n".join(text for text in row.cells.values() if text))
    desk.rows[row.register].remove(row)


def _text_to_row(desk: Desk, correction: TextToRow) -> None:
    if correction.register not in desk.columns:
        raise _Misfit(f"there is no register {correction.register!r}")
    if not 1 <= correction.chapter <= len(desk.chapters):
        raise _Misfit(f"there is no chapter {correction.chapter}")
    at = correction.chapter - 1
    chapter = desk.chapters[at]
    columns = desk.columns[correction.register]
    siblings = desk.rows.setdefault(correction.register, [])
    text, pieces = chapter.text, []
    for cell, wanted in correction.cells.items():
        if cell not in columns:
            raise _Misfit(f"there is no cell {cell!r}")
        before, part, after = _cut(text, wanted)
        text = "\n\n".join(one for one in (before, after) if one)
        pieces.append(Piece(cell, chapter.lines[0], part))
    if not pieces:
        raise _Misfit("it names no words")
    desk.made += 1
    desk.chapters[at] = replace(chapter, text=text)
    times = siblings[0].times if siblings else ()
    row = Row(f"new{desk.made}", correction.register, columns, tuple(pieces), chapter.lines, at, times=times)
    siblings.append(with_periods(row))
