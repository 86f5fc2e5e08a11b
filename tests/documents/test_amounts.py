"""What an amount means, as people write amounts: a number when it is sure, else none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.amounts import Amount, meaning, read, said

SURE = {
    "kr 1,2 mill.": 1_200_000,
    "1.5 mill kroner": 1_500_000,
    "500 000 kr": 500_000,
    "500\u00a0000 kr": 500_000,
    "kr 500.000,-": 500_000,
    "1 200 000": 1_200_000,
    "2 x 50 000 kr": 100_000,
    "MNOK 3": 3_000_000,
    "300 tusen kroner": 300_000,
    "1,5 milliardar kr": 1_500_000_000,
    "200 000 kr + 300 000 kr": 500_000,
    "ca. 300 000 kr (skjønnsmidler)": 300_000,
    "kr 500 000 i 2022": 500_000,
    "0 kr": 0,
}
UNSURE = [
    "", "etter søknad", "2021", "inntil 500 000 kr", "200 000-300 000 kr", "500 000 kr per år",
    "500 000 kr og 3 personer", "200 000 kr eller 300 000 kr", "søkt om 2 mill. kr", "3 personar", "9" * 40,
    "fem kommuner à 20 000 kr", "20 000 kr til hver kommune", "50 000 kr til kvart nettverk", "to mill. pluss 20 000 kr",
]  # fmt: skip
POSTS = {
    "2 x 50 %": "1",
    "1,5 årsverk": "1.5",
    "100 % stilling": "1",
    "50 prosent stilling": "0.5",
    "to årsverk": "2",
    "1 ½ årsverk": "1.5",
    "to 50 % stillinger": "1",
    "2 heile stillingar": "2",
    "100 % prosjektleiar og 50 % rådgjevar": "1.5",
}
NO_POSTS = [
    "",
    "1",
    "20-40 %",
    "inntil 50 %",
    "1 årsverk fordelt på 3 personer",
    "20 % av en stilling",
    "årsverk",
]


@pytest.mark.parametrize(("label", "kroner"), SURE.items(), ids=list(SURE))
def test_an_amount_that_can_be_read_in_one_way_is_read(label: str, kroner: int) -> None:
    assert read(label, "kr") == Amount(label, Decimal(kroner), "kr")


@pytest.mark.parametrize("label", UNSURE)
def test_an_amount_that_is_not_sure_stays_as_written_without_a_number(label: str) -> None:
    assert read(label, "kr") == Amount(label, None, "kr")


@pytest.mark.parametrize(("label", "posts"), POSTS.items(), ids=list(POSTS))
def test_posts_are_read_as_full_time_equivalents(label: str, posts: str) -> None:
    assert read(label, "fte") == Amount(label, Decimal(posts), "fte")


@pytest.mark.parametrize("label", NO_POSTS)
def test_posts_that_are_not_sure_stay_as_written_without_a_number(label: str) -> None:
    assert read(label, "fte") == Amount(label, None, "fte")


@given(st.integers(0, 10**12))
def test_kroner_that_we_write_are_read_back(kroner: int) -> None:
    assert meaning(said(kroner, "kr"), "kr") == kroner


@given(st.decimals(0, 900, places=2))
def test_posts_that_we_write_are_read_back(posts: Decimal) -> None:
    assert meaning(said(posts, "fte"), "fte") == posts


@given(st.text(alphabet="0123456789 .,-–%xkrmilårsveto½½+()", max_size=60), st.sampled_from(["kr", "fte"]))
def test_whatever_is_written_has_one_number_or_none_and_is_never_negative(label: str, unit: str) -> None:
    found = read(label, unit)  # type: ignore[arg-type]
    assert (found.label, found.value is None or found.value >= 0) == (label, True)


def test_nothing_known_is_said_as_nothing() -> None:
    assert [said(None, "kr"), said(None, "fte")] == ["", ""]
