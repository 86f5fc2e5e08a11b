"""From a table to the register: bring it, see every change, accept all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.boards.importing.comparing import Preview
from samordner.boards.importing.forms import ImportForm
from samordner.boards.importing.tables import changes_table, template_table
from samordner.boards.importing.wording import FIELDS
from samordner.boards.models import Import
from samordner.boards.operations import accept_import, begin_import, every_import, previewed, why_not_accept
from samordner.boards.queries import Scope
from samordner.boards.views.asking import kept, scope_of
from samordner.documents.cells import moment_text
from samordner.documents.recognition.faults import faults_table
from samordner.documents.recognition.plaintext import decoded
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.places.models import Office
from samordner.programmes.queries import definition

A_PAGE = 200


@page("observation.register")
def imports(request: Request) -> HttpResponse:
    """Bring a table; and those that were brought before."""
    scope = scope_of(request, right="observation.register")
    if scope is None:
        return render(request, "boards/empty.html")
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else _form(request)
    if request.method == "POST" and form.is_valid():
        answer = _begin(request, scope, form)
        if answer is not None:
            return answer
    rows = every_import().filter(programme__key=scope.definition.key).defer("file__content")
    found = list(visible(rows, request.actor, "observation.register")[:30])
    names = names_of(one.begun_by for one in found)
    context = {
        "scope": scope,
        "form": form,
        "imports": [(one, names.get(one.begun_by, "")) for one in found],
        "needs_office": _office(scope) is None,
        "subjects": scope.definition.subjects,
        "in_pieces": [one for one in scope.definition.subjects if scope.definition.items_of(one.key)],
        "headings": list(FIELDS.values()),
        "words": [(one, scope.definition.values_of(one.key)) for one in scope.definition.subjects],
        "query": kept(request),
    }
    return render(request, "boards/import.html", context, status=422 if form.errors else 200)


def _form(request: Request) -> ImportForm:
    """An empty form, or with ?mend= the cells that were pasted and what was typed for all of them, to be mended."""
    asked = request.GET.get("mend", "")
    if not asked.isdecimal() or len(asked) > 18:
        return ImportForm()
    found = load(request, every_import(), read="observation.register", pk=int(asked))
    if not found.was_pasted:
        raise Http404
    return ImportForm(initial={"pasted": decoded(bytes(found.file.content)), **found.common})


def _office(scope: Scope) -> Office | None:
    """The office that the table is for; None when there are several and none is chosen."""
    offices = {row.office for row in scope.participations}
    return next(iter(offices)) if len(offices) == 1 else None


def _begin(request: Request, scope: Scope, form: ImportForm) -> HttpResponse | None:
    office = _office(scope)
    if office is None:
        form.add_error(None, _("Choose an office first: a table is for the municipalities of one."))
        return None
    try:
        begun = begin_import(
            *form.brought(_("pasted %(day)s") % {"day": moment_text(request.now)}),
            office=office,
            programme=scope.participations[0].programme,
            common=form.common(),
            by=request.actor.id,
            now=request.now,
        )
    except Refusal as refused:
        form.add_error(form.given, str(refused.sentence))
        return None
    return HttpResponseRedirect(reverse("boards:import_preview", args=[begun.pk]))


@page("observation.register")
def template(request: Request) -> HttpResponse:
    """An empty table with the municipalities in it, to fill in and bring back."""
    scope = scope_of(request, right="observation.register")
    subject = request.GET.get("subject", "")
    if scope is None or (subject and subject not in {one.key for one in scope.definition.subjects}):
        raise Http404
    table = template_table(scope.definition, request.GET.get("form", ""), subject)
    wanted = request.GET.get("format") or "xlsx"
    return answer_file(table, scope.participations, wanted, f"status-{scope.definition.key}")


@page("observation.register")
def preview(request: Request, pk: int) -> HttpResponse:
    """Every change that accepting would make, and every fault; nothing is written until it is accepted."""
    rows = every_import()
    found = load(request, rows, read="observation.register", pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            accepted = accept_import(
                found,
                version=version_of(request),
                seen=request.POST.get("seen", ""),
                by=request.actor.id,
                now=request.now,
            )
        except Refusal as refused:
            refusal = str(refused.sentence)
            found = load(request, rows, read="observation.register", pk=pk)
        else:
            text = ngettext(
                "%(count)d status was registered.", "%(count)d statuses were registered.", accepted.registered
            )
            messages.success(request, text % {"count": accepted.registered})
            return HttpResponseRedirect(reverse("boards:import_preview", args=[pk]))
    if sentence := why_not_accept(found):
        by = names_of([found.accepted_by]).get(found.accepted_by, "")
        context = {"import": found, "accepted": sentence, "by": by}
        return render(request, "boards/import_preview.html", context, status=409 if refusal else 200)
    return _preview(request, found, refusal)


def _preview(request: Request, found: Import, refusal: str) -> HttpResponse:
    says = definition(found.programme.key)
    result = previewed(found, today=localtime(request.now).date())
    show, table, rows = _shown(request, result, says)
    if wanted := request.GET.get("format"):
        return answer_file(table, rows, wanted, f"{show}-{found.pk}")
    pages = Paginator(rows, A_PAGE)
    asked = request.GET.get("page", "1")
    shown = pages.get_page(int(asked) if asked.isdecimal() and len(asked) < 6 else 1)
    context = {
        "import": found,
        "says": says,
        "preview": result,
        "show": show,
        "table": table,
        "rows": list(shown.object_list),
        "paged": shown,
        "may_accept": bool(result.changes) and not result.faults,
        "refusal": refusal,
    }
    return render(request, "boards/import_preview.html", context, status=422 if refusal else 200)


def _shown(request: Request, result: Preview, says: Any) -> tuple[str, Any, Sequence[Any]]:
    """Which of the three lists the page shows, with its table: what is wrong goes before all else."""
    usual = "faults" if result.faults else "changes"
    show = request.GET.get("show") or usual
    match show:
        case "faults":
            return show, faults_table(_("What is wrong")), result.faults
        case "same":
            return show, changes_table(says), result.skipped
        case "changes":
            return show, changes_table(says), result.changes
        case _:
            raise Http404
