"""Who tells the first page what needs somebody now: the one list, since `project` alone knows every package."""

from __future__ import annotations

from samordner.boards.tasks import Provider

PROVIDERS: tuple[Provider, ...] = ()
