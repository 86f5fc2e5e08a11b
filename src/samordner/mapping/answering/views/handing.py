"""Handing on parts of an answer, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.links.queries import opened
from samordner.mapping.answering.forms import HandOnForm
from samordner.mapping.answering.operations.handing import hand_on, take_back, why_not_hand_on
from samordner.mapping.answering.queries import actor_of, handed_on
from samordner.mapping.answering.views.showing import Shown, shown, told
from samordner.mapping.answering.views.ways import Way
from samordner.mapping.models import Respondent
from samordner.mapping.rounds.operations.sending import KIND
from samordner.pages.editing import Attempt
from samordner.pages.gate import Request


@dataclass(frozen=True)
class Handed:
    """One to whom parts were handed on, and how far they have come."""

    row: Respondent
    sections: str
    state: str
    tone: str


def handing(request: Request, way: Way) -> HttpResponse:
    """Whom parts are handed on to, and the form to hand on another."""
    if way.respondent.handed_by_id or way.by_office:
        raise Http404
    one = shown(way)
    choices = [(section.key, str(section.title)) for section in one.content.sections]
    form, status = HandOnForm(sections=choices, initial=_initial(request, way)), 200
    if request.method == "POST" and request.POST.get("deed") == "take_back":
        return _take_back(request, way)
    if request.method == "POST":
        form = HandOnForm(request.POST, sections=choices)
        if form.is_valid():
            try:
                row = hand_on(way.respondent, by=way.by, now=way.now, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            else:
                messages.success(request, _("A letter is on its way to %(name)s.") % {"name": row.name})
                return redirect(way.to("hand_on"))
        status = 422
    context = {
        **told(way), "form": form, "attempt": Attempt(form, status=status), "handed": _handed(one),
        "why_not_hand_on": why_not_hand_on(way.respondent),
    }  # fmt: skip
    return render(request, "mapping/answering/hand_on.html", context, status=status)


def _initial(request: Request, way: Way) -> dict[str, object]:
    return {"sections": request.GET.getlist("del"), "language": way.respondent.language}


def _take_back(request: Request, way: Way) -> HttpResponse:
    number = request.POST.get("respondent", "")
    row = next((one for one in handed_on(way.respondent) if str(one.pk) == number), None)
    if row is None:
        raise Http404
    try:
        take_back(way.respondent, row, by=way.by, now=way.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        text = _("The link of %(name)s opens nothing any more. What was written is kept.")
        messages.success(request, text % {"name": row.name})
    return redirect(way.to("hand_on"))


def _handed(one: Shown) -> list[Handed]:
    rows = handed_on(one.way.respondent)
    looked = opened(KIND, [str(row.pk) for row in rows])
    titles = {section.key: str(section.title) for section in one.content.sections}
    written = {str(cell.get("by")) for cell in one.cells.values()}
    found = []
    for row in rows:
        if row.withdrawn_at:
            state, tone = _("taken back"), "neutral"
        elif row.answered:
            state, tone = _("done"), "success"
        elif actor_of(row) in written:
            state, tone = _("has begun"), "info"
        elif str(row.pk) in looked:
            state, tone = _("has opened the link"), "info"
        else:
            state, tone = _("not opened yet"), "warning"
        found.append(Handed(row, ", ".join(titles.get(key, key) for key in row.sections), state, tone))
    return found
