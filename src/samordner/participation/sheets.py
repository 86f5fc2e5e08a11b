"""Keeps the sheets: the read model that a board of any day is read from in one look a municipality.

Sheets follow from the observations alone. The same function writes the few that a new observation touches and,
asked to, all of them anew; both give the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from samordner.participation.lines import Standing, key_of, read, text_of
from samordner.participation.models import Observation, Participation, Sheet
from samordner.participation.remembered import digest_of
from samordner.participation.statements import Series
from samordner.timeline.periods import Period

STEP = (
    "participation_id", "pk", "subject", "item", "value", "since", "precision", "recorded_at", "evidence",
    "source_kind", "expected_label", "expected_start", "expected_end", "decision_day",
)  # fmt: skip


@transaction.atomic
def keep_up(made: Iterable[Observation]) -> None:
    """Let the sheets tell what these new observations say, and any that went unread before.

    To be called in their transaction, after the journal: everyone who writes then waits in the same order.
    """
    first: dict[int, date] = {}
    for one in made:
        days = [one.since, *([one.corrects.since] if one.corrects else [])]
        first[one.participation_id] = min([*days, first.get(one.participation_id, date.max)])
    _lock(first)
    unread = Observation.objects.filter(participation__in=list(first), pk__gt=F("participation__read_to"))
    for pk, since, corrected in unread.values_list("participation", "since", "corrects__since"):
        first[pk] = min(first[pk], since, corrected or since)
    _write(first)


@transaction.atomic
def rebuild(participations: Iterable[int]) -> None:
    """Make every sheet of these participations anew."""
    first = dict.fromkeys(participations, date.min)
    _lock(first)
    _write(first)


def behind() -> list[int]:
    """The participations with observations that their sheets have not read."""
    newest = Observation.objects.filter(participation=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = Participation.objects.alias(newest=Coalesce(Subquery(newest), 0)).exclude(newest=F("read_to"))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _lock(participations: Iterable[int]) -> None:
    """One writer of a municipality's sheets at a time, the next one seeing what the one before wrote."""
    rows = Participation.objects.select_for_update(no_key=True).filter(pk__in=list(participations))
    list(rows.order_by("pk").values_list("pk", flat=True))


def _write(first: Mapping[int, date]) -> None:
    """Write the sheets of each participation from the month of its day on."""
    starts = {pk: day.replace(day=1) for pk, day in first.items()}
    old = {(one.participation_id, one.since): one for one in Sheet.objects.filter(_from(starts))}
    new: dict[tuple[int, date], str] = {}
    steps = {pk: list(rows) for pk, rows in groupby(_steps(starts), key=itemgetter(0))}
    for pk, start in starts.items():
        for month, text in _sheets(_known_before(pk, start), steps.get(pk, [])):
            new[pk, month] = text
    Sheet.objects.filter(pk__in=[one.pk for place, one in old.items() if place not in new]).delete()
    changed = []
    for place, one in old.items():
        if place in new and one.text != new[place]:
            one.text, one.digest = new[place], digest_of(new[place])
            changed.append(one)
    Sheet.objects.bulk_update(changed, ["text", "digest"], batch_size=100)
    Sheet.objects.bulk_create(
        [
            Sheet(participation_id=pk, since=month, text=text, digest=digest_of(text))
            for (pk, month), text in new.items()
            if (pk, month) not in old
        ],
        batch_size=200,
    )
    newest = Observation.objects.filter(participation__in=list(starts)).order_by()
    for pk, number in newest.values_list("participation").annotate(Max("pk")):
        Participation.objects.filter(pk=pk).exclude(read_to=number).update(read_to=number)


def _from(starts: Mapping[int, date]) -> Q:
    """The rows of each participation from its day on."""
    found = Q(pk__in=[])
    for day in sorted(set(starts.values())):
        found |= Q(participation__in=[pk for pk, start in starts.items() if start == day], since__gte=day)
    return found


def _steps(starts: Mapping[int, date]) -> Iterator[tuple[Any, ...]]:
    """The observations that stand, from each day on, in the order in which they hold."""
    rows = Observation.objects.filter(_from(starts), withdrawn=False, corrected_by=None)
    return (
        rows.order_by("participation", "since", "recorded_at", "pk")
        .values_list(*STEP)
        .iterator(chunk_size=5000)
    )


def _known_before(participation: int, start: date) -> dict[str, str]:
    """What the sheets say on the eve of `start`."""
    sheet = Sheet.objects.filter(participation=participation, since__lt=start).order_by("-since").first()
    return read(sheet.text, start) if sheet else {}


def _sheets(known: dict[str, str], steps: Iterable[tuple[Any, ...]]) -> Iterator[tuple[date, str]]:
    """A sheet for every month that has steps: what is known when it begins, in the order of keys, and its steps."""
    for month, rows in groupby(steps, key=lambda row: row[5].replace(day=1)):
        lines = [line for pair in sorted(known.items()) for line in pair]
        for row in rows:
            one = standing(row)
            key, text = key_of(one.series), text_of(one)
            known[key] = text
            lines += (key, text)
        yield month, "\n".join(lines)


def standing(row: tuple[Any, ...]) -> Standing:
    """The standing of one step."""
    participation, pk, subject, item, value, since, precision, recorded, evidence, source, *rest = row
    label, start, end, decided = rest
    expected = Period(label, start, end) if label else None
    return Standing(
        pk, participation, Series(subject, item), value, since, precision, recorded, evidence, source, expected, decided,
    )  # fmt: skip
