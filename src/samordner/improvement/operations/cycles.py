"""Deeds on a PDSA cycle: plan, do, study, act; take the last step back; remove, bring back.

`by` may be anyone who was let in: an account, or a team's member with a personal link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.improvement.models import Act, Cycle, Driver, Project
from samordner.improvement.operations.keeping import not_written, seen, stop, why_not_work
from samordner.improvement.operations.keeping import noted as noted_in
from samordner.journal.deeds import Reason, change, refuse
from samordner.journal.keeping import not_this_century

KIND = "improvement_cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a cycle is to try. Fields as in `Cycle`; `prediction` may wait until something is tried."""

    question: str
    prediction: str = ""
    plan: str = ""
    who: str = ""
    where: str = ""
    begins: date | None = None
    ends: date | None = None
    idea: Driver | None = None
    ramp: str = ""
    follows: Cycle | None = None


def planned(row: Cycle) -> Planned:
    """What a cycle is to try, as it is written."""
    return Planned(**{name: getattr(row, name) for name in Planned.__slots__})


def next_of(row: Cycle) -> Planned:
    """What the next cycle of the series would try: the same question, planned by what was to happen next.

    The days, and what is expected this time, are for the team to say.
    """
    return Planned(
        question=row.question, plan=row.next_step, who=row.who, where=row.where, idea=row.idea,
        ramp=row.ramp or row.question[:200], follows=row,
    )  # fmt: skip


def why_not_follow(row: Cycle) -> str | None:
    """Why no cycle can follow this one yet, as a sentence; None when one can."""
    if row.removed_at:
        return _("It is removed: bring it back first.")
    return None if row.act else _("Decide first what the cycle has come to: adopt, adapt or abandon.")


def why_not_plan(project: Project, said: Planned) -> str | None:
    """Why a cycle of this project cannot be planned so, as a sentence; None when it can."""
    if sentence := why_not_work(project):
        return sentence
    reason = _not_planned(project, said)
    return str(reason[1]) if reason else None


def _not_planned(project: Project, said: Planned) -> Reason:
    if not said.question.strip():
        return "question", _("Say what you want to find out.")
    if said.idea is not None and (said.idea.project_id != project.pk or said.idea.kind != Driver.Kind.IDEA):
        return "idea", _("The change idea is not in this project.")
    if said.idea is not None and said.idea.removed_at:
        return "idea", _("The change idea is removed: bring it back first.")
    if said.follows is not None and said.follows.project_id != project.pk:
        return "follows", _("The cycle before is not in this project.")
    if said.ends and not said.begins:
        return "begins", _("Say when it begins.")
    if said.ends and said.begins and said.ends < said.begins:
        return "ends", _("It cannot end before it begins.")
    return not_this_century(begins=said.begins, ends=said.ends) or not_written(
        question=said.question, prediction=said.prediction, plan=said.plan, who=said.who, where=said.where,
        ramp=said.ramp,
    )  # fmt: skip


def _fields(said: Planned) -> dict[str, Any]:
    found = {name: getattr(said, name) for name in Planned.__slots__}
    return found | {name: value.strip() for name, value in found.items() if isinstance(value, str)}


@transaction.atomic
def plan_cycle(project: Project, said: Planned, *, by: str, now: datetime) -> Cycle:
    """Plan to try something. One that follows another bears the same series. Raises Refusal."""
    Project.objects.select_for_update().get(pk=project.pk)
    project.refresh_from_db(fields=["ended_on", "removed_at"])
    stop(why_not_work(project))
    refuse(_not_planned(project, said))
    if said.follows is not None:
        stop(why_not_follow(said.follows))
        if said.follows.ramp == "" and said.ramp.strip():
            Cycle.objects.filter(pk=said.follows.pk, ramp="").update(ramp=said.ramp.strip())
    last = project.cycles.aggregate(last=Max("number"))["last"] or 0
    row = Cycle.objects.create(project=project, number=last + 1, made_at=now, made_by=by, **_fields(said))
    _noted(row, "plan", by, now)
    return row


def why_not_change(row: Cycle) -> str | None:
    """Why the plan of a cycle cannot be changed any more, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is removed: bring it back first.")
    if row.done:
        return _("What happened is written: what was planned and expected stays as it was.")
    return why_not_work(row.project)


@transaction.atomic
def change_plan(row: Cycle, said: Planned, *, version: int, by: str, now: datetime) -> Cycle:
    """Plan it otherwise. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_change(row))
    refuse(_not_planned(row.project, said))
    if said.follows is not None and said.follows.pk == row.pk:
        refuse(("follows", _("A cycle does not follow itself.")))
    change(row, version=version, **_fields(said))
    _noted(row, "change", by, now)
    return row


@dataclass(frozen=True, slots=True)
class Done:
    """What happened, and from which day to which. Without an end it goes on."""

    text: str
    begins: date | None
    ends: date | None = None


