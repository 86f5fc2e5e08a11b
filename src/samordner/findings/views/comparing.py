"""Two rounds side by side, over the municipalities that are in both."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samordner.access.grants import visible
from samordner.documents import html
from samordner.findings.documents.tables import all_changes_table, changes_table
from samordner.findings.queries.comparing import Compared, compared, rounds_beside, why_not_compare
from samordner.findings.queries.rounds import every_round
from samordner.findings.views.finding import round_of
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page


@dataclass(frozen=True)
class Shown:
    one: Compared
    table: SafeString


@page("finding.read")
def compare(request: Request, pk: int) -> HttpResponse:
    """From what was answered in one round to what was answered in the other; also as a file."""
    of = round_of(request, pk)
    beside = list(rounds_beside(visible(every_round(), request.actor, "finding.read"), of))
    wanted = request.GET.get("with", "")
    context = {"round": of, "beside": beside, "why_not": why_not_compare(of), "wanted": wanted}
    if context["why_not"] or not wanted:
        return render(request, "findings/compare.html", context)
    other = next((row for row in beside if str(row.pk) == wanted), None)
    if other is None:
        raise Http404
    language = get_language() or "nb"
    found = compared(of, other, language)
    if format := request.GET.get("format"):
        rows = [(each, change) for each in found.questions for change in each.changes]
        return answer_file(all_changes_table(), rows, format, f"compared-{of.pk}-{other.pk}")
    shown = [
        Shown(
            each,
            html.table(
                changes_table(each.label, f"changes-{n}"), each.changes, language=language, cards=True
            ),
        )
        for n, each in enumerate(found.questions)
        if each.both
    ]
    told = {"found": found, "shown": shown, "silent": [each for each in found.questions if not each.both]}
    return render(request, "findings/compare.html", context | told)
