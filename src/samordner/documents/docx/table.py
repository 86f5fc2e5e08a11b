"""A table as WordprocessingML, written as text: a cell at a time through a library is ten times slower."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from samordner.charts.drawing import text_width
from samordner.documents import widths
from samordner.documents.blocks import Table
from samordner.documents.cells import MEMBER, cell_text, grouped, safe_address
from samordner.documents.columns import Column, Kind, Label, Link, Row
from samordner.documents.docx.look import hexadecimal
from samordner.documents.docx.text import Links, paragraphs, quoted, run
from samordner.documents.look import Look

WORD_SIZE, CELL_MARGINS = 8.5, 10.0
"""In points."""
TOGETHER = 14
"""So many rows of numbers stay on the page of their drawing."""


def table(block: Table[Row], width: int, links: Links, look: Look) -> str:
    """The table in `width` twentieths of a point."""
    columns = block.definition.shown(block.layout)
    shares = _twips(widths.of_table(block, width / 20, measure=_measure, margins=CELL_MARGINS), width)
    title = str(block.caption or block.definition.title)
    titles = [str(column.title) for column in columns]
    return _frame(title, titles, shares, _rows(block, columns, shares, links, look), look)


def simple_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]], width: int, look: Look
) -> str:
    """A small table of texts and whole numbers, such as the one under a figure: kept on one page if it is short."""
    texts = [[name, *(str(row[index]) for row in rows)] for index, name in enumerate(columns)]
    shares = _twips(widths.of_texts(texts, width / 20, measure=_measure, margins=CELL_MARGINS))
    kept = len(rows) - 1 if len(rows) <= TOGETHER else 0
    body = (
        _row(
            _cell(
                paragraphs(
                    str(cell),
                    style=("TableNumber" if isinstance(cell, int) else "TableText") + "Kept" * (place < kept),
                ),
                share,
            )
            for cell, share in zip(row, shares, strict=True)
        )
        for place, row in enumerate(rows)
    )
    return _frame(title, columns, shares, body, look)


def facts_table(pairs: Sequence[tuple[Label, Label]], width: int, language: str = "") -> str:
    """Pairs of label and value, without a row of titles."""
    shares = [width * 5 // 18, width - width * 5 // 18]
    rows = "".join(
        _row(
            [
                _cell(paragraphs(str(label), style="TableText", bold=True), shares[0]),
                _cell(paragraphs(str(value), style="TableText", language=language), shares[1]),
            ]
        )
        for label, value in pairs
    )
    return f"<w:tbl>{_properties('', shares)}{rows}</w:tbl>"


def _rows(
    block: Table[Row], columns: Sequence[Column[Row]], shares: list[int], links: Links, look: Look
) -> Iterator[str]:
    language: Callable[[Row], str] = block.definition.language or (lambda row: "")
    for name, members in grouped(block.definition, block.rows):
        if name:
            yield _group(name, len(columns), sum(shares), look)
        for row in members:
            yield _row(
                _cell(
                    _content(column, row, language(row), links, MEMBER if name and not index else ""),
                    shares[index],
                )
                for index, column in enumerate(columns)
            )


def _content(column: Column[Row], row: Row, language: str, links: Links, prefix: str) -> str:
    value, text = column.read(row), cell_text(column, row)
    if isinstance(value, Link) and safe_address(value.address):
        shown = run(prefix) if prefix else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{shown}{links.link(text, value.address)}</w:p>'
        )
    return paragraphs(
        text,
        style="TableNumber" if column.kind is Kind.NUMBER else "TableText",
        language="" if column.kind is Kind.CHOICE else language,
        bold=column.names_row,
        prefix=prefix,
        links=links,
    )


def _frame(title: str, columns: Sequence[str], shares: list[int], rows: Iterator[str], look: Look) -> str:
    head = "".join(
        _cell(paragraphs(name, style="TableHeading"), share, fill=hexadecimal(look.accent))
        for name, share in zip(columns, shares, strict=True)
    )
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    return f"<w:tbl>{_properties(title, shares)}{head}{''.join(rows)}</w:tbl>"


def _properties(title: str, shares: list[int]) -> str:
    look = f'<w:tblLook w:val="0020" w:firstRow="{int(bool(title))}" w:lastRow="0"'
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    caption = f"<w:tblCaption w:val={quoted(title)}/>" if title else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="Register"/><w:tblW w:w="{sum(shares)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look} w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _group(name: str, span: int, width: int, look: Look) -> str:
    cell = _cell(paragraphs(name, style="TableGroup"), width, fill=hexadecimal(look.soft), span=span)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, *, fill: str = "", span: int = 1) -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{shading}</w:tcPr>{content}</w:tc>'


def _measure(text: str) -> float:
    return text_width(text, WORD_SIZE)


def _twips(points: Sequence[float], width: int = 0) -> list[int]:
    """Points as twentieths of one, in all exactly `width` if it is given."""
    shares = [int(share * 20) for share in points]
    if width:
        shares[-1] += width - sum(shares)
    return shares
