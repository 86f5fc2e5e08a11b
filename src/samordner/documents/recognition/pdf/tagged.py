"""Blocks out of a tagged PDF: what its structure says is a heading, a paragraph, an item, a row of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samordner.documents.recognition.markup import cover
from samordner.documents.recognition.pdf.glyphs import ARTIFACT, Page, Word
from samordner.documents.recognition.pdf.lines import Lexicon, Line, drawn, paragraphs
from samordner.documents.recognition.pdf.parts import Part, part
from samordner.documents.recognition.pdf.tree import Node
from samordner.documents.recognition.pdf.tree import Place as Content
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.wording import is_bullet

HEADINGS = {"H": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
HOLDERS = frozenset(
    {"Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "Aside", "TOC"}
    | {"P", "BlockQuote", "LBody", "TBody", "TFoot", "THead"}
)
NOTES = frozenset({"Note", "FENote"})
STANDING = frozenset({*HEADINGS, *HOLDERS, "L", "LI", "Table", "TR", "Caption", "Figure", "TOCI", "Title"})
CELLS = frozenset({"TD", "TH"})
LEVEL = 360  # how far a list's level is set in, as a Word file counts it
SET_IN = 4.0  # points that a cell's first words stand to the right of the others
STEPS = 3  # places that the words of a column begin at; more mean that they are centred
MOST_IN_FIGURE = 150  # pieces of content in a picture; more are text that was tagged so by mistake


@dataclass
class Tagged:
    """The words of a file by the marked content that they stand in, and the blocks that its structure makes."""

    words: Mapping[Content, Sequence[Word]]
    pages: Mapping[int, Page]  # by the file's own number of the page
    lexicon: Lexicon
    parts: list[Part] = field(default_factory=list)
    pictures: list[Part] = field(default_factory=list)  # the words drawn in figures
    notes: list[Node] = field(default_factory=list)
    tables: int = 0

    def read(self, root: Node) -> list[Part]:
        """The blocks of the whole structure, in its order."""
        self._standing(root, 0)
        return self.parts

    def add_untold(self, words: Sequence[Word], page: Page) -> None:
        """Text that the structure leaves out, after what it tells of the same page."""
        lines = drawn(words, page.number)
        if not any(any(map(str.isalnum, line.text)) for line in lines):
            return
        at = next((at for at, one in enumerate(self.parts) if one.page > page.number), len(self.parts))
        self.parts[at:at] = [part(line.text, [line]) for line in lines]

    def _lines(self, content: Sequence[Content]) -> list[Line]:
        lines: list[Line] = []
        for place in content:
            page = self.pages.get(place[0])
            if page is not None:
                drawn(self.words.get(place, ()), page.number, onto=lines)
        return lines

    def _runs(self, node: Node) -> Iterator[list[Content] | Node]:
        """The running text in an element, and the elements that stand by themselves in it, in order."""
        run: list[Content] = []
        for one in node.parts:
            if not isinstance(one, Node):
                run.append(one)
            elif one.role in NOTES:
                self.notes.append(one)
            elif one.role in STANDING:
                if run:
                    yield run
                    run = []
                yield one
            else:
                if one.role == "Lbl":
                    self._part_from_text(one)
                for inner in self._runs(one):
                    if isinstance(inner, list):
                        run += inner
                        continue
                    if run:
                        yield run
                        run = []
                    yield inner
        if run:
            yield run

    def _part_from_text(self, label: Node) -> None:
        """A number in running text, as that of a note, is a word of its own."""
        for place in label.places():
            for word in list(self.words.get(place, ()))[:1]:
                word.apart = True

    def _standing(self, node: Node, depth: int) -> None:
        for one in self._runs(node):
            if isinstance(one, list):
                self._text(self._lines(one))
            else:
                self._element(one, depth)
        while self.notes:
            self._text(self._lines(list(self.notes.pop(0).places())), role="note")

    def _element(self, node: Node, depth: int) -> None:
        if node.role in HEADINGS:
            self._text(self._lines(list(node.places())), level=HEADINGS[node.role])
        elif node.role == "L":
            for one in node.parts:
                if isinstance(one, Node):
                    self._element(one, depth + 1 if one.role in ("L", "LI") else depth)
        elif node.role == "LI":
            self._item(node, max(1, depth))
        elif node.role == "Table":
            self._table(node, depth)
        elif node.role in ("TOCI", "Title", "Caption"):
            role = {"TOCI": "toc"}.get(node.role, node.role.lower())
            self._text(self._lines(list(node.places())), role=role)
        elif node.role == "Figure" and _is_picture(node):
            lines = self._lines(list(node.places()))
            if any(any(map(str.isalnum, line.text)) for line in lines):
                self.pictures.append(part("\n".join(line.text for line in lines), lines, role="figure"))
        else:
            self._standing(node, depth)

    def _text(self, lines: Sequence[Line], *, level: int = 0, role: str = "") -> None:
        """A block of running text; outside headings the writer's own line ends part it."""
        if not lines:
            return
        if level or role:
            text = " ".join(one for one, _ in paragraphs(lines, self.lexicon))
            self.parts.append(part(text, lines, level=level, role=role))
            return
        limit = max(line.x1 for line in lines)
        text = "\n".join(one for one, _ in paragraphs(lines, self.lexicon, limit))
        role = "bullet" if is_bullet(text) else "strong" if all(line.bold for line in lines) else ""
        self.parts.append(part(text, lines, role=role))

    def _item(self, node: Node, depth: int) -> None:
        """An item of a list with its sign; what else stands in it follows as text or as deeper items."""
        sign = self._sign(node)
        first = True
        for one in self._bodies(node):
            if not isinstance(one, list):
                self._element(one, depth)
                continue
            lines = self._lines(one)
            if not lines:
                continue
            text = "\n".join(
                text for text, _ in paragraphs(lines, self.lexicon, max(line.x1 for line in lines))
            )
            indent = LEVEL * (depth - 1)
            if first:
                text = f"{sign} {text}" if sign else text
                self.parts.append(part(text, lines, role="bullet", indent=indent))
            else:
                self.parts.append(part(text, lines, gap=False, indent=indent + LEVEL))
            first = False

    def _sign(self, item: Node) -> str:
        labels = [one for one in item.parts if isinstance(one, Node) and one.role == "Lbl"]
        lines = self._lines([place for label in labels for place in label.places()])
        text = " ".join(line.text for line in lines)
        first = lines[0].words[0] if lines else None
        return "•" if first and len(text) == 1 and (first.sign or "\ue000" <= text <= "\uf8ff") else text

    def _bodies(self, item: Node) -> Iterator[list[Content] | Node]:
        """What stands in an item besides its sign; a paragraph that only holds its text is its text."""
        inner = Node(
            "LBody", [one for one in item.parts if not (isinstance(one, Node) and one.role == "Lbl")]
        )
        for one in self._runs(inner):
            if isinstance(one, Node) and one.role in ("LBody", "P", "Div", "NonStruct", "BlockQuote"):
                yield from self._bodies(one)
            else:
                yield one

    def _table(self, node: Node, depth: int) -> None:
        rows = list(_rows(node))
        for caption in (one for one in node.parts if isinstance(one, Node) and one.role == "Caption"):
            self._element(caption, depth)
        width = max((sum(cell.wide for cell in row) for row in rows), default=0)
        if width < 2:
            for row in rows:
                for cell in row:
                    self._standing(cell, depth)
            return
        self.tables += 1
        read = [[self._cell(cell) for cell in row] for row in rows]
        self.parts += _blocks(rows, read, width, self.tables, self._margin(read))
        while self.notes:
            self._text(self._lines(list(self.notes.pop(0).places())), role="note")

    def _margin(self, read: Sequence[Sequence["_Cell"]]) -> float | None:
        """Where the words of the first column begin; None where they are centred."""
        starts = {round(row[0].x0 / 2) for row in read if row and row[0].text and row[0].x0 is not None}
        return min(starts) * 2.0 if 0 < len(starts) <= STEPS else None

    def _cell(self, cell: Node) -> "_Cell":
        out: list[str] = []
        lines: list[Line] = []
        self._into(cell, out, lines, -1)
        listed = is_bullet(out[0]) if out else False
        return _Cell(
            "\n".join(out),
            len(lines),
            lines[0].page if lines else 0,
            lines[0].x0 if lines and not listed else None,
        )

    def _into(self, node: Node, out: list[str], lines: list[Line], depth: int) -> None:
        """The paragraphs and items in a cell as lines of its text."""
        sign = self._sign(node) if node.role == "LI" else ""
        if node.role == "LI":
            node = Node(
                "LBody", [one for one in node.parts if not (isinstance(one, Node) and one.role == "Lbl")]
            )
        for one in self._runs(node):
            if not isinstance(one, list):
                inner: list[str] = []
                self._into(one, inner, lines, depth + 1 if one.role == "L" else depth)
                if sign and inner:
                    inner[0] = f"{'  ' * max(0, depth)}{sign} {inner[0].strip()}"
                    sign = ""
                out += inner
                continue
            found = self._lines(one)
            lines += found
            limit = max((line.x1 for line in found), default=0.0)
            for text, _ in paragraphs(found, self.lexicon, limit):
                out.append(f"{'  ' * max(0, depth)}{sign} {text}" if sign else text)
                sign = ""


