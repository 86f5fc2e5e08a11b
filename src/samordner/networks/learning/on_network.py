"""What a network's page shows of its cohorts."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import allowed, visible
from samordner.networks.learning.queries.lists import cohort_lines
from samordner.networks.models import Cohort, RunningNetwork
from samordner.networks.panels import Panel
from samordner.networks.queries.lists import kind_of
from samordner.pages.gate import Request
from samordner.programmes.queries import definition


def draw(request: Request, network: RunningNetwork) -> SafeString:
    """Its cohorts with how far they have come, and the way to a new one; nothing of a network that is none for learning."""
    rows = visible(Cohort.objects.filter(network=network), request.actor, "network.read")
    found = sorted(cohort_lines(rows, request.day), key=lambda one: one.cohort.since, reverse=True)
    kind = kind_of(network, definition(network.programme.key))
    may = kind is not None and kind.learning and allowed(network, request.actor, "network.change")
    if not found and not may:
        return SafeString("")
    context = {"network": network, "lines": found, "may": may and not network.removed_at}
    return SafeString(render_to_string("networks/learning/on_network.html", context, request))


COHORTS = Panel("cohorts", _("Cohorts"), draw)
