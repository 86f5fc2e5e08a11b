"""Where each municipality lies and wants to be, for `tiles.py`: its steps 1 and 2, from borders to a place of its own."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

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
