"""The figures of a programme on a day: the map, the course through time and the plan's own, each with its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import pgettext

from samordner.access.grants import visible
from samordner.boards.published import address_of, published_beside
from samordner.boards.queries import Scope, Selection
from samordner.boards.views.asking import kept, scope_of
from samordner.charts.figures import Figure
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.pages.answers import answer_download, answer_file
from samordner.pages.gate import Request, page
from samordner.participation.courses import Moment, course
from samordner.participation.figures import Address, circle, counted, draw, through_time, tiles
from samordner.participation.models import Participation
from samordner.participation.queries import State, state
from samordner.programmes.definition import Definition, Text
from samordner.programmes.definition import Figure as Drawn

SCROLLS_FROM = 800
"""A drawing wider than this is not squeezed into a narrow screen."""

Cells = tuple[tuple[str | int, str], ...]
"""A row of a table: each cell with the address that its number opens to, or ""."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page. `rows` are its table, each count with the address that explains it."""

    figure: Figure
    rows: tuple[Cells, ...]

    @property
    def wide(self) -> bool:
        return self.figure.width > SCROLLS_FROM


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that there is a map of: a subject, or one of its items."""

    key: str
    name: str
    subject: str
    item: str = ""


@page("observation.read")
def figures(request: Request) -> HttpResponse:
    scope = scope_of(request)
    if scope is None:
        return render(request, "boards/empty.html")
    choices = list(_choices(scope.definition))
    asked = request.GET.get("subject", "")
    chosen = next((one for _group, many in choices for one in many if asked in {"", one.key}), None)
    if asked and chosen is None:
        raise Http404
    wanted = request.GET.get("figure", "")
    shown = list(_shown(request, scope, chosen, linked=not wanted))
    if wanted:
        return _file(shown, wanted, request.GET.get("format", ""), scope.day)
    context = {
        "scope": scope, "shown": shown, "choices": choices, "chosen": chosen, "query": kept(request),
        "known": request.GET.get("known", ""),
        "published": [
            (one, address_of(scope, one.published))
            for one in published_beside(
                scope, visible(Participation.objects.all(), request.actor, "observation.read")
            )
        ],
    }  # fmt: skip
    return render(request, "boards/figures.html", context)


def _choices(definition: Definition) -> Iterator[tuple[str, list[Choice]]]:
    """What there are maps of: the subjects, and of those with options or items each of these."""
    yield (
        "",
        [
            Choice(one.key, str(one.name), one.key)
            for one in definition.subjects
            if one.holds == "value" and not one.many and not one.per
        ],
    )
    for subject in definition.subjects:
        if subject.many:
            named = [(one.key, str(one.name)) for one in definition.values_of(subject.key)]
        else:
            named = [(one.key, f"{one.key} {one.name}") for one in definition.items_of(subject.key) or ()]
        if named:
            yield (
                str(subject.name),
                [Choice(f"{subject.key}:{key}", name, subject.key, key) for key, name in named],
            )


def _shown(request: Request, scope: Scope, chosen: Choice | None, *, linked: bool) -> Iterator[Shown]:
    """The map and the course of what is chosen, then the programme's own figures that are not these."""
    definition = scope.definition
    subjects = {one.subject for one in definition.figures} | ({chosen.subject} if chosen else set())
    known = state(
        scope.participations, definition, scope.day, subjects=sorted(subjects), known_at=scope.known_at
    )
    rows = visible(Participation.objects.all(), request.actor, "observation.read").filter(
        programme__key=definition.key
    )
    desk = _Desk(
        scope, known, rows.filter(office__key=scope.office) if scope.office else rows, kept(request), linked
    )
    seen = set()
    if chosen:
        name = Text(nb=chosen.name, nn=chosen.name, en=chosen.name)
        for form in ("tiles", "course"):
            drawn = Drawn(f"chosen_{form}", name, chosen.subject, "", form)
            yield from desk.shown(drawn, chosen.item)
            seen |= {(form, chosen.subject)} if not chosen.item else set()
    for drawn in definition.figures:
        if (drawn.form, drawn.subject) not in seen:
            yield from desk.shown(drawn)


