"""The outbox: every letter, how far it has come, and why; and one letter as its reader gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Refusal
from samordner.letters.backends import post
from samordner.letters.documents import (
    SIGNS,
    TONES,
    answers_words,
    kind_words,
    outbox_table,
    problem_words,
    waits_words,
)
from samordner.letters.forms import AgainForm, SettleForm
from samordner.letters.kinds import kinds
from samordner.letters.models import Letter, State
from samordner.letters.operations import (
    pretend_sent,
    settle,
    try_again,
    try_all_again,
    why_not_settle,
    why_not_try_again,
    why_not_withdraw,
    withdraw,
)
from samordner.letters.queries import (
    NEEDS_SOMEBODY,
    Narrowing,
    every_letter,
    hidden,
    narrowed,
    ordered,
    outage,
    shown_body,
    tally,
    waiting,
)
from samordner.pages.answers import answer_file
from samordner.pages.gate import FIRST_DAY, LAST_DAY, Request, load, page
from samordner.people.queries import names_of
from samordner.places.models import Office
from samordner.places.queries import issuer_name, office_names

PER_PAGE = 100


@dataclass(frozen=True)
class Shown:
    """A letter in the list: how it stands in words, and why."""

    letter: Letter
    kind: str
    state: str
    sign: str
    tone: str
    why: str


@dataclass(frozen=True)
class Tallied:
    state: str
    name: str
    sign: str
    number: int


@page("letter.read")
def index(request: Request) -> HttpResponse:
    """The letters that the reader may see, narrowed and sorted as the address says; also as a file."""
    everything, by = _of_office(request), _narrowing(request)
    rows = ordered(narrowed(everything, by), request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        return answer_file(outbox_table(), list(rows), wanted, f"letters-{request.day}")
    out, closed = outage(), post() is None
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names, counted = dict(State.choices), tally(everything)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(request, row, out, closed=closed) for row in paged],
        "number": paged.paginator.count,
        "tally": [Tallied(state, str(names[State(state)]), SIGNS[state], n) for state, n in counted.items()],
        "states": [*State.choices, (NEEDS_SOMEBODY, _("needs somebody"))],
        "kinds": [(each.key, each.name) for each in kinds()],
        "offices": _offices(request),
        "office": request.GET.get("office", ""),
        "outage": out,
        "waits": State.WAITING in counted,
        "closed": closed,
        "may_write": request.actor.may("letter.write"),
    }
    return render(request, "letters/index.html", context)


def _of_office(request: Request) -> QuerySet[Letter]:
    rows = visible(every_letter(), request.actor, "letter.read")
    office = request.GET.get("office", "")
    return rows.filter(office__key=office) if office else rows


def _offices(request: Request) -> list[tuple[str, str]]:
    """The offices to choose between, where there are several."""
    there = set(visible(Office.objects.all(), request.actor, "letter.read").values_list("key", flat=True))
    found = [(key, name) for key, name in office_names(request.day).items() if key in there]
    return found if len(found) > 1 else []


def _narrowing(request: Request) -> Narrowing:
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = None
    return Narrowing(
        words=request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        kind=request.GET.get("kind", ""),
        about=request.GET.get("about", ""),
        on=on if on and FIRST_DAY <= on <= LAST_DAY else None,
    )


def _shown(request: Request, letter: Letter, out: Any, *, closed: bool) -> Shown:
    waits = waiting(letter, request.now, out, closed=closed)
    why = " ".join(filter(None, (waits_words(waits) if waits else "", problem_words(letter))))
    state = letter.state
    return Shown(letter, kind_words(letter.kind), letter.get_state_display(), SIGNS[state], TONES[state], why)


@page("letter.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One letter as its reader gets it, and what can be done with it."""
    return _show(request, _loaded(request, pk))


def _loaded(request: Request, pk: int, right: str = "letter.read") -> Letter:
    return load(request, every_letter(), read="letter.read", right=right, pk=pk)


