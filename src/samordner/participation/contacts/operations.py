"""Deeds on contacts: add, change, end; and erase who it was when a person asks for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.participation.models import Contact, Participation

PERSONAL = ("name", "position", "email", "phone", "note")
"""What tells who somebody is: all that `erase` blanks."""


def why_not_contact(
    participation: Participation, *, name: str, since: date | None, until: date | None = None
) -> Refusal | None:
    """Why nobody can be contact there with this name and period; None: it can."""
    if not name.strip():
        return Refusal(_("A contact needs a name."), field="name")
    if since is None:
        return Refusal(_("Say from which day."), field="since")
    if until and until <= since:
        return Refusal(_("The period must end after it begins."), field="until")
    if not participation.holds(since):
        return Refusal(
            _("%(municipality)s does not take part on %(day)s.")
            % {"municipality": participation.municipality, "day": day_text(since)},
            field="since",
        )
    return None


@transaction.atomic
def add_contact(
    participation: Participation, *, role: str, name: str, since: date | None, by: str, now: datetime, **more: Any
) -> Contact:  # fmt: skip
    """Somebody is contact from `since`. `more`: position, email, phone, note, until. Raises Refusal."""
    if refusal := why_not_contact(participation, name=name, since=since, until=more.get("until")):
        raise refusal
    if Contact.objects.filter(
        participation=participation, role=role, name=name.strip(), since=since
    ).exists():
        raise Refusal(_("This contact is added already."), field="name")
    made = Contact.objects.create(
        participation=participation, role=role, name=name.strip(), since=since, **more
    )
    _journal("add", made, by, now)
    return made


def why_not_change(contact: Contact) -> str | None:
    """Why the contact cannot be changed; None: it can."""
    return _("Who it was is erased, so there is nothing to change.") if not contact.name else None


@transaction.atomic
def change_contact(
    contact: Contact, *, version: int, role: str, name: str, since: date | None, by: str, now: datetime, **more: Any
) -> Contact:  # fmt: skip
    """Mend what was written: for another person in the role, end this one and add the new. Raises Refusal, Conflict."""
    if sentence := why_not_change(contact):
        raise Refusal(sentence)
    if refusal := why_not_contact(contact.participation, name=name, since=since, until=more.get("until")):
        raise refusal
    change(contact, version=version, role=role, name=name.strip(), since=since, **more)
    _journal("change", contact, by, now)
    return contact


def why_not_end(contact: Contact, on: date) -> str | None:
    """Why the contact cannot end on `on` (the first day without it); None: it can."""
    if contact.until is not None and contact.until <= on:
        return _("The period has already ended.")
    if contact.since is not None and on <= contact.since:
        return _("The period must end after it begins.")
    return None


@transaction.atomic
def end_contact(contact: Contact, *, version: int, on: date, by: str, now: datetime) -> Contact:
    """From `on`, the person is contact no longer; the row stays in the history. Raises Refusal, Conflict."""
    if sentence := why_not_end(contact, on):
        raise Refusal(sentence, field="on")
    change(contact, version=version, until=on)
    _journal("end", contact, by, now)
    return contact


def why_not_erase(contact: Contact) -> str | None:
    """Why nothing can be erased; None: it can."""
    return _("Who it was is erased already.") if not contact.name else None


@transaction.atomic
def erase(contact: Contact, *, version: int, on: date, by: str, now: datetime) -> Contact:
    """Blank who it was, for good, and keep the role and the period, which ends on `on` if it had not ended.

    Raises Refusal, and Conflict if someone changed the contact after `version` was read.
    """
    if sentence := why_not_erase(contact):
        raise Refusal(sentence)
    first = contact.since or on
    until = contact.until if contact.until and contact.until <= on else max(on, first + timedelta(days=1))
    change(contact, version=version, until=until, **dict.fromkeys(PERSONAL, ""))
    _journal("erase", contact, by, now)
    return contact


def _journal(verb: str, contact: Contact, by: str, now: datetime) -> None:
    participation = contact.participation
    detail: dict[str, str | int | bool | None] = {"participation": participation.pk, "role": contact.role}
    record(by, verb, "contact", str(contact.pk), now, detail, office=participation.office.key)
