"""The answer: frozen, complete, and the same as the JSON that the command prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from samordner.spc.options import Chart, Direction, Every, Options
from samordner.spc.words import Words

# Raised whenever the same series and options would give another number or another verdict.
METHOD_VERSION = "1"

Verdict = Words
State = Literal["none", "trial", "established"]
Towards = Literal["", "up", "down"]
Unjudged = Literal["", "alike", "equal", "singles"]


@dataclass(frozen=True, slots=True)
class Point:
    """One point and the lines at it. `signals` holds the keys of the active set's rules (see `rules.RULES`), foremost first.

    An excluded point may have a `sigma_signal`, for it is where it is, but never `signals`: nobody judges it.
    `towards` is the way the foremost signal points: up, down, or "" where it has none (or there is no signal).
    `no_lower` and `no_upper`: the limit lies at the edge of the possible, so nothing can be beyond it ("ingen nedre
    grense"). `left_out` says why a value that was given is not used.
    """

    x: str
    y: float | None
    n: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    phase: int
    included: bool
    baseline: bool
    sigma_signal: bool
    signals: tuple[str, ...] = ()
    towards: Towards = ""
    no_lower: bool = False
    no_upper: bool = False
    left_out: Words | None = None

    def as_json(self) -> dict[str, Any]:
        names = ("x", "y", "n", "centre", "lower", "upper", "phase", "included", "baseline", "sigma_signal")
        n = int(self.n) if self.n is not None and self.n == int(self.n) else self.n
        return {name: getattr(self, name) for name in names} | {"n": n, "signals": list(self.signals)}


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """One phase: the points from `first` to `last` (from 1), its runs, and how far it can be trusted.

    `n_useful` counts the measured, included points that are not on the centre. `longest_run_max` and
    `n_crossings_min` are the last values that are NOT signals (None where there is no useful point).
    `runs_signal` is the verdict of the active set on the whole phase: Anhøj's two rules, or of the IHI run chart rules
    too few or too many runs; the other sets judge points only. `n_runs_min`, `n_runs_max` are the limits of that test.
    `state` tells by the useful points of the baseline, `n_baseline`: none below 10, trial below 20, then established.
    `unstable` is true where Anhøj's rules already signal inside the baseline that limits were estimated from.
    `unjudged` tells why runs are not judged though there may be points enough: all values alike, more than half of them
    equal about a median, or one single case in each point. `mostly_one`: more than half are equal on any chart.
    `expected`: the fewest events expected in a point of the baseline, on charts of counts. `sigma_z`: P′ and U′.
    `longest_side` is the side of the longest run (of the last, if several are as long).
    """

    phase: int
    first: int
    last: int
    n_useful: int
    longest_run: int
    longest_run_max: int | None
    n_crossings: int
    n_crossings_min: int | None
    runs_signal: bool
    state: State
    n_baseline: int = 0
    n_runs: int = 0
    n_runs_min: int | None = None
    n_runs_max: int | None = None
    longest_side: Towards = ""
    centre: float | None = None
    sigma_z: float | None = None
    unstable: bool = False
    unjudged: Unjudged = ""
    mostly_one: bool = False
    expected: float | None = None
    verdict: Words = field(default=Words("", "", ""))

    def as_json(self) -> dict[str, Any]:
        names = (
            "n_useful",
            "longest_run",
            "longest_run_max",
            "n_crossings",
            "n_crossings_min",
            "runs_signal",
            "state",
        )
        return {"phase": self.phase, "from": self.first, "to": self.last} | {
            it: getattr(self, it) for it in names
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A chart worked out: every point, every phase, the verdict in words and what to be wary of."""

    points: tuple[Point, ...]
    phases: tuple[PhaseResult, ...]
    verdict: Verdict
    warnings: tuple[Words, ...]
    kind: Chart
    options: Options
    method_version: str = METHOD_VERSION
    direction: Direction = "neutral"
    unit: str = ""
    every: Every = ""

    def as_json(self) -> dict[str, Any]:
        """Lists and dictionaries of plain values, keys as the command prints them."""
        return {
            "points": [it.as_json() for it in self.points],
            "phases": [it.as_json() for it in self.phases],
            "verdict": {"nb": self.verdict.nb, "nn": self.verdict.nn, "en": self.verdict.en},
        }
