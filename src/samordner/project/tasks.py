"""What needs somebody now, told to the first page by every package: the one list, since `project` knows them all.

Each provider shows only what its reader reaches by the rights of what it tells, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.asks import queries as asks
from samordner.boards.queries import Scope
from samordner.boards.tasks import Provider, Task, Tone, each_once
from samordner.documents.cells import day_text
from samordner.invitations.models import EventTerms
from samordner.localplans import queries as localplans
from samordner.localplans.models import LocalPlan
from samordner.mapping.models import MappingRound
from samordner.participation.choosing import following
from samordner.participation.contacts.queries import every_contact, reached
from samordner.participation.freshness import is_stale
from samordner.participation.models import Participation
from samordner.participation.queries import State
from samordner.project import (
    cooperation_tasks,
    facilitation_tasks,
    improvement_tasks,
    invitation_tasks,
    learning_tasks,
    letter_tasks,
    mapping_tasks,
    measurement_tasks,
    minute_tasks,
    network_tasks,
    offer_tasks,
    plan_tasks,
)
from samordner.reports import queries as reports
from samordner.revisions import tasks as revisions
from samordner.support import queries as support
from samordner.support.models import Need


def _address(name: str, scope: Scope, **more: str) -> str:
    pairs = {"programme": scope.definition.key, "office": scope.office} | more
    return f"{reverse(name)}?{urlencode({key: value for key, value in pairs.items() if value})}"


def _names(participations: Iterable[Participation]) -> list[str]:
    return [str(row.municipality) for row in participations]


def needs(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Needs past their deadline, and those that nobody has taken."""
    if not (actor.may("need.change") or actor.may("need.raise")):
        return
    rows = visible(Need.objects.all(), actor, "need.read")
    rows = rows.filter(participation__programme__key=scope.definition.key)
    if scope.office:
        rows = rows.filter(participation__office__key=scope.office)
    # Also of municipalities that are no more: what one asked for is not lost when it is merged
    held = list(support.kept_needs().filter(pk__in=rows, raised_on__lte=scope.day))
    late = [need for need in held if need.is_overdue(scope.day)]
    if late:
        text = ngettext(
            "%(count)d need is past its deadline", "%(count)d needs are past their deadlines", len(late)
        )
        yield Task(
            sentence=text % {"count": len(late)},
            address=_address("support:needs", scope, overdue="1"),
            sign="!",
            tone="danger",
            due=min(need.deadline for need in late if need.deadline),
            concerns=each_once(_names(need.participation for need in late)),
        )
    waiting = [need for need in held if need.status(scope.day) == "open"]
    if waiting:
        text = ngettext(
            "%(count)d need is not taken by anyone", "%(count)d needs are not taken by anyone", len(waiting)
        )
        yield Task(
            sentence=text % {"count": len(waiting)},
            address=_address("support:needs", scope, status="open"),
            sign="?",
            tone="warning",
            concerns=each_once(_names(need.participation for need in waiting)),
        )


