"""A table of measurements as it comes from a spreadsheet: which column says what, and what each row says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from samordner.documents.recognition.faults import Fault
from samordner.documents.recognition.workbook import CellValue, Row, Sheet
from samordner.measurement.entries import Entry
from samordner.measurement.kinds import is_divided
from samordner.measurement.models import Indicator, Measurement, State, ValueKind
from samordner.measurement.operations.measuring import Brought, not_measured
from samordner.measurement.written import Unread, read_cell, read_period

MOST_ROWS = 1000
MOST_NOTE = 500

HEADINGS: Mapping[str, frozenset[str]] = {
    "day": frozenset({"periode", "måned", "månad", "mnd", "uke", "veke", "kvartal", "dato", "dag", "tid", "period",
                      "month", "week", "quarter", "date", "day", "x"}),
    "value": frozenset({"verdi", "teller", "teljar", "antall", "tal", "antal", "måling", "resultat", "målt", "value", "numerator",
                        "count", "number", "y"}),
    "denominator": frozenset({"nevner", "nemnar", "av", "totalt", "i alt", "denominator", "of", "total", "n"}),
    "note": frozenset({"merknad", "kommentar", "notat", "note", "comment", "remark"}),
}  # fmt: skip
"""What a column may be called, in Norwegian and English; without headings the columns stand in this order."""
MISSING = frozenset(
    {"ikke målt", "ikkje målt", "mangler", "manglar", "im", "not measured", "missing", "na", "n/a"}
)
NOT_RELEVANT = frozenset(
    {"ikke aktuelt", "ikkje aktuelt", "ikke relevant", "ikkje relevant", "ia", "not relevant"}
)


@dataclass(frozen=True)
class Understood:
    """What a table says: its rows in the order of days, or what is wrong with it. `empty`: rows that say nothing."""

    rows: tuple[Brought, ...]
    faults: tuple[Fault, ...]
    empty: int = 0

    @property
    def changes(self) -> list[Brought]:
        return [row for row in self.rows if row.what != "same"]


@dataclass(frozen=True)
class _Columns:
    fields: Mapping[str, int]
    titles: Sequence[str]

    def named(self, name: str) -> str:
        """A column as people find it: "B · Teller"."""
        place = self.fields.get(name)
        if place is None:
            return ""
        title = self.titles[place] if place < len(self.titles) else ""
        return f"{get_column_letter(place + 1)} · {title}" if title else get_column_letter(place + 1)

    def cell(self, row: Row, name: str) -> CellValue:
        place = self.fields.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


def understand(
    sheets: Sequence[Sheet], indicator: Indicator, standing: Mapping[date, Measurement], today: date
) -> Understood:
    """What the first sheet says of the indicator's periods. `standing`: what is written already."""
    sheet = sheets[0]
    columns, first = _columns(sheet, indicator)
    faults: list[Fault] = []
    rows: dict[date, Brought] = {}
    empty = 0
    lines = [row for row in sheet.rows if row.number >= first]
    if len(lines) > MOST_ROWS:
        return Understood(
            (), (Fault(sheet.name, lines[MOST_ROWS].number, "", "", _("At most 1000 rows at a time.")),)
        )
    for row in lines:
        if _says_nothing(row, columns):
            empty += 1
            continue
        try:
            day, entry = _read(row, columns, indicator)
        except _Wrong as wrong:
            cell = columns.cell(row, wrong.name)
            faults.append(
                Fault(sheet.name, row.number, columns.named(wrong.name), str(cell)[:80], wrong.sentence)
            )
            continue
        fault = not_measured(indicator, day, entry, today)
        if fault:
            name = fault[0] if fault[0] in HEADINGS else "value"
            cell = columns.cell(row, name)
            faults.append(Fault(sheet.name, row.number, columns.named(name), str(cell)[:80], str(fault[1])))
        elif day in rows:
            cell = columns.cell(row, "day")
            faults.append(
                Fault(
                    sheet.name,
                    row.number,
                    columns.named("day"),
                    str(cell)[:80],
                    _("This period is there twice."),
                )
            )
        else:
            rows[day] = Brought(day, entry, standing.get(day))
    if not rows and not faults:
        faults.append(
            Fault(sheet.name, first, "", "", _("No row says anything. Write the period in the first column."))
        )
    return Understood(tuple(rows[day] for day in sorted(rows)), tuple(faults), empty)


