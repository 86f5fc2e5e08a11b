"""The tables of the plan's own registers: what each column means, and how the chapter lays them out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
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
        ),
        layout=Layout(
            columns=("organisation", "mandate", "focus", "arenas", "resources"),
            widths=(2, 4, 4, 3, 3),
            landscape=True,
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
        ),
        layout=Layout(columns=("unit", "responsibility", "resources", "contact"), widths=(2, 4, 2, 2)),
    ),
)

PERIOD_PLAN = Register(
    model=PeriodMeasure,
    address="periodeplan",
    add=_("Add a measure"),
    about=_("What the apparatus will do in each year of the period, area by area."),
    table=TableDefinition(
        key="period_plan",
        title=_("Plan for the period"),
        columns=(
            Column(key="year", title=_("Year"), kind=Kind.PERIOD, value="period"),
            Column(key="area", title=_("Area"), kind=Kind.TEXT, names_row=True),
            Column(key="measure", title=_("Measures"), kind=Kind.TEXT),
        ),
        layout=Layout(columns=("year", "area", "measure"), widths=(1, 3, 6)),
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
        layout=Layout(columns=("partner", "form", "responsibilities"), widths=(2, 4, 5)),
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
        columns=(Column(key="text", title=_("Follow-up"), kind=Kind.TEXT, names_row=True),),
        layout=Layout(columns=("text",)),
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
            Column(key="status", title=_("Status"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("actor", "measure", "area", "audience", "when", "status"), widths=(2, 4, 2, 2, 2, 2)
        ),
    ),
)
