"""Many series at once: their limits and Anhøj's verdicts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bench.timing import Line, times
from samordner.spc.many import many
from samordner.spc.options import Chart

SERIES, POINTS, MISSING = 10_000, 24, 0.05
JUDGING = 60.0


def judged() -> Iterator[Line]:
    """The same made-up series on each of the charts that municipalities use most; one month in twenty is missing."""
    drawn = np.random.default_rng(2021)
    sizes = drawn.integers(5, 60, (SERIES, POINTS))
    counts = drawn.binomial(sizes, 0.3).astype(float)
    counts[drawn.random(counts.shape) < MISSING] = np.nan
    for kind in (Chart.RUN, Chart.I, Chart.P, Chart.IP):

        def judge(kind: Chart = kind) -> None:
            many(kind, counts, sizes)

        taken = times(judge, tries=20, warm=2)
        yield Line(f"judge {SERIES:,} series of {POINTS}, {kind}", taken, JUDGING)
