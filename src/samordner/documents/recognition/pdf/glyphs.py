"""What stands on a page of a PDF: words with their place, size and weight, and the lines that are drawn.

Places are points from the page's upper left corner. A word carries the number of the marked content that it
stands in, by which the structure of a tagged file finds it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix, PathSegment, Point, decode_text

from samordner.documents.recognition.sources import MOST_LETTERS, TOO_LONG, Unreadable

UNMARKED, ARTIFACT = -1, -2  # `tag` of words outside all marked content, and of running heads and ornaments
ASCENT, DESCENT = 0.8, 0.2  # of a letter's size, above and below the line it stands on
SPACE = 0.18  # of a letter's size: a gap as wide parts two words
THIN = 3.0  # points: a filled rectangle this thin is a line
MOST_EDGES = 20_000  # drawn lines on a page; more are a picture
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "ft"}
SYMBOLIC = re.compile(r"symbol|wingding|dingbat|webding", re.IGNORECASE)  # fonts whose letters are signs
HEAVY = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
UNDER = 2.5  # points that the line under a word may end beside it
UNKNOWN = "\ufffd"
NOTHING = re.compile("[\u200b-\u200d\u2060\ufeff]")  # letters without width


@dataclass(slots=True)
class Word:
    """Letters that stand together. `base` is the line that they stand on; `apart`: a space stands before them,
    `ended`: after them."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    tag: int
    apart: bool
    sign: bool = False  # of a font of signs: a bullet, not a letter
    upright: bool = True
    ended: bool = False

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.base + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn line along one axis: `at` across, from `start` to `end` along. `drawn`: a stroke, no shade's side."""

    at: float
    start: float
    end: float
    drawn: bool


@dataclass
class Page:
    """What stands on one page."""

    number: int  # 1-based
    key: int  # the file's own number of the page
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    level: list[Edge] = field(default_factory=list)  # horizontal lines
    plumb: list[Edge] = field(default_factory=list)  # vertical lines
    shades: list[tuple[float, float, float, float]] = field(default_factory=list)  # x0, top, x1, bottom
    pictured: float = 0.0  # share of the page that pictures cover
    letters: int = 0


@dataclass(slots=True)
class _Mark:
    """Marked content that is open, and the text that it says it stands for."""

    tag: int
    says: str | None
    said: bool = False


