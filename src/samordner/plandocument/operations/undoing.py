"""Undoing an accepted reading: the plan says again exactly what it said before, or the deed is refused whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samordner.documents.cells import day_text
from samordner.journal.deeds import Conflict, change
from samordner.journal.models import Entry
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.people.queries import names_of
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations.beginning import refuse
from samordner.plandocument.snapshots import (
    CHAPTER,
    CLAIM,
    PLAN,
    Snapshot,
    changed,
    fields_of,
    kinds,
    made_of,
    marks,
    rows_of,
    snapshot,
)
from samordner.plans.models import Earlier, Plan
from samordner.plans.operations.keeping import CHAPTER as CHAPTER_FIELDS
from samordner.plans.operations.keeping import FRONT, locked
from samordner.plans.registers import register as register_of
from samordner.plans.written import plain, put

SHOWN = 3
Kept = dict[str, Any]


@dataclass(frozen=True)
class Undone:
    """What undoing does, in numbers. `plan_goes`: the plan that the acceptance made goes as a whole.

    `leaving` municipalities take part no more; `staying` were enrolled by it too, but something is known of them.
    """

    plan_goes: bool
    rows_removed: int
    rows_back: int
    chapters: int
    claims: int
    leaving: int
    staying: int


def why_not_undo(reading: PlanReading) -> str | Promise | None:
    """Why the acceptance cannot be undone: who has worked in the plan since, in what, and when."""
    if reading.status != PlanReading.Status.ACCEPTED:
        return gettext_lazy("This reading is not accepted.")
    if reading.plan is None:
        return gettext_lazy("The plan is no longer there.")
    if not reading.undoing:
        return gettext_lazy("This reading was accepted before acceptances could be undone.")
    later = PlanReading.objects.filter(plan=reading.plan, accepted_at__gt=reading.accepted_at).first()
    if later is not None:
        return _("“%(name)s” was read into the plan later. Undo that first.") % {"name": later.name}
    return _made_since(reading.plan, reading.undoing) or _changed_since(
        reading, reading.plan, reading.undoing
    )


def _made_since(plan: Plan, undoing: Kept) -> str | None:
    before = undoing["made"]
    made = made_of(plan, all_of=undoing["before"] is None)
    new = [label for label, count in made.items() if count > before.get(label, 0)]
    if not new:
        return None
    names = ", ".join(str(apps.get_model(label)._meta.verbose_name_plural) for label in new)
    return _("Something has been made of the plan since: %(what)s. The acceptance cannot be undone.") % {
        "what": names
    }


def _changed_since(reading: PlanReading, plan: Plan, undoing: Kept) -> str | None:
    touched = changed(undoing["marks"], marks(snapshot(plan), undoing["fields"]))
    if not touched:
        return None
    asked = Q(kind="plan", key=str(plan.pk))
    for kind in {kind for kind, _key in touched}:
        asked |= Q(kind=kind, key__in=[key for other, key in touched if other == kind])
    entries = (
        Entry.objects.filter(asked, at__gte=reading.accepted_at).exclude(verb="take_in").order_by("number")
    )
    last = {(each.kind, each.key): each for each in entries}
    names = names_of(each.actor for each in last.values())
    places = [_place(kind, key, last.get((kind, key)), names) for kind, key in touched[:SHOWN]]
    more = len(touched) - SHOWN
    if more > 0:
        places.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return _("The plan has been worked in since: %(places)s. The acceptance cannot be undone.") % {
        "places": "; ".join(places)
    }


def _place(kind: str, key: str, entry: Entry | None, names: dict[str, str]) -> str:
    """Where, what, by whom and when: Meeting plan “1. juni” (Kim Nes, 27.04.2021)."""
    row = kinds()[kind]._default_manager.filter(pk=int(key)).first()
    match kind:
        case "plan":
            where = _("Front page")
        case "claim":
            where = _("Stated numbers")
        case "chapter":
            where = f"{_('Chapter')} “{row}”" if row else _("Chapter")
        case _:
            register = register_of(kind)
            where = f"{register.table.title} “{register.name_of(row)}”" if row else str(register.table.title)
    who = names.get(entry.actor, "") if entry else ""
    when = day_text(entry.at.date()) if entry else ""
    by = ", ".join(part for part in (who, when) if part)
    return f"{where} ({by})" if by else where


def what_undoing_does(reading: PlanReading) -> Undone:
    """What would happen, in numbers, for whoever is about to do it."""
    assert reading.plan is not None
    before: Snapshot | None = reading.undoing["before"]
    leaving, staying = _enrolled(reading)
    now = marks(snapshot(reading.plan), reading.undoing["fields"])
    if before is None:
        gone = sum(len(rows) for kind, rows in now.items() if kind not in {PLAN, CHAPTER, CLAIM})
        return Undone(True, gone, 0, len(now[CHAPTER]), len(now[CLAIM]), len(leaving), len(staying))
    touched = changed(marks(before, reading.undoing["fields"]), now)
    registers = [(kind, key) for kind, key in touched if kind not in {PLAN, CHAPTER, CLAIM}]
    added = sum(key not in before[kind] for kind, key in registers)
    return Undone(
        False, added, len(registers) - added,
        sum(kind == CHAPTER for kind, _key in touched), sum(kind == CLAIM for kind, _key in touched),
        len(leaving), len(staying),
    )  # fmt: skip


@transaction.atomic
def undo_reading(reading: PlanReading, *, version: int, by: str, now: datetime) -> Undone:
    """Undo the acceptance: the plan is as it was, or gone if the acceptance made it; the reading is open again.

    Exactly what stood there stands there again, under a new version, so that whoever had the page open is told.
    Those who were enrolled by it take part no more, unless something is known of any of them by now.
    """
    held = PlanReading.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.pk)
    if held.version != version:
        raise Conflict(held)
    plan = locked(held.plan) if held.plan else None
    refuse(why_not_undo(held))
    assert plan is not None
    done, (leaving, _staying) = what_undoing_does(held), _enrolled(held)
    before = held.undoing["before"]
    if before is None:
        plan.delete()
    else:
        for kind in kinds():
            _restore(kind, plan, before[kind], by, now)
    Participation.objects.filter(pk__in=leaving).delete()
    change(reading, version=version, status=PlanReading.Status.OPEN, accepted_at=None, plan=None, undoing={})
    detail = {
        "plan": plan.pk if before is not None else None,
        "removed": done.rows_removed,
        "back": done.rows_back,
        "leaving": done.leaving,
    }
    record(by, "undo", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return done


def _enrolled(reading: PlanReading) -> tuple[list[int], list[int]]:
    """The participations that began with the acceptance: those that would end with it, and those that stay.

    They end together or not at all: a programme that half of a region takes part in is nobody's meaning.
    """
    found = [*Participation.objects.filter(pk__in=reading.undoing["enrolled"]).values_list("pk", flat=True)]
    other_plans = Plan.objects.filter(office=reading.office, programme=reading.programme).exclude(
        pk=reading.undoing["plan"]
    )
    known = other_plans.exists() or any(
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": found}).exists()
        for relation in Participation._meta.related_objects
        if relation.on_delete is models.PROTECT
    )
    return ([], found) if known else (found, [])


def _restore(kind: str, plan: Plan, before: dict[str, dict[str, Any]], by: str, now: datetime) -> None:
    """Rows of a kind as they were. What was added goes; what was changed says again what it said; what went is back."""
    model: type[Any] = kinds()[kind]
    current = {str(row.pk): row for row in rows_of(kind, plan)}
    added = [key for key in current if key not in before]
    if added:
        model._default_manager.filter(pk__in=added).delete()
        Earlier.objects.filter(plan=plan, kind=kind, key__in=added).delete()
    names = fields_of(model)
    for key, fields in before.items():
        row = current.get(key)
        if row is None:
            row = model(pk=int(key))
            if kind != PLAN:
                row.plan = plan
            put(row, fields)
            if kind == CHAPTER:
                last = Earlier.objects.filter(kind=kind, key=row.pk).aggregate(last=Max("version"))["last"]
                row.version = (last or row.version) + 1
            row.save(force_insert=True)
            continue
        stands = {name: getattr(row, name) for name in names}
        old = plain(row, _kept_fields(kind))
        put(row, fields)
        differing = {name: getattr(row, name) for name in names if getattr(row, name) != stands[name]}
        if not differing:
            continue
        if kind == CLAIM:
            model._default_manager.filter(pk=row.pk).update(**differing)
            continue
        model._default_manager.filter(pk=row.pk).update(version=row.version + 1, **differing)
        if old != plain(row, _kept_fields(kind)):
            Earlier.objects.create(
                plan=plan, kind=kind, key=row.pk, version=row.version, fields=old, at=now, by=by
            )


def _kept_fields(kind: str) -> Sequence[str]:
    """The fields that an earlier version keeps."""
    match kind:
        case "plan":
            return FRONT
        case "chapter":
            return CHAPTER_FIELDS
        case "claim":
            return ()
        case _:
            return (*register_of(kind).fields, "more")
