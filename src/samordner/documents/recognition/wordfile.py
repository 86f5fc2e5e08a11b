"""DOCX files: paragraphs and rows of tables in the order in which they stand, read from the XML alone."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from samordner.documents.recognition.plaintext import cells_of
from samordner.documents.recognition.sources import (
    MOST_LETTERS,
    MOST_LINES,
    TOO_LONG,
    Block,
    Source,
    Unreadable,
    gettext_noop,
)
from samordner.documents.recognition.wording import is_bullet, plain

MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 1000
DEEPEST = 12  # tables within tables
SKIPPED = frozenset({"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "Fallback", "txbxContent"})

Element = etree._Element
Lists = dict[tuple[str, str], str]  # the marker that a list draws, by its number and level


@dataclass(frozen=True)
class Style:
    """What a paragraph style says about its paragraphs."""

    level: int = 0
    role: str = ""


@dataclass
class Gathering:
    """The blocks so far, while a file is walked."""

    styles: dict[str, Style]
    lists: Lists = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    number: int = 0
    gap: bool = False
    page: bool = False
    tables: int = 0

    def count(self) -> int:
        """The number of the next paragraph or row; refuses a file that has too many."""
        self.number += 1
        if self.number > MOST_LINES:
            raise Unreadable(TOO_LONG)
        return self.number


def read(content: bytes) -> Source:
    """A DOCX file as a `Source`; raises `Unreadable` for what is locked, too big or no DOCX."""
    members = _members(content)
    if "word/document.xml" not in members:
        raise Unreadable(gettext_noop("This is no Word document. Save it as DOCX or as text first."))
    styles = _styles(_parsed(members["word/styles.xml"])) if "word/styles.xml" in members else {}
    document = _parsed(members["word/document.xml"])
    body = next((child for child in document if _name(child) == "body"), None)
    lists = _lists(_parsed(members["word/numbering.xml"])) if "word/numbering.xml" in members else {}
    gathering = Gathering(styles, lists)
    if body is not None:
        _walk(body, gathering)
    if "word/footnotes.xml" in members:
        _notes(_parsed(members["word/footnotes.xml"]), gathering)
    if sum(len(block.text) for block in gathering.blocks) > MOST_LETTERS:
        raise Unreadable(TOO_LONG)
    return Source.of("docx", tuple(gathering.blocks))


def _members(content: bytes) -> dict[str, bytes]:
    """The parts that are read, after the directory has been judged; nothing is unpacked before that."""
    wanted = ("word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/numbering.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listing = archive.infolist()
            if len(listing) > MOST_MEMBERS or sum(member.file_size for member in listing) > MOST_UNPACKED:
                raise Unreadable(gettext_noop("The file unpacks to more than 100 MB or 1000 parts."))
            if any(member.flag_bits & 1 for member in listing):
                raise Unreadable(gettext_noop("The file is locked with a password."))
            return {
                member.filename: _unpacked(archive, member) for member in listing if member.filename in wanted
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as problem:
        raise Unreadable(gettext_noop("The file is damaged.")) from problem


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:  # the directory lied
        raise Unreadable(gettext_noop("The file unpacks to more than 100 MB or 1000 parts."))
    return content


def _parsed(content: bytes) -> Element:
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Unreadable(gettext_noop("The file holds XML declarations that no Word document has."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise Unreadable(gettext_noop("The file is damaged.")) from problem


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _value(element: Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def _number_of(element: Element | None, name: str = "val") -> int:
    value = _value(element, name)
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else 0


def _styles(root: Element) -> dict[str, Style]:
    found: dict[str, Style] = {}
    parents: dict[str, str] = {}
    for element in root:
        if _name(element) != "style":
            continue
        key = _value(element, "styleId")
        parents[key] = _value(_child(element, "basedOn"))
        outline = _child(element, "pPr", "outlineLvl")
        level = _number_of(outline) + 1 if outline is not None else 0
        name = _value(_child(element, "name"))
        listed = _child(element, "pPr", "numPr") is not None
        found[key] = _style(name, level if level <= 9 else 0, listed=listed)
    for key, style in list(found.items()):
        parent = parents.get(key, "")
        if style == Style() and parent in found and found[parent].role != "title":
            found[key] = found[parent]
    return found


def _style(name: str, level: int, *, listed: bool) -> Style:
    plain_name = name.casefold()
    heading = re.match(r"(?:heading|overskrift)\s*(\d)$", plain_name)
    if heading:
        return Style(int(heading[1]))
    if re.match(r"(?:toc|innh)\D*\d", plain_name):
        return Style(0, "toc")
    if re.match(r"(?:title|tittel|subtitle|undertittel)$", plain_name):
        return Style(0, "title")
    if re.match(r"(?:caption|bildetekst|biletetekst|figurtekst)", plain_name):
        return Style(0, "caption")
    if level == 0 and (listed or re.match(r"(?:list|liste|punkt)", plain_name)):
        return Style(0, "bullet")
    return Style(level)


def _lists(root: Element) -> Lists:
    """The markers of bulleted lists. A numbered list has none: its numbers are no words of the text."""
    kinds: dict[str, dict[str, str]] = {}
    found: Lists = {}
    for element in root:
        if _name(element) == "abstractNum":
            levels = (level for level in element if _name(level) == "lvl")
            kinds[_value(element, "abstractNumId")] = {_value(one, "ilvl"): _marker(one) for one in levels}
        elif _name(element) == "num":
            kind = kinds.get(_value(_child(element, "abstractNumId")), {})
            number = _value(element, "numId")
            found.update({(number, level): marker for level, marker in kind.items()})
    return found


def _marker(level: Element) -> str:
    drawn = _value(_child(level, "lvlText"))
    if _value(_child(level, "numFmt")) != "bullet":
        return "-"
    if drawn == "o":  # Word's own lists draw a ring with this letter in a font of its own
        return "○" if "Courier New" in _value(_child(level, "rPr", "rFonts"), "ascii") else "o"
    return drawn if re.fullmatch(r"[-–•*○▪·]", drawn) else "-"


def _walk(parent: Element, to: Gathering) -> None:
    for element in parent:
        name = _name(element)
        if name == "p":
            _paragraph(element, to)
        elif name == "tbl":
            to.tables += 1
            _table(element, to, to.tables)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            _walk(element, to)


def _paragraph(element: Element, to: Gathering) -> None:
    block = _text_block(element, to.count(), to.styles)
    if _breaks_page(element):
        to.page = to.gap = True
    if block.empty:
        to.gap = True
    else:
        to.blocks.append(replace(block, gap=to.gap or not block.row, page=to.page))
        to.gap = to.page = False
    for box in _boxes(element):
        _walk(box, to)


def _text_block(element: Element, number: int, styles: dict[str, Style]) -> Block:
    properties = _child(element, "pPr")
    style = styles.get(_value(_child(properties, "pStyle")), Style())
    cells = cells_of(_text(element))
    outline = _child(properties, "outlineLvl")
    level = _number_of(outline) + 1 if outline is not None else style.level
    role = style.role
    if level or role or number == 0 or not any(cells):
        cells = (" ".join(cell for cell in cells if cell),)
    text = cells[0]
    if level == 0 and not role and (_child(properties, "numPr", "numId") is not None or is_bullet(text)):
        role = "bullet"
    if level == 0 and not role and text and _all_bold(element):
        role = "strong"
    return Block(
        number,
        cells,
        row=len(cells) > 1,
        level=level if level <= 9 else 0,
        role=role,  # type: ignore[arg-type]
        indent=_indent(properties),
    )


def _indent(properties: Element | None) -> int:
    indent = _child(properties, "ind")
    depth = _number_of(_child(properties, "numPr", "ilvl"))
    return max(_number_of(indent, "left"), _number_of(indent, "start")) + 360 * depth


def _all_bold(element: Element) -> bool:
    runs = [run for run in element if _name(run) == "r" and _text(run).strip()]
    return bool(runs) and all(
        (bold := _child(run, "rPr", "b")) is not None and _value(bold) not in ("0", "false") for run in runs
    )


def _breaks_page(element: Element) -> bool:
    return _child(element, "pPr", "pageBreakBefore") is not None or any(
        _name(part) == "br" and _value(part, "type") == "page" for part in element.iter()
    )


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes that hang on a paragraph; of two versions of one box only the newer."""
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(child)


