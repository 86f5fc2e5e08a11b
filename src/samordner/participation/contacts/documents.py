"""Contacts as a table: one definition for screen, file and the municipality's document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.participation.contacts.queries import Reached
from samordner.participation.models import Contact, Participation


@dataclass(frozen=True)
class Row:
    """A contact, or a municipality that has none."""

    participation: Participation
    contact: Contact | None


def rows_of(lines: Iterable[Reached]) -> list[Row]:
    """A row for every contact, and one for each municipality without any."""
    return [Row(line.participation, one) for line in lines for one in (line.contacts or (None,))]


def name_text(contact: Contact) -> str:
    """The name, or that it is erased."""
    return contact.name or _("(erased)")


def contacts_table() -> TableDefinition[Row]:
    return TableDefinition(
        key="contacts",
        title=_("Contacts"),
        columns=(
            Column(key="code", title=_("Municipality number"), value=lambda row: row.participation.municipality.code),
            Column(key="municipality", title=_("Municipality"), value=lambda row: str(row.participation.municipality)),
            Column(
                key="role", title=_("Role"), kind=Kind.CHOICE, choices=dict(Contact.Role.choices),
                value=lambda row: row.contact.role if row.contact else "",
            ),
            Column(
                key="name", title=_("Name"), names_row=True,
                value=lambda row: name_text(row.contact) if row.contact else _("nobody"),
            ),
            Column(key="position", title=_("Position"), value=lambda row: row.contact.position if row.contact else ""),
            Column(key="email", title=_("Work e-mail"), value=lambda row: row.contact.email if row.contact else ""),
            Column(key="phone", title=_("Work telephone"), value=lambda row: row.contact.phone if row.contact else ""),
            Column(
                key="since", title=_("Contact since"), kind=Kind.DAY,
                value=lambda row: row.contact.since if row.contact else None,
            ),
            Column(
                key="until", title=_("First day no longer contact"), kind=Kind.DAY,
                value=lambda row: row.contact.until if row.contact else None,
            ),
            Column(key="note", title=_("Note"), kind=Kind.TEXT, value=lambda row: row.contact.note if row.contact else ""),
        ),
        layout=Layout(columns=("role", "name", "position", "email", "phone", "since", "until")),
    )  # fmt: skip
