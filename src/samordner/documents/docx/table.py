"""A table as WordprocessingML, written as text: a cell at a time through a library is ten times slower."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from samordner.charts.drawing import text_width
from samordner.documents.blocks import Table
from samordner.documents.cells import MEMBER, cell_text, grouped, safe_address
from samordner.documents.columns import Column, Kind, Label, Link, Row
from samordner.documents.docx.look import ACCENT, PORTRAIT_WIDTH, SOFT
from samordner.documents.docx.text import Links, paragraphs, quoted, run

WEIGHTS = {
    Kind.TEXT: 3.0,
    Kind.SHORT: 1.6,
    Kind.NUMBER: 0.8,
    Kind.DAY: 1.0,
    Kind.PERIOD: 1.1,
    Kind.DUE: 1.1,
    Kind.AMOUNT: 1.1,
    Kind.CHOICE: 1.2,
    Kind.LINK: 1.6,
    Kind.PEOPLE: 1.5,
}
WORD_SIZE, CELL_MARGINS = 8.5, 200


def table(block: Table[Row], width: int, links: Links) -> str:
    """The table in `width` twentieths of a point."""
    definition, layout = block.definition, block.layout or block.definition.layout
    columns = definition.shown(layout)
    weights = layout.widths if layout and layout.widths else [WEIGHTS[column.kind] for column in columns]
    least = [
        _least_width([str(column.title), *(cell_text(column, row) for row in block.rows)])
        for column in columns
    ]
    widths = _spread(weights, width, least)
    rows = _rows(block, columns, widths, links)
    title = str(block.caption or definition.title)
    return _frame(title, [str(column.title) for column in columns], widths, rows)


def simple_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]], width: int) -> str:
    """A small table of texts and whole numbers, such as the one under a figure."""
    texts = [[name, *(str(row[index]) for row in rows)] for index, name in enumerate(columns)]
    longest = [min(max(map(len, column)), 60) for column in texts]
    least = [_least_width(column) for column in texts]
    widths = _spread(longest, min(width, max(sum(least), 110 * sum(longest) + 800)), least)
    body = (
        _row(
            _cell(paragraphs(str(cell), style="TableNumber" if isinstance(cell, int) else "TableText"), width)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return _frame(title, columns, widths, body)


def facts_table(pairs: Sequence[tuple[Label, Label]], width: int, language: str = "") -> str:
    """Pairs of label and value, without a row of titles."""
    widths = _spread([1, 2.6], width)
    rows = "".join(
        _row(
            [
                _cell(paragraphs(str(label), style="TableText", bold=True), widths[0]),
                _cell(paragraphs(str(value), style="TableText", language=language), widths[1]),
            ]
        )
        for label, value in pairs
    )
    return f"<w:tbl>{_properties('', widths)}{rows}</w:tbl>"


def _rows(
    block: Table[Row], columns: Sequence[Column[Row]], widths: list[int], links: Links
) -> Iterator[str]:
    language: Callable[[Row], str] = block.definition.language or (lambda row: "")
    for name, members in grouped(block.definition, block.rows):
        if name:
            yield _group(name, len(columns), sum(widths))
        for row in members:
            yield _row(
                _cell(
                    _content(column, row, language(row), links, MEMBER if name and not index else ""),
                    widths[index],
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


def _frame(title: str, columns: Sequence[str], widths: list[int], rows: Iterator[str]) -> str:
    head = "".join(
        _cell(paragraphs(name, style="TableHeading"), width, fill=ACCENT)
        for name, width in zip(columns, widths, strict=True)
    )
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    return f"<w:tbl>{_properties(title, widths)}{head}{''.join(rows)}</w:tbl>"


def _properties(title: str, widths: list[int]) -> str:
    look = f'<w:tblLook w:val="0020" w:firstRow="{int(bool(title))}" w:lastRow="0"'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = f"<w:tblCaption w:val={quoted(title)}/>" if title else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="Register"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look} w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _group(name: str, span: int, width: int) -> str:
    cell = _cell(paragraphs(name, style="TableGroup"), width, fill=SOFT, span=span)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, *, fill: str = "", span: int = 1) -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{shading}</w:tcPr>{content}</w:tc>'


def _least_width(texts: Iterable[str]) -> int:
    """Twentieths of a point that the longest word of a column needs, up to a third of a page."""
    longest = max((word for text in texts for word in text.split() if "://" not in word), key=len, default="")
    return min(int(text_width(longest, WORD_SIZE) * 20) + CELL_MARGINS, PORTRAIT_WIDTH // 3)


def _spread(weights: Sequence[float], width: int, least: Sequence[int] = ()) -> list[int]:
    """Shares the width by weight; a column gets its least width if there is room for that of all."""
    widths = [int(width * weight / sum(weights)) for weight in weights]
    if least and sum(least) <= width:
        missing = sum(max(need - has, 0) for need, has in zip(least, widths, strict=True))
        spare = sum(max(has - need, 0) for need, has in zip(least, widths, strict=True))
        widths = [
            max(need, has - (has - need) * missing // max(spare, 1))
            for need, has in zip(least, widths, strict=True)
        ]
    widths[-1] += width - sum(widths)
    return widths
