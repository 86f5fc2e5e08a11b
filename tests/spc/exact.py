"""How often rules signal by pure chance, worked out exactly and by other means than the rules themselves.

Sides of the centre are coin tosses where the centre is known, and a shuffled deck of halves where it is the series' own
median; zones are draws with normal probabilities; rising and falling is the order of a random permutation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import comb, erfc, sqrt


def compositions(n: int, parts: int, largest: int) -> int:
    """In how many ways n is a sum of so many whole numbers from 1 to `largest`, in order."""
    if parts == 0:
        return int(n == 0)
    return sum(
        (-1) ** j * comb(parts, j) * comb(n - j * largest - 1, parts - 1)
        for j in range(parts + 1)
        if n - j * largest - 1 >= parts - 1
    )


def quiet_coins(n: int, longest: int, fewest_runs: int) -> float:
    """P(no run longer, no fewer runs) among n tosses of a fair coin (Anhøj & Wentzel-Larsen 2019)."""
    return sum(2 * compositions(n, runs, longest) for runs in range(fewest_runs, n + 1)) / (1 << n)


def quiet_halves(n: int, longest: int, fewest_runs: int, most_runs: int) -> float:
    """The same for n/2 above and n/2 below, in random order: about the series' own median."""
    half = n // 2
    ways = 0
    for runs in range(fewest_runs, most_runs + 1):
        more, less = (runs + 1) // 2, runs // 2
        orders = compositions(half, more, longest) * compositions(half, less, longest)
        ways += 2 * orders
    return ways / comb(n, half)


def no_trend(n: int, size: int) -> float:
    """P(no `size` points in a row all rising or all falling) in a random order of n."""

    def onward(way: int, length: int, new_way: int) -> int | None:
        longer = length + 1 if way == new_way else 2
        return None if longer >= size else longer

    return _orders(n, onward)


def no_alternation(n: int, size: int) -> float:
    """P(no `size` points in a row going up and down by turns) in a random order of n."""

    def onward(way: int, length: int, new_way: int) -> int | None:
        longer = length + 1 if way == -new_way else 2
        return None if longer >= size else longer

    return _orders(n, onward)


def _orders(n: int, onward: Callable[[int, int, int], int | None]) -> float:
    """The share of orders of n in which a pattern of steps is never completed.

    A state is the rank of the last point among those so far, its step and how long the pattern is; the next point's
    rank among all is any, equally likely.
    """
    states: dict[tuple[int, int, int], float] = {(0, 0, 1): 1.0}
    for placed in range(1, n):
        after: dict[tuple[int, int, int], float] = {}
        for (rank, way, length), chance in states.items():
            for new in range(placed + 1):
                new_way = 1 if new > rank else -1
                longer = onward(way, length, new_way)
                if longer is not None:
                    key = (new, new_way, longer)
                    after[key] = after.get(key, 0.0) + chance / (placed + 1)
        states = after
    return sum(states.values())


def tail(sigmas: float) -> float:
    """P(Z > sigmas) of a standard normal Z."""
    return erfc(sigmas / sqrt(2)) / 2


Zones = tuple[int, ...]
Shares = dict[int, float]


def signed(shares: Shares) -> Shares:
    """Zones above the centre and the same below it, as negative."""
    return shares | {-zone: share for zone, share in shares.items()}


def farther_than(sigmas: float) -> Shares:
    """1 beyond so many sigmas above, −1 below, 0 within."""
    return {0: 1 - 2 * tail(sigmas), 1: tail(sigmas), -1: tail(sigmas)}


# 1 is within a sigma of the centre, 4 beyond three; 2 in these is "above, but not near the limit".
BY_SIGMA = signed({1: tail(0) - tail(1), 2: tail(1) - tail(2), 3: tail(2) - tail(3), 4: tail(3)})
BY_NEARNESS = signed({1: tail(0) - tail(2) + tail(3), 3: tail(2) - tail(3)})


