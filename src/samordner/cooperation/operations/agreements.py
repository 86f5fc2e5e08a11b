"""Deeds on agreements. What a plan's row says of its agreement is written in the row, and nowhere else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Agreement
from samordner.cooperation.operations.keeping import locked, not_months, noted
from samordner.cooperation.queries.agreements import Rows, name_in, rows_of
from samordner.journal.deeds import Conflict, Reason, Refusal, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_a_day
from samordner.places.models import Office
from samordner.plans.models import Cooperation
from samordner.plans.operations import change_row
from samordner.plans.registers import register
from samordner.plans.written import Cells
from samordner.timeline.due import Due
from samordner.timeline.due import said as day_text

IN_THE_PLAN = ("partner", "what", "expires_day")
"""What a plan's row says, when the agreement stands in one."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says. Fields as in `Agreement`."""

    partner: str
    what: str = ""
    expires_day: date | None = None
    signed: date | None = None
    until_terminated: bool = False
    notice_months: int | None = None
    case_number: str = ""
    link: str = ""
    responsible: str = ""
    responsible_account: str = ""
    note: str = ""

    def tidy(self) -> Terms:
        return replace(
            self,
            partner=" ".join(self.partner.split()),
            what=self.what.strip(),
            case_number=self.case_number.strip(),
            responsible=" ".join(self.responsible.split()),
            note=self.note.strip(),
        )

    @property
    def beside(self) -> dict[str, Any]:
        """What stands in the agreement also when a plan's row says the rest."""
        return {name: value for name, value in asdict(self).items() if name not in IN_THE_PLAN}

    @property
    def whole(self) -> dict[str, Any]:
        """Every field of an agreement that stands in no plan."""
        return asdict(self) | {"partner_key": organisation_key(self.partner)}


def not_agreed(terms: Terms, *, in_plan: bool = False) -> Reason:
    """Why an agreement cannot say this: (the input it concerns, a sentence)."""
    if not organisation_key(terms.partner):
        return "partner", _("Say who the agreement is with.")
    if not in_plan and not terms.what.strip():
        return "what", _("Say what is agreed, in a few words.")
    for name in ("signed", "expires_day"):
        if fault := not_a_day(name, getattr(terms, name)):
            return fault
    if terms.signed and terms.expires_day and terms.expires_day < terms.signed:
        return "expires_day", _("It cannot run out before it is signed.")
    if terms.until_terminated and terms.expires_day:
        return "until_terminated", _("Either it runs until somebody ends it, or it has a last day: not both.")
    return not_months("notice_months", terms.notice_months)


def why_not_agree(terms: Terms, *, in_plan: bool = False) -> str | None:
    """Why an agreement cannot say this; None: it can."""
    return sentence_of(not_agreed(terms, in_plan=in_plan))


def row_of(agreement: Agreement) -> Cooperation | None:
    """The row that says the agreement's terms: that of the newest plan which carries it on; None: no plan does."""
    found = agreement.plan_row
    return _beside(found).carried_on(found) if found else None


def _beside(row: Cooperation) -> Rows:
    """The rows of every plan of the same office and programme."""
    plan = row.plan
    rows = Cooperation.objects.filter(plan__office=plan.office_id, plan__programme=plan.programme_id)
    return rows_of(rows)


@transaction.atomic
def agree(office: Office, terms: Terms, *, by: str, now: datetime) -> Agreement:
    """Keep an agreement that stands in no plan. Raises Refusal."""
    terms = terms.tidy()
    refuse(not_agreed(terms))
    office = locked(office)
    same = {name: value for name, value in terms.whole.items() if name in {"partner_key", "what", "signed"}}
    if Agreement.objects.filter(office=office, removed_at=None, plan_row=None, **same).exists():
        raise Refusal(_("This agreement is kept already."), field="what")
    made = Agreement.objects.create(office=office, recorded_at=now, recorded_by=by, **terms.whole)
    noted(made, "agree", by, now)
    return made


def why_not_keep(row: Cooperation) -> str | None:
    """Why the agreement that a plan's row names cannot be kept here; None: it can."""
    if row.removed_at:
        return _("The row is removed from the plan.")
    if not name_in(row.partner):
        return _("The row does not say who the partner is.")
    rows = _beside(row)
    kept = Agreement.objects.filter(office=row.plan.office_id, removed_at=None, plan_row__isnull=False)
    if any(
        one.plan_row and rows.carried_on(one.plan_row).pk == row.pk
        for one in kept.select_related("plan_row__plan")
    ):
        return _("It is kept already.")
    return None


@transaction.atomic
def keep_from_plan(row: Cooperation, *, by: str, now: datetime) -> Agreement:
    """Keep the agreement that a plan's row names: the row goes on saying what it is and when it runs out.

    Raises Refusal.
    """
    office = locked(row.plan.office)
    row.refresh_from_db()
    if sentence := why_not_keep(row):
        raise Refusal(sentence)
    name = name_in(row.partner)
    made = Agreement.objects.create(
        office=office, plan_row=row, partner=name, partner_key=organisation_key(name), recorded_at=now, recorded_by=by
    )  # fmt: skip
    noted(made, "agree", by, now, plan_row=row.pk)
    return made


