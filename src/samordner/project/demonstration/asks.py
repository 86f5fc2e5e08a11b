"""The demonstration's requests to municipalities: invented, each written down at its own moment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.asks.operations import Wording, answered, ask, withdraw
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Spared:
    """A municipality that the request was withdrawn for."""

    of: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `of`: whom (none: everyone); `answered`: when all but those `waiting` had answered."""

    at: datetime
    by: str
    asked_by: str
    title: str
    kind: str
    minutes: int
    sent: date
    deadline: date | None = None
    why: str = ""
    of: tuple[str, ...] = ()
    answered: date | None = None
    waiting: tuple[str, ...] = ()
    withdrawn: tuple[Spared, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    asks: tuple[Asked, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Write down the requests in `asks.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Asks, tomllib.loads((folder / "asks.toml").read_text("utf-8")))
    for each in found.asks:
        _write(each, Programme.objects.get(key=programme), Office.objects.get(key=office), actors[each.by])


def _write(each: Asked, programme: Programme, office: Office, by: str) -> None:
    now = make_aware(each.at)
    rows = {
        f"{row.municipality.code} {row.municipality.name}": row
        for row in taking_part(programme.key, each.sent, office=office.key)
    }
    wording = Wording(
        asked_by=each.asked_by, title=each.title, kind=each.kind, minutes=each.minutes, sent=each.sent,
        deadline=each.deadline, why=each.why, source="Oppdikta til demonstrasjonen",
    )  # fmt: skip
    chosen = [rows[name] for name in each.of] or list(rows.values())
    audience = "" if each.of else "Alle kommunane til embetet"
    row = ask(programme, office, wording, chosen, audience=audience, by=by, now=now)
    recipients = {
        f"{one.participation.municipality.code} {one.participation.municipality.name}": one
        for one in row.recipients.select_related("participation__municipality")
    }
    for spared in each.withdrawn:
        withdraw(row, [recipients[spared.of]], on=spared.on, why=spared.why, today=spared.on, by=by, now=now)
    if each.answered:
        left = {*each.waiting, *(spared.of for spared in each.withdrawn)}
        done = [one for name, one in recipients.items() if name not in left]
        answered(row, done, on=each.answered, today=each.answered, by=by, now=now)
