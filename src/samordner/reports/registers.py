"""Numbers of other registers beside the questions that ask for them, found by the question's key.

A question called `anchoring`, `support`, `needs` or `plan` has these numbers beside it; beside others nothing is
counted. An empty register is left out: that nothing is written there is not the same as that nothing happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.asks.queries import load
from samordner.documents.cells import day_text
from samordner.localplans.models import LocalPlan, Status
from samordner.localplans.queries import kept
from samordner.participation.models import Participation
from samordner.plans.models import Plan
from samordner.plans.queries import held
from samordner.programmes.definition import Definition
from samordner.reports.content import Told
from samordner.reports.models import Report
from samordner.support.queries import help_of, needs_of

HALF_YEAR, YEAR = timedelta(days=182), timedelta(days=365)


@dataclass(frozen=True)
class Counted:
    """Whose registers are counted: of these municipalities, up to the report's day, in the time before it."""

    report: Report
    says: Definition
    rows: Sequence[Participation]

    @property
    def day(self) -> date:
        return self.report.status_day

    @property
    def since(self) -> date:
        return self.day - (YEAR if self.report.is_national else HALF_YEAR)

    @cached_property
    def all_rows(self) -> list[Participation]:
        """Also those who took part earlier in that time, before they were merged or divided. One query."""
        rows = Participation.objects.filter(programme=self.report.programme)
        if self.report.office is not None:
            rows = rows.filter(office=self.report.office)
        return list(rows.overlapping(self.since, self.day + timedelta(days=1)))

    @property
    def period(self) -> str:
        return _("%(first)s to %(last)s") % {"first": day_text(self.since), "last": day_text(self.day)}


def told(question: str, counted: Counted) -> Iterator[Told]:
    """The numbers beside this question, in the language that is active."""
    if question in REGISTERS and counted.rows:
        yield from REGISTERS[question](counted)


def _local_plans(about: Counted) -> Iterator[Told]:
    """The municipalities' own plans that hold or are on hearing on the day."""
    places = {row.municipality_id for row in about.rows}
    plans = list(kept(LocalPlan.objects.filter(municipality__in=places), about.day))
    if not plans:
        return
    standing = [plan.status_on(about.day) for plan in plans]
    yield Told("adopted_plans", _("Municipalities’ own plans that hold"), standing.count(Status.ADOPTED))
    yield Told("plans_on_hearing", _("Municipalities’ own plans on hearing"), standing.count(Status.HEARING))


def _support(about: Counted) -> Iterator[Told]:
    """Help given in the time before the day, to how many, and what the municipalities were asked for."""
    everyone = about.all_rows
    given = help_of(everyone, about.day, since=about.since).order_by()
    sums = given.aggregate(times=Count("pk"), places=Count("participation", distinct=True))
    if sums["times"]:
        yield Told("help", _("Times that help was given"), sums["times"], about.period)
        note = _("of %(all)d") % {"all": len(everyone)}
        yield Told("helped", _("Municipalities that got help"), sums["places"], note)
    asked = load(everyone, about.since, about.day + timedelta(days=1)).total
    if asked.asks:
        note = ngettext(
            "estimated at %(count)d hour in all", "estimated at %(count)d hours in all", round(asked.hours)
        ) % {"count": round(asked.hours)}
        yield Told("asks", _("Requests to a municipality that fell due"), asked.asks, note)


def _needs(about: Counted) -> Iterator[Told]:
    """Needs raised and closed in the time before the day, those still open, and what the open ones are about."""
    needs = list(needs_of(about.all_rows, about.day).select_related(None))
    if not needs:
        return
    raised = sum(about.since <= need.raised_on for need in needs)
    closed = sum(bool(need.closed_on and about.since <= need.closed_on <= about.day) for need in needs)
    open_ones = [need for need in needs if not (need.closed_on and need.closed_on <= about.day)]
    yield Told("raised", _("Needs that were raised"), raised, about.period)
    yield Told("closed", _("Needs that were closed"), closed, about.period)
    of = len({need.participation_id for need in open_ones})
    note = ngettext("in %(count)d municipality", "in %(count)d municipalities", of) % {"count": of}
    yield Told("open", _("Needs that are open"), len(open_ones), note)
    untaken = sum(not (need.taken_on and need.taken_on <= about.day) for need in open_ones)
    if untaken:
        yield Told("untaken", _("Open needs that nobody has taken"), untaken)
    for theme in about.says.themes:
        number = sum(need.theme == theme.key for need in open_ones)
        if number:
            yield Told(f"theme-{theme.key}", _("Open, about: %(theme)s") % {"theme": theme.name}, number)


def _plan(about: Counted) -> Iterator[Told]:
    """The rows of the office's regional plan, register by register."""
    report = about.report
    if report.office is None:
        return
    plan = Plan.objects.filter(programme=report.programme, office=report.office).order_by("-pk").first()
    for each in held(plan) if plan else ():
        if each.rows:
            note = _("%(number)d to check") % {"number": each.doubtful} if each.doubtful else ""
            yield Told(each.register.key, str(each.register.table.title), each.rows, note)


REGISTERS: Mapping[str, Callable[[Counted], Iterator[Told]]] = {
    "anchoring": _local_plans,
    "support": _support,
    "needs": _needs,
    "plan": _plan,
}
