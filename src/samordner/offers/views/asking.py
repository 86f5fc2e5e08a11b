"""What every page here reads out of its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from samordner.offers.queries import window_of
from samordner.offers.sources import Window
from samordner.pages.gate import Request
from samordner.participation.choosing import Chosen, chosen_of


@dataclass(frozen=True)
class Asked:
    """The programme, office and day, and the window of the offer that a page is about.

    `today`: the page is about today's municipalities; None: about those of the window.
    """

    chosen: Chosen
    window: Window
    today: date | None = None


def asked_of(request: Request, offer: str, right: str = "offer.read") -> Asked | None:
    """What the page is about; None when the reader reaches nobody. Http404: there is no such offer or year."""
    chosen = chosen_of(request, right)
    if chosen is None:
        return None
    year = request.GET.get("year", "")
    try:
        said = chosen.definition.offer(offer)
    except KeyError as error:
        raise Http404 from error
    if chosen.only_office and not said.concerns(chosen.only_office):
        raise Http404
    window = window_of(said, chosen.day, int(year) if year.isdecimal() and len(year) == 4 else None)
    if window is None:
        raise Http404
    return Asked(chosen, window, request.today if request.GET.get("borders") == "today" else None)
