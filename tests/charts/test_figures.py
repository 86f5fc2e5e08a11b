"""A figure must say the same to who sees it, who hears it and who prints it in grey."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from samordner.charts.drawing import WIDTH, text_width, wrapped
from samordner.charts.figures import Figure
from samordner.charts.pictures import png
from samordner.charts.shares import Share, Wording, phase_bar, phase_circle, stacked_bar
from samordner.charts.tracks import Track, tracks

SVG = "{http://www.w3.org/2000/svg}"
WORDING = Wording("{count} av {total}", "Status", "Kommuner", "I alt")
STATUS = (Share("Vedtatt", 7), Share("I prosess", 19), Share("Ikke begynt", 0))
PHASES = (Share("Planlegging", 12), Share("Gjennomføring", 9), Share("Ukjent", 5, unknown=True))
LANES = (Track("Løp 1", ("Aure", "Nordre Land"), "planlegger"), Track("Løp 2", ()))
Drawer = Callable[[str, str, Sequence[Share], Wording], Figure]
DRAWERS: list[Drawer] = [stacked_bar, phase_bar, phase_circle]
LETTERS = st.characters(exclude_categories=["C"])
SHARES = st.lists(
    st.builds(
        Share,
        st.text(LETTERS, max_size=90),
        st.integers(0, 400),
        st.booleans(),
    ),
    max_size=14,
)


def lanes(names: int) -> Figure:
    members = tuple(f"Kommune {number}" for number in range(names))
    return tracks("lanes", "To løp", [Track("Løp 1", members)], ("Løp", "Kommuner", "Navn"), "Ingen")


def root(figure: Figure) -> etree._Element:
    return etree.fromstring(figure.svg.encode())


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in root(figure).iter(f"{SVG}text")]


def test_a_status_is_said_as_a_part_of_the_whole_in_drawing_words_and_table() -> None:
    figure = stacked_bar("status", "Status for planene", STATUS, WORDING)
    assert texts(figure) == [
        "7", "19", "7 av 26", "Vedtatt", "19 av 26", "I prosess", "0 av 26", "Ikke begynt",
    ]  # fmt: skip
    assert figure.alt == "Status for planene. Vedtatt: 7 av 26; I prosess: 19 av 26; Ikke begynt: 0 av 26."
    assert figure.table.columns == ("Status", "Kommuner")
    assert figure.table.rows == (("Vedtatt", 7), ("I prosess", 19), ("Ikke begynt", 0), ("I alt", 26))


@pytest.mark.parametrize("draw", [phase_bar, phase_circle])
def test_what_is_unknown_is_no_phase(draw: Drawer) -> None:
    figure = draw("phase", "Fasene", PHASES, WORDING)
    assert ("?" in texts(figure), "3" in texts(figure)) == (True, False)
    assert figure.table.rows == (("Planlegging", 12), ("Gjennomføring", 9), ("Ukjent", 5), ("I alt", 26))
    assert "Ukjent: 5 av 26" in figure.alt


def test_a_track_names_its_municipalities_and_says_when_it_is_empty() -> None:
    figure = tracks("lanes", "To løp", LANES, ("Løp", "Kommuner", "Navn"), "Ingen")
    assert texts(figure) == [
        "2",
        "Løp 1",
        "planlegger",
        "Aure\u00a0· Nordre\u00a0Land",
        "0",
        "Løp 2",
        "Ingen",
    ]
    assert figure.alt == "To løp. Løp 1 (2): Aure, Nordre Land; Løp 2 (0): Ingen."
    assert figure.table.rows == (("Løp 1", 2, "Aure, Nordre Land"), ("Løp 2", 0, ""))


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_drawing_is_named_and_described_and_runs_nothing(draw: Drawer) -> None:
    figure = draw("k", "Tittel <1>", STATUS, WORDING)
    svg = root(figure)
    names = [svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")]
    assert [name.text for name in names if name is not None] == ["Tittel <1>", figure.alt]
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "k-title k-alt")
    attributes = {str(name) for element in svg.iter() for name in element.attrib}
    assert not [name for name in attributes if name == "style" or name.startswith("on") or "href" in name]
    assert not list(svg.iter(f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"))


def test_two_drawings_on_a_page_share_no_id() -> None:
    one, two = (stacked_bar(key, "T", STATUS, WORDING).svg for key in ("one", "two"))
    assert set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', two)) == set()
    assert set(re.findall(r"url\(#([^)]+)\)", two)) <= set(re.findall(r' id="([^"]+)"', two))


def test_parts_differ_by_pattern_and_not_by_colour_alone() -> None:
    shares = [Share(str(number), 10) for number in range(8)]
    marks = [
        etree.tostring(pattern[1])
        for pattern in root(stacked_bar("k", "T", shares, WORDING)).iter(f"{SVG}pattern")
    ]
    shapes = {re.sub(rb'(fill|stroke)="[^"]*"', b"", mark) for mark in marks}
    assert len(shapes) == 7  # and one that is plain


@settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(SHARES, st.sampled_from(DRAWERS))
def test_no_words_leave_the_drawing_and_no_two_lines_overlap(shares: list[Share], draw: Drawer) -> None:
    figure = draw("k", "T", shares, WORDING)
    assert overlaps(figure) == []


@pytest.mark.parametrize("names", [0, 1, 26, 400])
def test_any_number_of_municipalities_fits_a_track(names: int) -> None:
    assert overlaps(lanes(names)) == []


def overlaps(figure: Figure) -> list[str]:
    """Texts that stick out of the drawing, or lie over another text, by the widest any font may be."""
    boxes: list[tuple[float, float, float, float, str]] = []
    faults = []
    for text in root(figure).iter(f"{SVG}text"):
        words, size = text.text or "", float(text.get("font-size", "0"))
        wide = text_width(words, size)
        moved_x, moved_y = _moved(text)
        left = float(text.get("x", "0")) + moved_x - (wide / 2 if text.get("text-anchor") == "middle" else 0)
        base = float(text.get("y", "0")) + moved_y
        box = (left, base - size * 0.8, left + wide, base + size * 0.2, words)
        if box[0] < -1 or box[2] > WIDTH + 1 or box[1] < 0 or box[3] > figure.height + 1:
            faults.append(f"out: {words}")
        faults += [f"over: {words} / {b[4]}" for b in boxes if _meet(box, b)]
        boxes.append(box)
    return faults


def _moved(element: etree._Element) -> tuple[float, float]:
    parent = element.getparent()
    found = re.fullmatch(
        r"translate\((\S+) (\S+)\)", parent.get("transform", "") if parent is not None else ""
    )
    return (float(found[1]), float(found[2])) if found else (0, 0)


def _meet(a: tuple[float, float, float, float, str], b: tuple[float, float, float, float, str]) -> bool:
    return bool(a[4].strip() and b[4].strip()) and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_count_that_is_not_zero_can_be_seen_beside_a_large_one() -> None:
    figure = stacked_bar("k", "T", [Share("a", 1), Share("b", 5000)], WORDING)
    widths = [
        float(box.get("width", "0")) for box in root(figure).iter(f"{SVG}rect") if box.get("height") == "64"
    ]
    assert min(widths) >= 9
    assert sum(widths) + 3 * len(widths) == pytest.approx(WIDTH - 1.5, abs=0.2)


@given(st.text(LETTERS), st.integers(40, 400))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width, 15)
    assert all(text_width(line, 15) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_picture_is_a_png_of_the_width_asked_for_with_its_words_drawn() -> None:
    figure = stacked_bar("k", "T", STATUS, WORDING)
    picture = png(figure, width=720)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (720, figure.height)
    without_words = replace(figure, svg=re.sub(r"<text.*?</text>", "", figure.svg))
    assert picture != png(without_words, width=720)
