"""What packages above show on a team's page: its improvement projects, its charts, what the facilitator has noted."""

from __future__ import annotations

from samordner.networks.models.learning import Team
from samordner.pages.panels import Panel as AnyPanel
from samordner.pages.panels import Panels

Panel = AnyPanel[Team]
PANELS = Panels[Team]()
