"""The steps that carry out what was chosen of a comparison. None is journalled; the plan is locked by the deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from samordner.journal.deeds import change
from samordner.plandocument.comparing import FRONT, Line, Part
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.new import Taken
from samordner.plans.operations import change_plan
from samordner.plans.operations.keeping import CHAPTER, added, change_cells, store
from samordner.plans.written import plain


def settle(plan: Plan, parts: Sequence[Part], by: str, now: datetime) -> Taken:
    """Chapters and registers get what was chosen of the document; its front page has a deed of its own."""
    taken = Taken()
    for part in parts:
        if part.register is not None:
            _settle_rows(part, plan, taken, by, now)
        elif part.key != FRONT:
            _settle_chapters(part, plan, taken, by, now)
    return taken


def _settle_rows(part: Part, plan: Plan, taken: Taken, by: str, now: datetime) -> None:
    register = part.register
    assert register is not None
    order: list[Any] = []
    for line in part.lines:
        row = line.old
        match line.how:
            case "new" if line.takes:
                row = added(register, plan, line.new, len(part.lines) + len(order))
            case "changed" if line.takes:
                change_cells(register, row, plan, row.version, line.fields, by, now)
                type(row)._default_manager.filter(pk=row.pk).update(
                    doubts=dict(line.new.doubts), source=line.new.source
                )
            case "gone" if line.takes:
                change(row, version=row.version, removed_at=now)
        _count(line, taken)
        if line.stays:
            order.append(row)
    for position, row in enumerate(order, 1):
        if row.position != position:
            register.model._default_manager.filter(pk=row.pk).update(position=position)


def _settle_chapters(part: Part, plan: Plan, taken: Taken, by: str, now: datetime) -> None:
    order: list[Chapter] = []
    for line in part.lines:
        chapter = line.old
        match line.how:
            case "new" if line.takes:
                chapter = Chapter.objects.create(
                    plan=plan, position=len(order) + 1, source=line.new.source, **line.fields
                )
            case "changed" if line.takes:
                beside = {"number": line.fields["number"], "answers": line.fields["answers"]}
                Chapter.objects.filter(pk=chapter.pk).update(**beside, source=line.new.source)
                said = {name: line.fields[name] for name in CHAPTER}
                store(chapter, plan, "chapter", CHAPTER, chapter.version, said, by, now)
            case "gone" if line.takes:
                Earlier.objects.create(
                    plan=plan, kind="chapter", key=chapter.pk, version=chapter.version,
                    fields=plain(chapter, CHAPTER), at=now, by=by,
                )  # fmt: skip
                chapter.delete()
        _count(line, taken)
        if line.stays:
            order.append(chapter)
    _number(order)


def _number(order: Sequence[Chapter]) -> None:
    """Each chapter its place; where a kept one and one of the document have one number, they are numbered anew."""
    numbers = dict(Chapter.objects.filter(pk__in=[each.pk for each in order]).values_list("pk", "number"))
    numbered = [each.pk for each in order if numbers[each.pk]]
    if len({numbers[pk] for pk in numbered}) < len(numbered):
        numbers |= {pk: number for number, pk in enumerate(numbered, 1)}
    for position, chapter in enumerate(order, 1):
        Chapter.objects.filter(pk=chapter.pk).exclude(position=position, number=numbers[chapter.pk]).update(
            position=position, number=numbers[chapter.pk]
        )


def _count(line: Line, taken: Taken) -> None:
    taken.kept += line.how in {"changed", "gone"} and not line.takes
    match line.how:
        case "new":
            taken.added += line.takes
        case "changed" | "moved":
            taken.changed += line.takes
            taken.unchanged += not line.takes
        case "gone":
            taken.removed += line.takes
            taken.unchanged += not line.takes
        case "same":
            taken.unchanged += 1


def settle_front(plan: Plan, front: Part, by: str, now: datetime) -> bool:
    """The plan's front page says what was chosen of the document's. True: it was changed."""
    before = plan.version
    said = {
        line.key.split(":")[1]: line.new if line.takes or line.how == "same" else line.old
        for line in front.lines
    }
    change_plan(plan, version=before, language=plan.language, by=by, now=now, **said)
    return plan.version != before
