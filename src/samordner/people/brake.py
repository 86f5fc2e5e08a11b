"""The brake on tries at a secret: so many within a time, and no more until it has passed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from samordner.people.models import Brake


def _brake(what: str) -> str:
    return salted_hmac("people.brake", what, algorithm="sha256").hexdigest()


def try_once(what: str, *, limit: int, within: timedelta, now: datetime) -> bool:
    """Count a try at `what`; False when `limit` tries were made `within` that time: then do not try.

    Each step is one statement that decides, so that two processes can take neither the last try nor the first
    one of a new count twice.
    """
    key, running = _brake(what), Q(since__gt=now - within)
    rows = Brake.objects.filter(key=key)

    def counted() -> bool:
        return bool(rows.filter(running, tries__lt=limit).update(tries=F("tries") + 1))

    if counted():
        return True
    if rows.filter(running, tries__gte=limit).exists():  # one begun by another meanwhile still has tries left
        return False
    if rows.filter(~running).update(since=now, tries=1):
        return True
    Brake.objects.filter(since__lte=now - timedelta(days=1)).delete()
    return Brake.objects.get_or_create(key=key, defaults={"since": now, "tries": 1})[1] or counted()


def is_held(what: str, *, limit: int, within: timedelta, now: datetime) -> bool:
    """Whether the tries at `what` are used up for now; looking is no try."""
    return Brake.objects.filter(key=_brake(what), since__gt=now - within, tries__gte=limit).exists()


def forgive(what: str) -> None:
    """The try at `what` was right: forget those before it."""
    Brake.objects.filter(key=_brake(what)).delete()
