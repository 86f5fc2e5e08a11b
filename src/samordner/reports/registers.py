"""Numbers of other registers beside the questions that ask for them, found by the question's key.

A question called `plan`, `needs` or `support` has these numbers beside it; of other questions nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samordner.plans.models import Plan
from samordner.plans.queries import held
from samordner.reports.content import Told
from samordner.reports.models import Report


def told(question: str, report: Report) -> Iterator[Told]:
    """The numbers beside this question, in the language that is active."""
    if report.office is None:
        return
    if question == "plan":
        yield from _plan(report)


def _plan(report: Report) -> Iterator[Told]:
    """The rows of the office's regional plan, register by register."""
    plan = Plan.objects.filter(programme=report.programme, office=report.office).order_by("-pk").first()
    if plan is None:
        return
    for each in held(plan):
        if each.rows:
            note = _("%(number)d to check") % {"number": each.doubtful} if each.doubtful else ""
            yield Told(each.register.key, str(each.register.table.title), each.rows, note)
