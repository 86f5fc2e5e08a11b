"""Partners, agreements and arenas as tables and documents: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.cooperation.models import Arena, ArenaKind, ArenaVisit, PartnerContact
from samordner.cooperation.queries import arenas, partners
from samordner.cooperation.queries.agreements import Standing
from samordner.documents.blocks import Block, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition

# In words


def agreement_words(state: str) -> str:
    """How an agreement stands, in words; "none": there is none."""
    return {
        "in_force": pgettext("agreement", "in force"),
        "soon": pgettext("agreement", "ends soon"),
        "coming": pgettext("agreement", "not in force yet"),
        "ended": pgettext("agreement", "ended"),
        "renewed": pgettext("agreement", "renewed by another"),
        "none": pgettext("agreement", "no agreement"),
    }[state]


def meeting_words(state: str) -> str:
    """Whether a partner is met as often as it is to be, in words."""
    return {
        "": pgettext("partner", "not settled"),
        "none": pgettext("partner", "not settled"),
        "met": pgettext("partner", "met in time"),
        "planned": pgettext("partner", "a meeting is planned"),
        "late": pgettext("partner", "not met in time"),
        "never": pgettext("partner", "never met"),
    }[state]


def arena_words(state: str) -> str:
    """Whether somebody is at an arena as often as is to be, in words."""
    return {
        "none": pgettext("arena", "not settled"),
        "in_time": pgettext("arena", "in time"),
        "late": pgettext("arena", "nobody there for long"),
        "never": pgettext("arena", "nobody there yet"),
    }[state]


SIGNS: Mapping[str, str] = {
    "in_force": "✓", "soon": "!", "coming": "→", "ended": "–", "renewed": "↻", "none": "·", "": "·",
    "met": "✓", "planned": "→", "late": "!", "never": "?", "in_time": "✓", "been": "✓", "cancelled": "–",
}  # fmt: skip
TONES: Mapping[str, str] = {
    "in_force": "success", "soon": "warning", "coming": "info", "ended": "neutral", "renewed": "neutral",
    "none": "neutral", "": "neutral", "met": "success", "planned": "info", "late": "warning", "never": "warning",
    "in_time": "success", "been": "success", "cancelled": "neutral",
}  # fmt: skip


def partner_address(office: str, key: str) -> str:
    """The page of one partner of an office."""
    return reverse("cooperation:partner", args=[office, key])


def agreement_address(one: Standing) -> str:
    """Where an agreement is read: its own page, else the plan's row that names it."""
    if one.agreement:
        return reverse("cooperation:agreement", args=[one.agreement.pk])
    assert one.row is not None
    return reverse("plans:row", args=[one.row.plan_id, "samarbeid", one.row.pk])


# Tables


def partner_table(day: date, offices: Mapping[str, str]) -> TableDefinition[partners.Line]:
    """The partners, with what is agreed and when they were met."""

    def opens(line: partners.Line) -> Link:
        return Link(partner_address(line.office.key, line.key), line.name)

    def agreement(line: partners.Line) -> str:
        found = line.agreement_on(day)
        return agreement_words(found.state(day) if found else "none")

    def expires(line: partners.Line) -> date | None:
        found = line.agreement_on(day)
        return found.last_day if found else None

    return TableDefinition(
        key="partners",
        title=_("Partners"),
        columns=(
            Column(key="name", title=_("Partner"), names_row=True),
            Column(key="open", title=_("Partner"), kind=Kind.LINK, value=opens, names_row=True),
            Column(key="parent", title=_("Part of")),
            Column(key="office", title=_("Office"), value=lambda line: offices.get(line.office.key, line.office.key)),
            Column(key="form", title=_("Form of cooperation"), kind=Kind.TEXT),
            Column(key="agreement", title=_("Agreement"), value=agreement),
            Column(key="expires", title=_("Runs out"), kind=Kind.DAY, value=expires),
            Column(key="every", title=_("Met every … months"), kind=Kind.NUMBER),
            Column(key="last", title=_("Last met"), kind=Kind.DAY, value=lambda line: line.met.last),
            Column(key="next", title=_("Next meeting"), kind=Kind.DAY, value=lambda line: line.met.next),
            Column(key="due", title=_("To be met by"), kind=Kind.DAY),
            Column(key="meetings", title=_("Meetings"), value=lambda line: meeting_words(line.meeting_state(day))),
            Column(key="next_step", title=_("Next step"), kind=Kind.TEXT),
            Column(key="responsible", title=_("Answers for it")),
        ),
        layout=Layout(
            columns=("name", "parent", "form", "agreement", "expires", "last", "next", "next_step"),
            widths=(2.5, 2, 4, 2, 1.5, 1.5, 1.5, 3),
            landscape=True,
            optional=frozenset({"parent", "next", "next_step", "expires"}),
        ),
    )  # fmt: skip


