"""Asks what the sheets say on a day, of a few municipalities or a whole country (see `participation.sheets`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from samordner.pages.prepared import Later, Prepared
from samordner.participation.lines import read_some
from samordner.participation.models import Observation, Participation, Sheet
from samordner.participation.remembered import recall, remember

A_FEW, MANY = 3, 100
"""The sheets of a few are read as they are; many are asked for by their programme. Of a few series, each is looked for."""


class Sheets(NamedTuple):
    """The question what the sheets say on a day: of each participation an observation that they have not read (None:
    they have read all), and its sheet; when `whole` that is the digest and the text, else the digest alone.
    """

    asked: Later[tuple[int, int | None, Any]]
    whole: bool


def sheets_later(rows: Iterable[Participation], day: date) -> Sheets:
    """Asks for the sheets of these: of a few as they are; of many, of all in their programme, which is quicker."""
    found = tuple(rows)
    programmes, ids = {row.programme_id for row in found}, tuple([row.id for row in found])
    if len(ids) <= A_FEW:
        return Sheets(_sheets_of.later(ids, day), whole=True)
    if len(ids) < MANY or len(programmes) > 1:
        return Sheets(_digests_of.later(ids, day), whole=False)
    return Sheets(_digests_in.later(programmes.pop(), day), whole=False)


def from_sheets(
    ids: Sequence[int], day: date, keys: Sequence[str], sheets: Sheets
) -> tuple[dict[int, Mapping[str, str]], list[int]]:
    """The texts of each participation by key, and the participations whose sheets are behind."""
    found: dict[int, Mapping[str, str]] = {pk: {} for pk in ids}
    behind, unread = [], []
    for pk, newer, sheet in sheets.asked.rows:
        if pk not in found:
            continue
        if newer is not None:
            behind.append(pk)
        elif sheet is None:  # nothing was said of it by then
            continue
        elif sheets.whole:
            digest, _end, text = sheet.partition("\n")
            some = len(keys) <= A_FEW
            found[pk] = read_some(text, day, keys) if some else remember(int(digest), text, day)
        elif (known := recall(sheet, day)) is None:
            unread.append(pk)
        else:
            found[pk] = known
    for pk, sheet in _texts(tuple(unread), day) if unread else ():
        digest, _end, text = (sheet or "").partition("\n")
        if digest:
            found[pk] = remember(int(digest), text, day)
    return found, behind


@Prepared
def _sheets_of(
    ids: tuple[int, ...], day: date
) -> QuerySet[Participation, tuple[int, int | None, str | None]]:
    return _unread(Participation.objects.filter(pk__in=ids), _sheet(day, WHOLE))


@Prepared
def _digests_of(
    ids: tuple[int, ...], day: date
) -> QuerySet[Participation, tuple[int, int | None, int | None]]:
    return _unread(Participation.objects.filter(pk__in=ids), _sheet(day, "digest"))


@Prepared
def _digests_in(programme: int, day: date) -> QuerySet[Participation, tuple[int, int | None, int | None]]:
    return _unread(Participation.objects.filter(programme=programme), _sheet(day, "digest"))


@Prepared
def _texts(ids: tuple[int, ...], day: date) -> QuerySet[Participation, tuple[int, str | None]]:
    return Participation.objects.filter(pk__in=ids).order_by().values_list("pk", _sheet(day, WHOLE))


WHOLE = Concat(Cast("digest", TextField()), Value("\n"), "text", output_field=TextField())
"""A sheet with its digest before it: two subqueries would look twice for the same row."""


def _sheet(day: date, what: Any) -> Subquery:
    """Of each participation the sheet that is read on the day."""
    sheets = Sheet.objects.filter(participation=OuterRef("pk"), since__lte=day).order_by("-since")
    return Subquery(sheets.values_list(what)[:1])


def _unread(rows: QuerySet[Participation], sheet: Subquery) -> QuerySet[Participation, Any]:
    newer = Observation.objects.filter(participation=OuterRef("pk"), pk__gt=OuterRef("read_to"))
    return rows.order_by().values_list("pk", Subquery(newer.order_by("-pk").values("pk")[:1]), sheet)
