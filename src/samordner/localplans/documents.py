"""Plans, statements and hearings as tables: one definition for screen, file and the municipality's document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement, Status
from samordner.localplans.queries import Waiting, anchoring_of
from samordner.places.documents import municipality_columns


def plans_table(day: date, programme: str, name: str) -> TableDefinition[LocalPlan]:
    """Plans as they stand on `day`, with where the programme (its key, and its short name) is anchored."""
    return TableDefinition(
        key="local_plans",
        title=_("Municipalities' own plans"),
        columns=(
            *municipality_columns(lambda plan: plan.municipality, names_row=False),
            Column(key="title", title=_("Title"), names_row=True),
            Column(key="kind", title=_("Kind of plan"), kind=Kind.CHOICE, choices=dict(LocalPlan.Kind.choices)),
            Column(key="period", title=_("Years")),
            Column(
                key="status", title=_("Status"), kind=Kind.CHOICE, choices=dict(Status.choices),
                value=lambda plan: plan.status_on(day).value,
            ),
            Column(key="announced_on", title=_("Announced"), kind=Kind.DAY),
            Column(key="hearing_from", title=_("On hearing from"), kind=Kind.DAY),
            Column(key="hearing_to", title=_("On hearing to"), kind=Kind.DAY),
            Column(key="due", title=_("Deadline"), kind=Kind.DAY),
            Column(key="adopted_on", title=_("Adopted"), kind=Kind.DAY),
            Column(key="decision", title=_("Decision"), value=decision_text),
            Column(key="replaced_on", title=_("Replaced"), kind=Kind.DAY),
            Column(
                key="anchored", title=_("%(programme)s anchored") % {"programme": name}, kind=Kind.CHOICE,
                choices=dict(PlanAnchoring.Holds.choices) | {"": _("not known")},
                value=_said(programme, lambda said: said.holds),
            ),
            Column(
                key="solutions", title=_("Solutions named"),
                value=_said(programme, lambda said: ", ".join(said.solutions)),
            ),
            Column(key="how", title=_("In which words"), kind=Kind.TEXT, value=_said(programme, lambda said: said.note)),
            Column(key="link", title=_("Link"), kind=Kind.LINK, value=lambda plan: Link(plan.link) if plan.link else None),
            Column(key="note", title=_("Note"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("title", "kind", "period", "status", "adopted_on", "anchored", "solutions"),
            widths=(3, 2, 1, 1.5, 1.2, 1, 1.2),
        ),
    )  # fmt: skip


def _said(programme: str, read: Callable[[PlanAnchoring], str]) -> Callable[[LocalPlan], str]:
    def value(plan: LocalPlan) -> str:
        found = anchoring_of(plan, programme)
        return read(found) if found else ""

    return value


def decision_text(plan: LocalPlan) -> str:
    """Who adopted it, in which case."""
    case = _("case %(number)s") % {"number": plan.case_number} if plan.case_number else ""
    return ", ".join(filter(None, (plan.adopted_by, case)))


def statements_table() -> TableDefinition[Statement]:
    """The office's statements on plans."""
    return TableDefinition(
        key="statements",
        title=_("Statements on plans"),
        columns=(
            Column(key="municipality", title=_("Municipality"), value=lambda one: str(one.plan.municipality)),
            Column(key="plan", title=_("Plan"), names_row=True, value=lambda one: one.plan.title),
            Column(key="asked_on", title=_("Asked for"), kind=Kind.DAY),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY, value=lambda one: one.deadline or one.plan.due),
            Column(key="given_on", title=_("Given"), kind=Kind.DAY),
            Column(key="summary", title=_("What we said, in short"), kind=Kind.TEXT),
            Column(key="on_programme", title=_("What we said of the programme"), kind=Kind.TEXT),
            Column(
                key="followed_up", title=_("Was it followed up?"), kind=Kind.CHOICE,
                choices=dict(Statement.FollowedUp.choices) | {"": _("not known yet")},
            ),
            Column(key="case_number", title=_("Case number")),
            Column(key="link", title=_("Link"), kind=Kind.LINK, value=lambda one: Link(one.link) if one.link else None),
        ),
        layout=Layout(columns=("plan", "asked_on", "deadline", "given_on", "summary", "on_programme", "followed_up")),
    )  # fmt: skip


def hearings_table() -> TableDefinition[Waiting]:
    """What needs a statement, and by when."""
    return TableDefinition(
        key="hearings",
        title=_("Plans that wait for a statement"),
        columns=(
            Column(key="due", title=_("Deadline"), kind=Kind.DAY),
            Column(key="in_days", title=_("Days left"), kind=Kind.NUMBER),
            *municipality_columns(lambda one: one.plan.municipality, names_row=False),
            Column(key="title", title=_("Title"), names_row=True, value=lambda one: one.plan.title),
            Column(
                key="kind", title=_("Kind of plan"), kind=Kind.CHOICE, choices=dict(LocalPlan.Kind.choices),
                value=lambda one: one.plan.kind,
            ),
            Column(key="hearing_from", title=_("On hearing from"), kind=Kind.DAY, value=lambda one: one.plan.hearing_from),
            Column(key="hearing_to", title=_("On hearing to"), kind=Kind.DAY, value=lambda one: one.plan.hearing_to),
            Column(
                key="asked_on", title=_("Asked for"), kind=Kind.DAY,
                value=lambda one: one.statement.asked_on if one.statement else None,
            ),
            Column(
                key="link", title=_("Link"), kind=Kind.LINK,
                value=lambda one: Link(one.plan.link) if one.plan.link else None,
            ),
        ),
        layout=Layout(columns=("due", "in_days", "municipality", "title", "kind", "hearing_from", "hearing_to")),
    )  # fmt: skip