def hearings(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Municipal plans that wait for the office's statement."""
    if not actor.may("hearing.change"):
        return
    rows = visible(LocalPlan.objects.all(), actor, "hearing.change")
    found = localplans.waiting(rows, scope.day)
    if not found:
        return
    text = ngettext(
        "%(count)d municipal plan waits for a statement",
        "%(count)d municipal plans wait for a statement",
        len(found),
    )
    yield Task(
        sentence=text % {"count": len(found)},
        address=_address("localplans:hearings", scope),
        sign="§",
        tone="danger" if any(one.is_late for one in found) else "warning",
        due=min((one.due for one in found if one.due), default=None),
        concerns=each_once(f"{one.plan.municipality} ({one.plan.title})" for one in found),
    )


def without_contact(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Municipalities in which nobody is known as the main contact."""
    if not actor.may("contact.change"):
        return
    places = _within(scope, actor, "contact.change")
    rows = visible(every_contact(), actor, "contact.read")
    found = [line.participation for line in reached(places, rows, scope.day) if not line.has_main]
    if not found:
        return
    text = ngettext(
        "%(count)d municipality has no main contact",
        "%(count)d municipalities have no main contact",
        len(found),
    )
    yield Task(
        sentence=text % {"count": len(found)},
        address=_address("participation:contacts", scope),
        sign="@",
        tone="warning",
        concerns=each_once(_names(found)),
    )


def silence(actor: Actor, scope: Scope, state: State, _now: datetime) -> Iterator[Task]:
    """Municipalities that have not been heard of for long, or never: counted as on the page of silence."""
    if not actor.may("need.change"):
        return
    places = _within(scope, actor, "need.read")
    found = support.silence(places, scope.definition, scope.day, state=state)
    silent = ngettext(
        "%(count)d municipality has not been heard of for %(months)d months",
        "%(count)d municipalities have not been heard of for %(months)d months",
        len(found.silent),
    )
    never = ngettext(
        "%(count)d municipality has never been heard of",
        "%(count)d municipalities have never been heard of",
        len(found.never),
    )
    for group, sign, text, ids in (("silent", "…", silent, found.silent), ("never", "?", never, found.never)):
        if ids:
            yield Task(
                sentence=text % {"count": len(ids), "months": found.months},
                address=_address("support:silence", scope, group=group, day=f"{scope.day}"),
                sign=sign,
                tone="warning",
                concerns=tuple(_names(row for row in places if row.pk in ids)),
            )


def requests(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """What municipalities were asked for and is late; for a municipality's own contact everything that waits."""
    reaches = {reach for reach, _holding in actor.reaches("ask.read")}
    if reaches != {"own"} and not actor.may("ask.change"):
        return
    rows = visible(asks.every_recipient(), actor, "ask.read")
    rows = rows.filter(participation__in=[row.pk for row in scope.participations])
    if reaches == {"own"}:  # what is an invitation or a mapping round is told as one
        rows = rows.exclude(ask__in=EventTerms.objects.exclude(ask=None).values("ask"))
        rows = rows.exclude(ask__in=MappingRound.objects.exclude(ask=None).values("ask"))
    waiting = asks.waiting(rows, scope.day)
    if reaches == {"own"}:
        for one in waiting:
            text = _("%(who)s asks for: %(what)s")
            yield Task(
                sentence=text % {"who": one.ask.asked_by, "what": one.ask.title},
                address=one.ask.link or _address("asks:index", scope),
                sign="→",
                tone="danger" if one.state == "late" else "warning",
                due=one.ask.deadline,
            )
        return
    late = [one for one in waiting if one.state == "late"]
    if late:
        text = ngettext(
            "%(count)d request is unanswered after its deadline",
            "%(count)d requests are unanswered after their deadlines",
            len(late),
        )
        yield Task(
            sentence=text % {"count": len(late)},
            address=_address("asks:index", scope, state="late"),
            sign="→",
            tone="info",
            concerns=each_once(_names(one.recipient.participation for one in late)),
        )


def stale(actor: Actor, scope: Scope, state: State, _now: datetime) -> Iterator[Task]:
    """What is known, but so long ago that it should be asked for anew."""
    if not (actor.may("observation.register") or actor.may("observation.report")):
        return
    subjects = {one.key: one for one in scope.definition.subjects}
    old = {
        pk
        for (pk, series), standing in state.standings.items()
        if subjects[series.subject].on_board and is_stale(standing, subjects[series.subject], scope.day)
    }
    found = [row for row in scope.participations if row.pk in old]
    if not found:
        return
    if actor.may("observation.register"):
        text = ngettext(
            "Of %(count)d municipality something is known that may be out of date",
            "Of %(count)d municipalities something is known that may be out of date",
            len(found),
        )
        address = _address("boards:board", scope, fresh="stale")
    else:
        text = _("Some of what is known of you may be out of date: is it still right?")
        address = _address("boards:one", scope)
    yield Task(
        sentence=text % {"count": len(found)},
        address=address,
        sign="◷",
        tone="info",
        concerns=each_once(_names(found)),
    )


NEAR, PAST = 45, 120
"""Days: a report is told of so long before it is due, and so long after; older ones stand in their list."""


def reports_due(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """The office's next report; for the directorate, which offices have not sent theirs."""
    if not (actor.may("report.write") or actor.may("yearreport.write")):
        return
    about = following(actor, "report.read", scope.day, scope.definition.key)
    if about is None:
        return
    national = actor.may("yearreport.write")
    found = reports.lines(
        about,
        reports.reachable(actor).filter(programme__key=scope.definition.key),
        scope.day,
        offices=[scope.office] if scope.office in about.offices else list(about.offices),
        national=national,
    )
    waiting = [line for line in found if line.sent is None and -PAST <= line.days_left <= NEAR]
    if not national:
        for line in waiting[:2]:
            words = {"report": line.due.name, "day": day_text(line.due.day)}
            text = _("%(report)s is being written") if line.draft else _("%(report)s is not begun")
            yield Task(
                sentence=text % words,
                address=reverse("reports:report", args=[line.draft.pk])
                if line.draft
                else _address("reports:index", scope),
                sign="✎",
                tone=_pressing(line.days_left),
                due=line.due.day,
            )
        return
    for due, lines in reports.waiting(waiting)[:2]:
        text = ngettext(
            "%(report)s: %(count)d office has not sent",
            "%(report)s: %(count)d offices have not sent",
            len(lines),
        )
        yield Task(
            sentence=text % {"report": due.name, "count": len(lines)},
            address=_address("reports:index", scope),
            sign="✎",
            tone=_pressing(lines[0].days_left),
            due=due.day,
            concerns=each_once(line.name for line in lines),
        )
    for line in waiting:
        if line.due.is_national:
            yield Task(
                sentence=_("%(report)s is to be sent") % {"report": line.due.name},
                address=_address("reports:index", scope),
                sign="✎",
                tone=_pressing(line.days_left),
                due=line.due.day,
            )


def _pressing(days_left: int) -> Tone:
    return "danger" if days_left < 0 else "warning"


def _within(scope: Scope, actor: Actor, right: str) -> Sequence[Participation]:
    """The page's municipalities that the actor reaches by the right."""
    rows = visible(
        Participation.objects.filter(pk__in=[row.pk for row in scope.participations]), actor, right
    )
    ids = set(rows.values_list("pk", flat=True))
    return [row for row in scope.participations if row.pk in ids]


PROVIDERS: tuple[Provider, ...] = (
    needs,
    silence,
    hearings,
    reports_due,
    plan_tasks.of_plans,
    cooperation_tasks.of_cooperation,
    minute_tasks.of_minutes,
    offer_tasks.of_offers,
    network_tasks.of_networks,
    learning_tasks.of_learning,
    facilitation_tasks.of_teams_to_call,
    improvement_tasks.of_improvement,
    measurement_tasks.of_measurements,
    revisions.reviews,
    revisions.plans_due,
    revisions.incomplete,
    invitation_tasks.of_invitations,
    mapping_tasks.of_rounds,
    requests,
    letter_tasks.of_letters,
    without_contact,
    stale,
)
