"""A run or control chart: nothing is drawn that the numbers do not bear, and all that is drawn is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from samordner.charts.control import Flag, Goal, Note, control_chart
from samordner.charts.control.plot import BAND, CENTRE, GOAL, LIMIT
from samordner.charts.drawing import BOLD, text_width
from samordner.charts.figures import Figure
from samordner.charts.phrases import say
from samordner.charts.pictures import png
from samordner.charts.signals import COMMON_INK, INKS, WASHES, Tone
from samordner.spc import Chart, Options, Result, RuleSet
from tests.charts.series import STABLE, SVG, column, months, root, texts, titles, worked

HIGH = (*STABLE[:15], 60, *STABLE[16:])


def drawn(result: Result, **more: object) -> Figure:
    return control_chart("c", "Ventetid", result, lang="nb", **more)  # type: ignore[arg-type]


def strokes(figure: Figure, ink: str) -> list[etree._Element]:
    return [one for one in root(figure).iter(f"{SVG}path") if one.get("stroke") == ink]


def course(figure: Figure) -> str:
    """The line from point to point."""
    (line,) = (one for one in strokes(figure, COMMON_INK) if one.get("stroke-width") == "1.3")
    return str(line.get("d"))


# What is missing


def test_a_month_that_was_not_measured_keeps_its_place_and_is_a_gap_in_the_line() -> None:
    figure = drawn(worked(Chart.I, [*STABLE[:5], None, *STABLE[6:]]))
    assert course(figure).count("M") == 2
    assert course(figure).count("L") == 21
    assert course(drawn(worked(Chart.I, STABLE))).count("L") == 23
    assert "juni 2019: ikke målt" in titles(figure)
    assert "?" in texts(figure)
    assert column(figure, "Merknad")[5] == "Ikke målt"
    assert column(figure, "Verdi")[5] == "–"


def test_what_was_not_relevant_is_told_apart_from_what_was_not_measured_and_from_nought() -> None:
    x = months(24)
    figure = drawn(worked(Chart.C, [0, None, None, *STABLE[3:]]), not_relevant=[x[2]])
    assert [text for text in titles(figure) if "ikke" in text] == [
        "februar 2019: ikke målt",
        "mars 2019: ikke aktuelt",
    ]
    assert column(figure, "Merknad")[:3] == ["", "Ikke målt", "Ikke aktuelt"]
    assert column(figure, "Verdi")[:3] == ["0", "–", "–"]
    assert {"Ikke målt", "Ikke aktuelt"} <= set(texts(figure))
    assert texts(figure).count("?") == 2  # in its month and in the legend


# How far it can be trusted


def test_with_fewer_than_ten_points_there_are_no_limits_and_it_says_why() -> None:
    few = drawn(worked(Chart.I, STABLE[:9]))
    assert (strokes(few, LIMIT), BAND in few.svg) == ([], False)
    assert "Ingen grenser: 9 brukbare målinger, det trengs minst 10" in texts(few)
    assert "Øvre grense" not in few.table.columns
    assert not [text for text in texts(few) if text.startswith("Øvre")]


def test_limits_of_fewer_than_twenty_points_are_dashed_and_said_to_be_provisional() -> None:
    trial, settled = drawn(worked(Chart.I, STABLE[:12])), drawn(worked(Chart.I, STABLE))
    assert {one.get("stroke-dasharray") for one in strokes(trial, LIMIT)} == {"6 4"}
    assert {one.get("stroke-dasharray") for one in strokes(settled, LIMIT)} == {None}
    assert "Foreløpige grenser: færre enn 20 målinger" in texts(trial)
    assert "Foreløpige grenser: færre enn 20 målinger" not in texts(settled)


def test_limits_that_rest_on_measurements_that_changed_are_not_drawn_as_sure() -> None:
    moved = drawn(worked(Chart.I, [*STABLE[:12], *(value - 8 for value in STABLE[:12])]))
    assert {one.get("stroke-dasharray") for one in strokes(moved, LIMIT)} == {"6 4"}
    assert [text for text in texts(moved) if text.startswith("Usikre grenser")]


def test_the_centre_line_is_named_with_its_value_and_dashed_when_the_order_is_not_random() -> None:
    steady = drawn(worked(Chart.I, STABLE))
    assert "Gjennomsnitt 20,9" in texts(steady)
    assert [one.get("stroke-dasharray") for one in strokes(steady, CENTRE)] == [None]
    moved = drawn(
        worked(Chart.RUN, [20 + n % 3 for n in range(12)] + [9 + n % 3 for n in range(12)], direction="down")
    )
    assert "Median 15,5" in texts(moved)
    assert "9 5" in [one.get("stroke-dasharray") for one in strokes(moved, INKS[Tone.NEUTRAL])]
    assert say("runs centre", "nb") in texts(moved)


@pytest.mark.parametrize(
    ("direction", "tone"), [("down", Tone.BETTER), ("up", Tone.WORSE), ("neutral", Tone.NEUTRAL)]
)
def test_a_run_that_is_too_long_is_marked_and_counted(direction: str, tone: Tone) -> None:
    result = worked(Chart.RUN, [20 + n % 3 for n in range(12)] + [9 + n % 3 for n in range(12)])
    figure = drawn(result, direction=direction)
    (wash,) = strokes(figure, WASHES[tone])
    assert str(wash.get("d")).count("L") == 11
    assert "12 på rad" in texts(figure)


def test_a_lower_limit_at_nought_is_no_limit() -> None:
    figure = drawn(worked(Chart.C, [2, 3, 1, 0, 4, 2, 3, 1, 2, 5, 3, 2, 1, 3, 2, 4, 1, 2, 3, 2, 0, 3]))
    assert "Ingen nedre grense" in texts(figure)
    assert set(column(figure, "Nedre grense")) == {"–"}
    assert len(strokes(figure, LIMIT)) == 2  # the upper one, and its sample in the legend


def test_limits_that_differ_from_month_to_month_are_steps_and_a_month_without_a_denominator_has_none() -> (
    None
):
    sizes = [40.0, 40, 20, 60, 0, *[40.0] * 19]
    figure = drawn(worked(Chart.P, [value * 0.6 for value in STABLE[:4]] + [0] + [12.0] * 19, sizes=sizes))
    upper = column(figure, "Øvre grense")
    assert upper[0] == upper[1]
    assert len({upper[1], upper[2], upper[3]}) == 3
    assert upper[4] == "–"
    path = next(str(one.get("d")) for one in strokes(figure, LIMIT))
    assert (path.count("M"), path.count("V")) == (2, 2)


# Signals


def signal_shapes(figure: Figure) -> dict[str, str]:
    """What the mark of each signal is drawn with: the ink, and the shape without its place."""
    found = {}
    for group in root(figure).iter(f"{SVG}g", f"{SVG}a"):
        title, mark = group.find(f"{SVG}title"), group.find(f"{SVG}path")
        if title is not None and mark is not None and "Signal" in (title.text or ""):
            found[str(mark.get("fill"))] = re.sub(r"[\d.M -]+", "", str(mark.get("d")))
    return found


def test_a_signal_differs_by_shape_and_by_colour_from_common_variation() -> None:
    shapes: dict[str, str] = {}
    for direction in ("up", "down", "neutral"):
        shapes |= signal_shapes(drawn(worked(Chart.I, HIGH), direction=direction))
    assert set(shapes) == {INKS[Tone.BETTER], INKS[Tone.WORSE], INKS[Tone.NEUTRAL]}
    assert len(set(shapes.values())) == 3
    assert signal_shapes(drawn(worked(Chart.I, STABLE))) == {}


def test_the_tooltip_of_a_point_names_the_rule_that_marks_it() -> None:
    figure = drawn(worked(Chart.I, HIGH, direction="down"))
    assert "april 2020: 60\nSignal: verre: utenfor en grense (3 sigma)" in titles(figure)
    assert column(figure, "Signal")[15] == "Signal: verre: utenfor en grense (3 sigma)"
    assert [text for text in column(figure, "Signal") if text] == [
        "Signal: verre: utenfor en grense (3 sigma)"
    ]


@pytest.mark.parametrize("rules", RuleSet)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_rule_of_every_set_is_named_in_words(rules: RuleSet, lang: str) -> None:
    values = [*range(10, 30), *([50] * 12), 5, 90, *range(60, 20, -2), *[40, 41] * 10]
    figure = control_chart("c", "T", worked(Chart.I, values, Options(rules=rules)), lang=lang)
    result = worked(Chart.I, values, Options(rules=rules))
    marked = [n for n, point in enumerate(result.points) if point.signals]
    said = [str(row[figure.table.columns.index("Signal")]) for row in figure.table.rows]
    assert [n for n, text in enumerate(said) if text] == marked
    keys = {key for point in result.points for key in point.signals}
    assert not [text for text in said for key in keys if re.search(rf": {key}(;|$)", text)]
    assert not [text for text in said if "{" in text]


def test_too_few_points_give_no_signals_however_far_out_they_lie() -> None:
    figure = drawn(worked(Chart.I, [20, 21, 19, 20, 21, 90, 20, 19], direction="down"))
    assert signal_shapes(figure) == {}
    assert set(column(figure, "Signal")) == {""}


# What people decided


def test_a_point_that_was_left_out_is_hollow_and_says_why() -> None:
    x = months(24)
    figure = drawn(worked(Chart.I, HIGH, Options(exclude=(16,))), left_out={x[15]: "Utbrudd"})
    assert column(figure, "Merknad")[15] == "Holdt utenfor beregningen: Utbrudd"
    hollow = [one for one in root(figure).iter(f"{SVG}circle") if one.get("stroke") == COMMON_INK]
    assert [one.get("fill") for one in hollow] == ["#fff", "#fff"]  # the point, and the legend
    assert "Holdt utenfor beregningen" in texts(figure)


def test_phases_have_their_names_their_borders_and_their_frozen_baseline() -> None:
    values = [*STABLE[:14], *(value / 2 for value in STABLE[:12])]
    result = worked(Chart.I, values, Options(splits=(14,), freezes=(12, None)))
    figure = drawn(result, phase_labels={1: "Før", 2: "Etter"})
    assert {"Før", "Etter", "Grunnlinje: 12 målinger"} <= set(texts(figure))
    assert column(figure, "Fase") == ["Før"] * 14 + ["Etter"] * 12
    assert "Før, fra januar 2019" in figure.alt
    assert "Etter, fra mars 2020" in figure.alt


def test_goals_are_steps_that_also_show_what_is_to_come_and_are_said_to_be_no_limits() -> None:
    goals = [Goal("2019-01-01", 18), Goal("2020-01-01", 15), Goal("2021-03-01", 10)]
    figure = drawn(worked(Chart.I, STABLE), goals=goals, ahead=months(30)[24:])
    assert {"Mål 10", "Mål (ikke en grense)"} <= set(texts(figure))
    dotted = [one for one in strokes(figure, GOAL) if one.get("stroke-dasharray")]
    assert str(dotted[0].get("d")).count("V") == 2
    assert column(figure, "Mål") == ["18"] * 12 + ["15"] * 14 + ["10"] * 4
    assert "Mål 10 fra mars 2021." in figure.alt


def test_notes_are_numbered_along_the_axis_and_stand_in_the_table() -> None:
    figure = drawn(
        worked(Chart.I, STABLE), notes=[Note("2020-03-01", "Ny leder"), Note("2019-05-20", "Ferie")]
    )
    assert column(figure, "Merknad")[4] == "1. Ferie"
    assert column(figure, "Merknad")[14] == "2. Ny leder"
    assert "1. Ferie" in titles(figure)


def test_a_test_of_change_is_a_band_under_the_axis_that_leads_to_itself() -> None:
    figure = drawn(worked(Chart.I, STABLE), flags=[Flag("2019-05-03", "2019-07-20", "PDSA 1", "/pdsa/1")])
    (link,) = root(figure).iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/pdsa/1", "PDSA 1, 3. mai 2019–20. juli 2019")
    assert "PDSA-sirkler: PDSA 1, 3. mai 2019–20. juli 2019." in figure.alt


def test_every_point_leads_to_its_form_also_where_nothing_was_measured() -> None:
    result = worked(Chart.I, [*STABLE[:5], None, *STABLE[6:]])
    figure = drawn(result, address=lambda x: f"/maling/{x}")
    assert {link.get("href") for link in root(figure).iter(f"{SVG}a")} == {f"/maling/{x}" for x in months(24)}
    assert root(figure).get("role") == "group"
    assert all(link.get("aria-label") for link in root(figure).iter(f"{SVG}a"))


# Saying the same


def test_the_table_holds_the_numbers_of_the_result() -> None:
    result = worked(Chart.P, [6, 9, 8, *[5, 9] * 10], sizes=[30.0, 45, 40, *[35.0] * 20], direction="up")
    figure = drawn(result)
    assert figure.table.columns == (
        "Måned", "Verdi (%)", "Antall", "Av", "Gjennomsnitt", "Nedre grense", "Øvre grense", "Signal",
    )  # fmt: skip
    first = result.points[0]
    assert first.centre is not None
    assert first.upper is not None
    upper = f"{first.upper * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    centre = f"{first.centre * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    assert figure.table.rows[0] == ("januar 2019", "20", "6", "30", centre, "–", upper, "")


@pytest.mark.parametrize(
    ("lang", "month", "number", "word"),
    [
        ("nb", "mars 2019", "17,5", "Gjennomsnitt"),
        ("nn", "mars 2019", "17,5", "Gjennomsnitt"),
        ("en", "March 2019", "17.5", "Mean"),
    ],
)
def test_numbers_and_months_are_written_in_the_language(
    lang: str, month: str, number: str, word: str
) -> None:
    figure = control_chart("c", "T", worked(Chart.I, [20, 23, 17.5, *STABLE[3:]]), lang=lang)
    assert figure.table.rows[2][:2] == (month, number)
    assert word in figure.table.columns


def test_the_alternative_text_begins_with_the_verdict_and_names_the_signals() -> None:
    result = worked(Chart.I, HIGH, direction="down")
    figure = drawn(result, unit="dager")
    said = result.verdict.nb.replace("2020-04-01", "april 2020")
    assert figure.alt.startswith(f"Ventetid. {said}")
    assert "24 målinger fra januar 2019 til desember 2020." in figure.alt
    assert "Signaler: april 2020 (Signal: verre: utenfor en grense (3 sigma))." in figure.alt


def test_the_verdict_is_the_first_line_of_the_drawing_unless_the_page_says_it() -> None:
    result = worked(Chart.I, STABLE[:4])
    assert " ".join(texts(drawn(result))[:1]) == result.verdict.nb
    assert result.verdict.nb not in texts(drawn(result, verdict=False))


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("kind", Chart)
@pytest.mark.parametrize("values", [(), (5.0,), (None, None), (0.0,) * 15, (3.0,) * 30, STABLE])
def test_every_kind_of_series_can_be_drawn(
    kind: Chart, values: tuple[float, ...], narrow: bool, small: bool
) -> None:
    result = worked(kind, values, sizes=[50.0] * len(values))
    figure = control_chart(
        "k", "T", result, lang="nn", narrow=narrow, small=small, goals=[Goal("2019-01-01", 1)]
    )
    assert root(figure).get("viewBox", "").startswith("0 0 ")
    assert "nan" not in figure.svg.replace("tanfor", "").replace("nnanfor", "")
    assert len(figure.table.rows) == len(values)


def test_a_telephone_gets_a_drawing_of_its_own_with_letters_as_large() -> None:
    wide, narrow = drawn(worked(Chart.I, STABLE)), drawn(worked(Chart.I, STABLE), narrow=True)
    assert (wide.width, narrow.width) == (720, 360)
    sizes = [
        {float(one.get("font-size", "0")) for one in root(figure).iter(f"{SVG}text")}
        for figure in (wide, narrow)
    ]
    assert min(sizes[0]) == min(sizes[1]) >= 12
    assert wide.table == narrow.table


# Harmless


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_what_people_write_is_text_and_nothing_else(text: str) -> None:
    nasty = f'"><script>alert(1)</script>&{text}'
    result = worked(Chart.I, HIGH, Options(splits=(12,), exclude=(3,)))
    figure = control_chart(
        "k", nasty, result, lang="nb", unit=nasty, notes=[Note("2019-03-01", nasty)], phase_labels={1: nasty},
        flags=[Flag("2019-03-01", "", nasty, f"/x?{nasty}")], left_out={"2019-03-01": nasty}, address=lambda x: nasty,
    )  # fmt: skip
    names = {str(element.tag).removeprefix(SVG) for element in root(figure).iter()}
    assert names <= {"svg", "title", "desc", "defs", "g", "path", "rect", "circle", "text", "a"}
    attributes = {str(name) for element in root(figure).iter() for name in element.attrib}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_a_drawing_is_named_and_described_and_has_no_style_of_its_own() -> None:
    svg = root(drawn(worked(Chart.I, STABLE)))
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "c-title c-alt")
    assert not list(svg.iter(f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"))


def test_no_mark_is_red_or_green_and_every_ink_can_be_read_on_white() -> None:
    for ink in [*INKS.values(), COMMON_INK, GOAL, CENTRE]:
        assert contrast(ink) >= 4.5
    for tone in (Tone.BETTER, Tone.WORSE, Tone.NEUTRAL):
        red, green, blue = (int(INKS[tone][at : at + 2], 16) for at in (1, 3, 5))
        assert red <= 2.6 * max(green, blue)
        assert green <= max(red, blue)


def contrast(ink: str) -> float:
    parts = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (light + 0.05)


def test_it_can_be_printed_as_a_picture_with_its_dots() -> None:
    figure = drawn(worked(Chart.I, STABLE), small=True)
    picture = png(figure, width=472)
    without = re.sub(r'<path d="[^"]*h0[^>]*>', "", figure.svg)
    assert (without != figure.svg, png(replace(figure, svg=without), width=472) != picture) == (True, True)


def sticking_out(figure: Figure) -> list[str]:
    """Words that leave the drawing, by the widest that any font may be."""
    faults = []
    for one in root(figure).iter(f"{SVG}text"):
        size = float(one.get("font-size", "0"))
        wide = text_width(one.text or "", size) * (BOLD if one.get("font-weight") else 1)
        parent = one.getparent()
        moved = re.fullmatch(
            r"translate\((\S+) (\S+)\)", parent.get("transform", "") if parent is not None else ""
        )
        x = float(one.get("x", "0")) + (float(moved[1]) if moved else 0)
        y = float(one.get("y", "0")) + (float(moved[2]) if moved else 0)
        left = x - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor", ""), 0)
        if left < -1 or left + wide > figure.width + 1 or y - size < -2 or y > figure.height + 1:
            faults.append(one.text or "")
    return faults


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("factor", [0.0007, 1, 25000])
def test_no_words_leave_the_drawing(lang: str, narrow: bool, factor: float) -> None:
    values = [value * factor if n != 6 else None for n, value in enumerate(STABLE)]
    long = "Etter at vi tok i bruk den nye rutinen for legemiddelgjennomgang på alle avdelinger"
    result = worked(
        Chart.I, values, Options(splits=(11,), freezes=(10, None), exclude=(3,)), direction="down"
    )
    figure = control_chart(
        "k", "T", result, lang=lang, narrow=narrow, unit="minutter per beboer", phase_labels={1: long, 2: long},
        goals=[Goal("2019-01-01", 10 * factor)], notes=[Note("2019-03-01", long)],
        flags=[Flag("2019-02-01", "2019-03-01", long), Flag("2020-10-01", "2020-10-20", long), Flag("2019-02-01", "", long)],
    )  # fmt: skip
    assert sticking_out(figure) == []
    assert sticking_out(control_chart("k", "T", result, lang=lang, small=True)) == []
