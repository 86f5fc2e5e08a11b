"""Every row of a table as a statement that could be registered, or as a fault that says where and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from samordner.boards.importing.days import COARSER, day_of, last_day
from samordner.boards.importing.lines import WHOSE, Headed, Wrong, at, headed
from samordner.boards.importing.municipalities import Followed
from samordner.boards.importing.said_once import Common
from samordner.boards.importing.wording import (
    UNKNOWN,
    folded,
    item_words,
    subject_words,
    value_words,
    words_of,
)
from samordner.documents.recognition.faults import Fault
from samordner.documents.recognition.workbook import CellValue, Row, Sheet
from samordner.participation.models import HOLDS, Observation, Participation, Precision, SourceKind
from samordner.participation.operations import refused
from samordner.participation.statements import Statement, first_day
from samordner.programmes.definition import Definition, Subject
from samordner.timeline import periods

T = TypeVar("T")
MOST = 10_000_000
LONGEST = 200
TEXTS = ("decision_body", "case_number", "link", "reach_unit", "note")
NUMBERS = ("reach_count", "reach_of")
FIELD_OF = {"source_key": "reference", "source_kind": "source"}
"""What the deed calls an input -> what the table calls it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says of one series of one municipality. `dated`: by the row itself, not once for all."""

    sheet: str
    row: int
    column: str
    participation: Participation
    statement: Statement
    dated: bool


@dataclass(frozen=True)
class Understood:
    """What a file says. `empty` rows say nothing; `unread` sheets have no heading that is known here."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    empty: int
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What every row is read against."""

    says: Definition
    common: Common
    followed: Followed
    today: date
    file: str
    subjects: Mapping[str, str]
    items: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Mapping[str, str]]


def understand(
    sheets: Sequence[Sheet], says: Definition, participations: Sequence[Participation], common: Common,
    *, today: date, file: str,
) -> Understood:  # fmt: skip
    """Read every sheet against the municipalities that the person follows: of others it says only "unknown"."""
    reading = Reading(
        says, common, Followed(participations), today, file, subject_words(says),
        {one.key: item_words(says, one) for one in says.subjects},
        {one.key: value_words(says, one) for one in says.subjects},
    )  # fmt: skip
    lines: list[Line] = []
    faults: list[Fault] = []
    unread, empty = [], 0
    for sheet in sheets:
        columns, wrong = headed(sheet, says)
        faults += wrong
        if columns is None:
            unread.append(sheet.name)
        elif not wrong:
            for row in sheet.rows[1:]:
                found, bad = _row(reading, sheet.name, columns, row)
                lines += found
                faults += bad
                empty += not found and not bad
    if len(unread) == len(sheets):
        reason = _("No headings were found that are known here. The template has them all.")
        faults.append(Fault(sheets[0].name, sheets[0].rows[0].number, "", "", reason))
    return Understood(tuple(lines), tuple(faults), empty, tuple(unread))


def _row(reading: Reading, sheet: str, columns: Headed, row: Row) -> tuple[list[Line], list[Fault]]:
    """What a row says; all that is wrong with it, one fault a cell. With a fault it says nothing."""
    faults: list[Fault] = []

    def tried(place: int | None, read: Callable[..., T], *given: Any) -> T | None:
        try:
            return read(*given)
        except Wrong as wrong:
            where = columns.whose if wrong.name in WHOSE else None
            where = columns.fields.get(wrong.name, place if where is None else where)
            written = _shown(at(row, where))
            faults.append(Fault(sheet, row.number, columns.column(where), written, wrong.reason))
            return None

    asked = list(_asked(columns, row))
    if not asked:
        return [], []
    if not columns.series:
        subject = tried(None, _subject, reading, columns, row)
        item = None if subject is None else tried(None, _item, reading, columns, row, subject)
        asked = [] if subject is None or item is None else [(asked[0][0], subject, item)]
    fields = tried(None, _fields, reading, columns, row)
    made: list[Line] = []
    for place, subject, item in asked:
        for key, value in tried(place, _values, reading, subject, item, at(row, place)) or ():
            if fields is None:
                break
            one = tried(place, _line, reading, sheet, columns, row, place, fields, subject, key, value)
            made += [one] if one else []
    return ([], faults) if faults else (made, [])


def _asked(columns: Headed, row: Row) -> Iterator[tuple[int, str, str]]:
    """The cells of the row that say something: place, subject and item (both "" when columns of the row say them)."""
    if columns.series:
        for (subject, item), place in columns.series.items():
            if not _is_unsaid(at(row, place)):
                yield place, subject, item
        return
    place = columns.fields["value"]
    others = set(columns.fields) - {*WHOSE, "value", "subject", "item"}
    if not _is_unsaid(at(row, place)) or (
        at(row, place) == "" and any(columns.cell(row, name) != "" for name in others)
    ):
        yield place, "", ""


def _is_unsaid(cell: CellValue) -> bool:
    return cell == "" or folded(cell) in UNKNOWN


def _shown(cell: CellValue) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)[:LONGEST]


# What it is about


def _subject(reading: Reading, columns: Headed, row: Row) -> str:
    cell = columns.cell(row, "subject")
    found = reading.subjects.get(folded(cell))
    if found is None:
        missing = _("It is not said what this is about.")
        raise Wrong("subject", missing if cell == "" else _("The programme does not ask about this."))
    return found


def _item(reading: Reading, columns: Headed, row: Row, subject: str) -> str:
    cell, known = columns.cell(row, "item"), reading.items[subject]
    if cell == "":
        if known:
            raise Wrong("item", _("This is followed piece by piece: say which."))
        return ""
    found = known.get(folded(cell))
    if found is None:
        name = reading.says.subject(subject).name
        raise Wrong("item", _("“%(subject)s” has no such part.") % {"subject": name})
    return found


def _values(reading: Reading, subject: str, item: str, cell: CellValue) -> list[tuple[str, str]]:
    """The items and values that a cell says; of a subject with options, each option that it names holds."""
    asked, words = reading.says.subject(subject), reading.values[subject]
    if cell == "":
        raise Wrong("value", _("The status is missing."))
    if asked.many and not item:
        return [(key, HOLDS) for key in _options(reading, asked, str(cell))]
    if asked.holds == "day":
        found = day_of(cell)
        if found is None or found[1] != Precision.DAY:
            raise Wrong("value", _("This is no day. Write it as 31.12.2021."))
        return [(item, found[0].isoformat())]
    value = words.get(folded(cell))
    if value is None:
        allowed = (_("yes"), _("no")) if asked.many else [one.name for one in reading.says.values_of(subject)]
        text = _("“%(subject)s” cannot be this. It can be: %(values)s.")
        raise Wrong("value", text % {"subject": asked.name, "values": ", ".join(map(str, allowed))})
    return [(item, value)]


def _options(reading: Reading, asked: Subject, text: str) -> list[str]:
    known, found = reading.items[asked.key], []
    for part in filter(str.strip, re.split(r"[;\n]", text)):
        pieces = [part] if folded(part) in known else part.split(",")
        for piece in filter(str.strip, pieces):
            if folded(piece) not in known:
                raise Wrong(
                    "value",
                    _("“%(subject)s” has no option “%(piece)s”.")
                    % {"subject": asked.name, "piece": piece.strip()},
                )
            found.append(known[folded(piece)])
    return list(dict.fromkeys(found))


# What the row says besides


def _fields(reading: Reading, columns: Headed, row: Row) -> dict[str, Any]:
    """Everything but subject, item and value, checked one cell at a time."""
    common = reading.common
    since, precision = _since(reading, columns, row)
    found: dict[str, Any] = {
        "since": since,
        "precision": precision,
        "participation": reading.followed.find(columns.cell(row, "number"), columns.cell(row, "name"), since),
        "evidence": _choice(columns, row, "evidence") or common.evidence,
        "source_kind": _choice(columns, row, "source") or common.source_kind,
        "reference": _text(columns, row, "reference", LONGEST) or common.reference,
        "outcome": _choice(columns, row, "outcome"),
        "fidelity": _choice(columns, row, "fidelity"),
        "decision_day": _decided(columns, row),
        "expected": _expected(columns, row),
    }
    for name in TEXTS:
        longest = getattr(Observation._meta.get_field(name), "max_length", None)
        found[name] = _text(columns, row, name, longest)
    if found["link"]:
        _check_link(found["link"])
    for name in NUMBERS:
        found[name] = _number(columns, row, name)
    return found


def _since(reading: Reading, columns: Headed, row: Row) -> tuple[date | None, str]:
    cell, wanted = columns.cell(row, "since"), _choice(columns, row, "precision")
    if cell == "":
        return reading.common.since, wanted or reading.common.precision
    found = day_of(cell)
    if found is None:
        raise Wrong("since", _("This is no day. Write it as 31.12.2021, “mai 2021” or 2021."))
    if wanted and COARSER[wanted] < COARSER[found[1]]:
        raise Wrong("precision", _("The day is not written as exactly as that."))
    return found[0], wanted or found[1]


def _choice(columns: Headed, row: Row, name: str) -> str:
    cell = columns.cell(row, name)
    if cell == "":
        return ""
    found = words_of(name).get(folded(cell))
    if found is None:
        raise Wrong(name, _("This is none of the choices."))
    return found


def _text(columns: Headed, row: Row, name: str, longest: int | None) -> str:
    text = _shown_whole(columns.cell(row, name))
    if longest and len(text) > longest:
        raise Wrong(name, _("This is too long: at most %(most)d letters.") % {"most": longest})
    return text


def _shown_whole(cell: CellValue) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _check_link(link: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        raise Wrong("link", _("This is no address. It begins with https://.")) from error


def _number(columns: Headed, row: Row, name: str) -> int | None:
    cell = columns.cell(row, name)
    if cell == "":
        return None
    text = str(cell).replace(" ", "")
    if not (text.isdecimal() and text.isascii()) or len(text) > len(str(MOST)) or int(text) > MOST:
        raise Wrong(name, _("This is no whole number."))
    return int(text)


def _decided(columns: Headed, row: Row) -> date | None:
    cell = columns.cell(row, "decision_day")
    if cell == "":
        return None
    found = day_of(cell)
    if found is None or found[1] != Precision.DAY:
        raise Wrong("decision_day", _("This is no day. Write it as 31.12.2021."))
    return found[0]


def _expected(columns: Headed, row: Row) -> periods.Period | None:
    cell = columns.cell(row, "expected")
    text = _text(columns, row, "expected", 100)
    if not text:
        return None
    if isinstance(cell, date):
        return periods.Period(text, cell, cell)
    read = periods.read(text)
    return periods.Period(text, read.start, read.end)


# The statement


def _line(
    reading: Reading, sheet: str, columns: Headed, row: Row, place: int, fields: Mapping[str, Any],
    subject: str, item: str, value: str,
) -> Line:  # fmt: skip
    said = dict(fields)
    participation: Participation = said.pop("participation")
    is_day = reading.says.subject(subject).holds == "day"
    since, precision = said.pop("since"), said.pop("precision")
    if is_day:
        since, precision = date.fromisoformat(value), Precision.DAY
    if since is None:
        raise Wrong("since", _("It is not said from which day it holds, neither here nor for all rows."))
    if is_day:  # the municipality of that day
        number, name = columns.cell(row, "number"), columns.cell(row, "name")
        participation = reading.followed.find(number, name, since)
    reference = said.pop("reference")
    statement = Statement(
        subject=subject, item=item, value=value, since=_taking_part(participation, since, precision),
        precision=precision, source_key=reference, **said,
    )  # fmt: skip
    if refusal := refused(participation, statement, reading.today, reading.says):
        raise Wrong(FIELD_OF.get(refusal.field, refusal.field), str(refusal.sentence))
    dated = is_day or columns.cell(row, "since") != ""
    kept = replace(statement, source_key=_source(reading, sheet, row.number, statement))
    return Line(sheet, row.number, columns.column(place), participation, kept, dated)


def _taking_part(participation: Participation, since: date, precision: str) -> date:
    """A vague day that begins before the municipality took part, and ends after, is taken for the day it began."""
    first = first_day(since, precision)
    if participation.since and first < participation.since <= last_day(first, precision):
        return max(since, participation.since)
    return since


def _source(reading: Reading, sheet: str, row: int, statement: Statement) -> str:
    """Where it can be found again: the row's own reference, and the place in the file as far as there is room."""
    place = " · ".join(filter(None, (reading.file[-80:], sheet, str(row))))
    if not statement.source_key:
        return place
    both = f"{statement.source_key} ({place})"
    is_ours = statement.source_kind == SourceKind.IMPORT
    return both if is_ours and len(both) <= LONGEST else statement.source_key
