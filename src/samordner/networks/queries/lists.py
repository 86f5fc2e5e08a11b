"""Networks in a list: how they stand on a day, who is in them, when they met and meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samordner.access.actors import Actor, organisation_key
from samordner.access.grants import filter_for, visible
from samordner.meetings.models import Meeting, State
from samordner.networks.models import (
    Gathering,
    MembershipOffer,
    NetworkMeeting,
    NetworkMember,
    RunningNetwork,
    Team,
)
from samordner.networks.models.network import Standing
from samordner.places.alphabet import norwegian_key
from samordner.programmes.definition import Definition, NetworkKind
from samordner.timeline.months import month_after

PLANNED, RUNNING, ENDED = "planned", "running", "ended"
STATES = (RUNNING, PLANNED, ENDED)
QUIET, UNPLANNED = "quiet", "unplanned"
"""Too long since it met; it has members, and no meeting is planned."""


def every_network() -> QuerySet[RunningNetwork]:
    """Networks with what a page tells of each. Narrow through `reached`."""
    return RunningNetwork.objects.select_related("office", "programme", "row__plan")


def reached(
    rows: QuerySet[RunningNetwork], actor: Actor, right: str = "network.read"
) -> QuerySet[RunningNetwork]:
    """The networks that `actor` reaches: those of the office, and those that the own municipality is or was in, has a team in,
    or was offered a place in."""
    condition = filter_for(RunningNetwork, actor, right)
    if condition is not None and not condition:
        return rows
    found = condition if condition is not None else Q(pk__in=[])
    if any(reach == "own" for reach, _holding in actor.reaches(right)):
        members = visible(NetworkMember.objects.filter(removed_at=None), actor, right)
        offers = visible(MembershipOffer.objects.filter(removed_at=None), actor, right)
        teams = visible(Team.objects.filter(removed_at=None), actor, right)
        own = Q(pk__in=members.order_by().values("network")) | Q(pk__in=offers.order_by().values("network"))
        found |= Q(removed_at=None) & (own | Q(pk__in=teams.order_by().values("cohort__network")))
    return rows.filter(found)


def kind_of(network: RunningNetwork, reform: Definition) -> NetworkKind | None:
    """The network's kind; None when it says none, or one that the programme has no longer."""
    return next((each for each in reform.network_kinds if each.key == network.kind), None)


def state_of(network: RunningNetwork, day: date) -> str:
    """How a network stands on `day`: one of STATES."""
    if network.until is not None and network.until <= day:
        return ENDED
    return PLANNED if network.since is not None and network.since > day else RUNNING


@dataclass(frozen=True)
class Met:
    """When a network met last and meets next, as known on a day; `meetings`: all that count."""

    last: date | None = None
    next: date | None = None
    held: int = 0


@dataclass(frozen=True)
class Line:
    """A network in a list. `members`: municipalities in it on the day; `outside`: others; `waiting`: offers without an answer."""

    network: RunningNetwork
    kind: NetworkKind | None
    state: str
    members: int = 0
    outside: int = 0
    offered: int = 0
    accepted: int = 0
    declined: int = 0
    waiting: int = 0
    met: Met = field(default_factory=Met)

    @property
    def meet_every(self) -> int | None:
        """It is to meet once in so many months; None: nobody has said."""
        return self.network.meet_every or (self.kind.meet_every if self.kind else 0) or None

    @property
    def due(self) -> date | None:
        """The first of the month by which it should have met again."""
        if self.meet_every is None:
            return None
        begun = self.met.last or self.network.since or self.network.made_at.date()
        return month_after(begun, self.meet_every)

    def lacks(self, day: date) -> str:
        """QUIET, UNPLANNED or "": what of its meetings somebody should see to."""
        if self.state != RUNNING or self.met.next is not None:
            return ""
        if self.due is not None and self.due <= day.replace(day=1):
            return QUIET
        return UNPLANNED if self.members or self.meet_every else ""


def lines(
    actor: Actor, networks: Sequence[RunningNetwork], reforms: Mapping[str, Definition], day: date
) -> list[Line]:
    """The networks as they stand on `day`, with what the actor may see of each; four queries."""
    ids = [one.pk for one in networks]
    inside: dict[int, set[int]] = defaultdict(set)
    outside: dict[int, int] = defaultdict(int)
    rows = visible(NetworkMember.objects.filter(removed_at=None, network__in=ids), actor, "network.read")
    for one in rows.as_of(day).order_by().values_list("network", "participation", "pk"):  # type: ignore[attr-defined]
        network, participation, _pk = one
        if participation is None:
            outside[network] += 1
        else:
            inside[network].add(participation)
    answers: dict[int, dict[int, str]] = defaultdict(dict)
    offers = visible(MembershipOffer.objects.filter(removed_at=None, network__in=ids), actor, "network.read")
    for network, participation, answer in (
        offers.filter(offered_on__lte=day)
        .order_by("offered_on", "pk")
        .values_list("network", "participation", "answer")
    ):
        answers[network][participation] = answer  # the last one counts
    met = meetings_of(actor, ids, day)
    return [
        Line(
            one, kind_of(one, reforms[one.programme.key]), state_of(one, day), len(inside[one.pk]), outside[one.pk],
            len(answers[one.pk]), *_counted(answers[one.pk].values()), met.get(one.pk, Met()),
        )
        for one in networks
    ]  # fmt: skip


