"""Answers as drawings: what is known filled, what silence leaves open dashed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.charts.bars import Bar, Whole, bars, wholes
from samordner.charts.figures import Figure
from samordner.findings.counting import SUPPRESSED, part_words
from samordner.findings.queries import Found, QuestionFound

ON_PAGE, ON_PAPER = 460, 720
"""How wide a drawing is in its own units: half a page of a screen, or a whole one of paper."""


def figures_of(asked: QuestionFound, *, key: str = "", width: int = ON_PAGE) -> list[Figure]:
    """The drawings of one question; none where nothing is counted, or nothing told. `key` begins their names."""
    told = [found for found in asked.found if found.counts and not found.why_not]
    if not told:
        return []
    if asked.question.kind == "matrix":
        return [_matrix(asked, told, key, width)]
    return [_bars(found, key, width) for found in told]


def _bars(found: Found, key: str, width: int) -> Figure:
    rows = [
        Bar(
            count.label,
            count.number,
            count.of,
            count.missing,
            f"{count.words} ({count.share})" if count.share else count.words,
        )
        for count in found.counts
    ]
    return bars(
        f"{key}q-{found.question.key}", str(found.question.label), rows,
        (pgettext("table", "Answer"), _("How many")),
        _("Dashed: how far it may go, if all who left it open or did not answer had said the same."),
        width=width,
    )  # fmt: skip


def _matrix(asked: QuestionFound, told: list[Found], key: str, width: int) -> Figure:
    rows = []
    for found in told:
        whole = all(count.number is not None for count in found.counts) and found.base is not None
        base = found.base
        if whole and base is not None:
            counts = tuple(count.number or 0 for count in found.counts)
            rows.append(Whole(found.label, counts, base.missing, part_words(base.gave, base.of)))
        else:
            rows.append(Whole(found.label, None, 0, SUPPRESSED))
    parts = [count.label for count in told[0].counts]
    return wholes(
        f"{key}q-{asked.question.key}", str(asked.question.label), rows, parts,
        (pgettext("table", "Row"), _("Left open or silent")), width=width,
    )  # fmt: skip
