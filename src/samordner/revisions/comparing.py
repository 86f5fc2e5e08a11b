"""What changed from one state of a plan to another: in words and numbers. No database here.

Rows are the same row when they have the same id, wherever they stand. Chapters are the same chapter when they answer
the same of the programme's chapters, else by title, else by id: a document taken in anew may have counted them again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from samordner.revisions.state import CHAPTERS, CLAIMS, MORE, Item, Part, State, said, same
from samordner.revisions.words import Passage, woven

Verb = Literal["new", "changed", "gone", "moved"]
VERBS: tuple[Verb, ...] = ("new", "changed", "gone", "moved")


@dataclass(frozen=True)
class Cell:
    """A cell that says something else than before (or all that a new or gone row says)."""

    key: str
    title: str
    before: str
    after: str

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return woven(self.before, self.after)


@dataclass(frozen=True)
class Change:
    """What happened to one item. `was` and `now`: its place before and after, counted from 0; None: not there."""

    part: str
    verb: Verb
    old: Item | None
    new: Item | None
    was: int | None
    now: int | None
    moved: bool
    cells: tuple[Cell, ...]

    @property
    def item(self) -> Item:
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def name(self) -> str:
        return self.item.name

    @cached_property
    def words(self) -> tuple[int, int]:
        """How many words came and went."""
        found = Counter[str]()
        for cell in self.cells:
            for passage in cell.passages:
                found[passage.sign] += passage.words
        return found["new"], found["gone"]


@dataclass(frozen=True)
class PartChange:
    """A part: what changed in it, and how many of its items say the same in the same order."""

    key: str
    title: str
    changes: tuple[Change, ...]
    unchanged: int
    before: int
    after: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def count(self, verb: Verb) -> int:
        return sum(1 for change in self.changes if change.verb == verb)

    @property
    def numbers(self) -> dict[str, int]:
        """Verb → how many, and words that came and went."""
        words = [change.words for change in self.changes]
        return {
            **{verb: self.count(verb) for verb in VERBS},
            "words_new": sum(came for came, _went in words),
            "words_gone": sum(went for _came, went in words),
        }


@dataclass(frozen=True)
class Comparison:
    parts: tuple[PartChange, ...]

    @property
    def changed(self) -> tuple[PartChange, ...]:
        return tuple(part for part in self.parts if part.changes)

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for part in self.parts for change in part.changes)

    @property
    def is_empty(self) -> bool:
        return not self.changes

    @property
    def numbers(self) -> dict[str, int]:
        total = Counter[str]()
        for part in self.parts:
            total.update(part.numbers)
        return {key: total[key] for key in (*VERBS, "words_new", "words_gone")}


def compared(old: State, new: State) -> Comparison:
    """Every part of either, in the new one's order; parts that only the old one has come last."""
    keys = [part.key for part in new.parts]
    keys += [part.key for part in old.parts if part.key not in keys]
    return Comparison(tuple(_part(key, old.part(key), new.part(key)) for key in keys))


def _part(key: str, old: Part | None, new: Part | None) -> PartChange:
    here = new or old
    assert here is not None
    a, b = old.items if old else (), new.items if new else ()
    columns = {**(new.columns if new else {}), **(old.columns if old else {}), **(new.columns if new else {})}
    pairs = _pairs(key, a, b)
    stays = _staying([pair for pair in pairs if pair[0] is not None and pair[1] is not None])
    changes = [
        change
        for was, now in pairs
        if (change := _change(key, a, b, was, now, columns, (was, now) not in stays))
    ]
    kept = len(b) - sum(1 for change in changes if change.new)
    return PartChange(key, here.title, tuple(changes), kept, len(a), len(b), columns)


Pair = tuple[int | None, int | None]


