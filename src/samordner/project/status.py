"""`samordner status`: where every municipality stands on a day, as JSON or as a table to read."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.conf import settings
from django.utils import translation
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from samordner.pages import clock
from samordner.participation.borders import Borders, Known, known
from samordner.participation.choosing import Chosen, NoSuch, chosen
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import taking_part, tally
from samordner.participation.statements import series_of
from samordner.participation.status import status
from samordner.places.models import Office
from samordner.programmes.definition import Definition, Subject
from samordner.programmes.models import Programme


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        refuse(message)


def refuse(sentence: str) -> NoReturn:
    print(f"samordner status: {sentence}", file=sys.stderr)
    sys.exit(2)


def main(arguments: list[str]) -> int:
    """Print the answer; a question that cannot be asked is refused in a sentence, with 2."""
    asked = _parser().parse_args(arguments)
    now, today = clock.now(), clock.today()
    at = _moment(asked.known_at) or now
    borders: Borders = asked.borders
    about = _chosen(asked, _day(asked.day), today)
    found = known(
        taking_part(about.definition.key, about.day),
        about.definition,
        about.day,
        borders=borders,
        today=today,
        office=asked.office or "",
        known_at=at,
    )
    answer = status(found, about.definition, office=asked.office or "", known_at=at, borders=borders)
    with translation.override(settings.LANGUAGE_CODE):
        table = "" if asked.json else _table(answer, found, about.definition)
    print(table or json.dumps(answer, ensure_ascii=False, indent=1))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="samordner status", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--office", metavar="KEY", help="the municipalities of an office: more-og-romsdal")
    where.add_argument("--nation", action="store_true", help="all municipalities")
    parser.add_argument("--programme", metavar="KEY", default="", help="else the one that runs on the day")
    parser.add_argument("--day", metavar="YYYY-MM-DD", default="", help="else today")
    parser.add_argument(
        "--known-at", metavar="INSTANT", default="", help="only what was recorded by then counts"
    )
    parser.add_argument("--borders", choices=["that-day", "today"], default="that-day")
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(f"“{text}” is no day: write it as 2021-12-31.")


def _moment(text: str) -> datetime | None:
    """A moment, in Norwegian time unless it says otherwise; a day alone means the end of that day."""
    if not text:
        return None
    try:
        if len(text) == len("2021-12-31"):
            return datetime.combine(date.fromisoformat(text), time.max, get_current_timezone())
        moment = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"“{text}” is no moment: write it as 2021-12-31T12:00:00+01:00.")
    return make_aware(moment) if is_naive(moment) else moment


def _chosen(asked: argparse.Namespace, day: date | None, today: date) -> Chosen:
    """The programme and the day that are meant; without a day, the last of a programme that is over."""
    rows = Participation.objects.all()
    if asked.office:
        if not Office.objects.filter(key=asked.office).exists():
            refuse(f"there is no office “{asked.office}”; there are: {_keys(Office)}.")
        rows = rows.filter(office__key=asked.office)
    if asked.programme and not Programme.objects.filter(key=asked.programme).exists():
        refuse(f"there is no programme “{asked.programme}”; there are: {_keys(Programme)}.")
    try:
        found = chosen(rows, day or today, asked=day is not None, programme=asked.programme)
    except NoSuch:
        found = None
    if found is None:
        refuse("no municipality takes part there: enrol an office in a programme first.")
    return found


def _keys(model: type[Office] | type[Programme]) -> str:
    return ", ".join(model._default_manager.order_by("key").values_list("key", flat=True))


# To read


def _table(answer: dict[str, Any], found: Known, definition: Definition) -> str:
    """A line for each municipality with the subjects that have one answer, and below what all add up to."""
    subjects = [one for one in definition.subjects if not one.per]
    head = ["", *(str(subject.name) for subject in subjects)]
    body = [
        [f"{row.municipality.code} {row.municipality.name}"]
        + [_shown(found, definition, subject, row.pk) for subject in subjects]
        for row in found.rows
    ]
    widths = [max(len(line[place]) for line in (head, *body)) for place in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in (head, *body)
    ]
    title = f"{definition.name}, {answer['office'] or 'the nation'}, {answer['day']}, borders of {answer['borders']}"
    totals = [f"{subject.name}: {_total(found, definition, subject)}" for subject in subjects]
    return "\n".join([title, "", *(line.rstrip() for line in lines), "", *totals])


def _shown(found: Known, definition: Definition, subject: Subject, pk: int) -> str:
    values = {value.key: str(value.name) for value in definition.values_of(subject.key)}
    if subject.many:
        held = [
            values[series.item]
            for series in series_of(definition, subject.key)
            if found.state.value(pk, series.subject, series.item) == HOLDS
        ]
        return ", ".join(held) or "–"
    value = found.state.value(pk, subject.key)
    return values.get(value, value) or "–"


def _total(found: Known, definition: Definition, subject: Subject) -> str:
    values = {value.key: str(value.name) for value in definition.values_of(subject.key)}
    if subject.many:
        held = [
            (values[series.item], tally(found.state, definition, series.subject, series.item).count(HOLDS))
            for series in series_of(definition, subject.key)
        ]
        return ", ".join(f"{name} {number}" for name, number in held)
    counted = tally(found.state, definition, subject.key)
    held = [(values[value], len(rows)) for value, rows in counted.groups.items() if value in values and rows]
    return ", ".join(
        [f"known of {counted.known} of {counted.denominator}", *(f"{name} {number}" for name, number in held)]
    )
