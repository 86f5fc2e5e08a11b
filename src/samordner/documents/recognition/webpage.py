"""Web pages (HTML), as browsers save them, as Word and LibreOffice write them, and as we print them.

What stands on the page is read: paragraphs, headings, items and rows of tables. Menus, scripts and what is hidden
are not; nothing is loaded, no entity is looked up. A table that only places things on the page is no table.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from samordner.documents.lines import MARKER_NAMES
from samordner.documents.recognition.archive import Element
from samordner.documents.recognition.gathering import Gathering, composed, shown
from samordner.documents.recognition.grid import Cell, Grid
from samordner.documents.recognition.plaintext import decoded
from samordner.documents.recognition.sources import TOO_LONG, Block, Source, Unreadable, gettext_noop
from samordner.documents.recognition.wording import is_bullet, plain_line

MOST_TAGS = 400_000
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,20})""", re.IGNORECASE)
FOREIGN = ("<!ENTITY", "http://www.w3.org/2001/XInclude")

_SKIPPED = (
    "script style head template noscript svg math nav footer aside iframe object embed audio video canvas "
    "button input select textarea form dialog col colgroup area map"
)
SKIPPED = frozenset(_SKIPPED.split())
_BLOCKS = (
    "p h1 h2 h3 h4 h5 h6 li div ul ol dl dt dd table figure figcaption caption pre blockquote address "
    "section article main header body details summary center hr fieldset menu dir"
)
BLOCKS = frozenset(_BLOCKS.split())
ASIDE = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer)"
)
UNSEEN = re.compile(
    r"\b(?:skip(?:-?link)?|(?:ds-)?sr-only|visually-?hidden|screen-reader-text|breadcrumbs?|cookie[\w-]*|"
    r"MsoHeader|MsoFooter|MsoFootnoteReference|MsoEndnoteReference|sdfootnoteanc|sdendnoteanc|noprint)\b",
    re.IGNORECASE,
)
HEADING = re.compile(r"(?:heading|overskrift)(?:_20_|[\s_-])?(\d)\b", re.IGNORECASE)
ROLES = (
    ("title", re.compile(r"\b(?:MsoTitle|title|tittel|undertittel|subtitle|MsoSubtitle)\b", re.IGNORECASE)),
    ("toc", re.compile(r"\bMsoToc\d", re.IGNORECASE)),
    ("caption", re.compile(r"\b(?:MsoCaption|caption|bildetekst|biletetekst)\b", re.IGNORECASE)),
    ("note", re.compile(r"\b(?:MsoFootnoteText|MsoEndnoteText|sdfootnote|sdendnote)\b", re.IGNORECASE)),
    ("bullet", re.compile(r"\b(?:MsoList\w*|Listeavsnitt\w*|Listepunkt\w*|Punktliste\w*)", re.IGNORECASE)),
)
BREAK = re.compile(r"(?:page-)?break-before\s*:\s*(?:always|page)", re.IGNORECASE)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
SET_IN = re.compile(r"(?:margin|padding)-left\s*:\s*([\d.]+)\s*(pt|px|cm|in|mm|em|rem)", re.IGNORECASE)
POINTS = {"pt": 1.0, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0, "em": 12.0, "rem": 12.0}
DRAWN = re.compile(r"^\s*(?:[-–•·▪●○◦§o\u25a0\u2043\u2219\uf0a7\uf0b7\uf0fc\u00fc]|\(?(?:\d{1,2}|\w)[.)])\s+")
LEVEL = re.compile(r"mso-list\s*:[^;]*?level(\d)", re.IGNORECASE)
WORD_INDENT = 36.0  # points that Word sets a level of a list in
DEEPEST = 8


@dataclass(frozen=True)
class Look:
    """What the elements around say of a paragraph."""

    level: int = 0
    role: str = ""
    indent: int = 0
    depth: int = -1  # of the list that is open; -1 for none
    bold: bool = False
    kept: bool = False  # line ends are kept
    drawn: bool = False  # the item's sign or number stands in its text
    sign: str = ""  # what our own page draws before the item


@dataclass
class Walk(Gathering):
    """The blocks so far, and the paragraph that is open: its words, and whether each is bold."""

    words: list[tuple[str, bool]] = field(default_factory=list)
    opened: bool = False  # the item of a list has had its first paragraph


