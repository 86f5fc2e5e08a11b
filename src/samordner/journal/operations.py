"""One call writes what happened, in the deed's own transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import transaction

from samordner.journal.models import Entry, Head

Detail = Mapping[str, str | int | bool | None]


def digest_of(number: int, at: datetime, facts: Mapping[str, object], previous: str) -> str:
    """SHA-256 over the entry's facts and the digest before it; the moment counts as UTC microseconds."""
    text = json.dumps(
        [number, at.astimezone(UTC).isoformat(), facts, previous], sort_keys=True, ensure_ascii=True
    )
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def record(
    actor: str,
    verb: str,
    kind: str,
    key: str,
    now: datetime,
    detail: Detail | None = None,
    *,
    office: str = "",
) -> Entry:
    """Add the entry "actor did verb to kind/key" at `now`. `detail` holds ids, counts and digests only."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    number = head.number + 1
    facts: dict[str, object] = {
        "actor": actor, "verb": verb, "kind": kind, "key": key, "office": office, "detail": dict(detail or {}),
    }  # fmt: skip
    digest = digest_of(number, now, facts, head.digest)
    entry = Entry.objects.create(
        number=number, at=now, actor=actor, verb=verb, kind=kind, key=key, office=office,
        detail=dict(detail or {}), previous=head.digest, digest=digest,
    )  # fmt: skip
    head.number, head.digest = number, digest
    head.save(update_fields=["number", "digest"])
    return entry
