"""Saving a form on a row that two people may edit: what was typed is never lost, nobody overwrites unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.keeping import Removable

F = TypeVar("F", bound=forms.BaseForm)


@dataclass(frozen=True)
class Difference:
    """One field where another wrote something else meanwhile."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Attempt(Generic[F]):
    """A form to show: fresh, or with what was typed. `version` is what the next try answers to."""

    form: F
    version: int = 0
    differences: tuple[Difference, ...] = ()
    status: int = 200

    @property
    def in_conflict(self) -> bool:
        return self.status == 409


def version_of(request: HttpRequest) -> int:
    """The version that the form's writer saw; 0 for a new row. BadRequest when it is no number."""
    try:
        return int(request.POST.get("version") or 0)
    except ValueError as error:
        raise BadRequest from error


def attempt(
    form: F,
    write: Callable[[dict[str, Any], int], Any],
    *,
    version: int = 0,
    standing: Callable[[Any], Mapping[str, Any]] | None = None,
) -> Attempt[F] | None:
    """Save a bound form by `write(cleaned, version)`; None when it is done, else the form to show again.

    A Refusal becomes the error of its field. On a Conflict the form keeps what was typed, answers to the row's
    version of now, and says field by field what stands there: `standing(row)` gives it as the form's initial
    values.
    """
    if not form.is_valid():
        return Attempt(form, version, status=422)
    try:
        write(form.cleaned_data, version)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return Attempt(form, version, status=422)
    except Conflict as conflict:
        current: Any = conflict.current
        found = _differences(form, standing(current)) if standing else ()
        return Attempt(form, current.version, found, 409)
    return None


def carry_out(request: HttpRequest, deed: Callable[[], Any], *, done: str, meanwhile: str) -> None:
    """Do a deed whose form has nothing to type, and say how it went: `done`; why it was refused; or `meanwhile`, when
    another has changed the row since the page was shown.
    """
    try:
        deed()
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    except Conflict:
        messages.warning(request, meanwhile)
    else:
        messages.success(request, done)


def keep(
    request: HttpRequest,
    row: Removable,
    deed: Callable[[int], Any],
    *,
    gone: str,
    there: str,
    name: str = "removed",
) -> HttpResponse:
    """Remove a row or bring it back by `deed(version)`, and go on: to the address that it is `gone` from, which is
    told under `name` what can be brought back, or to where it is `there`.

    What was not asked for by POST, or cannot be done, changes nothing and goes to where the row stands now.
    """
    was_gone = bool(row.removed_at)
    if request.method != "POST":
        return redirect(gone if was_gone else there)
    failed = attempt(forms.Form({}), lambda _typed, version: deed(version), version=version_of(request))
    if failed is not None:
        meanwhile = _("Someone else has changed it meanwhile: nothing was done.")
        messages.error(request, str((failed.form.non_field_errors() or [meanwhile])[0]))
        return redirect(gone if was_gone else there)
    if not was_gone:
        return redirect(f"{gone}?{name}={row.pk}")
    messages.success(request, _("It is back."))
    return redirect(there)


def _differences(form: forms.BaseForm, theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every field that reads otherwise now than in the form."""
    found = []
    for name, field in form.fields.items():
        if name not in theirs:
            continue
        mine, now = _text(field, form.cleaned_data.get(name)), _text(field, theirs[name])
        if mine != now:
            found.append(Difference(str(field.label or name), mine, now))
    return tuple(found)


def _text(field: forms.Field, value: Any) -> str:
    """A value as a person reads it: the choice's words, not its key."""
    if value is None or value == "":
        return "–"
    shown = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
    choices = getattr(field, "choices", None)
    words = {str(key): str(text) for key, text in choices} if choices else {}
    return ", ".join(words.get(str(getattr(one, "pk", one)), str(one)) for one in shown)
