"""Amounts are read as people write them, never in two ways, and always as whole kroner."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.journal.deeds import Refusal
from samordner.support.amounts import LARGEST, amount_text, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None), ("   ", None), ("0", 0), ("1 250 000", 1_250_000), ("1.250.000", 1_250_000),
        ("1250000", 1_250_000), ("1\u00a0250\u202f000", 1_250_000), ("kr 1 250 000,-", 1_250_000),
        ("1 250 000 kr", 1_250_000), ("1 250 000,00 kroner", 1_250_000), ("NOK 250 000", 250_000),
        ("1,25 mill.", 1_250_000), ("1.25 mill", 1_250_000), ("1,25 mill. kr", 1_250_000), ("2 millionar", 2_000_000),
        ("1,250 mill.", 1_250_000), ("300 tusen", 300_000), ("0,5 mrd.", 500_000_000), ("1.250", 1250),
        ("10,5mill", 10_500_000),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_written(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1.250 mill.", "more than one way"), ("12 50 000", "more than one way"), ("1.25", "more than one way"),
        ("1,2,3", "more than one way"), ("1 250 000,50", "whole kroner"), ("1,2345678 mill.", "whole kroner"),
        ("mye", "Write an amount"), ("-5", "Write an amount"), ("1e6", "Write an amount"), ("5 euro", "Write an amount"),
        ("9 999 mrd.", "more than any grant"), ("٣٠٠", "Write an amount"),
    ],
)  # fmt: skip
def test_what_could_be_read_otherwise_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read_amount(text)


amounts = st.integers(min_value=0, max_value=LARGEST)


@given(amounts)
def test_what_a_form_shows_is_read_back_the_same(amount: int) -> None:
    assert read_amount(amount_text(amount)) == amount


@given(
    amounts, st.sampled_from([" ", ".", "\u00a0", ""]), st.sampled_from(["", " kr", ",-", ",00", " kroner"])
)
def test_no_way_of_parting_thousands_changes_the_amount(amount: int, parting: str, ending: str) -> None:
    assert read_amount(f"{amount:,}".replace(",", parting) + ending) == amount


@given(st.integers(min_value=0, max_value=999_999_999_999), st.sampled_from([",", "."]))
def test_millions_with_decimals_are_the_same_kroner(amount: int, point: str) -> None:
    written = f"{Decimal(amount) / 10**6:f}".replace(".", point)
    try:
        found = read_amount(f"{written} mill.")
    except Refusal:
        # Three decimals after a point might as well part thousands: asked about, never guessed
        assert point == "."
        assert len(written.partition(point)[2]) == 3
    else:
        assert found == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        found = read_amount(text)
    except Refusal:
        return
    assert found is None or 0 <= found <= LARGEST
