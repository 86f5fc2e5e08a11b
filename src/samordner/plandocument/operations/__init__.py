"""Deeds on a document being read: begin, correct, choose, accept whole or not at all, undo, drop."""

from samordner.plandocument.operations.accepting import accept_reading, same_plan, target
from samordner.plandocument.operations.beginning import (
    begin_reading,
    choose_plan,
    choose_rows,
    correct_reading,
    drop_reading,
    why_not_change,
)
from samordner.plandocument.operations.claims import match_claim
from samordner.plandocument.operations.renewing import begin_from, why_not_begin_from
from samordner.plandocument.operations.undoing import Undone, undo_reading, what_undoing_does, why_not_undo

__all__ = [
    "Undone",
    "accept_reading",
    "begin_from",
    "begin_reading",
    "choose_plan",
    "choose_rows",
    "correct_reading",
    "drop_reading",
    "match_claim",
    "same_plan",
    "target",
    "undo_reading",
    "what_undoing_does",
    "why_not_begin_from",
    "why_not_change",
    "why_not_undo",
]  # fmt: skip