def _counted(answers: Iterable[str]) -> tuple[int, int, int]:
    """How many accepted, declined, and have not answered."""
    found = list(answers)
    return found.count("accepted"), found.count("declined"), found.count("")


def meetings_of(actor: Actor, networks: Iterable[int], day: date) -> dict[int, Met]:
    """When each network met and meets, the gatherings of its cohorts too; two queries. What was called off does not count."""
    ids = list(networks)
    rows = visible(Meeting.objects.filter(removed_at=None), actor, "meeting.read")
    held = NetworkMeeting.objects.filter(network__in=ids, meeting__in=rows.order_by().values("pk"))
    found: dict[int, dict[int, Meeting]] = defaultdict(dict)
    gathered: dict[int, list[date]] = defaultdict(list)
    for one in held.select_related("meeting").order_by("pk"):
        found[one.network_id][one.meeting_id] = one.meeting
    gatherings = visible(
        Gathering.objects.filter(cohort__network__in=ids, cohort__removed_at=None, removed_at=None),
        actor,
        "meeting.read",
    )
    for each in gatherings.select_related("meeting", "cohort").order_by("pk"):
        if each.meeting is not None and each.meeting.removed_at is None:
            found[each.cohort.network_id][each.meeting.pk] = each.meeting
        elif each.meeting is None and each.day is not None and not each.called_off:
            gathered[each.cohort.network_id].append(each.day)
    return {pk: met_of(found[pk].values(), day, gathered[pk]) for pk in found.keys() | gathered.keys()}


def met_of(meetings: Iterable[Meeting], day: date, gathered: Iterable[date] = ()) -> Met:
    """When these meetings were and will be, and the gatherings on days of their own (`gathered`).

    A meeting without an exact day counts by the last day of its period.
    """
    stand = (one for one in meetings if one.state not in {State.CANCELLED, State.POSTPONED})
    days = [(on, one.state is State.HELD) for one in stand if (on := one.day or one.period_end)]
    days += [(on, False) for on in gathered]
    been = [on for on, held in days if held or on < day]
    coming = [on for on, held in days if not held and on >= day]
    return Met(max(been, default=None), min(coming, default=None), len(been))


# Lists


@dataclass(frozen=True)
class Narrowing:
    """What a list of networks is narrowed to; empty: not. `lacks`: QUIET, UNPLANNED, or "waiting" for unanswered offers."""

    words: str = ""
    kind: str = ""
    standing: str = ""
    operator: str = ""
    state: str = ""
    office: str = ""
    lacks: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


NO_KIND = "-"
"""In the address: those whose kind nobody has said."""


def operator_of(network: RunningNetwork) -> str:
    """Who operates it: the first line of what is said."""
    return next((line.strip() for line in network.operated_by.splitlines() if line.strip()), "")


def narrowed(found: Iterable[Line], by: Narrowing, day: date) -> list[Line]:
    """Those that fit."""
    words = by.words.casefold().split()

    def fits(one: Line) -> bool:
        row = one.network
        text = f"{row.name}\n{row.operated_by}\n{row.audience}\n{row.theme}\n{row.form}\n{row.benefit}".casefold()
        return (
            (not by.kind or (row.kind or NO_KIND) == by.kind)
            and (not by.standing or (row.standing or NO_KIND) == by.standing)
            and (not by.operator or organisation_key(operator_of(row)) == by.operator)
            and (not by.state or one.state == by.state)
            and (not by.office or row.office.key == by.office)
            and (not by.lacks or by.lacks == one.lacks(day) or (by.lacks == "waiting" and one.waiting > 0))
            and all(word in text for word in words)
        )

    return [one for one in found if fits(one)]


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "name": lambda one: norwegian_key(one.network.name),
    "kind": lambda one: norwegian_key(str(one.kind.name) if one.kind else "ååå"),
    "operator": lambda one: norwegian_key(operator_of(one.network)),
    "standing": lambda one: [*Standing.values, ""].index(one.network.standing),
    "members": lambda one: one.members,
    "last": lambda one: one.met.last or date.min,
    "next": lambda one: one.met.next or date.max,
}


def ordered(found: Iterable[Line], sort: str = "") -> list[Line]:
    """By name, unless sorted; those that have ended last."""
    read = SORTS.get(sort.removeprefix("-"))
    by_name = sorted(
        found, key=lambda one: (one.state == ENDED, norwegian_key(one.network.name), one.network.pk)
    )
    return sorted(by_name, key=read, reverse=sort.startswith("-")) if read else by_name
