"""What cooperation asks of somebody now: agreements that run out, partners to be met, arenas where nobody has been."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor, organisation_key
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.cooperation.models import Arena, Partner
from samordner.cooperation.queries import arenas, partners
from samordner.cooperation.queries.agreements import Standing, every_agreement, rows_of, standings
from samordner.documents.cells import day_text
from samordner.meetings.models import Meeting
from samordner.participation.queries import State
from samordner.plans.models import Cooperation

Answers = Callable[[str, str], bool]
"""Whether the reader is to be told of what this organisation and this account answer for."""


def of_cooperation(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """The coordinator is told of everything; a partner of the apparatus of what it, or its person, answers for."""
    if not actor.may("cooperation.change"):
        return
    rows = visible(Cooperation.objects.all(), actor, "cooperation.change")
    rows = visible(rows.filter(plan__programme__key=scope.definition.key), actor, "plan.read")
    kept = visible(Partner.objects.all(), actor, "cooperation.change")
    agreements = visible(every_agreement(), actor, "cooperation.change")
    there = visible(Arena.objects.all(), actor, "cooperation.change")
    if scope.office:
        rows = rows.filter(plan__office__key=scope.office)
        kept, agreements, there = (
            kept.filter(office__key=scope.office),
            agreements.filter(office__key=scope.office),
            there.filter(office__key=scope.office),
        )
    plans = rows_of(rows)
    found = standings(agreements, plans)
    answers = _answers(actor)
    yield from _agreements(found, scope, answers)
    meetings = visible(Meeting.objects.all(), actor, "meeting.read")
    yield from _partners(partners.partners(kept, plans, found, meetings, scope.day), scope, answers)
    if actor.may("plan.change"):
        yield from _arenas(arenas.lines(there, scope.day), scope)


def _answers(actor: Actor) -> Answers:
    if actor.may("plan.change"):
        return lambda _organisation, _account: True
    own = {organisation_key(one.organisation) for one in actor.holdings} - {""}
    return lambda organisation, account: (
        organisation_key(organisation) in own or (account != "" and account == actor.id)
    )


def _address(name: str, scope: Scope, **more: str) -> str:
    pairs = {"office": scope.office} | more
    return f"{reverse(name)}?{urlencode({key: value for key, value in pairs.items() if value})}"


def _agreements(found: Iterable[Standing], scope: Scope, answers: Answers) -> Iterator[Task]:
    """Agreements that run out soon, or did so lately, and that nobody has ended or renewed."""
    here = [
        one
        for one in found
        if one.needs_someone(scope.day)
        and answers(one.responsible, one.agreement.responsible_account if one.agreement else "")
    ]
    if here:
        text = ngettext(
            "%(count)d agreement runs out, or has just done so",
            "%(count)d agreements run out, or have just done so",
            len(here),
        )
        yield Task(
            sentence=text % {"count": len(here)},
            address=_address("cooperation:agreements", scope, state="wait"),
            sign="§",
            tone="warning",
            due=min(one.notice_by or one.last_day or scope.day for one in here),
            concerns=each_once(
                one.partner for one in sorted(here, key=lambda one: one.last_day or scope.day)
            ),
        )


def _partners(lines: Iterable[partners.Line], scope: Scope, answers: Answers) -> Iterator[Task]:
    """Partners that have not been met as often as is settled, and that no meeting is planned with."""
    here = [
        one
        for one in lines
        if one.meeting_state(scope.day) in partners.WAITING
        and one.kept is not None
        and answers(one.kept.responsible, one.kept.responsible_account)
    ]
    if here:
        text = ngettext(
            "%(count)d partner has not been met as often as is settled",
            "%(count)d partners have not been met as often as is settled",
            len(here),
        )
        yield Task(
            sentence=text % {"count": len(here)},
            address=_address("cooperation:partners", scope, meeting="wait"),
            sign="◆",
            tone="info",
            concerns=tuple(_since(one) for one in sorted(here, key=lambda one: (one.due is None, one.due))),
        )


def _since(one: partners.Line) -> str:
    if one.met.last is None:
        return _("%(partner)s (never met)") % {"partner": one.name}
    return _("%(partner)s (not met since %(day)s)") % {"partner": one.name, "day": day_text(one.met.last)}


def _arenas(lines: Sequence[arenas.Line], scope: Scope) -> Iterator[Task]:
    """Arenas where nobody has been as often as is settled, and days that nobody has written up."""
    quiet = [one for one in lines if one.state(scope.day) in {"late", "never"}]
    if quiet:
        text = ngettext(
            "At %(count)d arena nobody has been as often as is settled",
            "At %(count)d arenas nobody has been as often as is settled",
            len(quiet),
        )
        yield Task(
            sentence=text % {"count": len(quiet)},
            address=_address("cooperation:arenas", scope, state="wait"),
            sign="…",
            tone="info",
            concerns=tuple(_quiet(one, scope) for one in quiet),
        )
    unwritten = [one for one in lines if one.unwritten]
    if unwritten:
        number = sum(one.unwritten for one in unwritten)
        text = ngettext(
            "How did it go? %(count)d day at an arena is not written up",
            "How did it go? %(count)d days at arenas are not written up",
            number,
        )
        yield Task(
            sentence=text % {"count": number},
            address=_address(
                "cooperation:visits", scope, state="planned", last=f"{scope.day - timedelta(days=1)}"
            ),
            sign="✎",
            tone="warning",
            concerns=tuple(one.arena.name for one in unwritten),
        )


def _quiet(one: arenas.Line, scope: Scope) -> str:
    months = one.quiet_months(scope.day)
    if months is None:
        return _("%(arena)s (never)") % {"arena": one.arena.name}
    text = ngettext("%(arena)s (%(months)d month)", "%(arena)s (%(months)d months)", months)
    return text % {"arena": one.arena.name, "months": months}
