"""The tables of the plan's own registers: what each column means, and how the chapter lays them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.documents.columns import Column, Kind, Label, Layout, Link, TableDefinition
from samordner.plans import linking
from samordner.plans.cells import amount_column, due_column, linked_column, status_column
from samordner.plans.filling import OwnRow
from samordner.plans.models import (
    Actor,
    ActorMeasure,
    Audience,
    Cooperation,
    FollowUp,
    Guideline,
    InternalOrganisation,
    PeriodMeasure,
)
from samordner.plans.registers import Register

STATUS = status_column("status", _("Status"))
RESULT = Column[Any](key="result", title=_("What came of it"), kind=Kind.TEXT)
DONE_ON = Column[Any](key="done_on", title=_("Done on"), kind=Kind.DAY)
FOLLOWED = (STATUS, RESULT, DONE_ON)
"""The columns of everything that is followed until it is done."""

POSTS = amount_column(
    "posts", _("Posts"), "fte", _("As you would write it: 50 % post, 1.5 full-time equivalents")
)
MONEY = amount_column("money", _("Money"), "kr", _("As you would write it: 500 000 kr, kr 1,2 mill."))

ACTORS = Register(
    model=Actor,
    address="aktorer",
    add=_("Add an actor"),
    about=_(
        "Who the support apparatus consists of: each one's mandate, what it puts first, "
        "where it meets the municipalities, and what it brings."
    ),
    table=TableDefinition(
        key="actors",
        title=_("Actors"),
        columns=(
            Column(key="organisation", title=_("Organisation"), kind=Kind.TEXT, names_row=True),
            Column(key="mandate", title=_("Mandate and role"), kind=Kind.TEXT),
            Column(key="focus", title=_("Focus areas with existing activities"), kind=Kind.TEXT),
            Column(key="arenas", title=_("Meeting places and networks"), kind=Kind.TEXT),
            Column(key="resources", title=_("Resources"), kind=Kind.TEXT),
            POSTS,
            MONEY,
        ),
        layout=Layout(
            columns=("organisation", "mandate", "focus", "arenas", "resources", "posts", "money"),
            widths=(2, 4, 4, 3, 3, 1.5, 1.5),
            landscape=True,
            optional=frozenset({"posts", "money"}),
        ),
    ),
)

INTERNAL_ORGANISATION = Register(
    model=InternalOrganisation,
    address="intern-organisering",
    add=_("Add a role or unit"),
    about=_(
        "How the office itself is organised for the work: roles and units, "
        "what each answers for, and with what resources."
    ),
    table=TableDefinition(
        key="internal_organisation",
        title=_("Internal organisation"),
        columns=(
            Column(key="unit", title=_("Role or unit"), kind=Kind.TEXT, names_row=True),
            Column(key="responsibility", title=_("Responsibility"), kind=Kind.TEXT),
            Column(key="resources", title=_("Resources"), kind=Kind.TEXT),
            Column(key="contact", title=_("Contact"), kind=Kind.TEXT),
            POSTS,
            MONEY,
        ),
        layout=Layout(
            columns=("unit", "responsibility", "resources", "contact", "posts", "money"),
            widths=(2, 4, 2, 2, 1.5, 1.5),
            optional=frozenset({"posts", "money"}),
        ),
    ),
)

OF_A_MEASURE = (
    "goal", "owner", "deadline", "status", "indicator", "money", "strategies", "sdgs", "result",
)  # fmt: skip
"""What may be said of a measure: the columns that a printed plan for the period is without when they are empty."""

PERIOD_PLAN = Register(
    model=PeriodMeasure,
    address="periodeplan",
    add=_("Add a measure"),
    about=_("What the apparatus will do in each year of the period, area by area."),
    linked={"strategies": linking.strategies, "sdgs": linking.goals},
    table=TableDefinition(
        key="period_plan",
        title=_("Plan for the period"),
        columns=(
            Column(key="year", title=_("Year"), kind=Kind.PERIOD, value="period"),
            Column(key="area", title=_("Area"), kind=Kind.TEXT, names_row=True),
            Column(key="measure", title=_("Measures"), kind=Kind.TEXT),
            Column(key="goal", title=_("Goal"), kind=Kind.TEXT),
            Column(key="owner", title=_("Owner"), kind=Kind.TEXT),
            due_column(
                "deadline", _("Deadline"), _("As you would write it: by 1 June 2022, the end of 2023")
            ),
            STATUS,
            Column(key="indicator", title=_("Indicator"), kind=Kind.TEXT),
            MONEY,
            linked_column("strategies", _("National strategies"), linking.strategies),
            linked_column("sdgs", _("Sustainability goals"), linking.goals),
            RESULT,
            DONE_ON,
        ),
        layout=Layout(
            columns=("year", "area", "measure", *OF_A_MEASURE),
            widths=(1, 3, 6, 3, 2, 1.5, 1.5, 2.5, 1.5, 2, 2, 3),
            optional=frozenset(OF_A_MEASURE),
        ),
    ),
)

COOPERATION = Register(
    model=Cooperation,
    address="samarbeid",
    add=_("Add a partner"),
    about=_(
        "Who else the apparatus works with: in what form, whether there is an agreement, and who does what."
    ),
    table=TableDefinition(
        key="cooperation",
        title=_("Cooperation with others"),
        columns=(
            Column(key="partner", title=_("Partner"), kind=Kind.TEXT, names_row=True),
            Column(key="form", title=_("Form of cooperation, agreement if any"), kind=Kind.TEXT),
            Column(key="responsibilities", title=_("Responsibility, role and tasks"), kind=Kind.TEXT),
            Column(key="agreement", title=_("Agreement"), kind=Kind.TEXT),
            due_column(
                "expires", _("The agreement expires"), _("As you would write it: 31.12.2022, the end of 2023")
            ),
            Column(key="next_step", title=_("Next step"), kind=Kind.TEXT),
        ),
        group=Column(
            key="parent",
            title=_("Part of"),
            kind=Kind.TEXT,
            help=_(
                "The body that the partner is a part of, such as the county council. "
                "Rows of one body stand together."
            ),
        ),
        layout=Layout(
            columns=("partner", "form", "responsibilities", "agreement", "expires", "next_step"),
            widths=(2, 4, 5, 2, 1.5, 2.5),
            optional=frozenset({"agreement", "expires", "next_step"}),
            standing=5,
        ),
    ),
)

GUIDELINES = Register(
    model=Guideline,
    address="nasjonale-foringer",
    add=_("Add a guideline"),
    about=_("The national strategies and guidelines that the plan is seen together with."),
    table=TableDefinition(
        key="guidelines",
        title=_("National guidelines"),
        columns=(Column(key="text", title=_("National guideline"), kind=Kind.TEXT, names_row=True),),
        layout=Layout(columns=("text",)),
    ),
)

FOLLOW_UP = Register(
    model=FollowUp,
    address="oppfolging",
    add=_("Add a point"),
    about=_(
        "Whatever else the apparatus follows up, such as the exchange of experience with other counties."
    ),
    table=TableDefinition(
        key="follow_up",
        title=_("Other follow-up"),
        columns=(
            Column(key="text", title=_("Follow-up"), kind=Kind.TEXT, names_row=True),
            Column(
                key="with_whom",
                title=_("With whom"),
                kind=Kind.TEXT,
                help=_("Such as the office of another county"),
            ),
            Column(key="when", title=_("When"), kind=Kind.PERIOD, value="period"),
            *FOLLOWED,
        ),
        layout=Layout(
            columns=("text", "with_whom", "when", "status", "result"),
            widths=(5, 2, 1.5, 1.5, 3),
            optional=frozenset({"with_whom", "when", "status", "result"}),
        ),
    ),
)

AUDIENCES = Register(
    model=Audience,
    address="malgrupper",
    add=_("Add an audience"),
    about=_("Everyone whom the work should reach: what matters to them, and how they are reached."),
    table=TableDefinition(
        key="audiences",
        title=_("Overview of audiences"),
        columns=(
            Column(key="audience", title=_("Audience"), kind=Kind.TEXT, names_row=True),
            Column(key="description", title=_("What matters to them"), kind=Kind.TEXT),
            Column(key="arena", title=_("How they are reached"), kind=Kind.TEXT),
            Column(key="measure", title=_("Measures"), kind=Kind.TEXT),
            Column(key="responsible", title=_("Responsible"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("audience", "description", "arena", "measure", "responsible"), widths=(2, 3, 3, 3, 2)
        ),
    ),
)

ACTOR_MEASURES = Register(
    model=ActorMeasure,
    address="aktortiltak",
    add=_("Add a measure"),
    about=_("What each actor does on its own within the reform, so that the others know of it."),
    table=TableDefinition(
        key="actor_measures",
        title=_("Overview of the actors' measures"),
        columns=(
            Column(key="actor", title=_("Actor"), kind=Kind.TEXT),
            Column(key="measure", title=_("Measures"), kind=Kind.TEXT, names_row=True),
            Column(key="area", title=_("Area"), kind=Kind.TEXT),
            Column(key="audience", title=_("Audience"), kind=Kind.TEXT),
            Column(key="when", title=_("When"), kind=Kind.PERIOD, value="period"),
            *FOLLOWED,
        ),
        layout=Layout(
            columns=("actor", "measure", "area", "audience", "when", "status", "result"),
            widths=(2, 4, 2, 2, 2, 2, 3),
            optional=frozenset({"result"}),
        ),
    ),
)


def own_rows_table(base: str = "") -> TableDefinition[OwnRow]:
    """The rows that organisations fill in, with what is missing. `base` goes before addresses in a file."""
    return TableDefinition(
        key="own_rows",
        title=_("Rows that organisations fill in"),
        columns=(
            Column(key="organisation", title=_("Organisation")),
            Column(key="register", title=_("Register"), value=lambda one: str(one.register.table.title)),
            Column(key="name", title=_("Row"), names_row=True),
            Column(
                key="missing", title=_("What is missing"), kind=Kind.PEOPLE,
                value=lambda one: [str(title) for title in one.missing],
            ),
            Column(
                key="open", title=_("Fill in"), kind=Kind.LINK,
                value=lambda one: Link(
                    base + reverse("plans:change", args=[one.row.plan_id, one.register, one.row.pk]), str(_("Fill in"))
                ),
            ),
        ),
    )  # fmt: skip


HOW: Mapping[str, Label] = {
    "new": pgettext_lazy("row of a sheet", "new"),
    "changed": pgettext_lazy("row of a sheet", "changed"),
    "removed": pgettext_lazy("row of a sheet", "removed"),
}


def sheet_changes_table() -> TableDefinition[Any]:
    """What a sheet would change, a cell a row: pairs of the change and its cell."""
    return TableDefinition(
        key="changes",
        title=_("Changes"),
        columns=(
            Column(key="how", title=_("What happens"), value=lambda pair: str(HOW[pair[0].how])),
            Column(key="row", title=_("Row"), value=lambda pair: pair[0].name, names_row=True),
            Column(key="cell", title=_("Column"), value=lambda pair: pair[1].title),
            Column(
                key="before", title=_("Stands there now"), kind=Kind.TEXT, value=lambda pair: pair[1].before
            ),
            Column(key="after", title=_("In the sheet"), kind=Kind.TEXT, value=lambda pair: pair[1].after),
            Column(key="why_not", title=_("Note"), kind=Kind.TEXT, value=lambda pair: pair[0].why_not),
        ),
    )
