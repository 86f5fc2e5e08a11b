"""Groupings of municipalities, each membership with its days; how an office's documents look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.documents.look import STANDARD, Look
from samordner.journal.deeds import Refusal
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.places.forms import GroupingForm, JoinForm, LeaveForm, LookForm
from samordner.places.models import Grouping, Office, OfficeLook
from samordner.places.operations import (
    as_colour,
    choose_look,
    join,
    leave,
    make_grouping,
    reset_look,
    why_not_colour,
)
from samordner.places.queries import (
    every_membership,
    listed,
    look_row,
    of_office,
    office_names,
    office_title,
    with_members,
)


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
        "own": offices if request.actor.may("office.change") else [],
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
            return _grouping(request, whole, problem=refusal.sentence, status=422)
        messages.success(request, _("The membership ends."))
    return redirect("places:grouping", found.grouping_id)


# How an office's documents look


@page("office.change")
def look(request: Request, key: str) -> HttpResponse:
    """The colour and the names that the office's documents are printed with: look at them first, then save."""
    office = load(request, Office.objects.select_related("look"), read="office.change", key=key)
    row = look_row(office)
    if request.method != "POST":
        return _look(request, office, Attempt(LookForm(initial=_standing(row)), row.version))
    form = LookForm(request.POST)
    if "preview" in request.POST:
        sentence = why_not_colour(as_colour(form.cleaned_data["accent"])) if form.is_valid() else None
        if sentence:
            form.add_error("accent", sentence)
        return _look(request, office, Attempt(form, version_of(request), status=422 if form.errors else 200))

    def write(typed: dict[str, Any], version: int) -> None:
        choose_look(office, version=version, by=request.actor.id, now=request.now, **typed)

    failed = attempt(form, write, version=version_of(request), standing=_standing)
    if failed:
        return _look(request, office, failed)
    messages.success(request, _("Saved. The office's documents are printed like this from now on."))
    return redirect("offices:look", key)


@page("office.change")
def standard_look(request: Request, key: str) -> HttpResponse:
    """Back to the standard colour and the official name."""
    office = load(request, Office.objects.select_related("look"), read="office.change", key=key)
    if request.method == "POST":
        carry_out(
            request,
            lambda: reset_look(office, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("The office's documents have the standard look again."),
            meanwhile=_("Someone else changed it meanwhile, so nothing was done. Look again."),
        )
    return redirect("offices:look", key)


def _look(request: Request, office: Office, shown: Attempt[LookForm]) -> HttpResponse:
    typed = as_colour(str(shown.form["accent"].value() or ""))
    colour = typed if typed and why_not_colour(typed) is None else STANDARD
    language = (get_language() or "nb")[:2]
    official = office_title(office, request.day, language)
    context = {
        "office": office,
        "attempt": shown,
        "form": shown.form,
        "row": look_row(office),
        "official": official,
        "sample": Look(colour),
        "sample_name": (shown.form[language].value() if language in shown.form.fields else "") or official,
        "is_preview": request.method == "POST" and not shown.form.errors,
    }
    return render(request, "places/look.html", context, status=shown.status)


def _standing(row: OfficeLook) -> dict[str, str]:
    return {"accent": row.accent or STANDARD, "nb": row.nb, "nn": row.nn}
