"""Deeds on grants."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, change, refuse, sentence_of
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.support.models import Grant
from samordner.support.operations.keeping import noted, seen

YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Money:
    """A grant as it stands: amounts in whole kroner; granted 0 is a rejection. One of `scheme` (a key of the
    programme) and `scheme_name` (written freely)."""

    year: int
    scheme: str = ""
    scheme_name: str = ""
    applied_on: date | None = None
    applied: int | None = None
    granted_on: date | None = None
    granted: int | None = None
    used: int | None = None
    reported_on: date | None = None
    case_number: str = ""
    link: str = ""
    note: str = ""


def why_not_register_grant(
    participation: Participation, money: Money, *, today: date, says: Definition | None = None
) -> str | None:
    """Why this grant cannot be registered, as a sentence; None when it can."""
    return sentence_of(_not_money(participation, money, today, says))


def _not_money(
    participation: Participation, money: Money, today: date, says: Definition | None = None
) -> Reason:
    says = says or definition(participation.programme.key)
    if bool(money.scheme) == bool(money.scheme_name.strip()):
        return "scheme", _("Choose a scheme, or write the name of another.")
    if money.scheme and money.scheme not in {one.key for one in says.grant_schemes}:
        return "scheme", _("The programme has no such scheme.")
    if money.year not in YEARS:
        return "year", _("Write a year of this century.")
    if money.applied_on is None and money.applied is None and money.granted is None:
        return "applied_on", _("Say when or how much was applied for, or what was granted.")
    return _not_in_order(money, today) or _not_within(money)


def _not_in_order(money: Money, today: date) -> Reason:
    days = {name: getattr(money, name) for name in ("applied_on", "granted_on", "reported_on")}
    for name, day in days.items():
        if day and day > today:
            return name, _("The day has not come.")
    known = [(name, day) for name, day in days.items() if day]
    for (_earlier, one), (name, other) in pairwise(known):
        if other < one:
            return name, _("That is before the day above.")
    return None


def _not_within(money: Money) -> Reason:
    if money.granted_on and money.granted is None:
        return "granted", _("Write what was granted: 0 when it was rejected.")
    if (money.used is not None or money.reported_on) and not money.granted:
        return "granted", _("Only what was granted can be used and reported on.")
    if money.used is not None and money.granted is not None and money.used > money.granted:
        return "used", _("More is used than was granted.")
    return None


def _fields(money: Money) -> dict[str, object]:
    texts = ("scheme_name", "case_number", "note")
    return asdict(money) | {name: getattr(money, name).strip() for name in texts}


@transaction.atomic
def register_grant(participation: Participation, money: Money, *, by: str, now: datetime) -> Grant:
    """Keep a grant of a municipality. Raises Refusal."""
    refuse(_not_money(participation, money, localtime(now).date()))
    fields = _fields(money)
    if Grant.objects.filter(participation=participation, removed_at=None, **fields).exists():
        refuse(("", _("This grant is registered already.")))
    grant = Grant.objects.create(participation=participation, recorded_at=now, recorded_by=by, **fields)
    noted(grant, "register", by, now)
    return grant


@transaction.atomic
def change_grant(grant: Grant, money: Money, *, version: int, by: str, now: datetime) -> Grant:
    """Say how a grant stands now. Raises Refusal, or Conflict when another changed it."""
    seen(grant, version)
    refuse(_not_money(grant.participation, money, localtime(now).date()))
    change(grant, version=version, **_fields(money))
    noted(grant, "change", by, now)
    return grant
