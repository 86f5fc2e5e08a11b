"""Grants: one scheme, whole kroner, days in order; sums that are exactly their rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.journal.deeds import Conflict, Refusal
from samordner.support.models import Grant
from samordner.support.operations import Money, change_grant, register_grant
from samordner.support.queries import GrantsWanted, grant_sums, grants_in, grants_of, kept_grants
from tests.factories.participation import BY, DAY, NOW, Region, region

ACTS: dict[str, Any] = {"by": BY, "now": NOW}
FEW: dict[str, Any] = {
    "year": 2021,
    "scheme": "loneliness",
    "applied": 250_000,
    "applied_on": date(2021, 1, 14),
}


@pytest.fixture
def place(db: None) -> Region:
    return region(2)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "applied"), ({"granted": 0, "granted_on": DAY}, "rejected"), ({"granted": 5}, "granted"),
        ({"granted": 5, "used": 5}, "granted"), ({"granted": 5, "used": 4, "reported_on": DAY}, "reported"),
    ],
)  # fmt: skip
def test_where_a_grant_stands_follows_from_what_is_written(
    place: Region, more: dict[str, Any], status: str
) -> None:
    made = register_grant(place[0], Money(**FEW | more), **ACTS)
    assert made.status == status
    found = {key: list(grants_in(kept_grants(), GrantsWanted(status=key))) for key in Grant.Status.values}
    assert found == {key: [made] if key == status else [] for key in Grant.Status.values}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"scheme": ""}, "Choose a scheme"), ({"scheme_name": "En til"}, "Choose a scheme"),
        ({"scheme": "weather"}, "no such scheme"), ({"year": 1066}, "this century"),
        ({"applied": None, "applied_on": None}, "Say when or how much"),
        ({"applied_on": DAY + timedelta(days=1)}, "has not come"),
        ({"granted": 5, "granted_on": date(2021, 1, 13)}, "before the day above"),
        ({"granted_on": DAY}, "0 when it was rejected"), ({"used": 5}, "Only what was granted"),
        ({"granted": 0, "reported_on": DAY}, "Only what was granted"), ({"granted": 5, "used": 6}, "More is used"),
    ],
)  # fmt: skip
def test_a_grant_that_cannot_be_is_refused_in_a_sentence(
    place: Region, more: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        register_grant(place[0], Money(**FEW | more), **ACTS)
    assert Grant.objects.count() == 0


def test_a_scheme_of_ones_own_is_written_freely(place: Region) -> None:
    made = register_grant(place[0], Money(**FEW | {"scheme": "", "scheme_name": " Gavefondet "}), **ACTS)
    assert (made.scheme, made.scheme_name) == ("", "Gavefondet")


def test_of_two_who_change_a_grant_the_second_sees_the_first(place: Region) -> None:
    made = register_grant(place[0], Money(**FEW), **ACTS)
    other = Grant.objects.get(pk=made.pk)
    change_grant(made, Money(**FEW | {"granted": 5}), version=1, **ACTS)
    with pytest.raises(Conflict):
        change_grant(other, Money(**FEW | {"granted": 7}), version=1, **ACTS)
    assert Grant.objects.get().granted == 5


def test_a_past_day_knows_no_grant_that_came_later(place: Region) -> None:
    made = register_grant(place[0], Money(**FEW), **ACTS)
    assert list(grants_of(place.participations, date(2021, 1, 13))) == []
    assert list(grants_of(place.participations, date(2021, 1, 14))) == [made]
    assert list(grants_of([place[1]], DAY)) == []


amounts = st.none() | st.integers(min_value=0, max_value=10**9)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([2020, 2021]), amounts, amounts)))
def test_sums_are_exactly_their_rows(rows: list[tuple[str, int, int | None, int | None]]) -> None:
    grants = [
        Grant(scheme=key, year=year, applied=applied, granted=granted) for key, year, applied, granted in rows
    ]
    sums = grant_sums(grants)
    assert sum(one.number for one in sums) == len(rows)
    assert sum(one.applied for one in sums) == sum(row[2] or 0 for row in rows)
    assert sum(one.granted for one in sums) == sum(row[3] or 0 for row in rows)
    assert {(one.scheme, one.year) for one in sums} == {row[:2] for row in rows}