def _pairs(key: str, a: Sequence[Item], b: Sequence[Item]) -> list[Pair]:
    """Places of the same item before and after, in the new order; what is gone stands where it stood."""
    of: dict[int, int] = {}
    for name_of in _IDENTITIES.get(key, (_id,)):
        left = [at for at in range(len(a)) if at not in of.values()]
        right = [at for at in range(len(b)) if at not in of]
        names = _once((name_of(a[at]), at) for at in left)
        for name, at in _once((name_of(b[at]), at) for at in right).items():
            if name in names:
                of[at] = names[name]
    pairs: list[Pair] = [(of.get(at), at) for at in range(len(b))]
    before: dict[int | None, int] = {was: at for at, (was, _now) in enumerate(pairs) if was is not None}
    for was in range(len(a)):
        if was not in before:
            at = before[was - 1] + 1 if was - 1 in before else 0
            pairs.insert(at, (was, None))
            before = {each: place for place, (each, _now) in enumerate(pairs) if each is not None}
    return pairs


def _id(item: Item) -> Hashable:
    return item.id


def _answers(item: Item) -> Hashable:
    return item.answers or None


def _title(item: Item) -> Hashable:
    return item.name.casefold().strip() or None


def _stated(item: Item) -> Hashable:
    """A stated number is known by its sentence, whatever its numbers."""
    return "".join(each for each in str(item.cells.get("text", "")) if not each.isdigit()) or None


_IDENTITIES: Mapping[str, tuple[Callable[[Item], Hashable], ...]] = {
    CHAPTERS: (_answers, _title, _id),
    CLAIMS: (_id, _stated),
}


def _once(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """Name → place, of the names that one place alone has."""
    found: dict[Hashable, list[int]] = {}
    for name, at in pairs:
        if name is not None:
            found.setdefault(name, []).append(at)
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _staying(pairs: Sequence[Pair]) -> set[Pair]:
    """The most pairs that keep their order among themselves: all the others have moved."""
    tails: list[int] = []  # the smallest last place of a rising run of each length
    ends: list[int] = []
    before: list[int] = []
    for at, (was, _now) in enumerate(pairs):
        assert was is not None
        length = bisect_left(tails, was)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(was)
            ends.append(at)
        else:
            tails[length], ends[length] = was, at
    found, at = set(), ends[-1] if ends else -1
    while at >= 0:
        found.add(pairs[at])
        at = before[at]
    return found


def _change(
    part: str, a: Sequence[Item], b: Sequence[Item], was: int | None, now: int | None, columns: Mapping[str, str], moved: bool
) -> Change | None:  # fmt: skip
    old, new = a[was] if was is not None else None, b[now] if now is not None else None
    cells = _cells(old, new, columns)
    if old is None:
        return Change(part, "new", None, new, None, now, False, cells)
    if new is None:
        return Change(part, "gone", old, None, was, None, False, cells)
    if not cells and not moved:
        return None
    return Change(part, "changed" if cells else "moved", old, new, was, now, moved, cells)


def _cells(old: Item | None, new: Item | None, columns: Mapping[str, str]) -> tuple[Cell, ...]:
    then, now = old.cells if old else {}, new.cells if new else {}
    keys = dict.fromkeys((*columns, *then, *now))
    return tuple(
        Cell(key, columns.get(key) or key.removeprefix(MORE), *_said(then.get(key), now.get(key)))
        for key in keys
        if not same(then.get(key), now.get(key))
    )


def _said(before: object, after: object) -> tuple[str, str]:
    return said(before), said(after)


def applied(old: State, comparison: Comparison) -> State:
    """The old state with the changes made to it: what the comparison does not tell stays as it was."""
    parts = []
    for change in comparison.parts:
        part = old.part(change.key)
        items = list(part.items) if part else []
        taken = {each.was for each in change.changes}
        left = iter(item for at, item in enumerate(items) if at not in taken)
        placed = {each.now: each.new for each in change.changes if each.new}
        made = tuple(placed.get(at) or next(left) for at in range(change.after))
        parts.append(Part(change.key, change.title, change.columns, made))
    return State(old.language, tuple(parts))
