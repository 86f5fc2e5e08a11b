"""What stands in a plan, as data: kept when a reading is accepted, so that it can be undone exactly.

A snapshot is kind → id → field → value; the kinds are "plan", "chapter", "claim" and the registers' keys. Its marks
are kind → id → a digest of the row, to find out later what was changed since, and in which fields they looked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from samordner.plandocument.models import Claim, PlanReading
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.registers import registers

Snapshot = dict[str, dict[str, dict[str, Any]]]
Marks = dict[str, dict[str, str]]
PLAN, CHAPTER, CLAIM = "plan", "chapter", "claim"


def kinds() -> dict[str, type[models.Model]]:
    """Everything that a plan is made of."""
    own: dict[str, type[models.Model]] = {PLAN: Plan, CHAPTER: Chapter, CLAIM: Claim}
    return own | {register.key: register.model for register in registers()}


def rows_of(kind: str, plan: Plan) -> models.QuerySet[Any]:
    """The plan's rows of a kind, removed ones too, as they are stored."""
    model = kinds()[kind]
    found = model._default_manager.filter(**{"pk" if model is Plan else "plan": plan.pk})
    return found.select_related(None).order_by("pk")


def fields_of(model: type[models.Model]) -> list[str]:
    """The names of the fields that are kept: all but the row's own key, whose it is, and how often it was changed."""
    named = [each.attname for each in model._meta.concrete_fields if not each.primary_key]
    return [name for name in named if name not in {"plan_id", "version"}]


def snapshot(plan: Plan) -> Snapshot:
    """All that stands in the plan now; one query a kind."""
    return {
        kind: {
            str(row.pop(model._meta.pk.attname)): {name: _plain(value) for name, value in row.items()}
            for row in rows_of(kind, plan).values("id", *fields_of(model))
        }
        for kind, model in kinds().items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def marks(taken: Snapshot, names: Mapping[str, list[str]] | None = None) -> Marks:
    """A digest of each row; of the fields `names` only, where given: others came with a newer version."""
    return {
        kind: {
            key: _digest(row if names is None else {name: row.get(name) for name in names[kind]})
            for key, row in rows.items()
        }
        for kind, rows in taken.items()
        if names is None or kind in names
    }


def _digest(row: Mapping[str, Any]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed(before: Marks, after: Marks) -> list[tuple[str, str]]:
    """(kind, id) of every row that is not as it was, is new or is gone."""
    return [
        (kind, key)
        for kind in {**before, **after}
        for key in {**before.get(kind, {}), **after.get(kind, {})}
        if before.get(kind, {}).get(key) != after.get(kind, {}).get(key)
    ]


def made_of(plan: Plan, *, all_of: bool = True) -> dict[str, int]:
    """What others have made of the plan: model → how many. Not `all_of`: only what may not lose it, as a revision."""
    own = {*kinds().values(), Earlier, PlanReading}
    found: dict[str, int] = {}
    for relation in Plan._meta.related_objects:
        model = relation.related_model
        kept = all_of or relation.on_delete is models.PROTECT
        if isinstance(model, str) or model in own or not kept:
            continue
        count = model._default_manager.filter(**{relation.field.name: plan.pk}).count()
        if count:
            found[model._meta.label_lower] = found.get(model._meta.label_lower, 0) + count
    return found
