"""The demonstration's needs, help given and grants: invented, each written down at noon on its own day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.programmes.definition.strict import read
from samordner.support.amounts import read_amount
from samordner.support.models import Need
from samordner.support.operations import (
    Asked,
    Ending,
    Given,
    Money,
    Taking,
    close,
    hand_over,
    log_help,
    raise_need,
    register_grant,
    take,
)


@dataclass(frozen=True, slots=True)
class Took:
    by: str
    on: date
    account: str = ""
    deadline: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Gave:
    by: str
    day: date
    kind: str
    organisation: str
    text: str = ""
    hours: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: str
    on: date
    referred_to: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NeedText:
    by: str
    of: str
    text: str
    where: str
    on: date
    theme: str = ""
    sector: str = ""
    wanted: str = ""
    reference: str = ""
    raised_by: str = ""
    solutions: tuple[str, ...] = ()
    taken: tuple[Took, ...] = ()
    help: tuple[Gave, ...] = ()
    closed: Ended | None = None


@dataclass(frozen=True, slots=True)
class GrantText:
    by: str
    of: str
    year: int
    scheme: str = ""
    name: str = ""
    applied_on: date | None = None
    applied: str = ""
    granted_on: date | None = None
    granted: str = ""
    used: str = ""
    reported_on: date | None = None
    case_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupportText:
    needs: tuple[NeedText, ...]
    help: tuple[Gave, ...]
    grants: tuple[GrantText, ...]


def load(folder: Path, programme: str, actors: Mapping[str, str]) -> None:
    """Write down what support.toml in `folder` says. `actors`: key of an account → its id."""
    text = read(SupportText, tomllib.loads((folder / "support.toml").read_text("utf-8")))
    for asked in text.needs:
        _need(asked, programme, actors)
    for given in text.help:
        rows = [_place(one, programme, given.day) for one in given.of]
        log_help(rows, _given(given), by=actors[given.by], now=noon(given.day))
    for grant in text.grants:
        _grant(grant, programme, actors)


def noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


def _place(label: str, programme: str, day: date) -> Participation:
    """Who takes part on `day`, written "1516 Ulstein". ValueError when the number is another's."""
    code, _, name = label.partition(" ")
    found = taking_part(programme, day).get(municipality__code=code)
    if found.municipality.name != name:
        raise ValueError(f"{code} is {found.municipality.name}, not {name}")
    return found


def _need(text: NeedText, programme: str, actors: Mapping[str, str]) -> None:
    asked = Asked(
        text=text.text, raised_on=text.on, raised_where=text.where, theme=text.theme, sector=text.sector,
        wanted=text.wanted, solutions=text.solutions, raised_reference=text.reference, raised_by=text.raised_by,
    )  # fmt: skip
    place = _place(text.of, programme, text.on)
    need = raise_need(place, asked, by=actors[text.by], now=noon(text.on))
    for number, one in enumerate(text.taken):
        deed = hand_over if number else take
        taking = Taking(one.by, one.on, actors[one.account] if one.account else "", one.deadline, one.words)
        deed(need, taking, version=need.version, by=actors[one.account or text.by], now=noon(one.on))
    for given in text.help:
        log_help([place], _given(given), need=need, by=actors[given.by], now=noon(given.day))
    if text.closed:
        _close(need, text.closed, actors[text.by])


def _close(need: Need, text: Ended, by: str) -> None:
    ending = Ending(text.outcome, text.on, text.referred_to, text.words)
    close(need, ending, version=need.version, by=by, now=noon(text.on))


def _given(text: Gave) -> Given:
    hours = Decimal(text.hours) if text.hours else None
    return Given(text.day, text.kind, text.organisation, hours, text.text)


def _grant(text: GrantText, programme: str, actors: Mapping[str, str]) -> None:
    last = max(day for day in (text.applied_on, text.granted_on, text.reported_on) if day)
    money = Money(
        year=text.year, scheme=text.scheme, scheme_name=text.name, applied_on=text.applied_on,
        applied=read_amount(text.applied), granted_on=text.granted_on, granted=read_amount(text.granted),
        used=read_amount(text.used), reported_on=text.reported_on, case_number=text.case_number, note=text.note,
    )  # fmt: skip
    register_grant(_place(text.of, programme, last), money, by=actors[text.by], now=noon(last))