def why_not_do(row: Cycle) -> str | None:
    """Why it cannot be written what happened, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is removed: bring it back first.")
    if not row.prediction:
        return _("Write first what you expect to happen: only then does the cycle teach you something.")
    if row.act:
        return _("It is decided already: take the decision back first.")
    return why_not_work(row.project)


@transaction.atomic
def write_done(row: Cycle, said: Done, *, version: int, by: str, now: datetime) -> Cycle:
    """Write what happened; with no text, take it back. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_do(row))
    text, today = said.text.strip(), localtime(now).date()
    if not text and row.study:
        refuse(("text", _("What was learned is written: take that back first.")))
    if text and not said.begins:
        refuse(("begins", _("Say when it began.")))
    if text and said.begins and said.begins > today:
        refuse(("begins", _("The day has not come.")))
    if said.ends and (not said.begins or said.ends < said.begins):
        refuse(("ends", _("It cannot end before it begins.")))
    refuse(not_this_century(begins=said.begins, ends=said.ends) or not_written(text=text))
    change(row, version=version, done=text, begins=said.begins, ends=said.ends)
    _noted(row, "do", by, now)
    return row


def why_not_study(row: Cycle) -> str | None:
    """Why it cannot be written what was learned, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is removed: bring it back first.")
    if not row.done:
        return _("Write first what happened.")
    if row.act:
        return _("It is decided already: take the decision back first.")
    return why_not_work(row.project)


@transaction.atomic
def write_study(row: Cycle, text: str, *, version: int, by: str, now: datetime) -> Cycle:
    """Write what was learned; with no text, take it back. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_study(row))
    refuse(not_written(text=text))
    change(row, version=version, study=text.strip())
    _noted(row, "study", by, now)
    return row


@dataclass(frozen=True, slots=True)
class Decision:
    """What the cycle has come to, on what day, and what happens next."""

    act: str
    on: date
    next_step: str = ""


def why_not_decide(row: Cycle) -> str | None:
    """Why it cannot be decided what the cycle has come to, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is removed: bring it back first.")
    if row.act:
        return _("It is decided already: take the decision back first.")
    if not row.study:
        return _("Study first: what happened, held up against what was expected. Then decide.")
    return why_not_work(row.project)


@transaction.atomic
def decide(row: Cycle, said: Decision, *, version: int, by: str, now: datetime) -> Cycle:
    """Adopt, adapt or abandon what was tried. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_decide(row))
    if said.act not in Act.values:
        refuse(("act", _("Choose adopt, adapt or abandon.")))
    if said.on > localtime(now).date():
        refuse(("on", _("The day has not come.")))
    if row.begins and said.on < row.begins:
        refuse(("on", _("It cannot be decided before it was tried.")))
    refuse(not_written(next_step=said.next_step))
    ends = row.ends if row.ends and row.ends <= said.on else said.on
    change(
        row, version=version, act=said.act, decided_on=said.on, ends=ends, next_step=said.next_step.strip()
    )  # fmt: skip
    _noted(row, "decide", by, now, act=said.act)
    return row


def why_not_reconsider(row: Cycle) -> str | None:
    """Why the decision cannot be taken back, as a sentence; None when it can."""
    if not row.act:
        return _("Nothing is decided.")
    if row.experiences.filter(withdrawn_at=None).exists():
        return _("It is shared with others as an experience: withdraw that first.")
    if row.followed_by.filter(removed_at=None).exists():
        return _("Another cycle follows it: remove that first.")
    return why_not_work(row.project)


@transaction.atomic
def reconsider(row: Cycle, *, version: int, by: str, now: datetime) -> Cycle:
    """Take the decision back; what was learned stays. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_reconsider(row))
    change(row, version=version, act="", decided_on=None)
    _noted(row, "reconsider", by, now)
    return row


def why_not_remove_cycle(row: Cycle) -> str | None:
    """Why a cycle cannot be removed, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is already removed.")
    if row.experiences.filter(withdrawn_at=None).exists():
        return _("It is shared with others as an experience: withdraw that first.")
    if row.followed_by.filter(removed_at=None).exists():
        return _("Another cycle follows it: remove that first.")
    return None


@transaction.atomic
def remove_cycle(row: Cycle, *, version: int, by: str, now: datetime) -> Cycle:
    """Take a cycle out of its project, its number stays taken. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    stop(why_not_remove_cycle(row) or why_not_work(row.project))
    change(row, version=version, removed_at=now)
    _noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore_cycle(row: Cycle, *, version: int, by: str, now: datetime) -> Cycle:
    """Bring a removed cycle back as it was. Raises Refusal, or Conflict."""
    seen(row, version)
    stop(None if row.removed_at else _("It is not removed."))
    stop(why_not_work(row.project))
    if row.idea and row.idea.removed_at:
        stop(_("The change idea is removed: bring it back first."))
    change(row, version=version, removed_at=None)
    _noted(row, "restore", by, now)
    return row


def _noted(row: Cycle, verb: str, by: str, now: datetime, **detail: str | int | bool | None) -> None:
    noted_in(KIND, row.project, verb, by, now, cycle=row.pk, number=row.number, **detail)