def chances_of_quiet(
    n: int, shares: Shares, complete: Callable[[Zones], bool], remembered: Callable[[Zones], Zones]
) -> list[float]:
    """P(no pattern completed) after 0, 1, … n draws. `remembered` keeps of a state what later draws depend on."""
    states: dict[Zones, float] = {(): 1.0}
    quiet = [1.0]
    for _ in range(n):
        after: dict[Zones, float] = {}
        for seen, chance in states.items():
            for zone, share in shares.items():
                now = (*seen, zone)
                if not complete(now):
                    key = remembered(now)
                    after[key] = after.get(key, 0.0) + chance * share
        states = after
        quiet.append(sum(states.values()))
    return quiet


def out_of(n: int, size: int, least: int, sigmas: float) -> float:
    """P(no `least` of `size` in a row beyond the sigmas on the side where the last of them is)."""

    def complete(zones: Zones) -> bool:
        last = zones[-size:]
        return len(last) == size and last[-1] != 0 and last.count(last[-1]) >= least

    return chances_of_quiet(n, farther_than(sigmas), complete, lambda zones: zones[1 - size :])[n]


def near_a_limit(n: int, *, all_on_side: bool) -> float:
    """P(no two of three in a row between 2 and 3 sigma on one side, with all three on it if so asked)."""

    def complete(zones: Zones) -> bool:
        last = zones[-3:]
        return len(last) == 3 and any(
            last.count(3 * side) >= 2 and (not all_on_side or min(it * side for it in last) > 0)
            for side in (1, -1)
        )

    return chances_of_quiet(n, BY_NEARNESS, complete, lambda zones: zones[-2:])[n]


def mixture(n: int) -> float:
    """P(no eight in a row beyond 1 sigma with both sides among them). Remembered: how many in a row, and on one side."""

    def complete(zones: Zones) -> bool:
        far = _streak(zones, lambda it: it != 0)
        return far >= 8 and len(set(zones[-8:])) == 2

    def remembered(zones: Zones) -> Zones:
        far = _streak(zones, lambda it: it != 0)
        alike = _streak(zones, lambda it: it == zones[-1]) if far else 0
        other = (-zones[-1],) * (min(far, 7) - min(alike, 7))
        return (*other, *(zones[-1],) * min(alike, 7)) if far else (0,)

    return chances_of_quiet(n, farther_than(1), complete, remembered)[n]


def _streak(zones: Zones, holds: Callable[[int], bool]) -> int:
    return next((i for i, it in enumerate(reversed(zones)) if not holds(it)), len(zones))


@cache
def western_electric(n: int, *, from_the_start: bool = False) -> list[float]:
    """P(none of the four rules of Western Electric) after 0, 1, … n draws.

    The first number of a state is the run on one side, with its sign; the rest are the last four zones.
    `from_the_start`: two of the first two, or four of the first four, are a pattern already.
    """

    def run(zones: Zones) -> int:
        side = 1 if zones[-1] > 0 else -1
        return side * (1 + (abs(zones[0]) if len(zones) > 1 and zones[0] * side > 0 else 0))

    def complete(zones: Zones) -> bool:
        seen = zones[1:] if len(zones) > 1 else zones
        side = 1 if seen[-1] > 0 else -1
        far = [it * side for it in seen]
        return (
            far[-1] == 4
            or ((from_the_start or len(far) >= 3) and far[-1] >= 3 and sum(it >= 3 for it in far[-3:]) >= 2)
            or ((from_the_start or len(far) >= 5) and far[-1] >= 2 and sum(it >= 2 for it in far[-5:]) >= 4)
            or abs(run(zones)) >= 8
        )

    def remembered(zones: Zones) -> Zones:
        seen = (zones[1:] if len(zones) > 1 else zones)[-4:]
        older = tuple(max(-2, min(2, it)) if abs(it) > 1 else 0 for it in seen[:-2])
        return (run(zones), *older, *(it if abs(it) > 1 else 0 for it in seen[-2:-1]), seen[-1])

    return chances_of_quiet(n, BY_SIGMA, complete, remembered)


def no_run_of(n: int, size: int, chance: float) -> float:
    """P(no `size` successes in a row) in n draws, each a success with this chance."""

    @cache
    def quiet(left: int, streak: int) -> float:
        if streak >= size:
            return 0.0
        if not left:
            return 1.0
        return chance * quiet(left - 1, streak + 1) + (1 - chance) * quiet(left - 1, 0)

    return quiet(n, 0)