def _text(element: Element) -> str:
    out: list[str] = []
    for child in element:
        name = _name(child)
        if name == "t":
            out.append(child.text or "")
        elif name == "tab":
            out.append("\t")
        elif name in ("br", "cr"):
            out.append("\n")
        elif name == "noBreakHyphen":
            out.append("-")
        elif name not in SKIPPED:
            out.append(_text(child))
    return "".join(out)


def _table(element: Element, to: Gathering, table: int) -> None:
    rows = list(_parts(element, "tr"))
    width = max((sum(_span(cell) for cell in _parts(row, "tc")) for row in rows), default=0)
    first = True
    for row in rows:
        to.count()
        block = replace(_row(row, to, width), table=table, gap=first or to.gap, page=to.page)
        first = to.gap = to.page = False
        if not block.empty:
            to.blocks.append(block)
    to.gap = True


def _parts(element: Element, wanted: str) -> Iterator[Element]:
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _parts(child, wanted)


def _span(cell: Element) -> int:
    return min(max(1, _number_of(_child(cell, "tcPr", "gridSpan"))), 100)


def _row(row: Element, to: Gathering, width: int) -> Block:
    texts: list[str] = []
    carried: set[int] = set()
    indent = 0
    skipped = min(max(0, _number_of(_child(row, "trPr", "gridBefore"))), 100)
    texts += [""] * skipped
    cells = list(_parts(row, "tc"))
    for at, cell in enumerate(cells):
        merge = _child(cell, "tcPr", "vMerge")
        if merge is not None and _value(merge) in ("", "continue"):
            carried.add(len(texts))
        lines = _cell_lines(cell, to, 0)
        if at == 0:
            indent = lines.indent
        texts += [lines.text] + [""] * (_span(cell) - 1)
    banner = len(cells) == 1 and width > 1 and _span(cells[0]) >= width and not skipped
    return Block(to.number, tuple(texts), row=True, carried=frozenset(carried), banner=banner, indent=indent)


