"""DOCX files: paragraphs and rows of tables in the order in which they stand, read from the XML alone."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from samordner.documents.recognition import archive
from samordner.documents.recognition.archive import Element, tag_of
from samordner.documents.recognition.gathering import Gathering, composed, shown
from samordner.documents.recognition.plaintext import cells_of
from samordner.documents.recognition.sources import Block, Source, Unreadable, gettext_noop
from samordner.documents.recognition.wording import is_bullet, plain

DEEPEST = 12  # tables within tables
SKIPPED = frozenset({"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "Fallback", "txbxContent"})

MAIN = "word/document.xml"
DECLARED = gettext_noop("The file holds XML declarations that no Word document has.")

Lists = dict[tuple[str, str], str]  # the marker that a list draws, by its number and level


@dataclass(frozen=True)
class Style:
    """What a paragraph style says about its paragraphs."""

    level: int = 0
    role: str = ""
    bold: bool = False


@dataclass
class Walk(Gathering):
    """The blocks so far, and what the file says of its styles and lists."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)


def read(parts: zipfile.ZipFile) -> Source:
    """A DOCX file as a `Source`; raises `Unreadable` for what is locked, too big, has macros or is no DOCX."""
    if archive.holds_macros(parts):
        raise Unreadable(gettext_noop("The file holds macros. Save it as DOCX, which has none."))
    main = _related(parts, "", "officeDocument") or MAIN
    document = _part(parts, main)
    if document is None:
        raise Unreadable(gettext_noop("This is no Word document. Save it as DOCX or as text first."))
    styles, numbering, notes = (
        _part(parts, _related(parts, main, kind) or f"word/{kind}.xml")
        for kind in ("styles", "numbering", "footnotes")
    )
    to = Walk(
        styles=_styles(styles) if styles is not None else {},
        lists=_lists(numbering) if numbering is not None else {},
    )
    body = _child(document, "body")
    if body is not None:
        _walk(body, to)
    if notes is not None:
        _notes(notes, to)
    return to.source("docx")


def _part(parts: zipfile.ZipFile, name: str) -> Element | None:
    return archive.parsed(archive.part(parts, name), DECLARED) if name in parts.namelist() else None


def _related(parts: zipfile.ZipFile, of: str, kind: str) -> str:
    """The part that stands in this relation to another; Word may call the main part "document2.xml"."""
    folder, name = posixpath.split(of)
    root = _part(parts, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in root if root is not None else ():
        if (
            str(relation.get("Type", "")).rpartition("/")[2] == kind
            and relation.get("TargetMode") != "External"
        ):
            return posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip(
                "/"
            )
    return ""


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if tag_of(child) == name), None)
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
        if tag_of(element) != "style":
            continue
        key = _value(element, "styleId")
        parents[key] = _value(_child(element, "basedOn"))
        outline = _child(element, "pPr", "outlineLvl")
        level = _number_of(outline) + 1 if outline is not None else 0
        name = _value(_child(element, "name"))
        listed = _child(element, "pPr", "numPr") is not None
        style = _style(name, level if level <= 9 else 0, listed=listed)
        found[key] = replace(style, bold=_is_on(_child(element, "rPr", "b")))
    for key, style in list(found.items()):
        parent = found.get(parents.get(key, ""))
        if parent and style in (Style(), Style(bold=True)) and parent.role != "title":
            found[key] = replace(parent, bold=style.bold or parent.bold)
    return found


def _is_on(switch: Element | None) -> bool:
    return switch is not None and _value(switch) not in ("0", "false")


def _style(name: str, level: int, *, listed: bool) -> Style:
    plain_name = name.replace("_20_", " ").casefold()
    heading = re.match(r"(?:heading|overskrift)\W*(\d)$", plain_name)
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
        if tag_of(element) == "abstractNum":
            levels = (level for level in element if tag_of(level) == "lvl")
            kinds[_value(element, "abstractNumId")] = {_value(one, "ilvl"): _marker(one) for one in levels}
        elif tag_of(element) == "num":
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


def _walk(parent: Element, to: Walk) -> None:
    for element in parent:
        name = tag_of(element)
        if name == "p":
            _paragraph(element, to)
        elif name == "tbl":
            _table(element, to)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            _walk(element, to)


def _paragraph(element: Element, to: Walk) -> None:
    block = _text_block(element, to.count(), to.styles)
    if _breaks_page(element):
        to.break_page()
    to.paragraph(block)
    for box in _boxes(element):
        _walk(box, to)


