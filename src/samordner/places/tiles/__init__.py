"""The tile map's lay-out: every municipality of a period has one hexagon on a grid. Our own, made by program.

There is one from 2020 on. `tools/tiles.py` says how it was made.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).parent / "tiles.csv"
BREAK = "\u00ad"
"""Where a long name may be broken: the soft hyphen."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A municipality's hexagon. Odd rows lie half a tile to the right; row 0 is in the north.

    `letters` are for small tiles, and no other municipality's; `name` is for large ones.
    """

    code: str
    column: int
    row: int
    letters: str
    name: str


Layout = Mapping[str, Tile]


def layout(day: date) -> Layout | None:
    """The tiles of all municipalities of `day`, by code; None: there is no lay-out for so early a day."""
    since = max((one for one in _layouts() if one <= day), default=None)
    return _layouts()[since] if since else None


@cache
def _layouts() -> Mapping[date, Layout]:
    found: dict[date, dict[str, Tile]] = {}
    lines = (line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines):
        tile = Tile(
            row["code"], int(row["column"]), int(row["row"]), row["letters"], row["name"].replace("|", BREAK)
        )
        found.setdefault(date.fromisoformat(row["since"]), {})[tile.code] = tile
    return {since: MappingProxyType(tiles) for since, tiles in found.items()}
