"""The list of questionnaires as a table."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.questionnaires.queries import Line

ORIGINS = {
    "own": pgettext_lazy("questionnaire", "written here"),
    "ready": pgettext_lazy("questionnaire", "from a ready one"),
    "xlsform": pgettext_lazy("questionnaire", "from an XLSForm"),
}


def questionnaire_table() -> TableDefinition[Line]:
    return TableDefinition(
        key="questionnaires",
        title=_("Questionnaires"),
        columns=(
            Column(key="name", title=_("Name"), value=lambda line: line.row.name, names_row=True),
            Column(key="origin", title=_("From"), kind=Kind.CHOICE, choices=ORIGINS),
            Column(key="ready_name", title=_("The ready one")),
            Column(key="questions", title=_("Questions"), kind=Kind.NUMBER),
            Column(
                key="rounds",
                title=_("Asked in"),
                kind=Kind.PEOPLE,
                value=lambda line: [str(each) for each in line.rounds],
            ),
            Column(
                key="changed",
                title=_("Changed"),
                kind=Kind.DAY,
                value=lambda line: localtime(line.changed).date(),
            ),
            Column(
                key="away",
                title=_("Put away"),
                kind=Kind.DAY,
                value=lambda line: line.row.put_away_at and localtime(line.row.put_away_at).date(),
            ),
        ),
    )
