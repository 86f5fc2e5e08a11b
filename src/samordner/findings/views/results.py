"""Question by question: how many answered what, with what silence leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samordner.charts.figures import Figure
from samordner.documents import html
from samordner.findings.documents.figures import figures_of
from samordner.findings.documents.tables import (
    ON_SCREEN,
    counts_table,
    cross,
    lines,
    lines_of,
    matrix,
    numbers_table,
    on_screen,
)
from samordner.findings.queries import Found, QuestionFound, Results, counted
from samordner.findings.queries.comparing import why_not_compare
from samordner.findings.views.finding import narrowed, round_of
from samordner.pages.answers import answer_file, answer_page
from samordner.pages.gate import Request, page

TEXTS = 8
"""So many texts are shown of a question before the rest folds."""


@dataclass(frozen=True)
class Part:
    """One cell of a question as it is shown."""

    found: Found
    table: SafeString
    cross: SafeString
    key: str


@dataclass(frozen=True)
class Shown:
    """A question as it is shown. `table`: of a matrix, the whole of it."""

    asked: QuestionFound
    drawings: tuple[SafeString, ...]
    table: SafeString
    parts: tuple[Part, ...]


@page("finding.read")
def results(request: Request, pk: int) -> HttpResponse:
    """What the round found; also every number of it as a file."""
    of = round_of(request, pk)
    asked = narrowed(request, of)
    found = counted(asked.whole, asked.filters)
    if wanted := request.GET.get("format"):
        rows = [] if found.why_not else list(lines_of(found))
        return answer_file(numbers_table(), rows, wanted, f"findings-{of.pk}")
    context = {
        "round": of,
        "found": found,
        "asked": asked,
        "sections": [
            (
                section.section,
                [shown(found, str(section.section.title), each, asked.kept) for each in section.questions],
            )
            for section in found.sections
        ],
        "narrowed": bool(asked.who or asked.filters.by),
        "texts": TEXTS,
        "compares": why_not_compare(of) is None,
        "may_code": request.actor.may("finding.code"),
        "may_review": request.actor.may("mapping.review") and not of.anonymous,
    }
    return answer_page(request, "findings/results.html", context)


def shown(found: Results, section: str, asked: QuestionFound, kept: dict[str, str]) -> Shown:
    language = get_language() or "nb"
    table = SafeString("")
    if asked.question.kind == "matrix" and any(each.counts for each in asked.found):
        definition, rows = matrix(found, asked, **kept)
        table = html.table(definition, rows, language=language, layout=on_screen(definition))
    parts = []
    for each in asked.found:
        own = SafeString("")
        if asked.question.kind != "matrix" and each.shape != "kept" and not each.why_not:
            rows_of = list(lines(found, section, asked, each, **kept))
            title = str(asked.question.label)
            own = html.table(counts_table(title, each.cell), rows_of, language=language, layout=ON_SCREEN)
        two = cross(found, each, **kept)
        crossed = (
            html.table(two[0], two[1], language=language, layout=on_screen(two[0])) if two else SafeString("")
        )
        parts.append(Part(each, own, crossed, each.cell.replace("/", "-")))
    return Shown(asked, tuple(drawing(each) for each in figures_of(asked)), table, tuple(parts))


def drawing(figure: Figure) -> SafeString:
    return mark_safe(figure.svg)  # noqa: S308 made by charts, which escapes
