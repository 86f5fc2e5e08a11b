"""A row of a register: written in place, moved, removed and brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.gate import Request, load, page
from samordner.plans import operations
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.presenting import facts_of, row_shown
from samordner.plans.queries import before, end_of_group, is_there, rows_of
from samordner.plans.registers import Register
from samordner.plans.rowforms import RowForm
from samordner.plans.views import editing
from samordner.plans.views.editing import Attempt, htmx_refresh, plan_for, save, version_of
from samordner.plans.views.registers import context_of

Registers = Register[Any]


def row_for(
    request: Request, plan_id: int, register: Registers, row_id: int, right: str = "plan.read"
) -> Any:
    return load(
        request,
        register.model._default_manager.select_related("plan__office", "plan__programme"),
        read="plan.read",
        right=right,
        pk=row_id,
        plan_id=plan_id,
    )


@page("plan.read")
def row(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    """One row as it stands, for putting away the form it was written in."""
    found = row_for(request, plan_id, register, row_id)
    if not request.htmx:
        return redirect(place_of(register, found))
    return row_part(request, register, found)


@page("plan.fill")
def add(request: Request, plan_id: int, register: Registers) -> HttpResponse:
    """Add a row: any, or for whoever fills in an organisation's own rows one of that organisation's."""
    plan = plan_for(request, plan_id)
    own = own_organisation(request, plan)
    form = RowForm(register, None, request.POST or None, plan=plan)
    if not request.POST:
        return add_part(request, plan, register, form)
    if not form.is_valid():
        return add_part(request, plan, register, form, 422)
    new = NewRow(cells=form.cells(), filled_by=own)
    try:
        added = operations.add_row(
            register, plan, new, at=place_in_group(register, plan, new), by=request.actor.id, now=request.now
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return add_part(request, plan, register, form, 422)
    return htmx_refresh() if request.htmx else redirect(place_of(register, added))


def own_organisation(request: Request, plan: Plan) -> str:
    """The organisation that the actor may add rows for; empty: for anyone. PermissionDenied when for none."""
    if allowed(plan, request.actor, "plan.change"):
        return ""
    own = request.actor.organisation_at(plan.office.key, "plan.fill")
    if not own:
        raise PermissionDenied
    return own


def gone(request: Request, plan_id: int, register: Registers) -> HttpResponse:
    """What was typed in a row that the plan has no longer, as a row to be: so it is not lost with the row."""
    plan = plan_for(request, plan_id)
    own_organisation(request, plan)
    form = RowForm(register, None, request.POST, plan=plan)
    form.add_error(
        None,
        _("The row is no longer in the plan. What you wrote stands here: save it as a new row, or leave it."),
    )
    answer = add_part(request, plan, register, form, 409)
    if request.htmx:  # the form was sent from the place of the row, where this one does not belong
        answer["HX-Retarget"], answer["HX-Reswap"] = "#add", "outerHTML show:#add:top"
    return answer


def place_in_group(register: Registers, plan: Plan, new: NewRow) -> int | None:
    """The place after the last row of the same group, so that a group stays together; None: last of all."""
    group = register.table.group
    return end_of_group(register, plan, str(new.cells.get(group.key, ""))) if group else None


def add_part(
    request: Request, plan: Plan, register: Registers, form: RowForm, status: int = 200
) -> HttpResponse:
    template = "plans/_add.html" if request.htmx else "plans/add.html"
    context = {"plan": plan, "register": register, "form": form}
    return render(request, template, context, status=status)


@page("plan.fill")
def change(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    if request.method == "POST" and not is_there(register.model, plan_id, row_id):
        return gone(request, plan_id, register)
    found = row_for(request, plan_id, register, row_id, "plan.fill")
    plan = found.plan

    def form_of(row: Any, data: QueryDict | None) -> RowForm:
        return RowForm(register, row, data, plan=plan)

    if request.method != "POST":
        return form_part(request, register, Attempt(found, form_of(found, None)))
    stood = row_shown(register, found).group

    def write(row: Any, form: RowForm, version: int) -> None:
        operations.change_row(
            register, row, version=version, cells=form.cells(), more=form.more(),
            by=request.actor.id, now=request.now,
        )  # fmt: skip

    try:
        failed = save(request, found, register.key, form_of=form_of, write=write)
    except register.model.DoesNotExist:  # it went while it was saved
        return gone(request, plan_id, register)
    if failed:
        return form_part(request, register, failed)
    return row_done(request, register, found, _("Saved."), moved=row_shown(register, found).group != stood)


def form_part(request: Request, register: Registers, attempt: Attempt[Any, RowForm]) -> HttpResponse:
    template = "plans/_row_form.html" if request.htmx else "plans/row_form.html"
    context = {
        "plan": attempt.row.plan,
        "register": register,
        "row": attempt.row,
        "name": register.name_of(attempt.row),
        "form": attempt.form,
        "attempt": attempt,
        "may_change": allowed(attempt.row.plan, request.actor, "plan.change"),
        "width": width_of(register),
    }
    return render(request, template, context, status=attempt.status)


def width_of(register: Registers) -> int:
    """How many columns the page's table has at most."""
    return len([each for each in register.table.columns if each.key not in register.unprinted]) + 2


