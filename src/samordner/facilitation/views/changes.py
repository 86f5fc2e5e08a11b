"""Which teams changed something, and which solution it belongs to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samordner.facilitation.documents.tables import changed_table
from samordner.facilitation.documents.wording import tone_words
from samordner.facilitation.queries.changing import STATES, Narrowing, changed, narrowed, ordered
from samordner.facilitation.views.asking import about
from samordner.improvement.documents import solution_names
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page


@page("facilitation.read")
def changes(request: Request, pk: int) -> HttpResponse:
    """The teams of a cohort with what they tried and kept; narrowed and sorted as the address says; also as a file."""
    of = about(request, pk)
    every = changed(of.material, of.watched, tone_words)
    by = Narrowing(request.GET.get("q", ""), request.GET.get("solution", ""), request.GET.get("state", ""))
    found = ordered(narrowed(every, by), request.GET.get("sort", ""))
    names = solution_names(of.definition)
    if wanted := request.GET.get("format"):
        return answer_file(changed_table(names), found, wanted, f"changed-{of.cohort.pk}")
    present = {key for one in every for key in one.solutions}
    context = {
        "about": of, "cohort": of.cohort, "tab": "changes", "by": by, "lines": found, "any": bool(every),
        "changed": sum(one.has_changed for one in every), "number": len(every), "names": names,
        "solutions": [(key, name) for key, name in names.items() if key in present],
        "states": list(zip(STATES, (_("adopted something"), _("is trying"), _("has tried nothing yet")), strict=True)),
    }  # fmt: skip
    return render(request, "facilitation/changes.html", context)
