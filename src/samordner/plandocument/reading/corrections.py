"""What a person changes in a reading, as named edits. Words are moved, never lost; new ones are marked typed.

A row is addressed by its register and its `key`, which stays the same through all corrections. A row that is
split off has the key of the row it came from with "+1", "+2"; one made of loose text is "new1", "new2".
A chapter is addressed by its place in the reading's list of chapters, from 1.
"""

import json
import tomllib
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints


class CorrectionRefused(ValueError):
    """A correction that fits nothing, named; none of the list has been carried out."""


@dataclass(frozen=True)
class SetFront:
    """Write a field of the front page: title, period, date, approved_by, prepared_by (a name a line)."""

    field: str
    value: str


@dataclass(frozen=True)
class SetCell:
    """Write a cell anew. Words left out are kept as furniture, new words are marked typed."""

    register: str
    row: str
    cell: str
    value: str


@dataclass(frozen=True)
class MoveWords:
    """Move words of a cell to another cell, row or, without `to_cell`, to the chapter's text."""

    register: str
    row: str
    cell: str
    text: str
    to_cell: str | None = None
    to_row: str | None = None
    to_register: str | None = None


@dataclass(frozen=True)
class SplitRow:
    """Part a row in two: at a line of the source, or where `text` begins in `cell` (to go `into` a cell)."""

    register: str
    row: str
    line: int | None = None
    cell: str | None = None
    text: str | None = None
    into: str | None = None


@dataclass(frozen=True)
class JoinRows:
    """Put the words of row `other` into `row`, cell by cell."""

    register: str
    row: str
    other: str


@dataclass(frozen=True)
class SetParent:
    """Say which group a row stands under, or none."""

    register: str
    row: str
    parent: str | None = None


@dataclass(frozen=True)
class RowToText:
    """It is no row: its words go back to the chapter's text."""

    register: str
    row: str


@dataclass(frozen=True)
class TextToRow:
    """Make a row of words that stand in a chapter's text, cell by cell."""

    register: str
    chapter: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class MarkCertain:
    """A person has looked: a cell, or the whole row, is right."""

    register: str
    row: str
    cell: str | None = None


Correction = (
    SetFront | SetCell | MoveWords | SplitRow | JoinRows | SetParent | RowToText | TextToRow | MarkCertain
)
KINDS: Mapping[str, type[Any]] = {
    "set-front": SetFront,
    "set-cell": SetCell,
    "move-words": MoveWords,
    "split-row": SplitRow,
    "join-rows": JoinRows,
    "set-parent": SetParent,
    "row-to-text": RowToText,
    "text-to-row": TextToRow,
    "mark-certain": MarkCertain,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def corrections_of(edits: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    """Edits as a file or the screen gives them ({"do": "set-cell", …}), each checked; refused by name."""
    return tuple(_correction(number, edit) for number, edit in enumerate(edits, 1))


def corrections_in(file: Path | bytes, *, toml: bool | None = None) -> tuple[Correction, ...]:
    """The corrections of a JSON or TOML file: a list, or a list under "corrections"."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    if toml is None:
        toml = isinstance(file, Path) and file.suffix == ".toml"
    try:
        found: Any = tomllib.loads(content.decode()) if toml else json.loads(content)
    except (ValueError, UnicodeDecodeError) as problem:
        raise CorrectionRefused(f"the corrections cannot be read: {problem}") from problem
    if isinstance(found, Mapping):
        found = found.get("corrections")
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise CorrectionRefused('the corrections are no list and have no list "corrections"')
    return corrections_of(found)


def as_mapping(correction: Correction) -> dict[str, Any]:
    """A correction as plain data, as `corrections_of` reads it."""
    values = {one.name: getattr(correction, one.name) for one in fields(correction)}
    return {
        "do": NAMES[type(correction)],
        **{key: value for key, value in values.items() if value is not None},
    }


def _correction(number: int, edit: Any) -> Correction:
    if not isinstance(edit, Mapping):
        raise CorrectionRefused(f"correction {number} is no table of named values")
    name = edit.get("do")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise CorrectionRefused(f"correction {number}: {name!r} is none of {', '.join(KINDS)}")
    given = {key: value for key, value in edit.items() if key != "do"}
    hints = get_type_hints(kind)
    for key, value in given.items():
        if key not in hints:
            raise CorrectionRefused(f"correction {number} ({name}): {key!r} means nothing there")
        if not _fits(value, hints[key]):
            raise CorrectionRefused(f"correction {number} ({name}): {key!r} has the wrong kind of value")
    missing = [one.name for one in fields(kind) if one.default is MISSING and one.name not in given]
    if missing:
        raise CorrectionRefused(f"correction {number} ({name}): {missing[0]!r} is missing")
    made: Correction = kind(**given)
    return made


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return any(_fits(value, one) for one in get_args(hint))
    if get_origin(hint) is not None:
        return isinstance(value, Mapping) and all(
            isinstance(one, str) for pair in value.items() for one in pair
        )
    return isinstance(value, hint) and not isinstance(value, bool)
