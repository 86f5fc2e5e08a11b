"""ODT files, as LibreOffice writes them: paragraphs and rows in the order in which they stand, from the XML alone."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from samordner.documents.recognition import archive
from samordner.documents.recognition.archive import Element, tag_of
from samordner.documents.recognition.gathering import Gathering, composed, shown
from samordner.documents.recognition.plaintext import cells_of
from samordner.documents.recognition.sources import Block, Source, Unreadable, gettext_noop
from samordner.documents.recognition.wording import is_bullet

DECLARED = gettext_noop("The file holds XML declarations that no ODT document has.")
SKIPPED = frozenset(
    {"tracked-changes", "note", "annotation", "annotation-end", "sequence-decls", "forms", "variable-decls"}
)
WITHIN = frozenset(
    {"section", "list-header", "index-body", "index-title", "text-box", "frame", "g", "tracked"}
)
CONTENTS = frozenset({"table-of-content", "illustration-index", "table-index", "alphabetical-index"})
ROLES = (
    ("title", re.compile(r"(?:title|subtitle|tittel|undertittel)$", re.IGNORECASE)),
    ("toc", re.compile(r"(?:contents|toc|innh)\D*\d", re.IGNORECASE)),
    ("caption", re.compile(r"(?:caption|illustration|figure|bildetekst|table$)", re.IGNORECASE)),
)
POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0}
MOST_REPEATED = 100
DEEPEST = 12


@dataclass(frozen=True)
class Style:
    """What a style says: its own name in words, its parent, and what it changes."""

    name: str = ""
    parent: str = ""
    bold: bool | None = None
    indent: int = 0
    page: bool = False


@dataclass
class Walk(Gathering):
    styles: dict[str, Style] = field(default_factory=dict)
    notes: list[Element] = field(default_factory=list)

    def lineage(self, key: str) -> Iterator[Style]:
        """A style and those that it is made from, the nearest first."""
        for _ in range(DEEPEST):
            style = self.styles.get(key)
            if style is None:
                return
            yield style
            key = style.parent


def read(parts: zipfile.ZipFile) -> Source:
    """An ODT file as a `Source`; raises `Unreadable` for what is locked, too big, or has macros."""
    names = parts.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.part(
        parts, "META-INF/manifest.xml"
    ):
        raise Unreadable(archive.LOCKED)
    if archive.holds_macros(parts):
        raise Unreadable(gettext_noop("The file holds macros. Save it as ODT without them, or as DOCX."))
    content = archive.parsed(archive.part(parts, "content.xml"), DECLARED)
    to = Walk()
    if "styles.xml" in names:
        to.styles |= _styles(archive.parsed(archive.part(parts, "styles.xml"), DECLARED))
    to.styles |= _styles(content)
    text = next((element for element in content.iter() if tag_of(element) == "text"), None)
    if text is not None:
        _walk(text, to, -1)
    for note in to.notes:
        words = " ".join(_text(note, Walk()).split())
        if words:
            to.paragraph(Block(to.count(), (words,), role="note"))
    return to.source("odt")


def _value(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def _number(element: Element, name: str) -> int:
    value = _value(element, name)
    return int(value) if re.fullmatch(r"\d{1,6}", value) else 1


def _styles(root: Element) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for element in root.iter():
        if tag_of(element) != "style":
            continue
        bold, indent, page = None, 0, False
        for part in element:
            weight = _value(part, "font-weight")
            bold = weight == "bold" if weight else bold
            indent = max(indent, _points(_value(part, "margin-left")))
            page = page or _value(part, "break-before") == "page"
        key = _value(element, "name")
        name = _value(element, "display-name") or key
        found[key] = Style(
            name.replace("_20_", " "), _value(element, "parent-style-name"), bold, indent, page
        )
    return found


def _points(length: str) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(pt|cm|mm|in)", length)
    return round(float(found[1]) * POINTS[found[2]]) if found else 0


def _walk(parent: Element, to: Walk, depth: int) -> None:
    """Everything within an element; `depth` of the list that is open, -1 for none."""
    for element in parent:
        name = tag_of(element)
        if name in ("p", "h"):
            _paragraph(element, to, depth)
        elif name == "list":
            _walk(element, to, depth + 1)
        elif name == "list-item":
            _item(element, to, depth)
        elif name == "table":
            _table(element, to)
        elif name in CONTENTS:
            _contents(element, to)
        elif name == "soft-page-break":
            to.break_page()
        elif name in WITHIN:
            _walk(element, to, depth)


def _item(element: Element, to: Walk, depth: int) -> None:
    """An item: its first paragraph is the item, others go on with it."""
    first = next((part for part in element if tag_of(part) in ("p", "h")), None)
    for part in element:
        if tag_of(part) in ("p", "h"):
            _paragraph(part, to, depth if part is first else -1)
        elif tag_of(part) == "list":
            _walk(part, to, depth + 1)


def _contents(element: Element, to: Walk) -> None:
    for part in element.iter():
        if tag_of(part) == "p":
            words = " ".join(_text(part, to).split())
            to.paragraph(Block(to.count(), (words,), role="toc"))


def _paragraph(element: Element, to: Walk, depth: int) -> None:
    block = _block(element, to, depth, to.count())
    if any(style.page for style in list(to.lineage(_value(element, "style-name")))[:1]):
        to.break_page()
    to.paragraph(block)
    for box in _boxes(element):
        _walk(box, to, -1)


def _block(element: Element, to: Walk, depth: int, number: int) -> Block:
    styles = list(to.lineage(_value(element, "style-name")))
    cells = cells_of(_text(element, to))
    heading = re.match(
        r"(?:heading|overskrift)\W*(\d)", next((one.name for one in styles if one.name), ""), re.I
    )
    level = _number(element, "outline-level") if tag_of(element) == "h" else int(heading[1]) if heading else 0
    role = next((role for role, sign in ROLES for one in styles[:2] if sign.match(one.name)), "")
    if level or role or depth >= 0 or not any(cells):
        cells = (" ".join(cell for cell in cells if cell),)
    if level:
        role = ""
    elif depth >= 0 or (not role and is_bullet(cells[0])):
        role = "bullet"
    elif not role and cells[0] and _bold(element, to, styles):
        role = "strong"
    indent = 360 * depth if depth > 0 else next((one.indent for one in styles if one.indent), 0)
    return Block(number, cells, row=len(cells) > 1, level=level, role=role, indent=indent)  # type: ignore[arg-type]


def _bold(element: Element, to: Walk, styles: list[Style]) -> bool:
    """Whether every word of a paragraph is bold, by its own style or by those of its stretches."""
    own = next((one.bold for one in styles if one.bold is not None), False)
    stretches = [part for part in element if tag_of(part) == "span" and _text(part, to).strip()]
    loose = [element.text or "", *(part.tail or "" for part in element)]
    if not own and any(text.strip() for text in loose):
        return False
    marked = [
        next((one.bold for one in to.lineage(_value(part, "style-name")) if one.bold is not None), own)
        for part in stretches
    ]
    return bool(own or stretches) and all(marked)


def _text(element: Element, to: Walk) -> str:
    out = [element.text or ""]
    for child in element:
        name = tag_of(child)
        if name == "s":
            out.append(" " * min(_number(child, "c"), MOST_REPEATED))
        elif name == "tab":
            out.append("\t")
        elif name == "line-break":
            out.append("\n")
        elif name == "note":
            to.notes += [part for part in child if tag_of(part) == "note-body"]
        elif name not in SKIPPED and name not in ("frame", "custom-shape", "g"):
            out.append(_text(child, to))
        out.append(child.tail or "")
    return composed("".join(out))


def _boxes(element: Element) -> Iterator[Element]:
    for part in element.iterdescendants():
        if tag_of(part) == "text-box":
            yield part


# Tables


def _rows(table: Element, *, head: bool = False) -> Iterator[tuple[Element, bool]]:
    for part in table:
        if tag_of(part) == "table-row":
            yield part, head
        elif tag_of(part) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(part, head=head or tag_of(part) == "table-header-rows")


def _table(table: Element, to: Walk) -> None:
    rows = list(_rows(table))
    if len(rows) == 1 and len(rows[0][0]) == 1:
        _walk(rows[0][0][0], to, -1)  # one cell is a box around text, no table
        to.gap = True
        return
    to.tables += 1
    width = 0
    for at, (row, head) in enumerate(rows):
        number = to.count()
        block = _row(row, number, to, head)
        width = max(width, len(block.cells))
        filled = [cell for cell in row if tag_of(cell) == "table-cell"]
        banner = len(filled) == 1 and width > 1 and len(block.cells) >= width and not block.carried
        to.row(replace(block, banner=banner), first=at == 0)
    to.gap = True


def _row(row: Element, number: int, to: Walk, head: bool) -> Block:
    texts: list[str] = []
    carried: set[int] = set()
    beside = indent = 0  # cells to come that the cell before lies over
    for cell in row:
        times = min(_number(cell, "number-columns-repeated"), MOST_REPEATED)
        if tag_of(cell) == "table-cell":
            lines = _lines(cell, to, 0)
            if not texts:
                indent = lines[1]
            texts += [shown(lines[0])] * times
            beside = _number(cell, "number-columns-spanned") - 1
        elif tag_of(cell) == "covered-table-cell":
            for _ in range(times):
                if beside > 0:
                    beside -= 1
                else:
                    carried.add(len(texts))
                texts.append("")
    return Block(number, tuple(texts), row=True, carried=frozenset(carried), indent=indent, head=head)


def _lines(cell: Element, to: Walk, depth: int, listed: int = -1) -> tuple[str, int]:
    """A cell's text, and how far its first paragraph is set in."""
    out: list[str] = []
    indent = 0
    for part in cell:
        name = tag_of(part)
        if name in ("p", "h"):
            block = _block(part, to, listed, 0)
            text = " ".join(cell for cell in block.cells if cell)
            if text and not out:
                indent = block.indent if block.role != "bullet" else 0
            if text:
                sign = "  " * max(listed, 0) + "- " if listed >= 0 and not is_bullet(text) else ""
                out.append(sign + text)
        elif depth < DEEPEST and name in ("list", "list-item", "table", "table-row", "table-cell", *WITHIN):
            inner = _lines(part, to, depth + 1, listed + 1 if name == "list" else listed)[0]
            out += [inner] if inner else []
    return "\n".join(out), indent
