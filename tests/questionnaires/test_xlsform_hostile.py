"""A form is anybody's file: what is a trap is refused with a sentence, and nothing of it is opened in the server."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from samordner.documents.recognition import workbook
from samordner.questionnaires.xlsform import Refused, read_xlsform
from tests.questionnaires.forms import book
from tests.recognition.test_workbook import REFUSED

SURVEY = "type | name | label | relevant | constraint\n"


def why(content: bytes) -> list[tuple[str, int, str, str]]:
    with pytest.raises(Refused) as refused, override("en"):
        read_xlsform(content, "x.xlsx")
    return [(each.sheet, each.row, each.column, each.sentence) for each in refused.value.faults]


@pytest.mark.parametrize(
    "what", ["bomb", "many parts", "macros", "locked", "entities", "broken sheet", "PDF", "empty"]
)
def test_a_file_that_is_no_workbook_or_a_trap(what: str) -> None:
    made, sentence = REFUSED[what]
    assert why(made()) == [("", 0, "", sentence)]


def test_a_table_as_text_is_no_form() -> None:
    assert why(b"type;name;label\ntext;a;A\n") == [("", 0, "", "A form comes as an Excel workbook (XLSX).")]


def test_a_form_longer_than_any_questionnaire() -> None:
    rows = "\n".join(f"text | a{n} | A | |" for n in range(1_001))
    assert why(book(survey=SURVEY + rows)) == [
        ("survey", 0, "", "The sheet has more than 1000 rows. Is it a questionnaire?")
    ]


def test_a_sheet_with_more_columns_than_any() -> None:
    content = book(survey=" | ".join(f"c{n}" for n in range(300)))
    assert why(content) == [("", 0, "", workbook.TOO_MANY)]


def test_cells_that_are_only_coloured_to_the_end_of_the_sheet_are_passed_over() -> None:
    made = load_workbook(io.BytesIO(book(survey="type | name | label\ntext | a | A")))
    sheet = made["survey"]
    sheet.cell(2, 1_024).fill = sheet.cell(60_000, 3).fill = PatternFill("solid", fgColor="FFFF00")
    file = io.BytesIO()
    made.save(file)
    assert [each.key for each in read_xlsform(file.getvalue(), "x.xlsx").content.questions] == ["a"]


def test_expressions_that_would_run_away() -> None:
    deep = "(" * 5_000 + "1" + ")" * 5_000
    row = f"text | a | A | {deep} | regex(., '((a{{999}}){{999}}){{999}}')"
    assert why(book(survey=SURVEY + row)) == [
        ("survey", 2, "relevant", "The expression is longer than 4000 characters."),
        ("survey", 2, "constraint", "regex(): the pattern is too long or repeats too much."),
    ]


def test_as_many_faults_are_told_as_anybody_reads() -> None:
    rows = "\n".join(f"geopoint | a{n} | A | |" for n in range(300))
    found = why(book(survey=SURVEY + rows))
    assert (len(found), found[-1]) == (201, ("", 0, "", "… and 100 more."))


def test_a_large_questionnaire_is_read() -> None:
    rows = "\n".join(f"select_one k | a{n} | Spørsmål {n} | ${{a0}} != '{n}' | . != 'x'" for n in range(500))
    choices = "\n".join(f"k | k{n} | Kommune {n}" for n in range(400))
    content = book(
        survey=SURVEY + rows.replace("${a0} != '0'", ""), choices="list_name | name | label\n" + choices
    )
    assert len(read_xlsform(content, "x.xlsx").content.questions) == 500
