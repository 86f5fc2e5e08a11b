"""The board and the rows behind a number as tables: one definition for screen and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.board import Board, Cell, Row
from samordner.boards.marks import mark_value, since_text
from samordner.boards.queries import Scope
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.participation.lines import SINCE, front_of
from samordner.participation.models import Evidence, Observation, Participation, SourceKind
from samordner.participation.references import words_of
from samordner.places.documents import municipality_columns
from samordner.programmes.definition import Definition

# The board


def board_table(board: Board, scope: Scope) -> TableDefinition[Row]:
    """The board with what holds of each subject, since when, on what evidence. Unknown is said in words."""
    columns: list[Column[Row]] = [
        Column(
            key="code", title=_("Municipality number"), value=lambda row: row.participation.municipality.code
        ),
        Column(key="municipality", title=_("Municipality"), value="name", names_row=True),
    ]
    for number, column in enumerate(board.columns):
        columns.append(Column(key=column.key, title=column.full, value=_text(number)))
        if not scope.definition.subject(column.subject).many:
            since = _("%(subject)s, since") % {"subject": column.full}
            columns.append(
                Column(
                    key=f"{column.key}-since",
                    title=since,
                    kind=Kind.DAY,
                    value=_since(number),
                )
            )
            evidence = _("%(subject)s, evidence") % {"subject": column.full}
            columns.append(Column(key=f"{column.key}-evidence", title=evidence, value=_evidence(number)))
    title = _("Status of the municipalities, %(programme)s") % {"programme": scope.definition.short_name}
    return TableDefinition(key="board", title=title, columns=tuple(columns))


def cell_words(cell: Cell) -> str:
    """What a cell says without signs and colours."""
    return ", ".join(mark.text for mark in cell.marks) or _("unknown")


def _text(number: int) -> Any:
    """The words of a cell. Of one value they are put together once for all cells that have it."""
    told: dict[str, str] = {}

    def read(row: Row) -> str:
        cell = row.cell(row.faces[number])
        if cell.face.subject.many or not cell.said:
            return cell_words(cell)
        value = cell.said[0].value
        if value not in told:
            told[value] = cell_words(cell)
        return told[value]

    return read


def _evidence(number: int) -> Any:
    labels = {one.value: str(one.label) for one in Evidence}
    return lambda row: ", ".join(
        labels[front_of(one.text).evidence] for one in row.cell(row.faces[number]).said
    )


def _since(number: int) -> Any:
    def read(row: Row) -> date | None:
        said = row.cell(row.faces[number]).said
        return date.fromisoformat(said[0].text[SINCE]) if said else None

    return read


# The rows behind a number


@dataclass(frozen=True, slots=True)
class Counted:
    """One municipality behind a number, with the observation it rests on; none when it is unknown."""

    participation: Participation
    observation: Observation | None
    value: str
    by: str
    origin: str = ""


def counted(
    scope: Scope, rows: Iterable[Participation], found: Mapping[int, Observation], names: Mapping[str, str],
    origins: Mapping[int, str],
) -> list[Counted]:  # fmt: skip
    """A row for each municipality. By participation, `found`: the observation that counts it; `origins`: of which
    older municipalities it was said, when it was taken over."""
    made, words, unknown = [], dict[tuple[str, str, str], str](), _("unknown")
    for row in rows:
        seen, value = found.get(row.pk), unknown
        if seen:
            said = seen.subject, seen.item, seen.value
            value = words.get(said) or words.setdefault(said, mark_value(scope.definition, *said).text)
        by = names.get(seen.recorded_by, "") if seen else ""
        made.append(Counted(row, seen, value, by, origins.get(row.pk, "")))
    return made


def number_table(title: str, says: Definition, query: str = "") -> TableDefinition[Counted]:
    """The rows behind a number: who, what, since when, and how we know it. `query` is handed on to each cell."""
    return TableDefinition(
        key="number",
        title=title,
        columns=(
            *municipality_columns(lambda row: row.participation.municipality),
            Column(key="value", title=_("Status")),
            Column(key="inherited", title=_("Inherited from"), value="origin"),
            Column(key="cell", title=_("How we know it"), kind=Kind.LINK, value=_cell(says, query)),
            Column(key="since", title=_("Since"), value=_said(_since_words)),
            Column(key="since_day", title=_("Since, day"), kind=Kind.DAY, value=_said(lambda one: one.since)),
            Column(key="expected", title=_("Expected"), value=_said(lambda one: one.expected_label)),
            Column(key="evidence", title=_("Evidence"), value=_said(_evidence_words())),
            Column(key="source", title=_("Source"), value=_said(_source())),
            Column(key="decision", title=_("Decision"), value=_said(_decision)),
            Column(key="link", title=_("Link"), kind=Kind.LINK, value=_said(_link)),
            Column(key="note", title=_("Note"), kind=Kind.TEXT, value=_said(lambda one: one.note)),
            Column(
                key="recorded", title=_("Recorded"), kind=Kind.DAY,
                value=_said(lambda one: localtime(one.recorded_at).date()),
            ),
            Column(key="by", title=_("Recorded by")),
        ),
        layout=Layout(
            columns=(
                "municipality", "value", "inherited", "since", "evidence", "source", "decision", "recorded", "by", "cell",
            )
        ),
    )  # fmt: skip


def _cell(says: Definition, query: str) -> Any:
    """The way to the cell that the observation stands in."""

    root, label, asked = reverse("boards:board"), _("History"), f"?{query}" if query else ""

    def read(row: Counted) -> Link | None:
        one = row.observation
        if one is None:
            return None
        item = f"{one.item}/" if says.subject(one.subject).per else ""
        return Link(f"{root}{one.participation_id}/{one.subject}/{item}{asked}", label)

    return read


def _said(read: Any) -> Any:
    return lambda row: read(row.observation) if row.observation else None


def _since_words(one: Observation) -> str:
    return since_text(one.since, one.precision)


def _evidence_words() -> Callable[[Observation], str]:
    labels = {one.value: str(one.label) for one in Evidence}
    return lambda one: labels[one.evidence]


def _source() -> Callable[[Observation], str]:
    labels = {one.value: str(one.label) for one in SourceKind}
    return lambda one: ": ".join(filter(None, (labels[one.source_kind], words_of(one.source_key))))


def _decision(one: Observation) -> str:
    day = since_text(one.decision_day, "day") if one.decision_day else ""
    return ", ".join(filter(None, (one.decision_body, day, one.case_number)))


def _link(one: Observation) -> Link | None:
    return Link(one.link) if one.link else None
