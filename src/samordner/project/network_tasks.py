"""What networks ask of somebody now: those that have not met for long, that no meeting is planned of, offers unanswered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.documents.cells import day_text
from samordner.networks.models import MembershipOffer
from samordner.networks.queries.lists import QUIET, RUNNING, UNPLANNED, Line, every_network, lines
from samordner.participation.queries import State

PATIENCE = timedelta(days=21)
"""So long an offer without a deadline may stand before somebody is reminded."""


def of_networks(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Told to those who run networks; six queries at most."""
    if not actor.may("network.change"):
        return
    rows = visible(every_network(), actor, "network.change")
    rows = rows.filter(programme__key=scope.definition.key, removed_at=None)
    if scope.office:
        rows = rows.filter(office__key=scope.office)
    networks = list(rows)
    if not networks:
        return
    found = lines(actor, networks, {scope.definition.key: scope.definition}, scope.day)
    yield from _meetings(found, scope)
    yield from _unanswered(actor, [one for one in found if one.state == RUNNING and one.waiting], scope)


def _address(scope: Scope, **more: str) -> str:
    pairs = {"programme": scope.definition.key, "office": scope.office} | more
    return f"{reverse('networks:index')}?{urlencode({key: value for key, value in pairs.items() if value})}"


def _meetings(found: Iterable[Line], scope: Scope) -> Iterator[Task]:
    lines_of = {key: [one for one in found if one.lacks(scope.day) == key] for key in (QUIET, UNPLANNED)}
    if quiet := lines_of[QUIET]:
        text = ngettext(
            "%(count)d network has not met for as long as is settled, and no meeting is planned",
            "%(count)d networks have not met for as long as is settled, and no meeting is planned",
            len(quiet),
        )
        yield Task(
            sentence=text % {"count": len(quiet)},
            address=_address(scope, lacks=QUIET),
            sign="◎",
            tone="warning",
            due=min(one.due for one in quiet if one.due),
            concerns=tuple(_since(one) for one in quiet),
        )
    if unplanned := lines_of[UNPLANNED]:
        text = ngettext(
            "%(count)d network has no meeting planned",
            "%(count)d networks have no meeting planned",
            len(unplanned),
        )
        yield Task(
            sentence=text % {"count": len(unplanned)},
            address=_address(scope, lacks=UNPLANNED),
            sign="◎",
            tone="info",
            concerns=tuple(one.network.name for one in unplanned),
        )


def _since(one: Line) -> str:
    if one.met.last is None:
        return _("%(network)s (never met)") % {"network": one.network.name}
    return _("%(network)s (not met since %(day)s)") % {
        "network": one.network.name,
        "day": day_text(one.met.last),
    }


def _unanswered(actor: Actor, found: Iterable[Line], scope: Scope) -> Iterator[Task]:
    """Offers of places whose deadline has passed, or that have stood for long, without an answer."""
    rows = visible(MembershipOffer.objects.all(), actor, "network.change").filter(
        network__in=[one.network.pk for one in found], removed_at=None, answer="", offered_on__lte=scope.day
    )
    late = [
        one
        for one in rows.select_related("participation__municipality", "network")
        if (one.deadline or one.offered_on + PATIENCE) < scope.day
    ]
    if not late:
        return
    text = ngettext(
        "%(count)d municipality has not answered the offer of a place in a network",
        "%(count)d municipalities have not answered the offer of a place in a network",
        len({one.participation_id for one in late}),
    )
    networks = {one.network_id for one in late}
    yield Task(
        sentence=text % {"count": len({one.participation_id for one in late})},
        address=_address(scope, lacks="waiting")
        if len(networks) > 1
        else f"{reverse('networks:network', args=[networks.pop()])}#places",
        sign="?",
        tone="info",
        concerns=each_once(str(one.participation) for one in late),
    )
