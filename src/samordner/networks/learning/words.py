"""What stands in the checklists, and what each step of an assessment means: data beside this file, in three languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType

from samordner.programmes.definition import Text
from samordner.programmes.definition.strict import read


@dataclass(frozen=True)
class Item:
    """Something to tick off. `advice`: what to do when it is not so."""

    key: str
    text: Text
    advice: Text | None = None


@dataclass(frozen=True)
class Checklist:
    """What is ticked off in a phase (`key`, of `models.learning.Phase`)."""

    key: str
    about: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Step:
    """A step of an assessment."""

    score: str
    text: Text

    @property
    def value(self) -> Decimal:
        return Decimal(self.score)


@dataclass(frozen=True)
class _File:
    phases: tuple[Checklist, ...]
    steps: tuple[Step, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return MappingProxyType({item.key: item for phase in self.phases for item in phase.items})


_FILE = read(_File, tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8")))
CHECKLISTS: tuple[Checklist, ...] = _FILE.phases
STEPS: tuple[Step, ...] = _FILE.steps
ITEMS: Mapping[str, Item] = _FILE.by_key
"""Every item of every checklist, by its key."""