def is_page(content: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    head = content[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16", errors="ignore") if wide else head.decode("latin-1").removeprefix("ï»¿")
    return PAGE.match(text) is not None


def read(content: bytes) -> Source:
    """A web page as a `Source`; raises `Unreadable` for one that is too long or looks things up elsewhere."""
    text = _text(content)
    if any(sign in text for sign in FOREIGN):
        raise Unreadable(gettext_noop("The file holds XML declarations that no web page has."))
    if text.count("<") > MOST_TAGS:
        raise Unreadable(TOO_LONG)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    root = etree.fromstring(text.encode(), parser)
    to = Walk()
    if root is not None:
        _inside(root, to, Look())
        _close(to, Look())
    return replace(to, blocks=_titled(to.blocks)).source("html")


def _text(content: bytes) -> str:
    """The page's text in the encoding that it names, else in the one that it shows."""
    named = CHARSET.search(content[:4096])
    name = named[1].decode("ascii").lower() if named else ""
    if name in ("windows-1252", "iso-8859-1", "latin1") and not content.startswith(
        (b"\xef\xbb\xbf", b"\xff", b"\xfe")
    ):
        return composed(content.decode("cp1252", errors="replace").replace("\x00", ""))
    return composed(decoded(content))


def _titled(blocks: list[Block]) -> list[Block]:
    """A page's only heading of the first level is its title, where there are headings below it."""
    first = [at for at, block in enumerate(blocks) if block.level == 1]
    if len(first) != 1 or not any(block.level > 1 for block in blocks):
        return blocks
    at = first[0]
    return [*blocks[:at], replace(blocks[at], level=0, role="title"), *blocks[at + 1 :]]


def _name(element: Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str:
    return str(element.get(name) or "")


def _unseen(element: Element) -> bool:
    name, names = _name(element), f"{_attribute(element, 'class')} {_attribute(element, 'id')}"
    if name in SKIPPED or element.get("hidden") is not None or _attribute(element, "aria-hidden") == "true":
        return True
    if name != "caption" and UNSEEN.search(names):
        return True
    sides = (
        _attribute(element, "title") in ("header", "footer") and name == "div"
    )  # as LibreOffice writes them
    return (
        sides
        or _attribute(element, "role") in ASIDE
        or HIDDEN.search(_attribute(element, "style")) is not None
    )


def _inside(element: Element, to: Walk, look: Look) -> None:
    """Everything within an element; the words that stand last stay open."""
    _say(element.text, to, look)
    for child in element:
        name = _name(child)
        if name == "br":
            if BREAK.search(_attribute(child, "style")):
                _close(to, look)
                to.break_page()
            to.words.append(("\n", True))
        elif not name or _unseen(child):
            pass
        elif name == "table":
            _close(to, look)
            _table(child, to, look)
        elif name == "dl":
            _close(to, look)
            _pairs(child, to)
        elif name in BLOCKS:
            _close(to, look)
            _block(child, to, look)
        else:
            _inside(child, to, replace(look, bold=_is_bold(child, look.bold)))
        _say(child.tail, to, look)


def _say(text: str | None, to: Walk, look: Look) -> None:
    if text:
        to.words.append((text if look.kept else re.sub(r"[ \t\r\n\f]+", " ", text), look.bold))


def _is_bold(element: Element, inherited: bool) -> bool:
    style = _attribute(element, "style")
    if LIGHT.search(style):
        return False
    return inherited or _name(element) in ("b", "strong") or BOLD.search(style) is not None


def _block(element: Element, to: Walk, look: Look) -> None:
    name, style = _name(element), _attribute(element, "style")
    if BREAK.search(style):
        to.break_page()
    if name == "hr":
        to.gap = True
        return
    inner = _look(element, name, style, look)
    if name == "li":
        opened, to.opened = to.opened, False
        _inside(element, to, inner)
        _close(to, inner)
        to.opened = opened
        return
    _inside(element, to, inner)
    _close(to, inner)


def _look(element: Element, name: str, style: str, look: Look) -> Look:
    names = f"{_attribute(element, 'class')} {_attribute(element, 'id')}"
    heading = re.fullmatch(r"h([1-6])", name) or (HEADING.search(names) if name == "p" else None)
    role = next((role for role, pattern in ROLES if name != "body" and pattern.search(names)), "")
    role = {"figcaption": "caption", "caption": "caption", "li": "bullet"}.get(name, role)
    level = int(heading[1]) if heading else look.level
    drawn = role == "bullet" and name == "p"
    listed = LEVEL.search(style)
    depth = look.depth + 1 if name in ("ul", "ol", "menu", "dir") else look.depth
    if drawn and look.depth < 0:
        depth = int(listed[1]) - 1 if listed else max(0, round(_set_in(style) / WORD_INDENT) - 1)
    return Look(
        level,
        "" if level else role or look.role,
        look.indent + int(_set_in(style)),
        min(depth, DEEPEST),
        _is_bold(element, look.bold),
        look.kept or name == "pre",
        drawn,
        _sign(element) if name == "li" else look.sign,
    )


def _sign(item: Element) -> str:
    names = _attribute(item, "class").split()
    return next((sign for sign, name in MARKER_NAMES.items() if f"marker-{name}" in names), "")


def _set_in(style: str) -> float:
    found = SET_IN.search(style)
    return (
        float(found[1]) * POINTS[found[2].lower()] if found and re.fullmatch(r"\d+\.?\d*", found[1]) else 0.0
    )


def _close(to: Walk, look: Look) -> None:
    """End the paragraph that is open, if there is one."""
    said, to.words = to.words, []
    lines = "".join(words for words, _ in said).split("\n")
    text = "\n".join(line for line in map(plain_line, lines) if line)
    if not text:
        if any("\xa0" in words for words, _ in said):
            to.gap = True
        return
    role, indent = look.role, look.indent
    if role == "bullet" and look.drawn:
        item = DRAWN.match(text)
        role, text = ("bullet", text[item.end() :]) if item else ("", text)
    elif role == "bullet" and to.opened:
        role = ""  # a second paragraph of an item
    elif not role and not look.level and is_bullet(text):
        role = "bullet"
    if not role and not look.level and all(bold for words, bold in said if words.strip()):
        role = "strong"
    if role == "bullet":
        to.opened, indent = True, 360 * max(look.depth, 0)
        text = f"{look.sign} {text}" if look.sign and not look.drawn else text
    to.paragraph(Block(to.count(), (text,), level=look.level, role=role, indent=indent))  # type: ignore[arg-type]


# Tables


@dataclass(frozen=True)
class _Row:
    """A row of a table: its cells, whether it stands in the head, and whether it stands under a group's name."""

    cells: tuple[Element, ...]
    head: bool
    member: bool


def _rows(table: Element) -> Iterator[_Row]:
    for part in table:
        if _name(part) == "tr":
            yield _Row(_cells(part), False, False)
        elif _name(part) in ("thead", "tbody", "tfoot"):
            grouped = False
            for row in (row for row in part if _name(row) == "tr"):
                cells = _cells(row)
                if not cells:
                    continue
                yield _Row(cells, _name(part) == "thead", grouped)
                grouped = grouped or _attribute(cells[0], "scope") == "rowgroup"


def _cells(row: Element) -> tuple[Element, ...]:
    return tuple(cell for cell in row if _name(cell) in ("td", "th") and not _unseen(cell))


def _places(table: Element, rows: Iterable[_Row]) -> bool:
    """Whether a table only places things on the page."""
    if _attribute(table, "role") in ("presentation", "none"):
        return True
    cells = [cell for row in rows for cell in row.cells]
    if len(cells) <= 1:
        return True
    if any(_name(cell) == "th" for cell in cells) or any(
        _name(part) in ("thead", "caption") for part in table
    ):
        return False
    within = {"table", "h1", "h2", "h3", "h4", "h5", "h6"}
    return any(_name(element) in within for cell in cells for element in cell.iterdescendants())


def _table(table: Element, to: Walk, look: Look) -> None:
    rows = [row for row in _rows(table) if row.cells]
    if _places(table, rows):
        for cell in (cell for row in rows for cell in row.cells):
            _inside(cell, to, look)
            _close(to, look)
            to.gap = True
        return
    for part in table:
        if _name(part) == "caption":
            _block(part, to, look)
    to.tables += 1
    grid = Grid()
    for at, row in enumerate(rows):
        number = to.count()
        inner = [_cell(cell) for cell in row.cells]
        line = grid.line(
            Cell(one.text, _span(cell, "colspan"), _span(cell, "rowspan"))
            for one, cell in zip(inner, row.cells, strict=True)
        )
        filled = [
            one.bold or _name(cell) == "th" for one, cell in zip(inner, row.cells, strict=True) if one.text
        ]
        head = row.head or (at < 2 and len(filled) > 1 and all(filled))
        block = Block(
            number,
            line.cells,
            row=True,
            carried=line.carried,
            banner=line.single,
            indent=(inner[0].indent if inner else 0) + int(row.member),
            head=head,
        )
        to.row(block, first=at == 0)
    to.gap = True


@dataclass(frozen=True)
class _Text:
    """What a cell says, how far it is set in, and whether all of it is bold."""

    text: str
    indent: int
    bold: bool


def _cell(cell: Element) -> _Text:
    inner = Walk()
    look = Look(bold=_is_bold(cell, False), indent=int(_set_in(_attribute(cell, "style"))))
    _inside(cell, inner, look)
    _close(inner, look)
    blocks = inner.blocks
    lines = [_item(block) if block.role == "bullet" else "\n".join(block.cells) for block in blocks]
    indent = blocks[0].indent if blocks and blocks[0].role != "bullet" else 0
    bold = bool(blocks) and all(block.role == "strong" or block.level for block in blocks)
    return _Text(shown("\n".join(line for line in lines if line)), indent, bold)


def _item(block: Block) -> str:
    """An item of a list in a cell: two spaces for each level, a sign if it has none of its own."""
    sign = "" if is_bullet(block.text) else "- "
    return "  " * (block.indent // 360) + sign + block.text


def _span(cell: Element, name: str) -> int:
    value = _attribute(cell, name).strip()
    return min(int(value), 1000) if re.fullmatch(r"\d{1,4}", value) else 1


def _pairs(element: Element, to: Walk) -> None:
    """A list of labels and values as rows of two cells."""
    to.tables += 1
    label, first = "", True
    for child in element.iter("dt", "dd"):
        text = _cell(child).text
        if _name(child) == "dt":
            label = text
            continue
        to.row(Block(to.count(), (label, text), row=True), first=first)
        label, first = "", False
    to.gap = True
