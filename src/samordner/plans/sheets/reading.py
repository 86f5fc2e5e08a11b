"""A sheet that came back, understood row by row. What cannot be understood is a fault, told by where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from samordner.documents.recognition.faults import Fault
from samordner.documents.recognition.sources import Unreadable
from samordner.documents.recognition.workbook import CellValue, Row, Sheet, open_workbook
from samordner.plans.cells import tidy
from samordner.plans.models import Plan
from samordner.plans.registers import Register
from samordner.plans.sheets.columns import KEY, STAMP, Part, by_title, folded
from samordner.timeline.periods import read as read_period

LONGEST = 20_000

Parts = dict[Part, "str | date | Decimal | None"]


@dataclass(frozen=True)
class Line:
    """One row of the sheet. `pk` None: a row to be; `cells`: the register's column → the parts that the sheet has."""

    row: int
    pk: int | None
    version: int
    cells: dict[str, Parts]


@dataclass
class Brought:
    """What a sheet says. `stamp` is the register as it stood when the sheet was fetched."""

    stamp: str = ""
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def read_sheet(content: bytes, register: Register[Any], plan: Plan) -> Brought:
    """What the file says of this register. Unreadable, with a sentence, when it is no such sheet."""
    sheets = open_workbook(content)
    for sheet in sheets:
        head = sheet.rows[0]
        for place, cell in enumerate(head.cells):
            if found := STAMP.search(str(cell)):
                if (int(found[1]), found[2]) != (plan.pk, register.key):
                    raise Unreadable(_("This sheet was fetched from another register or another plan."))
                return _lines(sheet, place, found[0].strip(), register)
    raise Unreadable(
        _(
            "The sheet has no column with the keys of the rows. Fetch the sheet here, change it, and bring it back."
        )
    )


def _lines(sheet: Sheet, key_place: int, stamp: str, register: Register[Any]) -> Brought:
    brought = Brought(stamp)
    known = by_title(register)
    places: dict[int, tuple[str, tuple[str, Part]]] = {}
    head, *rows = sheet.rows
    for place, cell in enumerate(head.cells):
        title = str(cell).strip()
        if place == key_place or not title:
            continue
        found = known.get(folded(title))
        if found is None or found in (each for _title, each in places.values()):
            reason = (
                _("The register has no such column.") if found is None else _("This column is there twice.")
            )
            brought.faults.append(Fault(sheet.name, head.number, title, title, reason))
        else:
            places[place] = (title, found)
    brought.columns = list(dict.fromkeys(key for _title, (key, _part) in places.values()))
    seen: set[int] = set()
    for row in rows:
        line = _line(sheet, row, key_place, places, brought.faults)
        if line is None:
            continue
        if line.pk is not None and line.pk in seen:
            written = str(row.cells[key_place])
            brought.faults.append(
                Fault(sheet.name, row.number, _("Row"), written, _("This row is there twice."))
            )
        elif line.pk is not None:
            seen.add(line.pk)
        brought.lines.append(line)
    return brought


def _line(
    sheet: Sheet,
    row: Row,
    key_place: int,
    places: dict[int, tuple[str, tuple[str, Part]]],
    faults: list[Fault],
) -> Line | None:
    def at(place: int) -> CellValue:
        return row.cells[place] if place < len(row.cells) else ""

    written = str(at(key_place)).strip()
    found = KEY.fullmatch(written)
    if written and not found:
        faults.append(Fault(sheet.name, row.number, _("Row"), written, _("This is no key of a row.")))
        return None
    cells: dict[str, Parts] = {}
    for place, (title, (key, part)) in places.items():
        value = at(place)
        try:
            cells.setdefault(key, {})[part] = _value(value, part)
        except ValueError as problem:
            faults.append(Fault(sheet.name, row.number, title, str(value)[:200], str(problem)))
    return Line(row.number, int(found[1]) if found else None, int(found[2]) if found else 0, cells)


def _value(value: CellValue, part: Part) -> str | date | Decimal | None:
    """The cell as the part that its column is. ValueError with a sentence."""
    match part:
        case "text":
            text = tidy(_text(value))
            if len(text) > LONGEST:
                raise ValueError(_("The text is longer than 20,000 characters."))
            return text
        case "value":
            return _number(value)
        case _:
            if value == "":
                return None
            if isinstance(value, date):
                return value
            said = read_period(str(value))
            if said.start is None or said.start != said.end:
                raise ValueError(_("This is no day. Write it as 27.04.2021."))
            return said.start


def _text(value: CellValue) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _number(value: CellValue) -> Decimal | None:
    if value == "":
        return None
    text = str(value).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(_("This is no number.")) from error
    if not number.is_finite() or number < 0 or number >= 10**15:
        raise ValueError(_("This is no number that can stand here."))
    return number
