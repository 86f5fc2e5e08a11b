"""The overview of an answer: what is answered, what lacks; and sending it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.mapping.answering.forms import SourceForm
from samordner.mapping.answering.operations.handing import finish
from samordner.mapping.answering.operations.sending import AskFirst, Lacking, submit
from samordner.mapping.answering.queries import handed_on, last_of, sent_by_others, why_not_submit
from samordner.mapping.answering.views.showing import Shown, lacking, shown, steps_of, told
from samordner.mapping.answering.views.ways import Way
from samordner.mapping.models import Submission
from samordner.pages.editing import Attempt
from samordner.pages.gate import Request
from samordner.questionnaires.answering import label_of
from samordner.questionnaires.drawing import Drawing


def overview(request: Request, way: Way) -> HttpResponse:
    """All that is answered, with what stands in the way; sent in from here."""
    if request.method != "POST":
        return _overview(request, way)
    form = SourceForm(request.POST) if way.by_office else None
    if request.POST.get("deed") in ("done", "go_on"):
        return _finish(request, way)
    if form is not None and not form.is_valid():
        return _overview(request, way, form=form, status=422)
    said: dict[str, Any] = form.cleaned_data if form else {"how": way.how}
    number = request.POST.get("instead_of", "")
    try:
        submit(
            way.respondent, today=way.today, by=way.by, now=way.now,
            instead_of=int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0,
            **said,
        )  # fmt: skip
    except AskFirst as first:
        return _overview(request, way, form=form, standing=first.standing, status=409)
    except Lacking as refusal:
        return _overview(request, way, form=form, refusal=str(refusal.sentence), status=422)
    except Refusal as refusal:
        if form is not None and refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal.sentence))
        return _overview(request, way, form=form, refusal=str(refusal.sentence), status=422)
    return redirect(f"{way.to('receipt')}?sendt=1")


def _finish(request: Request, way: Way) -> HttpResponse:
    try:
        finish(way.respondent, done=request.POST.get("deed") == "done", by=way.by, now=way.now)
    except Refusal as refusal:
        return _overview(request, way, refusal=str(refusal.sentence), status=422)
    return redirect(way.to("overview"))


def _overview(
    request: Request, way: Way, *, form: SourceForm | None = None, refusal: str = "",
    standing: Submission | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    one = shown(way)
    faults = lacking(one)
    last = last_of(one.response)
    if way.by_office and form is None:
        form = SourceForm(initial=_source_of(last))
    others = last if way.by_office and sent_by_others(last) else None
    context = {
        **told(way), "one": one, "steps": steps_of(one, faults), "lacking": _lines(one, faults), "refusal": refusal,
        "drawings": _drawings(one), "last": last, "why_not_submit": why_not_submit(way.respondent, way.today),
        "unsent": one.response is None or one.response.changed_since or not one.response.submitted,
        "form": form, "attempt": Attempt(form, status=422 if form.errors else 200) if form else None,
        "standing": standing or others, "ask_first": standing is not None,
        "handed": [row for row in handed_on(way.respondent) if not row.withdrawn_at],
    }  # fmt: skip
    return render(request, "mapping/answering/overview.html", context, status=status)


def _source_of(last: Submission | None) -> dict[str, str]:
    return {"how": last.how, "source": last.source} if last and not sent_by_others(last) else {}


def _lines(one: Shown, faults: Mapping[str, str]) -> list[dict[str, str]]:
    """What stands in the way, each with the place where it is mended."""
    where = {each.key: section for section in one.content.sections for each in section.questions}
    found = []
    for name, sentence in faults.items():
        key = name.partition("/")[0]
        address = f"{one.way.to('section', where[key].key)}?mangler=1#q-{key}"
        label = label_of(one.content, name, one.way.language)
        found.append({"about": label or _("A question"), "fault": sentence, "address": address})
    return found


def _drawings(one: Shown) -> list[tuple[str, Drawing]]:
    """Each section as it reads, with the address where it is changed."""
    return [
        (
            one.way.to("section", section.key),
            Drawing(
                content=one.content, section=section, asked=one.asked, values=one.values, read_only=True, level=2
            ),
        )
        for section in one.sections
    ]  # fmt: skip
