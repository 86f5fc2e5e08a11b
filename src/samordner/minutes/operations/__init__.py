"""Deeds on minutes, decisions and tasks. Each says why it is refused, and leaves one entry in the journal."""

from samordner.minutes.operations.approving import (
    ENDINGS,
    Printed,
    approve,
    correct,
    file_name,
    give_up,
    why_not_approve,
    why_not_correct,
    why_not_give_up,
)
from samordner.minutes.operations.sending import send, why_not_send
from samordner.minutes.operations.tasks import (
    Giving,
    change_task,
    do,
    drop,
    give,
    remove,
    reopen,
    restore,
    why_not_change,
    why_not_do,
    why_not_remove,
    why_not_reopen,
)
from samordner.minutes.operations.writing import (
    add_point,
    begin,
    change_decision,
    decide,
    link_need,
    move_point,
    note_need,
    note_observation,
    noted_day,
    remove_decision,
    remove_point,
    restore_decision,
    restore_point,
    source_key,
    take_in,
    why_not_begin,
    why_not_remove_point,
    why_not_write,
    write_front,
    write_point,
)

__all__ = [
    "ENDINGS", "Giving", "Printed", "add_point", "approve", "begin", "change_decision", "change_task", "correct",
    "decide", "do", "drop", "file_name", "give", "give_up", "link_need", "move_point", "note_need", "note_observation",
    "noted_day", "remove", "remove_decision", "remove_point", "reopen", "restore", "restore_decision", "restore_point", "send",
    "source_key", "take_in", "why_not_approve", "why_not_begin", "why_not_change", "why_not_correct", "why_not_do",
    "why_not_give_up", "why_not_remove", "why_not_remove_point", "why_not_reopen", "why_not_send",
    "why_not_write", "write_front",
    "write_point",
]  # fmt: skip
