"""Puts a plan together from its source: outline, tables, lists, claims, and an account of every word."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from samordner.documents.recognition import chapters as outlines
from samordner.documents.recognition import tables
from samordner.documents.recognition.contents import contents_list, contents_of
from samordner.documents.recognition.headings import meant_by
from samordner.documents.recognition.opening import open_source
from samordner.documents.recognition.rows import Draft, Entry, Findings, Piece
from samordner.documents.recognition.sources import Block, Source
from samordner.documents.recognition.vocabulary import Register, Vocabulary
from samordner.documents.recognition.wording import bare, is_wrapped
from samordner.plandocument.reading import bullets
from samordner.plandocument.reading import front as fronts
from samordner.plandocument.reading.marks import without_marks
from samordner.plandocument.reading.result import ChapterText, Reading, Row, Unread, with_periods
from samordner.plandocument.reading.stating import stated

HYPHENATED = re.compile(r"\w-$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read(file: bytes | str | Path, vocabulary: Vocabulary) -> Reading:
    """Read a plan (its bytes or its path). Raises `Unreadable` with a sentence for a file that is refused."""
    return read_source(open_source(file), vocabulary)


def read_source(source: Source, vocabulary: Vocabulary) -> Reading:
    """Read a plan from an opened source."""
    blocks, furniture = without_marks(source.blocks, vocabulary)
    listed = contents_list(blocks, vocabulary)
    furniture += [_entry(blocks[at], "contents") for at in sorted(listed)]
    contents = contents_of(blocks, listed)
    blocks = _without(blocks, listed)
    outline = outlines.outline(blocks, contents, vocabulary)
    furniture += [_entry(block, "front") for block in blocks[: outline.front]]
    found = [_chapter(blocks, outline, at, vocabulary) for at in range(len(outline.chapters))]
    actors = [row.cell("organisation") for part in found for row in part.rows if row.register == "actors"]
    front = fronts.read(
        blocks[: outline.front], [chapter.title for chapter in outline.chapters], actors, vocabulary
    )
    texts: list[tuple[ChapterText, list[Block]]] = []
    places: list[int] = []  # where each chapter of the outline went among the texts
    for chapter, part in zip(outline.chapters, found, strict=True):
        text, moved = _text(blocks, chapter, part)
        places.append(len(texts) if text else -1)
        texts += [(text, [blocks[one] for one in sorted(part.text)])] if text else []
        furniture += part.furniture + moved
    year = _year(front)
    rows = _rows(blocks, outline, found, places, vocabulary, year)
    reading = Reading(
        source.kind,
        front,
        rows,
        tuple(text for text, _ in texts),
        tuple(stated(texts, vocabulary.counting, year)),
        tuple(entry for part in found for entry in part.repeated),
        tuple(sorted(furniture, key=lambda entry: entry.lines)),
        tuple(
            Unread(lines, outline.chapters[at].number, "unknown-table")
            for at, part in enumerate(found)
            for lines in part.unread
        ),
        source.words,
        columns={key: tuple(register.columns) for key, register in vocabulary.registers.items()},
        places=source.places,
    )
    reading.accounting()
    return reading


def _entry(block: Block, kind: str) -> Entry:
    return Entry(block.text, block.lines, kind)


def _without(blocks: Sequence[Block], gone: Collection[int]) -> list[Block]:
    """The blocks without some of them; what stood after those stands after a gap."""
    return [
        replace(block, gap=True) if at - 1 in gone else block
        for at, block in enumerate(blocks)
        if at not in gone
    ]


def _chapter(blocks: Sequence[Block], outline: outlines.Outline, at: int, vocabulary: Vocabulary) -> Findings:
    """What a chapter holds, section by section, so that each table is read under its own headings."""
    chapter = outline.chapters[at]
    total = Findings()
    borders = [chapter.first, *(section.first for section in chapter.sections), chapter.last]
    titles = [chapter.title, *(section.title for section in chapter.sections)]
    for start, end, title in zip(borders, borders[1:], titles, strict=False):
        own = meant_by(title, vocabulary)
        near = own or meant_by(chapter.title, vocabulary)
        heads = 1 if chapter.title or start > chapter.first else 0
        total.text += range(start, start + heads)
        part = tables.read(blocks, start + heads, end, vocabulary, near)
        opened = {one.lines[0]: one.register for one in part.tables}
        for register in _lists(near, vocabulary):
            rows, taken = bullets.read(register, blocks, part.text)
            part.rows += rows
            part.text = [one for one in part.text if one not in taken]
            opened |= {min(row.lines): register.key for row in rows[:1]}
        _add(total, part)
        for at in _headings(blocks, range(max(start, chapter.first + 1), end), opened, vocabulary):
            total.text.remove(at)
            total.furniture.append(_entry(blocks[at], "heading"))
    return total


def _headings(
    blocks: Sequence[Block], within: range, opened: Mapping[int, str], vocabulary: Vocabulary
) -> Iterator[int]:
    """Lines that say no more than the name of the register straight under them: it is printed with its name.

    A line that tells its year too ("Møteplan 2021") stays in the text.
    """
    for at in within:
        below = opened.get(blocks[at + 1].number) if at + 1 < within.stop else None
        named = below is not None and outlines.is_heading_of(blocks[at].text, {below}, vocabulary)
        if named and not blocks[at].row and not YEAR.search(blocks[at].text):
            yield at


def _lists(near: Iterable[str], vocabulary: Vocabulary) -> list[Register]:
    """The list register that headings speak of, if it is one and no other register is meant as plainly."""
    found = [
        vocabulary.registers[key]
        for key in vocabulary.registers
        if key in near and vocabulary.registers[key].bullets
    ]
    return found[:1]


def _add(total: Findings, part: Findings) -> None:
    total.rows += part.rows
    total.repeated += part.repeated
    total.furniture += part.furniture
    total.text += part.text
    total.unread += part.unread
    total.tables += part.tables


def _text(
    blocks: Sequence[Block], chapter: outlines.Chapter, part: Findings
) -> tuple[ChapterText | None, list[Entry]]:
    """The chapter's text; an attachment that only names what is attached is furniture."""
    indexes = sorted(part.text)
    if chapter.kind == "attachment" and all(_names_only(blocks[at]) for at in indexes) and not part.unread:
        return None, [_entry(blocks[at], "attachment") for at in indexes]
    text = ""
    for before, at in zip([-1, *indexes], indexes, strict=False):
        listed = before == at - 1 and blocks[before].role == blocks[at].role == "bullet"
        line = _line(blocks[at])
        if before == at - 1 and at > chapter.first + 1 and _is_broken(blocks[before], blocks[at]):
            # a hyphen at the margin becomes a soft one, so that no word of the source is lost or made
            text = text[:-1] + f"\u00ad{line}" if HYPHENATED.search(text[-2:]) else f"{text} {line}"
            continue
        separator = "\n\n" if blocks[at].gap and not listed else "\n"
        text += (separator if text else "") + line
    numbers = [line for block in blocks[chapter.first : chapter.last] for line in block.lines]
    lines = (min(numbers, default=0), max(numbers, default=0))
    sections = tuple(
        (one.label, one.title, blocks[one.first].number) for one in chapter.sections if one.first in part.text
    )
    return ChapterText(chapter.number, chapter.title, text, lines, chapter.kind, sections), []


