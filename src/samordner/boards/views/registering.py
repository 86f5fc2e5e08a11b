"""One cell with its history, and registering: one, many, quickly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import allowed
from samordner.boards.forms import (
    DocumentForm,
    ManyForm,
    StatementForm,
    WithdrawForm,
    typed_before,
    usual,
)
from samordner.boards.history import Told, applies, told
from samordner.boards.marks import Column, marks_of
from samordner.boards.queries import Scope
from samordner.boards.views.asking import kept, known_at, scope_of
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.participation.models import Observation, Participation
from samordner.participation.operations import (
    correct,
    document,
    register,
    register_many,
    report,
    why_not_register_many,
    withdraw,
)
from samordner.participation.queries import history, state
from samordner.participation.statements import series_of, warnings
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition

May = Literal["register", "report", ""]

# One cell


@page("observation.read")
def cell(request: Request, participation: int, subject: str, item: str = "") -> HttpResponse:
    row = load(
        request,
        Participation.objects.select_related("programme", "municipality__county", "office"),
        read="observation.read",
        pk=participation,
    )
    says = definition(row.programme.key)
    column = _column(says, subject, item)
    may = _may(request, row)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        return _deed(request, row, says, column, may)
    if not may:
        return _cell(request, row, says, column, None)
    corrected = _named(request, row, column, "correct") if may == "register" else None
    initial = typed_before(corrected) if corrected else usual(min(request.day, localtime(request.now).date()))
    item = corrected.item if corrected else item
    form = StatementForm(says, subject, initial=initial, item=item, own=may == "report")
    return _cell(request, row, says, column, form, may=may, corrected=corrected)


def _may(request: Request, row: Participation) -> May:
    """What the actor may say of this municipality: all that the office may, what a municipality says of itself, nothing."""
    if allowed(row, request.actor, "observation.register"):
        return "register"
    return "report" if allowed(row, request.actor, "observation.report") else ""


def _column(says: Definition, subject: str, item: str) -> Column:
    """What the cell is about. Http404 when the programme does not ask about it."""
    if subject not in {one.key for one in says.subjects}:
        raise Http404
    asked, items = says.subject(subject), says.items_of(subject)
    if item not in ({one.key for one in items} if items is not None else {""}):
        raise Http404
    name = next((f"{one.key} {one.name}" for one in items or () if one.key == item), str(asked.name))
    return Column(subject, item, name, name, str(asked.help or ""))


def _named(request: Request, row: Participation, column: Column, name: str) -> Observation | None:
    """The observation of this cell that the request names, to correct, withdraw or document it."""
    asked = (request.POST if request.method == "POST" else request.GET).get(name, "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return load(
        request,
        Observation.objects.select_related(
            "participation__programme", "participation__municipality", "participation__office"
        ),
        read="observation.read",
        pk=int(asked),
        participation=row,
        subject=column.subject,
    )


def _cell(
    request: Request, row: Participation, says: Definition, column: Column, form: StatementForm | None,
    *, may: May = "", corrected: Observation | None = None, refusal: str = "",
    withdrawing: WithdrawForm | None = None, documenting: tuple[int, DocumentForm] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    said = history(row, column.subject, column.item or None)
    known = state([row], says, request.day, subjects=[column.subject], known_at=known_at(request))
    names = names_of(one.observation.recorded_by for one in said)
    entries = [told(says, one, names) for one in said]
    pk, typed = documenting or (0, None)
    context = {
        "row": row,
        "column": column,
        "marks": marks_of(says, known, row.pk, column),
        "set_apart": not applies(says, column.subject, known.value(row.pk, column.subject, column.item)),
        "history": [
            (one, _documenting(one, pk, typed) if may == "register" and one.may_be_documented else None)
            for one in entries
        ],
        "form": form,
        "may_correct": may == "register",
        "corrected": corrected,
        "withdrawing": withdrawing or WithdrawForm(),
        "refusal": refusal,
        "query": kept(request),
        "back": _back(request),
    }
    if not request.htmx:
        return render(request, "boards/cell.html", context, status=status)
    panel = render(request, "boards/cell_panel.html", context, status=status)
    panel["HX-Push-Url"] = "false"  # the panel stands over the board, whose address stays
    return panel


def _documenting(one: Told, pk: int, typed: DocumentForm | None) -> DocumentForm:
    """The form beside an entry: as it was typed when it was refused."""
    return typed if typed and one.observation.pk == pk else DocumentForm(one.observation)


def _back(request: Request) -> str:
    match request.GET.get("from"):
        case "one":
            return reverse("boards:one")
        case "own":
            return reverse("first")
    return f"{reverse('boards:board')}?{kept(request)}"


def _deed(request: Request, row: Participation, says: Definition, column: Column, may: May) -> HttpResponse:
    match request.POST.get("deed") if may == "register" else "":
        case "withdraw":
            return _withdraw(request, row, says, column)
        case "document":
            return _document(request, row, says, column)
        case _:
            return _say(request, row, says, column, may)


def _withdraw(request: Request, row: Participation, says: Definition, column: Column) -> HttpResponse:
    withdrawn, form = _wanted(request, row, column, "correct"), WithdrawForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(_("Say in a few words why it is withdrawn."))
        withdraw(withdrawn, note=form.cleaned_data["note"], by=request.actor.id, now=request.now)
    except Refusal as refused:
        new, sentence = _new(request, says, column), str(refused.sentence)
        return _cell(
            request, row, says, column, new, may="register", refusal=sentence, withdrawing=form, status=422
        )
    return _done(request, row, column, _("Withdrawn."))


def _document(request: Request, row: Participation, says: Definition, column: Column) -> HttpResponse:
    seen = _wanted(request, row, column, "document")
    form, sentence = DocumentForm(seen, request.POST), ""
    try:
        if form.is_valid():
            document(seen, **form.cleaned_data, by=request.actor.id, now=request.now)
            return _done(request, row, column, _("Documented."))
    except Refusal as refused:
        sentence = _into(form, refused)
    return _cell(
        request, row, says, column, _new(request, says, column), may="register", refusal=sentence,
        documenting=(seen.pk, form), status=422,
    )  # fmt: skip


def _wanted(request: Request, row: Participation, column: Column, name: str) -> Observation:
    found = _named(request, row, column, name)
    if found is None:
        raise Http404
    return found


def _new(request: Request, says: Definition, column: Column) -> StatementForm:
    return StatementForm(says, column.subject, initial=usual(request.day), item=column.item)


def _say(request: Request, row: Participation, says: Definition, column: Column, may: May) -> HttpResponse:
    corrected = _named(request, row, column, "correct") if may == "register" else None
    by, now, item = request.actor.id, request.now, corrected.item if corrected else column.item
    form, sentence = StatementForm(says, column.subject, request.POST, item=item, own=may == "report"), ""
    try:
        if form.is_valid():
            statement = form.statement()
            if may == "report":
                report(row, statement, by=by, now=now)
                return _done(request, row, column, _("Reported. Your office sees it at once."))
            if corrected:
                correct(corrected, statement, by=by, now=now)
            else:
                register(row, statement, by=by, now=now)
            noted = (_("Corrected.") if corrected else _("Registered."), *warnings(says, statement))
            return _done(request, row, column, " ".join(noted))
    except Refusal as refused:
        sentence = _into(form, refused)
    return _cell(request, row, says, column, form, may=may, corrected=corrected, refusal=sentence, status=422)


def _into(form: forms.Form, refused: Refusal) -> str:
    """The refusal beside the input it concerns; else as a sentence of its own."""
    if form.is_bound and refused.field in form.fields:
        form.add_error(refused.field, str(refused.sentence))
        return ""
    return str(refused.sentence)


def _done(request: Request, row: Participation, column: Column, text: str) -> HttpResponse:
    """Back to where one came from, at the cell that was changed."""
    said = f"{row.municipality}: {text}"
    place = f"c-{row.pk}-{column.key}"
    if request.htmx:
        response = HttpResponse()
        response["HX-Location"] = json.dumps(
            {"path": _back(request), "target": "#board", "select": "#board", "swap": "outerHTML show:none"}
        )
        response["HX-Trigger"] = json.dumps(
            {"boards:saved": {"place": place, "text": said}}, ensure_ascii=True
        )
        return response
    messages.success(request, said)
    return HttpResponseRedirect(f"{_back(request)}#{place}")


# Many at once


@page("observation.register")
def many(request: Request) -> HttpResponse:
    scope = scope_of(request, right="observation.register")
    if scope is None:
        return render(request, "boards/empty.html")
    subject = _subject(request, scope.definition)
    known = state(scope.participations, scope.definition, scope.day, subjects=[subject])
    rows = [(row.pk, str(row.municipality)) for row in scope.participations]
    if request.method == "POST":
        form = ManyForm(scope.definition, subject, rows, request.POST)
        answer = _register_many(request, scope, form)
        if isinstance(answer, HttpResponse):
            return answer
    else:
        initial = usual(min(scope.day, localtime(request.now).date())) | _asked_for(request, rows)
        form, answer = ManyForm(scope.definition, subject, rows, initial=initial), {}
    ticked = {str(pk) for pk in form["municipalities"].value() or ()}
    if request.POST.get("step") == "all":
        ticked = {str(pk) for pk, _name in rows}
    asked = Column(subject, "", "", "")
    many_items = scope.definition.items_of(subject) is not None
    context = {
        "scope": scope,
        "subject": scope.definition.subject(subject),
        "subjects": scope.definition.subjects,
        "form": form,
        "choices": [
            (
                row,
                str(row.pk) in ticked,
                () if many_items else marks_of(scope.definition, known, row.pk, asked),
            )
            for row in scope.participations
        ],
        "ticked": len(ticked),
        **answer,
    }
    refused = bool(form.errors or answer.get("refusals")) and request.POST.get("step") != "all"
    return render(request, "boards/many.html", context, status=422 if refused else 200)


def _asked_for(request: Request, rows: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """What the address asks the form to begin with: `m` or `all`, `value`, `item`, `source` and `reference`.

    Nothing of it is saved before a person has seen it and saves it.
    """
    asked = request.GET
    every = asked.get("all") == "1"
    chosen = [str(pk) for pk, _name in rows] if every else [pk for pk in asked.getlist("m") if pk.isdecimal()]
    names = {"value": "value", "item": "item", "source_kind": "source", "source_key": "reference"}
    return {"municipalities": chosen} | {
        field: asked[name] for field, name in names.items() if asked.get(name)
    }


def _subject(request: Request, says: Definition) -> str:
    """The subject of the address; without one the programme's first. Http404 when there is no such."""
    asked = request.GET.get("subject") or says.subjects[0].key
    if asked not in {one.key for one in says.subjects}:
        raise Http404
    return asked


