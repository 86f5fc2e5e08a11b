"""Whatever is done to the rows of a register, they stand at 1, 2, 3 … and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samordner.journal.queries import first_break
from samordner.plans.operations import add_row, move_row, remove_row, restore_row
from samordner.plans.registers import register
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow

DEEDS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "remove", "restore"]), st.integers(0, 9), st.integers(-2, 12)),
    max_size=14,
)


@pytest.mark.usefixtures("db")
class Order(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(deeds=DEEDS)
    def test_positions_stay_gapless_and_no_row_is_lost(self, deeds: list[tuple[str, int, int]]) -> None:
        of, plan = register("follow_up"), make.plan()
        expected: list[int] = []
        gone: dict[int, int] = {}
        for number, (deed, pick, place) in enumerate(deeds):
            if deed == "add":
                row = add_row(of, plan, NewRow({"text": f"Punkt {number}"}), at=place, by=BY, now=NOW)
                expected.insert(max(1, min(place, len(expected) + 1)) - 1, row.pk)
            elif deed == "move" and expected:
                moved = expected.pop(pick % len(expected))
                move_row(of, of.model._default_manager.get(pk=moved), to=place, by=BY, now=NOW)
                expected.insert(max(1, min(place, len(expected) + 1)) - 1, moved)
            elif deed == "remove" and expected:
                at = pick % len(expected)
                row = of.model._default_manager.get(pk=expected.pop(at))
                remove_row(of, row, version=row.version, by=BY, now=NOW)
                gone[row.pk] = at
            elif deed == "restore" and gone:
                back = sorted(gone)[pick % len(gone)]
                restore_row(of, of.model._default_manager.get(pk=back), by=BY, now=NOW)
                expected.insert(min(gone.pop(back), len(expected)), back)
            assert make.order(of, plan) == list(enumerate(expected, 1))
        assert of.model._default_manager.filter(plan=plan).count() == len(expected) + len(gone)
        assert first_break() is None
