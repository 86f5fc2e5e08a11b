"""Printed as HTML: a table for a page, a document for a page, or a whole file that stands alone.

Marks up with Designsystemet's classes; the file that stands alone carries its style sheet and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import count, groupby
from pathlib import Path
from typing import Any, assert_never

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samordner.charts.figures import Figure
from samordner.documents.blocks import (
    Block,
    BulletList,
    Check,
    Checklist,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from samordner.documents.cells import grouped, linked_parts, safe_address, value_text
from samordner.documents.columns import Column, Kind, Label, Layout, Link, Row, TableDefinition
from samordner.documents.headings import heading_text
from samordner.documents.landscape import landscapes
from samordner.documents.lines import MARKER_NAMES, MARKERS, Line, clean, runs

STYLE = Path(__file__).with_name("document.css")


def table(
    definition: TableDefinition[Row],
    rows: Sequence[Row],
    *,
    language: str,
    layout: Layout | None = None,
    caption: Label = "",
    cards: bool = False,
) -> SafeString:
    """The table as an element. Without a caption its title is there for those who hear the page.

    With `cards` each cell also carries the name of its column: on a narrow screen a row is a card there.
    """
    with override(language):
        return mark_safe("".join(_table(definition, tuple(rows), layout, caption, cards)))  # noqa: S308 all escaped


def body(document: Document) -> SafeString:
    """The document's blocks as elements for a page that has its own frame; chapters begin at `<h2>`."""
    with override(document.language):
        return mark_safe("".join(_blocks(document)))  # noqa: S308 all escaped


def passage(text: str) -> SafeString:
    """Text that people wrote as elements: paragraphs, real lists, addresses as links; a single line bare."""
    return mark_safe(_rich(clean(text)))  # noqa: S308 all escaped


def file(document: Document) -> str:
    """The document as a file that stands alone."""
    with override(document.language):
        title = escape(str(document.title))
        return (
            f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{_style(document)}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#main">{escape(_("Skip to the content"))}</a>\n'
            f'<header class="front">\n{_front(document, title)}{_notice(document)}</header>\n'
            f'<main id="main">\n{"".join(_blocks(document))}</main>\n'
            f"<footer><p>{escape(str(document.footer or document.title))}</p></footer>\n</body>\n</html>\n"
        )


def _style(document: Document) -> str:
    look = document.look
    page = _("Page %(page)s of %(pages)s") % {"page": "\0", "pages": "\0"}
    before, between, after = map(_quoted, page.split("\0"))
    return (
        STYLE.read_text(encoding="utf-8")
        .replace("--accent: #1f3a5f; --soft: #eaf0f7;", f"--accent: {look.accent}; --soft: {look.soft};")
        .replace('"TITLE"', _quoted(str(document.title)))
        .replace('"NOTICE"', _quoted(str(document.notice)))
        .replace('"PAGE"', f"{before} counter(page) {between} counter(pages) {after}")
    )


def _quoted(text: str) -> str:
    """The text as a string in a style sheet: all but letters and digits by their number."""
    line = " ".join(clean(text).split())
    space = " " if text.startswith(" ") else ""
    tail = " " if text.endswith(" ") and text.strip() else ""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in f"{space}{line}{tail}") + '"'


def _notice(document: Document) -> str:
    notice = escape(str(document.notice))
    return f'<p class="notice" role="note">{notice}</p>' if notice else ""


def _front(document: Document, title: str) -> str:
    front = document.front
    if front is None:
        return f"<h1>{title}</h1>\n"
    issuer = f'<p class="issuer">{escape(str(front.issuer))}</p>\n' if front.issuer else ""
    subtitle = f'<p class="subtitle">{escape(str(front.subtitle))}</p>\n' if front.subtitle else ""
    return f"{issuer}<h1>{title}</h1>\n{subtitle}{_facts(front.facts) if front.facts else ''}"


