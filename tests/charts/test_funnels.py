"""Teams beside each other: what chance allows, what is worth a question, and no ranking."""

from __future__ import annotations

from itertools import combinations
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.charts.between import between_plot
from samordner.charts.drawing import text_width
from samordner.charts.figures import Figure
from samordner.charts.funnels import funnel_plot
from samordner.charts.signals import INKS, Tone
from samordner.spc.between import between
from samordner.spc.funnel import Kind, Limits, Place, Unit, funnel
from tests.charts.series import SVG, root, texts, titles

UNITS = (
    Unit("Ørsta", 60, 100), Unit("Aure", 10, 100), Unit("Molde", 31, 50), Unit("Sula", 24, 40), Unit("Volda", 118, 200),
    Unit("Giske", 62, 100),
)  # fmt: skip


def drawn(units: tuple[Unit, ...] = UNITS, **more: object) -> Figure:
    return funnel_plot("f", "Trakt", funnel(units), lang="nb", direction="up", **more)  # type: ignore[arg-type]


def test_the_table_holds_the_numbers_of_the_funnel_in_the_order_the_teams_came() -> None:
    found = funnel(UNITS)
    figure = drawn()
    assert [row[1:4] for row in figure.table.rows][:2] == [("Ørsta", "60", "100"), ("Aure", "10", "100")]
    assert [str(row[4]) for row in figure.table.rows] == ["60", "10", "62", "60", "59", "62"]
    assert [row[7] == "Lavere enn tilfeldighet gir" for row in figure.table.rows] == [
        dot.place is Place.LOW998 for dot in found.dots
    ]
    assert "Dette er ingen rangering." in figure.alt


def test_only_a_team_beyond_the_outer_line_is_marked_and_by_shape_too() -> None:
    figure = drawn()
    marks = [
        one
        for one in root(figure).iter(f"{SVG}path")
        if one.get("fill") in {INKS[Tone.WORSE], INKS[Tone.BETTER]}
    ]
    assert [one.get("fill") for one in marks] == [INKS[Tone.WORSE]]
    assert "Utenfor det tilfeldighet gir: Aure (10\u00a0%)." in figure.alt
    assert "Aure: 10\u00a0% (10 av 100). Lavere enn tilfeldighet gir" in titles(figure)
    assert "Aure" in texts(figure)


def test_a_dot_leads_to_its_team() -> None:
    figure = drawn(address=lambda label: f"/team/{label}/")
    assert [one.get("href") for one in root(figure).iter(f"{SVG}a")] == [
        f"/team/{unit.label}/" for unit in UNITS
    ]


@pytest.mark.parametrize("narrow", [True, False])
def test_names_do_not_lie_over_each_other(narrow: bool) -> None:
    crowd = tuple(Unit(f"Kommune nummer {n}", 22 + 3 * n + n * n % 11, 40 + 6 * n) for n in range(26))
    figure = drawn(crowd, narrow=narrow)
    labels = []
    for one in root(figure).iter(f"{SVG}text"):
        if one.get("paint-order"):
            wide, x, y = text_width(one.text or "", 12), float(one.get("x", "0")), float(one.get("y", "0"))
            left = x - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor", ""), 0)
            labels.append((left, y - 9, left + wide, y + 2))
    assert len(labels) >= 4
    assert not [
        (a, b)
        for a, b in combinations(labels, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert len(titles(figure)) == 26


def test_each_team_has_its_interval_and_a_few_teams_have_nothing_more() -> None:
    few = between_plot("b", "Forskjell", between(UNITS[:3]), lang="nb")
    assert few.table.columns == ("Team", "Antall", "Av", "Verdi (%)", "Fra", "Til")
    assert "Trukket mot de andre" not in texts(few)
    several = between_plot("b", "Forskjell", between(UNITS), lang="nb")
    assert several.table.columns[-1] == "Trukket mot de andre"
    assert [row[0] for row in several.table.rows] == [unit.label for unit in UNITS]
    assert "Her ventes et nytt team å ligge" in texts(several)
    found = between(UNITS).teams[0]
    assert several.table.rows[0][4] == f"{found.lower * 100:.2f}".rstrip("0").replace(".", ",")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Unit,
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
            st.integers(0, 50).map(float),
            st.integers(0, 60).map(float),
        ),
        max_size=14,
    ),
    st.sampled_from(Kind), st.sampled_from(Limits), st.booleans(),
)  # fmt: skip
def test_whatever_the_teams_it_can_be_drawn(
    units: list[Unit], kind: Kind, limits: Limits, narrow: bool
) -> None:
    one = funnel_plot("f", "T", funnel(units, kind, limits=limits), lang="nn", narrow=narrow)
    other = between_plot("b", "T", between(units, kind), lang="en", narrow=narrow)
    for figure in (one, other):
        assert root(figure).get("role") == "img"
        assert all(map(isfinite, places(figure)))


def places(figure: Figure) -> list[float]:
    """Where everything stands."""
    names = ("x", "y", "cx", "cy", "width", "height")
    return [float(one.get(name, "0")) for one in root(figure).iter() for name in names]
