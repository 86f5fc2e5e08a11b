"""What a link is good for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from samordner.links.models import PersonalLink


def digest_of(secret: str) -> str:
    """What is kept of the secret end of an address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def look(secret: str, *, purpose: str, kind: str, now: datetime) -> PersonalLink | None:
    """The link with this secret, if it is good for that purpose with such a thing now; None in every other case alike."""
    return PersonalLink.objects.filter(
        digest=digest_of(secret), purpose=purpose, kind=kind, expires_at__gt=now, revoked_at=None
    ).first()


def opened(kind: str, keys: Iterable[str]) -> dict[str, datetime]:
    """By key of such a thing when the first of its links was first looked at; absent: none was. One query."""
    rows = PersonalLink.objects.filter(kind=kind, key__in=list(keys), opened_at__isnull=False).order_by()
    return dict(rows.values_list("key").annotate(first=Min("opened_at")))
