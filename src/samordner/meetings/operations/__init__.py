"""Deeds on meetings. Each leaves a step that tells what was done, one entry in the journal, and tells the followers."""

from samordner.meetings.operations.deeds import (
    announce,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
    remove_meeting,
    reopen_meeting,
    restore_meeting,
    why_not_cancel,
    why_not_change,
    why_not_hold,
    why_not_remove,
    why_not_reopen,
)
from samordner.meetings.operations.points import (
    NewPoint,
    add_point,
    change_point,
    move_point,
    remove_point,
    restore_point,
)
from samordner.meetings.operations.series import Rhythm, days_of, plan_series, why_not_repeat
from samordner.meetings.operations.writing import Facts, facts_of

__all__ = [
    "Facts", "NewPoint", "Rhythm", "add_point", "announce", "cancel_meeting", "change_meeting", "change_point",
    "days_of", "facts_of", "hold_meeting", "move_point", "plan_meeting", "plan_series", "remove_meeting",
    "remove_point", "reopen_meeting", "restore_meeting", "restore_point", "why_not_cancel", "why_not_change",
    "why_not_hold", "why_not_remove", "why_not_reopen", "why_not_repeat",
]  # fmt: skip
