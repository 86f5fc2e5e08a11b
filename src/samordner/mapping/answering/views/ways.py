"""The ways to an answer: by the personal link, signed in for one's own municipality, and by the office for another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from samordner.invitations.views.open import alone, speak
from samordner.links.operations import note_opening
from samordner.links.queries import look
from samordner.mapping.answering.queries import WRITTEN_IN, every_respondent, respondent_at
from samordner.mapping.models import How, MappingRound, Respondent
from samordner.mapping.rounds.operations.sending import KIND, PURPOSE
from samordner.pages.gate import Request, load, page


@dataclass(frozen=True)
class Way:
    """Who answers, how they came here, and where its pages are. `by`: the account; "": the respondent, by the link."""

    respondent: Respondent
    how: str
    by: str
    name: str
    key: str | int
    now: datetime
    today: date

    @property
    def of(self) -> MappingRound:
        return self.respondent.round

    @property
    def by_office(self) -> bool:
        return self.how in WRITTEN_IN

    @property
    def language(self) -> str:
        return get_language() or "nb"

    def to(self, page: str = "", *parts: str | int) -> str:
        """The address of one of the pages of this answer ("section", "overview" …)."""
        return reverse(f"mapping:{self.name}{'_' if page else ''}{page}", args=[self.key, *parts])


Page = Callable[..., HttpResponse]
NOT_OPENED = MappingRound.State.DRAFT


def _way(request: Request, row: Respondent, *, how: str, by: str, name: str, key: str | int) -> Way:
    return Way(row, how, by, name, key, request.moment, request.today)


def _is_gone(row: Respondent) -> bool:
    return bool(row.withdrawn_at or row.erased_at or row.round.state == NOT_OPENED)


def by_link(view: Page) -> Page:
    """Whoever has the secret address. Looking changes nothing: machines look into letters too."""

    @page("answer.link")
    @alone
    def answered(request: Request, secret: str, **parts: Any) -> HttpResponse:
        now = request.moment
        link = look(secret, purpose=PURPOSE, kind=KIND, now=now)
        row = respondent_at(int(link.key)) if link else None
        if link is None or row is None or _is_gone(row):
            raise Http404
        speak(request, row.language)
        if request.method == "GET":
            note_opening(link, now=now)
        way = Way(row, How.LINK, "", "answer", secret, now, request.today)
        return view(request, way, **parts)

    return wraps(view)(answered)


def by_account(view: Page) -> Page:
    """Those who are signed in answer for their own municipality; an office's people are led to answering for another."""

    @page("mapping.answer")
    @alone
    def answered(request: Request, pk: int, **parts: Any) -> HttpResponse:
        rows = _whole().filter(round__answered_for=MappingRound.For.MUNICIPALITY, round__anonymous=False)
        row = load(request, rows, read="mapping.answer", pk=pk)
        own = {
            holding.municipality
            for reach, holding in request.actor.reaches("mapping.answer")
            if reach == "own"
        }
        if row.participation is None or row.participation.municipality.code not in own:
            return redirect("mapping:answer_for", pk)
        way = _way(request, row, how=How.ACCOUNT, by=request.actor.id, name="own", key=pk)
        return view(request, way, **parts)

    return wraps(view)(answered)


def by_office(view: Page) -> Page:
    """The office writes in what it was sent on paper or told by telephone."""

    @page("mapping.run")
    @alone
    def answered(request: Request, pk: int, **parts: Any) -> HttpResponse:
        row = load(request, _whole(), read="mapping.run", pk=pk)
        way = _way(request, row, how=How.PAPER, by=request.actor.id, name="answer_for", key=pk)
        return view(request, way, **parts)

    return wraps(view)(answered)


def _whole() -> Any:
    """Those who were asked for the whole answer."""
    rows = every_respondent().filter(handed_by=None, withdrawn_at=None, erased_at=None)
    return rows.exclude(round__state=NOT_OPENED)