def ornaments(pages: Sequence[Page]) -> Iterator[Part]:
    """What the file tells to be no content: running heads, numbers of pages, headings printed again."""
    for page in pages:
        for line in drawn([word for word in page.words if word.tag == ARTIFACT], page.number):
            if any(map(str.isalnum, line.text)):
                yield part(line.text, [line], role="page")


@dataclass(frozen=True)
class _Cell:
    """The text of a cell, how many lines it takes, on which page and where its first word begins."""

    text: str
    lines: int
    page: int
    x0: float | None


def _is_picture(node: Node) -> bool:
    """Whether a figure holds no paragraphs of its own and no more words than a drawing does."""
    standing = any(one.role in STANDING for one in node.walk() if one is not node)
    return not standing and len(list(node.places())) <= MOST_IN_FIGURE


def _rows(node: Node) -> Iterator[list[Node]]:
    for one in node.parts:
        if isinstance(one, Node) and one.role == "TR":
            yield list(_cells(one))
        elif isinstance(one, Node) and one.role not in CELLS and one.role not in ("Caption", "Table"):
            yield from _rows(one)


def _cells(row: Node) -> Iterator[Node]:
    for one in row.parts:
        if isinstance(one, Node) and one.role in CELLS:
            yield one
        elif isinstance(one, Node):
            yield from _cells(one)


