"""Deeds on participation: enrol an office's municipalities; register, report, document, correct and withdraw."""

from samordner.participation.operations.enrolling import enrol
from samordner.participation.operations.saying import (
    begins,
    correct,
    document,
    keep_many,
    refused,
    register,
    register_many,
    report,
    why_not_correct,
    why_not_document,
    why_not_register,
    why_not_register_many,
    withdraw,
)

__all__ = [
    "begins", "correct", "document", "enrol", "keep_many", "refused", "register", "register_many", "report",
    "why_not_correct", "why_not_document", "why_not_register", "why_not_register_many", "withdraw",
]  # fmt: skip
