"""A municipality's page as tables, and the whole as one document to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.asks.models import AskRecipient
from samordner.boards.municipality.doing import points
from samordner.boards.municipality.gathering import Became, Picture
from samordner.boards.municipality.happenings import Happening
from samordner.boards.municipality.happenings import Kind as Happened
from samordner.boards.municipality.standing import Line
from samordner.documents.blocks import Block, BulletList, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Label, Layout, Link, Row, TableDefinition
from samordner.localplans.documents import plans_table, statements_table
from samordner.localplans.queries import statements_on
from samordner.networks.models import NetworkMember
from samordner.participation.contacts.documents import Row as ContactRow
from samordner.participation.contacts.documents import contacts_table
from samordner.programmes.definition import Definition
from samordner.support.models import Grant, Need, Status, Support

# Tables


def standing_table() -> TableDefinition[Line]:
    """Where it stands with every subject."""
    return TableDefinition(
        key="standing",
        title=_("Where it stands"),
        columns=(
            Column(key="subject", title=_("Subject"), names_row=True, value=lambda line: line.column.full),
            Column(
                key="value", title=_("Status"),
                value=lambda line: ", ".join(mark.text for mark in line.marks) or _("unknown"),
            ),
            Column(key="since", title=_("Since"), value=lambda line: ", ".join(filter(None, (m.since for m in line.marks)))),
            Column(
                key="evidence", title=_("Evidence"),
                value=lambda line: ", ".join(dict.fromkeys(filter(None, (m.evidence_text for m in line.marks)))),
            ),
            Column(key="care", title=_("Take care"), value=_care),
            Column(key="before", title=_("Before that")),
            Column(key="told", title=_("Recorded"), kind=Kind.DAY),
            Column(key="by", title=_("Recorded by")),
        ),
        layout=Layout(
            columns=("subject", "value", "since", "evidence", "care", "before", "told", "by"),
            widths=(2.6, 2.1, 1.6, 1.8, 1.2, 2, 1.6, 1.5),
        ),
    )  # fmt: skip


def _care(line: Line) -> str:
    """Why it should not be taken for more than it is."""
    late = [mark.late for mark in line.marks if mark.late]
    return ", ".join([*late, *([pgettext("status", "old")] if line.stale else [])])


def needs_table(day: date, definition: Definition) -> TableDefinition[Need]:
    """What help was asked for, and how it stands."""
    themes = {one.key: str(one.name) for one in definition.themes}
    return TableDefinition(
        key="municipality_needs",
        title=_("Needs"),
        columns=(
            Column(
                key="page", title=_("Need"), kind=Kind.LINK, names_row=True,
                value=lambda need: Link(reverse("support:need", args=[need.pk]), need.text),
            ),
            Column(key="text", title=_("Need"), names_row=True),
            Column(key="theme", title=_("Theme"), kind=Kind.CHOICE, choices=themes),
            Column(key="raised_on", title=_("Raised"), kind=Kind.DAY),
            Column(key="where", title=_("Where it was said"), value=lambda need: str(need.get_raised_where_display())),
            Column(
                key="status", title=_("Status"), kind=Kind.CHOICE, choices=dict(Status.choices),
                value=lambda need: need.status(day).value,
            ),
            Column(key="taken_by", title=_("Taken by")),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY),
            Column(key="closing", title=_("How it ended"), kind=Kind.TEXT),
        ),
        layout=Layout(columns=("page", "theme", "raised_on", "where", "status", "taken_by", "deadline", "closing")),
    )  # fmt: skip


NEEDS_PRINTED = Layout(
    columns=("text", "theme", "raised_on", "where", "status", "taken_by", "deadline", "closing"),
    widths=(3.4, 1.7, 1.6, 1.8, 1.2, 1.3, 1.6, 1.8),
)


def help_table() -> TableDefinition[Support]:
    """What was done."""
    return TableDefinition(
        key="municipality_help",
        title=_("Help given"),
        columns=(
            Column(key="day", title=_("Day"), kind=Kind.DAY),
            Column(key="kind", title=_("Kind of help"), value=lambda one: str(one.get_kind_display())),
            Column(key="organisation", title=_("Given by")),
            Column(key="text", title=_("What was done"), kind=Kind.TEXT),
            Column(key="need", title=_("On the need"), value=lambda one: one.need.text if one.need else ""),
        ),
        layout=Layout(columns=("day", "kind", "organisation", "text", "need"), widths=(1.2, 1.3, 1.4, 4, 3)),
    )


def grants_table(picture: Picture) -> TableDefinition[Grant]:
    """What was applied for, granted, used and reported on, in whole kroner."""
    return TableDefinition(
        key="municipality_grants",
        title=_("Grants, in kroner"),
        columns=(
            Column(key="year", title=_("Year"), value=lambda one: str(one.year)),
            Column(
                key="scheme", title=_("Scheme"), names_row=True,
                value=lambda one: picture.schemes.get(one.scheme, one.scheme_name or one.scheme),
            ),
            Column(key="status", title=_("Status"), value=lambda one: str(one.status.label)),
            Column(key="applied", title=_("Applied for, kr"), kind=Kind.NUMBER),
            Column(key="granted", title=_("Granted, kr"), kind=Kind.NUMBER),
            Column(key="used", title=_("Used, kr"), kind=Kind.NUMBER),
            Column(key="reported_on", title=_("Reported on"), kind=Kind.DAY),
            Column(key="case_number", title=_("Case number")),
        ),
    )  # fmt: skip


def asks_table(day: date) -> TableDefinition[AskRecipient]:
    """What it was asked for lately, and how much work it is."""
    states = {
        "answered": pgettext("ask", "answered"), "withdrawn": pgettext("ask", "withdrawn"),
        "unanswered": pgettext("ask", "not answered, closed"), "late": pgettext("ask", "late"),
        "open": pgettext("ask", "waits for an answer"),
    }  # fmt: skip
    return TableDefinition(
        key="municipality_asks",
        title=_("Requests"),
        columns=(
            Column(key="sent", title=_("Sent"), kind=Kind.DAY, value=lambda one: one.ask.sent),
            Column(
                key="page", title=_("What is asked"), kind=Kind.LINK, names_row=True,
                value=lambda one: Link(reverse("asks:ask", args=[one.ask_id]), one.ask.title),
            ),
            Column(key="title", title=_("What is asked"), names_row=True, value=lambda one: one.ask.title),
            Column(key="by", title=_("Asked by"), value=lambda one: one.ask.asked_by),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY, value=lambda one: one.ask.deadline),
            Column(key="minutes", title=_("Minutes of work"), kind=Kind.NUMBER, value=lambda one: one.ask.minutes),
            Column(
                key="state", title=_("Status"), kind=Kind.CHOICE, choices=states,
                value=lambda one: one.state_on(day),
            ),
        ),
        layout=Layout(columns=("sent", "page", "by", "deadline", "minutes", "state")),
    )  # fmt: skip


ASKS_PRINTED = Layout(
    columns=("sent", "title", "by", "deadline", "minutes", "state"), widths=(1.2, 4, 2, 1.2, 1.1, 1.8)
)


def happenings_table() -> TableDefinition[Happening]:
    """The timeline."""
    return TableDefinition(
        key="happenings",
        title=_("Timeline"),
        columns=(
            Column(key="day", title=_("Day"), kind=Kind.DAY),
            Column(
                key="kind", title=_("Kind"), kind=Kind.CHOICE, choices=dict(Happened.choices),
                value=lambda one: one.kind.value,
            ),
            Column(
                key="page", title=_("What happened"), kind=Kind.LINK,
                value=lambda one: Link(one.address or "#", one.what),
            ),
            Column(key="what", title=_("What happened"), kind=Kind.TEXT),
            Column(key="by", title=_("By")),
        ),
        layout=Layout(columns=("day", "kind", "page", "by")),
    )  # fmt: skip


HAPPENINGS_PRINTED = Layout(columns=("day", "kind", "what", "by"), widths=(1.2, 1.5, 5, 1.5))


# The whole


def municipality_document(
    picture: Picture, definition: Definition, became: Became, *, issuer: str, language: str, notice: str = ""
) -> Document:
    """All that the page tells, in the same order, for whoever takes over. Made in the document's language."""
    municipality = picture.participation.municipality
    with override(language):
        title = f"{municipality.code} {municipality}"
        facts: tuple[tuple[Label, Label], ...] = (
            (_("Programme"), str(definition.name)),
            (_("As it stood on"), day_text(picture.day)),
            (_("County"), str(municipality.county)),
        )
        return Document(
            title=title,
            language=language,
            front=Front(issuer=issuer, subtitle=str(definition.name), facts=facts),
            blocks=tuple(_blocks(picture, definition, became)),
            notice=notice,
            footer=f"{title}, {day_text(picture.day)}",
        )


