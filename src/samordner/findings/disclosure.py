"""Which numbers of a table about persons are not told, so that nobody can work out what few of them answered.

The rules are those of methods.md: what counts 1 to `fewest` − 1 is hidden, and what leaves so few over, or nobody, of
the whole; and then at least one more, until nobody who knows the rules and the whole can work out what is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 3
"""An office may set the threshold higher than this, never lower: a hidden number of one or two tells itself."""


def threshold(fewest: int) -> int:
    return max(fewest, LEAST)


def is_small(number: int, whole: int, fewest: int) -> bool:
    """Whether a number tells too much of few: of those it counts, of those it leaves over, or of all at once."""
    return bool(number) and (number < fewest or whole - number < fewest)


def hidden(cells: Sequence[int], fewest: int) -> frozenset[int] | None:
    """The places to hide in a table whose cells make up a whole that is told; None: tell nothing but the whole.

    Everyone stands in exactly one cell. Beside the small ones, others are hidden with them until those who know the
    whole, and these rules, can work out no hidden number: they are taken by their place, never by their size, which
    would tell; and they must hold so many above the threshold that the small ones may be any of the small numbers.
    """
    whole = sum(cells)
    if whole < fewest or any(number and whole - number < fewest for number in cells):
        return None
    found = {place for place, number in enumerate(cells) if 0 < number < fewest}
    small, room = len(found), sum(cells[place] for place in found)
    if not found:
        return frozenset()
    for place, number in enumerate(cells):
        if number >= fewest:
            found.add(place)
            room += number - fewest
            if room >= fewest + small:
                return frozenset(found)
    return None


def hidden_each(numbers: Sequence[int], whole: int, fewest: int) -> frozenset[int]:
    """The places to hide of numbers that are each told of the same whole, whatever the others are.

    That a number is small and that it is nearly the whole look alike, so that each hides the other.
    """
    return frozenset(place for place, number in enumerate(numbers) if is_small(number, whole, fewest))


def hidden_parts(
    numbers: Sequence[int], blank: int, whole: int, fewest: int, *, required: bool = False
) -> tuple[frozenset[int], bool] | None:
    """Of a question to which one may give several answers: the places to hide, and whether to hide how many left it open.

    None: tell nothing but the whole. `required`: everyone knows that nobody left it open.
    """
    if whole < fewest:
        return None
    places = hidden_each(numbers, whole, fewest)
    rest = whole - sum(number for place, number in enumerate(numbers) if place not in places)
    if not places:
        hides = 0 < blank < fewest
        return None if hides and rest >= fewest - 1 else (places, hides)
    if required and len(places) == 1:
        open_ones = [number for number in range(max(1, rest), whole + 1) if is_small(number, whole, fewest)]
        return None if len(open_ones) < 2 else (places, False)
    return places, not required


def tells_all(table: Sequence[Sequence[int]], fewest: int) -> bool:
    """Whether a table of two questions can be told, cell by cell: only when there is nothing in it to hide.

    Half a table of two questions, beside other such tables, can be put together again; a whole one in which every
    number is large, or nobody, tells of nobody.
    """
    lines = [*table, *zip(*table, strict=True)]
    return all(not sum(line) or hidden(line, fewest) == frozenset() for line in lines)
