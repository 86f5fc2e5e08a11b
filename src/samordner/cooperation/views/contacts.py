"""Whom one reaches at partners: work contacts only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.cooperation.documents import contact_table, partner_address
from samordner.cooperation.forms import ContactForm, reached_of
from samordner.cooperation.models import PartnerContact
from samordner.cooperation.operations.keeping import remove, restore
from samordner.cooperation.operations.partners import add_contact, change_contact, erase_contact
from samordner.cooperation.queries.partners import every_contact
from samordner.cooperation.views.asking import keep, one_page, word
from samordner.cooperation.views.partners import partner_of
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page


def _address(row: PartnerContact) -> str:
    return partner_address(row.partner.office.key, row.partner.key)


@page("cooperation.read")
def index(request: Request) -> HttpResponse:
    """Everybody that one reaches at partners; also as a file."""
    rows = visible(every_contact(), request.actor, "cooperation.read")
    rows = rows.filter(removed_at=None, partner__removed_at=None).order_by("partner__name", "position", "pk")
    words = word(request, "q").casefold().split()
    found = [
        one
        for one in rows
        if all(each in f"{one.partner.name} {one.position} {one.name}".casefold() for each in words)
    ]
    if wanted := request.GET.get("format"):
        return answer_file(contact_table(), found, wanted, f"partner-contacts-{request.day}")
    context = {
        "rows": one_page(request, found),
        "shown": [(one, _address(one)) for one in one_page(request, found)],
        "q": word(request, "q"),
        "tab": "contacts",
    }
    return render(request, "cooperation/contacts.html", context)


@page("cooperation.change")
def add(request: Request, office: str, key: str) -> HttpResponse:
    """Note whom one reaches at the partner."""
    _about, line = partner_of(request, office, key, "cooperation.change")
    failed: Attempt[ContactForm] | None = Attempt(ContactForm())
    if request.method == "POST":
        form = ContactForm(request.POST)

        def write(_typed: dict[str, Any], _version: int) -> Any:
            return add_contact(line.office, line.name, form.reached(), by=request.actor.id, now=request.now)

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The contact is added."))
        return redirect(partner_address(line.office.key, line.key))
    context = {
        "attempt": failed,
        "form": failed.form,
        "address": partner_address(line.office.key, line.key),
        "name": line.name,
        "tab": "partners",
    }
    return render(request, "cooperation/contact.html", context, status=failed.status)


@page("cooperation.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write a contact anew."""
    row = load(request, every_contact(), read="cooperation.read", right="cooperation.change", pk=pk)
    failed: Attempt[ContactForm] | None = Attempt(ContactForm(initial=reached_of(row)), row.version)
    if request.method == "POST":
        form = ContactForm(request.POST)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_contact(row, form.reached(), version=version, by=request.actor.id, now=request.now)

        failed = attempt(form, write, version=version_of(request), standing=reached_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {
        "attempt": failed,
        "form": failed.form,
        "address": _address(row),
        "name": row.partner.name,
        "contact": row,
        "tab": "partners",
    }
    return render(request, "cooperation/contact.html", context, status=failed.status)


@page("cooperation.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a contact out of the lists; it can be brought back."""
    return keep(request, every_contact(), pk, remove, gone=_address, there=_address)


@page("cooperation.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return keep(request, every_contact(), pk, restore, gone=_address, there=_address)


@page("cooperation.change")
def erase(request: Request, pk: int) -> HttpResponse:
    """Blank who it was, for good."""
    row = load(request, every_contact(), read="cooperation.read", right="cooperation.change", pk=pk)
    if request.method == "POST":
        carry_out(
            request,
            lambda: erase_contact(row, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("Who it was is erased."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(_address(row))
