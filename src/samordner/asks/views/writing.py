"""An ask is written down, and changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.asks.audiences import audiences
from samordner.asks.forms import NewAskForm, WordingForm, said
from samordner.asks.merging import merge
from samordner.asks.models import Ask, AskRecipient
from samordner.asks.operations import ask, change_ask
from samordner.asks.queries import every_ask, organisations, pressure
from samordner.asks.views.pressing import about
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import NoSuch, chosen_of, kept, rows_of
from samordner.participation.models import Participation


@page("ask.change")
def new(request: Request) -> HttpResponse:
    """Write down an ask: to an audience or to those ticked. Who gets much at once is shown, never refused."""
    found = chosen_of(request, "ask.change")
    if found is None:
        return render(request, "asks/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "asks/which_office.html", {"chosen": found})
    participations = list(visible(found.participations(), request.actor, "ask.change"))
    seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
    form = NewAskForm(
        request.POST or None,
        audiences=audiences(programme, office, found.day),
        participations=[row for row in participations if row.office_id == office.pk],
        organisations=organisations(seen),
        initial={"sent": request.today, "minutes": 60},
    )
    looking = "look" in request.POST
    context: dict[str, Any] = {"chosen": found, "form": form, "kept": kept(request), "looking": looking}
    if request.method == "POST" and form.is_valid():
        reached = _reached(form, programme, office, found.day)
        if not looking:
            try:
                with transaction.atomic():
                    row = ask(
                        programme, office, form.wording(), reached,
                        audience=_in_words(form), by=request.actor.id, now=request.now,
                    )  # fmt: skip
                    kept_row = _into(request, row)
            except Conflict:
                form.add_error(
                    None, _("Somebody changed the other request meanwhile. Nothing was written: look again.")
                )
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            else:
                messages.success(request, _("Written down."))
                return redirect(f"{reverse('asks:ask', args=[(kept_row or row).pk])}{kept(request)}")
        if not form.errors:
            said_now = form.wording()
            due = said_now.deadline or said_now.sent
            found_near = pressure(seen, reached, due, said_now.minutes, asked_by=said_now.asked_by)
            context |= {"due": due, **about(request, found_near, reached, due)}
    context["attempt"] = Attempt(form, status=422 if form.errors else 200)
    template = "asks/_crowding.html" if request.htmx and looking else "asks/new.html"
    return render(request, template, context, status=context["attempt"].status)


def _into(request: Request, row: Ask) -> Ask | None:
    """The request that the new one is written into at once, as its button says ("12-3-sum"); None: none."""
    said_so = request.POST.get("into", "")
    if not said_so:
        return None
    pk, _dash, rest = said_so.partition("-")
    version, _dash, way = rest.partition("-")
    if not (pk.isdecimal() and version.isdecimal()):
        raise Refusal(_("Choose the request that it is written into."))
    other = load(request, every_ask().distinct(), read="ask.read", right="ask.change", pk=int(pk))
    versions = int(version), row.version
    merge(other, row, way=way, versions=versions, today=request.today, by=request.actor.id, now=request.now)
    return other


def _reached(form: NewAskForm, *about: Any) -> list[Participation]:
    """The audience and those ticked, among those that the form may ask."""
    audience = form.chosen
    members = {str(row.pk) for row in audience.members(*about)} if audience else set()
    ticked = {str(row.pk) for row in form.ticked}
    return [row for pk, row in form.participations.items() if pk in members | ticked]


def _in_words(form: NewAskForm) -> str:
    return str(form.chosen.label) if form.chosen else ""


@page("ask.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Let an ask say something else; another's change meanwhile is shown, nothing is overwritten unseen."""
    row = load(request, every_ask().distinct(), read="ask.read", right="ask.change", pk=pk)
    known = organisations(visible(AskRecipient.objects.all(), request.actor, "ask.read"))
    tried: Attempt[WordingForm]
    if request.method == "POST":
        form = WordingForm(request.POST, organisations=known)

        def write(_cleaned: dict[str, Any], version: int) -> Any:
            return change_ask(row, form.wording(), version=version, by=request.actor.id, now=request.now)

        done = attempt(form, write, version=version_of(request), standing=said)
        if done is None:
            messages.success(request, _("Changed."))
            return redirect("asks:ask", pk)
        tried = done
    else:
        tried = Attempt(WordingForm(initial=said(row), organisations=known), row.version)
    context = {"ask": row, "attempt": tried, "form": tried.form}
    return render(request, "asks/change.html", context, status=tried.status)