def _register_many(request: Request, scope: Scope, form: ManyForm) -> HttpResponse | dict[str, Any]:
    """Save, or else what the page shows beside the form: the preview, or why it is refused."""
    step = request.POST.get("step", "preview")
    if step == "all":
        form.errors.clear()
        return {}
    if not form.is_valid():
        return {}
    statement = form.statement()
    wanted = set(form.cleaned_data["municipalities"])
    pairs = [(row, statement) for row in scope.participations if row.pk in wanted]
    if refusals := why_not_register_many(pairs, today=localtime(request.now).date()):
        return {"refusals": refusals}
    if step == "save":
        try:
            register_many(pairs, by=request.actor.id, now=request.now)
        except Refusal as refused:
            return {"refusals": [("", str(refused.sentence))]}
        text = ngettext(
            "Registered for %(count)d municipality.", "Registered for %(count)d municipalities.", len(pairs)
        )
        messages.success(request, text % {"count": len(pairs)})
        query = kept(request, programme=scope.definition.key)
        return HttpResponseRedirect(f"{reverse('boards:board')}?{query}")
    return {"preview": [row for row, _said in pairs], "warnings": warnings(scope.definition, statement)}


# One, quickly


@page("observation.report")
def one(request: Request) -> HttpResponse:
    scope = scope_of(request, right="observation.report")
    if scope is None:
        return render(request, "boards/empty.html")
    things = [
        (
            f"{subject.key}/{series.item}" if subject.per else subject.key,
            _thing(scope.definition, subject.key, series.item),
        )
        for subject in scope.definition.subjects
        for series in (
            series_of(scope.definition, subject.key)
            if subject.per
            else series_of(scope.definition, subject.key)[:1]
        )
    ]
    chosen, thing = request.GET.get("m", ""), request.GET.get("thing", "")
    if thing in dict(things) and chosen in {str(row.pk) for row in scope.participations}:
        subject, _slash, item = thing.partition("/")
        arguments = [chosen, subject, item] if item else [chosen, subject]
        return HttpResponseRedirect(f"{reverse('boards:cell', args=arguments)}?from=one&day={scope.day}")
    context = {
        "scope": scope,
        "things": things,
        "thing": thing,
        "chosen": chosen or (str(scope.participations[0].pk) if len(scope.participations) == 1 else ""),
        "may_register": request.actor.may("observation.register"),
    }
    return render(request, "boards/one.html", context)


def _thing(says: Definition, subject: str, item: str) -> str:
    items = {one.key: f"{one.key} {one.name}" for one in says.items_of(subject) or ()}
    name = str(says.subject(subject).name)
    return f"{name}: {items[item]}" if item in items else name
