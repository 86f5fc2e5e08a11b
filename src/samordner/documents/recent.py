"""What a process has worked out lately, by a key that never stands for anything else."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The newest `at_most` values by key, for all threads; the oldest are forgotten first."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.kept: dict[K, V] = {}
        self.lock = Lock()

    def get(self, key: K) -> V | None:
        return self.kept.get(key)

    def keep(self, key: K, value: V) -> V:
        with self.lock:
            self.kept[key] = value
            while len(self.kept) > self.at_most:
                del self.kept[next(iter(self.kept))]
        return value

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
