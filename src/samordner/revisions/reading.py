"""A plan as it stands read into a state: one query a register, one for its chapters, one for its stated numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.documents.cells import period_data, value_data
from samordner.plandocument.documents import PlanContents
from samordner.plandocument.models import Claim
from samordner.plandocument.queries import rows_of
from samordner.plans.models import Chapter, Plan
from samordner.plans.queries import held
from samordner.plans.registers import Register, registers
from samordner.revisions.state import CHAPTERS, CLAIMS, FRONT, MORE, Item, Part, State


def state_of(plan: Plan) -> State:
    """What the plan says now."""
    rows = {register.key: rows_of(plan, register) for register in registers()}
    return _state(plan, list(plan.chapters.all()), rows)


def state_in(contents: PlanContents) -> State:
    """What a plan says that was read for printing: exactly what is printed."""
    return _state(contents.plan, contents.chapters, contents.rows)


def measured(plan: Plan) -> State:
    """The plan's chapters, and for each register only how many rows it has (rows that say nothing): two queries."""
    registers = (
        Part(each.register.key, "", {}, tuple(Item(0, "", {}) for _row in range(each.rows)))
        for each in held(plan)
    )
    with override(plan.language):
        return State(plan.language, (_chapters(list(plan.chapters.all())), *registers))


def _state(plan: Plan, chapters: Sequence[Chapter], rows: Mapping[str, Sequence[Any]]) -> State:
    with override(plan.language):
        return State(
            plan.language,
            (
                _front(plan),
                _chapters(chapters),
                *(_register(register, rows.get(register.key, ())) for register in registers()),
                _claims(plan.claims.all()),
            ),
        )


def _front(plan: Plan) -> Part:
    columns = {
        "title": _("Title"), "period": _("Period"), "dated": _("Date"), "approved_by": _("Approved by"),
        "prepared_by": _("Prepared by"), "language": _("Language of the labels"),
    }  # fmt: skip
    cells = {
        "title": plan.title,
        "period": period_data(plan.period),
        "dated": period_data(plan.dated),
        "approved_by": plan.approved_by,
        "prepared_by": list(plan.authors),
        "language": {"key": plan.language, "label": str(plan.get_language_display())},
    }
    return Part(FRONT, _("Front page"), columns, (Item(0, _("Front page"), cells),))


def _chapters(chapters: Sequence[Chapter]) -> Part:
    columns = {"number": pgettext("chapter", "Number"), "title": _("Title"), "text": _("Text")}
    items = (
        Item(
            each.pk,
            str(each),
            {"number": str(each.number or ""), "title": each.title, "text": each.text},
            each.answers,
        )
        for each in chapters
    )
    return Part(CHAPTERS, _("Chapters"), columns, tuple(items))


def _register(register: Register[Any], rows: Sequence[Any]) -> Part:
    columns = {column.key: str(column.title) for column in register.columns}
    return Part(register.key, str(register.table.title), columns, tuple(_row(register, row) for row in rows))


def _row(register: Register[Any], row: Any) -> Item:
    cells = {column.key: value_data(column, column.read(row)) for column in register.columns}
    more = {f"{MORE}{heading}": text for heading, text in row.more.items()}
    return Item(row.pk, register.name_of(row), {**cells, **more})


def _claims(claims: Sequence[Claim] | Any) -> Part:
    columns = {"text": _("Sentence"), "stated": _("Stated number"), "day": _("Stated for")}
    items = (
        Item(
            each.pk,
            each.text[:80],
            {
                "text": each.text,
                "stated": _stated(each),
                "day": period_data(each.period),
            },
        )
        for each in claims
    )
    return Part(CLAIMS, _("Numbers in the plan"), columns, tuple(items))


def _stated(claim: Claim) -> str:
    """The number as it is stated, in signs that no language changes."""
    return str(claim.numerator) if claim.denominator is None else f"{claim.numerator}/{claim.denominator}"
