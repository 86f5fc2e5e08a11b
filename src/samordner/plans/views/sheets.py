"""A register as a spreadsheet: fetched, brought back, looked at change by change, taken in, undone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samordner.documents.recognition.faults import faults_table
from samordner.documents.recognition.sources import Unreadable
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import carry_out
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.plans import operations
from samordner.plans.documents import sheet_changes_table
from samordner.plans.models import SheetIn
from samordner.plans.operations.sheets import compared
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register
from samordner.plans.sheets.columns import sheet_table
from samordner.plans.views.editing import plan_for, version_of

LIMIT = 5 * 1024 * 1024
A_PAGE = 200
Registers = Register[Any]


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The sheet"), help_text=gettext_lazy("XLSX or CSV, at most 5 MB.")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


@page("plan.change")
def index(request: Request, plan_id: int, register: Registers) -> HttpResponse:
    """Fetch the register as a sheet, and bring it back."""
    plan = plan_for(request, plan_id, "plan.change")
    form = SheetForm(request.POST or None, request.FILES or None) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = operations.bring_sheet(
                register, plan, file.name, file.read(), by=request.actor.id, now=request.now
            )
            return redirect("plans:sheet", plan.pk, register, sheet.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal.sentence))
    sheets = list(plan.sheets.filter(register=register.key).defer("did")[:20])
    names = names_of(one.begun_by for one in sheets)
    context = {
        "plan": plan,
        "register": register,
        "form": form,
        "sheets": [(one, names.get(one.begun_by, "")) for one in sheets],
    }
    return render(request, "plans/sheets.html", context, status=422 if form.errors else 200)


@page("plan.change")
def fetch(request: Request, plan_id: int, register: Registers) -> HttpResponse:
    """The register as it stands, as XLSX or CSV, with the keys by which its rows are known again."""
    plan = plan_for(request, plan_id, "plan.change")
    rows = list(rows_of(register, plan))
    table = sheet_table(register, plan, rows)
    name = f"{slugify(str(register.table.title))}-{request.day}"
    return answer_file(table, rows, request.GET.get("format") or "xlsx", name)


def sheet_for(request: Request, plan_id: int, register: Registers, sheet_id: int) -> SheetIn:
    return load(
        request,
        SheetIn.objects.select_related("plan__office", "plan__programme", "file"),
        read="plan.change",
        pk=sheet_id,
        plan_id=plan_id,
        register=register.key,
    )


@page("plan.change")
def preview(request: Request, plan_id: int, register: Registers, sheet_id: int) -> HttpResponse:
    """Every change that taking the sheet in would make; nothing is written until it is taken in."""
    sheet = sheet_for(request, plan_id, register, sheet_id)
    refusal = ""
    if request.method == "POST":
        try:
            taken = operations.take_sheet(
                register, sheet, chosen=set(request.POST.getlist("take")), seen=request.POST.get("seen", ""),
                version=version_of(request), by=request.actor.id, now=request.now,
            )  # fmt: skip
        except Refusal as refused:
            refusal = str(refused.sentence)
        except Conflict:
            refusal = _("Someone else took the sheet in meanwhile.")
        else:
            text = ngettext(
                "%(count)d change was taken in.", "%(count)d changes were taken in.", len(taken.did)
            )
            messages.success(request, text % {"count": len(taken.did)})
            return redirect("plans:sheet", plan_id, register, sheet_id)
        sheet = sheet_for(request, plan_id, register, sheet_id)
    context: dict[str, Any] = {"plan": sheet.plan, "register": register, "sheet": sheet, "refusal": refusal}
    status = 409 if refusal else 200
    if sheet.taken_at:
        context["by"] = names_of([sheet.taken_by]).get(sheet.taken_by, "")
        return render(request, "plans/sheet.html", context, status=status)
    try:
        found = compared(sheet, register)
    except Unreadable as problem:
        context["refusal"] = problem.told(_)
        return render(request, "plans/sheet.html", context, status=422)
    if wanted := request.GET.get("format"):
        name = f"changes-{sheet.pk}"
        if found.faults:
            return answer_file(faults_table(_("Why")), found.faults, wanted, name)
        rows = [(change, cell) for change in found.changes for cell in change.cells]
        return answer_file(sheet_changes_table(), rows, wanted, name)
    chosen = set(request.POST.getlist("take")) if request.method == "POST" else found.usual
    asked = request.GET.get("page", "1")
    pages = Paginator(found.faults, A_PAGE)
    context |= {
        "found": found,
        "faults": pages.get_page(int(asked) if asked.isdecimal() and len(asked) < 6 else 1),
        "changes": [(change, change.ref in chosen) for change in found.changes],
        "counts": [
            (gettext_lazy("new"), found.of("new")),
            (gettext_lazy("changed"), found.of("changed")),
            (gettext_lazy("removed"), found.of("removed")),
            (gettext_lazy("unchanged"), found.same),
        ],
    }
    return render(request, "plans/sheet.html", context, status=status)


@page("plan.change")
def undo(request: Request, plan_id: int, register: Registers, sheet_id: int) -> HttpResponse:
    """Make the register as it was before the sheet was taken in."""
    if request.method != "POST":
        raise Http404
    sheet = sheet_for(request, plan_id, register, sheet_id)
    version, by, now = version_of(request), request.actor.id, request.now
    carry_out(
        request,
        lambda: operations.undo_sheet(register, sheet, version=version, by=by, now=now),
        done=_("The register is as it was before the sheet."),
        meanwhile=_("Someone else undid the sheet meanwhile."),
    )
    return redirect("plans:sheet", plan_id, register, sheet_id)
