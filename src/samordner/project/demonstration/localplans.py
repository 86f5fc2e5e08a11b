"""The demonstration's local plans and statements: invented, each written down at noon on its own day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.localplans.operations import add_statement, anchor, register_plan
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.project.demonstration.data import municipality


@dataclass(frozen=True, slots=True)
class Anchored:
    holds: str
    solutions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    asked_on: date | None = None
    deadline: date | None = None
    given_on: date | None = None
    case_number: str = ""
    summary: str = ""
    on_programme: str = ""
    followed_up: str = ""


@dataclass(frozen=True, slots=True)
class PlanText:
    at: date
    by: str
    of: str
    kind: str
    title: str
    years: tuple[int, ...] = ()
    announced_on: date | None = None
    hearing_from: date | None = None
    hearing_to: date | None = None
    adopted_on: date | None = None
    adopted_by: str = ""
    case_number: str = ""
    link: str = ""
    anchored: Anchored | None = None
    statements: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalPlansText:
    plans: tuple[PlanText, ...]


def load(folder: Path, programme: str, actors: Mapping[str, str]) -> None:
    """Write down what localplans.toml in `folder` says. `actors`: key of an account → its id."""
    text = read(LocalPlansText, tomllib.loads((folder / "localplans.toml").read_text("utf-8")))
    about = Programme.objects.get(key=programme)
    for one in text.plans:
        _plan(one, about, actors[one.by])


def _plan(text: PlanText, about: Programme, by: str) -> None:
    now = make_aware(datetime.combine(text.at, time(12)))
    made = register_plan(
        municipality(text.of), kind=text.kind, day=text.at, title=text.title,
        first_year=text.years[0] if text.years else None, last_year=text.years[-1] if text.years else None,
        announced_on=text.announced_on, hearing_from=text.hearing_from, hearing_to=text.hearing_to,
        adopted_on=text.adopted_on, adopted_by=text.adopted_by, case_number=text.case_number, link=text.link,
        by=by, now=now,
    )  # fmt: skip
    if said := text.anchored:
        anchor(made, about, holds=said.holds, solutions=said.solutions, note=said.note, by=by, now=now)
    for one in text.statements:
        add_statement(
            made, asked_on=one.asked_on, deadline=one.deadline, given_on=one.given_on,
            case_number=one.case_number, summary=one.summary, on_programme=one.on_programme,
            followed_up=one.followed_up, today=max(text.at, one.given_on or text.at),
            by=by, now=now,
        )  # fmt: skip
