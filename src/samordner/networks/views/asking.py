"""What every page of networks reads: the network of its address, and going on after a deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.networks.models import Network, RunningNetwork
from samordner.networks.queries.comparing import PlanRows, plan_rows
from samordner.networks.queries.lists import every_network, reached
from samordner.pages.editing import carry_out, version_of
from samordner.pages.gate import Request


def word(request: Request, name: str) -> str:
    return request.GET.get(name, "").strip()


def number(text: str) -> int:
    """A row's id as an address or a form has it; 0 when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def network_of(request: Request, pk: int, right: str = "network.read") -> RunningNetwork:
    """A network that the reader reaches. Http404 when it is not seen, PermissionDenied when it is and may not be changed."""
    found = reached(every_network(), request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    if right != "network.read" and not allowed(found, request.actor, right):
        raise PermissionDenied
    return found


def rows_of_plans(request: Request) -> PlanRows:
    """The rows of networks that stand in the plans which the reader may see."""
    return plan_rows(visible(Network.objects.all(), request.actor, "plan.read"))


def acts_of(request: Request) -> dict[str, Any]:
    """What every deed on a row asks for: the version that was seen, who does it, and when."""
    return {"version": version_of(request), "by": request.actor.id, "now": request.moment}


def deed(request: Request, act: Callable[[], Any], done: str, back: str) -> HttpResponse:
    """Do what a button asks for and go back, with how it went. A look at its address does nothing."""
    if request.method == "POST":
        carry_out(
            request, act, done=done, meanwhile=_("Someone else has changed it meanwhile: nothing was done.")
        )
    return redirect(back)
