"""Tables that are left as HTML in a text file: every row with the cells, spans and lines that its tags tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samordner.documents.recognition.wording import TAG

ROW = re.compile(r"<tr\b[^<>]*>(.*?)(?:</tr\s*>|(?=<tr\b)|(?=</table)|\Z)", re.DOTALL | re.IGNORECASE)
CELL = re.compile(r"<t[dh]\b([^<>]*)>(.*?)(?=<t[dh]\b|\Z)", re.DOTALL | re.IGNORECASE)
SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
TABLE = re.compile(r"<table\b", re.IGNORECASE)
MOST_COLUMNS = 60


@dataclass(frozen=True)
class MarkedRow:
    """A row of an HTML table: its cells as written, and which of them a merged cell above covers."""

    first: int  # lines of the source, 1-based
    last: int
    cells: tuple[str, ...]
    table: int
    carried: frozenset[int]
    banner: bool


@dataclass(frozen=True)
class Stretch:
    """Text between rows: where it begins in the source (1-based line) and what it says."""

    first: int
    text: str


def settled(text: str) -> str:
    """The text with each tag on one line; a line that ended within a tag ends after it, so that none is lost."""
    if "<" not in text:
        return text
    return TAG.sub(lambda tag: tag[0].replace("\n", " ") + "\n" * tag[0].count("\n"), text)


def parts(text: str) -> Iterator[Stretch | MarkedRow]:
    """A text parted into the rows of its HTML tables and what stands between them."""
    at, line, table = 0, 1, 0
    merged: dict[int, int] = {}
    width = 0
    for row in ROW.finditer(text):
        between = text[at : row.start()]
        yield Stretch(line, between)
        line += between.count("\n")
        if table == 0 or TABLE.search(between):
            table, merged, width = table + 1, {}, 0
        cells, carried = _cells(row[1], merged)
        last = line + row[0].count("\n")
        banner = len(CELL.findall(row[1])) == 1 and len(cells) > 1 and len(cells) >= width and not carried
        yield MarkedRow(line, last, cells, table, carried, banner)
        width = max(width, len(cells))
        at, line = row.end(), last
    yield Stretch(line, text[at:])


def _cells(row: str, merged: dict[int, int]) -> tuple[tuple[str, ...], frozenset[int]]:
    """The cells of a row on their columns; `merged` holds how many rows a merged cell still covers, by column."""
    opening = CELL.search(row)
    before = row[: opening.start()].strip() if opening else row.strip()
    cells: list[str] = []
    carried: set[int] = set()
    for attributes, content in CELL.findall(row):
        cover(cells, carried, merged)
        spans = {name.lower(): int(number) for name, number in SPAN.findall(attributes)}
        place, wide = len(cells), min(max(1, spans.get("col", 1)), MOST_COLUMNS)
        cells += [" ".join(f"{before} {content}".split()), *("" for _ in range(wide - 1))]
        before = ""
        if spans.get("row", 1) > 1:
            merged.update(dict.fromkeys(range(place, place + wide), spans["row"] - 1))
    cover(cells, carried, merged)
    if before:
        cells.append(before)
    return tuple(cells), frozenset(carried)


def cover(cells: list[str], carried: set[int], merged: dict[int, int]) -> None:
    """Go on past the places that a cell of a row above covers. `merged`: place → how many more rows it reaches."""
    while merged.get(len(cells), 0) > 0:
        merged[len(cells)] -= 1
        carried.add(len(cells))
        cells.append("")
