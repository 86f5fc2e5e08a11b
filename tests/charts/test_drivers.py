"""A driver diagram says what hangs under what, to who sees it and to who hears it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.charts.drawing import text_width
from samordner.charts.drivers import Kind, Node, driver_diagram, outline
from samordner.charts.figures import Figure
from tests.charts.series import SVG, root, texts

TREE = (
    Node("primary", "Alle kan rutinen", (
        Node("secondary", "Opplæring", (Node("idea", "Fadder", said="PDSA 1: tas i bruk", address="/ide/1"),)),
        Node("idea", "Film"),
    )),
    Node("primary", "Pårørende deltar"),
)  # fmt: skip
AIM = "Ni av ti har en samstemt liste innen jul"


def drawn(tree: tuple[Node, ...] = TREE, *, narrow: bool = False, lang: str = "nb") -> Figure:
    return driver_diagram("d", "Driverdiagram", AIM, tree, lang=lang, narrow=narrow)


def test_it_is_told_as_a_numbered_list_from_the_aim_to_the_ideas() -> None:
    assert drawn().alt == (
        "Driverdiagram. Mål: Ni av ti har en samstemt liste innen jul. 1 Primærdriver: Alle kan rutinen. "
        "1.1 Sekundærdriver: Opplæring. 1.1.1 Endringsidé: Fadder (PDSA 1: tas i bruk). 1.2 Endringsidé: Film. "
        "2 Primærdriver: Pårørende deltar."
    )
    assert [(row.depth, row.number) for row in outline(AIM, TREE)] == [
        (0, ""), (1, "1"), (2, "1.1"), (3, "1.1.1"), (2, "1.2"), (1, "2"),
    ]  # fmt: skip


def test_the_table_holds_every_box() -> None:
    figure = drawn(lang="nn")
    assert figure.table.columns == ("Nummer", "Kva det er", "Tekst", "Prøvd ut")
    assert figure.table.rows[3] == ("1.1.1", "Endringsidé", "Fadder", "PDSA 1: tas i bruk")
    assert len(figure.table.rows) == 6


def boxes(figure: Figure) -> list[tuple[float, float, float, float]]:
    found = [
        tuple(float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
        for one in root(figure).iter(f"{SVG}rect")
    ]
    return [(x, y, x + wide, y + high) for x, y, wide, high in found]


@pytest.mark.parametrize("narrow", [True, False])
def test_a_kind_has_a_column_of_its_own_also_where_a_level_is_skipped(narrow: bool) -> None:
    figure = drawn(narrow=narrow)
    lefts = [round(box[0]) for box in sorted(boxes(figure))]
    if narrow:
        assert lefts == [2, 18, 18, 34, 34, 50]
    else:
        assert len(set(lefts)) == 4
        assert lefts.count(max(lefts)) == 2  # both ideas
        assert {"Mål", "Primærdrivere", "Sekundærdrivere", "Endringsideer"} <= set(texts(figure))


def test_a_box_with_an_address_leads_there() -> None:
    (link,) = root(drawn()).iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/ide/1", "Fadder")
    assert root(drawn()).get("role") == "group"
    assert root(drawn((Node("primary", "A"),))).get("role") == "img"


def test_an_aim_without_drivers_is_drawn_and_says_so() -> None:
    assert drawn(()).alt.endswith("Ingen drivere ennå.")
    assert len(boxes(drawn(()))) == 1


def trees(kinds: tuple[Kind, ...] = ("primary", "secondary", "idea")) -> st.SearchStrategy[tuple[Node, ...]]:
    if not kinds:
        return st.just(())
    text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)
    node = st.builds(Node, st.just(kinds[0]), text, trees(kinds[1:]), st.sampled_from(["", "PDSA 2"]))
    return st.lists(node, max_size=3).map(tuple)


@settings(max_examples=20, deadline=None)
@given(trees(), st.booleans())
def test_no_two_boxes_overlap_and_no_words_leave_their_box(tree: tuple[Node, ...], narrow: bool) -> None:
    figure = drawn(tree, narrow=narrow)
    found = boxes(figure)
    assert not [
        (a, b)
        for a, b in combinations(found, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    for one in root(figure).iter(f"{SVG}text"):
        x, y = float(one.get("x", "0")), float(one.get("y", "0"))
        end = x + text_width(one.text or "", float(one.get("font-size", "0")))
        inside = any(a <= x and end <= c + 8 and b <= y <= d for a, b, c, d in found)
        assert inside or (not narrow and y == 16)
