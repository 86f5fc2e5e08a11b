"""Beginning the next plan from the one that is there."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.plandocument.operations.beginning import refuse
from samordner.plans.measures import of_its_time
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import create_plan
from samordner.plans.registers import Register, registers
from samordner.timeline.periods import Period


def why_not_begin_from(plan: Plan, title: str, period: Period) -> Promise | None:
    """Two plans of one office for one programme, with one title and one period, could not be told apart."""
    name = " ".join(title.split())
    alike = Plan.objects.filter(office=plan.office, programme=plan.programme, title=name)
    if alike.filter(period_start=period.start, period_end=period.end).exists():
        return _("The office has a plan with that title and that period already. Give the next one its own.")
    return None


@transaction.atomic
def begin_from(plan: Plan, *, title: str, period: Period, language: str, by: str, now: datetime) -> Plan:
    """The next plan, with the chapters and the rows of this one; how far each had come is left behind.

    It has no date and nobody has approved it. Nothing of the plan that it begins from is changed.
    """
    refuse(why_not_begin_from(plan, title, period))
    return create_plan(
        programme=plan.programme,
        office=plan.office,
        title=title,
        period=period,
        prepared_by=plan.authors,
        language=language,
        chapters=[
            NewChapter(_of_period(each.title, plan, period), each.number, each.text, each.answers)
            for each in plan.chapters.all()
        ],
        rows={register.key: _rows(register, plan) for register in registers()},
        by=by,
        now=now,
    )


def _of_period(title: str, plan: Plan, period: Period) -> str:
    """A chapter that is named after the years of the plan before is named after those of the next."""
    if plan.period_label:
        for dash in "–-":
            before, after = (re.sub("[–-]", dash, label) for label in (plan.period_label, period.label))
            title = title.replace(before, after)
    return title


def _rows(register: Register[Any], plan: Plan) -> list[NewRow]:
    left = of_its_time(register)
    kept = register.model._default_manager.filter(plan=plan, removed_at=None).order_by("position", "pk")
    return [
        NewRow(
            cells={key: cell for key, cell in register.typed(row).items() if key not in left},
            doubts=row.doubts,
            more=row.more,
            filled_by=row.filled_by,
        )
        for row in kept
    ]
