"""Deeds on revisions: their steps to approval, the comments of a review, sending. Every deed leaves one entry."""

from samordner.revisions.operations.approving import approve, why_not_approve
from samordner.revisions.operations.reviewing import (
    answer_comment,
    bring_back_comment,
    comment,
    say_more,
    say_nothing_more,
    why_not_answer,
    why_not_comment,
    why_not_withdraw,
    withdraw_comment,
)
from samordner.revisions.operations.sending import send, why_not_send
from samordner.revisions.operations.steps import (
    begin_revision,
    put_away,
    send_for_review,
    take_back,
    why_not_begin,
    why_not_put_away,
    why_not_send_for_review,
    why_not_take_back,
)

__all__ = [
    "answer_comment",
    "approve",
    "begin_revision",
    "bring_back_comment",
    "comment",
    "put_away",
    "say_more",
    "say_nothing_more",
    "send",
    "send_for_review",
    "take_back",
    "why_not_answer",
    "why_not_approve",
    "why_not_begin",
    "why_not_comment",
    "why_not_put_away",
    "why_not_send",
    "why_not_send_for_review",
    "why_not_take_back",
    "why_not_withdraw",
    "withdraw_comment",
]
