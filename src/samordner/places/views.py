"""Groupings: municipalities that people have put together, each membership with its days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.places.forms import GroupingForm, JoinForm, LeaveForm
from samordner.places.models import Grouping, Office
from samordner.places.operations import join, leave, make_grouping
from samordner.places.queries import every_membership, listed, of_office, office_names, with_members


@page("grouping.read")
def groupings(request: Request) -> HttpResponse:
    """Every grouping with its members on the day, and the form to make one more."""
    names = office_names(request.day)
    offices = [
        (office, names.get(office.key, office.key))
        for office in visible(Office.objects.all(), request.actor, "grouping.change")
    ]
    form = GroupingForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        office = form.offices[form.cleaned_data["office"]]
        name, kind = form.cleaned_data["name"], Grouping.Kind(form.cleaned_data["kind"])
        try:
            made = make_grouping(office, name=name, kind=kind, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            return redirect("places:grouping", made.pk)
    context = {
        "groupings": listed(visible(Grouping.objects.all(), request.actor, "grouping.read"), request.day),
        "form": form if offices else None,
    }
    return render(request, "places/groupings.html", context, status=422 if form.errors else 200)


@page("grouping.read")
def grouping(request: Request, pk: int) -> HttpResponse:
    """One grouping: who belongs to it, since and until when; who may change it lets one more join."""
    found = load(request, with_members(), read="grouping.read", pk=pk)
    return _grouping(request, found)


def _grouping(request: Request, found: Grouping, *, status: int = 200, **more: Any) -> HttpResponse:
    may = allowed(found, request.actor, "grouping.change")
    context = {
        "grouping": found,
        "memberships": list(found.memberships.all()),
        "form": JoinForm(municipalities=of_office(found.office, request.day)) if may else None,
        "leaving": LeaveForm(initial={"on": request.day}),
        **more,
    }
    return render(request, "places/grouping.html", context, status=status)


@page("grouping.change")
def enter(request: Request, pk: int) -> HttpResponse:
    """A municipality joins."""
    found = load(request, with_members(), read="grouping.read", right="grouping.change", pk=pk)
    if request.method != "POST":
        return redirect("places:grouping", pk)
    form = JoinForm(request.POST, municipalities=of_office(found.office, request.day))
    if form.is_valid():
        municipality = form.municipalities[form.cleaned_data["municipality"]]
        try:
            join(found, municipality, since=form.cleaned_data["since"], by=request.actor.id, now=request.now)
        except Refusal as refusal:
            form.add_error("municipality", str(refusal.sentence))
        else:
            messages.success(request, _("%(municipality)s is now a member.") % {"municipality": municipality})
            return redirect("places:grouping", pk)
    return _grouping(request, found, form=form, status=422)


@page("grouping.change")
def end(request: Request, pk: int) -> HttpResponse:
    """A membership ends on a day."""
    found = load(request, every_membership(), read="grouping.read", right="grouping.change", pk=pk)
    if request.method == "POST":
        form = LeaveForm(request.POST)
        try:
            if not form.is_valid():
                raise Refusal(_("Write a day, such as 2021-04-27."))
            leave(found, on=form.day, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            whole = load(request, with_members(), read="grouping.read", pk=found.grouping_id)
            return _grouping(request, whole, problem=refusal.sentence, leaving=form, status=422)
        messages.success(request, _("The membership ends."))
    return redirect("places:grouping", found.grouping_id)
