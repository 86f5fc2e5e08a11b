"""Time taken, in milliseconds; and one line of the table that is printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True)
class Times:
    """How long each of several tries took, by the clock on the wall, and by the processor in this process."""

    wall: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        return percentile(self.wall, 50)

    @property
    def p95(self) -> float:
        return percentile(self.wall, 95)

    @property
    def median_processor(self) -> float:
        return percentile(self.processor, 50)

    @property
    def p95_processor(self) -> float:
        return percentile(self.processor, 95)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` per cent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def times(deed: Callable[[], object], *, tries: int, warm: int = 1) -> Times:
    """Do it `warm` times unmeasured, then `tries` times."""
    for _ in range(warm):
        deed()
    wall, processor = [], []
    for _ in range(tries):
        began, used = perf_counter(), process_time()
        deed()
        wall.append((perf_counter() - began) * 1000)
        processor.append((process_time() - used) * 1000)
    return Times(tuple(wall), tuple(processor))


def loop() -> int:
    """The first baseline: plain Python that depends on nothing but the machine."""
    total = 0
    for number in range(200_000):
        total += number * number % 7
    return total


@dataclass(frozen=True)
class Line:
    """What was measured. `target`: at most so many ms at p95, if promised; `queries`: (measured, the literal).

    `also`: other promises that were not kept, each as words.
    """

    what: str
    times: Times
    target: float | None = None
    queries: tuple[int, int] | None = None
    also: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        found = list(self.also)
        if self.target is not None and self.times.p95 > self.target:
            found.append(f"{self.times.p95:.1f} ms, the target is {self.target:.0f} ms")
        if self.queries and self.queries[0] != self.queries[1]:
            found.append(f"{self.queries[0]} queries, not {self.queries[1]}")
        return tuple(found)


HEADING = f"{'what':<46}{'median':>9}{'p95':>9}{'cpu':>9}{'cpu p95':>9}{'target':>8}{'× loop':>8}{'× page':>8}{'queries':>9}"


def row(line: Line, loop_ms: float, page_ms: float | None) -> str:
    """The line as it is printed; times in ms, ratios to the two baselines by their medians."""
    times = line.times
    target = f"{line.target:.0f}" if line.target is not None else ""
    per_page = f"{times.median / page_ms:.1f}" if page_ms else ""
    queries = str(line.queries[0]) if line.queries else ""
    mark = "  MISSED: " + "; ".join(line.faults) if line.faults else ""
    return (
        f"{line.what:<46}{times.median:>9.1f}{times.p95:>9.1f}{times.median_processor:>9.1f}"
        f"{times.p95_processor:>9.1f}{target:>8}"
        f"{times.median / loop_ms:>8.2f}{per_page:>8}{queries:>9}{mark}"
    )
