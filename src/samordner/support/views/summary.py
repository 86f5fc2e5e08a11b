"""Needs counted by theme, sector and organisation; every count opens to its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.documents.columns import Label
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.support.documents import pivot_table
from samordner.support.marks import names
from samordner.support.models import Need, Status
from samordner.support.queries import ALL, NONE, Pivot, kept_needs, pivot
from samordner.support.views.asking import Scope, scope_of, word

TABLES = (
    ("theme", "status"), ("sector", "status"), ("organisation", "status"), ("theme", "organisation"),
)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A count, of how many municipalities, and where its rows are."""

    number: int
    municipalities: int
    address: str
    column: str


@dataclass(frozen=True)
class Shown:
    """A table of counts as the page draws it."""

    key: str
    title: str
    rows_title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number, ...]], ...]


@page("need.read")
def summary(request: Request) -> HttpResponse:
    """What is asked for, by theme, sector and organisation."""
    scope = scope_of(request, "need.read")
    if scope is None:
        return render(request, "support/empty.html")
    rows = scope.of(visible(kept_needs(), request.actor, "need.read")).filter(raised_on__lte=scope.day)
    needs = list(rows)
    asked = word(request, "table")
    shown = []
    for by, across in TABLES:
        keys = {"theme": scope.definition.themes, "sector": scope.definition.sectors}.get(by, ())
        columns = Status.values if across == "status" else ()
        found = pivot(
            needs, scope.day, rows_by=by, columns_by=across, rows=[one.key for one in keys], columns=columns
        )
        if file := request.GET.get("format"):
            if asked == f"{by}-{across}":
                definition = pivot_table(found, _titles()[by], _words(scope, by), _words(scope, across))
                return answer_file(definition, list(found.rows), file, f"behov-{by}-{scope.day}")
            continue
        shown.append(_shown(found, scope))
    context = {"scope": scope, "tables": shown, "total": len(needs), "places": _places(needs)}
    return render(request, "support/summary.html", context)


def _places(needs: list[Need]) -> int:
    return len({row.participation_id for row in needs})


def _titles() -> dict[str, str]:
    return {"theme": _("Theme"), "sector": _("Sector"), "organisation": _("Taken by")}


def _words(scope: Scope, by: str) -> Mapping[str, str]:
    """Key → words, of what needs are counted by."""
    none = {NONE: _("nobody yet") if by == "organisation" else _("not said"), ALL: _("all")}
    known: Mapping[str, Label] = {
        "theme": names(scope.definition.themes),
        "sector": names(scope.definition.sectors),
        "status": {str(key): str(name) for key, name in Status.choices},
    }.get(by, {})
    return {key: str(name) for key, name in known.items()} | none


def _shown(found: Pivot, scope: Scope) -> Shown:
    rows, columns = _words(scope, found.rows_by), _words(scope, found.columns_by)
    first = {"programme": scope.definition.key, "office": scope.office, "day": scope.day.isoformat()}

    def number(row: str, column: str, cell: tuple[int, int]) -> Number:
        # Among the taken by somebody, those that are not closed and those that are
        query = (
            first
            | {"status": "all", found.rows_by: row}
            | ({found.columns_by: column} if column != ALL else {})
        )
        address = (
            f"{reverse('support:needs')}?{urlencode({key: value for key, value in query.items() if value})}"
        )
        return Number(*cell, address, columns.get(column, column))

    return Shown(
        f"{found.rows_by}-{found.columns_by}",
        _("%(rows)s and %(columns)s") % {
            "rows": _titles()[found.rows_by],
            "columns": _("status") if found.columns_by == "status" else _("who has taken it"),
        },
        _titles()[found.rows_by],
        tuple(columns.get(key, key) for key in found.columns),
        tuple(
            (
                rows.get(key, key),
                tuple(
                    number(key, column, (cell.number, cell.municipalities))
                    for column, cell in zip(found.columns, cells, strict=True)
                ),
            )
            for key, cells in found.rows
        ),
    )  # fmt: skip
