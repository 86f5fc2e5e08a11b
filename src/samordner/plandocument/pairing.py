"""Which row of a document is which row of the register: by what names it, and by how alike they are. No database."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

LIKE_ENOUGH = 0.5
LONG = 120
TRIED = 200_000


@dataclass(frozen=True)
class Entry:
    """A row as it is matched: `whole` is all that it says, `name` what names it, `rest` the words of its other cells."""

    whole: Hashable
    name: str
    rest: str = ""


def paired(
    old: Sequence[Entry], new: Sequence[Entry], sure: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Place in `new` → place in `old` of the entry that it is; an entry is in one pair at most.

    Those of `sure` come first, then those that say the same, in order; then those most alike, where equally alike
    the nearest in order.
    """
    found = dict(sure or {})
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, entry in enumerate(old):
        if at not in found.values():
            waiting[entry.whole].append(at)
    for at, entry in enumerate(new):
        if at not in found and waiting.get(entry.whole):
            found[at] = waiting[entry.whole].pop(0)
    taken = set(found.values())
    left = [at for at in range(len(old)) if at not in taken]
    right = [at for at in range(len(new)) if at not in found]
    scored = sorted(_scored(old, new, left, right), key=lambda one: (-one[0], abs(one[1] - one[2]), *one[1:]))
    for _score, was, becomes in scored:
        if was not in taken and becomes not in found:
            found[becomes] = was
            taken.add(was)
    return found


def _scored(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """How alike every two are that are alike enough. Among very many only those of one name are tried."""
    many = len(left) * len(right) > TRIED
    for was in left:
        for becomes in right:
            if many and _plain(old[was].name) != _plain(new[becomes].name):
                continue
            score = alike(old[was], new[becomes])
            if score >= LIKE_ENOUGH:
                yield score, was, becomes


def alike(one: Entry, other: Entry) -> float:
    """From 0 to 1: half by the name, half by the rest; by the one alone where the other is blank in both."""
    if not one.rest and not other.rest:
        return likeness(one.name, other.name)
    if not one.name and not other.name:
        return likeness(one.rest, other.rest)
    return (likeness(one.name, other.name) + likeness(one.rest, other.rest)) / 2


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: short ones pair of letters by pair, long ones word by word.

    Of all their pairs or words, how many the other has too, whatever their order: thousands are held against each
    other while somebody waits for the page.
    """
    long = len(one) > LONG or len(other) > LONG
    ours, theirs = _pieces(one, long), _pieces(other, long)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=8192)
def _pieces(text: str, long: bool) -> frozenset[tuple[str, int]]:
    """The words of a text, or its letters two by two, each with its number among those alike."""
    plain = f" {_plain(text)} "
    pieces = plain.split() if long else [plain[at : at + 2] for at in range(len(plain) - 1) if plain.strip()]
    seen: Counter[str] = Counter()
    found = set()
    for piece in pieces:
        seen[piece] += 1
        found.add((piece, seen[piece]))
    return frozenset(found)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def merged(first: Sequence[Hashable], second: Iterable[Hashable]) -> list[Hashable]:
    """All of `first` in its order, and what only `second` has, each after what stands before it there."""
    order = list(first)
    known, before = {*first}, -1
    for each in second:
        if each in known:
            before = order.index(each)
        else:
            before += 1
            order.insert(before, each)
    return order
