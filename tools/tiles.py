"""How the tile map was laid out: every municipality one hexagon of the same size, the country recognisable.

    python tools/tiles.py BORDERS.geojson

writes `src/samordner/places/tiles/tiles.csv`. BORDERS is the municipal borders of 2024 as GeoJSON, from
Kartverket's open data (© Kartverket, CC BY 4.0), which every operator can fetch from Geonorge; the borders stay
outside the product, and only the positions on the grid, which are our own lay-out, are kept in it.

1. From the borders: where the middle of each municipality is, and which share a border. An island is given the
   nearest ones for neighbours.
2. Every two neighbours want to be one tile apart in the direction in which they lie. The positions that come
   nearest to all these wishes (least squares, solved by relaxation) give a country in which every municipality
   takes as much room as any other. What overlaps is pushed apart.
3. Each is put in the nearest free hexagon, and then two hexagons at a time are exchanged, as metal cools
   (simulated annealing, the seed fixed): what counts is the wishes of step 2, the place from step 2, no holes
   in the land, and that the tiles of a county touch one another.
4. The lay-out for 2020-2023 follows from the changes of 2024: a renumbered municipality keeps its tile, and the
   one that was divided has the tile of the part that kept its name.

The three letters on a tile of the national map are chosen here as well: of the name, none used twice.
"""

from __future__ import annotations

import csv
import json
import math
import random
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "src/samordner/places"
TARGET = PLACES / "tiles/tiles.csv"
LATER, EARLIER = "2024-01-01", "2020-01-01"
ROW = math.sqrt(3) / 2
Point = tuple[float, float]
Cell = tuple[int, int]
Grid = dict[Cell, str]

SAMI_FIRST = {
    "Dielddanuorri", "Loabák", "Gáivuotna", "Guovdageaidnu", "Kárášjohka", "Deatnu", "Unjárga",
}  # fmt: skip
"""Of the municipalities with parallel names, those whose Norwegian name is the second one."""

ENDINGS = (
    "sund", "vika", "vik", "stad", "heim", "dal", "dalen", "dalselva", "fjord", "fjorden", "fjella",
    "fjell", "nes", "øy", "land", "torg", "borg", "berg", "vatn", "våg", "vågen", "høland", "vidda",
    "keino", "strand", "gran", "mark", "grunn", "karlsøy", "fest", "skog", "strøm", "karasjok", "angen",
    "angar", "sokn", "sand", "vang", "skogan", "kylven", "hei", "kjer", "skål", "voll", "haug", "sanger",
    "reisa", "rike", "herad", "seid", "lands", "gård", "landet", "slette", "foss",
)  # fmt: skip
"""What Norwegian names of places often end in: a place to break a long one."""

# The land


def land(borders: Path) -> tuple[dict[str, Point], dict[str, set[str]]]:
    """The middle of each municipality (in kilometres, northwards down), and who its neighbours are."""
    middles: dict[str, Point] = {}
    corners: dict[str, set[Point]] = {}
    owners: dict[Point, set[str]] = {}
    for feature in json.loads(borders.read_text("utf-8"))["features"]:
        code, shape = feature["properties"]["kommunenummer"], feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        middles[code] = _middle([[_plane(*point) for point in part[0]] for part in parts])
        corners[code] = {tuple(point) for part in parts for ring in part for point in ring}
        for corner in corners[code]:
            owners.setdefault(corner, set()).add(code)
    near: dict[str, set[str]] = {code: set() for code in middles}
    for together in owners.values():
        for one in together:
            near[one] |= together - {one}
    shores = {code: [_plane(*corner) for corner in found][::4] for code, found in corners.items()}
    for code in sorted(near, key=lambda one: len(near[one])):
        by_shore = sorted(
            (other for other in middles if other != code and math.dist(middles[code], middles[other]) < 250),
            key=lambda other: min(math.dist(a, b) for a in shores[code] for b in shores[other]),
        ) if len(near[code]) < 3 else []  # fmt: skip
        for other in by_shore[: 3 - len(near[code])]:
            near[code].add(other)
            near[other].add(code)
    return middles, near


