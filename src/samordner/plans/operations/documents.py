"""Taking a whole document in: the plan then says what the document says, and only what differs is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.db import transaction

from samordner.journal.operations import record
from samordner.plans.cells import field_names
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.new import NewChapter, NewRow, Taken
from samordner.plans.operations.keeping import CHAPTER, added, change_cells, locked, more_of, store, take_out
from samordner.plans.queries import rows_of
from samordner.plans.registers import R, Register, register
from samordner.plans.written import fields_of, plain, tidy


@transaction.atomic
def take_in(
    plan: Plan,
    *,
    chapters: Sequence[NewChapter],
    rows: Mapping[str, Sequence[NewRow]],
    by: str,
    now: datetime,
) -> Taken:
    """Make the plan hold these chapters and rows (register key → rows), changing only what differs.

    Rows and chapters that say the same are left as they are, so taking the same document in again changes
    nothing and leaves no trace. A register that `rows` does not name is left alone.
    """
    plan = locked(plan)
    taken = fill(plan, chapters, rows, by, now)
    if taken.any:
        counts = {"added": taken.added, "changed": taken.changed, "removed": taken.removed}
        record(by, "take_in", "plan", str(plan.pk), now, counts, office=plan.office.key)
    return taken


def fill(
    plan: Plan, chapters: Sequence[NewChapter], rows: Mapping[str, Sequence[NewRow]], by: str, now: datetime
) -> Taken:
    taken = Taken()
    _take_in_chapters(plan, chapters, taken, by, now)
    for key, new in rows.items():
        _take_in_rows(register(key), plan, new, taken, by, now)
    return taken


def _take_in_rows(
    register: Register[R], plan: Plan, new: Sequence[NewRow], taken: Taken, by: str, now: datetime
) -> None:
    """Rows that say the same stay; where others stood, they are changed in order; the rest go or come."""
    kept = list(rows_of(register, plan))
    silent = _silent(register, new)
    compared = tuple(
        name for column in register.columns if column.key not in silent for name in field_names(column)
    )
    fields = [
        {name: value for name, value in each.items() if name in compared}
        for row in new
        for each in [{**_blank(register), **fields_of(register, row.cells, plan)}]
    ]
    were = [_key(compared, {name: getattr(row, name) for name in compared}, row.more) for row in kept]
    become = [_key(compared, each, more_of(register, row)) for each, row in zip(fields, new, strict=True)]
    order: list[R] = []
    gone: list[R] = []
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, were, become, autojunk=False).get_opcodes():
        if verb == "equal":
            taken.unchanged += i2 - i1
            order += kept[i1:i2]
            continue
        for row, at in zip_longest(kept[i1:i2], range(j1, j2)):
            if at is None:
                gone.append(row)
            elif row is None:
                order.append(added(register, plan, new[at], len(kept) + len(order) + 1))
                taken.added += 1
            else:
                change_cells(
                    register,
                    row,
                    plan,
                    row.version,
                    {**fields[at], "more": more_of(register, new[at])},
                    by,
                    now,
                )
                type(row)._default_manager.filter(pk=row.pk).update(
                    doubts=dict(new[at].doubts), source=new[at].source
                )
                order.append(row)
                taken.changed += 1
    for row in gone:
        take_out(register, row, plan, row.version, now)
        taken.removed += 1
    for position, row in enumerate(order, 1):
        register.model._default_manager.filter(pk=row.pk).exclude(position=position).update(position=position)


def _take_in_chapters(plan: Plan, new: Sequence[NewChapter], taken: Taken, by: str, now: datetime) -> None:
    kept = list(plan.chapters.all())
    were = [(each.number, each.title, each.text, each.answers) for each in kept]
    become = [(each.number, " ".join(each.title.split()), tidy(each.text), each.answers) for each in new]
    if not new or were == become:
        taken.unchanged += len(kept)
        return
    for position, (old, chapter) in enumerate(zip_longest(kept, new), 1):
        if chapter is None:
            assert old is not None
            Earlier.objects.create(
                plan=plan,
                kind="chapter",
                key=old.pk,
                version=old.version,
                fields=plain(old, CHAPTER),
                at=now,
                by=by,
            )
            old.delete()
            taken.removed += 1
            continue
        number, title, text, answers = become[position - 1]
        if old is None:
            Chapter.objects.create(
                plan=plan,
                position=position,
                number=number,
                title=title,
                text=text,
                answers=answers,
                source=chapter.source,
            )
            taken.added += 1
            continue
        Chapter.objects.filter(pk=old.pk).update(number=number, answers=answers, source=chapter.source)
        same = were[position - 1] == become[position - 1]
        store(old, plan, "chapter", CHAPTER, old.version, {"title": title, "text": text}, by, now)
        taken.unchanged += same
        taken.changed += not same


def _blank(register: Register[Any]) -> dict[str, Any]:
    return {name: register.model._meta.get_field(name).get_default() for name in register.fields}


def _silent(register: Register[Any], new: Sequence[NewRow]) -> set[str]:
    """The columns that the document does not have: not always printed, and empty in every row that it gives.

    What stands in them is left as it is.
    """
    return {key for key in register.unprinted if not any(row.cells.get(key) for row in new)}


def _key(names: Iterable[str], fields: Mapping[str, Any], more: Mapping[str, str]) -> tuple[Any, ...]:
    cells = (fields[name] for name in names)
    return (*(tuple(cell) if isinstance(cell, list) else cell for cell in cells), *sorted(more.items()))
