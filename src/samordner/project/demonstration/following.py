"""How the demonstration follows its plan: owners, deadlines, statuses, money and agreements, all of it invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

from samordner.plans.models import Plan
from samordner.plans.operations import assign_rows, change_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register, register
from samordner.programmes.definition.strict import read


@dataclass(frozen=True, slots=True)
class Followed:
    """What one row says besides. `name` is what its naming cell says; `filled_by` the organisation that fills it in."""

    register: str
    name: str
    cells: dict[str, str] = field(default_factory=dict)
    filled_by: str = ""


@dataclass(frozen=True, slots=True)
class FollowingText:
    at: date
    by: str
    rows: tuple[Followed, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Write down what following.toml in `folder` says. `actors`: key of an account → its id."""
    text = read(FollowingText, tomllib.loads((folder / "following.toml").read_text("utf-8")))
    plan = Plan.objects.select_related("programme", "office").get(
        programme__key=programme, office__key=office
    )
    now, by = make_aware(datetime.combine(text.at, time(12))), actors[text.by]
    for one in text.rows:
        of = register(one.register)
        row = _named(of, plan, one.name)
        change_row(of, row, version=row.version, cells=one.cells, by=by, now=now)
        if one.filled_by:
            row.refresh_from_db()
            assign_rows(of, plan, {row.pk: one.filled_by}, versions={row.pk: row.version}, by=by, now=now)


def _named(of: Register[Any], plan: Plan, name: str) -> Any:
    found = [row for row in rows_of(of, plan) if of.name_of(row) == name]
    if len(found) != 1:
        raise ValueError(f"{len(found)} rows of {of.key} are called {name!r}")
    return found[0]
