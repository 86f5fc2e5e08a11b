"""Every count of needs is exactly its rows, whatever the needs are."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from samordner.participation.models import Participation
from samordner.places.models import Municipality
from samordner.support.models import Need
from samordner.support.queries import ALL, pivot, property_of
from tests.factories.participation import DAY

days = st.integers(min_value=0, max_value=60).map(lambda ago: DAY - timedelta(days=ago))


@st.composite
def made(draw: st.DrawFn) -> Need:
    number = draw(st.integers(min_value=1, max_value=4))
    raised = draw(days)
    taken, closed = draw(st.booleans()), draw(st.booleans())
    return Need(
        participation=Participation(pk=number, municipality=Municipality(code=f"150{number}")),
        theme=draw(st.sampled_from(["", "transport", "planning"])), raised_on=raised, text="x",
        taken_by=draw(st.sampled_from(["KS", "USHT"])) if taken else "", taken_on=raised if taken else None,
        closed_on=DAY if closed else None, outcome=draw(st.sampled_from(["helped", "no_longer"])) if closed else "",
    )  # fmt: skip


@given(st.lists(made(), max_size=12), st.sampled_from(["theme", "organisation", "municipality"]))
def test_every_count_is_its_rows_and_the_last_column_is_the_row(needs: list[Need], by: str) -> None:
    found = pivot(needs, DAY, rows_by=by, columns_by="status")
    for row, cells in found.rows:
        mine = [one for one in needs if property_of(one, by, DAY) == row]
        for column, cell in zip(found.columns, cells, strict=True):
            there = [one for one in mine if column in {ALL, property_of(one, "status", DAY)}]
            places = {one.participation_id for one in there}
            assert (cell.number, cell.municipalities) == (len(there), len(places))
    assert sum(cells[-1].number for _row, cells in found.rows) == len(needs)
