"""The demonstration's revisions: one approved and sent, the next with changes and a review, each at its own moment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware
from django.utils.translation import override

from samordner.plandocument.states import fingerprint
from samordner.plans.models import Chapter, Plan
from samordner.plans.operations import change_chapter, change_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from samordner.programmes.definition.strict import read
from samordner.programmes.queries import definition
from samordner.revisions import operations
from samordner.revisions.dues import due_named
from samordner.revisions.models import Revision
from samordner.revisions.places import CHAPTER, Place, of_chapter, of_row


@dataclass(frozen=True, slots=True)
class Approved:
    by: str
    begun: datetime
    at: datetime
    on: date
    body: str
    sent: datetime
    deadline: str
    due: date


@dataclass(frozen=True, slots=True)
class Changed:
    """`register` "chapter": `row` is what it answers; else `row` names a row and `column` the cell."""

    register: str
    row: str
    put: str
    column: str = ""
    find: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    by: str
    begun: datetime
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Commented:
    by: str
    organisation: str
    at: datetime
    register: str
    row: str
    text: str
    answer: str = ""
    answered: datetime | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    by: str
    at: datetime
    until: date
    asks: str
    comments: tuple[Commented, ...]


@dataclass(frozen=True, slots=True)
class Revisions:
    approved: Approved
    draft: Draft
    review: Review


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Write the revisions of `folder`/revisions.toml. `actors`: an account's key → the id by which it acts."""
    with (folder / "revisions.toml").open("rb") as file:
        found = read(Revisions, tomllib.load(file))
    plan = Plan.objects.select_related("office", "programme").get(
        programme__key=programme, office__key=office
    )
    _approve(plan, found.approved, actors[found.approved.by])
    revision = operations.begin_revision(plan, by=actors[found.draft.by], now=make_aware(found.draft.begun))
    for change in found.draft.changes:
        _change(plan, change, by=actors[found.draft.by], now=make_aware(found.draft.begun))
    _review(revision, found.review, actors)


def _approve(plan: Plan, each: Approved, by: str) -> None:
    revision = operations.begin_revision(plan, by=by, now=make_aware(each.begun))
    operations.approve(
        revision, body=each.body, on=each.on, seen=fingerprint(plan), version=revision.version, today=each.at.date(),
        by=by, now=make_aware(each.at),
    )  # fmt: skip
    due = due_named(definition(plan.programme.key), f"{each.deadline}/{each.due}", each.sent.date())
    if due is None:
        raise ValueError(f"no plan is due on {each.due}")
    operations.send(
        Revision.objects.get(pk=revision.pk), due, receiver="", today=each.sent.date(), by=by,
        now=make_aware(each.sent),
    )  # fmt: skip


def _found(plan: Plan, kind: str, name: str) -> Any:
    if kind == CHAPTER:
        return plan.chapters.get(answers=name)
    of = register(kind)
    return next(row for row in rows_of(of, plan) if of.name_of(row) == name)


def _change(plan: Plan, each: Changed, *, by: str, now: datetime) -> None:
    row = _found(plan, each.register, each.row)
    before = row.text if isinstance(row, Chapter) else getattr(row, each.column)
    if each.find not in before:
        raise ValueError(f"{each.row} does not say {each.find!r}")
    after = before.replace(each.find, each.put) if each.find else each.put
    if isinstance(row, Chapter):
        change_chapter(row, version=row.version, title=row.title, text=after, by=by, now=now)
    else:
        cells = {each.column: after}
        change_row(register(each.register), row, version=row.version, cells=cells, by=by, now=now)


def _review(revision: Revision, each: Review, actors: Mapping[str, str]) -> None:
    operations.send_for_review(
        revision, until=each.until, asks=each.asks, version=revision.version, today=each.at.date(),
        by=actors[each.by], now=make_aware(each.at),
    )  # fmt: skip
    for one in each.comments:
        said = operations.comment(
            revision, _place(revision.plan, one), text=one.text, by=actors[one.by], organisation=one.organisation,
            now=make_aware(one.at),
        )  # fmt: skip
        if one.answered:
            operations.answer_comment(
                said, answer=one.answer, settled=one.settled, version=said.version, by=actors[each.by],
                now=make_aware(one.answered),
            )  # fmt: skip


def _place(plan: Plan, one: Commented) -> Place:
    row = _found(plan, one.register, one.row)
    with override(plan.language):
        if isinstance(row, Chapter):
            return of_chapter(plan, row)
        return of_row(plan, register(one.register), row)
