"""The meeting plan as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.meetings.models import SupportMeeting
from samordner.plans.documents import FOLLOWED
from samordner.plans.registers import Register

MEETINGS = Register(
    model=SupportMeeting,
    address="moteplan",
    add=_("Add a meeting"),
    about=_("When the support apparatus meets, and what it will talk about. The topic may wait."),
    table=TableDefinition(
        key="meetings",
        title=_("Meeting plan"),
        columns=(
            Column(key="date", title=_("Date"), kind=Kind.PERIOD, value="period", names_row=True),
            Column(key="topic", title=_("Topic"), kind=Kind.TEXT),
            *FOLLOWED,
        ),
        layout=Layout(
            columns=("date", "topic", "status", "result"),
            widths=(2, 6, 1.5, 4),
            optional=frozenset({"status", "result"}),
        ),
    ),
)
