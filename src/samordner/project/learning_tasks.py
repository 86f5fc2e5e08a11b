"""What learning networks ask of somebody now: guidance that is lacking, attendance nobody noted, homework that is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.networks.learning.queries.dose import Line, Presence, dose, every_team
from samordner.networks.learning.queries.teams import YES, homework_item, latest_ticks
from samordner.networks.models import Gathering, Team
from samordner.participation.queries import State

SOON, AFTER = timedelta(days=21), timedelta(days=30)
"""Homework is told of so long before it is due, and so long after."""
KEPT = timedelta(days=60)
"""What a cohort lacks is told until so long after it is over."""


def of_learning(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """To the office what its teams lack; to a municipality's contact the homework of its own teams."""
    rows = visible(every_team(), actor, "team.read").filter(
        removed_at=None, cohort__removed_at=None, cohort__network__removed_at=None,
        cohort__network__programme__key=scope.definition.key, cohort__since__lte=scope.day,
    ).exclude(cohort__until__lte=scope.day - KEPT)  # fmt: skip
    if scope.office:
        rows = rows.filter(cohort__network__office__key=scope.office)
    if actor.may("network.change"):
        teams = list(rows)
        if teams:
            yield from _of_office(dose(teams, actor, scope.day), scope)
    elif {reach for reach, _holding in actor.reaches("team.change")} == {"own"}:
        yield from _of_municipality([one for one in rows if one.is_in(scope.day)], scope)


def _teams(scope: Scope, **more: str) -> str:
    pairs = {"office": scope.office} | more
    return f"{reverse('networks:teams')}?{urlencode({key: value for key, value in pairs.items() if value})}"


def _name(team: Team) -> str:
    return f"{team.participation} ({team.name})"


def _of_office(lines: Sequence[Line], scope: Scope) -> Iterator[Task]:
    behind = [one for one in lines if one.behind]
    if behind:
        text = ngettext(
            "%(count)d improvement team has had fewer guidance meetings than it should by now",
            "%(count)d improvement teams have had fewer guidance meetings than they should by now",
            len(behind),
        )
        yield Task(
            sentence=text % {"count": len(behind)},
            address=_teams(scope, guidance="behind"),
            sign="◇",
            tone="warning",
            concerns=tuple(f"{_name(one.team)} {one.held}/{one.least}" for one in behind),
        )
    unwritten = [one for one in lines if one.unwritten]
    if unwritten:
        number = sum(len(one.unwritten) for one in unwritten)
        text = ngettext(
            "How did it go? %(count)d guidance meeting is not written up",
            "How did it go? %(count)d guidance meetings are not written up",
            number,
        )
        alone = f"{reverse('networks:team', args=[unwritten[0].team.pk])}#guidance"
        yield Task(
            sentence=text % {"count": number},
            address=alone if len(unwritten) == 1 else _teams(scope),
            sign="✎",
            tone="warning",
            due=min(meeting.day for one in unwritten for meeting in one.unwritten),
            concerns=each_once(_name(one.team) for one in unwritten),
        )
    yield from _not_noted(lines)


def _not_noted(lines: Sequence[Line]) -> Iterator[Task]:
    """Gatherings that have been, and nobody noted which teams were there."""
    found: dict[int, tuple[Gathering, list[Line]]] = {}
    for line in lines:
        for cell in line.cells:
            if cell.gathering and cell.presence is Presence.UNKNOWN:
                found.setdefault(cell.gathering.pk, (cell.gathering, []))[1].append(line)
    for row, there in found.values():
        text = ngettext(
            "%(cohort)s, gathering %(number)d: it is not noted whether %(count)d team was there",
            "%(cohort)s, gathering %(number)d: it is not noted whether %(count)d teams were there",
            len(there),
        )
        words = {"cohort": there[0].team.cohort.name, "number": row.ordinal, "count": len(there)}
        yield Task(
            sentence=text % words,
            address=f"{reverse('networks:gathering', args=[row.pk])}#attendance",
            sign="?",
            tone="info",
            concerns=tuple(_name(one.team) for one in there),
        )


def _of_municipality(teams: Sequence[Team], scope: Scope) -> Iterator[Task]:
    """Two questions, when there is a team."""
    if not teams:
        return
    rows = Gathering.objects.filter(
        cohort__in={team.cohort_id for team in teams}, removed_at=None,
        homework_due__gte=scope.day - AFTER, homework_due__lte=scope.day + SOON,
    ).select_related("meeting")  # fmt: skip
    ticks = latest_ticks([team.pk for team in teams])
    for row in rows:
        for team in teams:
            tick = ticks.get((team.pk, homework_item(row)))
            given = row.has_been(scope.day) and row.on is not None and team.is_in(row.on)
            if row.cohort_id != team.cohort_id or not given or (tick and tick.answer == YES):
                continue
            assert row.homework_due is not None
            words = {"team": team.name, "number": row.ordinal}
            yield Task(
                sentence=_("%(team)s: homework from gathering %(number)d") % words,
                address=f"{reverse('networks:team', args=[team.pk])}#homework",
                sign="✎",
                tone="danger" if row.homework_due < scope.day else "warning",
                due=row.homework_due,
            )
