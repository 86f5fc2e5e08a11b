"""One row of every model of the municipalities that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from samordner.asks.models import Kind
from samordner.asks.operations import Wording, ask, change_ask
from samordner.localplans.models import LocalPlan
from samordner.localplans.operations import (
    add_statement,
    anchor,
    change_plan,
    change_statement,
    register_plan,
)
from samordner.pages import clock
from samordner.participation.contacts.operations import add_contact, change_contact
from samordner.participation.models import Contact
from samordner.reports.dues import dues
from samordner.reports.models import Answer
from samordner.reports.operations import begin_report, write_answer
from samordner.support.models import Support
from samordner.support.operations import (
    Asked,
    Given,
    Money,
    change_grant,
    change_help,
    change_need,
    log_help,
    raise_need,
    register_grant,
)


@dataclass(frozen=True)
class Edited:
    """Something that two may edit: `load` it anew, `save` a text in it, and what it `says` afterwards."""

    model: type[Any]
    load: Callable[[], Any]
    save: Callable[[Any, str], object]
    says: Callable[[], str]


def edited(row: Any, field: str, save: Callable[[Any, str], object]) -> Edited:
    rows = type(row)._default_manager
    return Edited(
        type(row), lambda: rows.get(pk=row.pk), save, lambda: str(getattr(rows.get(pk=row.pk), field))
    )


def of_municipalities(standing: Standing) -> Iterator[Edited]:
    """Contacts, local plans, needs, help, grants, requests and a report's answers."""
    one, now = standing.participations[0], clock.now()
    today = localtime(now).date()
    day = one.since or date(2021, 1, 1)

    contact = add_contact(one, role=Contact.Role.MAIN, name="Navn", since=day, by=BY, now=now)
    yield edited(
        contact, "name",
        lambda row, text: change_contact(
            row, version=row.version, role=row.role, name=text, since=row.since, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    kind = LocalPlan.Kind.THEME_PLAN
    plan = register_plan(one.municipality, kind=kind, day=day, title="Plan", announced_on=day, by=BY, now=now)
    yield edited(
        plan, "title",
        lambda row, text: change_plan(
            row, version=row.version, kind=row.kind, title=text, announced_on=day, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    anchored = anchor(plan, standing.programme, holds="yes", note="Slik", by=BY, now=now)
    yield edited(
        anchored, "note",
        lambda row, text: anchor(
            row.plan, row.programme, holds="yes", note=text, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    statement = add_statement(plan, today=today, asked_on=day, given_on=day, summary="Slik", by=BY, now=now)
    yield edited(
        statement, "summary",
        lambda row, text: change_statement(
            row, version=row.version, today=today, asked_on=day, given_on=day, summary=text, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    asked = Asked(text="Behov", raised_on=day, raised_where="contact")
    yield edited(
        raise_need(one, asked, by=BY, now=now), "text",
        lambda row, text: change_need(
            row, replace(asked, text=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    given = Given(day=day, kind=Support.Kind.GUIDANCE, organisation="KS", text="Hjelp")
    yield edited(
        log_help([one], given, by=BY, now=now)[0], "text",
        lambda row, text: change_help(
            row, replace(given, text=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    money = Money(year=day.year, scheme_name="Ordning", applied_on=day, applied=1000)
    yield edited(
        register_grant(one, money, by=BY, now=now), "case_number",
        lambda row, text: change_grant(
            row, replace(money, case_number=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    wording = Wording(asked_by="KS", title="Spørsmål", kind=Kind.OTHER, minutes=30, sent=day)
    yield edited(
        ask(standing.programme, standing.office, wording, [one], by=BY, now=now), "title",
        lambda row, text: change_ask(
            row, replace(wording, title=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    due = next(
        each for each in dues(standing.definition, day.replace(year=day.year + 2)) if not each.is_national
    )
    report = begin_report(
        standing.programme,
        standing.office,
        due,
        status_day=min(due.day, today),
        language="nb",
        by=BY,
        now=now,
    )
    question = due.form.questions[0].key
    yield edited(
        Answer.objects.get(report=report, question=question), "text",
        lambda row, text: write_answer(row, text=text, risk="", version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
