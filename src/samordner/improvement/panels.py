"""What packages above show on a project's page: its indicators, its charts."""

from __future__ import annotations

from samordner.improvement.models import Project
from samordner.pages.panels import Panel as AnyPanel
from samordner.pages.panels import Panels

Panel = AnyPanel[Project]
PANELS = Panels[Project]()