def _plane(longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal equal-area projection around the middle of the country."""
    east, north, home = math.radians(longitude - 15), math.radians(latitude), math.radians(65)
    scale = 6371 * math.sqrt(
        2 / (1 + math.sin(home) * math.sin(north) + math.cos(home) * math.cos(north) * math.cos(east))
    )
    x = scale * math.cos(north) * math.sin(east)
    y = scale * (math.cos(home) * math.sin(north) - math.sin(home) * math.cos(north) * math.cos(east))
    return x, -y


def _middle(rings: Iterable[list[Point]]) -> Point:
    area = x = y = 0.0
    for ring in rings:
        signed = [(a[0] * b[1] - b[0] * a[1], a, b) for a, b in pairwise(ring)]
        turn = 1 if sum(cross for cross, _a, _b in signed) > 0 else -1
        for cross, a, b in signed:
            area += turn * cross
            x += turn * cross * (a[0] + b[0]) / 3
            y += turn * cross * (a[1] + b[1]) / 3
    return x / area, y / area


# Equal room for all


def spread(middles: dict[str, Point], near: dict[str, set[str]]) -> tuple[dict[str, Point], Any]:
    """Positions with the neighbours about one apart, and the wishes: for each, where its neighbours want it."""
    wishes = {
        one: [(other, *_direction(middles[other], middles[one])) for other in sorted(others)]
        for one, others in near.items()
    }
    at = {code: (x / 45, y / 45) for code, (x, y) in middles.items()}
    for _turn in range(400):
        for code, asked in wishes.items():
            x = sum(at[other][0] + dx for other, dx, _dy in asked) / len(asked)
            y = sum(at[other][1] + dy for other, _dx, dy in asked) / len(asked)
            at[code] = (x, y)
    codes = sorted(at)
    for _turn in range(300):
        moved = {code: [0.0, 0.0] for code in codes}
        for number, one in enumerate(codes):
            for other in codes[number + 1 :]:
                dx, dy = at[other][0] - at[one][0], at[other][1] - at[one][1]
                if abs(dx) < 1 and abs(dy) < 1 and (apart := math.hypot(dx, dy)) < 1:
                    push = (1 - apart) / (2.5 * max(apart, 0.01))
                    moved[one][0] -= push * dx
                    moved[one][1] -= push * dy
                    moved[other][0] += push * dx
                    moved[other][1] += push * dy
        for code, asked in wishes.items():
            x = sum(at[other][0] + dx for other, dx, _dy in asked) / len(asked) - at[code][0]
            y = sum(at[other][1] + dy for other, _dx, dy in asked) / len(asked) - at[code][1]
            at[code] = (at[code][0] + moved[code][0] + 0.05 * x, at[code][1] + moved[code][1] + 0.05 * y)
    return at, wishes


def _direction(start: Point, end: Point) -> Point:
    far = math.dist(start, end)
    return (end[0] - start[0]) / far, (end[1] - start[1]) / far


# On the grid


def centre(cell: Cell) -> Point:
    column, row = cell
    return column + 0.5 * (row % 2), row * ROW


def around(cell: Cell) -> list[Cell]:
    """The six neighbours of a hexagon; every second row is half a tile to the right."""
    column, row = cell
    side = row % 2
    return [
        (column - 1, row), (column + 1, row), (column + side - 1, row - 1), (column + side, row - 1),
        (column + side - 1, row + 1), (column + side, row + 1),
    ]  # fmt: skip


def snapped(at: dict[str, Point]) -> Grid:
    """Each in the nearest free hexagon, those in the thick of it first."""
    crowd = {code: sum(math.dist(here, there) < 3 for there in at.values()) for code, here in at.items()}
    grid: Grid = {}
    for code in sorted(at, key=lambda one: (-crowd[one], one)):
        x, y = at[code]
        row, column = round(y / ROW), round(x)
        free = (
            (column + i, row + j)
            for i in range(-12, 13)
            for j in range(-12, 13)
            if (column + i, row + j) not in grid
        )
        grid[min(free, key=lambda cell: math.dist(centre(cell), (x, y)))] = code
    return grid


def pieces(cells: set[Cell]) -> int:
    """Into how many parts the hexagons fall."""
    left, found = set(cells), 0
    while left:
        found, edge = found + 1, [left.pop()]
        while edge:
            for cell in around(edge.pop()):
                if cell in left:
                    left.remove(cell)
                    edge.append(cell)
    return found


class Cooling:
    """The lay-out while hexagons are exchanged: `by_code` and `grid` are the same lay-out, seen from each side."""

    def __init__(self, grid: Grid, at: dict[str, Point], wishes: Any, regions: list[dict[str, str]]) -> None:
        self.grid, self.by_code, self.at, self.wishes = (
            grid,
            {c: cell for cell, c in grid.items()},
            at,
            wishes,
        )
        self.regions = regions
        self.members: list[dict[str, set[str]]] = []
        for regions_of in regions:
            members: dict[str, set[str]] = {}
            for code, region in regions_of.items():
                members.setdefault(region, set()).add(code)
            self.members.append(members)
        self.random = random.Random(356357)  # noqa: S311 the same lay-out every time

    def strain(self, code: str) -> float:
        """How far a municipality is from its neighbours' wishes and its own place; squared tiles."""
        x, y = centre(self.by_code[code])
        total = 0.04 * ((x - self.at[code][0]) ** 2 + (y - self.at[code][1]) ** 2)
        for other, dx, dy in self.wishes[code]:
            ox, oy = centre(self.by_code[other])
            total += 2 * ((x - ox - dx) ** 2 + (y - oy - dy) ** 2)
        return total

    def bays(self, cells: Iterable[Cell]) -> int:
        """How many hexagons are empty though most of their neighbours are not."""
        return sum(
            cell not in self.grid and sum(other in self.grid for other in around(cell)) >= 5
            for cell in {near for cell in cells for near in (cell, *around(cell))}
        )

    def lakes(self) -> set[Cell]:
        """The empty hexagons that the sea does not reach, narrow straits being no way in."""
        columns, rows = ([cell[side] for cell in self.grid] for side in (0, 1))
        left, right, top, low = min(columns) - 1, max(columns) + 1, min(rows) - 1, max(rows) + 1
        sea, edge = {(left, top)}, [(left, top)]
        while edge:
            for cell in around(edge.pop()):
                inside = left <= cell[0] <= right and top <= cell[1] <= low
                if inside and cell not in sea and cell not in self.grid:
                    sea.add(cell)
                    if sum(other in self.grid for other in around(cell)) < 4:
                        edge.append(cell)
        box = {(column, row) for column in range(left, right + 1) for row in range(top, low + 1)}
        return box - sea - self.grid.keys()

    def fill(self) -> None:
        """Close each lake: along the straight line that strains least, all move one step from the coast inwards."""
        while lakes := self.lakes():
            self.shift(min((line for lake in lakes for line in self.lines(lake, lakes)), key=self.strain_of))

    def lines(self, lake: Cell, lakes: set[Cell]) -> Iterable[list[Cell]]:
        for way in range(6):
            line = [lake]
            while (ahead := around(line[-1])[way]) in self.grid:
                line.append(ahead)
            if len(line) > 1 and ahead not in lakes:
                yield line

    def strain_of(self, line: list[Cell]) -> float:
        def total() -> float:
            codes = [self.grid[cell] for cell in line if cell in self.grid]
            return sum(map(self.strain, codes)) + 8 * self.parts(codes)

        before = total()
        self.shift(line)
        after = total()
        self.shift(line[::-1])
        return after - before

    def shift(self, line: list[Cell]) -> None:
        for here, there in pairwise(line):
            self.exchange(here, there)

    def parts(self, codes: Iterable[str]) -> int:
        """How many parts too many the regions of these fall into."""
        return sum(
            pieces({self.by_code[code] for code in members[region]}) - 1
            for regions_of, members in zip(self.regions, self.members, strict=True)
            for region in {regions_of[code] for code in codes}
        )

    def cost(self, cells: list[Cell], weight: float) -> float:
        codes = [self.grid[cell] for cell in cells if cell in self.grid]
        total = sum(map(self.strain, codes)) + 3 * self.bays(cells)
        return total + weight * self.parts(codes) if weight else total

    def exchange(self, one: Cell, other: Cell) -> None:
        first, second = self.grid.pop(one, None), self.grid.pop(other, None)
        for cell, code in ((one, second), (other, first)):
            if code:
                self.grid[cell], self.by_code[code] = code, cell

    def run(self, turns: int, hot: float, cold: float, weight: float, *, coast: bool = True) -> None:
        """With `coast`, the outline may change; else only who is where."""
        codes = sorted(self.by_code)
        for turn in range(turns):
            heat = hot * (cold / hot) ** (turn / turns)
            here = self.by_code[self.random.choice(codes)]
            there = self.random.choice(around(here))
            if self.random.random() < 0.3:
                there = self.random.choice(around(there))
            if there == here or not (coast or there in self.grid):
                continue
            before = self.cost([here, there], weight)
            self.exchange(here, there)
            worse = self.cost([here, there], weight) - before
            if worse > 0 and self.random.random() >= math.exp(-worse / heat):
                self.exchange(here, there)


# The two periods


def changes() -> dict[str, str]:
    """What each municipality of 2023 is in 2024: itself, its new number, or the part that kept its name."""
    names = {row["code"]: row["name"] for row in _rows("data/municipalities.csv")}
    became: dict[str, list[str]] = {}
    for row in _rows("data/changes.csv"):
        if row["day"] == LATER:
            became.setdefault(row["from_code"], []).append(row["to_code"])
    alive = {row["code"] for row in _rows("data/municipalities.csv") if _holds(row, EARLIER)}
    return {
        old: next((one for one in new if names[one] == names[old]), new[0])
        for old in sorted(alive)
        for new in [became.get(old, [old])]
    }


def _holds(row: dict[str, str], day: str) -> bool:
    return row["since"] <= day and (not row["until"] or day < row["until"])


def _rows(name: str) -> list[dict[str, str]]:
    lines = (PLACES / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


# What stands on a tile


def letters(names: dict[str, str]) -> dict[str, str]:
    """Three letters of each name, the first always among them, none used twice."""
    taken: set[str] = set()
    found = {}
    for code in sorted(names, key=lambda one: (len(names[one]), one)):
        word = [letter for letter in names[code] if letter.isalpha()]
        ways = (
            word[0].upper() + (word[i] + word[j]).lower()
            for i, j in sorted(
                ((i, j) for i in range(1, len(word)) for j in range(i + 1, len(word))),
                key=lambda pair: (pair[0] - 1) * 2 + pair[1] - pair[0],
            )
        )
        found[code] = next((way for way in ways if way not in taken), names[code])
        taken.add(found[code])
    return found


def main(borders: Path) -> None:
    middles, near = land(borders)
    at, wishes = spread(middles, near)
    later_of = changes()
    earlier_county = {new: old[:2] for old, new in later_of.items()}
    county = {code: code[:2] for code in middles}
    cooling = Cooling(snapped(at), at, wishes, [county, {c: earlier_county.get(c, c[:2]) for c in middles}])
    cooling.run(400_000, 3.0, 0.3, 0)
    cooling.run(150_000, 0.8, 0.05, 12)
    cooling.fill()
    cooling.run(80_000, 0.6, 0.05, 12, coast=False)
    report(cooling, near)
    left, top = (min(cell[side] for cell in cooling.grid) for side in (0, 1))
    top -= top % 2
    spoken = {row["code"]: _spoken(row["name"]) for row in _rows("data/municipalities.csv")}
    marks = letters({code: spoken[code] for code in middles})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write("# Our own lay-out: one hexagon a municipality, made by tools/tiles.py.\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("since", "code", "column", "row", "letters", "name"))
        for since, pairs in (
            (EARLIER, later_of.items()),
            (LATER, [(code, code) for code in sorted(middles)]),
        ):
            for code, later in pairs:
                column, row = cooling.by_code[later]
                out.writerow((since, code, column - left, row - top, marks[later], broken(spoken[code])))


def report(cooling: Cooling, near: dict[str, set[str]]) -> None:
    pairs = [(one, other) for one, others in near.items() for other in others if one < other]
    met = sum(cooling.by_code[b] in around(cooling.by_code[a]) for a, b in pairs)
    print(f"{met} of {len(pairs)} pairs of neighbours touch; parts too many:", cooling.parts(cooling.by_code))


def _spoken(name: str) -> str:
    """The Norwegian one of a name's parallel forms, to be found by those who read the map in Norwegian."""
    forms = name.split(" - ")
    return forms[1] if forms[0] in SAMI_FIRST else forms[0]


def broken(name: str) -> str:
    """The name with a bar where a long word may be broken: before its last part."""
    return " ".join("-".join(map(_broken, word.split("-"))) for word in name.split(" "))


def _broken(word: str) -> str:
    if len(word) < 9:
        return word
    ends = (end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3)
    end = max(ends, key=len, default=word[len(word) // 2 :])
    return f"{word.removesuffix(end)}|{end}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
