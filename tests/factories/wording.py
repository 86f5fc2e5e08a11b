"""Texts of invented questionnaires."""

from __future__ import annotations

from samordner.questionnaires.content import Words


def words(nb: str, nn: str = "", en: str = "") -> Words:
    """A text that reads the same in both forms of Norwegian, unless the other is given."""
    return Words(nb, nn or nb, en)
