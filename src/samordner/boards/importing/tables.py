"""The tables of an import: the template to fill in, what it changes, and what is wrong with it."""

from __future__ import annotations

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.boards.importing.comparing import Change, Known
from samordner.boards.importing.wording import FIELDS
from samordner.boards.marks import mark_value, since_text
from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.participation.models import Evidence, Participation
from samordner.participation.statements import Statement, first_day
from samordner.programmes.definition import Definition

KINDS: dict[str, Label] = {
    "new": pgettext_lazy("import", "new"),
    "changed": pgettext_lazy("import", "changes"),
    "history": pgettext_lazy("import", "into the history"),
    "same": pgettext_lazy("import", "the same: skipped"),
}


def template_table(says: Definition, form: str, subject: str) -> TableDefinition[Participation]:
    """A table to fill in, with the municipalities in it: one statement a row, or (`wide`) one subject a column."""
    places: tuple[Column[Participation], ...] = (
        Column(key="number", title=FIELDS["number"], value=lambda row: row.municipality.code),
        Column(key="name", title=FIELDS["name"], value=lambda row: row.municipality.name, names_row=True),
    )
    if form == "wide":
        columns = [_empty(key, title) for key, title in _wide(says, subject)]
    else:
        columns = [
            Column(key=key, title=title, value=lambda _row: str(says.subject(subject).name))
            if key == "subject" and subject
            else _empty(key, title)
            for key, title in FIELDS.items()
            if key not in {"number", "name"}
        ]
    return TableDefinition(key="statuses", title=_("Statuses"), columns=(*places, *columns))


def _empty(key: str, title: Label) -> Column[Participation]:
    return Column(key=key, title=title, value=lambda _row: "")


def _wide(says: Definition, subject: str) -> list[tuple[str, Label]]:
    """A column for each subject of the board; or of one that is followed piece by piece, for each piece."""
    if subject and (items := says.items_of(subject)):
        return [(one.key, lazystr(f"{one.key} {one.name}")) for one in items]
    return [(one.key, lazystr(one.name)) for one in says.subjects if says.items_of(one.key) is None]


def changes_table(says: Definition) -> TableDefinition[Change]:
    """Every change: what is known now beside what the file says."""
    return TableDefinition(
        key="changes",
        title=_("Changes"),
        columns=(
            Column(key="municipality", title=_("Municipality"), value=_municipality, names_row=True),
            Column(
                key="about", title=_("What it is about"), value=lambda one: about(says, one.line.statement)
            ),
            Column(key="now", title=_("What it says now"), value=lambda one: _known(says, one)),
            Column(
                key="will", title=_("What it will say"), value=lambda one: _will(says, one.line.statement)
            ),
            Column(key="kind", title=_("What happens"), value=lambda one: str(KINDS[one.kind])),
            Column(key="sheet", title=_("Sheet"), value=lambda one: one.line.sheet),
            Column(key="row", title=_("Row"), kind=Kind.NUMBER, value=lambda one: one.line.row),
        ),
    )


def about(says: Definition, statement: Statement) -> str:
    """What a statement is about: the subject, and the item or option when it has one."""
    subject = says.subject(statement.subject)
    items = {one.key: f"{one.key} {one.name}" for one in says.items_of(subject.key) or ()}
    if statement.item in items:
        return f"{subject.name}: {items[statement.item]}"
    return str(subject.name)


def _municipality(one: Change) -> str:
    return str(one.line.participation.municipality)


def _known(says: Definition, one: Change) -> str:
    known, said = one.now, one.line.statement
    if known is None:
        return str(_("unknown"))
    return _told(says, said, known.value, _since(known), known.evidence)


def _since(known: Known) -> str:
    return since_text(known.since, known.precision)


def _will(says: Definition, said: Statement) -> str:
    since = since_text(first_day(said.since, said.precision), said.precision)
    return _told(says, said, said.value, since, said.evidence)


def _told(says: Definition, said: Statement, value: str, since: str, evidence: str) -> str:
    """A value, since when and on what evidence: "Decided, 04.03.2021, documented"."""
    shown = mark_value(says, said.subject, said.item, value)
    is_day = says.subject(said.subject).holds == "day"
    parts = (shown.text, "" if is_day else since, str(Evidence(evidence).label))
    return ", ".join(filter(None, parts))