def _blocks(
    rows: Sequence[Sequence[Node]],
    read: Sequence[Sequence[_Cell]],
    width: int,
    table: int,
    margin: float | None,
) -> Iterator[Part]:
    """A row of a table as a block each: its cells on their columns, those that a cell above covers carried."""
    covered: dict[int, int] = {}
    page, first = 0, True
    for nodes, cells in zip(rows, read, strict=True):
        texts: list[str] = []
        carried: set[int] = set()
        for node, cell in zip(nodes, cells, strict=True):
            cover(texts, carried, covered)
            place = len(texts)
            texts += [cell.text, *("" for _ in range(node.wide - 1))]
            if node.high > 1:
                covered.update(dict.fromkeys(range(place, place + node.wide), node.high - 1))
        cover(texts, carried, covered)
        page = next((cell.page for cell in cells if cell.page), page)
        start = cells[0].x0 if cells and 0 not in carried else None
        inset = start - margin if start is not None and margin is not None else 0.0
        banner = len(cells) == 1 and nodes[0].wide >= width and not carried
        block = Block(
            0,
            tuple(texts),
            row=True,
            gap=first,
            table=table,
            carried=frozenset(carried),
            banner=banner,
            indent=round(inset) if inset > SET_IN else 0,
        )
        first = False
        if not block.empty:
            yield Part(block, page, max(cell.lines for cell in cells))
