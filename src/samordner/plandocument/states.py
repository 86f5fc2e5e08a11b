"""Whether a plan still is what somebody saw."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet, Value

from samordner.plans.models import Chapter, Plan
from samordner.plans.registers import registers


def fingerprint(plan: Plan) -> str:
    """A digest of the plan's front, chapters and kept rows, each by its version and place; one query."""
    every: list[tuple[str, QuerySet[Any]]] = [("chapter", Chapter.objects.filter(plan=plan))]
    every += [
        (register.key, register.model._default_manager.filter(plan=plan, removed_at=None))
        for register in registers()
    ]
    first, *others = (
        rows.order_by().annotate(of=Value(kind)).values_list("of", "pk", "version", "position")
        for kind, rows in every
    )
    rows = sorted(first.union(*others, all=True))
    return hashlib.sha256(repr((plan.version, rows)).encode()).hexdigest()
