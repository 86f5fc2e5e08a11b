"""What every page here reads out of its address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404

from samordner.access.grants import visible
from samordner.pages.gate import Request
from samordner.participation.choosing import Chosen, NoSuch, chosen
from samordner.participation.models import Participation

KEPT = ("programme", "office", "day")


def chosen_of(request: Request, right: str = "division.read") -> Chosen | None:
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


def kept(request: Request) -> str:
    """The query string that a page hands on: "?programme=…", or nothing."""
    text = urlencode({key: request.GET[key] for key in KEPT if request.GET.get(key)})
    return f"?{text}" if text else ""
