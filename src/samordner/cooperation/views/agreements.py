"""Agreements with partners: kept, changed, ended, renewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.cooperation.documents import (
    SIGNS,
    TONES,
    agreement_address,
    agreement_table,
    agreement_words,
    partner_address,
)
from samordner.cooperation.forms import EndForm, TermsForm, terms_of
from samordner.cooperation.models import Agreement
from samordner.cooperation.operations.agreements import (
    agree,
    change_agreement,
    keep_from_plan,
    renew,
    terminate,
    undo_termination,
    why_not_renew,
)
from samordner.cooperation.operations.keeping import why_not_remove
from samordner.cooperation.queries.agreements import (
    STATES,
    Narrowing,
    Standing,
    every_agreement,
    key_in,
    narrowed,
    ordered,
    standing_of,
)
from samordner.cooperation.views.asking import (
    About,
    choices,
    keep,
    number_in,
    offices_in,
    one_page,
    own_office,
    people_at,
    persons_of,
    remove,
    removed,
    restore,
    word,
)
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.plans.models import Cooperation


def _shown(one: Standing, request: Request) -> dict[str, Any]:
    state = one.state(request.day)
    return {
        "one": one,
        "address": agreement_address(one),
        "partner_address": partner_address(one.office.key, one.key),
        "state": state,
        "words": agreement_words(state),
        "sign": SIGNS[state],
        "tone": TONES[state],
    }


@page("cooperation.read")
def index(request: Request) -> HttpResponse:
    """Every agreement, those that only a plan names too, narrowed and sorted as the address says; also as a file."""
    about = About(request)
    by = Narrowing(
        words=word(request, "q"),
        state=word(request, "state"),
        office=word(request, "office"),
        responsible=word(request, "responsible"),
    )
    found = ordered(narrowed(about.standings, by, request.day), word(request, "sort"))
    if wanted := request.GET.get("format"):
        return answer_file(
            agreement_table(request.day, about.names), found, wanted, f"agreements-{request.day}"
        )
    paged = one_page(request, found)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one, request) for one in paged],
        "any": bool(about.standings),
        "states": [
            ("wait", _("somebody should see to")),
            ("now", _("in force now")),
            *((key, agreement_words(key)) for key in STATES),
        ],
        "offices": offices_in([one.office.key for one in about.standings], about.names),
        "responsible": choices([one.responsible for one in about.standings]),
        "names": about.names,
        "may": request.actor.may("cooperation.change"),
        "removed": removed(request, visible(Agreement.objects.all(), request.actor, "cooperation.change")),
        "restore": "cooperation:restore_agreement",
        "day": request.day,
        "tab": "agreements",
    }
    return render(request, "cooperation/agreements.html", context)


def _loaded(request: Request, pk: int, right: str = "cooperation.read") -> tuple[About, Standing]:
    row = load(request, every_agreement(), read="cooperation.read", right=right, pk=pk)
    about = About(request)
    return about, standing_of(row, about.rows)


def _agreement(standing: Standing) -> Agreement:
    assert standing.agreement is not None
    return standing.agreement


def _address(row: Agreement) -> str:
    return reverse("cooperation:agreement", args=[row.pk])


def _may_plan(request: Request, standing: Standing) -> bool:
    """Whether the reader may change what the plan's row says; True when no row says it."""
    return standing.row is None or allowed(standing.row, request.actor, "plan.change")


