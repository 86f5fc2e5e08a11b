"""All cautions of a series, the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from samordner.spc.cautions import settings, shapes, values
from samordner.spc.cautions.seen import Caution, Seen

FINDERS: tuple[Callable[[Seen], Iterable[Caution]], ...] = (
    values.impossible,
    values.missing_as_zero,
    settings.definitions,
    shapes.denominators,
    settings.wording,
    shapes.cumulative,
    shapes.coarser,
    settings.coarse,
    settings.few_points,
    shapes.seasons,
    settings.goals,
)
KEYS = (
    "numerator-above-denominator",
    "no-denominator",
    "percent-above-100",
    "future",
    "days-in-disorder",
    "missing-as-zero",
    "mixed-definitions",
    "denominator-jump",
    "sampling",
    "cumulative",
    "rolling",
    "coarser-than-shown",
    "percent-without-denominator",
    "yearly",
    "ranked",
    "two-points",
    "few-points",
    "seasons",
    "goal-is-no-limit",
)
"""Every key that can come, in the order in which they come."""


def cautions(seen: Seen) -> tuple[Caution, ...]:
    """What to be wary of in this series; each key once, except where a denominator jumps several times."""
    found: dict[tuple[str, tuple[int, ...]], Caution] = {}
    for finder in FINDERS:
        for one in finder(seen):
            found.setdefault((one.key, one.at), one)
    return tuple(sorted(found.values(), key=lambda one: KEYS.index(one.key)))