def agreement_table(day: date, offices: Mapping[str, str]) -> TableDefinition[Standing]:
    """The agreements as they stand on the day."""

    def own(name: str) -> object:
        return lambda one: getattr(one.agreement, name) if one.agreement else ""

    return TableDefinition(
        key="agreements",
        title=_("Agreements"),
        columns=(
            Column(key="partner", title=_("Partner"), names_row=True),
            Column(key="office", title=_("Office"), value=lambda one: offices.get(one.office.key, one.office.key)),
            Column(key="what", title=_("What is agreed"), kind=Kind.TEXT),
            Column(key="signed", title=_("Signed"), kind=Kind.DAY),
            Column(key="expires", title=_("Runs out"), kind=Kind.DUE),
            Column(key="last_day", title=_("Last day"), kind=Kind.DAY),
            Column(key="notice_by", title=_("Notice by"), kind=Kind.DAY),
            Column(key="state", title=_("Status"), value=lambda one: agreement_words(one.state(day))),
            Column(key="case_number", title=_("Case number"), value=own("case_number")),  # type: ignore[arg-type]
            Column(key="link", title=_("Link"), value=own("link")),  # type: ignore[arg-type]
            Column(key="responsible", title=_("Answers for it")),
            Column(
                key="where", title=_("Stands in"),
                value=lambda one: str(one.row.plan) if one.row else _("kept here only"),
            ),
            Column(key="note", title=_("Note"), kind=Kind.TEXT, value=own("note")),  # type: ignore[arg-type]
        ),
        layout=Layout(
            columns=("partner", "what", "signed", "expires", "state", "case_number", "responsible"),
            widths=(2.5, 4, 1.5, 1.8, 2, 2, 2),
            landscape=True,
        ),
    )  # fmt: skip


def arena_table(day: date, offices: Mapping[str, str]) -> TableDefinition[arenas.Line]:
    """The arenas, with when somebody was last there."""
    return TableDefinition(
        key="arenas",
        title=_("Arenas"),
        columns=(
            Column(key="name", title=_("Arena"), value=lambda one: one.arena.name, names_row=True),
            Column(
                key="kind", title=pgettext("arena", "Kind"), kind=Kind.CHOICE, choices=dict(ArenaKind.choices),
                value=lambda one: one.arena.kind,
            ),
            Column(
                key="office", title=_("Office"), value=lambda one: offices.get(one.arena.office.key, one.arena.office.key)
            ),
            Column(key="owner", title=_("Held by"), value=lambda one: one.arena.owner),
            Column(key="grouping", title=_("Municipalities"), value=lambda one: str(one.arena.grouping or "")),
            Column(key="rhythm", title=_("How often it meets"), value=lambda one: one.arena.rhythm),
            Column(
                key="every", title=_("To be visited every … months"), kind=Kind.NUMBER,
                value=lambda one: one.arena.visit_every,
            ),
            Column(key="last", title=_("Last there"), kind=Kind.DAY),
            Column(key="next", title=_("Next time"), kind=Kind.DAY),
            Column(key="times", title=_("Times"), kind=Kind.NUMBER),
            Column(key="state", title=_("Status"), value=lambda one: arena_words(one.state(day))),
            Column(key="contact", title=_("Contact, by function"), value=lambda one: one.arena.contact),
            Column(key="contact_email", title=_("Work e-mail"), value=lambda one: one.arena.contact_email),
            Column(key="link", title=_("Link"), value=lambda one: one.arena.link),
            Column(key="about", title=_("About it"), kind=Kind.TEXT, value=lambda one: one.arena.about),
        ),
        layout=Layout(
            columns=("name", "kind", "owner", "rhythm", "last", "next", "state"), widths=(3, 2, 2.5, 2.5, 1.5, 1.5, 2),
            landscape=True,
        ),
    )  # fmt: skip


def visit_table(names: Mapping[str, str]) -> TableDefinition[arenas.Visited]:
    """The days of arenas: who went, what was said, and what was agreed. `names`: of accounts."""
    states = dict(ArenaVisit.State.choices)
    return TableDefinition(
        key="visits",
        title=_("Who went, and what was said"),
        columns=(
            Column(key="day", title=_("Day"), kind=Kind.DAY, value=lambda one: one.visit.day, names_row=True),
            Column(key="arena", title=_("Arena"), value=lambda one: one.visit.arena.name),
            Column(key="place", title=_("Place"), value=lambda one: one.visit.place),
            Column(
                key="state", title=_("Status"), kind=Kind.CHOICE, choices=states, value=lambda one: one.visit.state
            ),
            Column(key="theme", title=_("What it was about"), kind=Kind.TEXT, value=lambda one: one.visit.theme),
            Column(key="went", title=_("Who went"), kind=Kind.PEOPLE, value=lambda one: who_text(one, names)),
            Column(key="said", title=_("What was said"), kind=Kind.TEXT, value=lambda one: one.visit.said),
            Column(key="agreed", title=_("What was agreed"), kind=Kind.TEXT, value=lambda one: one.visit.agreed),
            Column(key="needs", title=_("Needs raised"), kind=Kind.NUMBER),
            Column(key="why", title=_("Why it was called off"), kind=Kind.TEXT, value=lambda one: one.visit.why),
        ),
        layout=Layout(
            columns=("day", "arena", "theme", "went", "said", "agreed", "needs"),
            widths=(1.4, 2.2, 2.5, 2, 4, 3.5, 1),
            landscape=True,
        ),
    )  # fmt: skip


