"""When each municipality was last heard of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from samordner.asks.models import AskRecipient
from samordner.pages.prepared import Later, Prepared
from samordner.participation.models import Participation, SourceKind
from samordner.participation.queries import State
from samordner.participation.queries import state as what_is_known
from samordner.programmes.definition import Definition
from samordner.support.models import Need, Support
from samordner.support.queries.rows import ids_of
from samordner.timeline.months import months_before


@dataclass(frozen=True, slots=True, order=True)
class Heard:
    """A day when something was heard from a municipality or said to it, and what: `kind` is contact (a subject
    of the programme), status, need, support, answer (to an ask), or a word of the caller's own; `detail` a key that tells more
    (of the subject, where a need was raised, the kind of help); `row` the pk of the row behind it.
    """

    day: date
    kind: str
    detail: str = ""
    row: int = 0


@dataclass(frozen=True)
class Silence:
    """Who has been heard of lately, who not for `months` months, and who never. Never heard of is unknown,
    which is not silence.
    """

    day: date
    months: int
    heard: Mapping[int, Heard] = field(hash=False)
    lately: tuple[int, ...]
    silent: tuple[int, ...]
    never: tuple[int, ...]


TOLD = (SourceKind.CONTACT, SourceKind.MEETING, SourceKind.SURVEY)
"""A status from these was told by the municipality: it was heard of on the day that it holds from, or later."""


@Prepared
def _lasts(ids: tuple[int, ...], day: date) -> QuerySet[Participation, tuple[Any, ...]]:
    """The last need, help and answer of each: from every municipality one look in an index."""
    here = {"participation": OuterRef("pk")}
    kept = {"removed_at": None, **here}
    needs = Need.objects.filter(raised_on__lte=day, **kept).order_by("-raised_on", "-pk")
    given = Support.objects.filter(day__lte=day, **kept).order_by("-day", "-pk")
    answers = AskRecipient.objects.filter(answered_on__lte=day, **here).order_by("-answered_on", "-pk")
    return (
        Participation.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            "pk",
            *(Subquery(needs.values(name)[:1]) for name in ("raised_on", "raised_where", "pk")),
            *(Subquery(given.values(name)[:1]) for name in ("day", "kind", "pk")),
            *(Subquery(answers.values(name)[:1]) for name in ("answered_on", "ask")),
        )
    )


def lasts_later(participations: Iterable[Participation], day: date) -> Later[tuple[Any, ...]]:
    """Asks for the last need, help and answer of each."""
    return _lasts.later(tuple(ids_of(participations)), day)


def _heard(asked: Later[tuple[Any, ...]]) -> list[tuple[int, Heard]]:
    found = []
    for pk, raised, where, need, helped, kind, support, answered, ask in asked.rows:
        heard = (
            (raised, "need", where, need),
            (helped, "support", kind, support),
            (answered, "answer", "", ask),
        )
        found += [(pk, Heard(*one)) for one in heard if one[0]]
    return found


def last_contact(
    participations: Iterable[Participation],
    definition: Definition,
    state: State,
    day: date,
    *,
    also: Iterable[tuple[int, Heard]] = (),
    lasts: Later[tuple[Any, ...]] | None = None,
) -> dict[int, Heard]:
    """By participation, the last that was heard by `day`; those never heard of are not there. One query.

    `state` is what is known on `day`. `also`: what packages above know (participation, Heard), such as meetings.
    `lasts`: what `lasts_later` gives of them, where it is asked together with more.
    """
    ids = ids_of(participations)
    days = {subject.key for subject in definition.subjects if subject.holds == "day"}
    found: list[tuple[int, Heard]] = [*also]
    for (pk, series), one in state.standings.items():
        if series.subject in days:
            said = Heard(date.fromisoformat(one.value), "contact", series.subject, one.observation)
            found.append((pk, said))
        elif one.source_kind in TOLD:
            found.append((pk, Heard(one.since, "status", series.subject, one.observation)))
    found += _heard(lasts or _lasts.later(tuple(ids), day))
    last: dict[int, Heard] = {}
    wanted = set(ids)
    for pk, heard in found:
        if pk in wanted and heard.day <= day and (pk not in last or last[pk].day < heard.day):
            last[pk] = heard
    return last


def silence(
    participations: Iterable[Participation],
    definition: Definition,
    day: date,
    *,
    months: int = 6,
    state: State | None = None,
    also: Iterable[tuple[int, Heard]] = (),
    lasts: Later[tuple[Any, ...]] | None = None,
) -> Silence:
    """Who has been silent for `months` months on `day`. One query, and one more without `state`.

    `also` and `lasts` as for `last_contact`.
    """
    rows = list(participations)
    known = state or what_is_known(rows, definition, day)
    heard = last_contact(rows, definition, known, day, also=also, lasts=lasts)
    limit = months_before(day, months)
    return Silence(
        day,
        months,
        heard,
        tuple(row.pk for row in rows if row.pk in heard and heard[row.pk].day >= limit),
        tuple(row.pk for row in rows if row.pk in heard and heard[row.pk].day < limit),
        tuple(row.pk for row in rows if row.pk not in heard),
    )
