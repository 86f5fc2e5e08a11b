"""Questions to the journal."""

from __future__ import annotations

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
