"""What packages above show on a network's page."""

from __future__ import annotations

from samordner.networks.learning.on_network import COHORTS
from samordner.networks.panels import Panel

PANELS: tuple[Panel, ...] = (COHORTS,)