@transaction.atomic
def change_agreement(
    agreement: Agreement, terms: Terms, *, version: int, row_version: int = 0, by: str, now: datetime
) -> Agreement:
    """Write an agreement anew. Of one that stands in a plan the row's cells are changed with it.

    `row_version` is that of the row which the writer saw. Raises Refusal, and Conflict if somebody changed the
    agreement or the row meanwhile; then neither is changed.
    """
    terms = terms.tidy()
    row = row_of(agreement)
    refuse(not_agreed(terms, in_plan=row is not None))
    if row is None:
        change(agreement, version=version, **terms.whole)
    else:
        _write(row, terms, row_version, agreement, by, now)
        name = name_in(row.partner)
        change(
            agreement, version=version, plan_row=row, partner=name, partner_key=organisation_key(name), **terms.beside
        )  # fmt: skip
    noted(agreement, "change", by, now)
    return agreement


def _write(
    row: Cooperation, terms: Terms, version: int, agreement: Agreement, by: str, now: datetime
) -> None:
    """Let the plan's row say the terms, if they are others than it says: what it says as people write it is left."""
    cells: Cells = {}
    if terms.what != row.agreement.strip():
        cells = {**cells, "agreement": terms.what}
    if terms.expires_day != row.expires_day:
        cells = {**cells, "expires": Due(day_text(terms.expires_day), terms.expires_day)}
    if not cells:
        return
    if row.removed_at:
        raise Refusal(_("The row is removed from the plan. Bring it back there first."), field="what")
    try:
        change_row(register("cooperation"), row, version=version, cells=cells, by=by, now=now)
    except Conflict as conflict:
        # The page compares with what the agreement says now, row and all
        current = Agreement.objects.select_related("plan_row__plan", "office").get(pk=agreement.pk)
        raise Conflict(current) from conflict


# It ends, and another takes over


def not_terminated(agreement: Agreement, on: date) -> Reason:
    if agreement.terminated_on:
        return "on", _("It is ended already.")
    if fault := not_a_day("on", on):
        return fault
    if agreement.signed and on < agreement.signed:
        return "on", _("It cannot end before it is signed.")
    return None


@transaction.atomic
def terminate(agreement: Agreement, *, on: date, why: str, version: int, by: str, now: datetime) -> Agreement:
    """Somebody ends it: `on` is its last day. Raises Refusal and Conflict."""
    seen(agreement, version)
    refuse(not_terminated(agreement, on))
    change(agreement, version=version, terminated_on=on, terminated_why=why.strip())
    noted(agreement, "terminate", by, now, on=on.isoformat())
    return agreement


@transaction.atomic
def undo_termination(agreement: Agreement, *, version: int, by: str, now: datetime) -> Agreement:
    """It was not ended after all. Raises Refusal and Conflict."""
    seen(agreement, version)
    if agreement.terminated_on is None:
        raise Refusal(_("It is not ended."))
    change(agreement, version=version, terminated_on=None, terminated_why="")
    noted(agreement, "undo_termination", by, now)
    return agreement


def why_not_renew(agreement: Agreement) -> str | None:
    """Why another cannot take over from the agreement; None: one can."""
    if agreement.removed_at:
        return _("It is removed.")
    if Agreement.objects.filter(renews=agreement, removed_at=None).exists():
        return _("Another agreement has taken over from it already.")
    return None


@transaction.atomic
def renew(
    agreement: Agreement, terms: Terms, *, version: int, row_version: int = 0, by: str, now: datetime
) -> Agreement:
    """Another agreement takes over from this one, and from now on the plan's row, if there is one, says its terms.

    What the row said of the old one is kept with the old one. Raises Refusal and Conflict.
    """
    terms = terms.tidy()
    locked(agreement.office)
    seen(agreement, version)
    if sentence := why_not_renew(agreement):
        raise Refusal(sentence)
    refuse(not_agreed(terms))
    row = row_of(agreement)
    Agreement.objects.filter(renews=agreement).update(renews=None)  # a removed one gives its place up
    if row is None:
        change(agreement, version=version)
        made = Agreement.objects.create(
            office=agreement.office, renews=agreement, recorded_at=now, recorded_by=by, **terms.whole
        )
    else:
        name = name_in(row.partner)
        change(
            agreement, version=version, plan_row=None, partner=name, partner_key=organisation_key(name), **_before(row, agreement)
        )  # fmt: skip
        _write(row, terms, row_version, agreement, by, now)
        made = Agreement.objects.create(
            office=agreement.office, plan_row=row, renews=agreement, partner=name, partner_key=organisation_key(name),
            recorded_at=now, recorded_by=by, **terms.beside,
        )  # fmt: skip
    noted(made, "renew", by, now, renews=agreement.pk)
    return made


def _before(row: Cooperation, agreement: Agreement) -> dict[str, Any]:
    """What the row has said of the agreement so far, as an agreement without a row has it."""
    what, day = row.agreement.strip(), row.expires_day
    if day is None and row.expires.strip():
        what = f"{what} ({row.expires.strip()})".strip()
    if day and agreement.signed and day < agreement.signed:
        raise Refusal(_("The plan says that the old one ran out before it was signed. Correct that first."))
    return {"what": what, "expires_day": day, "until_terminated": agreement.until_terminated and day is None}
