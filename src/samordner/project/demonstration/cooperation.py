"""The demonstration's cooperation: invented agreements, meetings with partners and days at arenas, labelled as such."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

from samordner.cooperation.operations.agreements import Terms, agree, change_agreement, keep_from_plan, renew
from samordner.cooperation.operations.arenas import Day, Described, add_arena, note_visit
from samordner.cooperation.operations.partners import Meet, Reached, Settled, add_contact, meet, settle
from samordner.cooperation.queries.agreements import key_in
from samordner.places.models import Grouping, Office
from samordner.plans.models import Cooperation
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Followed:
    at: datetime
    by: str
    name: str
    meet_every: int
    responsible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting that was held with a partner."""

    at: datetime
    by: str
    partner: str
    topic: str
    day: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom one reaches, in a function."""

    at: datetime
    by: str
    partner: str
    position: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    at: datetime
    what: str
    signed: date
    expires_day: date
    notice_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """An agreement: one that the plan's row of `of_row` names, or one with `partner` that no plan names."""

    at: datetime
    by: str
    of_row: str = ""
    partner: str = ""
    what: str = ""
    signed: date
    expires_day: date | None = None
    until_terminated: bool = False
    notice_months: int | None = None
    case_number: str = ""
    responsible: str
    renewed: Renewed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A day of an arena."""

    at: datetime
    by: str
    day: date
    state: str
    place: str = ""
    theme: str
    organisations: tuple[str, ...]
    said: str = ""
    agreed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An arena with its days."""

    at: datetime
    by: str
    name: str
    kind: str
    owner: str
    grouping: str = ""
    rhythm: str
    visit_every: int | None = None
    contact: str = ""
    about: str
    days: tuple[Gone, ...] = ()


@dataclass(frozen=True, slots=True)
class Cooperating:
    note: str
    partners: tuple[Followed, ...]
    meetings: tuple[Held, ...]
    contacts: tuple[Known, ...]
    agreements: tuple[Agreed, ...]
    arenas: tuple[Place, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Write down what stands in `cooperation.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Cooperating, tomllib.loads((folder / "cooperation.toml").read_text("utf-8")))
    home, reform = Office.objects.get(key=office), Programme.objects.get(key=programme)
    for one in found.partners:
        said = Settled(meet_every=one.meet_every, responsible=one.responsible, note=found.note)
        settle(home, one.name, said, by=actors[one.by], now=make_aware(one.at))
    for held in found.meetings:
        said_of = Meet(
            topic=held.topic, day=held.day, place=held.place, about=found.note, organisers=("Statsforvaltaren",), held=True
        )  # fmt: skip
        now = make_aware(held.at)
        meet(home, reform, held.partner, said_of, today=held.at.date(), by=actors[held.by], now=now)
    for known in found.contacts:
        reached = Reached(position=known.position, email=known.email, note=found.note)
        add_contact(home, known.partner, reached, by=actors[known.by], now=make_aware(known.at))
    for agreed in found.agreements:
        _agree(home, agreed, found.note, actors[agreed.by])
    for place in found.arenas:
        _arena(home, place, found.note, actors)


def _agree(office: Office, one: Agreed, note: str, by: str) -> None:
    now = make_aware(one.at)
    usual: dict[str, Any] = {
        "signed": one.signed,
        "case_number": one.case_number,
        "responsible": one.responsible,
        "note": note,
    }
    if one.of_row:
        rows = Cooperation.objects.filter(plan__office=office, removed_at=None).select_related("plan__office")
        row = next(row for row in rows if key_in(row.partner) == key_in(one.of_row))
        kept = keep_from_plan(row, by=by, now=now)
        terms = Terms(partner=one.of_row, what=row.agreement, expires_day=row.expires_day, **usual)
        change_agreement(kept, terms, version=kept.version, row_version=row.version, by=by, now=now)
        return
    terms = Terms(
        partner=one.partner, what=one.what, expires_day=one.expires_day, until_terminated=one.until_terminated,
        notice_months=one.notice_months, **usual,
    )  # fmt: skip
    made = agree(office, terms, by=by, now=now)
    if one.renewed:
        new = Terms(
            partner=one.partner, what=one.renewed.what, signed=one.renewed.signed, expires_day=one.renewed.expires_day,
            notice_months=one.renewed.notice_months, responsible=one.responsible, note=note,
        )  # fmt: skip
        renew(made, new, version=made.version, by=by, now=make_aware(one.renewed.at))


def _arena(office: Office, one: Place, note: str, actors: Mapping[str, str]) -> None:
    grouping = Grouping.objects.get(office=office, name=one.grouping) if one.grouping else None
    said = Described(
        name=one.name, kind=one.kind, owner=one.owner, grouping=grouping, rhythm=one.rhythm,
        visit_every=one.visit_every, contact=one.contact, about=f"{one.about}\n\n{note}.",
    )  # fmt: skip
    arena = add_arena(office, said, by=actors[one.by], now=make_aware(one.at))
    for day in one.days:
        gone = Day(
            day=day.day, state=day.state, place=day.place, theme=day.theme, organisations=day.organisations,
            said=f"{day.said}\n\n{note}." if day.said else "", agreed=day.agreed,
        )  # fmt: skip
        note_visit(arena, gone, today=day.at.date(), by=actors[day.by], now=make_aware(day.at))
