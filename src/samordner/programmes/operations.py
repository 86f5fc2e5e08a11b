"""Loading what the programme files say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samordner.journal.operations import record
from samordner.programmes.definition import Definition, canonical, digest, read_programme, shipped
from samordner.programmes.models import Edition, Programme


@transaction.atomic
def load(definition: Definition, *, by: str, now: datetime) -> Edition:
    """Keep what the programme says as its newest edition; the one there is when it says the same."""
    programme, _ = Programme.objects.get_or_create(key=definition.key)
    Programme.objects.select_for_update().get(pk=programme.pk)
    text = canonical(definition)
    newest = programme.editions.last()
    if newest is not None and newest.digest == digest(text):
        return newest
    edition = Edition.objects.create(
        programme=programme,
        number=newest.number + 1 if newest else 1,
        digest=digest(text),
        text=text,
        loaded_at=now,
    )
    record(by, "load", "programme", programme.key, now, {"edition": edition.number, "digest": edition.digest})
    return edition


@transaction.atomic
def load_shipped(*, by: str, now: datetime) -> list[Edition]:
    """Load every programme that lies in the folder: all, or none when one is faulty."""
    return [load(read_programme(key), by=by, now=now) for key in shipped()]
