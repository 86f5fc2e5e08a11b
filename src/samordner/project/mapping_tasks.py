"""What mapping rounds tell the first page: what waits for an answer, what came back, what is past its deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.findings.proposals import waiting
from samordner.letters.queries import UNSETTLED
from samordner.letters.queries import about as letters_about
from samordner.mapping import letters
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.lists import Line, every_round, lines
from samordner.mapping.rounds.waiting import unanswered_in
from samordner.participation.queries import State

SOON = timedelta(days=7)
"""So long before its deadline the office is told who has not answered."""
REVIEWED = timedelta(days=365)
"""So long after its deadline a closed round asks for its review: then the next year's has said more."""


def of_rounds(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """To a municipality's contact each round that waits for an answer; to the office how each stands that needs somebody."""
    if actor.may("mapping.run"):
        yield from _of_office(actor, scope)
        yield from _to_review(actor, scope)
    elif {reach for reach, _holding in actor.reaches("mapping.answer")} == {"own"}:
        yield from _of_municipality(actor, scope)


def _of_municipality(actor: Actor, scope: Scope) -> Iterator[Task]:
    """One query."""
    rows = visible(Respondent.objects.all(), actor, "mapping.answer").filter(
        round__state=MappingRound.State.OPEN, round__programme__key=scope.definition.key, round__anonymous=False,
        round__answered_for=MappingRound.For.MUNICIPALITY, round__deadline__gte=scope.day, withdrawn_at=None, handed_by=None,
    )  # fmt: skip
    told: set[int] = set()
    for row in unanswered_in(rows).select_related("round").order_by("round__deadline", "round", "pk"):
        if row.round_id in told:
            continue
        told.add(row.round_id)
        yield Task(
            sentence=_("Answer: %(round)s") % {"round": row.round.title},
            address=reverse("mapping:own", args=[row.pk]), sign="✎", tone="warning", due=row.round.deadline,
        )  # fmt: skip


def _of_office(actor: Actor, scope: Scope) -> Iterator[Task]:
    """Five queries, however many rounds."""
    rows = visible(MappingRound.objects.all(), actor, "mapping.run").filter(
        programme__key=scope.definition.key
    )
    if scope.office:
        rows = rows.filter(office__key=scope.office)
    wanted = rows.filter(state__in=[MappingRound.State.OPEN, MappingRound.State.DRAFT]).values("pk")
    found = lines(every_round().filter(pk__in=wanted), actor, sort="deadline")
    for line in found:
        yield from _of_round(line, scope)
    yield from _bounced([line.round for line in found if line.round.state == MappingRound.State.OPEN])


def _to_review(actor: Actor, scope: Scope) -> Iterator[Task]:
    """What was answered in closed rounds and nobody has decided on; a query, and two for each of the few rounds."""
    rows = visible(every_round(), actor, "mapping.review").filter(
        programme__key=scope.definition.key, state=MappingRound.State.CLOSED, anonymous=False,
        deadline__gte=scope.day - REVIEWED, deadline__lte=scope.day,
    )  # fmt: skip
    if scope.office:
        rows = rows.filter(office__key=scope.office)
    for of in rows.order_by("deadline", "pk"):
        if found := waiting(of):
            text = ngettext(
                "Review what was answered: %(n)d statement of %(round)s",
                "Review what was answered: %(n)d statements of %(round)s",
                len(found),
            )
            yield Task(
                sentence=text % {"n": len(found), "round": of.title},
                address=reverse("findings:review", args=[of.pk]), sign="✓", tone="warning",
                concerns=each_once(str(one.municipality) for one in found),
            )  # fmt: skip


def _of_round(line: Line, scope: Scope) -> Iterator[Task]:
    of, address = line.round, reverse("mapping:round", args=[line.round.pk])
    if of.state == MappingRound.State.DRAFT:
        if of.opens <= scope.day:
            text = _("Open the round, as was planned: %(round)s")
            yield Task(
                sentence=text % {"round": of.title}, address=address, sign="✎", tone="info", due=of.deadline
            )
        return
    number = {"round": of.title, "n": line.counts.waiting, "all": line.counts.asked}
    if of.deadline < scope.day:
        text = _(
            "The deadline has passed: close %(round)s, or give more time (%(n)d of %(all)d have not answered)"
        )
        yield Task(sentence=text % number, address=address, sign="■", tone="warning", due=of.deadline)
    elif line.counts.waiting and of.deadline - scope.day <= SOON:
        text = ngettext(
            "%(round)s: %(n)d of %(all)d has not answered", "%(round)s: %(n)d of %(all)d have not answered", line.counts.waiting
        )  # fmt: skip
        yield Task(
            sentence=text % number,
            address=f"{address}?state=waiting",
            sign="✎",
            tone="warning",
            due=of.deadline,
        )


def _bounced(rounds: list[MappingRound]) -> Iterator[Task]:
    """Letters that reached nobody, and were not followed by one that did; one query."""
    last: dict[int, tuple[str, str, str]] = {}
    titles = {letters.about(of): of for of in rounds}
    rows = letters_about(*titles).select_related(None).order_by("pk")
    for key, state, about, name in rows.values_list("key", "state", "about", "to_name"):
        last[letters.respondent_in(key)] = state, about, name
    for about, of in titles.items():
        names = [name for state, where, name in last.values() if where == about and state in UNSETTLED]
        if names:
            text = ngettext(
                "%(n)d letter of %(round)s came back: give another address",
                "%(n)d letters of %(round)s came back: give other addresses",
                len(names),
            )
            yield Task(
                sentence=text % {"n": len(names), "round": of.title},
                address=f"{reverse('mapping:round', args=[of.pk])}?state=bounced", sign="↩", tone="warning",
                concerns=each_once(names),
            )  # fmt: skip