def row_part(request: Request, register: Registers, found: Any, *, said: str = "") -> HttpResponse:
    may_change = allowed(found.plan, request.actor, "plan.change")
    may_fill = may_change or allowed(found, request.actor, "plan.fill")
    context = {
        "plan": found.plan,
        "register": register,
        "shown": row_shown(register, found, total=rows_of(register, found.plan).count(), day=request.day),
        "may_change": may_change,
        "may_add": may_fill,
        "may_fill": {found.pk} if may_fill else set(),
        "wide": bool(register.unprinted),
        "may_move": True,
        "focus": True,
        "said": said,
    }
    return render(request, "plans/_row_alone.html", context)


def row_done(
    request: Request, register: Registers, found: Any, said: str, *, moved: bool = False
) -> HttpResponse:
    if not request.htmx:
        return redirect(place_of(register, found))
    return htmx_refresh() if moved else row_part(request, register, found, said=said)


def place_of(register: Registers, found: Any) -> str:
    return f"{reverse('plans:register', args=[found.plan_id, register])}#row-{found.pk}"


# Small deeds on a row


def deed(
    request: Request, plan_id: int, register: Registers, row_id: int, do: Callable[[Any], object]
) -> tuple[Any, HttpResponse | None]:
    """Do something to a row. Answers the row, and what to show instead when it was refused."""
    if request.method != "POST":
        raise Http404
    found = row_for(request, plan_id, register, row_id, "plan.change")
    try:
        do(found)
    except Refusal as refusal:
        return found, problem(request, register, found, str(refusal.sentence), 422)
    except Conflict as conflict:
        return conflict.current, problem(
            request,
            register,
            conflict.current,
            _("Someone else changed the row meanwhile. Read it as it stands now, and try again."),
            409,
        )
    return found, None


def problem(request: Request, register: Registers, found: Any, sentence: str, status: int) -> HttpResponse:
    """The row as it stands, with a sentence on why nothing was done."""
    if request.htmx and found.removed_at:
        return removed_part(request, register, found, status)
    if request.htmx:
        response = row_part(request, register, found, said=sentence)
        response.status_code = status
        return response
    context = {"plan": found.plan, "register": register, "row": found, "sentence": sentence}
    return render(request, "plans/problem.html", context, status=status)


@page("plan.change")
def move(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    def do(found: Any) -> None:
        steps = {"up": -1, "down": 1}
        to = request.POST.get("to", "")
        try:
            place = found.position + steps[to] if to in steps else int(to)
        except ValueError:
            place = found.position
        operations.move_row(register, found, to=place, by=request.actor.id, now=request.now)

    found, failed = deed(request, plan_id, register, row_id, do)
    if failed:
        return failed
    if not request.htmx:
        return redirect(place_of(register, found))
    context = context_of(request, found.plan, register)
    said = _("“%(row)s” now stands as number %(place)d.") % {
        "row": register.name_of(found),
        "place": found.position,
    }
    return render(request, "plans/_register_alone.html", {**context, "said": said})


@page("plan.change")
def remove(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    version = version_of(request) if request.method == "POST" else 0

    def do(found: Any) -> None:
        operations.remove_row(register, found, version=version, by=request.actor.id, now=request.now)

    found, failed = deed(request, plan_id, register, row_id, do)
    if failed:
        return failed
    if not request.htmx:
        return redirect(f"{reverse('plans:register', args=[plan_id, register])}#row-{found.pk}")
    return removed_part(request, register, found)


def removed_part(request: Request, register: Registers, found: Any, status: int = 200) -> HttpResponse:
    context = {
        "plan": found.plan,
        "register": register,
        "row": found,
        "name": register.name_of(found),
        "width": width_of(register),
    }
    return render(request, "plans/_removed.html", context, status=status)


@page("plan.change")
def restore(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    def do(found: Any) -> None:
        operations.restore_row(register, found, by=request.actor.id, now=request.now)

    found, failed = deed(request, plan_id, register, row_id, do)
    return failed or row_done(request, register, found, _("The row is back where it stood."))


@page("plan.change")
def confirm(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    cell = request.POST.get("cell")
    version = version_of(request) if request.method == "POST" else 0

    def do(found: Any) -> None:
        operations.confirm_row(
            register, found, version=version, cells=[cell] if cell else None,
            by=request.actor.id, now=request.now,
        )  # fmt: skip

    found, failed = deed(request, plan_id, register, row_id, do)
    return failed or row_done(request, register, found, _("Confirmed as it stands."))


@page("plan.read")
def earlier(request: Request, plan_id: int, register: Registers, row_id: int) -> HttpResponse:
    """What stood in the row before."""
    found = row_for(request, plan_id, register, row_id)
    versions = [
        {
            "before": each,
            "facts": facts_of(register, each.row),
            "action": reverse("plans:bring_back", args=[plan_id, register, row_id, each.earlier.pk]),
        }
        for each in before(found, register.key)
    ]
    context = {
        "plan": found.plan,
        "row": found,
        "name": register.name_of(found),
        "facts": facts_of(register, found),
        "versions": versions,
        "back": place_of(register, found),
        "may_change": allowed(found, request.actor, "plan.fill"),
    }
    return render(request, "plans/earlier.html", context)


@page("plan.fill")
def bring_back(
    request: Request, plan_id: int, register: Registers, row_id: int, earlier_id: int
) -> HttpResponse:
    found = row_for(request, plan_id, register, row_id, "plan.fill")
    brought = editing.bring_back(request, found, register.key, earlier_id)
    if not brought:
        return redirect("plans:earlier", plan_id, register, row_id)
    return redirect(place_of(register, found))
