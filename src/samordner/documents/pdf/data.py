"""A document as plain data for `template.typ`: lists, texts and numbers, which typst reads but never runs.

A passage is a list of parts, `["p", words]` for a paragraph and `["l", marker, items]` for a list, an item being
`[words, parts]`. Words are a text, or a list of `[text, address]` where some of it is a link. Widths are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any, TypeAlias, assert_never

from django.utils.translation import gettext as _

from samordner.charts.figures import Figure
from samordner.documents import widths
from samordner.documents.blocks import (
    Block,
    BulletList,
    Checklist,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from samordner.documents.cells import MEMBER, cell_text, grouped, linked_parts, safe_address
from samordner.documents.columns import Column, Kind, Label, Link, Row
from samordner.documents.fonts import FAMILY
from samordner.documents.headings import heading_text
from samordner.documents.landscape import landscapes
from samordner.documents.lines import Line, clean, lines
from samordner.documents.pdf.letters import breadth, printable, single, units

Data: TypeAlias = Any
"""What JSON can say."""

PORTRAIT, LANDSCAPE, HEIGHT = 481.0, 728.0, {False: 699.0, True: 453.0}
"""The width of the text on a page that stands and on one that lies, and the height of either."""
SIZE, INSET, LEADING = 9.0, 5.0, 12.2
REGIONS = {"nb": "NO", "nn": "NO", "no": "NO", "en": "GB"}
TOGETHER = 14
"""So many rows of numbers stay on the page of their drawing."""
SCALE, HIGHEST = 0.62, 300.0
"""Of a drawing: words of 9 points, and with its numbers it fits on one page."""


def data_of(document: Document) -> Data:
    """The document as data. Speaks the active language."""
    front = document.front
    head = str(document.title)
    return {
        "title": _one(document.title) or "–",
        "author": _one(front.issuer) if front and front.issuer else "",
        "language": [document.language, REGIONS.get(document.language, "")],
        "accent": document.look.accent,
        "soft": document.look.soft,
        "notice": _one(document.notice),
        "footer": "" if str(document.footer) == head else _one(document.footer),
        "page": _("Page %(page)s of %(pages)s") % {"page": "\0", "pages": "\0"},
        "contents": _("Contents"),
        "front": {
            "issuer": _one(front.issuer),
            "subtitle": _one(front.subtitle),
            "facts": _facts(front.facts, ""),
        }
        if front
        else None,
        "parts": list(_parts(document)),
    }


def _parts(document: Document) -> Iterator[Data]:
    """Neighbouring blocks whose pages lie alike."""
    figures, groups, level = count(1), count(1), 0
    turned = zip(landscapes(document.blocks), document.blocks, strict=True)
    for lies, part in groupby(turned, key=lambda pair: pair[0]):
        width = LANDSCAPE if lies else PORTRAIT
        blocks = [_block(block, width, figures, groups, HEIGHT[lies]) for _lies, block in part]
        for heading in (each for each in blocks if each["kind"] == "heading"):
            level = heading["level"] = min(heading["level"], level + 1)  # PDF/UA lets no level be left out
        yield {"lies": lies, "blocks": blocks}


def _block(block: Block, width: float, figures: count[int], groups: count[int], height: float) -> Data:
    match block:
        case Heading():
            words = _one(heading_text(block))
            return {
                "kind": "heading",
                "level": min(block.level, 4),
                "words": words,
                **_language(block.language),
            }
        case Paragraph():
            return {"kind": "passage", "parts": passage(str(block.text)), **_language(block.language)}
        case BulletList():
            items = [[_words(" ".join(str(item).split())), []] for item in block.items]
            return {"kind": "passage", "parts": [["l", "•", items]], **_language(block.language)}
        case Facts():
            return {"kind": "facts", **_facts(block.pairs, block.language)}
        case Table():
            return _table(block, width, groups, height)
        case Figure():
            return _figure(block, next(figures), width)
        case Checklist():
            rows = [
                (str(item.text), _("Yes") if item.done else _("No"), str(item.note)) for item in block.items
            ]
            return _simple("", (_("Content"), _("In place"), _("Where")), rows, width, whole=True)
        case PageBreak():
            return {"kind": "break"}
        case Contents():
            return {"kind": "contents", "depth": block.depth}
        case _:
            assert_never(block)


def _language(language: str) -> dict[str, Data]:
    return {"language": [language, REGIONS.get(language, "")]} if language else {}


def _facts(pairs: Sequence[tuple[Label, Label]], language: str) -> Data:
    widest = max((breadth(str(label), 10.5) for label, _value in pairs), default=0)
    return {
        "width": min(max(widest + 12, 90), 200),
        "pairs": [[_one(label), passage(str(value))] for label, value in pairs],
        **_language(language),
    }


# Tables


def _table(block: Table[Row], width: float, groups: count[int], height: float) -> Data:
    definition = block.definition
    columns = definition.shown(block.layout)
    shares = widths.of_table(block, width, measure=_bold, margins=2 * INSET + 1)
    rows: list[Data] = []
    for name, members in grouped(definition, block.rows):
        if name:
            rows.append({"group": _one(name), "mark": next(groups)})
        for row in members:
            language = definition.language(row) if definition.language else ""
            cells = [
                _cell(column, row, shares[index], language, MEMBER if name and not index else "")
                for index, column in enumerate(columns)
            ]
            texts = [cell_text(column, row) for column in columns]
            rows.append({"cells": cells, "tall": _height(texts, shares) > height / 2})
    titles = [_broken(_one(column.title), share) for column, share in zip(columns, shares, strict=True)]
    return {
        "kind": "table",
        "caption": _one(block.caption),
        "titles": titles,
        "numbers": [column.kind is Kind.NUMBER for column in columns],
        "widths": shares,
        "rows": rows,
        "height": height,
    }


def _cell(column: Column[Row], row: Row, width: float, language: str, prefix: str) -> Data:
    value, text = column.read(row), cell_text(column, row)
    if isinstance(value, Link) and safe_address(value.address):
        linked = [_broken(_one(text), width), value.address]
        parts: list[Data] = [["p", [[prefix, ""], linked] if prefix else [linked]]]
    else:
        parts = passage(text, width, prefix)
    about: dict[str, Data] = _language("" if column.kind is Kind.CHOICE else language)
    if column.names_row:
        about["bold"] = True
    if not about and len(parts) == 1 and parts[0][0] == "p" and isinstance(parts[0][1], str):
        return parts[0][1]  # nearly all cells
    return {"parts": parts, **about}


def _height(texts: Sequence[str], shares: Sequence[float]) -> float:
    """About how high a row will be, rather too high than too low."""
    highest = 0
    for text, share in zip(texts, shares, strict=True):
        room = max(share - 2 * INSET, SIZE)
        highest = max(highest, sum(1 + int(_bold(part) / room) for part in text.split("\n")))
    return highest * LEADING * 1.15


def _simple(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]], width: float, *, whole: bool
) -> Data:
    """A small table of texts and whole numbers; `whole` fills the width."""
    texts = [[name, *(str(row[index]) for row in rows)] for index, name in enumerate(columns)]
    shares = widths.of_texts(texts, width, measure=_bold, margins=2 * INSET + 1)
    if whole:
        shares = [share * width / sum(shares) for share in shares]
    return {
        "kind": "table",
        "caption": caption,
        "titles": [_one(name) for name in columns],
        "numbers": [
            bool(rows) and all(isinstance(row[index], int) for row in rows) for index in range(len(columns))
        ],
        "widths": shares,
        "rows": [
            {
                "cells": [
                    {"parts": passage(str(cell), share)} for cell, share in zip(row, shares, strict=True)
                ],
                "tall": False,
            }
            for row in rows
        ],
        "height": HEIGHT[True],
    }


def _figure(figure: Figure, number: int, width: float) -> Data:
    caption = _("Figure %(number)d. %(title)s") % {"number": number, "title": figure.title}
    # A drawing names no font, so that it takes the page's; letters that no font has would not be printed.
    svg = single(printable_lines(figure.svg)).replace("<svg ", f'<svg font-family="{FAMILY}" ', 1)
    shown = min(width, PORTRAIT, SCALE * figure.width, HIGHEST * figure.width / figure.height)
    table = _simple("", figure.table.columns, figure.table.rows, min(width, PORTRAIT), whole=False)
    return {
        "kind": "figure",
        "caption": _one(caption),
        "svg": svg,
        "alt": _one(figure.alt) or _one(figure.title) or "–",
        "width": shown,
        "table": table,
        "whole": len(figure.table.rows) <= TOGETHER,
    }


# Text


def _one(text: Label) -> str:
    """The text on one line."""
    return printable(" ".join(clean(str(text)).split("\n")))


def printable_lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))


def passage(text: str, width: float = PORTRAIT, prefix: str = "") -> list[Data]:
    """The parts of a text; `prefix` begins its first line."""
    first, *others = lines(text)
    if prefix:
        first = Line("", 0, prefix + str(first))
    out: list[Data] = []
    stack: list[tuple[int, str, list[Data]]] = []  # of the lists that are open: level, marker, items
    for line in (first, *others):
        words = _words(line.text, width)
        if not line.marker:
            stack = []
            if words:
                out.append(["p", words])
            continue
        while stack and (
            stack[-1][0] > line.level or (stack[-1][0] == line.level and stack[-1][1] != line.marker)
        ):
            stack.pop()
        if not stack or stack[-1][0] < line.level:
            items: list[Data] = []
            (stack[-1][2][-1][1] if stack else out).append(["l", line.marker, items])
            stack.append((line.level, line.marker, items))
        stack[-1][2].append([words, []])
    return out


def _words(text: str, width: float = PORTRAIT) -> Data:
    shown = printable(text)
    if not shown.strip():
        return ""
    if "://" not in shown:
        return _broken(shown, width)
    return [[_broken(words, width), address] for words, address in linked_parts(shown)]


def _broken(text: str, width: float) -> str:
    """The text with a U+200B, where it may break, in each word that is wider than its column."""
    room = width - 2 * INSET
    if len(text) * SIZE < room or not any(_wide(word, room) for word in text.split(" ")):
        return text
    return " ".join(
        "\u200b".join(_pieces(word, room)) if _wide(word, room) else word for word in text.split(" ")
    )


def _pieces(word: str, room: float) -> Iterator[str]:
    """A word that is wider than `room` in pieces that are not; no picture is cut in two."""
    parts = units(word)
    step = max(int(room / (SIZE * 0.62)) // (1 if len(parts) == len(word) else 2), 4)
    for at in range(0, len(parts), step):
        yield "".join(parts[at : at + step])


def _bold(text: str) -> float:
    return breadth(text, SIZE)


def _wide(word: str, room: float) -> bool:
    return _bold(word) > room
