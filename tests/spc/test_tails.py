"""The tail of χ² without a library is that of the library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc

from samordner.spc.tails import chi2_beyond


@given(st.floats(0, 5000), st.integers(1, 3000))
def test_the_tail_is_that_of_scipy(chi2: float, free: int) -> None:
    assert chi2_beyond(chi2, free) == pytest.approx(chdtrc(free, chi2), rel=1e-9, abs=1e-15)


def test_nothing_differs_where_nothing_is_free() -> None:
    assert (chi2_beyond(0, 5), chi2_beyond(3, 0), chi2_beyond(5e-324, 2)) == (1.0, 1.0, 1.0)
