"""Deeds on a project: begin, change, end, reopen, remove, bring back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.improvement.models import Project
from samordner.improvement.operations.keeping import not_written, noted, seen, stop
from samordner.journal.deeds import Reason, change, refuse
from samordner.journal.keeping import not_this_century
from samordner.networks.models.learning import Team
from samordner.participation.models import Participation
from samordner.programmes.queries import definition

KIND = "improvement_project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a project says of itself. Fields as in `Project`."""

    name: str
    team: Team | None = None
    problem: str = ""
    aim_what: str = ""
    aim_how_much: str = ""
    aim_for_whom: str = ""
    aim_by: date | None = None
    solutions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    began_on: date | None = None


def why_not_say(participation: Participation, said: Said) -> str | None:
    """Why a project of this municipality cannot say this, as a sentence; None when it can."""
    reason = _not_said(participation, said)
    return str(reason[1]) if reason else None


def _not_said(participation: Participation, said: Said) -> Reason:
    says = definition(participation.programme.key)
    if not said.name.strip():
        return "name", _("Give the project a name.")
    if said.team is not None and said.team.participation_id != participation.pk:
        return "team", _("The team is another municipality's.")
    if not {one.key for one in says.solutions}.issuperset(said.solutions):
        return "solutions", _("The programme has no such solution.")
    if not {one.key for one in says.areas}.issuperset(said.areas):
        return "areas", _("The programme has no such area.")
    if said.aim_by and said.began_on and said.aim_by < said.began_on:
        return "aim_by", _("The aim cannot be reached before the project begins.")
    return not_this_century(aim_by=said.aim_by, began_on=said.began_on) or not_written(
        name=said.name,
        problem=said.problem,
        aim_what=said.aim_what,
        aim_how_much=said.aim_how_much,
        aim_for_whom=said.aim_for_whom,
    )


def _fields(said: Said) -> dict[str, Any]:
    texts = {name: value.strip() for name, value in _said(said).items() if isinstance(value, str)}
    lists = {"solutions": sorted(set(said.solutions)), "areas": sorted(set(said.areas))}
    return _said(said) | texts | lists


def _said(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Said.__slots__}


@transaction.atomic
def begin_project(participation: Participation, said: Said, *, by: str, now: datetime) -> Project:
    """A municipality sets out to better something. Raises Refusal."""
    refuse(_not_said(participation, said))
    name = said.name.strip()
    there = Project.objects.filter(participation=participation, team=said.team, name=name, removed_at=None)
    if there.exists():
        refuse(("name", _("There is a project of that name already.")))
    row = Project.objects.create(participation=participation, made_at=now, made_by=by, **_fields(said))
    noted(KIND, row, "begin", by, now, team=row.team_id)
    return row


@transaction.atomic
def change_project(row: Project, said: Said, *, version: int, by: str, now: datetime) -> Project:
    """Put right what a project says of itself. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    refuse(_not_said(row.participation, said))
    if row.removed_at:
        refuse(("", _("The project is removed: bring it back first.")))
    if row.ended_on and (said.began_on is None or row.ended_on < said.began_on):
        refuse(("began_on", _("It cannot begin after the day it ended.")))
    change(row, version=version, **_fields(said))
    noted(KIND, row, "change", by, now)
    return row


@dataclass(frozen=True, slots=True)
class Ending:
    """How a project ended: the day, and what came of it."""

    on: date
    outcome: str


def why_not_end(row: Project) -> str | None:
    """Why a project cannot be ended now, as a sentence; None when it can."""
    if row.removed_at:
        return _("The project is removed: bring it back first.")
    if row.ended_on:
        return _("The work is ended already.")
    return None if row.began_on else _("It has not begun: say first when it did.")


@transaction.atomic
def end_project(row: Project, ending: Ending, *, version: int, by: str, now: datetime) -> Project:
    """The project is over. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_end(row))
    if ending.on > localtime(now).date():
        refuse(("on", _("The day has not come.")))
    if row.began_on and ending.on < row.began_on:
        refuse(("on", _("It cannot end before it began.")))
    if not ending.outcome.strip():
        refuse(("outcome", _("Say in a few words what came of it.")))
    refuse(not_written(outcome=ending.outcome))
    change(row, version=version, ended_on=ending.on, outcome=ending.outcome.strip())
    noted(KIND, row, "end", by, now)
    return row


def why_not_reopen(row: Project) -> str | None:
    """Why a project cannot be reopened, as a sentence; None when it can."""
    return None if row.ended_on else _("The project is not ended.")


@transaction.atomic
def reopen_project(row: Project, *, version: int, by: str, now: datetime) -> Project:
    """The project is not over after all; what was said of its outcome stays. Raises Refusal, or Conflict."""
    seen(row, version)
    stop(why_not_reopen(row))
    change(row, version=version, ended_on=None)
    noted(KIND, row, "reopen", by, now)
    return row


def why_not_remove(row: Project) -> str | None:
    """Why a project cannot be removed, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is already removed.")
    if row.cycles.filter(experiences__withdrawn_at=None, experiences__isnull=False).exists():
        return _("An experience from it is shared with others: withdraw that first.")
    return None


@transaction.atomic
def remove_project(row: Project, *, version: int, by: str, now: datetime) -> Project:
    """Take a project out of every list and count. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_remove(row))
    change(row, version=version, removed_at=now)
    noted(KIND, row, "remove", by, now)
    return row


@transaction.atomic
def restore_project(row: Project, *, version: int, by: str, now: datetime) -> Project:
    """Bring a removed project back as it was. Raises Refusal, or Conflict."""
    seen(row, version)
    stop(None if row.removed_at else _("It is not removed."))
    change(row, version=version, removed_at=None)
    noted(KIND, row, "restore", by, now)
    return row
