"""Contacts: an office's list with addresses to write to, one municipality's, and what is done to one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import chosen_of
from samordner.participation.contacts import operations
from samordner.participation.contacts.documents import contacts_table, rows_of
from samordner.participation.contacts.forms import ContactForm, EndForm, standing
from samordner.participation.contacts.queries import (
    Reached,
    addresses,
    every_contact,
    of_municipality,
    reached,
)
from samordner.participation.models import Contact, Participation

# Lists


@page("contact.read")
def contacts(request: Request) -> HttpResponse:
    """The contacts of every municipality that the reader reaches; those without a main contact first."""
    asked = request.GET
    about = chosen_of(request, "contact.read")
    if about is None:
        return render(request, "participation/contacts.html", {"about": None})
    role = asked.get("role", "") if asked.get("role", "") in Contact.Role.values else ""
    places = visible(about.participations(), request.actor, "contact.read")
    rows = visible(Contact.objects.all(), request.actor, "contact.read")
    words = asked.get("q", "").casefold().strip()
    lines = [
        line
        for line in reached(places, rows, about.day, role=role)
        if words in str(line.participation.municipality).casefold()
    ]
    if wanted := asked.get("format"):
        return answer_file(contacts_table(), rows_of(lines), wanted, f"contacts-{about.day}")
    context = {
        "about": about,
        "lines": lines,
        "missing": sum(not _has_main(line, role) for line in lines),
        "role": role,
        "roles": Contact.Role.choices,
        "addresses": addresses(lines),
    }
    return render(request, "participation/contacts.html", context)


def _has_main(line: Reached, role: str) -> bool:
    return line.has_main or bool(role and role != Contact.Role.MAIN)


def _place(request: Request, pk: int, right: str = "contact.read") -> Participation:
    return load(
        request,
        Participation.objects.select_related("programme", "municipality", "office"),
        read="contact.read",
        right=right,
        pk=pk,
    )


@page("contact.read")
def municipality(request: Request, participation: int) -> HttpResponse:
    """Everybody who is or was contact in one municipality."""
    return _municipality(request, _place(request, participation))


def _municipality(request: Request, place: Participation, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = visible(Contact.objects.all(), request.actor, "contact.read")
    found = of_municipality(rows, place)
    context = {
        "place": place,
        "now": [one for one in found if one.holds(request.day)],
        "later": [one for one in found if one.since and one.since > request.day],
        "before": [one for one in found if one.until and one.until <= request.day],
        "may_change": allowed(place, request.actor, "contact.change"),
        "day": request.day,
        **more,
    }
    return render(request, "participation/municipality_contacts.html", context, status=status)


# Deeds


@page("contact.change")
def add(request: Request, participation: int) -> HttpResponse:
    """Somebody becomes contact."""
    place = _place(request, participation, "contact.change")
    role = request.GET.get("role", "")
    form = ContactForm(request.POST or None, initial={"since": request.day, "role": role})

    def write(typed: dict[str, Any], _version: int) -> None:
        operations.add_contact(place, by=request.actor.id, now=request.now, **typed)

    failed = attempt(form, write) if request.method == "POST" else Attempt(form)
    if failed:
        return _form(request, failed, place, None)
    messages.success(request, _("The contact is added."))
    return redirect("participation:municipality_contacts", place.pk)


def _form(
    request: Request, shown: Attempt[ContactForm], place: Participation, contact: Contact | None
) -> HttpResponse:
    context = {"attempt": shown, "form": shown.form, "place": place, "contact": contact}
    return render(request, "participation/contact.html", context, status=shown.status)


def _contact(request: Request, pk: int) -> Contact:
    return load(request, every_contact(), read="contact.read", right="contact.change", pk=pk)


@page("contact.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Mend what is written of a contact."""
    found = _contact(request, pk)
    if sentence := operations.why_not_change(found):
        messages.error(request, sentence)
        return redirect("participation:municipality_contacts", found.participation_id)
    if request.method != "POST":
        return _form(
            request, Attempt(ContactForm(initial=standing(found)), found.version), found.participation, found
        )

    def write(typed: dict[str, Any], version: int) -> None:
        operations.change_contact(found, version=version, by=request.actor.id, now=request.now, **typed)

    failed = attempt(ContactForm(request.POST), write, version=version_of(request), standing=standing)
    if failed:
        return _form(request, failed, found.participation, found)
    messages.success(request, _("Saved."))
    return redirect("participation:municipality_contacts", found.participation_id)


@page("contact.change")
def end(request: Request, pk: int) -> HttpResponse:
    """Somebody is contact no longer, from a day."""
    found = _contact(request, pk)
    if request.method != "POST":
        return redirect("participation:municipality_contacts", found.participation_id)
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(_("Write a day, such as 2021-04-27."))
        operations.end_contact(
            found, version=version_of(request), on=form.day, by=request.actor.id, now=request.now
        )
    except Refusal as refusal:
        more = {"problem": refusal.sentence, "typed": {found.pk: request.POST.get("on", "")}}
        return _municipality(request, found.participation, status=422, **more)
    except Conflict:
        return _municipality(request, found.participation, status=409, problem=_changed_meanwhile())
    messages.success(request, _("The contact ends, and stays in the history."))
    return redirect("participation:municipality_contacts", found.participation_id)


@page("contact.change")
def erase(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then blank who it was."""
    found = _contact(request, pk)
    place = found.participation
    if request.method != "POST":
        context = {"contact": found, "place": place, "why_not": operations.why_not_erase(found)}
        return render(request, "participation/erase.html", context)
    try:
        operations.erase(
            found, version=version_of(request), on=request.today, by=request.actor.id, now=request.now
        )
    except Refusal as refusal:
        return _municipality(request, place, status=422, problem=refusal.sentence)
    except Conflict:
        return _municipality(request, place, status=409, problem=_changed_meanwhile())
    messages.success(request, _("Who it was is erased. The role and the period are kept."))
    return redirect("participation:municipality_contacts", place.pk)


def _changed_meanwhile() -> str:
    return _("Someone else changed this contact meanwhile, so nothing was done. Look again.")
