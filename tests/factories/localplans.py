"""Invented plans of municipalities, with anchoring and statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement
from samordner.localplans.operations import add_statement, anchor, register_plan
from samordner.places.models import Municipality
from samordner.programmes.models import Programme
from tests.factories.participation import BY, DAY, NOW

EMPTY: dict[str, Any] = {
    "title": "Temaplan for gode år", "first_year": None, "last_year": None, "announced_on": None,
    "hearing_from": None, "hearing_to": None, "deadline": None, "adopted_on": None, "adopted_by": "",
    "case_number": "", "replaced_on": None, "link": "", "note": "",
}  # fmt: skip


def plan(
    municipality: Municipality, *, kind: str = "theme_plan", day: date = DAY, **fields: Any
) -> LocalPlan:
    """A plan; without any day of its own it is announced a month before."""
    days = {"announced_on", "hearing_from", "adopted_on"} & fields.keys()
    usual = EMPTY if days else EMPTY | {"announced_on": date(2021, 3, 27)}
    return register_plan(municipality, kind=kind, day=day, by=BY, now=NOW, **(usual | fields))


def anchored(of: LocalPlan, programme: Programme, holds: str = "yes", **more: Any) -> PlanAnchoring:
    return anchor(of, programme, holds=holds, by=BY, now=NOW, **more)


def statement(of: LocalPlan, **fields: Any) -> Statement:
    return add_statement(of, today=DAY, by=BY, now=NOW, **fields)
