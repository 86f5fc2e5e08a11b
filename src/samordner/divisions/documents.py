"""Divisions as tables and as a document: one definition for screen, file and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.divisions.models import Division, Placement
from samordner.divisions.queries import Drift, Kept, Line, Move, numbers_of, rule_of
from samordner.documents.blocks import Block, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.places.documents import municipality_columns
from samordner.programmes.definition import Definition
from samordner.programmes.definition import Division as Rule


def division_table(query: str = "") -> TableDefinition[Line]:
    """Every division with its numbers, and whether a later one has replaced it."""

    def opens(line: Line) -> Link:
        return Link(f"{reverse('divisions:division', args=[line.division.pk])}{query}", str(line.division))

    return TableDefinition(
        key="divisions",
        title=_("Tracks and groups"),
        columns=(
            Column(key="name", title=_("Division"), value=lambda line: str(line.division), names_row=True),
            Column(key="open", title=_("Division"), kind=Kind.LINK, value=opens, names_row=True),
            Column(key="programme", title=_("Programme")),
            Column(key="office", title=_("Office")),
            Column(
                key="made_on", title=_("As of the day"), kind=Kind.DAY, value=lambda line: line.division.made_on
            ),
            Column(key="numbers", title=_("Groups"), kind=Kind.TEXT),
            Column(
                key="holds", title=_("Status"),
                value=lambda line: pgettext("division", "replaced by a later one") if line.replaced else _("holds"),
            ),
            Column(key="by", title=_("Made by")),
            Column(key="note", title=_("Note"), kind=Kind.TEXT, value=lambda line: line.division.note),
        ),
        layout=Layout(columns=("open", "office", "made_on", "numbers", "holds", "by")),
    )  # fmt: skip


def placement_table(definition: Definition | None, division: Division) -> TableDefinition[Placement]:
    """Everyone's group, what it rests on, and where a person moved it."""
    values = value_names(definition, division)
    return TableDefinition(
        key="placements",
        title=str(division),
        group=Column(key="group", title=_("Group"), value=lambda row: str(row.group)),
        columns=(
            *municipality_columns(lambda row: row.participation.municipality),
            Column(key="value", title=_("Rests on"), value=lambda row: values.get(row.value, row.value)),
            Column(
                key="since", title=pgettext("division", "Since"), kind=Kind.DAY,
                value=lambda row: row.observation.since if row.observation else None,
            ),
            Column(
                key="evidence", title=_("Evidence"),
                value=lambda row: str(row.observation.get_evidence_display()) if row.observation else "",
            ),
            Column(
                key="ruled", title=_("By the rule"), value=lambda row: str(row.ruled) if row.moved else "",
            ),
            Column(key="reason", title=_("Moved by hand because"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("municipality", "value", "since", "evidence", "ruled", "reason"),
            widths=(3, 3, 2, 2, 2, 4),
        ),
    )  # fmt: skip


def move_table() -> TableDefinition[Move]:
    """Who went from which group to which since the division before."""
    return TableDefinition(
        key="moves",
        title=_("Moved since last"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda row: str(row.participation.municipality),
            ),
            Column(key="old", title=_("From"), value=lambda row: row.old or _("was not there")),
            Column(key="new", title=_("To"), value=lambda row: row.new or _("is not there")),
            Column(key="how", title=_("How"), value=lambda row: _("by hand") if row.by_hand else _("by the rule")),
            Column(key="reason", title=_("Why"), kind=Kind.TEXT),
        ),
    )  # fmt: skip


def drift_table(definition: Definition | None, division: Division) -> TableDefinition[Drift]:
    """Whom the rule would put elsewhere today."""
    values = value_names(definition, division)
    return TableDefinition(
        key="drift",
        title=_("Changed since it was kept"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda row: str(row.participation.municipality),
            ),
            Column(key="kept", title=_("Kept in"), value=lambda row: row.kept or _("was not there")),
            Column(key="then", title=_("By the rule then")),
            Column(key="today", title=_("By the rule today")),
            Column(
                key="value", title=_("Rests on"),
                value=lambda row: values.get(row.standing.value, row.standing.value) if row.standing else "",
            ),
            Column(
                key="since", title=pgettext("division", "Since"), kind=Kind.DAY,
                value=lambda row: row.standing.since if row.standing else None,
            ),
        ),
    )  # fmt: skip


def value_names(definition: Definition | None, division: Division) -> Mapping[str, str]:
    """The values of the rule's subject in the reader's language."""
    return names_by_value(definition, rule_of(definition, division.rule)) if definition else {}


def names_by_value(definition: Definition, rule: Rule | None) -> Mapping[str, str]:
    return {value.key: str(value.name) for value in definition.values_of(rule.subject)} if rule else {}


def division_document(
    division: Division,
    definition: Definition | None,
    groups: Sequence[Kept],
    moves: Sequence[Move],
    *,
    office: str,
    by: str,
    language: str,
    notice: str = "",
) -> Document:
    """The division as a document to print: how it was made, the groups, what has moved."""
    made = localtime(division.made_at)
    rule = rule_of(definition, division.rule) if definition and division.rule else None
    facts = [
        (_("As of the day"), day_text(division.made_on)),
        (_("Made"), ", ".join(filter(None, (day_text(made.date()), by)))),
        (_("Divided by"), _("hand alone") if rule is None or definition is None else str(definition.subject(rule.subject).name)),
        (_("Groups"), numbers_of(groups)),
    ]  # fmt: skip
    blocks: list[Block] = [Facts(tuple(facts))]
    if division.note:
        blocks.append(Paragraph(division.note))
    table = placement_table(definition, division)
    for one in groups:
        blocks.append(Heading(1, f"{one.group} ({len(one.placements)})"))
        if one.placements:
            blocks.append(Table(_without_group(table), one.placements))
        else:
            blocks.append(Paragraph(_("Nobody.")))
    if moves:
        blocks += [Heading(1, _("Moved since last")), Table(move_table(), tuple(moves))]
    front = Front(issuer=office, subtitle=str(definition.name) if definition else "")
    return Document(str(division), language, tuple(blocks), front, notice)


def _without_group(table: TableDefinition[Placement]) -> TableDefinition[Placement]:
    return TableDefinition(key=table.key, title=table.title, columns=table.columns, layout=table.layout)
