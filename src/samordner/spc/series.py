"""From what was observed to what can be drawn and reckoned with; what is impossible is left out, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, isfinite, sqrt

from samordner.spc.options import COUNTED, DIVIDED, GROUPED, PROPORTIONS, Chart, Observation, Options
from samordner.spc.words import Words

TOLERANCE = 1e-9
ROUNDING = 1e-12
LARGEST = 1e100  # beyond it squares and sums are no numbers any more, and nothing that people measure is

NO_DENOMINATOR = Words(
    "nevneren er 0 eller mangler, så det finnes ingen verdi",
    "nemnaren er 0 eller manglar, så det finst ingen verdi",
    "the denominator is 0 or missing, so there is no value",
)
ABOVE_DENOMINATOR = Words(
    "telleren er større enn nevneren",
    "teljaren er større enn nemnaren",
    "the numerator is above the denominator",
)
NEGATIVE = Words(
    "et antall kan ikke være negativt",
    "eit tal på noko kan ikkje vere negativt",
    "a count cannot be negative",
)
NEGATIVE_DENOMINATOR = Words(
    "nevneren kan ikke være negativ", "nemnaren kan ikkje vere negativ", "the denominator cannot be negative"
)
NOT_A_NUMBER = Words("verdien er ikke et tall", "verdien er ikkje eit tal", "the value is not a number")
NO_TIME = Words(
    "tiden mellom hendelser må være større enn 0; skjer det to ganger samme dag, mål i timer, eller tell dagene imellom",
    "tida mellom hendingar må vere større enn 0; skjer det to gonger same dag, mål i timar, eller tel dagane imellom",
    "the time between events must be above 0; if it happens twice on a day, time it in hours, or count the days between",
)
EVENT_ITSELF = Words(
    "når hendelsen selv er telt med, er minste verdi 1",
    "når hendinga sjølv er talt med, er minste verdi 1",
    "where the event itself is counted in, the least value is 1",
)
NONE_BEFORE = Words(
    "det er ingen måling rett før, så det finnes ingen endring å vise",
    "det er inga måling rett før, så det finst inga endring å vise",
    "there is no measurement just before, so there is no change to show",
)
ONE_MEMBER = Words(
    "undergruppen har bare én måling og derfor ikke noe standardavvik",
    "undergruppa har berre éi måling og difor ikkje noko standardavvik",
    "the subgroup has only one member and so no standard deviation",
)


def _usable(value: float) -> bool:
    return isfinite(value) and abs(value) <= LARGEST


@dataclass(frozen=True, slots=True)
class Value:
    """What is drawn (`y`), and what limits are made of: the count or sum, the usable denominator or size, the spread."""

    y: float | None = None
    total: float | None = None
    n: float | None = None
    mean: float | None = None
    sd: float | None = None
    shown_n: float | None = None
    left_out: Words | None = None


def values(kind: Chart, observations: Sequence[Observation], options: Options) -> list[Value]:
    """One value per observation, in order; a missing one has no y. MR is not taken here but within a phase."""
    if kind in GROUPED:
        return [_grouped(kind, it) for it in observations]
    if kind in DIVIDED:
        return [_divided(kind, it) for it in observations]
    return [_plain(kind, it, options) for it in observations]


def _plain(kind: Chart, it: Observation, options: Options) -> Value:
    if it.y is None:
        return Value()
    if not _usable(it.y):
        return Value(left_out=NOT_A_NUMBER)
    if kind in COUNTED and it.y < 0:
        return Value(left_out=NEGATIVE)
    if kind is Chart.T and it.y <= 0:
        return Value(left_out=NO_TIME)
    if kind is Chart.G and options.event_counted and it.y < 1:
        return Value(left_out=EVENT_ITSELF)
    return Value(y=it.y, total=it.y)


def _divided(kind: Chart, it: Observation) -> Value:
    """y/n; without a numerator or a denominator above 0 the point is no data, and neither of them is summed."""
    if it.y is None:
        return Value(shown_n=it.n if it.n is not None and isfinite(it.n) else None)
    if not _usable(it.y) or (it.n is not None and not _usable(it.n)):
        return Value(left_out=NOT_A_NUMBER)
    if not it.n:
        return Value(shown_n=it.n, left_out=NO_DENOMINATOR)
    if it.n < 0:
        return Value(shown_n=it.n, left_out=NEGATIVE_DENOMINATOR)
    if kind in COUNTED and it.y < 0:
        return Value(shown_n=it.n, left_out=NEGATIVE)
    if kind in PROPORTIONS and it.y > it.n:
        return Value(shown_n=it.n, left_out=ABOVE_DENOMINATOR)
    if it.n < 1 / LARGEST or not _usable(it.y / it.n):
        return Value(left_out=NOT_A_NUMBER)
    return Value(y=it.y / it.n, total=it.y, n=it.n, shown_n=it.n)


def _grouped(kind: Chart, it: Observation) -> Value:
    members = it.subgroup
    if not members:
        return Value()
    if not all(_usable(member) for member in members):
        return Value(left_out=NOT_A_NUMBER)
    size = len(members)
    mean = fsum(members) / size
    sd = sqrt(fsum((member - mean) ** 2 for member in members) / (size - 1)) if size > 1 else None
    left_out = ONE_MEMBER if kind is Chart.S and sd is None else None
    y = sd if kind is Chart.S else mean
    return Value(y=y, total=fsum(members), n=size, mean=mean, sd=sd, shown_n=size, left_out=left_out)


def moving_ranges(ys: Sequence[float | None]) -> list[float]:
    """|y_i − y_(i−1)| between neighbours; never across a missing one. Take excluded points away first.

    So a month that is added empty before, after or beside another empty one changes no limit of any chart. Put between
    two months that were neighbours, it parts them: on charts of moving ranges (I, MR, I′, P′, U′, T) their range is no
    longer between neighbours and is not counted. Counting it all the same would say that nothing was missing, and
    limits would lean on changes over two months as if they were over one.
    """
    return [apart(a, b) for a, b in pairwise(ys) if a is not None and b is not None]


def apart(a: float, b: float) -> float:
    """|b − a|; 0 where they are the same but for how computers round: 0.3 and 0.1 + 0.2."""
    distance = abs(b - a)
    return distance if distance > ROUNDING * max(abs(a), abs(b)) else 0.0


def differs(a: float, b: float, scale: float = 0.0) -> int:
    """1 if a is above b, −1 if below, 0 if they are the same but for rounding."""
    slack = TOLERANCE * max(abs(a), abs(b), scale)
    return (a > b + slack) - (a < b - slack)
