"""What a programme says now, and what it said on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from samordner.pages.prepared import Later, Prepared
from samordner.programmes.definition import Definition, from_canonical
from samordner.programmes.models import Edition, Programme


def current(key: str) -> Edition:
    """The newest edition of the programme with this key. Raises `Edition.DoesNotExist`."""
    return Edition.objects.defer("text").select_related("programme").filter(programme__key=key).latest()


def edition_on(programme: Programme, day: date) -> Edition:
    """The edition that was the newest at the end of the day; before the first was loaded, the first.

    Raises `Edition.DoesNotExist` when the programme has none.
    """
    editions = Edition.objects.defer("text").select_related("programme").filter(programme=programme)
    return editions.filter(loaded_at__date__lte=day).last() or editions.earliest()


def definition(key: str) -> Definition:
    """What the programme with this key says now. Raises `Edition.DoesNotExist`."""
    return definition_of(digest_later(key))


def digest_later(key: str) -> Later[str]:
    """Asks for the newest edition of the programme with this key."""
    return _newest_digest.later(key)


def definition_of(newest: Later[str]) -> Definition:
    """What the edition that was asked for says. Raises `Edition.DoesNotExist`."""
    if not newest.rows:
        raise Edition.DoesNotExist
    return _definition_with(newest.rows[0])


@Prepared
def _newest_digest(key: str) -> QuerySet[Edition, str]:
    return Edition.objects.filter(programme__key=key).order_by("-number").values_list("digest", flat=True)[:1]


def definition_in(edition: Edition) -> Definition:
    """What this edition says; read from the database once in the life of the process."""
    return _definition_with(edition.digest)


def definition_with(digest: str) -> Definition:
    """What the edition with this digest says. Raises `Edition.DoesNotExist`."""
    return _definition_with(digest)


def definitions() -> tuple[Definition, ...]:
    """What every programme says now, in the order of their keys."""
    keys = Programme.objects.filter(editions__isnull=False).distinct().values_list("key", flat=True)
    return tuple(definition(key) for key in keys)


# An edition never changes, so what was read under its digest stays right.
@lru_cache(maxsize=64)
def _definition_with(digest: str) -> Definition:
    text = Edition.objects.filter(digest=digest).values_list("text", flat=True)[:1].get()
    return from_canonical(text)
