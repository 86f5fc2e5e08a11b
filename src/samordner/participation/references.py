"""What a source's reference points at. An observation keeps a stable key ("meeting:12"), never a foreign key upwards;
the package that has the thing says what it is called and where it opens. `project` gives the finders to `install`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from samordner.access.actors import Actor


@dataclass(frozen=True)
class Reference:
    """What stands for a key on a page. `address`: where it opens, "" when the reader cannot go there."""

    text: str
    address: str = ""


Finder = Callable[[Sequence[int], Actor], Mapping[int, Reference]]
"""Things of a kind by their numbers, as far as the reader may see them."""

_installed: Mapping[str, Finder] = {}


def install(finders: Mapping[str, Finder]) -> None:
    """Make these the finders, by the kind that stands before the colon of a key."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = dict(finders)


def _split(key: str) -> tuple[str, int] | None:
    """The kind and the number of a key that some finder knows."""
    kind, colon, number = key.partition(":")
    known = colon and kind in _installed and number.isascii() and number.isdigit() and len(number) < 10
    return (kind, int(number)) if known else None


def referred(key: str, actor: Actor) -> Reference:
    """What a source's reference says: what it points at, "" when the reader may not know; else the words as they are."""
    found = _split(key)
    if found is None:
        return Reference(key)
    kind, number = found
    return _installed[kind]([number], actor).get(number, Reference(""))


def words_of(key: str) -> str:
    """A reference for those who are told nothing more: "" for a key, which says nothing to a person."""
    return "" if _split(key) else key
