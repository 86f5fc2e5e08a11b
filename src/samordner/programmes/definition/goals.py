"""The United Nations' sustainability goals: data that is the same under every programme."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samordner.programmes.definition.strict import DefinitionError, read
from samordner.programmes.definition.text import Text

FILE = Path(__file__).with_name("goals.toml")


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the seventeen, by its number."""

    number: int
    name: Text


@dataclass(frozen=True, slots=True)
class Goals:
    """All of them, and where their names were seen."""

    source: str
    goals: tuple[Goal, ...]
    verified: bool = True
    nn_verified: bool = True


def read_goals(text: str) -> Goals:
    """The goals as this text has them. Raises ``DefinitionError`` with every fault, an unknown key by its name."""
    found = read(Goals, tomllib.loads(text))
    numbers = [goal.number for goal in found.goals]
    if numbers != list(range(1, len(numbers) + 1)):
        raise DefinitionError([f"goals: numbers must be 1, 2, 3 …, not {numbers}"])
    return found


@cache
def sustainability_goals() -> tuple[Goal, ...]:
    """The goals in their order."""
    return read_goals(FILE.read_text("utf-8")).goals
