"""What packages above show on a meeting's page: those invited, the minutes, the tasks."""

from __future__ import annotations

from samordner.meetings.models import Meeting
from samordner.pages.panels import Panel as AnyPanel
from samordner.pages.panels import Panels

Panel = AnyPanel[Meeting]
PANELS = Panels[Meeting]()
