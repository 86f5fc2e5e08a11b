"""The tile map's lay-out: nobody left out, nobody on another's tile, the counties whole, neighbours near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import pytest

from samordner.places.facts import Facts, read
from samordner.places.tiles import BREAK, Tile, layout

DAYS = {date(2020, 1, 1): 356, date(2023, 12, 31): 356, date(2024, 1, 1): 357}
EARLIER, LATER = date(2023, 12, 31), date(2024, 1, 1)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read()


def tiles(day: date) -> dict[str, Tile]:
    found = layout(day)
    assert found is not None
    return dict(found)


def touching(tile: Tile) -> set[tuple[int, int]]:
    side = tile.row % 2
    across = {(tile.column - 1, tile.row), (tile.column + 1, tile.row)}
    return across | {(tile.column + side + left, tile.row + up) for left in (-1, 0) for up in (-1, 1)}


def parts(members: Iterable[Tile]) -> int:
    """Into how many parts these tiles fall."""
    left, found = {(tile.column, tile.row): tile for tile in members}, 0
    while left:
        found, edge = found + 1, [left.popitem()[1]]
        while edge:
            near = touching(edge.pop()) & left.keys()
            edge += [left.pop(cell) for cell in near]
    return found


@pytest.mark.parametrize("day", DAYS)
def test_every_municipality_of_the_day_has_one_tile_and_no_two_share_one(facts: Facts, day: date) -> None:
    alive = {row.code for row in facts.municipalities if row.holds(day)}
    found = tiles(day)
    assert found.keys() == alive
    assert len({(tile.column, tile.row) for tile in found.values()}) == len(alive) == DAYS[day]


def test_before_2020_there_is_no_lay_out_rather_than_a_wrong_one() -> None:
    assert layout(date(2019, 12, 31)) is None


@pytest.mark.parametrize("day", [EARLIER, LATER])
def test_every_county_hangs_together(day: date) -> None:
    by_county = groupby(
        sorted(tiles(day).values(), key=lambda tile: tile.code), key=lambda tile: tile.code[:2]
    )
    assert {county: parts(members) for county, members in by_county if parts(members) > 1} == {}


@pytest.mark.parametrize("day", [EARLIER, LATER])
def test_every_office_can_be_cropped_to_a_map_in_one_piece(facts: Facts, day: date) -> None:
    areas = [row for row in facts.office_areas if row.holds(day)]
    found = tiles(day)
    whole = {
        office: [tile for tile in found.values() if tile.code[:2] in {row.county for row in areas if row.office == office}]
        for office in {row.office for row in areas}
    }  # fmt: skip
    assert sum(map(len, whole.values())) == len(found)
    assert {office for office, members in whole.items() if parts(members) > 1} == set()


def test_whoever_only_got_a_new_number_keeps_the_tile(facts: Facts) -> None:
    before, after = tiles(EARLIER), tiles(LATER)
    changed = [row for row in facts.changes if row.day == LATER]
    moved = {row.from_code for row in changed if _place(before[row.from_code]) != _place(after[row.to_code])}
    assert moved == {"1507"}  # the divided one: Haram has a tile of its own
    assert _place(before["1507"]) == _place(after["1508"])
    assert _place(after["1580"]) not in {_place(tile) for tile in before.values()}
    same = before.keys() & after.keys()
    assert [code for code in same if before[code] != after[code]] == []


@pytest.mark.parametrize("day", [EARLIER, LATER])
def test_what_stands_on_a_tile_is_the_municipalitys_own(facts: Facts, day: date) -> None:
    found = tiles(day)
    assert len({tile.letters for tile in found.values()}) == len(found)
    for code, tile in found.items():
        assert tile.name.replace(BREAK, "") in facts.municipality[code].name.split(" - ")
        written = [letter.casefold() for letter in tile.letters]
        rest = iter(tile.name.casefold())
        assert all(letter in rest for letter in written), tile
        assert 2 <= len(tile.letters) <= 3


def test_the_country_keeps_its_shape() -> None:
    """North is up and east is right, by towns that everyone can point to."""
    found = tiles(LATER)
    hammerfest, tromso, bodo, trondheim, bergen, oslo, kristiansand, stavanger, vardo = (
        found[code] for code in ("5603", "5501", "1804", "5001", "4601", "0301", "4204", "1103", "5634")
    )
    down = [hammerfest, tromso, bodo, trondheim, oslo, stavanger, kristiansand]
    assert [tile.row for tile in down] == sorted(tile.row for tile in down)
    right = [bergen, oslo, bodo, tromso, hammerfest, vardo]
    assert [tile.column for tile in right] == sorted(tile.column for tile in right)


def _place(tile: Tile) -> tuple[int, int]:
    return tile.column, tile.row
