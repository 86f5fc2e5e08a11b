"""Every round there is: which may be seen, narrowed, sorted and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.mapping.models import MappingRound, Respondent, Response
from samordner.mapping.rounds.board import Counts, progress
from samordner.places.alphabet import norwegian_key
from samordner.questionnaires.models import Questionnaire


def every_round() -> QuerySet[MappingRound]:
    """Rounds with what they are of."""
    return MappingRound.objects.select_related("programme", "office", "questionnaire", "edition", "ask")


def seen_by(actor: Actor) -> QuerySet[MappingRound]:
    """The rounds that somebody may know of, each once: what is only being prepared is for those who run rounds."""
    run = visible(MappingRound.objects.all(), actor, "mapping.run").values("pk")
    read = visible(MappingRound.objects.all(), actor, "mapping.read").values("pk")
    return every_round().filter(Q(pk__in=run) | Q(pk__in=read, opened_at__isnull=False))


def reached_by(actor: Actor) -> tuple[QuerySet[Respondent], QuerySet[Response]]:
    """Those who are asked, and what they have written, that somebody may know of."""
    return (
        visible(Respondent.objects.all(), actor, "mapping.read"),
        visible(Response.objects.all(), actor, "mapping.read"),
    )


def with_own(of: MappingRound, rows: QuerySet[Questionnaire]) -> list[Questionnaire]:
    """The questionnaires to choose between for a round: of the visible `rows`, and the one that it has."""
    found = list(rows)
    return found if of.questionnaire in found else [of.questionnaire, *found]


@dataclass(frozen=True)
class Narrowing:
    """What a list of rounds is narrowed to; empty: not."""

    words: str = ""
    state: str = ""
    asked_by: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(rows: QuerySet[MappingRound], by: Narrowing) -> QuerySet[MappingRound]:
    """The rounds that a list is about; an unknown state asks for nothing."""
    for word in by.words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(why__icontains=word) | Q(questionnaire__name__icontains=word)
        )
    if by.state in MappingRound.State.values:
        rows = rows.filter(state=by.state)
    if by.asked_by:
        rows = rows.filter(asked_by=by.asked_by)
    return rows


def organisations(rows: QuerySet[MappingRound]) -> list[str]:
    """Everyone who has asked something by a round."""
    return list(rows.order_by("asked_by").values_list("asked_by", flat=True).distinct())


@dataclass(frozen=True)
class Line:
    """A round in a list, and how far it has come."""

    round: MappingRound
    counts: Counts

    def days_left(self, day: date) -> int:
        """Until the deadline; below 0: it has passed."""
        return (self.round.deadline - day).days


SORTS: dict[str, Callable[[Line], Any]] = {
    "title": lambda line: (norwegian_key(line.round.title), line.round.pk),
    "asked_by": lambda line: (norwegian_key(line.round.asked_by), line.round.pk),
    "opens": lambda line: (line.round.opens, line.round.pk),
    "deadline": lambda line: (line.round.deadline, line.round.pk),
    "share": lambda line: (line.counts.share, line.round.pk),
}


def lines(rows: QuerySet[MappingRound], actor: Actor, *, sort: str = "") -> list[Line]:
    """Each round with its numbers, the last that opens first unless sorted. Three queries."""
    found = list(rows)
    numbers = progress(found, *reached_by(actor))
    made = [Line(one, numbers.get(one.pk, Counts())) for one in found]
    read = SORTS.get(sort.removeprefix("-"))
    return sorted(made, key=read, reverse=sort.startswith("-")) if read else made
