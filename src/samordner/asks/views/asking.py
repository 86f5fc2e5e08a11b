"""What every page here reads out of its address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404

from samordner.access.grants import visible
from samordner.asks.forms import read_month
from samordner.asks.models import AskRecipient
from samordner.asks.queries import Narrowing
from samordner.pages.gate import Request
from samordner.participation.choosing import Chosen, NoSuch, chosen
from samordner.participation.models import Participation

KEPT = ("programme", "office", "day")


def chosen_of(request: Request, right: str = "ask.read") -> Chosen | None:
    """The programme, office and day that the address asks for; None: the actor reaches nobody who takes part."""
    try:
        return chosen(
            visible(Participation.objects.all(), request.actor, right),
            request.day,
            asked=bool(request.GET.get("day")),
            programme=request.GET.get("programme", ""),
            office=request.GET.get("office", ""),
        )
    except NoSuch as error:
        raise Http404 from error


def recipients(request: Request, found: Chosen) -> QuerySet[AskRecipient]:
    """The recipients that the actor sees of this programme and office."""
    rows = visible(AskRecipient.objects.all(), request.actor, "ask.read")
    rows = rows.filter(participation__programme__key=found.definition.key)
    return rows.filter(participation__office__key=found.office) if found.office else rows


def narrowing(request: Request) -> Narrowing:
    asked = {
        name: request.GET.get(name, "").strip() for name in ("asked_by", "kind", "state", "municipality")
    }
    return Narrowing(
        words=request.GET.get("q", ""),
        first=read_month(request.GET.get("first", "")),
        last=read_month(request.GET.get("last", "")),
        **asked,
    )


def kept(request: Request, **more: str) -> str:
    """The query string that a page hands on: "?programme=…", or nothing."""
    pairs = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | more
    text = urlencode({key: value for key, value in pairs.items() if value})
    return f"?{text}" if text else ""
