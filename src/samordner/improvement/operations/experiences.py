"""Deeds on experiences: share a tested change, put it right, withdraw it; note who has seen it and taken it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.improvement.models import Cycle, Experience, Uptake
from samordner.improvement.operations.keeping import not_written, noted, seen, stop
from samordner.journal.deeds import Reason, change, refuse
from samordner.participation.models import Participation
from samordner.programmes.queries import definition

KIND, UPTAKE = "experience", "experience_uptake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an experience tells. Fields as in `Experience`."""

    solution: str
    title: str
    what: str
    for_whom: str = ""
    takes: str = ""


def why_not_propose(cycle: Cycle) -> str | None:
    """Why a cycle cannot be shared as an experience, as a sentence; None when it can."""
    if cycle.removed_at or cycle.project.removed_at:
        return _("It is removed: bring it back first.")
    if not cycle.act:
        return _("Only what is tested can be shared: decide first what the cycle has come to.")
    return None


def _not_told(participation: Participation, told: Told) -> Reason:
    if told.solution not in {one.key for one in definition(participation.programme.key).solutions}:
        return "solution", _("Say which solution it belongs to.")
    if not told.title.strip():
        return "title", _("Give it a title that others understand.")
    if not told.what.strip():
        return "what", _("Say what you did and what you saw.")
    return not_written(title=told.title, what=told.what, for_whom=told.for_whom, takes=told.takes)


def _fields(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name).strip() for name in Told.__slots__}


@transaction.atomic
def propose_experience(cycle: Cycle, told: Told, *, by: str, now: datetime) -> Experience:
    """Share what a cycle came to with the other municipalities of the office. Raises Refusal."""
    stop(why_not_propose(cycle))
    place = cycle.project.participation
    refuse(_not_told(place, told))
    if cycle.experiences.filter(solution=told.solution, withdrawn_at=None).exists():
        refuse(("solution", _("This cycle is shared already as an experience with that solution.")))
    row = Experience.objects.create(
        cycle=cycle, participation=place, act=cycle.act, proposed_on=localtime(now).date(), made_at=now,
        made_by=by, **_fields(told),
    )  # fmt: skip
    noted(KIND, row, "propose", by, now, cycle=cycle.pk, solution=row.solution)
    return row


def why_not_change_experience(row: Experience) -> str | None:
    """Why an experience cannot be put right, as a sentence; None when it can."""
    return _("It is withdrawn: share it again first.") if row.withdrawn_at else None


@transaction.atomic
def change_experience(row: Experience, told: Told, *, version: int, by: str, now: datetime) -> Experience:
    """Put right what it tells. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_change_experience(row))
    refuse(_not_told(row.participation, told))
    others = row.cycle.experiences.filter(solution=told.solution, withdrawn_at=None).exclude(pk=row.pk)
    if others.exists():
        refuse(("solution", _("This cycle is shared already as an experience with that solution.")))
    change(row, version=version, **_fields(told))
    noted(KIND, row, "change", by, now)
    return row


@transaction.atomic
def withdraw_experience(row: Experience, why: str, *, version: int, by: str, now: datetime) -> Experience:
    """Others see it no more; what they noted stays. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(_("It is withdrawn already.") if row.withdrawn_at else None)
    if not why.strip():
        refuse(("why", _("Say in a few words why it is withdrawn.")))
    refuse(not_written(why=why))
    change(row, version=version, withdrawn_at=now, withdrawn_why=why.strip())
    noted(KIND, row, "withdraw", by, now)
    return row


def why_not_share_again(row: Experience) -> str | None:
    """Why a withdrawn experience cannot be shared again, as a sentence; None when it can."""
    if not row.withdrawn_at:
        return _("It is not withdrawn.")
    if row.cycle.experiences.filter(solution=row.solution, withdrawn_at=None).exists():
        return _("This cycle is shared already as an experience with that solution.")
    return why_not_propose(row.cycle)


@transaction.atomic
def share_again(row: Experience, *, version: int, by: str, now: datetime) -> Experience:
    """Undo a withdrawal. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_share_again(row))
    change(row, version=version, withdrawn_at=None, withdrawn_why="", act=row.cycle.act)
    noted(KIND, row, "share_again", by, now)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What another municipality did with it, each on a day. None: it did not, or nobody knows when."""

    seen_on: date | None = None
    taken_up_on: date | None = None
    stopped_on: date | None = None
    how: str = ""


def why_not_take(experience: Experience, participation: Participation) -> str | None:
    """Why a municipality cannot note anything on an experience, as a sentence; None when it can."""
    if experience.withdrawn_at:
        return _("It is withdrawn.")
    if experience.participation_id == participation.pk:
        return _("It is the municipality's own experience.")
    if experience.participation.office_id != participation.office_id:
        return _("It is shared within its own office only.")
    return None


def _not_noted(experience: Experience, said: Noted, today: date) -> Reason:
    for name, day in (
        ("seen_on", said.seen_on),
        ("taken_up_on", said.taken_up_on),
        ("stopped_on", said.stopped_on),
    ):
        if day and day > today:
            return name, _("The day has not come.")
    if said.seen_on is None and said.taken_up_on is None:
        return "seen_on", _("Say when it was seen, or taken up.")
    if said.seen_on and said.seen_on < experience.proposed_on:
        return "seen_on", _("It was not shared yet on that day.")
    if said.stopped_on and (said.taken_up_on is None or said.stopped_on < said.taken_up_on):
        return "stopped_on", _("Only what was taken up can be stopped, and not before.")
    return not_written(how=said.how)


@transaction.atomic
def note_uptake(
    experience: Experience,
    participation: Participation,
    said: Noted,
    *,
    version: int = 0,
    by: str,
    now: datetime,
) -> Uptake:
    """Note what a municipality did with an experience. `version`: of what is noted of it already, 0 for nothing.

    Raises Refusal, or Conflict when another noted something meanwhile.
    """
    stop(why_not_take(experience, participation))
    Experience.objects.select_for_update().get(pk=experience.pk)
    there = experience.uptakes.filter(participation=participation, removed_at=None).first()
    if there is not None:
        seen(there, version)
    refuse(_not_noted(experience, said, localtime(now).date()))
    fields = {name: getattr(said, name) for name in Noted.__slots__} | {"how": said.how.strip()}
    if there is None:
        row = Uptake.objects.create(
            experience=experience, participation=participation, made_at=now, made_by=by, **fields
        )
    else:
        row = change(there, version=version, **fields)
    noted(UPTAKE, row, "note", by, now, experience=experience.pk, state=row.state.value)
    return row


@transaction.atomic
def remove_uptake(row: Uptake, *, version: int, by: str, now: datetime) -> Uptake:
    """Take away what was noted by mistake. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(_("It is already removed.") if row.removed_at else None)
    change(row, version=version, removed_at=now)
    noted(UPTAKE, row, "remove", by, now, experience=row.experience_id)
    return row


@transaction.atomic
def restore_uptake(row: Uptake, *, version: int, by: str, now: datetime) -> Uptake:
    """Bring back what was removed. Raises Refusal, or Conflict."""
    seen(row, version)
    stop(None if row.removed_at else _("It is not removed."))
    if row.experience.uptakes.filter(participation=row.participation, removed_at=None).exists():
        stop(_("Something else is noted meanwhile."))
    change(row, version=version, removed_at=None)
    noted(UPTAKE, row, "restore", by, now, experience=row.experience_id)
    return row
