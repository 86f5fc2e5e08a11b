"""Deeds on improvement teams: joining and leaving, phases, and who is in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_this_century
from samordner.letters.operations import forget
from samordner.letters.queries import about as letters_about
from samordner.links.operations import revoke
from samordner.networks.learning.operations.keeping import locked, noted, plain
from samordner.networks.models.learning import Cohort, Phase, Team, TeamMember, TeamStep
from samordner.participation.models import Participation
from samordner.programmes.queries import definition

Kind = TeamStep.Kind


@dataclass(frozen=True, kw_only=True)
class TeamSaid:
    """What a team is. Fields as in `Team`; `solutions` are keys of the programme."""

    name: str
    began_on: date
    service: str = ""
    topic: str = ""
    solutions: tuple[str, ...] = ()
    sponsor_name: str = ""
    sponsor_role: str = ""
    adviser: str = ""

    def fields(self) -> dict[str, object]:
        lines = ("name", "service", "sponsor_name", "sponsor_role", "adviser")
        said = asdict(self) | {name: plain(getattr(self, name)) for name in lines}
        return said | {"topic": self.topic.strip(), "solutions": list(dict.fromkeys(self.solutions))}


def said_of(team: Team) -> TeamSaid:
    """What a team says now."""
    said = {name: getattr(team, name) for name in TeamSaid.__dataclass_fields__}
    return TeamSaid(**said | {"solutions": tuple(team.solutions)})


def not_a_team(
    cohort: Cohort, participation: Participation, said: TeamSaid, besides: int | None = None
) -> Reason:
    if cohort.removed_at:
        return "", _("The cohort is removed.")
    network = cohort.network
    if (participation.office_id, participation.programme_id) != (network.office_id, network.programme_id):
        return "participation", _("That municipality does not follow this office in the programme.")
    if not said.name.strip():
        return "name", _("Say what the team is called.")
    if fault := not_this_century(began_on=said.began_on):
        return fault
    if not participation.holds(said.began_on):
        return "began_on", _("The municipality did not take part on that day.")
    if set(said.solutions) - {each.key for each in definition(network.programme.key).solutions}:
        return "solutions", _("Choose among the solutions of the programme.")
    same = cohort.teams.filter(participation=participation, name__iexact=plain(said.name), removed_at=None)
    if (same.exclude(pk=besides) if besides else same).exists():
        return "name", _("The municipality has a team of that name in the cohort already.")
    return None


def why_not_join(cohort: Cohort, participation: Participation, said: TeamSaid) -> str | None:
    """Why this team cannot join; None: it can."""
    return sentence_of(not_a_team(cohort, participation, said))


def _step(team: Team, kind: str, day: date, by: str, now: datetime) -> None:
    phase = team.phase if kind == Kind.PHASE else ""
    TeamStep.objects.create(team=team, kind=kind, phase=phase, day=day, at=now, by=by)


@transaction.atomic
def join(
    cohort: Cohort,
    participation: Participation,
    said: TeamSaid,
    *,
    phase: str = Phase.PREPARE,
    by: str,
    now: datetime,
) -> Team:
    """A team of a municipality joins a cohort. Raises Refusal."""
    cohort = locked(cohort)
    refuse(not_a_team(cohort, participation, said))
    made = Team.objects.create(
        cohort=cohort, participation=participation, phase=phase, made_at=now, made_by=by, **said.fields()
    )
    _step(made, Kind.JOINED, said.began_on, by, now)
    noted(made, "join", by, now, cohort=cohort.pk, participation=participation.pk)
    return made


@transaction.atomic
def change_team(team: Team, said: TeamSaid, *, version: int, by: str, now: datetime) -> Team:
    """Write a team anew. Raises Refusal and Conflict."""
    refuse(not_a_team(locked(team.cohort), team.participation, said, team.pk))
    if team.left_on and said.began_on > team.left_on:
        raise Refusal(_("It cannot have joined after it left."), field="began_on")
    moved = said.began_on != team.began_on
    change(team, version=version, **said.fields())
    if moved:
        _step(team, Kind.JOINED, said.began_on, by, now)
    noted(team, "change", by, now)
    return team


def not_on(team: Team, field: str, day: date, today: date) -> Reason:
    """Why nothing can be said of the team on that day."""
    if team.removed_at:
        return "", _("The team is removed.")
    if fault := not_this_century(**{field: day}):
        return fault
    if day > today:
        return field, _("That day has not come.")
    if day < team.began_on:
        return field, _("The team had not joined on that day.")
    return None


@transaction.atomic
def set_phase(
    team: Team, phase: str, *, day: date, today: date, version: int, by: str, now: datetime
) -> Team:
    """The team is in another phase from a day; it may go back. Raises Refusal and Conflict."""
    seen(team, version)
    refuse(not_on(team, "day", day, today))
    if phase not in Phase.values:
        raise Refusal(_("Choose a phase."), field="phase")
    if phase == team.phase:
        raise Refusal(_("The team is in that phase already."), field="phase")
    change(team, version=version, phase=phase)
    _step(team, Kind.PHASE, day, by, now)
    noted(team, "phase", by, now, phase=phase)
    return team


def why_not_leave(team: Team) -> str | None:
    """Why the team cannot leave; None: it can."""
    if team.removed_at:
        return _("The team is removed.")
    return _("The team has left already.") if team.left_on else None


@transaction.atomic
def leave(team: Team, *, on: date, why: str, today: date, version: int, by: str, now: datetime) -> Team:
    """The team goes on no more with the others, from a day and for a reason; it is counted still. Raises Refusal, Conflict."""
    seen(team, version)
    if sentence := why_not_leave(team):
        raise Refusal(sentence)
    refuse(not_on(team, "on", on, today))
    if not why.strip():
        raise Refusal(_("Say why the team leaves: others learn from it."), field="why")
    change(team, version=version, left_on=on, left_why=why.strip())
    _step(team, Kind.LEFT, on, by, now)
    noted(team, "leave", by, now)
    return team


@transaction.atomic
def come_back(team: Team, *, day: date, version: int, by: str, now: datetime) -> Team:
    """The team is with the others again, or had never left. Raises Refusal and Conflict."""
    seen(team, version)
    if not team.left_on:
        raise Refusal(_("The team has not left."))
    change(team, version=version, left_on=None, left_why="")
    _step(team, Kind.RETURNED, day, by, now)
    noted(team, "come_back", by, now)
    return team


# Who is in it

PERSONAL = ("name", "email", "position")
"""What tells who somebody is: all that `erase_member` blanks."""
LINK_PURPOSE, LINK_KIND = "team", "teammember"
"""What a member's personal link is good for, and with what: its key is `TeamMember.pk`."""


