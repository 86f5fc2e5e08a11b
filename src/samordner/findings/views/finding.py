"""The round of the address, and what it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from samordner.asks.audiences import Audience, audiences
from samordner.findings.queries import Filters, Material, crossing, material
from samordner.findings.queries.rounds import every_round
from samordner.mapping.models import MappingRound
from samordner.pages.gate import Request, load
from samordner.participation.models import Participation


def round_of(request: Request, pk: int, right: str | None = None) -> MappingRound:
    """The round of the address. 404: cannot be seen; 403: can be seen, but `right` is not held."""
    return load(request, every_round(), read="finding.read", right=right, pk=pk)


@dataclass(frozen=True)
class Narrowed:
    """A round's material, and what of it is asked for. `groups`: the audiences to choose between, under their headings."""

    whole: Material
    filters: Filters
    who: str
    audience: Audience | None
    groups: list[tuple[str, list[Audience]]]
    questions: list[tuple[str, str]]

    @property
    def kept(self) -> dict[str, str]:
        """What the addresses of the numbers keep."""
        return {"who": self.who} if self.who else {}


def narrowed(request: Request, of: MappingRound) -> Narrowed:
    """What the address asks for: `who`, an audience of the office; `by`, another question. 404: there is no such."""
    whole = material(of)
    found = [] if of.anonymous else audiences(of.programme, of.office, request.day)
    found = [each for each in found if each.key != "all"]
    who, by = request.GET.get("who", "")[:200], request.GET.get("by", "")[:130]
    chosen = next((each for each in found if each.key == who), None)
    questions = crossing(whole.content)
    if (who and chosen is None) or (by and by not in dict(questions)):
        raise Http404
    members = None
    if chosen:
        rows = chosen.members(of.programme, of.office, request.day)
        members = frozenset(_pk(row) for row in rows)
    groups: dict[str, list[Audience]] = {}
    for each in found:
        groups.setdefault(str(each.group), []).append(each)
    return Narrowed(whole, Filters(members, by), who, chosen, list(groups.items()), questions)


def _pk(row: Participation) -> int:
    return row.pk