def _not_under_words(edges: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """The lines without those that underline words: they begin and end as words do."""
    starts: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        starts[round(word.x0)].append(word)
    return [edge for edge in edges if not _underlines(edge, starts)]


def _underlines(edge: Edge, starts: Mapping[int, Sequence[Word]]) -> bool:
    near = (word for at in (-1, 0, 1) for word in starts.get(round(edge.start) + at, ()))
    first = next((word for word in near if -0.1 <= (edge.at - word.base) / word.size <= 0.35), None)
    if first is None or not edge.drawn:
        return False
    on_line = (word for words in starts.values() for word in words if abs(word.base - first.base) < 1)
    return any(abs(word.x1 - edge.end) < UNDER for word in on_line)


class Reader(PDFTextDevice):
    """Gathers the words and lines of one page after the other; refuses a file with too many letters."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.page = Page(0, 0, 0, 0)
        self.letters = 0
        self._number = 0
        self._marks: list[_Mark] = []
        self._word: Word | None = None
        self._fonts: dict[int, tuple[bool, bool, bool]] = {}
        self._apart = True
        self._properties: Any = {}

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self._number += 1
        x0, y0, x1, y1 = page.mediabox
        turned = page.rotate in (90, 270)
        width, height = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
        self.page = Page(self._number, int(str(page.pageid)), abs(width), abs(height))
        self._marks = []
        self._properties = dict_value(dict_value(page.resources).get("Properties", {}))

    def end_page(self, page: PDFPage) -> None:
        self._close()
        self.page.level = _not_under_words(self.page.level, self.page.words)

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        if isinstance(props, PSLiteral):
            props = self._properties.get(literal_name(props))
        said = dict_value(props) if props is not None else {}
        number = resolve1(said.get("MCID"))
        outer = self._marks[-1].tag if self._marks else UNMARKED
        if isinstance(number, int) and number >= 0:
            outer = number
        elif literal_name(tag) == "Artifact":
            outer = ARTIFACT
        says = resolve1(said.get("ActualText"))
        self._marks.append(_Mark(outer, decode_text(says) if isinstance(says, bytes) else None))

    def end_tag(self) -> None:
        if self._marks:
            self._marks.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:
        assert self.ctm is not None
        a, b, c, d, _, _ = self.ctm
        share = abs(a * d - b * c) / max(1.0, self.page.width * self.page.height)
        self.page.pictured = max(self.page.pictured, min(1.0, share))

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        if not stroke and not fill:
            return
        corner: tuple[float, float] | None = None
        here: tuple[float, float] | None = None
        shape: list[tuple[float, float]] = []
        for step in path:
            if step[0] == "m":
                self._filled(shape, fill and not stroke)
                corner = here = self._point(step[1:3])
                shape = [here]
            elif step[0] == "l" and here is not None:
                there = self._point(step[1:3])
                if stroke:
                    self._edge(here, there, drawn=True)
                here = there
                shape.append(here)
            elif step[0] == "h" and here is not None and corner is not None:
                if stroke:
                    self._edge(here, corner, drawn=True)
                here = corner
            elif step[0] in "cvy":
                here = self._point(step[-2:])
                shape = []
        self._filled(shape, fill and not stroke)

    def _point(self, at: Sequence[Any]) -> tuple[float, float]:
        assert self.ctm is not None
        a, b, c, d, e, f = self.ctm
        x, y = float(at[0]), float(at[1])
        return a * x + c * y + e, self.page.height - (b * x + d * y + f)

    def _filled(self, shape: list[tuple[float, float]], filled: bool) -> None:
        """A filled rectangle: a line if it is thin, else a shade with four sides."""
        if not filled or not 4 <= len(shape) <= 5:
            return
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if any(abs(x - x0) > 1 and abs(x - x1) > 1 for x in xs):
            return
        if y1 - y0 <= THIN:
            self._edge((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2), drawn=True)
        elif x1 - x0 <= THIN:
            self._edge(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1), drawn=True)
        elif (x1 - x0) * (y1 - y0) < 0.8 * self.page.width * self.page.height:
            if len(self.page.shades) < MOST_EDGES:
                self.page.shades.append((x0, y0, x1, y1))
            for one, other in (
                ((x0, y0), (x1, y0)),
                ((x0, y1), (x1, y1)),
                ((x0, y0), (x0, y1)),
                ((x1, y0), (x1, y1)),
            ):
                self._edge(one, other, drawn=False)

    def _edge(self, one: tuple[float, float], other: tuple[float, float], *, drawn: bool) -> None:
        if len(self.page.level) + len(self.page.plumb) >= MOST_EDGES:
            return
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) < 1 < abs(x0 - x1):
            self.page.level.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1), drawn))
        elif abs(x0 - x1) < 1 < abs(y0 - y1):
            self.page.plumb.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1), drawn))

    def render_string_horizontal(
        self,
        seq: Any,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> Point:
        a, b, c, d, e, f = matrix
        upright = abs(b) <= 0.1 * abs(a)
        stretch = (a * a + b * b) ** 0.5
        size = abs(fontsize) * (c * c + d * d) ** 0.5
        bold, sign, ring = self._kind(font)
        mark = self._marks[-1] if self._marks else None
        tag = mark.tag if mark else UNMARKED
        height = self.page.height
        spacing = charspace * stretch
        x, y = pos
        follows = False
        for part in seq:
            if isinstance(part, (int, float)):
                x -= part * dxscale
                follows = True
                continue
            if not isinstance(part, bytes):
                continue
            for cid in font.decode(part):
                if follows:
                    x += charspace
                follows = True
                try:
                    letter = font.to_unichr(cid)
                except PDFUnicodeNotDefined:
                    letter = UNKNOWN
                advance = font.char_width(cid) * fontsize * scaling
                if mark and mark.says is not None:
                    letter, mark.said = ("" if mark.said else mark.says), True
                if upright:
                    x0 = a * x + c * (y + rise) + e
                    base = height - (b * x + d * (y + rise) + f)
                    x1 = x0 + a * advance
                else:  # a turned word: its letters are kept together, where it begins
                    x0 = b * x + d * (y + rise) + f
                    base = a * x + c * (y + rise) + e
                    x0, x1 = (x0, x0 + b * advance) if b > 0 else (-x0, -x0 - b * advance)
                self._letter(letter, x0, x1, base, size, bold, tag, sign, ring, spacing, upright)
                x += advance
                if cid == 32 and wordspace and not font.is_multibyte():
                    x += wordspace
        return (x, y)

    def render_char(self, matrix: Matrix, font: PDFFont, *rest: Any) -> float:
        """A letter of a vertical font; such fonts are not used in the plans that are read."""
        return 0

    def _letter(
        self,
        letter: str,
        x0: float,
        x1: float,
        base: float,
        size: float,
        bold: bool,
        tag: int,
        sign: bool,
        ring: bool,
        spacing: float,
        upright: bool,
    ) -> None:
        if not letter.isalnum():
            letter = NOTHING.sub("", letter)
        if not letter:
            return
        if letter.isspace() or letter == "\x00":
            if self._word is not None and self._word.tag == tag and abs(base - self._word.base) < 0.1 * size:
                self._word.ended = True
            self._close()
            self._apart = True
            return
        self.letters += 1
        self.page.letters += 1
        if self.letters > MOST_LETTERS:
            raise Unreadable(TOO_LONG)
        letter = LIGATURES.get(letter, letter)
        word = self._word
        if word is not None:
            gap = x0 - word.x1 - spacing
            near = abs(base - word.base) < 0.1 * size and -0.4 * size < gap < SPACE * size
            alike = (word.tag, word.upright, word.bold, word.sign) == (tag, upright, bold, sign)
            if near and alike and abs(size - word.size) < 0.1 * size:
                word.text += letter
                word.x1 = x1
                return
            self._close()
        if ring and letter == "o":
            letter = "○"
        self._word = Word(letter, x0, x1, base, size, bold, tag, self._apart, sign, upright)
        self._apart = False

    def _close(self) -> None:
        if self._word is not None:
            self.page.words.append(self._word)
            self._word = None

    def _kind(self, font: PDFFont) -> tuple[bool, bool, bool]:
        """Whether a font is bold, is one of signs, draws rings for bullets."""
        kind = self._fonts.get(id(font))
        if kind is None:
            name = f"{getattr(font, 'basefont', '')} {getattr(font, 'fontname', '')}"
            weight = dict_value(font.descriptor).get("FontWeight", 400)
            heavy = HEAVY.search(name) is not None or (isinstance(weight, int) and weight >= 600)
            kind = heavy or bool(font.flags & 1 << 18), SYMBOLIC.search(name) is not None, "Courier" in name
            self._fonts[id(font)] = kind
        return kind