def _blocks(document: Document) -> Iterator[str]:
    heading_number, figure_number = count(1), count(1)
    turned = zip(landscapes(document.blocks), document.blocks, strict=True)
    for lies, part in groupby(turned, key=lambda pair: pair[0]):
        yield '<div class="wide">' if lies else ""
        for _lies, block in part:
            yield _block(block, document, heading_number, figure_number)
        yield "</div>\n" if lies else ""


def _block(block: Block, document: Document, headings: count[int], figures: count[int]) -> str:
    match block:
        case Heading():
            return _heading(block, next(headings))
        case Paragraph():
            return _passage(str(block.text), block.language)
        case BulletList():
            items = "".join(f"<li>{_linked(clean(str(item)))}</li>" for item in block.items)
            return f'<ul class="ds-list"{_lang(block.language)}>{items}</ul>\n'
        case Facts():
            return _facts(block.pairs, block.language)
        case Table():
            return "".join(_table(block.definition, block.rows, block.layout, block.caption))
        case Figure():
            return _figure(block, next(figures))
        case Checklist():
            return _checklist(block)
        case PageBreak():
            return '<div class="page-break"></div>\n'
        case Contents():
            return _contents(document, block.depth)
        case _:
            assert_never(block)


def _heading(heading: Heading, number: int) -> str:
    level = heading.level + 1
    return (
        f'<h{level} class="ds-heading" id="section-{number}"{_lang(heading.language)}>'
        f"{escape(heading_text(heading))}</h{level}>\n"
    )


def _contents(document: Document, depth: int) -> str:
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    items = "".join(
        f'<li class="level-{heading.level}"><a class="ds-link" href="#section-{number}"'
        f"{_lang(heading.language)}>{escape(heading_text(heading))}</a></li>"
        for number, heading in enumerate(headings, 1)
        if heading.level <= depth
    )
    title = escape(_("Contents"))
    return (
        f'<nav class="contents" aria-labelledby="contents"><h2 class="ds-heading" id="contents">{title}</h2>'
        f"<ul>{items}</ul></nav>\n"
    )


def _facts(pairs: Sequence[tuple[Label, Label]], language: str = "") -> str:
    items = "".join(
        f"<div><dt>{escape(str(label))}</dt><dd{_lang(language)}>{_rich(str(value))}</dd></div>"
        for label, value in pairs
    )
    return f'<dl class="facts">{items}</dl>\n'


def _checklist(block: Checklist) -> str:
    return f'<ul class="checklist">{"".join(_check(item) for item in block.items)}</ul>\n'


def _check(item: Check) -> str:
    answer, name = (_("Yes"), "done") if item.done else (_("No"), "missing")
    note = f' <span class="note">{_linked(clean(str(item.note)))}</span>' if item.note else ""
    return f'<li class="{name}"><strong>{escape(answer)}:</strong> {escape(str(item.text))}{note}</li>'