class _Wrong(Exception):
    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name, self.sentence = name, sentence


def _columns(sheet: Sheet, indicator: Indicator) -> tuple[_Columns, int]:
    """Which column says what, and the number of the first row that says something."""
    head = sheet.rows[0]
    titles = [str(cell).strip() for cell in head.cells]
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        folded = " ".join(title.casefold().split())
        name = next((name for name, words in HEADINGS.items() if folded in words), None)
        if name and name not in found:
            found[name] = place
    if "day" in found and "value" in found:
        return _Columns(found, titles), head.number + 1
    usual = ["day", "value", *(["denominator"] if is_divided(indicator.value_kind) else []), "note"]
    if indicator.value_kind == ValueKind.SUBGROUP:
        usual = ["day", "value"]
    began = head.number + 1 if _is_heading(head, indicator) else head.number
    return _Columns(
        {name: place for place, name in enumerate(usual)}, titles if began > head.number else ()
    ), began


def _is_heading(head: Row, indicator: Indicator) -> bool:
    """Whether the first row is words only: no period in its first cell, and no number in the second."""
    try:
        read_period(head.cells[0], indicator.rhythm)
    except Unread:
        return not any(isinstance(cell, int | float) or str(cell)[:1].isdigit() for cell in head.cells)
    return False


def _says_nothing(row: Row, columns: _Columns) -> bool:
    told = [place for name, place in columns.fields.items() if name != "day"]
    return not any(place < len(row.cells) and row.cells[place] != "" for place in told)


def _read(row: Row, columns: _Columns, indicator: Indicator) -> tuple[date, Entry]:
    try:
        day = read_period(columns.cell(row, "day"), indicator.rhythm)
    except Unread as unread:
        raise _Wrong("day", unread.sentence) from unread
    note = str(columns.cell(row, "note"))[:MOST_NOTE]
    said = " ".join(str(columns.cell(row, "value")).casefold().split())
    if said in MISSING:
        return day, Entry(state=State.MISSING, note=note)
    if said in NOT_RELEVANT:
        return day, Entry(state=State.NOT_RELEVANT, note=note)
    if indicator.value_kind == ValueKind.SUBGROUP:
        return day, Entry(values=_several(row, columns))
    denominator = _number(row, columns, "denominator") if is_divided(indicator.value_kind) else None
    return day, Entry(value=_number(row, columns, "value"), denominator=denominator, note=note)


def _number(row: Row, columns: _Columns, name: str) -> Decimal | None:
    try:
        return read_cell(columns.cell(row, name))
    except Unread as unread:
        raise _Wrong(name, unread.sentence) from unread


def _several(row: Row, columns: _Columns) -> tuple[Decimal, ...]:
    """Every number after the period: a subgroup has as many cells as it has members."""
    found = []
    for cell in row.cells[columns.fields["value"] :]:
        try:
            number = read_cell(cell)
        except Unread as unread:
            raise _Wrong("value", unread.sentence) from unread
        if number is not None:
            found.append(number)
    return tuple(found)


def as_text(sheets: Sequence[Sheet]) -> str:
    """The first sheet as text with tabs, so that a page can carry it until somebody accepts it."""
    return "\n".join("\t".join(_cell_text(cell) for cell in row.cells) for row in sheets[0].rows)


def _cell_text(cell: CellValue) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        number = Decimal(repr(cell)) if cell == cell and abs(cell) != float("inf") else None
        return (
            format(number, "f").replace(".", ",")
            if number is not None and abs(number.adjusted()) < 30
            else str(cell)
        )
    return str(cell).replace("\t", " ").replace("\n", " ").replace("\r", " ")
