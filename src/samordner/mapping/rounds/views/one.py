"""One round: the response board, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import allowed, visible
from samordner.documents.columns import Label
from samordner.journal.deeds import Refusal
from samordner.letters.queries import letterhead_of
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.board import Line, counted, lines, narrowed, ordered
from samordner.mapping.rounds.documents import (
    FILTERS,
    ROUND_SIGNS,
    SIGNS,
    board_table,
    left_words,
    moment_of,
)
from samordner.mapping.rounds.forms import AgainForm, CancelForm, LaterForm, MoreForm, SpareForm
from samordner.mapping.rounds.lists import reached_by
from samordner.mapping.rounds.operations.asking import (
    ask_more,
    remind,
    spoken_by,
    why_not_ask_more,
    why_not_remind,
    why_not_withdraw,
    why_not_write,
    withdraw,
    write_again,
)
from samordner.mapping.rounds.operations.running import (
    cancel,
    close,
    extend,
    reopen,
    why_not_cancel,
    why_not_close,
    why_not_extend,
    why_not_reopen,
)
from samordner.mapping.rounds.views.asking import address_of, respondent_of, round_of
from samordner.mapping.rounds.whom import Somebody, whom
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, page
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of

State = MappingRound.State


@page("mapping.read")
def show(request: Request, pk: int) -> HttpResponse:
    """How far everybody who is asked has come, narrowed and sorted as the address says; also as a file."""
    row, now = round_of(request, pk), request.moment
    named = request.actor.may("contact.read")
    found = lines(row, reached_by(request.actor)[0], now, named=named)
    words, state, sort = (request.GET.get(name, "") for name in ("q", "state", "sort"))
    shown = ordered(narrowed(found, words=words, state=state), sort)
    if wanted := request.GET.get("format"):
        return answer_file(board_table(row), shown, wanted, f"responses-{row.pk}")
    may = allowed(row, request.actor, "mapping.run")
    answer = _answerable(request, row, may)
    context: dict[str, Any] = {
        "round": row, "counts": counted(found), "may": may, "words": words, "state": state, "sort": sort,
        "lines": [_shown(line, answer.get(line.first.pk, "")) for line in shown], "any": bool(found), "filters": FILTERS.items(),
        "answering": bool(answer), "named": named, "sign": ROUND_SIGNS[row.state], "left": left_words(row, request.today),
        "by": names_of([row.made_by]).get(row.made_by, ""),
        "steps": list(row.steps.all()) if may else [], "review": "", "results": "", "report": "",
    }  # fmt: skip
    if row.state in (State.OPEN, State.CLOSED):
        context |= _onwards(request, row)
    if may:
        context |= {
            "whom": whom(row, request.today) if row.state == State.DRAFT else None,
            "not_remind": why_not_remind(row, now), "not_more": why_not_ask_more(row, now),
            "not_extend": why_not_extend(row, None, request.today), "not_close": why_not_close(row, now),
            "not_reopen": why_not_reopen(row, None, request.today), "not_cancel": why_not_cancel(row),
        }  # fmt: skip
    return render(request, "mapping/round.html", context)


def _shown(line: Line, address: str) -> tuple[Line, str, Label, str, str, str]:
    """A line with its sign, words, tone, moment, and where its answer is written in, if the reader may."""
    return (line, *SIGNS[line.state], moment_of(line), address)


def _answerable(request: Request, row: MappingRound, may: bool) -> dict[int, str]:
    """By whom is asked, where the reader answers for them: the office for another, a contact for the own municipality."""
    if row.state != State.OPEN or row.anonymous or not (may or request.actor.may("mapping.answer")):
        return {}
    rows = visible(
        Respondent.objects.filter(round=row, withdrawn_at=None),
        request.actor,
        "mapping.run" if may else "mapping.answer",
    )
    name = "mapping:answer_for" if may else "mapping:own"
    return {pk: address for pk in rows.values_list("pk", flat=True) if (address := address_of(name, pk))}


def _onwards(request: Request, row: MappingRound) -> dict[str, str]:
    """Where what came in is looked at, by the reader's rights. Anonymous answers say nothing of a municipality to review."""
    ways = {"review": "mapping.review", "results": "finding.read", "report": "finding.read"}
    if row.anonymous:
        del ways["review"]
    return {
        name: address_of(f"findings:{name}", row.pk) if request.actor.may(right) else ""
        for name, right in ways.items()
    }


def _meanwhile() -> str:
    return _("Somebody has changed it meanwhile. Look again.")


@page("mapping.run")
def reminding(request: Request, pk: int) -> HttpResponse:
    """Remind everybody who has not answered."""
    row = round_of(request, pk, "mapping.run")
    if request.method == "POST":
        try:
            number = remind(row, day=request.today, by=request.actor.id, now=request.moment)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            text = ngettext("%(number)d reminder is written.", "%(number)d reminders are written.", number)
            nobody = _("Nobody is reminded: all have answered, have no address, or were reminded today.")
            messages.success(request, text % {"number": number}) if number else messages.info(request, nobody)
    return redirect("mapping:round", pk)