def about_team(pk: int) -> str:
    """What the letters to a team's members are found by."""
    return f"team/{pk}"


@dataclass(frozen=True, kw_only=True)
class MemberSaid:
    """Somebody in a team. Fields as in `TeamMember`."""

    role: str
    name: str = ""
    email: str = ""
    position: str = ""
    since: date | None = None
    until: date | None = None

    def fields(self) -> dict[str, object]:
        return asdict(self) | {name: plain(getattr(self, name)) for name in PERSONAL}


def not_a_member(team: Team, said: MemberSaid, besides: int | None = None) -> Reason:
    if team.removed_at:
        return "", _("The team is removed.")
    if not said.name.strip() and not said.position.strip():
        return "name", _("Write a name, or at least a position.")
    if said.role not in TeamMember.Role.values:
        return "role", _("Choose a role.")
    for field in ("since", "until"):
        if fault := not_this_century(**{field: getattr(said, field)}):
            return fault
    if said.since and said.until and said.until <= said.since:
        return "until", _("It must end after it begins.")
    same = team.members.filter(email__iexact=plain(said.email), removed_at=None, until=None, erased_at=None)
    if said.email and not said.until and (same.exclude(pk=besides) if besides else same).exists():
        return "email", _("Somebody with that address is in the team already.")
    return None


def why_not_add_member(team: Team, said: MemberSaid) -> str | None:
    """Why this person cannot be in the team; None: can be."""
    return sentence_of(not_a_member(team, said))


@transaction.atomic
def add_member(team: Team, said: MemberSaid, *, by: str, now: datetime) -> TeamMember:
    """Somebody is in the team. Raises Refusal."""
    locked(team.cohort)
    refuse(not_a_member(team, said))
    made = TeamMember.objects.create(team=team, made_at=now, made_by=by, **said.fields())
    noted(made, "add", by, now, team=team.pk, role=said.role)
    return made


def why_not_change_member(member: TeamMember) -> str | None:
    return _("Who it was is erased.") if member.erased_at else None


@transaction.atomic
def change_member(
    member: TeamMember, said: MemberSaid, *, version: int, by: str, now: datetime
) -> TeamMember:
    """Write a member anew. Raises Refusal and Conflict."""
    if sentence := why_not_change_member(member):
        raise Refusal(sentence)
    refuse(not_a_member(member.team, said, member.pk))
    change(member, version=version, **said.fields())
    noted(member, "change", by, now, team=member.team_id)
    return member


@transaction.atomic
def erase_member(member: TeamMember, *, version: int, by: str, now: datetime) -> TeamMember:
    """Blank who it was, and what was written to them, for good; their links open nothing. Raises Refusal and Conflict.

    The role and the days are left.
    """
    seen(member, version)
    if sentence := why_not_change_member(member):
        raise Refusal(sentence)
    revoke(LINK_PURPOSE, LINK_KIND, [str(member.pk)], now=now)
    if member.email:
        forget(
            letters_about(about_team(member.team_id)).filter(to_address__iexact=member.email, erased_at=None),
            by=by,
            now=now,
        )
    change(member, version=version, erased_at=now, **dict.fromkeys(PERSONAL, ""))
    noted(member, "erase", by, now, team=member.team_id)
    return member
