"""The communication plan as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.communications.models import CommunicationMeasure
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.plans.documents import FOLLOWED
from samordner.plans.registers import Register

COMMUNICATION = Register(
    model=CommunicationMeasure,
    address="kommunikasjonsplan",
    add=_("Add a measure"),
    about=_("What is told to whom: in what form, with what aim, when, and by whom."),
    table=TableDefinition(
        key="communication",
        title=_("Communication plan"),
        columns=(
            Column(key="audience", title=_("Audience"), kind=Kind.TEXT, names_row=True),
            Column(key="form", title=_("Form of communication"), kind=Kind.TEXT),
            Column(key="goal", title=_("Aim of the communication"), kind=Kind.TEXT),
            Column(key="topic", title=_("Topic"), kind=Kind.TEXT),
            Column(key="when", title=_("When"), kind=Kind.PERIOD, value="period"),
            Column(key="responsible", title=_("Responsible"), kind=Kind.TEXT),
            *FOLLOWED,
        ),
        layout=Layout(
            columns=("audience", "form", "goal", "topic", "when", "responsible", "status", "result"),
            widths=(3, 3, 4, 4, 2, 2, 1.5, 3),
            landscape=True,
            optional=frozenset({"status", "result"}),
        ),
    ),
)
