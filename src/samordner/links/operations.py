"""Issuing links and revoking them, as part of a deed of whoever issues them: that deed is what the journal tells."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from samordner.links.models import PersonalLink
from samordner.links.queries import digest_of

BITS = 192
"""So much chance stands in an address: it cannot be guessed, however many guess for however long."""
AT_ONCE = 500


def issue(purpose: str, kind: str, key: str, *, expires_at: datetime, now: datetime) -> str:
    """A new link: the secret end of its address, which is told this once. Earlier ones to the same thing go on."""
    return issue_all(purpose, kind, [key], expires_at=expires_at, now=now)[0]


def issue_all(
    purpose: str, kind: str, keys: Sequence[str], *, expires_at: datetime, now: datetime
) -> list[str]:
    """A new link to each of these things of one kind, in their order, in one statement for each five hundred."""
    secret = [secrets.token_urlsafe(BITS // 8) for _key in keys]
    rows = [
        PersonalLink(
            purpose=purpose, kind=kind, key=key, digest=digest_of(one), issued_at=now, expires_at=expires_at
        )
        for key, one in zip(keys, secret, strict=True)
    ]
    PersonalLink.objects.bulk_create(rows, batch_size=AT_ONCE)
    return secret


def revoke(purpose: str, kind: str, keys: Iterable[str], *, now: datetime) -> int:
    """From now on no link to these things is good for that purpose. How many were until now."""
    rows = PersonalLink.objects.filter(purpose=purpose, kind=kind, key__in=list(keys), revoked_at=None)
    return rows.update(revoked_at=now)


def note_opening(link: PersonalLink, *, now: datetime) -> None:
    """Note that somebody looked, or something did. A glance, not a deed: only the first is kept."""
    if link.opened_at is None:
        PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)


def prolong(purpose: str, kind: str, keys: Iterable[str], *, expires_at: datetime, now: datetime) -> int:
    """Let the links to these things that are good now be good until `expires_at`, if they are not for longer. How many."""
    rows = PersonalLink.objects.filter(
        purpose=purpose, kind=kind, revoked_at=None, expires_at__gt=now, expires_at__lt=expires_at
    )
    wanted, number = list(keys), 0
    for start in range(0, len(wanted), AT_ONCE):
        number += rows.filter(key__in=wanted[start : start + AT_ONCE]).update(expires_at=expires_at)
    return number
