"""One way of saving for everything that two people may write in: rows, chapters, front pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Refusal, Versioned
from samordner.pages.gate import Request, load
from samordner.plans import operations
from samordner.plans.differing import Side, chosen, sides, texts_of
from samordner.plans.forms import Writing, put_text
from samordner.plans.models import Earlier, Plan
from samordner.plans.queries import as_seen

V = TypeVar("V", bound=Versioned)
F = TypeVar("F", bound=Writing)


@dataclass(frozen=True)
class Attempt(Generic[V, F]):
    """A form to show: fresh, or with what was typed. `sides`: where another wrote differently meanwhile."""

    row: V
    form: F
    sides: list[Side] = field(default_factory=list)
    status: int = 200

    @property
    def in_conflict(self) -> bool:
        return self.status == 409


def version_of(request: Request) -> int:
    """The version that the form's writer saw."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError as error:
        raise BadRequest from error


def save(
    request: Request,
    row: V,
    kind: str,
    *,
    form_of: Callable[[V, QueryDict | None], F],
    write: Callable[[V, F, int], Any],
) -> Attempt[V, F] | None:
    """Save what was sent; None when it is done. Else the form again, with everything that was typed."""
    version = version_of(request)
    seen = as_seen(row, kind, version)
    data = chosen(request.POST, form_of(row, None), texts_of(form_of(row, None)))
    form = form_of(seen, data)
    if not form.is_valid():
        return Attempt(row, form, status=422)
    try:
        write(row, form, version)
    except Refusal as refusal:
        form.add_error(refusal.field or None, str(refusal.sentence))
        return Attempt(row, form, status=422)
    except Conflict as conflict:
        return _beside(seen, conflict.current, form, data, form_of)
    return None


def _beside(
    seen: V, current: Any, form: F, data: QueryDict, form_of: Callable[[V, QueryDict | None], F]
) -> Attempt[V, F]:
    """Mine beside theirs. The form still has my text, but now answers to the version that is theirs."""
    mine, theirs = texts_of(form), texts_of(form_of(current, None))
    again = data.copy()
    for name, text in mine.items():
        put_text(again, name, text, form.fields.get(name))
    again["version"] = str(current.version)
    answer = form_of(current, again)
    found = sides(answer.groups(), seen=texts_of(form_of(seen, None)), mine=mine, theirs=theirs)
    return Attempt(current, answer, found, 409)


def htmx_refresh() -> HttpResponse:
    """Have the browser load the page anew: more of it changed than the part that asked."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def plan_for(request: Request, plan_id: int, right: str = "plan.read") -> Plan:
    return load(
        request,
        Plan._default_manager.select_related("office", "programme"),
        read="plan.read",
        right=right,
        pk=plan_id,
    )


def bring_back(request: Request, row: Any, kind: str, earlier_id: int) -> bool:
    """Bring an earlier version back of something that the caller loaded by the right to write in it.

    False when another has written meanwhile, and nothing was done.
    """
    if request.method != "POST":
        raise Http404
    stood = load(
        request,
        Earlier._default_manager.select_related("plan"),
        read="plan.read",
        pk=earlier_id,
        kind=kind,
        key=row.pk,
    )
    try:
        operations.bring_back(row, stood, version=version_of(request), by=request.actor.id, now=request.now)
    except Conflict:
        messages.warning(
            request, _("Someone else wrote here meanwhile, so nothing was brought back. Look again.")
        )
        return False
    return True
