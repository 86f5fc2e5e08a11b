"""What a comment can be about: the whole plan, a chapter, or a row of a register; and where that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.plans.models import Chapter, Plan
from samordner.plans.queries import overview, rows_of
from samordner.plans.registers import Register, register
from samordner.revisions.state import CHAPTERS

WHOLE, CHAPTER = "plan", "chapter"


@dataclass(frozen=True)
class Place:
    """`kind` is "plan", "chapter" or a register's key; `key` the chapter's or row's id, 0 for the whole.

    `address` is where it stands in the plan. `row`: the very chapter or row, for showing what it says.
    """

    kind: str
    key: int
    name: str
    address: str
    row: Any = field(default=None, compare=False)


def whole(plan: Plan) -> Place:
    return Place(WHOLE, 0, _("The whole plan"), reverse("plans:plan", args=[plan.pk]), plan)


def of_chapter(plan: Plan, chapter: Chapter) -> Place:
    return Place(CHAPTER, chapter.pk, str(chapter), address_of(plan, CHAPTER, chapter.pk), chapter)


def of_row(plan: Plan, register: Register[Any], row: Any) -> Place:
    name = f"{register.table.title}: {register.name_of(row)}"
    return Place(register.key, row.pk, name, address_of(plan, register.key, row.pk), row)


def address_of(plan: Plan, kind: str, key: int) -> str:
    """Where a chapter or a row stands in the plan's registers; the plan's page for what no register has."""
    page = reverse("plans:plan", args=[plan.pk])
    if kind in {CHAPTER, CHAPTERS}:
        return f"{page}#chapter-{key}"
    try:
        return f"{reverse('plans:register', args=[plan.pk, register(kind)])}#row-{key}"
    except KeyError:
        return page


def place_named(plan: Plan, kind: str, key: int) -> Place | None:
    """The place of a form or an address; None: there is no such one in this plan."""
    if kind == WHOLE:
        return whole(plan)
    if kind == CHAPTER:
        chapter = plan.chapters.filter(pk=key).first()
        return of_chapter(plan, chapter) if chapter else None
    try:
        found = register(kind)
    except KeyError:
        return None
    row = rows_of(found, plan).filter(pk=key).first()
    return of_row(plan, found, row) if row else None


@dataclass(frozen=True)
class Section:
    """A chapter, or the whole plan or what stands outside the chapters (no `chapter`), with its registers."""

    title: str
    chapter: Chapter | None
    registers: tuple[Register[Any], ...]
    counts: Mapping[str, int]

    def holds(self, kind: str, key: int) -> bool:
        if kind == CHAPTER:
            return self.chapter is not None and self.chapter.pk == key
        return any(each.key == kind for each in self.registers)


def sections(plan: Plan) -> list[Section]:
    """The plan's chapters in order, then the registers outside them."""
    view = overview(plan)
    found = [
        Section(
            str(part.chapter),
            part.chapter,
            tuple(each.register for each in part.holds),
            {each.register.key: each.rows for each in part.holds},
        )
        for part in view.parts
    ]
    if view.others:
        counts = {each.register.key: each.rows for each in view.others}
        outside = _("Registers outside the chapters") if found else _("Registers")
        found.append(Section(outside, None, tuple(each.register for each in view.others), counts))
    return found
