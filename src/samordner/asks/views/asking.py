"""What every page here reads out of its address."""

from __future__ import annotations

from django.db.models import QuerySet

from samordner.access.grants import visible
from samordner.asks.models import AskRecipient
from samordner.asks.queries import Narrowing
from samordner.pages.gate import Request, read_month
from samordner.participation.choosing import Chosen


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
