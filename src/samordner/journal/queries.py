"""Questions to the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from samordner.journal.models import Entry, Head
from samordner.journal.operations import digest_of


def first_break() -> int | None:
    """The number of the first entry that was changed, removed or put in another order; None: the chain is whole."""
    previous, expected = "", 1
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        facts = {
            "actor": entry.actor, "verb": entry.verb, "kind": entry.kind, "key": entry.key,
            "office": entry.office, "detail": entry.detail,
        }  # fmt: skip
        right = digest_of(entry.number, entry.at, facts, previous)
        if entry.number != expected or entry.previous != previous or entry.digest != right:
            return expected
        previous, expected = entry.digest, expected + 1
    head = Head.objects.filter(pk=1).first()
    end = (head.number, head.digest) if head else (0, "")
    return expected if end != (expected - 1, previous) else None


@dataclass(frozen=True, slots=True)
class Done:
    """How many deeds were done to a thing, and when the last was."""

    number: int
    last: datetime


def deeds_to(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Done]:
    """What was done to each of these things, by kind and key; absent: nothing. One query."""
    keys: dict[str, list[str]] = {}
    for kind, key in things:
        keys.setdefault(kind, []).append(str(key))
    if not keys:
        return {}
    wanted = Q()
    for kind, of in keys.items():
        wanted |= Q(kind=kind, key__in=of)
    counted = {"times": Count("pk"), "last": Max("at")}
    found = Entry.objects.filter(wanted).order_by().values_list("kind", "key").annotate(**counted)
    return {(kind, int(key)): Done(times, last) for kind, key, times, last in found}