def _show(
    request: Request, letter: Letter, *, status: int = 200, form: AgainForm | None = None
) -> HttpResponse:
    may = allowed(letter, request.actor, "letter.write")
    instead = _("[a personal link, which only the reader of the letter may see]")
    context = {
        "letter": letter,
        "shown": _shown(request, letter, outage(), closed=post() is None),
        "body": shown_body(letter, instead),
        "calendar": hidden(letter.calendar, letter.secret.split("\n"), instead),
        "enclosed": [one.file for one in letter.enclosures.select_related("file").defer("file__content")],
        "answers": answers_words(letter) if letter.calendar_method else [],
        "sender": issuer_name(letter.office, _day_of(request, letter), letter.language),
        "by": names_of([letter.written_by]).get(letter.written_by, ""),
        "attempt_of": {"form": form or AgainForm(), "in_conflict": False},
        "form": form or AgainForm(initial={"address": letter.to_address}),
        "may_try_again": may and why_not_try_again(letter) is None,
        "may_withdraw": may and why_not_withdraw(letter) is None,
        "may_settle": may and why_not_settle(letter) is None,
    }
    return render(request, "letters/letter.html", context, status=status)


def _day_of(request: Request, letter: Letter) -> date:
    """The day that the letter is from: the office may have had another name then."""
    return localtime(letter.sent_at).date() if letter.sent_at else request.today


@page("letter.write")
def again(request: Request, pk: int) -> HttpResponse:
    """The letter is tried again at once, at the same address or a better one."""
    letter = _loaded(request, pk, "letter.write")
    if request.method != "POST":
        return redirect("letters:letter", pk)
    form = AgainForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        try:
            try_again(letter, address=address, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            form.add_error("address" if refusal.field else None, str(refusal.sentence))
        else:
            messages.success(request, _("It is sent as soon as the mail server takes it."))
            return redirect("letters:letter", pk)
    return _show(request, letter, status=422, form=form)


@page("letter.write")
def take_back(request: Request, pk: int) -> HttpResponse:
    """The letter is not sent after all."""
    letter = _loaded(request, pk, "letter.write")
    if request.method == "POST":
        try:
            withdraw(letter, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("Withdrawn: it is not sent."))
    return redirect("letters:letter", pk)


@page("letter.write")
def decide(request: Request, pk: int) -> HttpResponse:
    """A person has found out whether an uncertain letter arrived."""
    letter = _loaded(request, pk, "letter.write")
    if request.method == "POST":
        form = SettleForm(request.POST)
        if not form.is_valid():
            return _show(request, letter, status=422)
        arrived = form.cleaned_data["arrived"] == "yes"
        try:
            settle(letter, arrived=arrived, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("Noted as sent.") if arrived else _("It is sent once more."))
    return redirect("letters:letter", pk)


@page("letter.write")
def all_again(request: Request) -> HttpResponse:
    """All that were given up, of those that the list is narrowed to, are tried again."""
    if request.method == "POST":
        rows = visible(Letter.objects.all(), request.actor, "letter.write")
        office = request.GET.get("office", "")
        rows = rows.filter(office__key=office) if office else rows
        number = try_all_again(narrowed(rows, _narrowing(request)), by=request.actor.id, now=request.now)
        text = ngettext("%(n)d letter is tried again.", "%(n)d letters are tried again.", number)
        messages.success(request, text % {"n": number})
    return redirect(f"{reverse('letters:index')}?{request.GET.urlencode()}")


@page("letter.write")
def pretend(request: Request) -> HttpResponse:
    """In a demonstration: letters that are due leave, as far as anybody can see. None goes anywhere."""
    if not request.demonstration:
        raise Http404
    if request.method == "POST":
        rows = visible(Letter.objects.all(), request.actor, "letter.write")
        number = pretend_sent(rows, by=request.actor.id, now=request.now)
        text = ngettext(
            "%(n)d letter is shown as sent. It was kept here.",
            "%(n)d letters are shown as sent. They were kept here.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect("letters:index")
