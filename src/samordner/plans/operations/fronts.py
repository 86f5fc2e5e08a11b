"""Deeds on the plan itself: begin one, change its front and chapters, bring back what stood there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Versioned
from samordner.journal.operations import record
from samordner.places.models import Office
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations.documents import fill
from samordner.plans.operations.keeping import (
    CHAPTER,
    FILLED_BY,
    FRONT,
    locked,
    note,
    refuse,
    store,
    why_not_last,
)
from samordner.plans.written import period_fields, put, tidy
from samordner.programmes.models import Programme
from samordner.timeline.periods import Period

V = TypeVar("V", bound=Versioned)


def why_not_write(title: str, period: Period) -> Promise | None:
    return why_not_last(period) if title.strip() else _("A plan must have a title.")


def why_not_write_chapter(title: str) -> Promise | None:
    return None if title.strip() else _("A chapter must have a title.")


@transaction.atomic
def create_plan(
    *,
    programme: Programme,
    office: Office,
    title: str,
    period: Period,
    language: str,
    by: str,
    now: datetime,
    dated: Period | None = None,
    approved_by: str = "",
    prepared_by: Iterable[str] = (),
    chapters: Sequence[NewChapter] = (),
    rows: Mapping[str, Sequence[NewRow]] | None = None,
) -> Plan:
    """Begin a plan, with its chapters and rows (register key → rows) if there are any already."""
    refuse(why_not_write(title, period))
    plan = Plan(programme=programme, office=office, created_at=now)
    put(plan, front_fields(title, period, dated, approved_by, prepared_by, language))
    plan.save(force_insert=True)
    added = fill(plan, chapters, rows or {})
    record(by, "create", "plan", str(plan.pk), now, {"added": added}, office=office.key)
    return plan


@transaction.atomic
def change_plan(
    plan: Plan,
    *,
    version: int,
    title: str,
    period: Period,
    dated: Period | None,
    approved_by: str,
    prepared_by: Iterable[str],
    language: str,
    by: str,
    now: datetime,
) -> Plan:
    """Change the front page. Conflict when another changed it first."""
    refuse(why_not_write(title, period))
    fields = front_fields(title, period, dated, approved_by, prepared_by, language)
    if store(plan, plan, "plan", FRONT, version, fields, by, now):
        record(by, "change", "plan", str(plan.pk), now, {"version": plan.version}, office=plan.office.key)
    return plan


@transaction.atomic
def change_chapter(
    chapter: Chapter, *, version: int, title: str, text: str, by: str, now: datetime
) -> Chapter:
    """Change a chapter's title and text. Conflict when another changed it first."""
    refuse(why_not_write_chapter(title), "title")
    plan = locked(chapter.plan)
    fields = {"title": " ".join(title.split()), "text": tidy(text)}
    if store(chapter, plan, "chapter", CHAPTER, version, fields, by, now):
        note(by, "change", "chapter", chapter, plan, now)
    return chapter


def front_fields(
    title: str,
    period: Period,
    dated: Period | None,
    approved_by: str,
    prepared_by: Iterable[str],
    language: str,
) -> dict[str, Any]:
    return {
        "title": " ".join(title.split()),
        **period_fields(period),
        **period_fields(dated or Period(""), "dated"),
        "approved_by": tidy(approved_by),
        "prepared_by": "\n".join(name for each in prepared_by if (name := " ".join(each.split()))),
        "language": language,
    }


@transaction.atomic
def bring_back(row: V, earlier: Earlier, *, version: int, by: str, now: datetime) -> V:
    """Make a row, a chapter or the front page say again what it said in an earlier version."""
    if earlier.key != row.pk:
        raise ValueError("an earlier version of something else")
    plan = locked(earlier.plan)
    old = type(row)._default_manager.get(pk=row.pk)
    put(old, earlier.fields)
    # Who fills in a row is not what stands in it
    names = [name for name in earlier.fields if hasattr(old, name) and name not in FILLED_BY]
    fields = {name: getattr(old, name) for name in names}
    if store(row, plan, earlier.kind, tuple(fields), version, fields, by, now):
        note(by, "bring_back", earlier.kind, row, plan, now)
    return row
