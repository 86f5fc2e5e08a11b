"""Deeds on needs, help given and grants. Each says why it is refused, and leaves one entry in the journal."""

from samordner.support.operations.giving import Given, change_help, log_help, why_not_log
from samordner.support.operations.grants import Money, change_grant, register_grant, why_not_register_grant
from samordner.support.operations.keeping import remove, restore, why_not_remove
from samordner.support.operations.needs import (
    Asked,
    Ending,
    Taking,
    change_need,
    close,
    hand_over,
    raise_need,
    reopen,
    take,
    why_not_close,
    why_not_hand_over,
    why_not_raise,
    why_not_reopen,
    why_not_take,
)

__all__ = [
    "Asked", "Ending", "Given", "Money", "Taking", "change_grant", "change_help", "change_need", "close",
    "hand_over", "log_help", "raise_need", "register_grant", "remove", "reopen", "restore", "take",
    "why_not_close", "why_not_hand_over", "why_not_log", "why_not_raise", "why_not_register_grant",
    "why_not_remove", "why_not_reopen", "why_not_take",
]  # fmt: skip
