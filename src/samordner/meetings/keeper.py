"""What the plan's machinery must know of the meetings that stand in a plan's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samordner.meetings.models import Meeting, MeetingStep, State
from samordner.meetings.operations import why_not_remove
from samordner.meetings.operations.writing import told
from samordner.plans.models import Followed, Plan
from samordner.plans.registers import Keeper

Kind, Status = MeetingStep.Kind, Followed.Status
WHEN = {"period_start", "period_end", "period_label"}
STEPS = {
    State.HELD: Kind.HELD,
    State.CANCELLED: Kind.CANCELLED,
    State.POSTPONED: Kind.POSTPONED,
}


class MeetingKeeper(Keeper[Meeting]):
    """A meeting that somebody was invited to is moved and called off where those who come are told of it."""

    def founding(self, plan: Plan) -> Mapping[str, Any]:
        return {"programme_id": plan.programme_id, "office_id": plan.office_id}

    def why_not_change(self, row: Meeting, changed: Mapping[str, Any]) -> str | None:
        if row.announced_at is None:
            return None
        if WHEN & set(changed):
            return _("Somebody has been invited to this meeting. Move it on the meeting's own page.")
        if changed.get("status_key", row.status_key) != row.status_key and {
            row.status_key,
            changed["status_key"],
        } & {Status.DROPPED, Status.POSTPONED}:
            return _("Somebody has been invited to this meeting. Cancel it on the meeting's own page.")
        return None

    def why_not_remove(self, row: Meeting) -> str | None:
        return why_not_remove(row)

    def changed(self, old: Meeting, row: Meeting, by: str, now: datetime) -> None:
        """A change in the table is a step of the meeting too. The journal has the table's entry."""
        if row.state is not old.state:
            told(row, STEPS.get(row.state, Kind.REOPENED), before=old, by=by, now=now)
        elif any(getattr(old, name) != getattr(row, name) for name in WHEN):
            told(row, Kind.MOVED, before=old, by=by, now=now)
        elif old.topic != row.topic:
            told(row, Kind.CHANGED, before=old, by=by, now=now)
