"""One network: its members, who was offered a place, and its meetings with who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.invitations.models import Invitation, Registration
from samordner.meetings.models import Meeting, State
from samordner.networks.models import MembershipOffer, NetworkMember, RunningNetwork
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part


def every_member() -> QuerySet[NetworkMember]:
    """Members of every network, removed ones too. Narrow through the grants."""
    return NetworkMember.objects.select_related(
        "network__office", "network__programme", "participation__municipality", "participation__office"
    )


def attachable(network: RunningNetwork) -> QuerySet[Meeting]:
    """Kept meetings of its office and programme that are not the network's, the latest first. Narrow through the grants."""
    rows = Meeting.objects.filter(office=network.office_id, programme=network.programme_id, removed_at=None)
    return rows.exclude(networks__network=network).order_by("-period_start", "pk")


def every_offer() -> QuerySet[MembershipOffer]:
    """Offers of places in every network, removed ones too. Narrow through the grants."""
    return MembershipOffer.objects.select_related(
        "network__office", "network__programme", "participation__municipality", "member"
    )


# Meetings


@dataclass(frozen=True)
class MeetingLine:
    """A meeting of a network. `invited` and `came`: how many municipalities; `people`: how many people came."""

    meeting: Meeting
    is_coming: bool
    invited: int
    came: int
    people: int

    @property
    def state(self) -> State:
        return self.meeting.state


def meeting_lines(
    meetings: Sequence[Meeting],
    invitations: QuerySet[Invitation],
    registrations: QuerySet[Registration],
    day: date,
) -> list[MeetingLine]:
    """Each meeting with who was invited and came, the next first, then the last; two queries."""
    ids = [one.pk for one in meetings]
    invited: dict[int, set[int]] = defaultdict(set)
    rows = invitations.filter(meeting__in=ids, withdrawn_at=None, participation__isnull=False)
    for meeting, participation in rows.order_by().values_list("meeting", "participation"):
        if participation is not None:
            invited[meeting].add(participation)
    came: dict[int, list[int | None]] = defaultdict(list)
    for meeting, participation in (
        registrations.filter(meeting__in=ids, attended=True)
        .order_by()
        .values_list("meeting", "participation")
    ):
        came[meeting].append(participation)
    found = [
        MeetingLine(
            one, _is_coming(one, day), len(invited[one.pk]),
            len({each for each in came[one.pk] if each is not None}), len(came[one.pk]),
        )
        for one in meetings
    ]  # fmt: skip
    coming = sorted((one for one in found if one.is_coming), key=lambda one: _on(one.meeting))
    before = sorted(
        (one for one in found if not one.is_coming), key=lambda one: _on(one.meeting), reverse=True
    )
    return [*coming, *before]


def _on(meeting: Meeting) -> tuple[date, int]:
    return meeting.period_start or date.max, meeting.pk


def _is_coming(meeting: Meeting, day: date) -> bool:
    if meeting.state in {State.HELD, State.CANCELLED}:
        return False
    on = meeting.last_day or meeting.period_end
    return on is None or on >= day


def attendance(
    registrations: QuerySet[Registration], meetings: Iterable[MeetingLine]
) -> tuple[dict[int, int], int]:
    """How many of the meetings that were held somebody of each participation came to, and how many were held where it is noted
    who came; one query."""
    held = [one.meeting.pk for one in meetings if one.people]
    rows = registrations.filter(meeting__in=held, attended=True, participation__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for participation, meeting in rows.order_by().values_list("participation", "meeting"):
        if participation is not None:
            found[participation].add(meeting)
    return {pk: len(each) for pk, each in found.items()}, len(held)


# Places that were offered


@dataclass(frozen=True)
class Place:
    """How it stands with a municipality and a place in the network: in it now, to be in it, offered one, or not yet.

    `member`: the last time that it was in it; `holds`: it is now; `coming`: it is to be, from a later day. `offer`: the
    last offer; `earlier`: how many before it.
    """

    participation: Participation
    member: NetworkMember | None
    offer: MembershipOffer | None
    earlier: int = 0
    holds: bool = False
    coming: bool = False

    @property
    def state(self) -> str:
        """One of PLACES. A place that was accepted and left again is not offered anew."""
        if self.member is not None and self.holds:
            return "member"
        if self.coming:
            return "coming"
        if self.offer is not None and not self.offer.answer:
            return "waiting"
        if self.offer is not None and self.offer.answer == MembershipOffer.Answer.DECLINED:
            return "declined"
        if self.member is not None or self.offer is not None:
            return "left"
        return "not_offered"


PLACES = ("not_offered", "waiting", "declined", "left", "coming", "member")
"""Gaps first."""


def places(
    network: RunningNetwork,
    members: Iterable[NetworkMember],
    offers: Iterable[MembershipOffer],
    participations: Iterable[Participation],
    day: date,
) -> list[Place]:
    """Every municipality (`participations`), those first who have not been offered a place."""
    inside: dict[int, NetworkMember] = {}
    coming: set[int] = set()
    for one in members:
        if one.participation_id is not None and one.since is not None and one.since > day:
            coming.add(one.participation_id)
        elif one.participation_id is not None:
            last = inside.get(one.participation_id)
            if last is None or (one.since or date.min) >= (last.since or date.min):
                inside[one.participation_id] = one
    offered: dict[int, list[MembershipOffer]] = defaultdict(list)
    for each in offers:
        if each.offered_on <= day:
            offered[each.participation_id].append(each)
    found = []
    for row in participations:
        mine = sorted(offered[row.pk], key=lambda each: (each.offered_on, each.pk))
        member = inside.get(row.pk)
        holds = member is not None and member.holds(day)
        found.append(
            Place(row, member, mine[-1] if mine else None, max(len(mine) - 1, 0), holds, row.pk in coming)
        )
    return sorted(found, key=lambda one: PLACES.index(one.state))


def taking_part_in(network: RunningNetwork, actor: Actor, right: str, day: date) -> list[Participation]:
    """The office's municipalities on the day, as far as the actor reaches them by `right`."""
    rows = taking_part(network.programme.key, day, office=network.office.key)
    return list(visible(rows, actor, right))


# Of a municipality


def networks_of(
    rows: QuerySet[NetworkMember], participations: Iterable[int], day: date
) -> list[NetworkMember]:
    """What municipalities are and were in by `day`, the present first; one query. `rows` are visible."""
    found = rows.filter(
        removed_at=None, network__removed_at=None, participation__in=list(participations), since__lte=day
    ).select_related("network__programme")
    return sorted(
        found,
        key=lambda one: (
            not in_on(one, day),
            one.network.name.casefold(),
            -(one.since or date.min).toordinal(),
        ),
    )


def in_on(member: NetworkMember, day: date) -> bool:
    """Whether a member is in a running network on `day`."""
    return member.holds(day) and (member.network.until is None or member.network.until > day)


def by_state(found: Iterable[Place]) -> Mapping[str, int]:
    """How many stand how, gaps first."""
    numbers = dict.fromkeys(PLACES, 0)
    for one in found:
        numbers[one.state] += 1
    return numbers
