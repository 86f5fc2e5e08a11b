"""Rounds of meetings that were made for an offer, and meetings proposed for those who lack it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samordner.offers.models import Round, RoundMeeting, RoundMember
from samordner.offers.queries.stands import Board
from samordner.participation.models import Participation


def every_round() -> QuerySet[Round]:
    return Round.objects.select_related("programme", "office")


def rounds_of(rows: QuerySet[Round], programme: str, offer: str, since: date, office: str) -> list[Round]:
    """The visible rounds of an offer that are not undone, the last first."""
    found = rows.filter(
        programme__key=programme, offer=offer, since=since, office__key=office, undone_at=None
    )
    return list(found.prefetch_related("meetings__meeting"))


@dataclass(frozen=True)
class Planned:
    """A meeting of a round, with those it is meant for."""

    part: RoundMeeting
    members: tuple[RoundMember, ...]


def meetings_of(found: Round) -> list[Planned]:
    """The round's meetings that were not removed, with their members; two queries."""
    parts = list(
        found.meetings.filter(meeting__removed_at=None).select_related(
            "meeting__office", "meeting__programme"
        )
    )
    members: dict[int, list[RoundMember]] = defaultdict(list)
    rows = RoundMember.objects.filter(meeting__in=parts).select_related("participation__municipality")
    for row in rows:
        members[row.meeting_id].append(row)
    return [Planned(part, tuple(members[part.pk])) for part in parts]


# Proposing


@dataclass(frozen=True)
class Group:
    """Some who are to meet together."""

    name: str
    members: tuple[Participation, ...]


def proposed(
    rows: Sequence[Participation], groups: Sequence[tuple[str, Collection[int]]], most: int
) -> list[Group]:
    """Meetings for all of `rows`, those of one group together, at most `most` in each, as even as can be.

    `groups`: name and ids of the participations; one who is in several comes with the first. Who is in none comes last.
    """
    left = list(rows)
    found: list[Group] = []
    for name, ids in (*groups, ("", [row.pk for row in rows])):
        inside = [row for row in left if row.pk in set(ids)]
        left = [row for row in left if row.pk not in set(ids)]
        parts = -(-len(inside) // most) if inside else 0
        for number in range(parts):
            start, end = len(inside) * number // parts, len(inside) * (number + 1) // parts
            title = f"{name} {number + 1}".strip() if parts > 1 else name
            found.append(Group(title, tuple(inside[start:end])))
    return found


def without(board: Board, states: Collection[str]) -> list[Participation]:
    """Those with one of these stands for whom no round has a meeting yet."""
    return [row.participation for row in board.rows if row.whole.stand in states and row.planned is None]
