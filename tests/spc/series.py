"""Series for tests, and looking into their charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from samordner.spc import Chart, Observation, Options, Result, chart


def drawn(
    kind: Chart | str, ys: Sequence[float | None], ns: Sequence[float | None] = (), **options: Any
) -> Result:
    """The chart of values (and denominators), labelled 1, 2, 3 …"""
    denominators = ns or [None] * len(ys)
    observed = [
        Observation(str(i), y, n) for i, (y, n) in enumerate(zip(ys, denominators, strict=True), start=1)
    ]
    return chart(kind, observed, Options(**options))


def grouped(kind: Chart | str, groups: Sequence[Sequence[float]], **options: Any) -> Result:
    observed = [Observation(str(i), None, None, tuple(it)) for i, it in enumerate(groups, start=1)]
    return chart(kind, observed, Options(**options))


def lines(result: Result, at: int = 0) -> tuple[float | None, float | None, float | None]:
    """Lower limit, centre and upper limit at a point."""
    point = result.points[at]
    return point.lower, point.centre, point.upper


def close(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


def marked(result: Result, key: str) -> list[int]:
    """The points (from 1) that a rule marks."""
    return [at for at, it in enumerate(result.points, start=1) if key in it.signals]