@dataclass(frozen=True)
class _Desk:
    """All that a figure is drawn from. `rows`: all participations there ever were; `query`: the page's address."""

    scope: Scope
    known: State
    rows: QuerySet[Participation]
    query: str
    linked: bool

    def shown(self, drawn: Drawn, item: str = "") -> Iterator[Shown]:
        definition, people, key = (
            self.scope.definition,
            self.scope.participations,
            drawn.key.replace("_", "-"),
        )
        if drawn.form == "course":
            moments = course(
                self.rows, definition, drawn.subject, self.scope.day, known_at=self.scope.known_at
            )
            figure = through_time(drawn, definition, moments, self.scope.day, item=item, key=key)
            yield Shown(figure, tuple(self.course_rows(figure, drawn, item, moments)))
            return
        if drawn.form == "tiles":
            address = _to_municipality(self.query) if self.linked else None
            drawings = [tiles(drawn, people, definition, self.known, item=item, key=key, address=address)]
        else:
            drawings = [draw(drawn, people, definition, self.known)]
            if drawn.form == "steps":
                drawings.append(circle(drawn, definition, self.known))
        for figure in drawings:
            yield Shown(figure, tuple(self.group_rows(figure, drawn, item)))

    def group_rows(self, figure: Figure, drawn: Drawn, item: str) -> Iterator[Cells]:
        """A row for each group: its number opens to who is in it. The unknown and the whole follow the groups."""
        values = counted(drawn, self.scope.definition, item)
        unknown = pgettext("figure", "Unknown")
        for number, row in enumerate(figure.table.rows):
            group = () if row[0] == unknown else values[number] if number < len(values) - 1 else None
            address = "" if group is None else self.number(drawn.subject, item, group)
            yield tuple((cell, address if place == 1 else "") for place, cell in enumerate(row))

    def course_rows(
        self, figure: Figure, drawn: Drawn, item: str, moments: Sequence[Moment]
    ) -> Iterator[Cells]:
        """A row for each day: its numbers open to that day's municipalities, those of an area to its board."""
        definition = self.scope.definition
        by_area = definition.subject(drawn.subject).per == "solutions" and not item
        values = [] if by_area else counted(drawn, definition, item)
        for moment, row in zip(moments, figure.table.rows, strict=True):
            day = moment.day.isoformat()
            if not moment.participations:
                opened = [""] * (len(row) - 2)
            elif by_area:
                opened = [self.area(drawn.subject, area.key, day) for area in definition.areas]
            else:
                opened = [self.number(drawn.subject, item, group, day=day) for group in values]
            yield tuple(zip(row, ["", *opened, ""], strict=True))

    def number(self, subject: str, item: str, values: tuple[str, ...], *, day: str = "") -> str:
        """Where a number is explained: who is counted, on what evidence."""
        selection = Selection("value" if values else "unknown", subject, item, values)
        return f"{reverse('boards:number')}?{urlencode(selection.query | self.asked(day))}"

    def area(self, subject: str, area: str, day: str) -> str:
        return f"{reverse('boards:board')}?{urlencode({'view': subject, 'area': area} | self.asked(day))}"

    def asked(self, day: str) -> dict[str, str]:
        """The page's own programme, office, day and knowledge, as they stand in an address."""
        known = self.scope.known_at.date().isoformat() if self.scope.known_at else ""
        pairs = {
            "programme": self.scope.definition.key, "office": self.scope.office,
            "day": day or self.scope.day.isoformat(), "known": known,
        }  # fmt: skip
        return {key: value for key, value in pairs.items() if value}


def _to_municipality(query: str) -> Address:
    return lambda row: f"{reverse('boards:municipality', args=[row.municipality.code])}?{query}"


def _file(shown: Sequence[Shown], wanted: str, format: str, day: date) -> HttpResponse:
    """One figure as a drawing (svg), or its table in a format. Http404: no such figure or format."""
    figure = next((one.figure for one in shown if one.figure.key == wanted), None)
    if figure is None:
        raise Http404
    name = f"{slugify(figure.title)}-{day}"
    if format != "svg":
        return answer_file(_table(figure), figure.table.rows, format, name)
    return answer_download(figure.svg.encode(), "image/svg+xml; charset=utf-8", f"{name}.svg")


def _table(figure: Figure) -> TableDefinition[Any]:
    kinds = [{type(row[n]) for row in figure.table.rows} for n in range(len(figure.table.columns))]
    return TableDefinition(
        key=figure.key,
        title=figure.title,
        columns=tuple(
            Column(
                key=str(number), title=title, kind=Kind.NUMBER if kinds[number] == {int} else Kind.SHORT,
                value=_cell(number), names_row=not number,
            )
            for number, title in enumerate(figure.table.columns)
        ),
    )  # fmt: skip


def _cell(number: int) -> Callable[[tuple[str | int, ...]], str | int]:
    return lambda row: row[number]
