"""Cells are drawn and counted by their looks: every one as if it had been looked at by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import get_language, override

from samordner.boards.board import Cell
from samordner.boards.cells import Writer
from samordner.boards.tags import marks, signs, unknown
from tests.boards.test_board_choices import OLD, shown
from tests.factories.participation import lively, region, say

pytestmark = pytest.mark.django_db


def alone(cell: Cell, *, compact: bool) -> str:
    """What is inside a cell that is drawn by itself. Signs do not tell when it was expected, but that it was."""
    if not cell.marks:
        return unknown()
    if not compact:
        return marks(cell.marks)
    earlier = {"nb": "ventet tidligere", "nn": "venta tidlegare", "en": "expected earlier"}
    return signs([replace(one, late=one.late and earlier[get_language() or ""]) for one in cell.marks])


@pytest.mark.parametrize("told", ["nb", "nn", "en"])
@pytest.mark.parametrize("compact", [False, True])
def test_each_cell_is_drawn_as_it_would_be_by_itself(told: str, compact: bool) -> None:
    place = region(26)
    lively(place.participations)
    stale = next(
        one for one in place.definition.board_subjects if one.stale_after_days and not (one.many or one.per)
    )
    say(place[0], stale.key, place.definition.values_of(stale.key)[0].key, date(2019, 2, 1), now=OLD)
    with override(told):
        board = shown(place)
        drawn = Counter[str]()
        for number, face in enumerate(board.faces):
            writer = Writer(face, "", {}, compact=compact, boosted=False)
            looks = [row.shape.looks[number] for row in board.rows]
            fronts = [row.shape.fronts[number] for row in board.rows]
            found = writer.cells(board.rows, looks, fronts, b"")
            cells = [row.cell(face) for row in board.rows]
            assert [one.removeprefix(writer.end).decode() for one in found] == [
                alone(cell, compact=compact) for cell in cells
            ]
            for mark in (mark for cell in cells for mark in cell.marks):
                drawn.update(
                    kind
                    for kind, holds in (("stale", mark.stale), ("late", mark.late), ("any", True))
                    if holds
                )
    assert min(drawn["stale"], drawn["late"], drawn["any"] - drawn["stale"]) > 0


def test_each_value_is_counted_as_often_as_cells_show_it() -> None:
    place = region(26)
    lively(place.participations)
    board = shown(place)
    for face, total in zip(board.faces, board.totals, strict=True):
        if face.subject.many or face.subject.holds == "day":
            continue
        seen = Counter(mark.text for row in board.rows for mark in row.cell(face).marks)
        counted = {one.mark.text: one.number for one in total.counts if one.selection.kind == "value"}
        assert counted == {text: seen[text] for text in counted}
        assert sum(one.number for one in total.counts) == len(board.rows)
