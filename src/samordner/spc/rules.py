"""Rules that mark points: five of the six sets (Anhøj's own two judge the phase: `runs`), with exact definitions.

A track is the measured, included points of one phase, in order: a missing or excluded point is not there, so a pattern
may run past it. Keys are stable; they are what `Point.signals` and the JSON hold, the foremost first:

anhoej            beyond        one point beyond a limit
ihi-run           shift         six or more on one side of the median; points on it are skipped
                  trend         five or more all rising or all falling; of equal neighbours only the first counts
ihi-shewhart      beyond        one point beyond a limit
                  shift         eight or more on one side; points on the centre are skipped
                  trend         six or more rising or falling; ties neither count nor break it; not with varying limits
                  two-of-three  two of three in the outer third (between 2 and 3 sigma), on the same side
                  inner-third   fifteen or more in the inner third (within 1 sigma)
nhs               beyond        one point beyond a limit
                  trend         seven or more rising or falling; a tie breaks it
                  two-of-three  two of three between 2 and 3 sigma, with all three on the same side; the two are marked
                  shift         seven or more on one side; a point on the mean breaks it
western-electric  W1            one point beyond 3 sigma
                  W2            two of three beyond 2 sigma on the same side (beyond 3 counts too)
                  W3            four of five beyond 1 sigma on the same side
                  W4            eight on one side; a point on the centre breaks it
nelson            N1            one point beyond 3 sigma
                  N2            nine on one side
                  N3            six rising or falling; a tie breaks it
                  N4            fourteen alternating up and down; a tie breaks it
                  N5, N6        as W2 and W3
                  N7            fifteen within 1 sigma
                  N8            eight beyond 1 sigma, with both sides among them

IHI and NHS mark every point of a pattern. Western Electric and Nelson mark the point that completes it, and each further
point that keeps it complete. Rules of zones need sigmas, so they say nothing on a run chart, and on a G chart, whose
centre is a median. On the MR chart only the limit speaks, since moving ranges are correlated.

Sources: Perla, Provost & Murray 2011; Provost & Murray, The Health Care Data Guide; NHS England, Making Data Count, as
NHSRplotthedots works it out; Western Electric 1956; Nelson 1984 (J. Qual. Technol. 16:237–239).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from samordner.spc.options import RuleSet
from samordner.spc.series import TOLERANCE, differs

Marks = dict[int, int]  # position in the track → which way the signal points: 1 up, −1 down, 0 neither


@dataclass(frozen=True, slots=True)
class Track:
    """Values, sides of the centre, sigmas from it, and sides beyond a limit (0 = within), for the points judged."""

    ys: Sequence[float]
    sides: Sequence[int]
    zs: Sequence[float | None]
    beyond: Sequence[int]
    varying: bool = False  # limits differ from point to point
    sides_hold: bool = True  # false where half the points or more cannot be on a side
    length: int = 7  # NHS: points in a shift or a trend

    def out(self, i: int, sigmas: float) -> int:
        """The side on which a point lies beyond so many sigmas; 0 = it does not."""
        z = self.zs[i]
        return 0 if z is None else (z > sigmas * (1 + TOLERANCE)) - (z < -sigmas * (1 + TOLERANCE))

    def step(self, i: int) -> int:
        """1 if a point rises from the one before it, −1 if it falls, 0 for a tie."""
        return differs(self.ys[i], self.ys[i - 1])


Rule = Callable[[Track], Marks]


def beyond_limits(track: Track) -> Marks:
    return {i: side for i, side in enumerate(track.beyond) if side}


# --- patterns of which every point is marked ---------------------------------------------------------------------


def shift(least: int, *, skips_centre: bool) -> Rule:
    """So many or more on one side; a point on the centre is skipped, or breaks the run."""

    def rule(track: Track) -> Marks:
        if not track.sides_hold:
            return {}
        followed = [i for i, side in enumerate(track.sides) if side or not skips_centre]
        runs = [list(run) for _, run in groupby(followed, key=lambda i: track.sides[i])]
        return {i: track.sides[i] for run in runs if len(run) >= least and track.sides[run[0]] for i in run}

    return rule


def trend(least: int, *, skips_ties: bool) -> Rule:
    """So many or more, each above (or each below) the one before; a tie is skipped, or breaks the trend.

    A point where one trend ends and another begins belongs to the one that begins.
    """

    def rule(track: Track) -> Marks:
        if not track.ys:
            return {}
        followed = [i for i in range(len(track.ys)) if i == 0 or not skips_ties or track.step(i)]
        steps = [(i, differs(track.ys[i], track.ys[before])) for before, i in pairwise(followed)]
        marks: Marks = {}
        at = 0
        for way, stretch in groupby(steps, key=lambda it: it[1]):
            size = len(list(stretch))
            if way and size + 1 >= least:
                marks |= dict.fromkeys(followed[at : at + size + 1], way)
            at += size
        return marks

    return rule


def ihi_shewhart_trend(track: Track) -> Marks:
    return {} if track.varying else trend(6, skips_ties=True)(track)


def _outer_third(track: Track, i: int) -> int:
    """The side on which a point lies between 2 and 3 sigma; beyond a limit it is a signal of its own, and not here."""
    return 0 if track.out(i, 3) or track.beyond[i] else track.out(i, 2)


def two_in_outer_third(*, all_on_side: bool) -> Rule:
    """Two (or all) of three in the outer third on the same side; the third anywhere, or on that side of the centre."""

    def rule(track: Track) -> Marks:
        marks: Marks = {}
        for first in range(len(track.ys) - 2):
            three = range(first, first + 3)
            for side in (1, -1):
                near = [i for i in three if _outer_third(track, i) == side]
                if len(near) >= 2 and (not all_on_side or all(track.sides[i] == side for i in three)):
                    marks |= dict.fromkeys(near, side)
        return marks

    return rule


def inner_third(track: Track) -> Marks:
    """Fifteen or more within 1 sigma; a point on the centre is within."""
    marks: Marks = {}
    for within, run in groupby(
        range(len(track.zs)), key=lambda i: track.zs[i] is not None and not track.out(i, 1)
    ):
        points = list(run)
        if within and len(points) >= 15:
            marks |= dict.fromkeys(points, 0)
    return marks


# --- patterns marked from the point that completes them ----------------------------------------------------------


def completed(size: int, complete: Callable[[Track, int], int | None]) -> Rule:
    """Mark each point that ends `size` points for which `complete` gives a direction (None = no pattern)."""

    def rule(track: Track) -> Marks:
        found = {end: complete(track, end) for end in range(size - 1, len(track.ys))}
        return {end: way for end, way in found.items() if way is not None}

    return rule


def _out_of(size: int, least: int, sigmas: float) -> Rule:
    """At least so many of `size` beyond the sigmas on the side where the last one is."""

    def complete(track: Track, end: int) -> int | None:
        side = track.out(end, sigmas)
        same = sum(track.out(i, sigmas) == side for i in range(end - size + 1, end + 1))
        return side if side and same >= least else None

    return completed(size, complete)


def _one_side(size: int) -> Rule:
    def complete(track: Track, end: int) -> int | None:
        side = track.sides[end]
        alike = track.sides_hold and all(track.sides[i] == side for i in range(end - size + 1, end))
        return side if side and alike else None

    return completed(size, complete)


def _monotone(size: int) -> Rule:
    def complete(track: Track, end: int) -> int | None:
        ways = {track.step(i) for i in range(end - size + 2, end + 1)}
        return ways.pop() if ways in ({1}, {-1}) else None

    return completed(size, complete)


def _alternating(track: Track, end: int) -> int | None:
    steps = [track.step(i) for i in range(end - 12, end + 1)]
    return 0 if all(a * b == -1 for a, b in pairwise(steps)) else None


def _hugging(track: Track, end: int) -> int | None:
    return (
        0 if all(track.zs[i] is not None and not track.out(i, 1) for i in range(end - 14, end + 1)) else None
    )


def _mixture(track: Track, end: int) -> int | None:
    return 0 if {track.out(i, 1) for i in range(end - 7, end + 1)} == {1, -1} else None


# Foremost first.
RULES: dict[RuleSet, dict[str, Rule]] = {
    RuleSet.ANHOEJ: {"beyond": beyond_limits},
    RuleSet.IHI_RUN: {"shift": shift(6, skips_centre=True), "trend": trend(5, skips_ties=True)},
    RuleSet.IHI_SHEWHART: {
        "beyond": beyond_limits,
        "shift": shift(8, skips_centre=True),
        "trend": ihi_shewhart_trend,
        "two-of-three": two_in_outer_third(all_on_side=False),
        "inner-third": inner_third,
    },
    RuleSet.NHS: {
        "beyond": beyond_limits,
        "trend": lambda track: trend(track.length, skips_ties=False)(track),
        "two-of-three": two_in_outer_third(all_on_side=True),
        "shift": lambda track: shift(track.length, skips_centre=False)(track),
    },
    RuleSet.WESTERN_ELECTRIC: {
        "W1": beyond_limits,
        "W2": _out_of(3, 2, 2),
        "W3": _out_of(5, 4, 1),
        "W4": _one_side(8),
    },
    RuleSet.NELSON: {
        "N1": beyond_limits,
        "N2": _one_side(9),
        "N3": _monotone(6),
        "N4": completed(14, _alternating),
        "N5": _out_of(3, 2, 2),
        "N6": _out_of(5, 4, 1),
        "N7": completed(15, _hugging),
        "N8": completed(8, _mixture),
    },
}
LIMIT_RULES = frozenset({"beyond", "W1", "N1"})


def signals(rules: RuleSet, track: Track, *, limits_only: bool = False) -> list[list[tuple[str, int]]]:
    """For each point of the track the keys of the rules that mark it and which way they point, foremost first."""
    found: list[list[tuple[str, int]]] = [[] for _ in track.ys]
    for key, rule in RULES[rules].items():
        if limits_only and key not in LIMIT_RULES:
            continue
        for i, way in rule(track).items():
            found[i].append((key, way))
    return found