@page("cooperation.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One agreement: what it says, where that stands, how it stands on the day, and what came before and after."""
    about, standing = _loaded(request, pk)
    row = _agreement(standing)
    may = allowed(row, request.actor, "cooperation.change")
    context = {
        **_shown(standing, request),
        "agreement": row,
        "office": about.names.get(row.office.key, row.office.key),
        "names": names_of([row.responsible_account, row.recorded_by]),
        "may": may,
        "may_plan": may and _may_plan(request, standing),
        "why_not_remove": why_not_remove(row),
        "why_not_renew": why_not_renew(row),
        "ending": Attempt(EndForm(initial={"on": request.day}), row.version),
        "day": request.day,
        "tab": "agreements",
    }
    return render(request, "cooperation/agreement.html", context)


@page("cooperation.change")
def new(request: Request) -> HttpResponse:
    """Keep an agreement that stands in no plan. The address may say with whom."""
    office = own_office(request)
    people, about = people_at(office, request), About(request)
    known = choices([*people.organisations, *(one.partner for one in about.standings)])
    initial = {"partner": word(request, "partner"), "responsible": ""}
    form = TermsForm(request.POST or None, initial=initial, organisations=known, persons=persons_of(people))
    failed: Attempt[TermsForm] | None = Attempt(form)
    if request.method == "POST":
        made: list[Agreement] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(agree(office, form.terms(), by=request.actor.id, now=request.now))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The agreement is kept."))
        return redirect(_address(made[0]))
    # What a plan names already is kept in one step, so that it is not said twice
    in_plan = [one for one in about.standings if one.agreement is None and one.office.pk == office.pk]
    context = {
        "attempt": failed,
        "form": failed.form,
        "in_plan": in_plan,
        "standing": None,
        "tab": "agreements",
    }
    return render(request, "cooperation/terms.html", context, status=failed.status)


@page("cooperation.change")
def from_plan(request: Request, row: int) -> HttpResponse:
    """Keep the agreement that a plan's row names, in one step; the row goes on saying what it is."""
    found = load(
        request,
        Cooperation.objects.select_related("plan__office", "plan__programme"),
        read="plan.read",
        right="cooperation.change",
        pk=row,
    )
    back = partner_address(found.plan.office.key, key_in(found.partner) or "-")
    if request.method != "POST":
        return redirect(back)
    try:
        made = keep_from_plan(found, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("cooperation:agreements")
    messages.success(
        request, _("The agreement is kept. Add what the plan does not say: when it was signed, who answers.")
    )
    return redirect("cooperation:change_agreement", made.pk)


@page("cooperation.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write an agreement anew; the plan's row is written with it."""
    _about, standing = _loaded(request, pk, "cooperation.change")
    row = _agreement(standing)
    may_plan = _may_plan(request, standing)

    def form_of(data: Any = None) -> TermsForm:
        people = people_at(row.office, request)
        return TermsForm(
            data, initial=terms_of(standing), in_plan=standing.row is not None, may_plan=may_plan,
            organisations=people.organisations, persons=persons_of(people),
        )  # fmt: skip

    failed: Attempt[TermsForm] | None = Attempt(form_of(), row.version)
    if request.method == "POST":
        form = form_of(request.POST)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_agreement(
                row, form.terms(), version=version, row_version=number_in(request, "row_version"),
                by=request.actor.id, now=request.now,
            )  # fmt: skip

        failed = attempt(
            form,
            write,
            version=version_of(request),
            standing=lambda now: terms_of(standing_of(now, About(request).rows)),
        )
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    return _terms(request, failed, standing, renewing=False)


def _terms(
    request: Request, tried: Attempt[TermsForm], standing: Standing, *, renewing: bool
) -> HttpResponse:
    seen = standing.row.version if standing.row else 0
    if request.method == "POST" and not tried.in_conflict:
        seen = number_in(request, "row_version")
    context = {
        "attempt": tried,
        "form": tried.form,
        "standing": standing,
        "agreement": standing.agreement,
        "row_version": seen,
        "renewing": renewing,
        "tab": "agreements",
    }
    return render(request, "cooperation/terms.html", context, status=tried.status)


@page("cooperation.change")
def renewed(request: Request, pk: int) -> HttpResponse:
    """Another agreement takes over; the plan's row says the new terms from now on."""
    _about, standing = _loaded(request, pk, "cooperation.change")
    row = _agreement(standing)
    if not _may_plan(request, standing):
        raise PermissionDenied
    begin = terms_of(standing) | {
        "signed": None,
        "expires_day": None,
        "case_number": "",
        "link": "",
        "note": "",
    }

    def form_of(data: Any = None) -> TermsForm:
        people = people_at(row.office, request)
        return TermsForm(
            data, initial=begin, in_plan=standing.row is not None, organisations=people.organisations,
            persons=persons_of(people),
        )  # fmt: skip

    failed: Attempt[TermsForm] | None = Attempt(form_of(), row.version)
    if request.method == "POST":
        form = form_of(request.POST)
        made: list[Agreement] = []

        def write(_typed: dict[str, Any], version: int) -> Any:
            made.append(
                renew(
                    row,
                    form.terms(),
                    version=version,
                    row_version=number_in(request, "row_version"),
                    by=request.actor.id,
                    now=request.now,
                )
            )

        failed = attempt(form, write, version=version_of(request))
    if failed is None:
        messages.success(request, _("The new agreement has taken over."))
        return redirect(_address(made[0]))
    return _terms(request, failed, standing, renewing=True)


@page("cooperation.change")
def ended(request: Request, pk: int) -> HttpResponse:
    """Somebody ends it."""
    _about, standing = _loaded(request, pk, "cooperation.change")
    row = _agreement(standing)
    if request.method != "POST":
        return redirect(_address(row))

    def write(typed: dict[str, Any], version: int) -> Any:
        return terminate(
            row, on=typed["on"], why=typed["why"], version=version, by=request.actor.id, now=request.now
        )

    failed = attempt(EndForm(request.POST), write, version=version_of(request))
    if failed is None:
        messages.success(request, _("It is noted when the agreement ends."))
        return redirect(_address(row))
    context = {
        "attempt": failed,
        "form": failed.form,
        "agreement": row,
        **_shown(standing, request),
        "tab": "agreements",
    }
    return render(request, "cooperation/end.html", context, status=failed.status)


@page("cooperation.change")
def not_ended(request: Request, pk: int) -> HttpResponse:
    """It was not ended after all."""
    _about, standing = _loaded(request, pk, "cooperation.change")
    row = _agreement(standing)
    if request.method == "POST":
        carry_out(
            request,
            lambda: undo_termination(row, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("The agreement goes on."),
            meanwhile=_("Someone else has changed it meanwhile: nothing was done."),
        )
    return redirect(_address(row))


@page("cooperation.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take an agreement out of every list; it can be brought back."""
    return _keep(request, pk, remove)


@page("cooperation.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_agreement(), pk, deed,
        gone=lambda _row: reverse("cooperation:agreements"), there=_address,
    )  # fmt: skip
