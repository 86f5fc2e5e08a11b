"""A course through time: each day by its own whole, an empty day left open, the last day told in numbers."""

from __future__ import annotations

from lxml import etree

from samordner.charts.courses import HIGH, Point, small_courses, stacked_course
from samordner.charts.figures import Figure
from samordner.charts.paint import NONE, ramp
from samordner.charts.shares import Wording
from samordner.charts.tiles import Group

SVG = "{http://www.w3.org/2000/svg}"
WORDING = Wording("{count} av {total}", "Status", "Antall", "Kommuner i alt")
GROUPS = (
    Group("I prosess", "◔", ramp(2)[0]),
    Group("Vedtatt", "●", ramp(2)[1]),
    Group("Ukjent", "?", NONE, unknown=True),
)
POINTS = (
    Point("31.12.2019", "2019", 0, (0, 0, 0)),
    Point("31.12.2020", "2020", 4, (1, 1, 2)),
    Point("31.12.2021", "2021", 5, (1, 4, 0)),
)


def course(*points: Point) -> Figure:
    return stacked_course("c", "Planene", points, GROUPS, WORDING, "Dag")


def blocks(figure: Figure) -> list[tuple[str, float]]:
    """The columns' parts in order, each with its share of the whole height; the legend's swatches left out."""
    found = etree.fromstring(figure.svg.encode()).iter(f"{SVG}rect")
    high = [(one.get("fill", ""), float(one.get("height", "0"))) for one in found if one.get("stroke-width")]
    return [(fill, round(height / HIGH, 2)) for fill, height in high if height != 19]


def test_every_day_is_drawn_by_its_own_whole_and_an_empty_day_not_at_all() -> None:
    process, decided = ramp(2)[0].fill, ramp(2)[1].fill
    assert blocks(course(*POINTS)) == [
        (decided, 0.25), (process, 0.25), ("url(#c-hatch)", 0.5), (decided, 0.8), (process, 0.2),
    ]  # fmt: skip


def test_the_table_holds_every_day_with_its_whole() -> None:
    figure = course(*POINTS)
    assert figure.table.columns == ("Dag", "I prosess", "Vedtatt", "Ukjent", "Kommuner i alt")
    assert figure.table.rows == (
        ("31.12.2019", 0, 0, 0, 0), ("31.12.2020", 1, 1, 2, 4), ("31.12.2021", 1, 4, 0, 5),
    )  # fmt: skip


def test_it_is_told_in_words_by_its_first_and_its_last_day() -> None:
    assert course(*POINTS).alt == (
        "Planene. 31.12.2020: I prosess: 1 av 4; Vedtatt: 1 av 4; Ukjent: 2 av 4. "
        "31.12.2021: I prosess: 1 av 5; Vedtatt: 4 av 5; Ukjent: 0 av 5."
    )


def test_no_colour_stands_alone() -> None:
    written = [one.text for one in etree.fromstring(course(*POINTS).svg.encode()).iter(f"{SVG}text")]
    assert written.count("●") == 2  # beside the last column, and in the legend
    assert "4 av 5" in written


def test_a_course_without_days_is_no_error() -> None:
    assert course().table.rows == ()
    assert small_courses("s", "Områder", ["A"], (), WORDING, "Dag").table.rows == ()


def test_small_drawings_share_one_scale_and_say_where_they_end() -> None:
    points = (Point("1", "2020", 10, (1, 0, 2)), Point("2", "2021", 10, (2, 1, 2)))
    figure = small_courses("s", "Områder", ["Mat", "Helse", "Bo"], points, WORDING, "Dag")
    written = [one.text for one in etree.fromstring(figure.svg.encode()).iter(f"{SVG}text")]
    assert [text for text in written if text and "av 10" in text] == ["2 av 10", "1 av 10", "2 av 10"]
    assert written.count("25 %") == 3
    heights = [
        float(one.get("height", "0")) for one in etree.fromstring(figure.svg.encode()).iter(f"{SVG}rect")
    ]
    assert heights[1] == 2 * heights[0] == 2 * heights[3]
