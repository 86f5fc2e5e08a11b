"""What heirs take over after border changes: what is open, what was decided, and the decision itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.documents import html
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Chosen, chosen_of, kept
from samordner.participation.documents import asked, decision_table, pair_table, question_table, why_words
from samordner.participation.forms import DecisionForm
from samordner.participation.heirs import (
    Decided,
    Open,
    change_between,
    decisions,
    open_for,
    pair,
    with_replaced,
)
from samordner.participation.inheriting import covering, decide, why_not_decide
from samordner.participation.models import Inheritance
from samordner.people.queries import names_of
from samordner.places.models import Change, Municipality, Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


@page("inheritance.read")
def inheritances(request: Request) -> HttpResponse:
    """All that waits for a decision, and every decision there was; by office, open or decided."""
    about = chosen_of(request, "inheritance.read")
    if about is None:
        return render(request, "participation/nobody.html")
    show = request.GET.get("show", "")
    waiting = _open(request, about)
    settled = _decided(request, about)
    if wanted := request.GET.get("format"):
        if request.GET.get("table") == "decided":
            return answer_file(decision_table(about.definition), settled, wanted, "decided-heirs")
        rows = asked(waiting, dict(about.offices))
        return answer_file(question_table(about.definition), rows, wanted, "open-heirs")
    context = {
        "chosen": about,
        "show": show,
        "waiting": [(one, _address(about, one.change, request), _whys(one)) for one in waiting],
        "number": sum(len(one.questions) for one in waiting),
        "settled": [(one, _address_of(about, one.row, request)) for one in settled],
        "table": html.table(decision_table(about.definition), settled, language=request.LANGUAGE_CODE),
    }
    return render(request, "participation/inheritances.html", context)


@page("inheritance.read")
def inheritance(request: Request, programme: str, old: str, heir: str) -> HttpResponse:
    """One old municipality and one heir: what was known, what was decided before, and the form to decide."""
    found = get_object_or_404(Programme, key=programme)
    change = _change(request, old, heir)
    return _page(request, found, change, None)


@page("inheritance.decide")
def decision(request: Request, programme: str, old: str, heir: str) -> HttpResponse:
    """The decision is written down."""
    found = get_object_or_404(Programme, key=programme)
    change = _change(request, old, heir)
    address = reverse("participation:inheritance", args=[programme, old, heir])
    if not _reaches(request, "inheritance.decide", change.new):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(address)
    says = definition(programme)
    form = DecisionForm(request.POST, definition=says, lines=pair(says, change).lines)
    failed = attempt(
        form,
        lambda _cleaned, _version: decide(
            found, change.old, change.new, **form.decision(), by=request.actor.id, now=request.now
        ),
    )
    if failed:
        return _page(request, found, change, failed)
    messages.success(request, _("The decision is written down, and counts from now on."))
    return redirect(address)


def _page(
    request: Request, programme: Programme, change: Change, failed: Attempt[DecisionForm] | None
) -> HttpResponse:
    says = definition(programme.key)
    found = pair(says, change)
    rows = list(decisions().filter(programme=programme, old=change.old, heir=change.new))
    before = with_replaced(rows, names_of(row.recorded_by for row in rows))
    refused = why_not_decide(
        programme, change.old, change.new, today=localtime(request.now).date(), says=says
    )
    may = refused is None and _reaches(request, "inheritance.decide", change.new)
    form = failed.form if failed else DecisionForm(definition=says, lines=found.lines)
    context = {
        "programme": says,
        "change": change,
        "pair": found,
        "lines": html.table(pair_table(says, found), found.lines, language=request.LANGUAGE_CODE),
        "before": before,
        "table": html.table(decision_table(says), before, language=request.LANGUAGE_CODE),
        "refused": refused,
        "form": form if may else None,
        "attempt": failed or Attempt(form),
        "back": _back(request, programme.key),
    }
    return render(request, "participation/inheritance.html", context, status=failed.status if failed else 200)


# What the actor reaches


def _open(request: Request, about: Chosen) -> list[Open]:
    """The open questions of heirs that the actor reaches, of the office that is chosen."""
    offices = set(
        visible(Office.objects.all(), request.actor, "inheritance.read").values_list("pk", flat=True)
    )
    places = visible(Municipality.objects.all(), request.actor, "inheritance.read")
    own = set(places.values_list("pk", flat=True))
    return [
        one
        for one in open_for(about.definition, about.day, today=localtime(request.now).date())
        if ((one.office and one.office.pk in offices) or one.heir.pk in own)
        and (not about.office or (one.office and one.office.key == about.office))
    ]


def _decided(request: Request, about: Chosen) -> list[Decided]:
    rows = visible(decisions(), request.actor, "inheritance.read").filter(programme__key=about.definition.key)
    found = list(rows.filter(office__key=about.office) if about.office else rows)
    return with_replaced(found, names_of(row.recorded_by for row in found))


def _change(request: Request, old: str, heir: str) -> Change:
    """The border change between two numbers. Http404 when there is none, or the heir is out of reach."""
    change = change_between(old, heir)
    if change is None or not _reaches(request, "inheritance.read", change.new):
        raise Http404
    return change


def _reaches(request: Request, right: str, heir: Municipality) -> bool:
    """Whether the actor reaches the heir: through the office that covers it, or as their own."""
    office = covering(heir, localtime(request.now).date())
    if office and visible(Office.objects.filter(pk=office.pk), request.actor, right).exists():
        return True
    return visible(Municipality.objects.filter(pk=heir.pk), request.actor, right).exists()


# Addresses


def _whys(one: Open) -> list[str]:
    return [why_words(why) for why in dict.fromkeys(question.why for question in one.questions)]


def _address(about: Chosen, change: Change, request: Request) -> str:
    return _with_kept(request, about.definition.key, change.old.code, change.new.code)


def _address_of(about: Chosen, row: Inheritance, request: Request) -> str:
    return _with_kept(request, about.definition.key, row.old.code, row.heir.code)


def _with_kept(request: Request, *places: str) -> str:
    return reverse("participation:inheritance", args=places) + kept(request, "show")


def _back(request: Request, programme: str) -> str:
    return reverse("participation:inheritances") + kept(request, "show", programme=programme)
