"""Agreements as they stand on a day: those kept here, and those that only a plan names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Agreement
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Office
from samordner.plans.models import Cooperation
from samordner.plans.queries import newest_first
from samordner.timeline.due import Due, said
from samordner.timeline.months import month_after, months_before

SOON, BEFORE_NOTICE = timedelta(days=90), timedelta(days=30)
"""An agreement ends soon so long before its last day, or so long before notice must be given if that is earlier."""
NONE = {"ingen", "inga", "nei", "ikke", "ikkje", "none", "no", "not", "-", "–", "—"}
"""What a cell begins with that says that there is no agreement: in Norwegian and in English."""
STATES = ("in_force", "soon", "coming", "ended", "renewed")


def name_in(cell: str) -> str:
    """A partner's or a body's name as a plan's cell has it: its first line."""
    line = next((line for line in cell.splitlines() if line.strip()), "")
    return " ".join(line.split())[:200]


def key_in(cell: str) -> str:
    """The same, as names are compared."""
    return organisation_key(name_in(cell))


# The plans' rows


@dataclass(frozen=True)
class Rows:
    """Every plan's row of cooperation, the newest plan first; `newest`: the plans that no later one follows."""

    every: tuple[Cooperation, ...]
    newest: frozenset[int]

    @property
    def standing(self) -> list[Cooperation]:
        """The kept rows of the newest plans, in the plans' own order."""
        return [row for row in self.every if row.plan_id in self.newest and not row.removed_at]

    def carried_on(self, row: Cooperation) -> Cooperation:
        """The row as the office's newest plan has it: of the same partner in the same body; else the row itself."""
        if row.plan_id in self.newest:
            return row
        of, who = (row.plan.office_id, row.plan.programme_id), _who(row)
        return next(
            (
                one
                for one in self.standing
                if (one.plan.office_id, one.plan.programme_id) == of and _who(one) == who
            ),
            row,
        )


def _who(row: Cooperation) -> tuple[str, str]:
    return key_in(row.partner), key_in(row.parent)


def rows_of(rows: QuerySet[Cooperation]) -> Rows:
    """The visible `rows` with which plans are the newest of their office and programme; one query."""
    return Rows(*newest_first(rows))


# Agreements


def every_agreement() -> QuerySet[Agreement]:
    """Agreements with what a page tells of each."""
    return Agreement.objects.select_related(
        "office", "plan_row__plan__office", "plan_row__plan__programme", "renews"
    )


@dataclass(frozen=True)
class Standing:
    """An agreement: kept here, named in a plan's `row`, or both. `renewal`: the one that took over from it."""

    office: Office
    agreement: Agreement | None
    row: Cooperation | None
    renewal: Agreement | None = None

    @property
    def partner(self) -> str:
        return (self.row and name_in(self.row.partner)) or (self.agreement.partner if self.agreement else "")

    @property
    def key(self) -> str:
        return organisation_key(self.partner)

    @property
    def what(self) -> str:
        """What it is, in the plan's words when it stands in one."""
        if self.row is not None:
            return self.row.agreement.strip()
        return self.agreement.what if self.agreement else ""

    @property
    def expires(self) -> Due:
        """When it runs out: as written in the plan, else as kept here."""
        if self.row is not None:
            return Due(self.row.expires, self.row.expires_day)
        day = self.agreement.expires_day if self.agreement else None
        return Due(said(day), day)

    @property
    def signed(self) -> date | None:
        return self.agreement.signed if self.agreement else None

    @property
    def responsible(self) -> str:
        return self.agreement.responsible if self.agreement else ""

    @property
    def last_day(self) -> date | None:
        """The last day that it holds, as far as anybody has said."""
        ended = self.agreement.terminated_on if self.agreement else None
        return ended or self.expires.day

    @property
    def runs_on(self) -> bool:
        """Whether it is said that it runs until somebody ends it."""
        return bool(self.agreement and self.agreement.until_terminated and self.last_day is None)

    @property
    def notice_by(self) -> date | None:
        """The last day to give notice; None: not said, or not known when it runs out."""
        months = self.agreement.notice_months if self.agreement else None
        return months_before(self.expires.day, months) if months and self.expires.day else None

    @property
    def told_from(self) -> date | None:
        """The day from which it ends soon."""
        if self.last_day is None:
            return None
        days = [self.last_day - SOON]
        if self.notice_by:
            days.append(self.notice_by - BEFORE_NOTICE)
        return min(days)

    def state(self, day: date) -> str:
        """How it stands on `day`: one of STATES."""
        if self.renewal is not None and (self.renewal.signed or date.min) <= day:
            return "renewed"
        if self.last_day is not None and self.last_day < day:
            return "ended"
        if self.signed is not None and self.signed > day:
            return "coming"
        return "soon" if self.told_from is not None and self.told_from <= day else "in_force"

    def needs_someone(self, day: date) -> bool:
        """Whether somebody should see to it: it ends soon, or has just run out, and nobody has ended or renewed it."""
        if self.renewal is not None or (self.agreement and self.agreement.terminated_on):
            return False
        state = self.state(day)
        just = self.last_day is not None and day - SOON <= self.last_day
        return state == "soon" or (state == "ended" and just)


