"""The driver diagram, drawn and edited."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.improvement.aims import aim_of
from samordner.improvement.drawing import figures_of
from samordner.improvement.forms import AddDriverForm, DriverForm, driver_typed
from samordner.improvement.models import Driver, Project
from samordner.improvement.operations.drivers import (
    add_driver,
    change_driver,
    move_driver,
    move_under,
    remove_driver,
    restore_driver,
    why_not_remove_driver,
)
from samordner.improvement.operations.keeping import why_not_work
from samordner.improvement.queries.drivers import diagram, every_box, every_driver, kept_drivers
from samordner.improvement.queries.projects import kept_projects
from samordner.improvement.views.asking import removed, simply, word
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page


def _address(project: int, anchor: str = "") -> str:
    return reverse("improvement:drivers", args=[project]) + anchor


@page("improvement.read")
def drivers(request: Request, pk: int) -> HttpResponse:
    """The diagram of a project, and what can be done with each of its boxes."""
    return _drivers(request, load(request, kept_projects(), read="improvement.read", pk=pk))


def _drivers(request: Request, row: Project, failed: Attempt[Any] | None = None) -> HttpResponse:
    boxes = diagram(row)
    there = {str(one.driver.pk): one.driver for one in every_box(boxes)}
    under = there.get(word(request, "under"))
    begin = {
        "parent": str(under.pk) if under and under.kind != Driver.Kind.IDEA else "",
        "kind": "idea" if under and under.kind == Driver.Kind.SECONDARY else "driver",
    }
    may = allowed(row, request.actor, "improvement.change")
    aim = aim_of(row)
    context = {
        "project": row,
        "aim": aim,
        "boxes": boxes,
        "figures": figures_of(row, aim, boxes),
        "may": may and why_not_work(row) is None,
        "why_not": why_not_work(row) if may else "",
        "adding": failed or Attempt(AddDriverForm(boxes, initial=begin)),
        "undo": removed(
            request, "driver", every_driver(), "improvement.change", "improvement:restore_driver"
        ),
    }
    return render(request, "improvement/drivers.html", context, status=failed.status if failed else 200)


@page("improvement.change")
def add(request: Request, pk: int) -> HttpResponse:
    """Put a driver or an idea into the diagram."""
    row = load(request, kept_projects(), read="improvement.read", right="improvement.change", pk=pk)
    if request.method != "POST":
        return redirect("improvement:drivers", pk)
    form = AddDriverForm(diagram(row), request.POST)
    made: list[Driver] = []

    def write(typed: dict[str, Any], _version: int) -> None:
        made.append(
            add_driver(
                row,
                typed["text"],
                kind=form.kind_there,
                parent=form.under,
                by=request.actor.id,
                now=request.moment,
            )
        )

    tried = attempt(form, write)
    if tried is not None:
        return _drivers(request, row, tried)
    return redirect(_address(pk, f"#driver-{made[0].pk}"))


@page("improvement.change")
def driver(request: Request, pk: int) -> HttpResponse:
    """Say a driver or an idea otherwise, hang it elsewhere, take it out."""
    row = load(request, kept_drivers(), read="improvement.read", right="improvement.change", pk=pk)
    boxes = diagram(row.project)
    tried: Attempt[Any] | None = Attempt(DriverForm(row, boxes, initial=driver_typed(row)), row.version)
    if request.method == "POST":
        form = DriverForm(row, boxes, request.POST)
        tried = attempt(
            form,
            lambda typed, version: _written(request, row, typed["text"], form.under, version),
            version=version_of(request),
            standing=driver_typed,
        )
    if tried is not None:
        context = {
            "driver": row,
            "project": row.project,
            "attempt": tried,
            "form": tried.form,
            "why_not_remove": why_not_remove_driver(row),
            "below": sum(1 for box in every_box(boxes) if box.driver.pk == row.pk for _one in box.all) - 1,
        }
        return render(request, "improvement/driver.html", context, status=tried.status)
    return redirect(_address(row.project_id, f"#driver-{pk}"))


@transaction.atomic
def _written(request: Request, row: Driver, text: str, under: Driver | None, version: int) -> None:
    """Both, or none: when it cannot hang there, what it says is not changed either."""
    acts: dict[str, Any] = {"by": request.actor.id, "now": request.moment}
    moves = (under.pk if under else None) != row.parent_id
    if text.strip() != row.text or not moves:
        row = change_driver(row, text, version=version, **acts)
        version = row.version
    if moves:
        move_under(row, under, version=version, **acts)


@page("improvement.change")
def move(request: Request, pk: int) -> HttpResponse:
    """One place up or down."""
    row = load(request, kept_drivers(), read="improvement.read", right="improvement.change", pk=pk)
    way: Literal["up", "down"] = "up" if request.POST.get("way") == "up" else "down"

    def moved(row: Driver, **acts: Any) -> Driver:
        return move_driver(row, way, **acts)

    return simply(request, row, moved, done="", there=_address(row.project_id, f"#driver-{pk}"))


@page("improvement.change")
def remove(request: Request, pk: int) -> HttpResponse:
    """Take it out, with all that hangs under it."""
    row = load(request, kept_drivers(), read="improvement.read", right="improvement.change", pk=pk)
    back = _address(row.project_id)
    return simply(request, row, remove_driver, done="", there=f"{back}?removed=driver-{pk}", back=back)


@page("improvement.change")
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring back what was taken out."""
    row = load(request, every_driver(), read="improvement.read", right="improvement.change", pk=pk)
    there = _address(row.project_id, f"#driver-{pk}")
    return simply(
        request, row, restore_driver, done=_("It is back."), there=there, back=_address(row.project_id)
    )