@page("mapping.run")
def later(request: Request, pk: int) -> HttpResponse:
    """A later deadline, for a round that is open or was closed too early."""
    row = round_of(request, pk, "mapping.run")
    again = row.state == State.CLOSED
    if sentence := (why_not_reopen if again else why_not_extend)(row, None, request.today):
        messages.warning(request, sentence)
        return redirect("mapping:round", pk)
    tried: Attempt[LaterForm]
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return (reopen if again else extend)(
                row, version=version, day=request.today, by=request.actor.id, now=request.moment, **cleaned
            )

        def standing(current: MappingRound) -> dict[str, Any]:
            return {"deadline": current.deadline}

        failed = attempt(LaterForm(request.POST), write, version=version_of(request), standing=standing)
        if failed is None:
            messages.success(request, _("The deadline is moved."))
            return redirect("mapping:round", pk)
        tried = failed
    else:
        tried = Attempt(LaterForm(initial={"told": True}), row.version)
    context = {"round": row, "attempt": tried, "form": tried.form, "again": again}
    return render(request, "mapping/later.html", context, status=tried.status)


@page("mapping.run")
def closing(request: Request, pk: int) -> HttpResponse:
    """Nothing more is written."""
    row = round_of(request, pk, "mapping.run")
    if request.method == "POST":
        version = version_of(request)
        carry_out(
            request,
            lambda: close(row, version=version, day=request.today, by=request.actor.id, now=request.moment),
            done=_("The round is closed."), meanwhile=_meanwhile(),
        )  # fmt: skip
    return redirect("mapping:round", pk)


@page("mapping.run")
def cancelling(request: Request, pk: int) -> HttpResponse:
    """Nobody needs to answer."""
    row = round_of(request, pk, "mapping.run")
    if sentence := why_not_cancel(row):
        messages.warning(request, sentence)
        return redirect("mapping:round", pk)
    tried: Attempt[CancelForm] = Attempt(CancelForm(), row.version)
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return cancel(
                row, why=cleaned["why"], version=version, day=request.today, by=request.actor.id, now=request.moment
            )  # fmt: skip

        failed = attempt(CancelForm(request.POST), write, version=version_of(request))
        if failed is None:
            messages.success(request, _("The round is cancelled."))
            return redirect("mapping:round", pk)
        tried = failed
    context = {"round": row, "attempt": tried, "form": tried.form, "draft": row.state == State.DRAFT}
    return render(request, "mapping/cancel.html", context, status=tried.status)


@page("mapping.run")
def more(request: Request, pk: int) -> HttpResponse:
    """One more is asked."""
    row = round_of(request, pk, "mapping.run")
    if sentence := why_not_ask_more(row, request.moment):
        messages.warning(request, sentence)
        return redirect("mapping:round", pk)
    rows = taking_part(row.programme.key, request.today, office=row.office.key)
    places: list[Participation] = list(visible(rows, request.actor, "mapping.run"))
    form = MoreForm(request.POST or None, participations=places)
    tried: Attempt[MoreForm] = Attempt(form)
    if request.method == "POST":

        def write(cleaned: dict[str, Any], _version: int) -> Any:
            place = form.place
            language = (
                spoken_by(row, place, request.today) if place else str(letterhead_of(row.office).language)
            )
            one = Somebody(
                participation=place, name=cleaned["name"], email=cleaned["email"], language=language,
                organisation="" if place else cleaned["organisation"],
            )  # fmt: skip
            return ask_more(row, [one], day=request.today, by=request.actor.id, now=request.moment)

        failed = attempt(form, write)
        if failed is None:
            messages.success(request, _("They are asked too."))
            return redirect("mapping:round", pk)
        tried = failed
    context = {"round": row, "attempt": tried, "form": tried.form}
    return render(request, "mapping/more.html", context, status=tried.status)


@page("mapping.run")
def respondent(request: Request, pk: int) -> HttpResponse:
    """One who is asked: written to again, perhaps at a better address, or spared."""
    row, now = respondent_of(request, pk, "mapping.run"), request.moment
    of = row.round
    again = Attempt(AgainForm(initial={"email": row.email, "name": row.name}), row.version)
    if request.method == "POST" and request.POST.get("deed") == "withdraw":
        form = SpareForm(request.POST)
        why, version = form.cleaned_data["why"] if form.is_valid() else "", version_of(request)
        carry_out(
            request,
            lambda: withdraw(row, why=why, version=version, day=request.today, by=request.actor.id, now=now),
            done=_("They need not answer, and are told."), meanwhile=_meanwhile(),
        )  # fmt: skip
        return redirect("mapping:round", of.pk)
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return write_again(
                row, email=cleaned["email"], name=cleaned["name"], version=version, day=request.today,
                by=request.actor.id, now=now,
            )  # fmt: skip

        failed = attempt(AgainForm(request.POST), write, version=version_of(request))
        if failed is None:
            messages.success(request, _("Sent once more."))
            return redirect("mapping:round", of.pk)
        again = failed
    [line] = [
        one
        for one in lines(of, reached_by(request.actor)[0], now)
        if row.pk in {each.pk for each in (*one.people, *one.parts)}
    ]
    context = {
        "row": row, "round": of, "attempt": again, "form": again.form, "sparing": SpareForm(), "line": line,
        "sign": SIGNS[line.state], "at": moment_of(line), "not_again": why_not_write(row, of, now),
        "not_withdraw": why_not_withdraw(row, of),
    }  # fmt: skip
    return render(request, "mapping/respondent.html", context, status=again.status)
