"""Border changes among invented municipalities, and decisions on what their heirs take over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from samordner.participation.models import Inheritance, Participation
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Change, Municipality
from tests.factories.participation import BY, NOW

CODES = count(1000)


def become(
    olds: Sequence[Participation], names: Sequence[str], on: date, *, keeps_code: bool = False
) -> list[Participation]:
    """On the day the old ones become new ones with these names, each old one going into each new one.

    With `keeps_code` the first old one lives on as it is beside them: the last of the answer.
    """
    first = olds[0]
    ending = olds[1:] if keeps_code else olds
    for row in ending:
        Participation.objects.filter(pk=row.pk).update(until=on)
        Municipality.objects.filter(pk=row.municipality_id).update(until=on)
    made = [
        Municipality.objects.create(
            code=str(next(CODES)), name=name, label=name, sort_key=norwegian_key(name),
            county=first.municipality.county, since=on,
        )
        for name in names
    ]  # fmt: skip
    rows = [
        Participation.objects.create(
            programme=first.programme, municipality=new, office=first.office, since=on, until=first.until
        )
        for new in made
    ]
    everyone = [*made, first.municipality] if keeps_code else made
    split, merged = len(everyone) > 1, len(olds) > 1
    for old in olds:
        for new in everyone:
            Change.objects.create(
                day=on, old=old.municipality, new=new, kind=_kind(split, merged), moves_county=False
            )
    return [*rows, first] if keeps_code else rows


def _kind(split: bool, merged: bool) -> str:
    if split:
        return Change.Kind.SPLIT_AND_MERGE if merged else Change.Kind.SPLIT
    return Change.Kind.MERGE if merged else Change.Kind.RENUMBER


def decided(
    old: Participation, heir: Participation, *, holds: bool = True, subject: str = "", item: str = "",
    at: datetime = NOW,
) -> Inheritance:  # fmt: skip
    """A decision straight into the database."""
    return Inheritance.objects.create(
        programme=old.programme, office=heir.office, old=old.municipality, heir=heir.municipality,
        subject=subject, item=item, holds=holds, reason="Avtalt", recorded_at=at, recorded_by=BY,
    )  # fmt: skip
