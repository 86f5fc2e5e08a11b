"""A series out of a file of values: columns x, y, n and subgroup, in any order.

`x` is the label of a point and `y` its value; `n` is the denominator, for p, pp, u, up and ip. An empty field is
missing. Columns are parted by comma, or by semicolon or tab where the header is (then a decimal comma is read too).
Other columns are passed over.

For xbar and s a row is one member of a subgroup. Rows belong together that have the same x; or, where there is a column
`subgroup`, that have the same subgroup, which then labels the point. Where a subgroup's label comes back under every x,
it numbers the members (1, 2, 3 in each sample) and the rows are put together by x. Subgroups come in the order in which
their first members stand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from samordner.spc.options import DIVIDED, GROUPED, Chart, Observation

COLUMNS = ("x", "y", "n", "subgroup")


class Unreadable(ValueError):
    """What is wrong, in a sentence that names the row (the header is row 1) and the column."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    x: str
    y: float | None
    n: float | None
    subgroup: str


def read(path: Path, kind: Chart) -> list[Observation]:
    """The observations of a file. Raises `Unreadable`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{path} is not text in UTF-8 (byte {error.start + 1}); save it from the spreadsheet as “CSV UTF-8”"
        ) from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from error
    return observations(text, kind)


def observations(text: str, kind: Chart) -> list[Observation]:
    """The observations of the text of a file. Raises `Unreadable`."""
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text.split("\n", 1)[0])
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [
            (number, fields) for number, fields in enumerate(table, start=1) if any(map(str.strip, fields))
        ]
    except csv.Error as error:
        raise Unreadable(f"row {table.line_num}: {error}") from error
    if not rows:
        raise Unreadable("the file is empty; it needs the columns x and y")
    places = _places(rows[0][1], kind)
    if len(rows) == 1:
        raise Unreadable("there is a header but no row of values under it")
    width = len(rows[0][1])
    found = [
        _row(number, fields, places, width, decimal_comma=delimiter != ",") for number, fields in rows[1:]
    ]
    return _subgroups(found) if kind in GROUPED else [Observation(it.x, it.y, it.n) for it in found]


def _delimiter(header: str) -> str:
    return next((it for it in (";", "\t") if it in header and "," not in header), ",")


def _places(header: Sequence[str], kind: Chart) -> dict[str, int]:
    names = [it.strip().lower() for it in header]
    needed = ("x", "y", "n") if kind in DIVIDED else ("x", "y")
    for name in needed:
        if name not in names:
            why = f": a {kind} chart divides y by n" if name == "n" else ""
            raise Unreadable(
                f"row 1 has no column {name}{why}; it has {', '.join(filter(None, names)) or 'none'}"
            )
    for name in COLUMNS:
        if names.count(name) > 1:
            raise Unreadable(f"row 1 has the column {name} more than once")
    return {name: names.index(name) for name in COLUMNS if name in names}


def _row(
    number: int, fields: Sequence[str], places: dict[str, int], width: int, *, decimal_comma: bool
) -> _Row:
    if any(it.strip() for it in fields[width:]):
        raise Unreadable(f"row {number} has {len(fields)} fields, but the header has {width}")

    def text(name: str) -> str:
        at = places.get(name, len(fields))
        return fields[at].strip() if at < len(fields) else ""

    def value(name: str) -> float | None:
        written = text(name)
        if not written:
            return None
        try:
            found = float(
                written.replace(",", ".").replace("−", "-") if decimal_comma else written.replace("−", "-")
            )
        except ValueError:
            found = float("nan")
        if not isfinite(found) or "_" in written:
            raise Unreadable(f"row {number}, column {name}: “{written}” is not a number")
        return found

    return _Row(number, text("x"), value("y"), value("n"), text("subgroup"))


def _subgroups(rows: Sequence[_Row]) -> list[Observation]:
    members: dict[str, list[_Row]] = {}
    for row, label in zip(rows, _labels(rows), strict=True):
        members.setdefault(label, []).append(row)
    return [
        Observation(label, None, None, tuple(it.y for it in found if it.y is not None))
        for label, found in members.items()
    ]


def _labels(rows: Sequence[_Row]) -> list[str]:
    """What each row is put together by. Raises `Unreadable` where x and subgroup go across each other."""
    if not any(it.subgroup for it in rows):
        nameless = next((it for it in rows if not it.x), None)
        if nameless is not None and any(it.x for it in rows):
            raise Unreadable(f"row {nameless.number}, column x: empty, so the value belongs to no subgroup")
        return [it.x for it in rows]
    without = next((it for it in rows if not it.subgroup), None)
    if without is not None:
        raise Unreadable(f"row {without.number}, column subgroup: empty, but other rows have a subgroup")
    under: dict[str, set[str]] = {}
    holds: dict[str, set[str]] = {}
    for it in rows:
        under.setdefault(it.subgroup, set()).add(it.x)
        holds.setdefault(it.x, set()).add(it.subgroup)
    pairs = [(it.x, it.subgroup) for it in rows]
    alone = len(set(pairs)) == len(pairs)
    by_x = [it.x for it in rows]
    if alone and len(under) == len(rows) and len(holds) < len(rows):
        return by_x  # every row has a name of its own: a member's
    if all(len(it) == 1 for it in holds.values()):
        return [it.subgroup for it in rows]  # each x lies within one subgroup
    if all(len(it) == 1 for it in under.values()):
        return [it.subgroup for it in rows]  # several subgroups under one x, each with several members
    if alone:
        return by_x  # the labels come back under every x: they number the members
    crossing = next(it for it in rows if len(under[it.subgroup]) > 1 and len(holds[it.x]) > 1)
    raise Unreadable(
        f"row {crossing.number}, column subgroup: “{crossing.subgroup}” is found under several x, and x "
        f"“{crossing.x}” holds several subgroups, each with several members; give each subgroup a name of its own"
    )