def became_facts(became: Became) -> tuple[tuple[Label, Label], ...]:
    """Where the number comes from and where it went, for people to read."""

    before = "\n".join(f"{one.old.code} {one.old}, {day_text(one.day)}" for one in became.made_of)
    after = "\n".join(f"{one.new.code} {one.new}, {day_text(one.day)}" for one in became.became)
    pairs = ((_("Made of"), before), (_("Became"), after))
    return tuple((label, text) for label, text in pairs if text)


def _blocks(picture: Picture, definition: Definition, became: Became) -> Iterator[Block]:
    if pairs := became_facts(became):
        yield Facts(pairs)
    yield Heading(1, _("Where it stands"))
    known = [line for each in picture.items for line in each.lines]
    yield Table(standing_table(), (*picture.lines, *known))
    yield Heading(1, _("What needs doing"))
    todo = points(picture)
    yield BulletList(tuple(point.sentence for point in todo)) if todo else Paragraph(_("Nothing now."))
    if picture.contacts is not None:
        rows = [
            ContactRow(picture.participation, one)
            for one in (*picture.contacts_now, *picture.contacts_before)
        ]
        yield from _part(_("Contacts"), contacts_table(), rows)
    if picture.plans is not None:
        plans = plans_table(picture.day, definition.key, str(definition.short_name))
        yield from _part(_("Local plans"), plans, picture.plans)
        given = [one for plan in picture.plans for one in statements_on(plan, picture.day)]
        if given:
            yield Heading(2, _("Statements on plans"))
            yield Table(statements_table(), tuple(given))
    if picture.needs is not None:
        yield from _part(
            _("Needs and what was done"), needs_table(picture.day, definition), picture.needs, NEEDS_PRINTED
        )
        if picture.help:
            yield Heading(2, _("Help given"))
            yield Table(help_table(), tuple(picture.help))
    if picture.grants is not None:
        yield from _part(_("Grants"), grants_table(picture), picture.grants)
    if picture.asks is not None:
        yield from _part(_("What it has been asked for"), asks_table(picture.day), picture.asks, ASKS_PRINTED)
    if picture.networks_now:
        yield Heading(1, _("Networks"))
        yield BulletList(tuple(network_words(one) for one in picture.networks_now))
    if belongs := belonging(picture):
        yield Heading(1, _("Groups"))
        yield BulletList(tuple(belongs))
    yield from _part(_("Timeline"), happenings_table(), picture.happenings, HAPPENINGS_PRINTED)


def network_words(member: NetworkMember) -> str:
    """A network that it is in, and since when."""
    words = {"network": member.network.name, "day": day_text(member.since)}
    return _("%(network)s, since %(day)s") % words


def belonging(picture: Picture) -> list[str]:
    """The groups that it is in, by name."""
    groups = [f"{one.division}: {one.group}" for one in picture.placements or ()]
    return [*(str(one) for one in picture.groupings or ()), *groups]


def _part(
    title: str, table: TableDefinition[Row], rows: Sequence[Row], layout: Layout | None = None
) -> Iterator[Block]:
    yield Heading(1, title)
    yield Table(table, tuple(rows), layout) if rows else Paragraph(_("None."))
