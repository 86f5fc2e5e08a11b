"""One ask: who got it, how it stands with each, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import allowed, visible
from samordner.asks.documents import SIGNS, TONES, recipients_table, state_words
from samordner.asks.forms import MarkForm, MoreForm, PostponeForm
from samordner.asks.models import Ask, AskRecipient
from samordner.asks.operations import answered, ask_more, postpone, reopen, withdraw
from samordner.asks.queries import every_ask, merge_of, merges_of, near, pressure, recipients_of
from samordner.asks.views.pressing import about, looked_again, moved
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import kept
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of


@page("ask.read")
def show(request: Request, pk: int) -> HttpResponse:
    """What is asked, and how it stands with each of those the reader may see; also as a file."""
    return _show(request, _loaded(request, pk))


def _loaded(request: Request, pk: int, right: str = "ask.read") -> Ask:
    return load(request, every_ask().distinct(), read="ask.read", right=right, pk=pk)


def _recipients(request: Request, row: Ask) -> list[AskRecipient]:
    return recipients_of(visible(AskRecipient.objects.all(), request.actor, "ask.read"), row)


def _not_asked(request: Request, row: Ask, there: list[AskRecipient]) -> list[Participation]:
    rows = taking_part(row.programme.key, request.day, office=row.office.key)
    asked = {each.participation_id for each in there}
    return [each for each in visible(rows, request.actor, "ask.change") if each.pk not in asked]


def _show(request: Request, row: Ask, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = _recipients(request, row)
    if wanted := request.GET.get("format"):
        return answer_file(recipients_table(request.day), rows, wanted, f"ask-{row.pk}")
    may = allowed(row, request.actor, "ask.change")
    at_work = [each.participation for each in rows if each.state_on(request.day) in {"open", "late"}]
    states = [(each, each.state_on(request.day)) for each in rows]
    context = {
        "ask": row,
        "rows": [(each, state, state_words(state), SIGNS[state], TONES[state]) for each, state in states],
        "answered": sum(state == "answered" for _each, state in states),
        "counted": sum(state != "withdrawn" for _each, state in states),
        "by": names_of([row.recorded_by]).get(row.recorded_by, ""),
        "may": may,
        "not_asked": _not_asked(request, row, rows) if may else [],
        "merges": merges_of(row),
        "merged": merge_of(row),
        "postponing": Attempt(PostponeForm(), row.version),
        "marking": None,
        "kept": kept(request),
        "day": request.day,
        **more,
    }
    if may:
        context |= {"due": row.due, **_pressed(request, row, at_work)}
        context["near"] = near(visible(every_ask(), request.actor, "ask.change"), row, request.day)
    return render(request, "asks/ask.html", context, status=status)


def _pressed(request: Request, row: Ask, at_work: list[Participation]) -> dict[str, Any]:
    seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
    found = pressure(seen, at_work, row.due, row.minutes, asked_by=row.asked_by, besides=row)
    return about(request, found, at_work, row.due, ask=row)


@page("ask.change")
def later(request: Request, pk: int) -> HttpResponse:
    """Everyone gets more time."""
    row = _loaded(request, pk, "ask.change")
    if request.method != "POST":
        return redirect("asks:ask", pk)

    def write(cleaned: dict[str, Any], version: int) -> Any:
        deadline = cleaned["deadline"]
        return postpone(row, deadline=deadline, version=version, by=request.actor.id, now=request.now)

    def standing(current: Ask) -> dict[str, Any]:
        return {"deadline": current.deadline}

    failed = attempt(PostponeForm(request.POST), write, version=version_of(request), standing=standing)
    if request.htmx:
        if failed is None:
            return moved(request, row.due)
        messages.warning(request, _("It could not be postponed: it was changed meanwhile."))
        return looked_again()
    if failed is not None:
        return _show(request, _loaded(request, pk), postponing=failed, status=failed.status)
    messages.success(request, _("The deadline is moved."))
    back = request.POST.get("back", "")
    return redirect("asks:ask", int(back) if back.isdecimal() else pk)


@page("ask.change")
def mark(request: Request, pk: int) -> HttpResponse:
    """Those ticked have answered, are spared, or wait again."""
    row = _loaded(request, pk, "ask.change")
    if request.method != "POST":
        return redirect("asks:ask", pk)
    rows = {str(each.pk): each for each in _recipients(request, row)}
    form = MarkForm(request.POST, recipients={key: str(each.participation) for key, each in rows.items()})
    if form.is_valid():
        who = [rows[key] for key in form.cleaned_data["who"]]
        on, by, now = form.cleaned_data["on"], request.actor.id, request.now
        try:
            match form.cleaned_data["deed"]:
                case "answered":
                    answered(row, who, on=on, today=request.today, by=by, now=now)
                case "withdraw":
                    withdraw(
                        row, who, on=on, why=form.cleaned_data["why"], today=request.today, by=by, now=now
                    )
                case _:
                    reopen(row, who, by=by, now=now)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            number = len(who)
            messages.success(
                request,
                ngettext("Noted for %(number)d municipality.", "Noted for %(number)d municipalities.", number)
                % {"number": number},
            )
            return redirect("asks:ask", pk)
    return _show(
        request, row, marking=Attempt(form, status=422), ticked=set(request.POST.getlist("who")), status=422
    )


@page("ask.change")
def more(request: Request, pk: int) -> HttpResponse:
    """More municipalities are asked for the same."""
    row = _loaded(request, pk, "ask.change")
    if request.method != "POST":
        return redirect("asks:ask", pk)
    form = MoreForm(request.POST, participations=_not_asked(request, row, _recipients(request, row)))
    try:
        if not form.is_valid():
            raise Refusal(_("Choose at least one municipality."))
        ask_more(row, form.ticked, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return _show(request, row, problem=refusal.sentence, status=422)
    messages.success(request, _("They are asked too."))
    return redirect("asks:ask", pk)
