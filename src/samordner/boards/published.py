"""What others have published of an office or the nation, beside what is counted here on the same day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from samordner.boards.queries import Scope, Selection
from samordner.participation.models import Participation
from samordner.participation.published import Beside, beside, published_of
from samordner.participation.queries import State, state
from samordner.programmes.definition import PublishedTotal


def published_beside(scope: Scope, rows: QuerySet[Participation]) -> list[Beside]:
    """The published totals of the page's office, or of the nation when the page is about all offices.

    `rows` are the visible participations. Each total is asked for on its own day: two queries for each day.
    """
    key = scope.office or (scope.offices[0].key if len(scope.offices) == 1 else "")
    known: dict[date, State] = {}
    found = []
    for total in published_of(scope.definition, key):
        if total.day not in known:
            there = rows.as_of(total.day).filter(programme__key=scope.definition.key)  # type: ignore[attr-defined]
            there = there.filter(office__key=key) if key else there
            known[total.day] = state(list(there), scope.definition, total.day, known_at=scope.known_at)
        found.append(beside(scope.definition, known[total.day], total))
    return found


def address_of(scope: Scope, total: PublishedTotal) -> str:
    """Where the number that is counted here opens to its rows; "" when it is of no subject."""
    if not total.subject:
        return ""
    selection = Selection("value", total.subject, total.item, total.values)
    pairs = selection.query | {
        "programme": scope.definition.key, "office": scope.office, "day": total.day.isoformat(),
    }  # fmt: skip
    return f"{reverse('boards:number')}?{urlencode({key: value for key, value in pairs.items() if value})}"
