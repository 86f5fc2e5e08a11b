"""A map of tiles: every municipality a hexagon of the same size, so that the small are seen as well as the large.

Each tile says what it shows by colour and by sign; what is unknown is white, hatched and has a dashed edge. Where
two regions meet, the line is thick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import cos, pi, sin, sqrt

from samordner.charts.drawing import ACCENT, INK, LINE_HEIGHT, QUIET, frame, text_width, words, wrapped
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.paint import Paint
from samordner.charts.shares import Wording

ROW = sqrt(3) / 2
LARGE, SMALL = 84.0, 34.0
"""How wide a tile is with its name on it, and with letters only. Units of the drawing."""

NAMED_AT_MOST = 60
"""So many tiles may have their names; of a map of more, the letters are enough."""

LEGEND = 19
"""Words beside the map: as large as can be read on a telephone, which shows a map with names at half its size."""

SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Group:
    """What tiles can show: its name, sign and paint."""

    label: str
    sign: str
    paint: Paint
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class MapTile:
    """One municipality on the grid. `group` is the number of its group, `region` what it lies in.

    `title` is its whole name; `name` may hold soft hyphens where it can be broken. `address`: where it leads.
    """

    column: int
    row: int
    title: str
    name: str
    letters: str
    group: int
    region: str = ""
    address: str = ""


def tile_map(
    key: str, title: str, tiles: Sequence[MapTile], groups: Sequence[Group], wording: Wording, members: str
) -> Figure:
    """The map, cropped to its tiles, with a legend that counts them.

    `members` heads the table's column of names. Alternative text and table say how many and who they are.
    """
    named = len(tiles) <= NAMED_AT_MOST
    wide = LARGE if named else SMALL
    tiles = _cropped(tiles)
    right = max((_x(tile) for tile in tiles), default=0.0) * wide + wide / 2
    low = max((tile.row for tile in tiles), default=0) * ROW * wide + wide / sqrt(3)
    blank = min((tile.row for tile in tiles), default=0) * ROW * wide
    width, top = max(right + wide / 2 + 4, 360.0), wide / sqrt(3) + 3 - blank
    legend_width = 300.0 if not named else width
    rows, legend_height = _legend(groups, tiles, wording, legend_width)
    corner = None if named else _free_corner(tiles, wide, top, width, low + top, legend_width, legend_height)
    at, height = (
        (corner, low + top + 3) if corner else ((2.0, low + top + 14), low + top + 14 + legend_height)
    )
    content = [
        f'<defs><pattern id="{escape(key)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect width="7" height="7" fill="#ffffff"/><path d="M-1 8 8 -1M-1 1 1 -1M6 8 8 6" stroke="#b9c1ca" '
        'stroke-width="1.1"/></pattern></defs>',
        *(_tile(key, tile, groups[tile.group], wide, top, named) for tile in tiles),
        _seams(tiles, wide, top),
        f'<g transform="translate({at[0]:.1f} {at[1]:.1f})">{"".join(_swatched(key, rows))}</g>',
    ]
    counts = [[tile.title for tile in tiles if tile.group == number] for number in range(len(groups))]
    said = "; ".join(
        f"{group.label}: {wording.of.format(count=len(names), total=len(tiles))}"
        for group, names in zip(groups, counts, strict=True)
    )
    alt = f"{title}. {said}."
    linked = any(tile.address for tile in tiles)
    return Figure(
        key=key,
        title=title,
        svg=frame(key, title, alt, height, content, width=width, role="group" if linked else "img"),
        alt=alt,
        table=FigureTable(
            (wording.what, wording.number, members),
            (
                *((group.label, len(names), ", ".join(names)) for group, names in zip(groups, counts, strict=True)),
                (wording.total, len(tiles), ""),
            ),
        ),
        width=round(width),
        height=round(height),
    )  # fmt: skip


def _cropped(tiles: Sequence[MapTile]) -> list[MapTile]:
    """Moved to the corner, by an even number of rows, for every second row is half a tile to the right."""
    if not tiles:
        return []
    up = min(tile.row for tile in tiles)
    up -= up % 2
    left = min(tile.column for tile in tiles)
    return [replace(tile, column=tile.column - left, row=tile.row - up) for tile in tiles]


def _x(tile: MapTile) -> float:
    return tile.column + 0.5 * (tile.row % 2)


def _middle(tile: MapTile, wide: float, top: float) -> tuple[float, float]:
    return (_x(tile) + 0.5) * wide + 2, tile.row * ROW * wide + top


def _corners(x: float, y: float, wide: float) -> list[tuple[float, float]]:
    """Clockwise from the top."""
    far = wide / sqrt(3)
    return [(x + far * sin(turn * pi / 3), y - far * cos(turn * pi / 3)) for turn in range(6)]


def _tile(key: str, tile: MapTile, group: Group, wide: float, top: float, named: bool) -> str:
    x, y = _middle(tile, wide, top)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in _corners(x, y, wide - 1.5))
    fill = f"url(#{escape(key)}-hatch)" if group.unknown else group.paint.fill
    edge = f'stroke="{QUIET}" stroke-dasharray="4 3"' if group.unknown else f'stroke="{ACCENT}"'
    shape = f'<polygon points="{points}" fill="{fill}" stroke-width="1" {edge}/>'
    said = f"{tile.title}: {group.label}"
    ink = INK if group.unknown else group.paint.ink
    text = "".join(_named(tile, group, x, y, wide, ink) if named else _lettered(tile, group, x, y, ink))
    inside = f"<title>{escape(said)}</title>{shape}{text}"
    if tile.address:
        return f'<a href="{escape(tile.address)}" aria-label="{escape(said)}">{inside}</a>'
    return f"<g>{inside}</g>"


def _named(tile: MapTile, group: Group, x: float, y: float, wide: float, ink: str) -> Iterator[str]:
    lines, size = _fitted(tile.name, wide - 9)
    base = y + 8 - (len(lines) - 1) * size * 0.5 + size * 0.36
    if group.sign:
        yield words(group.sign, x, y - wide * 0.27, size=16, bold=True, fill=ink, anchor="middle")
    for number, line in enumerate(lines):
        yield words(line, x, base + number * size * 1.05, size=size, bold=True, fill=ink, anchor="middle")


def _lettered(tile: MapTile, group: Group, x: float, y: float, ink: str) -> Iterator[str]:
    if group.sign:
        yield words(group.sign, x, y - 3, size=9, bold=True, fill=ink, anchor="middle")
    yield words(tile.letters, x, y + 9, size=11.5, bold=True, fill=ink, anchor="middle")


def _fitted(name: str, width: float) -> tuple[list[str], float]:
    """The name in at most three lines, as large as it can be; broken at spaces, hyphens and soft hyphens."""
    parts = [part for part in re.split(f"(?<=[ {SOFT_HYPHEN}-])", name) if part]
    for size in (16.0, 15.0, 14.0, 13.0, 12.0, 11.0):
        lines = _broken(parts, width, size)
        if len(lines) <= 3 and all(text_width(line, size) <= width for line in lines):
            return lines, size
    return wrapped(name.replace(SOFT_HYPHEN, ""), width, 11.0)[:3], 11.0


def _broken(parts: Sequence[str], width: float, size: float) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        joined = lines[-1].rstrip(SOFT_HYPHEN) + part
        if text_width(joined.rstrip(f"{SOFT_HYPHEN} "), size) <= width:
            lines[-1] = joined
        else:
            lines.append(part)
    return [f"{line.rstrip(SOFT_HYPHEN)}-" if line.endswith(SOFT_HYPHEN) else line.strip() for line in lines]


def _seams(tiles: Sequence[MapTile], wide: float, top: float) -> str:
    """The lines where two regions meet."""
    region = {(tile.column, tile.row): tile.region for tile in tiles}
    path = []
    for tile in tiles:
        corners = _corners(*_middle(tile, wide, top), wide)
        side = tile.row % 2
        ahead = (
            (tile.column + side, tile.row - 1),
            (tile.column + 1, tile.row),
            (tile.column + side, tile.row + 1),
        )
        for number, there in enumerate(ahead):
            if region.get(there, tile.region) != tile.region:
                (a, b), (c, d) = corners[number], corners[number + 1]
                path.append(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}")
    if not path:
        return ""
    line = f'd="{"".join(path)}" fill="none" stroke-linecap="round"'
    return (
        f'<path {line} stroke="#ffffff" stroke-width="{wide / 9:.1f}"/>'
        f'<path {line} stroke="{INK}" stroke-width="{wide / 18:.1f}"/>'
    )


# The legend


@dataclass(frozen=True, slots=True)
class _Entry:
    group: Group
    number: str
    lines: tuple[str, ...]
    x: float
    y: float


def _legend(
    groups: Sequence[Group], tiles: Sequence[MapTile], wording: Wording, width: float
) -> tuple[list[_Entry], float]:
    """The entries with their places, and how high they are together; in as many columns as there is room for."""
    columns = max(1, int(width // 300))
    each, entries, tops = width / columns, [], [0.0] * columns
    for number, group in enumerate(groups):
        count = sum(tile.group == number for tile in tiles)
        lines = tuple(wrapped(group.label, each - 44, LEGEND))
        column = tops.index(min(tops))
        entries.append(
            _Entry(
                group, wording.of.format(count=count, total=len(tiles)), lines, column * each, tops[column]
            )
        )
        tops[column] += (len(lines) + 1) * LEGEND * LINE_HEIGHT + 10
    return entries, max(tops, default=0)


def _swatched(key: str, entries: Sequence[_Entry]) -> Iterator[str]:
    for entry in entries:
        x, y, group = entry.x, entry.y, entry.group
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in _corners(x + 15, y + 18, 28))
        fill = f"url(#{escape(key)}-hatch)" if group.unknown else group.paint.fill
        dash = f'stroke="{QUIET}" stroke-dasharray="4 3"' if group.unknown else f'stroke="{ACCENT}"'
        yield f'<polygon points="{points}" fill="{fill}" stroke-width="1" {dash}/>'
        ink = INK if group.unknown else group.paint.ink
        if group.sign:
            yield words(group.sign, x + 15, y + 23, size=14, bold=True, fill=ink, anchor="middle")
        base = y + LEGEND
        yield words(entry.number, x + 38, base, size=LEGEND, bold=True)
        for line in entry.lines:
            base += LEGEND * LINE_HEIGHT
            yield words(line, x + 38, base, size=LEGEND)


def _free_corner(
    tiles: Sequence[MapTile],
    wide: float,
    top: float,
    width: float,
    height: float,
    needs_x: float,
    needs_y: float,
) -> tuple[float, float] | None:
    """The corner of the map where the legend lies on no tile; None: there is none."""
    middles = [_middle(tile, wide, top) for tile in tiles]
    for left, above in (
        (6.0, 6.0), (width - needs_x - 6, height - needs_y - 6), (width - needs_x - 6, 6.0), (6.0, height - needs_y - 6),
    ):  # fmt: skip
        if (
            left >= 0
            and above >= 0
            and not any(
                left - wide < x < left + needs_x + wide and above - wide < y < above + needs_y + wide
                for x, y in middles
            )
        ):
            return left, above
    return None