@dataclass(frozen=True)
class CellText:
    """The text of a cell, and how far its first paragraph is set in."""

    text: str
    indent: int


def _cell_lines(cell: Element, to: Gathering, depth: int) -> CellText:
    out: list[str] = []
    indent = 0
    for child in cell:
        name = _name(child)
        if name == "p":
            block = _text_block(child, 0, to.styles)
            text = block.cells[0]
            if text and not out:
                indent = block.indent if block.role != "bullet" else 0
            if text:
                out.append(_item(child, text, to) if block.role == "bullet" and not is_bullet(text) else text)
        elif name in ("tbl", "tr", "tc", "sdt", "sdtContent", "ins") and depth < DEEPEST:
            inner = _cell_lines(child, to, depth + 1).text
            if inner:
                out.append(inner)
    return CellText("\n".join(out), indent)


def _item(paragraph: Element, text: str, to: Gathering) -> str:
    """An item of a list with the marker it is drawn with, two spaces before it for each level."""
    properties = _child(paragraph, "pPr", "numPr")
    level = _value(_child(properties, "ilvl")) or "0"
    marker = to.lists.get((_value(_child(properties, "numId")), level), "-")
    return "  " * min(int(level) if level.isdecimal() else 0, 8) + f"{marker} {text}"


def _notes(root: Element, to: Gathering) -> None:
    for note in root:
        if _value(note, "type"):
            continue  # separators
        for paragraph in note:
            if _name(paragraph) != "p":
                continue
            number = to.count()
            text = plain(_text(paragraph))
            if text:
                to.blocks.append(Block(number, (text,), gap=True, role="note"))
