"""What every page of rounds reads out of its request."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.lists import seen_by
from samordner.mapping.rounds.waiting import every_respondent
from samordner.pages.gate import Request, load


def round_of(request: Request, pk: int, right: str = "mapping.read") -> MappingRound:
    """A round that the reader may see, 404 when not; seen without the right: 403."""
    return load(request, seen_by(request.actor), read="mapping.read", right=right, pk=pk)


def respondent_of(request: Request, pk: int, right: str) -> Respondent:
    """One who is asked, of a round that has opened; 404 when it cannot be seen."""
    rows = every_respondent().filter(round__opened_at__isnull=False)
    return load(request, rows, read="mapping.read", right=right, pk=pk)


def address_of(name: str, *args: int) -> str:
    """The address of a page of a package above, which this one knows by its name alone; "": there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