def who_text(one: arenas.Visited, names: Mapping[str, str]) -> tuple[str, ...]:
    """Who went: organisations first, then persons; an account that is gone is told as such."""
    return (
        *one.organisations,
        *(names.get(each, _("somebody who has no account now")) for each in one.accounts),
    )


def contact_table() -> TableDefinition[PartnerContact]:
    """Whom one reaches at a partner."""
    return TableDefinition(
        key="contacts",
        title=_("Contacts at partners"),
        columns=(
            Column(key="partner", title=_("Partner"), value=lambda one: one.partner.name),
            Column(key="position", title=_("Function"), names_row=True),
            Column(key="name", title=_("Name"), value=lambda one: _("(erased)") if one.erased_at else one.name),
            Column(key="email", title=_("Work e-mail")),
            Column(key="phone", title=_("Work telephone")),
            Column(key="note", title=_("Note"), kind=Kind.TEXT),
        ),
    )  # fmt: skip


# Documents


def arena_document(
    arena: Arena,
    visits: Sequence[arenas.Visited],
    names: Mapping[str, str],
    municipalities: Sequence[str],
    *,
    office: str,
    day: date,
    language: str,
    notice: str = "",
) -> Document:
    """An arena and its history, to print or to send."""
    facts = (
        (_("What it is"), str(arena.get_kind_display())),
        (_("Held by"), arena.owner),
        (_("How often it meets"), arena.rhythm),
        (_("Contact, by function"), ", ".join(filter(None, [arena.contact, arena.contact_email]))),
        (_("Municipalities"), ", ".join(municipalities)),
        (_("Link"), arena.link),
    )
    blocks: list[Block] = [Heading(1, _("The arena")), Facts(tuple(pair for pair in facts if pair[1]))]
    if arena.about:
        blocks.append(Paragraph(arena.about))
    blocks.append(Heading(1, _("Who went, and what was said")))
    table = visit_table(names)
    if visits:
        layout = Layout(
            columns=("day", "state", "theme", "went", "said", "agreed"),
            widths=(1.4, 1.4, 2.5, 2.2, 4, 3.5),
            landscape=True,
        )
        blocks.append(Table(table, tuple(visits), layout))
    else:
        blocks.append(Paragraph(_("Nobody has been there yet.")))
    return Document(
        title=arena.name,
        language=language,
        blocks=tuple(blocks),
        front=Front(issuer=office, subtitle=_("Arena"), facts=((_("As of"), day_text(day)),)),
        notice=notice,
    )  # fmt: skip


def partner_document(
    line: partners.Line,
    contacts: Sequence[PartnerContact],
    visits: Sequence[arenas.Visited],
    names: Mapping[str, str],
    *,
    office: str,
    day: date,
    language: str,
    notice: str = "",
) -> Document:
    """Everything with one partner, to bring to a meeting."""
    facts = (
        (_("Part of"), line.parent),
        (_("Form of cooperation"), line.form),
        (_("Next step"), line.next_step),
        (_("Meetings"), meeting_words(line.meeting_state(day))),
        (_("Last met"), day_text(line.met.last) if line.met.last else ""),
        (_("Next meeting"), day_text(line.met.next) if line.met.next else ""),
        (_("Answers for it"), line.responsible),
    )
    blocks: list[Block] = [Heading(1, _("The cooperation")), Facts(tuple(pair for pair in facts if pair[1]))]
    if line.row and line.row.responsibilities:
        blocks += [Heading(2, _("Who does what")), Paragraph(line.row.responsibilities)]
    if line.kept and line.kept.note:
        blocks += [Heading(2, _("Note")), Paragraph(line.kept.note)]
    if line.standings:
        blocks += [Heading(1, _("Agreements")), Table(agreement_table(day, {}), line.standings)]
    if visits:
        blocks += [Heading(1, _("Arenas")), Table(visit_table(names), tuple(visits))]
    if contacts:
        blocks += [Heading(1, _("Contacts")), Table(contact_table(), tuple(contacts))]
    return Document(
        title=line.name,
        language=language,
        blocks=tuple(blocks),
        front=Front(issuer=office, subtitle=_("Cooperation"), facts=((_("As of"), day_text(day)),)),
        notice=notice,
    )  # fmt: skip