def _text_block(element: Element, number: int, styles: dict[str, Style]) -> Block:
    properties = _child(element, "pPr")
    named = _value(_child(properties, "pStyle"))
    style = styles.get(named) or _style(named, 0, listed=False)
    cells = cells_of(_text(element))
    outline = _child(properties, "outlineLvl")
    level = _number_of(outline) + 1 if outline is not None else style.level
    role = style.role
    if level or role or number == 0 or not any(cells):
        cells = (" ".join(cell for cell in cells if cell),)
    text = cells[0]
    if level == 0 and not role and (_child(properties, "numPr", "numId") is not None or is_bullet(text)):
        role = "bullet"
    if level == 0 and not role and text and _all_bold(element, style):
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


def _all_bold(element: Element, style: Style) -> bool:
    runs = [run for run in element if tag_of(run) == "r" and _text(run).strip()]
    bold = [_child(run, "rPr", "b") for run in runs]
    return bool(runs) and all(style.bold if one is None else _is_on(one) for one in bold)


def _breaks_page(element: Element) -> bool:
    return _child(element, "pPr", "pageBreakBefore") is not None or any(
        tag_of(part) == "br" and _value(part, "type") == "page" for part in element.iter()
    )


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes that hang on a paragraph; of two versions of one box only the newer."""
    for child in element:
        name = tag_of(child)
        if name == "txbxContent":
            yield child
        elif name not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(child)


def _text(element: Element) -> str:
    out: list[str] = []
    for child in element:
        name = tag_of(child)
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
    return composed("".join(out))


def _table(element: Element, to: Walk) -> None:
    rows = [row for row in _parts(element, "tr") if _child(row, "trPr", "del") is None]
    cells = [list(_parts(row, "tc")) for row in rows]
    if [len(row) for row in cells] == [1]:
        _walk(cells[0][0], to)  # one cell is a box around text, no table
        to.gap = True
        return
    to.tables += 1
    width = max((sum(map(_span, row)) for row in cells), default=0)
    for at, row in enumerate(rows):
        number = to.count()
        to.row(_row(row, number, to, width), first=at == 0)
    to.gap = True


def _parts(element: Element, wanted: str) -> Iterator[Element]:
    for child in element:
        name = tag_of(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _parts(child, wanted)


def _span(cell: Element) -> int:
    return min(max(1, _number_of(_child(cell, "tcPr", "gridSpan"))), 100)


def _row(row: Element, number: int, to: Walk, width: int) -> Block:
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
        texts += [shown(lines.text)] + [""] * (_span(cell) - 1)
    banner = len(cells) == 1 and width > 1 and _span(cells[0]) >= width and not skipped
    head = _is_on(_child(row, "trPr", "tblHeader"))
    merged = frozenset(carried)
    return Block(number, tuple(texts), row=True, carried=merged, banner=banner, indent=indent, head=head)


@dataclass(frozen=True)
class CellText:
    """The text of a cell, and how far its first paragraph is set in."""

    text: str
    indent: int


def _cell_lines(cell: Element, to: Walk, depth: int) -> CellText:
    out: list[str] = []
    indent = 0
    for child in cell:
        name = tag_of(child)
        if name == "p":
            block = _text_block(child, 0, to.styles)
            text = block.cells[0]
            if text and not out:
                indent = block.indent if block.role != "bullet" else 0
            if text:
                out.append(_item(child, text, to) if block.role == "bullet" and not is_bullet(text) else text)
            boxes = (_cell_lines(box, to, depth + 1).text for box in _boxes(child) if depth < DEEPEST)
            out += [text for text in boxes if text]
        elif name in ("tbl", "tr", "tc", "sdt", "sdtContent", "ins") and depth < DEEPEST:
            inner = _cell_lines(child, to, depth + 1).text
            if inner:
                out.append(inner)
    return CellText("\n".join(out), indent)


def _item(paragraph: Element, text: str, to: Walk) -> str:
    """An item of a list with the marker it is drawn with, two spaces before it for each level."""
    properties = _child(paragraph, "pPr", "numPr")
    level = _value(_child(properties, "ilvl")) or "0"
    marker = to.lists.get((_value(_child(properties, "numId")), level), "-")
    return "  " * min(int(level) if level.isdecimal() else 0, 8) + f"{marker} {text}"


def _notes(root: Element, to: Walk) -> None:
    for note in root:
        if _value(note, "type"):
            continue  # separators
        for paragraph in note:
            if tag_of(paragraph) != "p":
                continue
            number = to.count()
            text = plain(_text(paragraph))
            if text:
                to.blocks.append(Block(number, (text,), gap=True, role="note"))
