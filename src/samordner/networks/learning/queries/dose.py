"""What each team was given: gatherings attended and guidance meetings, of as many as were to be. Unknown is told as unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from samordner.access.actors import Actor
from samordner.invitations.models import Registration
from samordner.networks.learning.facts import NOTHING, Facts, facts_of
from samordner.networks.models.learning import Assessment, Attendance, Cohort, Gathering, Guidance, Team

State = Guidance.State


class Presence(StrEnum):
    """Whether a team was at a gathering."""

    HERE = "here"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    AHEAD = "ahead"
    """Its day has not come, or is not settled."""
    OFF = "off"
    """The gathering was called off."""
    OUT = "out"
    """The team had not joined yet, or had left."""
    UNPLANNED = "unplanned"
    """There is to be a gathering of that number, and none is planned."""


@dataclass(frozen=True)
class Cell:
    """A team at a gathering. `count`: how many came, if it was noted; `listed`: it is the meeting's own list that says it.

    `from_there`: of a municipality with several teams, how many the list has from the municipality as a whole.
    """

    ordinal: int
    gathering: Gathering | None
    presence: Presence
    count: int | None = None
    listed: bool = False
    from_there: int | None = None


@dataclass(frozen=True)
class Line:
    """A team, and what it was given and has come to by a day."""

    team: Team
    cells: tuple[Cell, ...]
    guidance: tuple[Guidance, ...]
    own: Assessment | None
    adviser: Assessment | None
    facts: Facts
    day: date

    @property
    def attended(self) -> int:
        return self._are(Presence.HERE)

    @property
    def unknown(self) -> int:
        """Gatherings of which nobody noted whether the team was there."""
        return self._are(Presence.UNKNOWN)

    @property
    def absent(self) -> int:
        return self._are(Presence.ABSENT)

    def _are(self, presence: Presence) -> int:
        return sum(cell.presence is presence for cell in self.cells)

    @property
    def gatherings(self) -> int:
        """How many gatherings there are to be."""
        return self.team.cohort.gatherings_planned

    @property
    def least(self) -> int:
        """How many guidance meetings there are to be, at least."""
        return self.team.cohort.guidance_least

    @property
    def held(self) -> int:
        return sum(one.state == State.HELD for one in self.guidance)

    @property
    def next(self) -> Guidance | None:
        """The next guidance meeting that is planned."""
        ahead = (one for one in self.guidance if one.state == State.PLANNED and one.day >= self.day)
        return min(ahead, key=lambda one: one.day, default=None)

    @property
    def unwritten(self) -> tuple[Guidance, ...]:
        """Guidance meetings whose day has passed, and nobody has said how they went."""
        return tuple(one for one in self.guidance if one.is_unwritten(self.day))

    @property
    def expected(self) -> int:
        """How many guidance meetings should have been held by now: an equal part between each gathering and the next,
        and all of them when the cohort is over.
        """
        cohort = self.team.cohort
        if cohort.until is not None and cohort.until <= self.day:
            return cohort.guidance_least
        been = sum(
            cell.gathering is not None
            and cell.gathering.has_been(self.day)
            and cell.presence is not Presence.OUT
            for cell in self.cells
        )
        parts = min(max(been - 1, 0), cohort.gatherings_planned)
        return cohort.guidance_least * parts // cohort.gatherings_planned

    @property
    def behind(self) -> int:
        """How many guidance meetings are lacking by now; 0 for a team that has left."""
        return max(self.expected - self.held, 0) if self.team.is_in(self.day) else 0

    @property
    def is_in(self) -> bool:
        return self.team.is_in(self.day)

    @property
    def score(self) -> Decimal | None:
        """The team's own assessment."""
        return self.own.score if self.own else None

    @property
    def advisers_score(self) -> Decimal | None:
        return self.adviser.score if self.adviser else None


def every_team() -> QuerySet[Team]:
    """Teams with their cohort, network, office and municipality."""
    return Team.objects.select_related(
        "cohort__network__office", "cohort__network__programme", "participation__municipality"
    )


