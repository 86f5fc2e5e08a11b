"""Who tells of a team's work: what is known of it (the dose), and the panels on its page."""

from __future__ import annotations

from samordner.facilitation.holding import held
from samordner.improvement.teams import OF_TEAM, tried
from samordner.measurement.panels import TEAM_PANEL
from samordner.measurement.queries.teams import last_measured
from samordner.networks.learning.facts import Source
from samordner.networks.learning.panels import Panel

FACTS: tuple[Source, ...] = (tried, last_measured)
CHARTED: tuple[Source, ...] = (held,)
PANELS: tuple[Panel, ...] = (OF_TEAM, TEAM_PANEL)
