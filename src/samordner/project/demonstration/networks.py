"""The demonstration's networks: those of the plan, and a learning network with two cohorts and their teams; invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

from samordner.facilitation.operations import Said as Called
from samordner.facilitation.operations import note_call
from samordner.networks.learning.operations.cohorts import (
    CohortSaid,
    GatheringSaid,
    Noted,
    add_gathering,
    begin_cohort,
    note_attendance,
)
from samordner.networks.learning.operations.following import (
    GuidanceSaid,
    assess,
    note_guidance,
    say,
)
from samordner.networks.learning.operations.teams import MemberSaid, TeamSaid, add_member, join, leave
from samordner.networks.learning.queries.teams import homework_item
from samordner.networks.models import Cohort, Gathering, Network, RunningNetwork, Team
from samordner.networks.operations.members import join as take_in
from samordner.networks.operations.offering import Answer, answer_offer, offer_places
from samordner.networks.operations.running import run_row
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.project.demonstration.improving import Begun, Kind, Shared, begin, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A network of the plan that is run. `members`: municipalities, or "all"."""

    at: datetime
    by: str
    row: str
    kind: str
    since: date
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a municipality answered an offer of a place: yes, and `since` when it is in the network; or `no`, with why."""

    of: str
    day: date
    since: date | None = None
    no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Places offered in a network on a day, to these municipalities. Who stands in no answer has not answered."""

    at: datetime
    by: str
    network: str
    day: date
    how: str
    deadline: date
    to: tuple[str, ...]
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathers:
    ordinal: int
    day: date
    topic: str
    homework: str = ""
    homework_due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """A cohort with its gatherings."""

    key: str
    at: datetime
    by: str
    name: str
    since: date
    gatherings: tuple[Gathers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """A guidance meeting; of one that was called off, `said` is why."""

    day: date
    state: str = "planned"
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How far the team has come: as it says itself, and as its adviser does."""

    day: date
    own: float
    adviser: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A team. `came`: how many of it were at the gathering of that number; `homework`: of which it is done.

    `in_place` and `lacking`: items of the checklists, by their keys.
    """

    key: str
    cohort: str
    at: datetime
    of: str
    name: str
    service: str
    topic: str
    solutions: tuple[str, ...]
    began: date
    phase: str
    members: tuple[Someone, ...]
    sponsor_name: str = ""
    sponsor_role: str = ""
    left: date | None = None
    left_why: str = ""
    came: dict[str, int] | None = None
    homework: tuple[int, ...] = ()
    in_place: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    guidance: tuple[Guided, ...] = ()
    assessed: tuple[Scored, ...] = ()
    project: Begun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoned:
    at: datetime
    by: str
    of: str
    day: date
    how: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    note: str
    networks: tuple[Run, ...]
    offers: tuple[Offered, ...]
    cohorts: tuple[Goes, ...]
    teams: tuple[Together, ...]
    what: Kind
    experiences: tuple[Shared, ...]
    calls: tuple[Phoned, ...]


def load(folder: Path, programme: str, office: str, today: date, actors: Mapping[str, str]) -> None:
    """Write down what stands in `networks.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Networks, tomllib.loads((folder / "networks.toml").read_text("utf-8")))
    home, reform = Office.objects.get(key=office), Programme.objects.get(key=programme)
    _Loading(found, home, reform, today, actors).write()


class _Loading:
    """One load: what its steps share."""

    def __init__(
        self, found: Networks, office: Office, programme: Programme, today: date, actors: Mapping[str, str]
    ) -> None:
        self.found, self.office, self.programme = found, office, programme
        self.today, self.actors = today, actors
        rows = taking_part(programme.key, today, office=office.key)
        rows = rows.select_related("programme", "office", "municipality")
        self.places: dict[str, Participation] = {
            f"{row.municipality.code} {row.municipality.name}": row for row in rows
        }
        self.cohorts: dict[str, Cohort] = {}
        self.gatherings: dict[tuple[str, int], Gathering] = {}
        self.teams: dict[str, Team] = {}

    def write(self) -> None:
        (of,) = [made for each in self.found.networks if (made := self._run(each)).kind == "learning"]
        for offered in self.found.offers:
            self._offer(offered)
        for each in self.found.cohorts:
            self._begin(of, each)
        projects = {}
        for team in self.found.teams:
            by = self.actors["usht"]
            row = self._join(team, by)
            if team.project:
                at = make_aware(team.at)
                note, what = self.found.note, self.found.what
                projects[team.key] = begin(row, team.project, what, self.today, note, by=by, at=at)
        self._attend()
        for shared in self.found.experiences:
            share(shared, projects[shared.of], self.places, by=self.actors[shared.by])
        for call in self.found.calls:
            said = Called(day=call.day, how=call.how, said=call.said)
            by, now = self.actors[call.by], make_aware(call.at)
            note_call(self.teams[call.of], said, today=call.at.date(), by=by, now=now)

    def _run(self, said: Run) -> RunningNetwork:
        """The network that a row of the plan names, with its municipalities; those of the learning network answered an offer."""
        by, now = self.actors[said.by], make_aware(said.at)
        rows = Network.objects.filter(
            plan__office=self.office, plan__programme=self.programme, removed_at=None
        )
        row = rows.select_related("plan__office", "plan__programme").get(name=said.row)
        made = run_row(row, by=by, now=now, kind=said.kind, since=said.since)
        names = list(self.places) if said.members == ("all",) else list(said.members)
        if names:
            take_in(made, [self.places[name] for name in names], since=said.since, by=by, now=now)
        return made

    def _offer(self, said: Offered) -> None:
        by, now = self.actors[said.by], make_aware(said.at)
        network = RunningNetwork.objects.get(
            office=self.office, programme=self.programme, name=said.network, removed_at=None
        )
        to = [self.places[name] for name in said.to]
        made = offer_places(
            network, to, offered_on=said.day, how=said.how, deadline=said.deadline, today=self.today, by=by, now=now
        )  # fmt: skip
        offers = {one.participation_id: one for one in made}
        for one in said.answers:
            offer = offers[self.places[one.of].pk]
            answer = Answer.DECLINED if one.no else Answer.ACCEPTED
            answer_offer(
                offer, answer=answer, answered_on=one.day, declined_why=one.no, since=one.since, version=offer.version,
                today=self.today, by=by, now=_noon(one.day),
            )  # fmt: skip

    def _begin(self, network: RunningNetwork, said: Goes) -> None:
        by, now = self.actors[said.by], make_aware(said.at)
        about = f"{self.found.note}."
        of = CohortSaid(
            name=said.name, since=said.since, gatherings_planned=len(said.gatherings), about=about
        )
        self.cohorts[said.key] = cohort = begin_cohort(network, of, by=by, now=now)
        for one in said.gatherings:
            fields: dict[str, Any] = {name: getattr(one, name) for name in Gathers.__slots__}
            made = add_gathering(cohort, GatheringSaid(**fields), by=by, now=now)
            self.gatherings[said.key, one.ordinal] = made

    def _join(self, said: Together, by: str) -> Team:
        now = make_aware(said.at)
        of = TeamSaid(
            name=said.name, began_on=said.began, service=said.service, topic=said.topic, solutions=said.solutions,
            sponsor_name=said.sponsor_name, sponsor_role=said.sponsor_role, adviser="USHT",
        )  # fmt: skip
        cohort = self.cohorts[said.cohort]
        team = join(cohort, self.places[said.of], of, phase=said.phase, by=by, now=now)
        self.teams[said.key] = team
        for one in said.members:
            member = MemberSaid(role=one.role, name=one.name, email=one.email, since=said.began)
            add_member(team, member, by=by, now=now)
        for met in said.guidance:
            off = met.state == "cancelled"
            guided = GuidanceSaid(
                day=met.day, state=met.state, how="video", adviser="USHT", said="" if off else met.said,
                why=met.said if off else "",
            )  # fmt: skip
            note_guidance(team, guided, today=self.today, by=by, now=now)
        for scored in said.assessed:
            self._assess(team, scored, by)
        for number in said.homework:
            say(team, homework_item(self.gatherings[said.cohort, number]), "yes", by=by, now=now)
        for answer, items in (("yes", said.in_place), ("no", said.lacking)):
            for item in items:
                say(team, item, answer, by=by, now=now)
        if said.left:
            at = _noon(said.left)
            leave(
                team, on=said.left, why=said.left_why, today=self.today, version=team.version, by=by, now=at
            )
        return team

    def _assess(self, team: Team, said: Scored, by: str) -> None:
        for by_team, score in ((True, said.own), (False, said.adviser)):
            assess(
                team, by_team=by_team, score=Decimal(str(score)), day=said.day, why=said.why, today=self.today,
                by=by, now=_noon(said.day),
            )  # fmt: skip

    def _attend(self) -> None:
        """Who came to each gathering, noted the day after it."""
        for (cohort, number), gathering in self.gatherings.items():
            teams = [one for one in self.found.teams if one.cohort == cohort]
            came = {
                self.teams[one.key]: Noted((one.came or {})[f"{number}"])
                for one in teams
                if f"{number}" in (one.came or {})
            }
            if came and gathering.day:
                now = _noon(gathering.day)
                note_attendance(gathering, came, today=self.today, by=self.actors["usht"], now=now)


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))
