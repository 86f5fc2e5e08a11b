"""What a plan says at one moment, as one plain value: kept as JSON when a revision is approved, and compared.

A state is parts: the front page, the chapters, each register, the stated numbers. A part is items: a chapter, a row.
An item is cells by the keys of its columns, as plain data (`documents.cells.value_data`). No database here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from samordner.documents.cells import day_text

FORMAT = 1
FRONT, CHAPTERS, CLAIMS = "front", "chapters", "claims"
MORE = "more: "
"""Before the heading of a cell that a document had and the register has no column for."""


@dataclass(frozen=True)
class Item:
    """A chapter or a row. `id` is stable as long as it lives; `answers` the programme's chapter that it answers."""

    id: int
    name: str
    cells: Mapping[str, Any]
    answers: str = ""


@dataclass(frozen=True)
class Part:
    """`columns`: key → title in the plan's language. The items stand in the plan's order."""

    key: str
    title: str
    columns: Mapping[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class State:
    """`language` is that of the labels."""

    language: str
    parts: tuple[Part, ...] = field(default=())

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


def frozen(state: State) -> bytes:
    """The state as JSON, the same bytes for the same state."""
    data = {"format": FORMAT, **asdict(state)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def thawed(data: bytes) -> State:
    """The state that was frozen. ValueError for JSON of another kind."""
    read = json.loads(data)
    if read.get("format") != FORMAT:
        raise ValueError("not a frozen plan of this kind")
    parts = (
        Part(
            part["key"], part["title"], part["columns"], tuple(Item(**item) for item in part["items"])
        )
        for part in read["parts"]
    )  # fmt: skip
    return State(read["language"], tuple(parts))


def says_nothing(cell: Any) -> bool:
    return not cell if not isinstance(cell, dict) else not said(cell)


def same(a: Any, b: Any) -> bool:
    """Whether two cells say the same: a choice is its key, a period its label and days."""
    if says_nothing(a) and says_nothing(b):
        return True
    match a, b:
        case {"key": one}, {"key": other}:
            return bool(one == other)
        case {"start": _}, {"start": _}:
            return all(a[each] == b[each] for each in ("label", "start", "end"))
        case _:
            return bool(a == b)


def said(cell: Any) -> str:
    """A cell as people read it, in the active language."""
    match cell:
        case None:
            return ""
        case {"label": label, "start": start, "end": end}:
            days = "–".join(_day(each) for each in dict.fromkeys((start, end)) if each)
            return f"{label} ({days})" if label and days and days != label else label or days
        case {"address": address, "label": label}:
            return str(label or address)
        case {"label": label}:
            return str(label)
        case list():
            return "\n".join(str(each) for each in cell)
        case _:
            return str(cell)


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))
