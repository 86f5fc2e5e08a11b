"""The demonstration's divisions: made by rule from the invented statuses, with what a person moved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.divisions.operations import Moved, keep_by_rule
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


@dataclass(frozen=True, slots=True)
class MovedBy:
    """A municipality that a person moved to another group than the rule's."""

    of: str
    group: str
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    rule: str
    at: datetime
    by: str
    day: date
    note: str = ""
    moves: tuple[MovedBy, ...] = ()


@dataclass(frozen=True, slots=True)
class Divisions:
    divisions: tuple[Made, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Keep the divisions in `divisions.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Divisions, tomllib.loads((folder / "divisions.toml").read_text("utf-8")))
    says = definition(programme)
    for each in found.divisions:
        rows = list(taking_part(programme, each.day, office=office))
        named = {f"{row.municipality.code} {row.municipality.name}": row.pk for row in rows}
        keep_by_rule(
            Programme.objects.get(key=programme),
            Office.objects.get(key=office),
            says,
            says.division(each.rule),
            rows,
            day=each.day,
            known_at=make_aware(each.at),
            moves={named[move.of]: Moved(move.group, move.reason) for move in each.moves},
            note=each.note,
            by=actors[each.by],
            now=make_aware(each.at),
        )
