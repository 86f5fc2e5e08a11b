"""Printed as JSON: keys, typed values, and every label as written beside what it means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, assert_never

from django.utils.translation import override

from samordner.charts.figures import Figure
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
from samordner.documents.cells import value_data
from samordner.documents.columns import Row, TableDefinition


def table_file(definition: TableDefinition[Row], rows: Sequence[Row], *, language: str) -> str:
    with override(language):
        return _written({"language": language, **table_data(definition, rows)})


def document_file(document: Document) -> str:
    with override(document.language):
        front = document.front
        return _written(
            {
                "title": str(document.title),
                "language": document.language,
                "notice": str(document.notice),
                "front": {
                    "issuer": str(front.issuer),
                    "subtitle": str(front.subtitle),
                    "facts": _pairs(front.facts),
                }
                if front
                else None,
                "blocks": [_block(block) for block in document.blocks],
            }
        )


def table_data(definition: TableDefinition[Row], rows: Sequence[Row]) -> dict[str, Any]:
    """The table in the active language's labels: every column, whatever the layout."""
    columns = (definition.group, *definition.columns) if definition.group else definition.columns
    return {
        "table": definition.key,
        "title": str(definition.title),
        "columns": [
            {
                "key": column.key,
                "title": str(column.title),
                "kind": str(column.kind),
                "help": str(column.help),
            }
            for column in columns
        ],
        "rows": [{column.key: value_data(column, column.read(row)) for column in columns} for row in rows],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "type": "heading",
                "level": block.level,
                "number": block.number,
                "text": str(block.text),
                "language": block.language,
            }
        case Paragraph():
            return {"type": "paragraph", "text": str(block.text), "language": block.language}
        case BulletList():
            return {"type": "list", "items": [str(item) for item in block.items], "language": block.language}
        case Facts():
            return {"type": "facts", "facts": _pairs(block.pairs), "language": block.language}
        case Table():
            return {
                "type": "table",
                "caption": str(block.caption),
                **table_data(block.definition, block.rows),
            }
        case Figure():
            return {
                "type": "figure",
                "key": block.key,
                "title": block.title,
                "alt": block.alt,
                "columns": block.table.columns,
                "rows": block.table.rows,
            }
        case Checklist():
            return {
                "type": "checklist",
                "items": [
                    {"text": str(item.text), "done": item.done, "note": str(item.note)}
                    for item in block.items
                ],
            }
        case PageBreak():
            return {"type": "page-break"}
        case Contents():
            return {"type": "contents", "depth": block.depth}
        case _:
            assert_never(block)


def _pairs(pairs: Sequence[tuple[object, object]]) -> list[dict[str, str]]:
    return [{"label": str(label), "value": str(value)} for label, value in pairs]


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
