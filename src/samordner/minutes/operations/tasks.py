"""Deeds on tasks: give, change, do, drop, open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.documents.cells import day_text
from samordner.journal.deeds import Conflict, Refusal, change, refuse
from samordner.journal.keeping import not_this_century
from samordner.journal.operations import record
from samordner.meetings.models import Meeting
from samordner.minutes.models import Said, Task, TaskStep
from samordner.minutes.operations.writing import locked, one_line, open_point, tidy, writable
from samordner.timeline.days import CENTURY

KIND = "task"


@dataclass(frozen=True, slots=True)
class Giving:
    """What is to be done, by which organisation, by which person (an account's id) if one person has it, and by when."""

    text: str
    organisation: str = ""
    account: str = ""
    deadline: date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        organisation = one_line(self.organisation)
        return {
            "text": tidy(self.text), "organisation": organisation, "organisation_key": organisation_key(organisation),
            "account": self.account, "deadline": self.deadline,
        }  # fmt: skip


def _refuse(giving: Giving) -> None:
    if not giving.text.strip():
        raise Refusal(_("Write what is to be done."), field="text")
    if not giving.organisation.strip() and not giving.account:
        raise Refusal(_("Say who is to do it: an organisation, a person, or both."), field="organisation")
    refuse(not_this_century(deadline=giving.deadline))


def _seen(task: Task, version: int) -> None:
    """Conflict, first of all other reasons, when someone changed the task after `version` was seen.

    Its minutes are locked first, as by everyone who writes in them, so that nobody waits for each other in a ring.
    """
    locked(task.said.minutes)
    current = Task.objects.order_by().select_for_update(no_key=True).get(pk=task.pk)
    if current.version != version:
        raise Conflict(current)


def _noted(task: Task, verb: str, by: str, now: datetime, **detail: str | int | None) -> None:
    meeting = task.said.minutes.meeting
    found = {"meeting": meeting.pk, **detail}
    record(by, verb, KIND, str(task.pk), now, found, office=meeting.office.key)


def _step(
    task: Task, kind: TaskStep.Kind, day: date, by: str, now: datetime, *, words: str = "",
    meeting: Meeting | None = None,
) -> None:  # fmt: skip
    TaskStep.objects.create(task=task, kind=kind, day=day, words=words, meeting=meeting, at=now, by=by)


@transaction.atomic
def give(said: Said, giving: Giving, *, today: date, by: str, now: datetime) -> Task:
    """Note that somebody is to do something. Raises Refusal; also when the very same is noted already."""
    open_point(said)
    _refuse(giving)
    fields = giving.fields
    same = Task.objects.filter(said=said, text=fields["text"], removed_at=None)
    if same.filter(organisation_key=fields["organisation_key"], account=giving.account).exists():
        raise Refusal(_("This task is noted already."), field="text")
    made = Task.objects.create(said=said, recorded_at=now, recorded_by=by, **fields)
    _step(made, TaskStep.Kind.GIVEN, today, by, now)
    _noted(made, "give", by, now, account=giving.account)
    return made


def why_not_change(task: Task) -> str | None:
    """Why a task cannot be changed; None: it can."""
    if task.removed_at:
        return _("The task is removed.")
    return _("The task is over: open it again first.") if task.is_over else None


@transaction.atomic
def change_task(task: Task, giving: Giving, *, today: date, version: int, by: str, now: datetime) -> Task:
    """Let a task say something else, have another owner or another deadline. Approved minutes keep their own words.

    Raises Refusal, or Conflict when another changed it.
    """
    _seen(task, version)
    if sentence := why_not_change(task):
        raise Refusal(sentence)
    _refuse(giving)
    words = _changed(task, giving)
    change(task, version=version, **giving.fields)
    _step(task, TaskStep.Kind.CHANGED, today, by, now, words=words)
    _noted(task, "change", by, now, account=giving.account)
    return task


def _changed(task: Task, giving: Giving) -> str:
    """What stood there before, of what is changed, a line each: the history tells it."""
    new = giving.fields
    before = [task.text] if task.text != new["text"] else []
    if task.organisation != new["organisation"] and task.organisation:
        before.append(task.organisation)
    if task.deadline and task.deadline != giving.deadline:
        before.append(day_text(task.deadline))
    return "\n".join(before)


def why_not_do(task: Task) -> str | None:
    """Why a task cannot be noted as done, or dropped; None: it can."""
    if task.removed_at:
        return _("The task is removed.")
    if task.done_on:
        return _("The task is noted as done already.")
    return _("The task is dropped: open it again first.") if task.dropped_on else None


def _in_time(task: Task, on: date, today: date) -> None:
    if on > today:
        raise Refusal(_("That day has not come."), field="on")
    given = task.said.minutes.meeting.day
    if on < CENTURY or (given and on < given):
        raise Refusal(_("That is before the meeting that gave the task."), field="on")


@transaction.atomic
def do(
    task: Task, *, on: date, how: str = "", meeting: Meeting | None = None, today: date, version: int, by: str,
    now: datetime,
) -> Task:  # fmt: skip
    """Note that a task is done, and in which meeting that was told. Raises Refusal, or Conflict."""
    _seen(task, version)
    if sentence := why_not_do(task):
        raise Refusal(sentence)
    _in_time(task, on, today)
    if meeting is not None and (minutes := getattr(meeting, "minutes", None)) is not None:
        writable(minutes)
    words = tidy(how)
    change(task, version=version, done_on=on, done_how=words, met_again=meeting)
    _step(task, TaskStep.Kind.DONE, on, by, now, words=words, meeting=meeting)
    _noted(task, "do", by, now, met_again=meeting.pk if meeting else None)
    return task


@transaction.atomic
def drop(task: Task, *, on: date, why: str, today: date, version: int, by: str, now: datetime) -> Task:
    """Nobody is to do it after all. `why` is for those who look later. Raises Refusal, or Conflict."""
    _seen(task, version)
    if sentence := why_not_do(task):
        raise Refusal(sentence)
    words = tidy(why)
    if not words:
        raise Refusal(_("Say in a few words why it is dropped."), field="why")
    _in_time(task, on, today)
    change(task, version=version, dropped_on=on, dropped_why=words)
    _step(task, TaskStep.Kind.DROPPED, on, by, now, words=words)
    _noted(task, "drop", by, now)
    return task


def why_not_reopen(task: Task) -> str | None:
    """Why a task cannot be opened again; None: it can."""
    return None if task.is_over else _("The task is open.")


@transaction.atomic
def reopen(task: Task, *, today: date, version: int, by: str, now: datetime) -> Task:
    """It is not done, or not dropped, after all: it waits again. Raises Refusal, or Conflict."""
    _seen(task, version)
    if sentence := why_not_reopen(task):
        raise Refusal(sentence)
    nothing: dict[str, Any] = {
        "done_on": None, "done_how": "", "met_again": None, "dropped_on": None, "dropped_why": "",
    }  # fmt: skip
    change(task, version=version, **nothing)
    _step(task, TaskStep.Kind.REOPENED, today, by, now)
    _noted(task, "reopen", by, now)
    return task


def why_not_remove(task: Task) -> str | None:
    """Why a task cannot be removed; None: it can. What stands in approved minutes is dropped instead."""
    if task.removed_at:
        return _("The task is removed.")
    if task.approved:
        return _("The task stands in approved minutes: drop it instead, and say why.")
    return None


@transaction.atomic
def remove(task: Task, *, version: int, by: str, now: datetime) -> Task:
    """Take out what was noted by mistake; it can be brought back. Raises Refusal, or Conflict."""
    _seen(task, version)
    if sentence := why_not_remove(task):
        raise Refusal(sentence)
    writable(task.said.minutes)
    change(task, version=version, removed_at=now)
    _noted(task, "remove", by, now)
    return task


@transaction.atomic
def restore(task: Task, *, version: int, by: str, now: datetime) -> Task:
    """Bring a removed task back. Raises Refusal, or Conflict."""
    _seen(task, version)
    if not task.removed_at:
        raise Refusal(_("The task is not removed."))
    open_point(task.said)
    change(task, version=version, removed_at=None)
    _noted(task, "restore", by, now)
    return task
