"""Blocks out of the pages of a PDF that tells no structure: by what stands where, how large and how heavy."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from samordner.documents.recognition.numbering import NUMBER, SUBNUMBER
from samordner.documents.recognition.pdf.cells import lines_of
from samordner.documents.recognition.pdf.columns import segments
from samordner.documents.recognition.pdf.flow import Listed, Stretch, Tabled, elements, rows_as_parts
from samordner.documents.recognition.pdf.furniture import running
from samordner.documents.recognition.pdf.glyphs import Page, Word
from samordner.documents.recognition.pdf.lines import Lexicon, Line, begins
from samordner.documents.recognition.pdf.parts import Part, part
from samordner.documents.recognition.pdf.ruled import Grid, alike, grids
from samordner.documents.recognition.pdf.stacked import Stack, stacks
from samordner.documents.recognition.wording import is_bullet

LARGER = 1.12  # of the body's size: a line as large is a heading
SMALLER = 0.93  # of the body's size: a line as small at the foot of a page is a note
LOOSER = 1.25  # of the usual step between lines: a step as wide begins a paragraph
LONGEST = 16  # words in a heading
LEADER = re.compile(r"(?:\.{3,}|…)\s*\d{1,3}$")
NOTED = re.compile(r"(?:\d{1,2}(?![\d.])|\*)\s*\S")
WORDY = 5  # words; a line with more is running text
ITEM = re.compile(r"(?:\d{1,2}[.)]|[a-zæøå]\))\s")


@dataclass
class _Paragraph:
    """Lines that make one text, and whether something was left free above them."""

    lines: list[Line]
    text: str
    gap: bool


@dataclass
class Untagged:
    """The pages of a file while they are read."""

    pages: Sequence[Page]
    lexicon: Lexicon
    parts: list[Part] = field(default_factory=list)
    tables: int = 0
    last: Tabled | None = None  # the table that nothing stands under yet
    body: float = 10.0
    pitch: float = 1.2  # the usual step from line to line, in sizes

    def read(self) -> list[Part]:
        """The blocks of all pages, what stands on the edge of every page last."""
        tables = _tables(self.pages)
        beside = {page.number: _beside(page, tables[page.number]) for page in self.pages}
        rows = {
            page.number: lines_of([word for word in beside[page.number] if word.upright], page.number)
            for page in self.pages
        }
        gone = running(self.pages, rows)
        self.body, self.pitch = _usual(
            [line for at, line in enumerate(lines) if at not in gone[number]]
            for number, lines in rows.items()
        )
        edge: list[Part] = []
        for page in self.pages:
            dropped = [rows[page.number][at] for at in sorted(gone[page.number])]
            edge += [part(line.text, [line], role="page") for line in dropped if _says(line)]
            out = {id(word) for line in dropped for word in line.words}
            words = [word for word in beside[page.number] if id(word) not in out]
            self._page(page, tables[page.number], words)
        return _leveled(self.parts, self.body) + edge

    def _page(self, page: Page, tables: Sequence[Grid | Stack], words: Sequence[Word]) -> None:
        opening = True
        notes = _notes(words, self.body, page)
        noted = {id(word) for line in notes for word in line.words}
        for element in elements(page, tables, [word for word in words if id(word) not in noted]):
            if isinstance(element, Tabled):
                self._table(element, opening)
            elif isinstance(element, Listed):
                self.parts += [part(line.text, [line], role="toc") for line in element.lines]
                self.last = None
            else:
                self._stretch(element, opening)
                self.last = None
            opening = False
        for found in self._paragraphs(notes, max((line.x1 for line in notes), default=0.0)):
            self.parts.append(part(found.text, found.lines, role="note"))

    def _table(self, table: Tabled, opening: bool) -> None:
        """A table; one that opens a page goes on with the one that ended the page before, if its columns do."""
        goes_on = (
            opening
            and self.last is not None
            and self.last.page == table.page - 1
            and _continues(self.last, table)
        )
        if not goes_on:
            self.tables += 1
        self.parts += rows_as_parts(table, self.tables, self.lexicon, first=not goes_on)
        self.last = table

    def _stretch(self, stretch: Stretch, opening: bool) -> None:
        for at, found in enumerate(self._paragraphs(stretch.lines, stretch.limit)):
            if at == 0 and opening and self._runs_on(found.lines[0]):
                before = self.parts[-1]
                text = self.lexicon.joined(before.block.text, found.text, apart=True).replace("\u00ad", "")
                self.parts[-1] = replace(
                    before, block=replace(before.block, cells=(text,)), lines=before.lines + len(found.lines)
                )
                continue
            self.parts.append(self._part(found))

    def _part(self, found: _Paragraph) -> Part:
        text = found.text.replace("\u00ad", "")
        first = found.lines[0]
        role = "toc" if LEADER.search(text) else "bullet" if is_bullet(text) or first.sign else ""
        if not role and all(line.bold for line in found.lines) and first.size < LARGER * self.body:
            role = "strong"
        return part(
            text, found.lines, gap=found.gap, role=role, indent=round(first.x0) if role == "bullet" else 0
        )

    def _runs_on(self, line: Line) -> bool:
        """Whether the first line of a page goes on with the paragraph that ended the page before."""
        before = self.parts[-1] if self.parts else None
        if before is None or before.block.row or before.block.role not in ("", "bullet") or line.sign:
            return False
        same = abs(before.size - line.size) < 0.5 and before.bold == line.bold
        text = before.block.text
        return same and text[-1] not in ".!?:;" and line.text[0].islower() and before.page >= line.page - 1

    def _paragraphs(self, lines: Sequence[Line], limit: float) -> list[_Paragraph]:
        out: list[_Paragraph] = []
        for line in lines:
            above = out[-1] if out else None
            if above is not None and self._goes_on(above, line, limit):
                above.text = self.lexicon.joined(above.text, line.text, apart=line.words[0].apart)
                above.lines.append(line)
                continue
            out.append(_Paragraph([line], line.text, above is None or self._is_apart(above.lines[-1], line)))
        return out

    def _is_apart(self, above: Line, line: Line) -> bool:
        step = line.base - above.base
        return (
            step <= 0
            or step > LOOSER * self.pitch * line.size
            or abs(above.size - line.size) > 0.5
            or above.bold != line.bold
        )

    def _goes_on(self, above: _Paragraph, line: Line, limit: float) -> bool:
        last, first = above.lines[-1], above.lines[0]
        step = line.base - last.base
        if (
            not 0 < step <= LOOSER * self.pitch * max(line.size, last.size)
            or abs(last.size - line.size) > 0.5
        ):
            return False
        if LEADER.search(above.text) or line.sign:
            return False
        if line.size > LARGER * self.body:
            numbered = NUMBER.match(line.text) or SUBNUMBER.match(line.text)
            return last.bold == line.bold and not numbered and not begins(last, line, self.lexicon, None)
        if begins(last, line, self.lexicon, limit) or (
            last.bold and not line.bold and len(above.lines) == 1 and last.x1 < 0.7 * limit
        ):
            return False
        if ITEM.match(line.text) and above.text[-1] in ".:;":
            return False
        if first.sign:
            return line.x0 > first.x0 + 1 or (len(above.lines) > 1 and line.x0 >= above.lines[1].x0 - 3)
        return line.x0 < last.x0 + 0.8 * line.size or len(above.lines) == 1


def _continues(above: Tabled, table: Tabled) -> bool:
    if above.drawn and table.drawn:
        return alike(above.borders, table.borders)
    if above.drawn or table.drawn:
        return False
    return len(above.borders) == len(table.borders) and all(
        abs(one - other) < 20 for one, other in zip(above.borders, table.borders, strict=True)
    )


def _says(line: Line) -> bool:
    return any(map(str.isalnum, line.text))


def _usual(pages: Iterable[Sequence[Line]]) -> tuple[float, float]:
    """The size of most letters in running text, and the usual step from line to line in sizes."""
    running_text: Counter[float] = Counter()
    every: Counter[float] = Counter()
    steps: list[float] = []
    for lines in pages:
        for line in lines:
            size = round(line.size * 2) / 2
            every[size] += 1
            lettered = sum(word.text[0].isalpha() for word in line.words)
            if lettered > WORDY and len(segments(line)) == 1:
                running_text[size] += sum(len(word.text) for word in line.words)
        for above, line in pairwise(lines):
            step = (line.base - above.base) / max(line.size, 1.0)
            if 1.0 <= step <= 1.9 and abs(line.size - above.size) < 0.5 and len(line.words) > 3:
                steps.append(step)
    sizes = running_text or every
    body = max(sizes, key=lambda size: sizes[size], default=10.0)
    return body, median(steps) if steps else 1.3


def _tables(pages: Sequence[Page]) -> dict[int, list[Grid | Stack]]:
    """The tables that lines are drawn through on each page, from the top."""
    found: dict[int, list[Grid | Stack]] = {}
    above: Grid | Stack | None = None
    for page in pages:
        drawn = grids(page, above.xs if isinstance(above, Grid) else ())
        lined = stacks(page, drawn, above.borders if isinstance(above, Stack) else ())
        found[page.number] = sorted([*drawn, *lined], key=lambda table: table.top)
        above = found[page.number][-1] if found[page.number] else None
    return found


def _beside(page: Page, tables: Sequence[Grid | Stack]) -> list[Word]:
    """The words of a page that stand in no table that lines are drawn through."""
    inside: set[int] = set()
    for table in tables:
        if isinstance(table, Grid):
            inside.update(id(word) for cell in table.cells for word in cell.words)
        else:
            inside.update(id(word) for row in table.rows for cell in row for word in cell)
    return [word for word in page.words if id(word) not in inside]


def _notes(words: Sequence[Word], body: float, page: Page) -> Sequence[Line]:
    """The notes at the foot of a page: smaller than the body, the first with its number."""
    lines = lines_of([word for word in words if word.upright and word.base > page.height / 2], page.number)
    at = len(lines)
    while at > 0 and lines[at - 1].size < SMALLER * body:
        at -= 1
    while at < len(lines) and not NOTED.match(lines[at].text):
        at += 1
    return lines[at:]


def _leveled(parts: Sequence[Part], body: float) -> list[Part]:
    """The parts with the levels of their headings, by size. What is largest of all on the first page is the title."""
    sizes: dict[float, list[int]] = {}
    for at, one in enumerate(parts):
        if _is_heading(one, body):
            sizes.setdefault(round(one.size * 2) / 2, []).append(at)
    out = list(parts)
    ranked = sorted(sizes, reverse=True)
    first = min((one.page for one in parts), default=1)
    while len(ranked) > 1 and _stand_first(sizes, ranked, parts, first):
        for at in sizes[ranked[0]]:
            out[at] = replace(out[at], block=replace(out[at].block, role="title"))
        ranked = ranked[1:]
    if len(ranked) == 1 and len(sizes[ranked[0]]) == 1 and parts[sizes[ranked[0]][0]].page == first:
        at = sizes[ranked[0]][0]
        out[at] = replace(out[at], block=replace(out[at].block, role="title"))
        ranked = []
    for level, size in enumerate(ranked, 1):
        for at in sizes[size]:
            deeper = 1 if SUBNUMBER.match(out[at].block.text) and level == 1 else 0
            block = replace(out[at].block, level=min(level + deeper, 6), role="", gap=True)
            out[at] = replace(out[at], block=block)
    return out


def _stand_first(
    sizes: Mapping[float, Sequence[int]], ranked: Sequence[float], parts: Sequence[Part], page: int
) -> bool:
    """Whether the largest headings all stand on the first page; where the others do too, before them."""
    largest = sizes[ranked[0]]
    others = [at for size in ranked[1:] for at in sizes[size]]
    apart = any(parts[at].page > page for at in others)
    return all(parts[at].page == page for at in largest) and (apart or max(largest) < min(others))


def _is_heading(one: Part, body: float) -> bool:
    text = one.block.text
    if one.block.row or one.block.role not in ("", "strong") or one.size < LARGER * body or not text:
        return False
    return len(text.split()) <= LONGEST and text[-1] not in ".,;" and any(map(str.isalpha, text))
