"""Which programme, office and day a page is about, out of the participations that its reader reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.pages.gate import Request
from samordner.pages.prepared import Prepared, ask_together
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.places.queries import first_office_names, office_names, office_names_later
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition, definition_of, digest_later


class NoSuch(LookupError):
    """The programme or the office that was asked for cannot be seen."""


@dataclass(frozen=True)
class Named:
    """Something to choose between."""

    key: str
    name: str


def named(choices: Mapping[str, str]) -> tuple[Named, ...]:
    """What there is to choose between (key → name), in its order."""
    return tuple(Named(key, name) for key, name in choices.items())


@dataclass(frozen=True)
class Chosen:
    """A programme, an office ("" for all that are reached) and a day.

    `programmes` and `offices` (key → name) are those to choose between; `spans` the choices of both at once.
    """

    definition: Definition
    office: str
    day: date
    programmes: Mapping[str, str]
    offices: Mapping[str, str]

    @property
    def where(self) -> str:
        """The office's name; "" when the page is about several."""
        if len(self.offices) == 1:
            return next(iter(self.offices.values()))
        return self.offices.get(self.office, "")

    @property
    def only_office(self) -> str:
        """The key of the one office that the page is about; "" when it is about several."""
        return next(iter(self.offices)) if len(self.offices) == 1 else self.office

    def participations(self) -> QuerySet[Participation]:
        """Everybody who takes part on the day, reached or not: a page narrows it through the grants."""
        return taking_part(self.definition.key, self.day, office=self.office)


def chosen(
    rows: QuerySet[Participation], day: date, *, asked: bool, programme: str = "", office: str = "",
    municipality: str = "",
) -> Chosen | None:  # fmt: skip
    """What a page over the visible `rows` (of one `municipality` by its code, or all) is about; None when there is
    nothing. Raises NoSuch.

    Without `programme` the one that runs on `day` and began last, else the one that was begun last, else the first
    that comes; unless a day was asked for, the day of a programme that is over is its last.
    """
    spans_asked, names_asked = _spans.later(rows, municipality), office_names_later(day)
    newest = {programme: digest_later(programme)} if programme else {}
    ask_together(spans_asked, names_asked, *newest.values())
    spans = spans_asked.rows
    begins: dict[str, date] = {}
    ends: dict[str, date] = {}
    for each, _office, first, last, going in spans:
        begins[each] = min(begins.get(each, date.max), first)
        ends[each] = max(ends.get(each, date.min), date.max if going else last)
    if not ends:
        return None
    key = programme or max(ends, key=lambda each: _nearness(begins[each], ends[each], day))
    here = {span[1] for span in spans if span[0] == key}
    if key not in ends or (office and office not in here):
        raise NoSuch
    shown = ends[key] - timedelta(days=1) if not asked and day >= ends[key] else day
    names = dict(names_asked.rows) if shown == day else office_names(shown)
    names |= first_office_names(here - names.keys())
    newest |= {each: digest_later(each) for each in ends if each not in newest}
    ask_together(*newest.values())
    says = {each: definition_of(newest[each]) for each in sorted(ends)}
    return Chosen(
        says[key],
        office,
        shown,
        {each: str(one.name) for each, one in says.items()},
        dict(sorted(((each, names.get(each, each)) for each in here), key=lambda pair: pair[1])),
    )


def _nearness(begins: date, ends: date, day: date) -> tuple[bool, bool, int]:
    """Orders programmes by how near they are to a day, the nearest last."""
    begun = begins <= day
    return begun and day < ends, begun, begins.toordinal() if begun else -begins.toordinal()


@Prepared
def _spans(
    rows: QuerySet[Participation], municipality: str
) -> QuerySet[Participation, tuple[str, str, date, date, int]]:
    """Of every programme and office: since when, until when, and how many go on."""
    if municipality:
        rows = rows.filter(municipality__code=municipality)
    counted = {"first": Min("since"), "last": Max("until"), "going": Count("pk", filter=Q(until=None))}
    found = rows.order_by().values("programme__key", "office__key").annotate(**counted)
    return found.values_list("programme__key", "office__key", *counted)


KEPT = ("programme", "office", "day")
"""What says in an address what a page is about."""


def chosen_of(request: Request, right: str, *, asked: bool | None = None) -> Chosen | None:
    """The programme, office and day that the address asks for, of what the actor reaches by `right`.

    None: the actor reaches nobody who takes part. Http404: it cannot be seen. `asked` as for `chosen`; as the address
    says unless told.
    """
    try:
        return chosen(
            visible(Participation.objects.all(), request.actor, right),
            request.day,
            asked=bool(request.GET.get("day")) if asked is None else asked,
            programme=request.GET.get("programme", ""),
            office=request.GET.get("office", ""),
        )
    except NoSuch as error:
        raise Http404 from error


def kept(request: HttpRequest, *names: str, **more: str) -> str:
    """The query string that a page hands on: programme, office, day and `names`; "?programme=…", or nothing."""
    pairs = {key: request.GET[key] for key in (*KEPT, *names) if request.GET.get(key)} | more
    text = urlencode({key: value for key, value in pairs.items() if value})
    return f"?{text}" if text else ""


def rows_of(chosen: Chosen) -> tuple[Programme, Office]:
    """The programme and the one office that the page is about. Raises NoSuch when it is about several."""
    try:
        return Programme.objects.get(key=chosen.definition.key), Office.objects.get(key=chosen.only_office)
    except Office.DoesNotExist as error:
        raise NoSuch from error


@dataclass(frozen=True)
class Following:
    """Which programme and which offices (key → name) a list of what offices owe is about.

    `programmes` are those to choose between; `spans`: when each office took part.
    """

    definition: Definition
    programmes: tuple[Named, ...]
    offices: Mapping[str, str]
    spans: Mapping[str, tuple[tuple[date, date | None], ...]]

    def took_part(self, office: str, day: date) -> bool:
        return any(since <= day and (until is None or day < until) for since, until in self.spans[office])


def following(actor: Actor, right: str, day: date, programme: str = "") -> Following | None:
    """Of what the actor reaches by `right`: the programme asked for, else the one that runs on `day` and began last.

    None: nothing, or no such programme.
    """
    rows = visible(Participation.objects.all(), actor, right).order_by()
    found = rows.values_list("programme__key", "office__key", "since", "until").distinct()
    spans = [(key, office, since or date.min, until) for key, office, since, until in found]
    keys = {key for key, _office, _since, _until in spans}
    if not keys or (programme and programme not in keys):
        return None
    begun = {key: max(since for other, _o, since, _u in spans if other == key) for key in keys}
    going = {key for key, _office, since, until in spans if since <= day and (until is None or day < until)}
    chosen = programme or max(keys, key=lambda key: (key in going, begun[key]))
    here: dict[str, list[tuple[date, date | None]]] = {}
    for key, office, since, until in spans:
        if key == chosen:
            here.setdefault(office, []).append((since, until))
    names = office_names(day)
    ordered = [key for key in names if key in here] + sorted(here.keys() - names.keys())
    return Following(
        definition(chosen),
        named({key: str(definition(key).name) for key in sorted(keys)}) if len(keys) > 1 else (),
        {key: names.get(key, key) for key in ordered},
        {key: tuple(found) for key, found in here.items()},
    )
