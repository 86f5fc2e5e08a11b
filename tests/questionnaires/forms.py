"""Forms as XLSX, written as tables: cells parted by bars, the first line the headings, a line with nothing an empty row."""

from __future__ import annotations

import io

from django.utils.translation import override
from openpyxl import Workbook
from pyxform.xls2xform import convert

from samordner.questionnaires.content import Content, Question
from samordner.questionnaires.xlsform import Read, Refused
from samordner.questionnaires.xlsform.apart import task, understood


def book(**sheets: str) -> bytes:
    """A workbook with these sheets. `\\n` in a cell is a new line; a cell that begins with = is a formula."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, table in sheets.items():
        sheet = made.create_sheet(name)
        for number, line in enumerate(table.strip("\n").split("\n"), 1):
            for column, cell in enumerate(line.split("|"), 1):
                if said := cell.strip().replace("\\n", "\n").replace("¦", "|"):
                    sheet.cell(number, column).value = said
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(content: bytes, name: str = "skjema.xlsx") -> Read:
    """As `read_xlsform`, in this very process."""
    return understood(task(content, {"name": name}))


def read_sheets(**sheets: str) -> Read:
    """The form that these sheets make, which the standard's own converter also takes."""
    content = book(**sheets)
    found = read(content)
    assert convert(content, file_type=".xlsx").xform
    return found


def only(survey: str, choices: str = "", **sheets: str) -> Question:
    """The last question of the form."""
    return whole(survey, choices, **sheets).questions[-1]


def whole(survey: str, choices: str = "", **sheets: str) -> Content:
    more = {"choices": choices} if choices else {}
    return read_sheets(survey=survey, **more, **sheets).content


def refused(**sheets: str) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and sentence of everything that is in the way."""
    try:
        with override("en"):
            found = read(book(**sheets))
    except Refused as problem:
        return [(each.sheet, each.row, each.column, each.sentence) for each in problem.faults]
    raise AssertionError(f"it was read: {found}")
