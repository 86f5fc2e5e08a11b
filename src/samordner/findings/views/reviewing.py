"""The answers of a round beside what is registered: accepted one by one or all, turned down, undone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.findings.models import Review
from samordner.findings.operations.reviewing import (
    accept,
    turn_down,
    undo,
    why_it_stays,
    why_not_review,
    why_not_undo,
)
from samordner.findings.proposals import Proposal, proposals
from samordner.findings.queries.rounds import every_round
from samordner.journal.deeds import Refusal
from samordner.mapping.models import MappingRound
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of

PER_PAGE = 20
"""So many municipalities on a page."""
NAMES = ("state", "mark", "about", "municipality")


def states() -> dict[str, Label]:
    """What a statement can be, in words; the first is what a review begins with."""
    return {
        "waiting": pgettext("review", "waiting"),
        "accepted": pgettext("review", "accepted"),
        "confirmed": pgettext("review", "still as registered"),
        "rejected": pgettext("review", "not accepted"),
        "all": pgettext("review", "all"),
    }


def marks() -> dict[str, Label]:
    return {
        "new": pgettext("review", "new"),
        "changed": pgettext("review", "changed"),
        "same": pgettext("review", "as registered"),
        "doubt": pgettext("review", "differs from what is documented"),
        "fault": pgettext("review", "cannot be registered"),
    }


def mark_of(each: Proposal) -> str:
    return "fault" if each.fault and not each.verdict else each.mark


@dataclass(frozen=True)
class Narrowing:
    """Which statements are shown."""

    state: str = "waiting"
    mark: str = ""
    about: str = ""
    municipality: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()

    def takes(self, each: Proposal) -> bool:
        code = _code(each)
        return (
            self.state in ("all", each.state)
            and self.mark in ("", mark_of(each))
            and self.about in ("", each.made.question.key)
            and self.municipality in ("", code)
        )

    def shown(self, found: Iterable[Proposal]) -> list[Proposal]:
        return [each for each in found if self.takes(each)]

    @property
    def query(self) -> str:
        asked = {name: getattr(self, name) for name in NAMES}
        return urlencode({name: value for name, value in asked.items() if value != getattr(Narrowing, name)})


@dataclass(frozen=True)
class Line:
    """A statement on the page. `undo`: why its verdict cannot be undone, "" it can."""

    proposal: Proposal
    mark: str
    mark_words: Label
    verdict_words: str
    stays: str


TONES = {"new": "info", "changed": "info", "same": "neutral", "doubt": "warning", "fault": "danger"}


@page("mapping.review")
def review(request: Request, pk: int) -> HttpResponse:
    """What the answers would become, and the deeds on them."""
    of = load(request, every_round(), read="mapping.read", right="mapping.review", pk=pk)
    asked = {name: request.GET.get(name, "")[:64] for name in NAMES}
    by = Narrowing(**{name: value for name, value in asked.items() if value})
    if request.method == "POST":
        return _deed(request, of, by)
    found = proposals(of, request.today)
    if wanted := request.GET.get("format"):
        return answer_file(review_table(), by.shown(found), wanted, f"review-{of.pk}")
    return _page(request, of, by, found)


def _page(
    request: Request, of: MappingRound, by: Narrowing, found: Sequence[Proposal],
    *, refusal: str = "", chosen: Iterable[str] = (), why: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = by.shown(found)
    places = [list(rows) for _pk, rows in groupby(shown, key=lambda each: each.participation.pk)]
    paged = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of({each.verdict.by for rows in paged for each in rows if each.verdict})
    counted = Counter(each.state for each in found)
    context = {
        "round": of,
        "by": by,
        "groups": [(rows[0], [_line(each, names) for each in rows]) for rows in paged],
        "rows": paged,
        "shown": len(shown),
        "plain": sum(each.is_plain for each in shown),
        "digest": digest(shown),
        "counts": [(key, label, counted[key]) for key, label in states().items() if key != "all"],
        "states": states(),
        "marks": marks(),
        "questions": list({each.made.question.key: each.made.question.label for each in found}.items()),
        "municipalities": list(
            {each.participation.municipality.code: each.participation.municipality for each in found}.items()
        ),
        "answers": len({each.submission.pk for each in found}),
        "why_not": why_not_review(of),
        "refusal": refusal,
        "chosen": set(chosen),
        "why": why,
        "any": bool(found),
    }
    return render(request, "findings/review.html", context, status=status)


def _line(each: Proposal, names: Any) -> Line:
    words = ""
    if each.verdict:
        label = states()[str(each.verdict.verdict)]
        who = names.get(each.verdict.by, each.verdict.by)
        words = f"{label}, {who}" + (f": {each.verdict.why}" if each.verdict.why else "")
    stays = (why_it_stays(each.verdict) or "") if each.verdict else ""
    key = mark_of(each)
    return Line(each, TONES[key], marks()[key], words, stays)


def digest(shown: Sequence[Proposal]) -> str:
    """What was shown, so that accepting all accepts that and nothing else."""
    return hashlib.sha256("\n".join(each.key for each in shown if each.is_plain).encode()).hexdigest()[:32]


def _deed(request: Request, of: MappingRound, by: Narrowing) -> HttpResponse:
    step, why = request.POST.get("step", ""), request.POST.get("why", "")
    chosen = request.POST.getlist("chosen")
    try:
        match step:
            case "all":
                shown = by.shown(proposals(of, request.today))
                if request.POST.get("digest") != digest(shown):
                    raise Refusal(
                        _("Nothing was done: something was answered or registered meanwhile. Look again.")
                    )
                keys = [each.key for each in shown if each.is_plain]
                number = len(accept(of, keys, day=request.today, by=request.actor.id, now=request.now))
                _said(request, number)
            case "turn_down":
                number = turn_down(
                    of, chosen, why=why, day=request.today, by=request.actor.id, now=request.now
                )
                text = ngettext("%(n)d is noted as not accepted.", "%(n)d are noted as not accepted.", number)
                messages.success(request, text % {"n": number})
            case _:
                number = len(accept(of, chosen, day=request.today, by=request.actor.id, now=request.now))
                _said(request, number)
    except Refusal as refusal:
        found = proposals(of, request.today)
        return _page(
            request, of, by, found, refusal=str(refusal.sentence), chosen=chosen, why=why, status=422
        )
    return redirect(_address(of, by))


def _said(request: Request, number: int) -> None:
    text = ngettext("%(n)d answer is accepted.", "%(n)d answers are accepted.", number)
    messages.success(request, text % {"n": number})


def _address(of: MappingRound, by: Narrowing) -> str:
    address = reverse("findings:review", args=[of.pk])
    return f"{address}?{by.query}" if by.query else address


@page("mapping.review")
def undo_review(request: Request, pk: int, verdict: int) -> HttpResponse:
    """Take one verdict back."""
    of = load(request, every_round(), read="mapping.read", right="mapping.review", pk=pk)
    row = load(
        request,
        Review.objects.select_related("submission", "observation__participation", "need"),
        read="mapping.review",
        pk=verdict,
        submission__round=of,
    )
    if request.method == "POST":
        try:
            undo(row, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("It is undone, and waits again."))
        return redirect(reverse("findings:review", args=[of.pk]))
    return render(
        request, "findings/review_undo.html", {"round": of, "verdict": row, "why_not": why_not_undo(row)}
    )


def _place(each: Proposal) -> str:
    return str(each.participation.municipality)


def _code(each: Proposal) -> str:
    return each.participation.municipality.code


def review_table() -> TableDefinition[Proposal]:
    """The statements of a round, for a file."""
    said, verdicts = marks(), states()
    return TableDefinition(
        key="review",
        title=_("Answers beside what is registered"),
        columns=(
            Column(key="municipality", title=_("Municipality"), value=_place, names_row=True),
            Column(key="code", title=_("Code"), value=_code),
            Column(key="about", title=_("About")),
            Column(key="registered", title=_("Registered")),
            Column(key="said", title=_("Answered")),
            Column(key="more", title=_("Details")),
            Column(key="day", title=_("Sent in"), kind=Kind.DAY, value=lambda each: localtime(each.submission.at).date()),
            Column(key="mark", title=_("Compared"), value=lambda each: str(said[mark_of(each)])),
            Column(key="state", title=_("Decided"), value=lambda each: str(verdicts[each.state])),
            Column(key="why", title=_("Why"), value=lambda each: each.verdict.why if each.verdict else each.fault),
        ),
    )  # fmt: skip
