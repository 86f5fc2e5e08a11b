"""The hexagons, and how who is in which is settled, for `tiles.py`: its step 3."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from tile_land import Point

ROW = math.sqrt(3) / 2
Cell = tuple[int, int]
Grid = dict[Cell, str]


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
