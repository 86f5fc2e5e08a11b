"""What a team's member does by a personal link: this month's numbers, the verdict, a word on what was tried, how far we are.

Looking changes nothing: machines look into letters too. The page says whose link it is before anything can be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.improvement.forms import DoneForm, StudyForm, done_typed, study_typed
from samordner.improvement.models import Cycle
from samordner.improvement.operations.cycles import why_not_do, why_not_study, write_done, write_study
from samordner.invitations.views.open import alone, speak
from samordner.letters.addressing import languages
from samordner.letters.queries import letterhead_of
from samordner.links.operations import note_opening
from samordner.links.queries import look
from samordner.measurement.documents import newest_text
from samordner.measurement.models import How, Indicator
from samordner.measurement.operations.linking import KIND, PURPOSE, actor_of, indicators_of
from samordner.measurement.queries.lists import standings
from samordner.measurement.queries.rows import cycles_of, member_at
from samordner.measurement.queries.series import series_of, with_series
from samordner.measurement.telling import told_of
from samordner.measurement.views.asking import language
from samordner.measurement.views.entering import Writer, cards, one_card
from samordner.measurement.views.listing import line
from samordner.measurement.views.showing import shown
from samordner.networks.learning.forms import AssessForm
from samordner.networks.learning.operations.following import assess
from samordner.networks.models import Team, TeamMember
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page


@dataclass(frozen=True)
class Way:
    """Who has come by which link, and where its pages are."""

    member: TeamMember
    team: Team
    secret: str

    @property
    def by(self) -> str:
        return actor_of(self.member)

    @property
    def writer(self) -> Writer:
        return Writer(self.by, How.LINK)

    @property
    def whose(self) -> str:
        return self.member.name or self.member.position

    @property
    def front(self) -> str:
        return self.to("team")

    def to(self, name: str, *parts: int | str) -> str:
        return reverse(f"measurement:{name}", args=[self.secret, *parts])


Page = Callable[..., HttpResponse]


def by_link(view: Page) -> Page:
    """Whoever has the secret address of somebody who is in the team today."""

    @page("team.link")
    @alone
    def answered(request: Request, secret: str, **parts: Any) -> HttpResponse:
        link = look(secret, purpose=PURPOSE, kind=KIND, now=request.moment)
        member = member_at(int(link.key)) if link else None
        if link is None or member is None or not _is_in(member, request):
            raise Http404
        place = member.team.participation
        otherwise = letterhead_of(member.team.cohort.network.office).language
        speak(request, languages([place], request.today, otherwise)[place.pk][0])
        if request.method == "GET":
            note_opening(link, now=request.moment)
        return view(request, Way(member, member.team, secret), **parts)

    return wraps(view)(answered)


def _is_in(member: TeamMember, request: Request) -> bool:
    """Whether the member is in the team, and the team with the others; the address it was sent to may be gone."""
    gone = member.removed_at or member.erased_at or member.team.removed_at
    return not gone and member.holds(request.today) and member.team.is_in(request.today)


@by_link
def front(request: Request, way: Way) -> HttpResponse:
    """This period's numbers of everything that the team measures, and what the charts say."""
    rows = indicators_of(way.team)
    found, done, status = cards(request, rows, way.writer)
    if done:
        return redirect(way.front)
    lines = [
        {**line(one), "address": way.to("team_chart", one.indicator.pk)} for one in standings(rows, request.today)
    ]  # fmt: skip
    open_cycles = cycles_of(way.team).filter(act="")
    context = {
        "way": way, "cards": [(card, way.to("team_enter", card.indicator.pk)) for card in found], "lines": lines,
        "cycles": [(one, way.to("team_cycle", one.pk)) for one in open_cycles],
        "waiting": sum(bool(card.waiting) for card in found), "assess": way.to("team_assess"),
        "last": way.team.assessments.filter(by_team=True).order_by("day", "pk").last(),
    }  # fmt: skip
    return render(request, "measurement/team/front.html", context, status=status)


def _indicator(way: Way, pk: int) -> Indicator:
    found = with_series(indicators_of(way.team)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@by_link
def entering(request: Request, way: Way, pk: int) -> HttpResponse:
    """One indicator, in any period."""
    row = _indicator(way, pk)
    return one_card(
        request,
        row,
        way.writer,
        template="measurement/team/enter.html",
        back=way.to("team_chart", pk),
        more={"way": way},
    )


@by_link
def chart(request: Request, way: Way, pk: int) -> HttpResponse:
    """What one indicator's chart says."""
    row = _indicator(way, pk)
    series = series_of(row)
    result = series.result()
    context = {
        "way": way, "indicator": row, "shown": shown("chart", told_of(series), result, cycles=False), "series": series,
        "definition": series.definitions[-1] if series.definitions else None, "newest": newest_text(series),
        "enter": way.to("team_enter", pk),
    }  # fmt: skip
    return render(request, "measurement/team/chart.html", context)


@by_link
def cycle(request: Request, way: Way, pk: int) -> HttpResponse:
    """A word on what was tried: what happened, and what was learned."""
    row = cycles_of(way.team).filter(pk=pk).first()
    if row is None:
        raise Http404
    studying = bool(row.done)
    why_not = why_not_study(row) if studying else why_not_do(row)
    wanted = request.POST.get("deed", "") or request.GET.get("step", "")
    if wanted in {"do", "study"} and (wanted == "do" or studying):
        studying = wanted == "study"
        why_not = why_not_study(row) if studying else why_not_do(row)
    done: Attempt[Any] | None = (
        Attempt(StudyForm(initial=study_typed(row)), row.version) if studying
        else Attempt(DoneForm(initial=done_typed(row) | {"begins": row.begins or request.today}), row.version)
    )  # fmt: skip
    if request.method == "POST":
        done = _write_cycle(request, way, row, studying=studying)
    if done is None:
        messages.success(request, _("Saved. It stands with the cycle, and its flag under the charts."))
        return redirect(way.to("team_cycle", pk))
    context = {
        "way": way,
        "cycle": row,
        "attempt": done,
        "form": done.form,
        "studying": studying,
        "why_not": why_not,
    }
    return render(request, "measurement/team/cycle.html", context, status=done.status)


def _write_cycle(request: Request, way: Way, row: Cycle, *, studying: bool) -> Attempt[Any] | None:
    by, now = way.by, request.moment
    if studying:
        study = StudyForm(request.POST)
        return attempt(
            study, lambda typed, version: write_study(row, typed["text"], version=version, by=by, now=now),
            version=version_of(request), standing=study_typed,
        )  # fmt: skip
    done = DoneForm(request.POST)
    return attempt(
        done, lambda _typed, version: write_done(row, done.done(), version=version, by=by, now=now),
        version=version_of(request), standing=done_typed,
    )  # fmt: skip


@by_link
def assessing(request: Request, way: Way) -> HttpResponse:
    """How far the team has come, as it sees it itself."""
    tried: Attempt[AssessForm] | None = Attempt(AssessForm(initial={"day": request.today}))
    if request.method == "POST":
        form = AssessForm(request.POST)
        tried = attempt(
            form,
            lambda typed, _version: assess(
                way.team, by_team=True, score=form.value, day=typed["day"], why=typed["why"], today=request.today,
                by=way.by, now=request.moment,
            ),
        )  # fmt: skip
    if tried is None:
        messages.success(request, _("Your own assessment is kept. The adviser's stands apart from it."))
        return redirect(way.front)
    context = {"way": way, "attempt": tried, "form": tried.form, "language": language()}
    return render(request, "measurement/team/assess.html", context, status=tried.status)
