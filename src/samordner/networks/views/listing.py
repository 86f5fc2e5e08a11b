"""Every network of an office or a programme, and the rows of the plans that are not run yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.access.grants import visible
from samordner.journal.deeds import Refusal
from samordner.networks.documents import (
    SIGNS,
    TONES,
    address_of,
    lacks_words,
    network_table,
    state_words,
)
from samordner.networks.models import Network, RunningNetwork
from samordner.networks.models.network import Standing
from samordner.networks.operations.running import run_row
from samordner.networks.queries.comparing import every_row
from samordner.networks.queries.lists import (
    NO_KIND,
    QUIET,
    STATES,
    UNPLANNED,
    Line,
    Narrowing,
    every_network,
    lines,
    narrowed,
    operator_of,
    ordered,
    reached,
)
from samordner.networks.views.asking import number, rows_of_plans, word
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import Chosen, chosen_of, kept
from samordner.places.queries import office_names

PER_PAGE = 100


@page("network.read")
def index(request: Request) -> HttpResponse:
    """The networks that the reader reaches, narrowed and sorted as the address says; also as a file."""
    found = chosen_of(request, "network.read")
    if found is None:
        return render(request, "networks/nobody.html")
    rows = reached(
        every_network().filter(programme__key=found.definition.key, removed_at=None), request.actor
    )
    if found.office:
        rows = rows.filter(office__key=found.office)
    every = lines(request.actor, list(rows), {found.definition.key: found.definition}, found.day)
    by = narrowing(request)
    shown = ordered(narrowed(every, by, found.day), word(request, "sort"))
    names = office_names(found.day)
    if wanted := request.GET.get("format"):
        return answer_file(network_table(found.day, names), shown, wanted, f"networks-{found.day}")
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    may = request.actor.may("network.change")
    context = {
        "chosen": found,
        "by": by,
        "rows": paged,
        "shown": [_shown(one, found) for one in paged],
        "any": bool(every),
        "kinds": found.definition.network_kinds,
        "no_kind": NO_KIND,
        "standings": Standing.choices,
        "operators": _operators(every),
        "states": [(key, state_words(key)) for key in STATES],
        "lacking": [
            (QUIET, lacks_words(QUIET)),
            (UNPLANNED, lacks_words(UNPLANNED)),
            ("waiting", _("offers without an answer")),
        ],
        "not_run": _not_run(request, found, [one.network for one in every]) if may and not by.narrows else [],
        "removed": _removed(request) if may else None,
        "may": may,
        "own": not request.actor.may("meeting.read"),
        "national": not found.only_office and len(found.offices) > 1,
        "names": names,
        "kept": kept(request),
    }
    return render(request, "networks/index.html", context)


def narrowing(request: Request) -> Narrowing:
    return Narrowing(
        words=word(request, "q"),
        kind=word(request, "kind"),
        standing=word(request, "standing"),
        operator=organisation_key(word(request, "operator")),
        state=word(request, "state") if word(request, "state") in STATES else "",
        lacks=word(request, "lacks") if word(request, "lacks") in {QUIET, UNPLANNED, "waiting"} else "",
    )


def _shown(line: Line, found: Chosen) -> dict[str, Any]:
    lacks = line.lacks(found.day)
    return {
        "line": line,
        "network": line.network,
        "address": address_of(line.network),
        "operator": operator_of(line.network),
        "sign": SIGNS[line.state],
        "tone": TONES[line.state],
        "words": state_words(line.state),
        "lacks": lacks_words(lacks),
        "lacks_sign": SIGNS.get(lacks, ""),
        "lacks_tone": TONES.get(lacks, "neutral"),
        "office": found.offices.get(line.network.office.key, line.network.office.key),
    }


def _operators(found: list[Line]) -> list[tuple[str, str]]:
    """Everyone who operates one of the networks, each once: (key, name)."""
    names: dict[str, str] = {}
    for one in found:
        if name := operator_of(one.network):
            names.setdefault(organisation_key(name), name)
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def _not_run(request: Request, found: Chosen, networks: list[RunningNetwork]) -> list[Network]:
    """The rows of the newest plans, of the offices where the reader may run networks, that no network is run from."""
    return [
        row
        for row in rows_of_plans(request).not_run(networks)
        if row.plan.programme.key == found.definition.key
        and (not found.office or row.plan.office.key == found.office)
        and any(
            reach == "all" or (reach == "office" and holding.office == row.plan.office.key)
            for reach, holding in request.actor.reaches("network.change")
        )
    ]


def _removed(request: Request) -> RunningNetwork | None:
    """What was just removed, to be brought back."""
    rows = visible(every_network(), request.actor, "network.change")
    wanted = number(word(request, "removed"))
    return rows.filter(pk=wanted, removed_at__isnull=False).first() if wanted else None


@page("network.change")
def from_plan(request: Request, row: int) -> HttpResponse:
    """Run the network that a plan's row names, in one step; what the row says is what the network says."""
    found = load(request, every_row(), read="plan.read", right="network.change", pk=row)
    if request.method != "POST":
        return redirect("networks:index")
    try:
        made = run_row(found, by=request.actor.id, now=request.moment)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("networks:index")
    messages.success(
        request, _("The network is run. Say of what kind it is and since when, and take in its members.")
    )
    return redirect(reverse("networks:change", args=[made.pk]))