def _is_broken(above: Block, block: Block) -> bool:
    """Whether a line goes on with the paragraph above it, which was broken at the margin."""
    plain = not (above.row or block.row or block.gap or block.level or block.role)
    return plain and is_wrapped(above.text, block.text)


def _line(block: Block) -> str:
    """A block as chapter text; an item of a list shows that it is one."""
    listed = (
        block.role == "bullet"
        and not re.match(r"\s*[^\w\s]", block.text)
        and not re.match(r"\s*o\s", block.text)
    )
    return f"- {block.text}" if listed else block.text


def _names_only(block: Block) -> bool:
    text = bare(block.text)
    return len(text.split()) <= 15 and not text.endswith(".") and not block.row


def _rows(
    blocks: Sequence[Block],
    outline: outlines.Outline,
    found: Sequence[Findings],
    places: Sequence[int],
    vocabulary: Vocabulary,
    year: int | None,
) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {}
    for at, part in enumerate(found):
        for draft in part.rows:
            register = vocabulary.registers[draft.register]
            near = _heading_year(blocks, outline.chapters[at], part, draft) or year
            place = len(rows.setdefault(register.key, [])) + 1
            rows[register.key].append(_row(draft, register, place, places[at], near))
    return {key: tuple(rows[key]) for key in vocabulary.registers if key in rows}


def _row(draft: Draft, register: Register, place: int, chapter: int, year: int | None) -> Row:
    extra = dict.fromkeys(piece.column for piece in draft.pieces if piece.column not in register.columns)
    lines = (min(draft.lines), max(draft.lines))
    pieces = tuple(Piece(one.column, one.line, one.text) for one in draft.pieces)
    row = Row(
        f"{place}@{lines[0]}-{lines[1]}",
        register.key,
        (*register.columns, *extra),
        pieces,
        lines,
        chapter,
        dict(draft.carried),
        draft.parent,
        tuple(draft.doubts),
        times=register.periods,
        year=year,
    )
    return with_periods(row)


def _heading_year(
    blocks: Sequence[Block], chapter: outlines.Chapter, part: Findings, draft: Draft
) -> int | None:
    """The year that the headings above a row print: column, line above the table, chapter."""
    first = min(draft.lines)
    table = next((one for one in part.tables if one.lines[0] <= first <= one.lines[1]), None)
    texts = [column.heading for column in table.columns] if table else []
    if table:
        start = table.lines[0]
        inside = (blocks[at] for at in range(chapter.first, chapter.last))
        above = list(takewhile(lambda block: block.number < start, inside))
        texts += [block.text for block in reversed(above[-2:]) if len(block.text.split()) <= 10]
    texts += [section.title for section in chapter.sections if blocks[section.first].number < first][-1:]
    texts.append(chapter.title)
    for text in texts:
        years = YEAR.findall(text)
        if len(years) == 1:
            return int(years[0])
    return None


def _year(front: fronts.Front) -> int | None:
    for period in (front.date, front.period):
        if period and period.start:
            return period.start.year
    return None
