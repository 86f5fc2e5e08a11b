"""What some cells point to by key: the programme's strategies, and the sustainability goals.

A cell holds keys; words that name none of them stay in the cell as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from samordner.plans.models import Plan, RegisterRow
from samordner.programmes.definition import Definition, sustainability_goals
from samordner.programmes.definition.text import Text
from samordner.programmes.models import Edition
from samordner.programmes.queries import current, definition_with


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a cell can point to: its key, its name, and every way in which it is written."""

    key: str
    name: Text
    words: tuple[str, ...]
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.number} {self.name}" if self.number else str(self.name)


Options = Callable[[Definition | None], tuple[Option, ...]]


def strategies(says: Definition | None) -> tuple[Option, ...]:
    """The other strategies that the programme is seen together with; none where it names none."""
    return tuple(
        Option(one.key, one.name, (*one.name.variants(), *one.aliases))
        for one in (says.strategies if says else ())
    )


@lru_cache(maxsize=1)
def _goals() -> tuple[Option, ...]:
    return tuple(
        Option(str(goal.number), goal.name, goal.name.variants(), goal.number)
        for goal in sustainability_goals()
    )


def goals(_says: Definition | None = None) -> tuple[Option, ...]:
    """The seventeen sustainability goals, under every programme."""
    return _goals()


def said_on(row: RegisterRow | Plan) -> Definition | None:
    """What the row's programme says now; None when none of its editions is loaded. Rows know the edition already."""
    digest = getattr(row, "edition", "unasked")
    if digest == "unasked":
        plan = row.plan if isinstance(row, RegisterRow) else row
        try:
            digest = current(plan.programme.key).digest
        except Edition.DoesNotExist:
            digest = None
    return definition_with(digest) if digest else None


def named(keys: Iterable[str], options: Sequence[Option]) -> tuple[str, ...]:
    """What the keys are called in the active language; words that are no key as they stand."""
    names = {option.key: str(option) for option in options}
    return tuple(names.get(key, key) for key in keys)


def keys_in(text: str, options: Sequence[Option]) -> tuple[str, ...]:
    """What a text names, one a line (or between commas and semicolons): keys where they are known, else the words."""
    found: list[str] = []
    for line in text.split("\n"):
        words = re.sub(r"^\s*[-–•·*]\s+", "", line).strip()
        if not words:
            continue
        key = _key(words, options)
        parts = [part.strip() for part in re.split(r"[;,]|\bog\b", words) if part.strip()]
        if key is None and any(_key(part, options) for part in parts):
            found += [_key(part, options) or part for part in parts]
        else:
            found.append(key or words)
    return tuple(dict.fromkeys(found))


def _key(words: str, options: Sequence[Option]) -> str | None:
    plain = _plain(words)
    number = re.match(
        r"(?:(?:fns?\s+)?(?:bærekrafts|berekrafts)?mål\w*|fn-mål|sdg)?\s*(\d{1,2})\b[.:)]?\s*(.*)", plain
    )
    for option in options:
        if plain == _plain(option.key) or any(plain == _plain(each) for each in option.words):
            return option.key
        if option.number and number and int(number[1]) == option.number:
            rest = number[2].strip(" .:–-")
            if not rest or any(rest == _plain(each) for each in option.words):
                return option.key
    return None


def _plain(words: str) -> str:
    return " ".join(words.casefold().strip(" .,;:«»\"'").split())