def standings(agreements: QuerySet[Agreement], rows: Rows) -> list[Standing]:
    """Every visible agreement, and every row of a newest plan that names one that is not kept here; two queries.

    A row that names what is kept apart from it, with the same partner and the same last day, is not told twice.
    """
    kept = list(agreements.filter(removed_at=None))
    renewals = {one.renews_id: one for one in kept if one.renews_id}
    found, told, apart = [], set(), set()
    for one in kept:
        row = rows.carried_on(one.plan_row) if one.plan_row else None
        standing = Standing(one.office, one, row, renewals.get(one.pk))
        found.append(standing)
        if row is not None:
            told.add(row.pk)
        else:
            apart.add((one.office_id, standing.key, standing.expires.day))
    for row in rows.standing:
        if row.pk in told or not names_agreement(row):
            continue
        if row.expires_day and (row.plan.office_id, key_in(row.partner), row.expires_day) in apart:
            continue
        found.append(Standing(row.plan.office, None, row))
    return found


def names_agreement(row: Cooperation) -> bool:
    """Whether a plan's row says that there is an agreement: not when it says that there is none."""
    if row.expires.strip() or row.expires_day:
        return True
    words = row.agreement.casefold().split()
    return bool(words) and words[0].strip(".,:;") not in NONE


def standing_of(agreement: Agreement, rows: Rows) -> Standing:
    """One agreement as it stands."""
    renewal = Agreement.objects.filter(renews=agreement, removed_at=None).first()
    row = rows.carried_on(agreement.plan_row) if agreement.plan_row else None
    return Standing(agreement.office, agreement, row, renewal)


# Lists


@dataclass(frozen=True)
class Narrowing:
    """What a list of agreements is narrowed to; empty: not.

    `state`: one of STATES, "now" for those that hold, "wait" for those that somebody should see to.
    """

    words: str = ""
    state: str = ""
    office: str = ""
    responsible: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


NOW = ("in_force", "soon")


def narrowed(found: Iterable[Standing], by: Narrowing, day: date) -> list[Standing]:
    """Those that fit. An unknown state asks for nothing."""
    words = by.words.casefold().split()
    states = NOW if by.state == "now" else (by.state,) if by.state in STATES else STATES
    return [
        one
        for one in found
        if one.state(day) in states
        and (by.state != "wait" or one.needs_someone(day))
        and (not by.office or one.office.key == by.office)
        and (not by.responsible or one.responsible == by.responsible)
        and all(word in f"{one.partner}\n{one.what}".casefold() for word in words)
    ]


SORTS: Mapping[str, Callable[[Standing], Any]] = {
    "partner": lambda one: norwegian_key(one.partner),
    "signed": lambda one: one.signed or date.max,
    "expires": lambda one: one.last_day or date.max,
    "responsible": lambda one: norwegian_key(one.responsible),
}


def ordered(found: Iterable[Standing], sort: str = "") -> list[Standing]:
    """The first to run out first, unless sorted; those without a day last."""
    read = SORTS.get(sort.removeprefix("-"), SORTS["expires"])
    by_name = sorted(found, key=lambda one: (norwegian_key(one.partner), one.what))
    return sorted(by_name, key=read, reverse=sort.startswith("-"))


def next_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    first = month_after(day, months)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), month_after(first) - timedelta(days=1))