def dose(teams: Iterable[Team], actor: Actor, day: date, *, charted: bool = False) -> list[Line]:
    """A line for each of the teams (with cohort and participation), in their order. Five queries, and those of the facts.
    `charted`: with whether the change holds, which charts are worked out for.

    The teams must be such that the reader may see them; nothing else is told than what was given to them.
    """
    found = list(teams)
    ids, cohorts = [team.pk for team in found], {team.cohort_id for team in found}
    gatherings: dict[int, list[Gathering]] = defaultdict(list)
    for row in Gathering.objects.filter(cohort__in=cohorts, removed_at=None).select_related("meeting"):
        gatherings[row.cohort_id].append(row)
    noted = {
        (row.gathering_id, row.team_id): row
        for row in Attendance.objects.filter(team__in=ids, count__isnull=False)
    }
    listed = _listed([row for rows in gatherings.values() for row in rows], found)
    alone = _alone(cohorts)
    guidance: dict[int, list[Guidance]] = defaultdict(list)
    for meeting in Guidance.objects.filter(team__in=ids, removed_at=None).order_by("day", "pk"):
        guidance[meeting.team_id].append(meeting)
    latest = latest_assessments(ids, day)
    facts = facts_of(actor, ids, day, charted=charted)
    return [
        Line(
            team,
            tuple(
                _cell(team, ordinal, row, day, noted, listed, alone)
                for ordinal, row in numbered(team.cohort, gatherings[team.cohort_id])
            ),
            tuple(guidance[team.pk]),
            latest.get((team.pk, True)),
            latest.get((team.pk, False)),
            facts.get(team.pk, NOTHING),
            day,
        )
        for team in found
    ]


def numbered(cohort: Cohort, gatherings: Sequence[Gathering]) -> list[tuple[int, Gathering | None]]:
    """The gatherings by number, those that are to be and are not planned as None."""
    by_number = {row.ordinal: row for row in gatherings}
    numbers = sorted(by_number.keys() | set(range(1, cohort.gatherings_planned + 1)))
    return [(number, by_number.get(number)) for number in numbers]


def _listed(gatherings: Sequence[Gathering], teams: Sequence[Team]) -> Mapping[tuple[int, int], int]:
    """(meeting, participation) → how many came, where the meeting's list of participants says who came and who did not."""
    meetings = {row.meeting_id for row in gatherings if row.meeting_id}
    rows = Registration.objects.filter(
        meeting__in=meetings,
        participation__in={team.participation_id for team in teams},
        attended__isnull=False,
    )
    counted = rows.order_by().values_list("meeting", "participation")
    return {
        (meeting, participation): came
        for meeting, participation, came in counted.annotate(came=Count("pk", filter=Q(attended=True)))
        if meeting and participation
    }


def _alone(cohorts: Collection[int]) -> frozenset[tuple[int, int]]:
    """(cohort, participation) of municipalities with one team there: what the list says of them it says of the team."""
    rows = Team.objects.filter(cohort__in=cohorts, removed_at=None)
    counted = Counter(rows.order_by().values_list("cohort", "participation"))
    return frozenset(pair for pair, number in counted.items() if number == 1)


def _cell(
    team: Team,
    ordinal: int,
    row: Gathering | None,
    day: date,
    noted: Mapping[tuple[int, int], Attendance],
    listed: Mapping[tuple[int, int], int],
    alone: frozenset[tuple[int, int]],
) -> Cell:
    if row is None:
        return Cell(ordinal, None, Presence.UNPLANNED)
    on = row.on
    if row.is_off:
        return Cell(ordinal, row, Presence.OFF)
    if on is not None and not team.is_in(on):
        return Cell(ordinal, row, Presence.OUT)
    if not row.has_been(day):
        return Cell(ordinal, row, Presence.AHEAD)
    came = listed.get((row.meeting_id or 0, team.participation_id))
    only = (team.cohort_id, team.participation_id) in alone
    said = noted.get((row.pk, team.pk))
    count = said.count if said else came if only else None
    presence = Presence.UNKNOWN if count is None else Presence.HERE if count else Presence.ABSENT
    return Cell(
        ordinal,
        row,
        presence,
        count,
        listed=said is None and count is not None,
        from_there=None if only else came,
    )


def latest_assessments(teams: Collection[int], day: date) -> Mapping[tuple[int, bool], Assessment]:
    """(team, by itself) → the assessment that stands on the day: the latest day, and of a day the one made last."""
    rows = Assessment.objects.filter(team__in=teams, day__lte=day).order_by("day", "pk")
    return {(row.team_id, row.by_team): row for row in rows}
