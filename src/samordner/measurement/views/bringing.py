"""Numbers from a spreadsheet: pasted or as a file, looked over first, then all of them or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.documents.recognition.faults import faults_table
from samordner.documents.recognition.sources import Unreadable
from samordner.documents.recognition.workbook import Sheet, open_workbook
from samordner.journal.deeds import Refusal
from samordner.measurement.bringing import Understood, as_text, understand
from samordner.measurement.entries import entry_of
from samordner.measurement.forms import BringForm
from samordner.measurement.models import How, Indicator
from samordner.measurement.operations.indicators import definition_on
from samordner.measurement.operations.keeping import why_not_touch
from samordner.measurement.operations.measuring import bring, seen_mark
from samordner.measurement.periods import period_text
from samordner.measurement.views.asking import ENTER, acts, address_of, loaded
from samordner.measurement.views.showing import value_words
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page

LONGEST = 200_000
"""So many characters a page carries between looking over and accepting."""


@page("measurement.enter")
def table(request: Request, pk: int) -> HttpResponse:
    """Bring a table, look it over, accept it whole."""
    row = loaded(request, pk, ENTER)
    if sentence := why_not_touch(row):
        messages.warning(request, sentence)
        return redirect(address_of(row))
    if request.method != "POST":
        return _page(request, row, BringForm())
    if "seen" in request.POST:
        return _accept(request, row)
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        sheets = open_workbook(form.brought())
    except Unreadable as refused:
        form.add_error("file" if form.cleaned_data.get("file") else "pasted", refused.told(_))
        return _page(request, row, form, status=422)
    text = as_text(sheets)
    if len(text) > LONGEST:
        form.add_error(None, _("At most 1000 rows at a time."))
        return _page(request, row, form, status=422)
    how = How.FILE if form.cleaned_data.get("file") else How.PASTE
    return _preview(request, row, sheets, text, how)


def _understood(request: Request, row: Indicator, sheets: tuple[Sheet, ...]) -> Understood:
    standing = {one.day: one for one in row.measurements.all()}
    return understand(sheets, row, standing, request.today)


def _preview(
    request: Request, row: Indicator, sheets: tuple[Sheet, ...], text: str, how: str, refusal: str = ""
) -> HttpResponse:
    found = _understood(request, row, sheets)
    if request.GET.get("format") and found.faults:
        return answer_file(
            faults_table(_("What is wrong")), found.faults, request.GET["format"], f"faults-{row.pk}"
        )
    lines = [
        (
            period_text(one.day, row.rhythm), value_words(one.entry.as_json()), one.entry.note,
            value_words(entry_of(one.there).as_json()) if one.there and one.what == "changed" else "", one.what,
        )
        for one in found.rows
    ]  # fmt: skip
    context = {
        "indicator": row, "project": row.project, "found": found, "lines": lines, "text": text, "how": how,
        "seen": seen_mark(found.rows), "refusal": refusal,
        "new": sum(one.what == "new" for one in found.rows), "changed": sum(one.what == "changed" for one in found.rows),
        "same": sum(one.what == "same" for one in found.rows), "form": BringForm(initial={"pasted": text}),
    }  # fmt: skip
    return render(
        request, "measurement/bring_preview.html", context, status=422 if found.faults or refusal else 200
    )


def _accept(request: Request, row: Indicator) -> HttpResponse:
    text = request.POST.get("text", "")[:LONGEST]
    how = How.FILE if request.POST.get("how") == How.FILE else How.PASTE
    try:
        sheets = open_workbook(text.encode())
        found = _understood(request, row, sheets)
        if found.faults:
            return _preview(request, row, sheets, text, how)
        new, changed = bring(
            row, found.rows, seen=request.POST.get("seen", ""), how=how, today=request.today, **acts(request)
        )
    except Unreadable as refused:
        messages.warning(request, refused.told(_))
        return redirect(request.path)
    except Refusal as refusal:
        return _preview(request, row, sheets, text, how, str(refusal.sentence))
    told = {"new": new, "changed": changed}
    messages.success(request, _("Written in: %(new)d new, %(changed)d corrected.") % told)
    return redirect(address_of(row))


def _page(request: Request, row: Indicator, form: BringForm, status: int = 200) -> HttpResponse:
    context = {
        "indicator": row, "project": row.project, "form": form, "definition": definition_on(row, request.today),
    }  # fmt: skip
    return render(request, "measurement/bring.html", context, status=status)
