"""The regional networks as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.networks.models import Network
from samordner.plans.registers import Register

NETWORKS = Register(
    model=Network,
    address="nettverk",
    add=_("Add a network"),
    about=_(
        "The networks where municipalities learn from each other, and how every municipality is offered one."
    ),
    table=TableDefinition(
        key="networks",
        title=_("Regional networks"),
        columns=(
            Column(key="name", title=_("Name of the network"), kind=Kind.TEXT, names_row=True),
            Column(key="operated_by", title=_("Operated by"), kind=Kind.TEXT),
            Column(key="status", title=_("Existing, developed further or new"), kind=Kind.TEXT),
            Column(key="audience", title=_("Audience"), kind=Kind.TEXT),
            Column(key="theme", title=_("What of the reform is taken up, and how"), kind=Kind.TEXT),
            Column(key="working_form", title=_("Working form and regularity"), kind=Kind.TEXT),
            Column(key="benefit", title=_("Expected benefit for the municipality"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("name", "operated_by", "status", "audience", "theme", "working_form", "benefit"),
            widths=(3, 2, 3, 2, 4, 3, 4),
            landscape=True,
        ),
    ),
)
