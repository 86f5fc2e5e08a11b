"""Shares and rates of few: against R's numbers (file 53), and what must hold whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc.intervals import Interval, bounds, clopper_pearson, newcombe, poisson, wilson
from tests.spc.references import reference

FILE = reference(53)
SHARES = tuple(zip(FILE["table"]["k"], FILE["table"]["n"], strict=True))


@pytest.mark.parametrize(("name", "interval"), [("wilson", wilson), ("clopper", clopper_pearson)])
def test_every_share_of_the_table_has_its_interval(
    name: str, interval: Callable[[float, float], Interval]
) -> None:
    table = FILE["table"]
    assert len(SHARES) == 46
    for (count, size), lower, upper in zip(
        SHARES, table[f"{name}_lower"], table[f"{name}_upper"], strict=True
    ):
        found = interval(count, size)
        assert (found.estimate, found.lower, found.upper) == pytest.approx(
            (count / size, lower, upper), abs=1e-9
        )


def test_every_count_of_the_table_has_its_exact_poisson_interval() -> None:
    table = FILE["poisson"]
    for count, lower, upper in zip(table["count"], table["lower"], table["upper"], strict=True):
        found = poisson(count)
        assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-9)


@pytest.mark.parametrize(
    ("key", "counts"), [("a", (56, 70, 48, 80)), ("b", (9, 10, 3, 10)), ("c", (18, 26, 7, 26))]
)
def test_two_shares_differ_as_newcombe_says(key: str, counts: tuple[int, int, int, int]) -> None:
    expected, found = FILE["newcombe"][key], newcombe(*counts)
    assert (found.estimate, found.lower, found.upper) == pytest.approx(
        (expected["diff"], expected["lower"], expected["upper"]), abs=1e-9
    )


def test_newcombes_own_example_is_as_he_printed_it() -> None:
    printed = FILE["published"]["newcombe_example"]
    found = newcombe(printed["x1"], printed["n1"], printed["x2"], printed["n2"])
    assert (round(found.estimate, 4), round(found.lower, 4), round(found.upper, 4)) == (
        printed["diff"],
        printed["lower"],
        printed["upper"],
    )


def test_those_who_did_not_answer_can_all_be_for_or_all_against() -> None:
    found = bounds(7, 21, 26)
    assert (round(found.lower, 2), round(found.upper, 2)) == (0.27, 0.46)
    assert bounds(7, 26, 26) == Interval(7 / 26, 7 / 26, 7 / 26)


@pytest.mark.parametrize(("count", "size"), [(5, 4), (-1, 4), (0, 0), (1, float("nan"))])
def test_what_is_no_share_is_refused(count: float, size: float) -> None:
    for interval in (wilson, clopper_pearson):
        with pytest.raises(ValueError, match="no share"):
            interval(count, size)


shares = st.integers(1, 500).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@given(shares)
def test_an_interval_holds_its_estimate_and_stays_possible(share: tuple[int, int]) -> None:
    for interval in (wilson, clopper_pearson):
        found = interval(*share)
        assert 0 <= found.lower <= found.estimate <= found.upper <= 1


@given(shares)
def test_what_did_not_happen_has_the_mirrored_interval(share: tuple[int, int]) -> None:
    count, size = share
    for interval in (wilson, clopper_pearson):
        one, other = interval(count, size), interval(size - count, size)
        assert (one.lower, one.upper) == pytest.approx((1 - other.upper, 1 - other.lower), abs=1e-9)


@given(shares)
def test_clopper_pearson_promises_no_less_than_its_level(share: tuple[int, int]) -> None:
    """At its lower limit, at least this many would come with a probability of 2.5 %; likewise above."""
    from scipy.stats import binom

    (count, size), found = share, clopper_pearson(*share)
    if count:
        assert binom.sf(count - 1, size, found.lower) == pytest.approx(0.025, abs=1e-9)
    if count < size:
        assert binom.cdf(count, size, found.upper) == pytest.approx(0.025, abs=1e-9)


@given(shares, shares)
def test_a_difference_turned_round_changes_its_sign(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), abs=1e-12)
    assert -1 <= there.lower <= there.estimate <= there.upper <= 1


@given(st.integers(0, 2000), st.floats(0.01, 1e4))
def test_a_rate_scales_with_its_exposure(count: int, exposure: float) -> None:
    plain, scaled = poisson(count), poisson(count, exposure)
    assert plain.lower <= plain.estimate <= plain.upper
    assert (scaled.lower * exposure, scaled.upper * exposure) == pytest.approx((plain.lower, plain.upper))
