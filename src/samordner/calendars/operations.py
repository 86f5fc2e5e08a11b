"""Deeds: making a feed, giving it a new address, and revoking it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.calendars.models import Feed
from samordner.calendars.queries import digest_of
from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.people.models import User
from samordner.places.models import Office

MOST = 20
"""So many feeds of one person work at once."""
NOTED = timedelta(hours=1)
"""When a feed was last read is noted no more often than this."""


def why_not_make(user: User) -> str | Promise | None:
    if Feed.objects.filter(user=user, revoked_at=None).count() >= MOST:
        return _("You have as many feeds as one person can have. Revoke one that you no longer use.")
    return None


@transaction.atomic
def make_feed(
    user: User,
    *,
    name: str,
    holds: str,
    office: Office | None = None,
    kinds: Iterable[str] = (),
    now: datetime,
) -> tuple[Feed, str]:
    """A new feed: (the feed, the secret end of its address, which is told this once)."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two at once must not both be the last
    if sentence := why_not_make(user):
        raise Refusal(sentence)
    token = secrets.token_urlsafe(24)
    feed = Feed.objects.create(
        user=user, name=name.strip(), holds=holds, office=office, kinds=sorted(kinds), digest=digest_of(token), created_at=now
    )  # fmt: skip
    record(user.actor_id, "make", "feed", str(feed.pk), now, {"holds": holds})
    return feed, token


def why_not_revoke(feed: Feed) -> str | Promise | None:
    return None if feed.is_live else _("The feed has been revoked already.")


@transaction.atomic
def renew_feed(feed: Feed, *, by: str, now: datetime) -> tuple[Feed, str]:
    """The same feed at a new address, for one that has come astray: (the new feed, the secret end of its address).

    The old address answers no more from now on.
    """
    _revoke(feed, now)
    token = secrets.token_urlsafe(24)
    new = Feed.objects.create(
        user=feed.user, name=feed.name, holds=feed.holds, office=feed.office, kinds=feed.kinds, digest=digest_of(token),
        created_at=now,
    )  # fmt: skip
    record(by, "renew", "feed", str(new.pk), now, {"instead_of": feed.pk})
    return new, token


@transaction.atomic
def revoke_feed(feed: Feed, *, by: str, now: datetime) -> None:
    """The address answers no more."""
    _revoke(feed, now)
    record(by, "revoke", "feed", str(feed.pk), now)


def _revoke(feed: Feed, now: datetime) -> None:
    if not Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
        raise Refusal(_("The feed has been revoked already."))
    feed.refresh_from_db()


def note_reading(feed: Feed, content: str, now: datetime) -> datetime:
    """Note that a feed was read and what it answered (a digest); since when it has answered just that.

    A glance, not a deed: nothing is written in the journal.
    """
    if content != feed.content or feed.content_at is None:
        Feed.objects.filter(pk=feed.pk).update(content=content, content_at=now, read_at=now)
        return now
    due = Q(read_at=None) | Q(read_at__lt=now - NOTED)
    if feed.read_at is None or feed.read_at < now - NOTED:
        Feed.objects.filter(due, pk=feed.pk).update(read_at=now)
    return feed.content_at
