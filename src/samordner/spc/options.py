"""What is asked: the kind of chart, the set of rules, the series and the choices about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Direction = Literal["up", "down", "neutral"]  # which way is better
Every = Literal["", "day", "week", "month", "quarter", "year"]  # what one point stands for


class Chart(StrEnum):
    """The thirteen charts. For p, pp, u, up and ip an observation's y is the count or sum and n its denominator."""

    RUN = "run"
    I = "i"  # noqa: E741 - the chart is called so
    MR = "mr"
    IP = "ip"
    P = "p"
    PP = "pp"
    C = "c"
    U = "u"
    UP = "up"
    T = "t"
    G = "g"
    XBAR = "xbar"
    S = "s"


DIVIDED = frozenset({Chart.P, Chart.PP, Chart.U, Chart.UP, Chart.IP})  # what is drawn is y/n
PROPORTIONS = frozenset({Chart.P, Chart.PP})
COUNTED = frozenset({Chart.P, Chart.PP, Chart.C, Chart.U, Chart.UP, Chart.G})  # never below zero
MEDIANS = frozenset({Chart.RUN, Chart.G})  # the centre is the median
GROUPED = frozenset({Chart.XBAR, Chart.S})
RANGED = frozenset({Chart.I, Chart.MR, Chart.IP, Chart.PP, Chart.UP, Chart.T})  # limits from moving ranges
SPREADS = frozenset({Chart.MR, Chart.S})  # how much it varies: neither way of that is better or worse


class RuleSet(StrEnum):
    """The six sets; one at a time, never several at once (they would cry wolf together)."""

    ANHOEJ = "anhoej"
    IHI_RUN = "ihi-run"
    IHI_SHEWHART = "ihi-shewhart"
    NHS = "nhs"
    WESTERN_ELECTRIC = "western-electric"
    NELSON = "nelson"


@dataclass(frozen=True, slots=True)
class Observation:
    """One point of a regular series: its label, its value (None = not measured) and what it is out of.

    `subgroup` holds the members of a subgroup, for the X-bar and S charts; `y` and `n` are then not read.
    """

    x: str
    y: float | None
    n: float | None = None
    subgroup: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """The choices that are stored with every saved chart, so that an old report can be made anew.

    screen_mr      leave out moving ranges ≥ 3.267 times their mean once (Nelson 1982) before sigma is estimated
    exact_d2       d2 = 2/√π instead of the tabled 1.128 (limits at 2.6587 mean moving ranges)
    rounded_266    limits at exactly 2.66 mean moving ranges, as NHS Making Data Count prints it; for I and T
    freeze         the first so many points of the series are the baseline of the phases they lie in: the later points
                   of such a phase are judged against it
    freezes        instead, a baseline for each phase: how many of its own first points, or None for all of them
    splits         a new phase begins after these points (counted from 1)
    exclude        points that stay visible but estimate nothing and are not judged (counted from 1)
    event_counted  G: the event itself is counted in, so that the variance is ḡ(ḡ−1)
    nhs_length     NHS: how many points make a shift or a trend, 6, 7 or 8
    """

    rules: RuleSet = RuleSet.ANHOEJ
    screen_mr: bool = False
    exact_d2: bool = False
    freeze: int | None = None
    splits: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    freezes: tuple[int | None, ...] = ()
    rounded_266: bool = False
    event_counted: bool = False
    nhs_length: int = 7

    def __post_init__(self) -> None:
        baselines = [it for it in (self.freeze, *self.freezes) if it is not None]
        if any(it < 1 for it in (*baselines, *self.splits, *self.exclude)):
            raise ValueError("points count from 1")
        if self.freeze is not None and self.freezes:
            raise ValueError("one baseline for the series, or one for each phase, not both")
        if self.exact_d2 and self.rounded_266:
            raise ValueError("either the exact d2 or the rounded 2.66, not both")
        if self.nhs_length not in (6, 7, 8):
            raise ValueError("a shift or a trend of the NHS rules is 6, 7 or 8 points")
