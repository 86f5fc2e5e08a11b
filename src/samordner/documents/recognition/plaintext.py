"""Text files: a line is a block, a line with tabs (or pipes) is a row of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from samordner.documents.recognition import layout, markup
from samordner.documents.recognition.gathering import composed
from samordner.documents.recognition.sources import (
    MOST_LETTERS,
    MOST_LINES,
    MOST_ON_LINE,
    TOO_LONG,
    Block,
    Source,
    Unreadable,
    gettext_noop,
)
from samordner.documents.recognition.wording import (
    MARKER,
    ends_in_open_list,
    is_bullet,
    plain,
    without_tags,
    words,
)

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
STRANGE = bytes(range(32)).translate(None, b"\t\n\r\f\v")
NO_TEXT = gettext_noop("The file is not text.")
HEADING = re.compile(r"\s*(?:(#{1,4})\s+\S|<h([1-6])\b)", re.IGNORECASE)  # of Markdown or HTML
OPENING_TAB = re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*\.|[a-zæøå]\)|{MARKER}|o)\t+[^\t]+")


def read(content: bytes) -> Source:
    """A text file as a `Source`: UTF-8 with or without a mark, else Latin-1; raises `Unreadable`."""
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES or len(text) > MOST_LETTERS:
        raise Unreadable(TOO_LONG)
    if any(len(line) > MOST_ON_LINE for line in text.split("\n")):
        raise Unreadable(TOO_LONG)
    text = markup.settled(composed(text))
    blocks: list[Block] = []
    gap = page = False
    for block in _blocks(text):
        gap, page = gap or block.gap or block.page, page or block.page
        if block.empty:
            gap = True
            continue
        blocks.append(replace(block, gap=gap, page=page))
        gap = page = False
    source = Source.of("txt", tuple(blocks))
    assert source.words == words(without_tags(text)), "cleaning the lines loses no word"
    return source


def _blocks(text: str) -> Iterator[Block]:
    """The lines of a text and the rows of tables that are left in it as HTML; empty ones too."""
    if "<tr" not in text and "<TR" not in text:
        yield from _lines(text.split("\n"))
        return
    for part in markup.parts(text):
        if isinstance(part, markup.Stretch):
            lines = part.text.split("\n")
            yield from (_block(number, line) for number, line in enumerate(lines, part.first) if line.strip())
        else:
            yield Block(
                part.first,
                tuple(plain(cell) for cell in part.cells),
                row=True,
                table=part.table,
                carried=part.carried,
                banner=part.banner,
                end=part.last,
            )


def _lines(lines: Sequence[str]) -> Iterator[Block]:
    columned = layout.tables(lines)
    single = piped(lines)
    for at, line in enumerate(lines):
        row = columned.get(at)
        if row is None:
            yield _block(at + 1, line, piped=at in single)
        else:
            cells = tuple(plain(cell) for cell in row.cells)
            yield Block(at + 1, cells, row=True, page="\f" in line, indent=row.indent, wrapped=True)


def decoded(content: bytes) -> str:
    """The text of a file; refuses what is plainly not text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    head = content[:2000]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 3 and zeros.count(0) > 0.8 * len(zeros) and head.count(0) < 0.6 * len(head):
            return _strictly(content[: len(content) // 2 * 2], encoding)
    strange = len(content) - len(content.translate(None, STRANGE))
    if b"\x00" in content or strange > max(8, len(content) // 50):
        raise Unreadable(NO_TEXT)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.count("\ufffd") > len(text) // 50:
        raise Unreadable(NO_TEXT)
    return text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Unreadable(NO_TEXT) from problem


def _block(number: int, line: str, *, piped: bool = False) -> Block:
    page = "\f" in line
    raw = line.strip("\f")
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    cells = cells_of(raw, piped=piped)
    if len(cells) > 1 and any(cells):
        return Block(number, cells, row=True, page=page, open_list=ends_in_open_list(raw))
    text = plain(raw)
    heading = HEADING.match(raw)
    level = len(heading[1] or "") or int(heading[2]) if heading else 0
    return Block(
        number,
        (text,),
        gap=level > 0,
        page=page,
        indent=indent,
        level=level,
        role="bullet" if is_bullet(text) else "strong" if re.fullmatch(r"\*\*[^*]+\*\*:?", text) else "",
        open_list=ends_in_open_list(raw),
    )


def cells_of(text: str, *, piped: bool = False) -> tuple[str, ...]:
    """The cells of a line: parted by tabs, or by pipes (by a single one only if `piped`: the lines near it are too).

    A tab after a heading's number or an item's sign is no border of a cell.
    """
    if "\t" not in text and (piped or text.count(" | ") > 1 or re.fullmatch(r"\s*\|.*\|\s*", text)):
        framed = re.fullmatch(r"\|(.*)\|\s*", text)
        text = re.sub(r"(?:^|(?<=\s))\|(?=\s|$)", "\t", text) if not framed else framed[1].replace("|", "\t")
    text = text.strip(" ")
    if "\t" not in text or OPENING_TAB.fullmatch(text):
        return (plain(text),)
    return tuple(_unbold(plain(cell)) for cell in text.split("\t"))


def piped(lines: Sequence[str]) -> set[int]:
    """The lines, by index, with a single pipe between spaces that stand next to others parted by pipes."""
    told = [at for at, line in enumerate(lines) if " | " in f" {line} " and "\t" not in line]
    near = {at for one, other in pairwise(told) if other - one <= 2 for at in (one, other)}
    return {at for at in near if f" {lines[at]} ".count(" | ") == 1}


def _unbold(cell: str) -> str:
    """A cell without the signs that Markdown draws round bold type."""
    return re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", cell)
