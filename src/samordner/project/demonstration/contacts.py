"""The demonstration's contacts: invented persons, each written down at noon on the first day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.participation.contacts.operations import add_contact
from samordner.participation.queries import taking_part
from samordner.programmes.definition.strict import read


@dataclass(frozen=True, slots=True)
class ContactText:
    by: str
    of: str
    role: str
    name: str
    since: date
    until: date | None = None
    position: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ContactsText:
    contacts: tuple[ContactText, ...]


def load(folder: Path, programme: str, actors: Mapping[str, str]) -> None:
    """Write down what contacts.toml in `folder` says. `actors`: key of an account → its id."""
    text = read(ContactsText, tomllib.loads((folder / "contacts.toml").read_text("utf-8")))
    for one in text.contacts:
        code, _, name = one.of.partition(" ")
        place = taking_part(programme, one.since).get(municipality__code=code)
        if place.municipality.name != name:
            raise ValueError(f"{code} is {place.municipality.name}, not {name}")
        add_contact(
            place, role=one.role, name=one.name, since=one.since, until=one.until, position=one.position,
            email=one.email, phone=one.phone, by=actors[one.by],
            now=make_aware(datetime.combine(one.since, time(12))),
        )  # fmt: skip
