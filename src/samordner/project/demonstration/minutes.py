"""The demonstration's minutes: invented, each written on the day of its meeting and approved a few days later."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.timezone import make_aware
from django.utils.translation import override

from samordner.meetings.models import Meeting
from samordner.minutes.approving import approve_minutes
from samordner.minutes.content import digest
from samordner.minutes.gathering import gather
from samordner.minutes.models import Decision, Minutes, Task
from samordner.minutes.operations import (
    Giving,
    add_point,
    begin,
    change_decision,
    correct,
    decide,
    do,
    give,
    link_need,
    write_front,
    write_point,
)
from samordner.programmes.definition.strict import read
from samordner.support.models import Need

NOTICE = "Demonstrasjon: alle statusar og tal her er oppdikta."


@dataclass(frozen=True, slots=True)
class Given:
    """A task: who has it, by when, and when and how it was done, if it was."""

    text: str
    organisation: str
    deadline: date
    account: str = ""
    done: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the minutes. `needs` are the words of needs in `support.toml` that were raised in it."""

    title: str
    text: str
    decisions: tuple[str, ...] = ()
    tasks: tuple[Given, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A second edition: one decision read otherwise `before`."""

    on: date
    why: str
    decision: str
    before: str


@dataclass(frozen=True, slots=True)
class Approved:
    on: date
    corrected: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The minutes of a day's meeting: of the plan's, or of one of a `kind` that stands in no plan."""

    by: str
    day: date
    at: datetime
    language: str
    present: str
    points: tuple[Point, ...]
    approved: Approved
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AllMinutes:
    minutes: tuple[Written, ...]


def load(folder: Path, office: str, actors: Mapping[str, str]) -> None:
    """Write the minutes in `minutes.toml`. Raises DefinitionError on a fault in the file."""
    found = read(AllMinutes, tomllib.loads((folder / "minutes.toml").read_text("utf-8")))
    for one in found.minutes:
        rows = Meeting.objects.select_related("office", "programme", "series").filter(removed_at=None)
        rows = rows.filter(plan=None, kind=one.kind) if one.kind else rows.exclude(plan=None)
        meeting = rows.get(office__key=office, period_start=one.day)
        with override(one.language):
            _write(meeting, one, actors)


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


def _write(meeting: Meeting, one: Written, actors: Mapping[str, str]) -> None:
    by, now = actors[one.by], make_aware(one.at)
    minutes = begin(meeting, language=one.language, by=by, now=now)
    write_front(minutes, present=one.present, language=one.language, version=minutes.version, by=by, now=now)
    correction = one.approved.corrected
    for point in one.points:
        said = add_point(minutes, title=point.title, by=by, now=now)
        write_point(said, title=point.title, text=point.text, version=said.version, by=by, now=now)
        for text in point.decisions:
            first = correction.before if correction and correction.decision == text else text
            decide(said, text=first, by=by, now=now)
        for words in point.needs:
            need = Need.objects.get(participation__office=meeting.office, text=words, raised_on=one.day)
            link_need(said, need, by=by, now=now)
        for each in point.tasks:
            account = actors[each.account] if each.account else ""
            giving = Giving(each.text, each.organisation, account, each.deadline)
            give(said, giving, today=one.day, by=by, now=now)
    _approve(minutes, one.approved.on, by)
    if correction:
        now = _noon(correction.on)
        correct(minutes, why=correction.why, by=by, now=now)
        decision = Decision.objects.select_related("said__minutes__meeting__office").get(
            said__minutes=minutes, text=correction.before
        )
        change_decision(decision, text=correction.decision, version=decision.version, by=by, now=now)
        _approve(minutes, correction.on, by)
    _do(minutes, one, actors)


def _approve(minutes: Minutes, on: date, by: str) -> None:
    held = Minutes.objects.select_related("meeting__office", "meeting__programme").get(pk=minutes.pk)
    seen = digest(gather(held))
    approve_minutes(held, seen=seen, today=on, by=by, now=_noon(on), notice=NOTICE)


def _do(minutes: Minutes, one: Written, actors: Mapping[str, str]) -> None:
    """Note the tasks that were done, each on its day."""
    for each in (task for point in one.points for task in point.tasks):
        if each.done:
            task = Task.objects.select_related("said__minutes__meeting__office").get(
                said__minutes=minutes, text=each.text
            )
            by = actors[each.account or one.by]
            do(task, on=each.done, how=each.how, today=each.done, version=1, by=by, now=_noon(each.done))
