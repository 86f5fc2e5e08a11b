"""The map of tiles: what it shows is said by colour, sign, words and table alike, and no name leaves its tile."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from lxml import etree

from samordner.charts.drawing import text_width
from samordner.charts.figures import Figure
from samordner.charts.paint import NONE, Paint, ramp, tone
from samordner.charts.pictures import png
from samordner.charts.shares import Wording
from samordner.charts.tiles import LARGE, Group, MapTile, tile_map
from samordner.places.tiles import layout

SVG = "{http://www.w3.org/2000/svg}"
WORDING = Wording("{count} av {total}", "Status", "Antall", "I alt")
GROUPS = (
    Group("I prosess", "◔", ramp(2)[0]),
    Group("Vedtatt", "●", ramp(2)[1]),
    Group("Ukjent", "?", NONE, unknown=True),
)
THREE = (
    MapTile(4, 7, "Øyvik", "Øyvik", "Øyv", 1, "91", "/kommune/9101/"),
    MapTile(5, 7, "Åsund <A>", "Åsund", "Åsu", 2, "91"),
    MapTile(4, 8, "Bekkenes", "Bekkenes", "Bek", 1, "92"),
)


def drawn(*tiles: MapTile) -> Figure:
    return tile_map("map", "Kart", tiles, GROUPS, WORDING, "Kommuner")


def root(figure: Figure) -> etree._Element:
    return etree.fromstring(figure.svg.encode())


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in root(figure).iter(f"{SVG}text")]


def every(day: date, codes: str = "") -> list[MapTile]:
    places = layout(day)
    assert places is not None
    return [
        MapTile(one.column, one.row, one.name, one.name, one.letters, 1, one.code[:2])
        for one in places.values()
        if one.code.startswith(codes)
    ]


def test_each_group_is_counted_and_named_in_words_and_in_the_table() -> None:
    figure = drawn(*THREE)
    assert figure.alt == "Kart. I prosess: 0 av 3; Vedtatt: 2 av 3; Ukjent: 1 av 3."
    assert figure.table.columns == ("Status", "Antall", "Kommuner")
    assert figure.table.rows == (
        ("I prosess", 0, ""), ("Vedtatt", 2, "Øyvik, Bekkenes"), ("Ukjent", 1, "Åsund <A>"), ("I alt", 3, ""),
    )  # fmt: skip
    assert [text for text in texts(figure) if "av 3" in text] == ["0 av 3", "2 av 3", "1 av 3"]


def test_a_tile_has_its_sign_its_name_and_says_in_full_what_it_is() -> None:
    figure = drawn(*THREE)
    assert texts(figure)[:6] == ["●", "Øyvik", "?", "Åsund", "●", "Bekkenes"]
    titles = [one.text for one in root(figure).iter(f"{SVG}title")]
    assert titles == ["Kart", "Øyvik: Vedtatt", "Åsund <A>: Ukjent", "Bekkenes: Vedtatt"]


def test_a_tile_with_an_address_is_a_link_with_a_name() -> None:
    figure = root(drawn(*THREE))
    links = [(one.get("href"), one.get("aria-label")) for one in figure.iter(f"{SVG}a")]
    assert links == [("/kommune/9101/", "Øyvik: Vedtatt")]
    assert (figure.get("role"), root(drawn(*THREE[1:])).get("role")) == ("group", "img")


def test_what_is_unknown_is_hatched_and_dashed_not_just_pale() -> None:
    shapes = list(root(drawn(*THREE)).iter(f"{SVG}polygon"))[:3]
    assert [(one.get("fill"), one.get("stroke-dasharray")) for one in shapes] == [
        ("#16304f", None), ("url(#map-hatch)", "4 3"), ("#16304f", None),
    ]  # fmt: skip


def test_a_thick_line_stands_only_where_two_regions_meet() -> None:
    assert "stroke-linecap" in drawn(*THREE).svg
    assert "stroke-linecap" not in drawn(*THREE[:2]).svg


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2024, 1, 1)])
def test_every_name_fits_its_tile_in_every_county(day: date) -> None:
    codes = {tile.region for tile in every(day)}
    for county in sorted(codes):
        for element in root(drawn(*every(day, county))).iter(f"{SVG}g"):
            for text in element.findall(f"{SVG}text"):
                if len(text.text or "") > 1 and element.find(f"{SVG}title") is not None:
                    assert text_width(text.text or "", float(text.get("font-size", "0"))) <= LARGE - 9, (
                        text.text
                    )


def test_the_whole_country_shows_letters_and_puts_the_legend_in_the_sea() -> None:
    figure = drawn(*every(date(2021, 12, 31)))
    assert "Osl" in texts(figure)
    assert "Oslo" not in texts(figure)
    assert figure.height < figure.width * 1.3  # fits a printed page, with its legend


def test_a_map_of_nothing_is_no_error() -> None:
    assert drawn().table.rows[-1] == ("I alt", 0, "")


@pytest.mark.parametrize(
    "paint", [*ramp(6), *map(tone, ("neutral", "info", "warning", "success", "danger", "accent"))]
)
def test_ink_can_be_read_on_every_paint(paint: Paint) -> None:
    light, dark = sorted((_luminance(paint.fill), _luminance(paint.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_ramp_grows_darker_so_that_it_holds_in_grey() -> None:
    for count in range(2, 7):
        steps = [_luminance(paint.fill) for paint in ramp(count)]
        assert all(one > next_ * 1.2 for one, next_ in pairwise(steps))


def test_it_becomes_a_picture_for_files_that_take_no_drawing() -> None:
    assert png(drawn(*THREE), width=200)[:4] == b"\x89PNG"


def _luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("..", colour[1:])]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