def _figure(figure: Figure, number: int) -> str:
    caption = escape(_("Figure %(number)d. %(title)s") % {"number": number, "title": figure.title})
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in figure.table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td{_number_class(cell)}>{_rich(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in figure.table.rows
    )
    name = escape(_("The numbers in figure %(number)d") % {"number": number})
    return (
        f'<figure id="figure-{escape(figure.key)}">{figure.svg}<figcaption>{caption}</figcaption>\n'
        f'<div class="table" role="group" tabindex="0" aria-label="{name}">'
        f'<table class="ds-table"><caption class="ds-sr-only">{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></figure>\n"
    )


def _number_class(cell: object) -> str:
    return ' class="number"' if isinstance(cell, int) else ""


def _table(
    definition: TableDefinition[Row],
    rows: tuple[Row, ...],
    layout: Layout | None,
    caption: Label,
    cards: bool = False,
) -> Iterator[str]:
    layout = layout or definition.layout
    columns = definition.shown(layout)
    title = escape(str(caption or definition.title))
    hidden = "" if caption else ' class="ds-sr-only"'
    yield f'<div class="table" role="group" tabindex="0" aria-label="{title}">'
    kind = "ds-table as-cards" if cards else "ds-table"
    yield f'<table class="{kind}" id="table-{escape(definition.key)}"><caption{hidden}>{title}</caption>'
    yield "<thead><tr>"
    for column in columns:
        yield f'<th scope="col"{_kind(column)}>{escape(str(column.title))}</th>'
    yield "</tr></thead>\n"
    tags = [
        (
            column,
            *(
                (f'<th scope="row"{_kind(column)}{_named(column) if cards and place else ""}', "</th>")
                if column.names_row
                else (f"<td{_kind(column)}{_named(column) if cards else ''}", "</td>")
            ),
        )
        for place, column in enumerate(columns)  # what begins a card needs no word
    ]
    ours = _lang(get_language() or "")
    for name, members in grouped(definition, rows):
        yield "<tbody>"
        if name:
            heading = f'<th scope="rowgroup" colspan="{len(columns)}">{escape(name)}</th>'
            yield f'<tr class="group">{heading}</tr>\n'
        for row in members:
            language = definition.language(row) if definition.language else ""
            member = ' class="member"' if name else ""
            yield f"<tr{member}{_lang(language)}>"
            for column, begin, end in tags:
                spoken = ours if language and column.kind is Kind.CHOICE else ""
                yield f"{begin}{spoken}>{_cell(column, row)}{end}"
            yield "</tr>\n"
        yield "</tbody>"
    yield "</table></div>\n"


def _kind(column: Column[Any]) -> str:
    return ' class="number"' if column.kind is Kind.NUMBER else ""


def _named(column: Column[Any]) -> str:
    return f' data-title="{escape(str(column.title))}"'


def _cell(column: Column[Row], row: Row) -> str:
    value = column.read(row)
    if column.kind is Kind.SHORT and (value is None or type(value) is str):
        return _written(value or "")
    text = value_text(column, value)
    if isinstance(value, Link) and safe_address(value.address):
        return f'<a class="ds-link" href="{escape(value.address)}">{escape(text)}</a>'
    return _written(text)


def _written(text: str) -> str:
    """What many cells have in common is short (names, days, values) and marked up once."""
    return _rich_once(text) if len(text) <= 60 else _rich(text)


def _passage(text: str, language: str) -> str:
    content = "".join(
        _bullets(part) if is_list else "".join(_paragraph(line.text) for line in part)
        for is_list, part in runs(text)
    )
    return f'<div class="passage"{_lang(language)}>{content}</div>\n' if language else f"{content}\n"


def _paragraph(text: str) -> str:
    return f'<p class="ds-paragraph">{_linked(text)}</p>' if text.strip() else ""


def _rich(text: str) -> str:
    """Text inside a cell: a single line stays bare."""
    if "\n" not in text and "\r" not in text and text.lstrip(" ")[:1] not in MARKERS:
        return _linked(clean(text))  # nearly all cells
    parts = list(runs(text))
    if len(parts) == 1 and not parts[0][0] and len(parts[0][1]) == 1:
        return _linked(clean(text))
    return "".join(
        _bullets(part) if is_list else "".join(_paragraph(line.text) for line in part)
        for is_list, part in parts
    )


_rich_once = lru_cache(maxsize=8192)(_rich)


def _bullets(items: list[Line]) -> str:
    out, depth = [], -1
    for item in items:
        level = min(item.level, depth + 1)
        if level > depth:
            out.append('<ul class="ds-list">')
        else:
            out.append("</li>" + "</ul></li>" * (depth - level))
        depth = level
        out.append(f'<li class="marker-{MARKER_NAMES[item.marker]}">{_linked(item.text)}')
    return "".join(out) + "</li></ul>" * (depth + 1)


def _linked(text: str) -> str:
    if "://" not in text:
        return escape(text)
    return "".join(
        f'<a class="ds-link" href="{escape(address)}">{escape(words)}</a>' if address else escape(words)
        for words, address in linked_parts(text)
    )


def _lang(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""
