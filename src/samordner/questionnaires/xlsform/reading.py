"""A form as a questionnaire: sheets, languages, lists of choices, and what only forms of ours say besides."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from samordner.documents.lines import clean
from samordner.documents.recognition.workbook import Sheet, read_workbook
from samordner.questionnaires.content import Choice, Content, Words
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform import standard
from samordner.questionnaires.xlsform.building import content_of
from samordner.questionnaires.xlsform.conditions import Conditions
from samordner.questionnaires.xlsform.languages import language_of
from samordner.questionnaires.xlsform.naming import names_of
from samordner.questionnaires.xlsform.places import CHOICES, OURS, SETTINGS, SURVEY, Found, Line
from samordner.questionnaires.xlsform.tables import NOT_ENTITIES, OTHER_LANGUAGE, TRUTHS, lines_of
from samordner.questionnaires.xlsform.types import NOT_FROM_FILES, NOT_PLACES
from samordner.questionnaires.xlsform.walking import walked, with_grids

NO_SURVEY = gettext_noop("The workbook has no sheet “survey”.")
NOTHING = gettext_noop("The form asks nothing.")
NO_TYPES = gettext_noop("The sheet has no column “type”.")
OTHER_WORDS = gettext_noop(
    "The questions are in none of bokmål, nynorsk and English: name the language of a column, such as label::nb."
)
NOT_A_BOOK = gettext_noop("A form comes as an Excel workbook (XLSX).")
A_FORMULA = gettext_noop("The cell holds a formula: write the text itself.")
LANGUAGE = gettext_noop("The default language “%(name)s” is none of bokmål, nynorsk and English.")
NO_NAME = gettext_noop("The choice has no name.")
NO_LIST = gettext_noop("The choice has no list_name.")
BAD_NAME = gettext_noop(
    "The name of a choice, “%(name)s”, may have only the letters a–z, digits, hyphens, underscores and full stops."
)
CHOICE_TWICE = gettext_noop("The list “%(list)s” has the choice “%(name)s” twice.")
NO_LABEL = gettext_noop("The choice has no text: label is missing.")
SENT_AWAY = gettext_noop(
    "Answers stay here: they are neither encrypted for others nor sent to another server."
)
SETTING = gettext_noop("The setting is not kept: it means nothing here.")
UNKNOWN_PART = gettext_noop("“%(name)s” belongs to nothing in this form, and is not kept.")

TOO_LONG = gettext_noop("The sheet has more than %(most)s rows. Is it a questionnaire?")

MOST = {SURVEY: 1_000, CHOICES: 5_000, SETTINGS: 20, OURS: 3_000}
ELSEWHERE = {"entities": NOT_ENTITIES, "external_choices": NOT_FROM_FILES, "osm": NOT_PLACES}
KEPT_SETTINGS = {
    "form_title",
    "default_language",
    "form_id",
    "version",
    "allow_choice_duplicates",
    "clean_text_values",
}
SENDING = {"public_key", "submission_url", "auto_send", "auto_delete"}
ARCHIVE = b"PK"
CHOICE = re.compile(r"[A-Za-z0-9_.-]+")


def read_form(content: bytes, name: str, found: Found) -> Content:
    """The questionnaire. `found.faults` must be empty for it to be whole. Raises `Unreadable`."""
    sheets = _sheets(content, found)
    if found.faults:
        return Content(Words())
    _formulas(content, found)
    settings = _lines(sheets, SETTINGS, "nb", found)
    language = _language(settings, found)
    extra = _extra(_lines(sheets, OURS, language, found))
    if title := _title(settings, extra, language, name):
        extra["title"] = title
    asks = _lines(sheets, SURVEY, language, found)
    if _no_form(asks, found):
        return Content(Words())
    whole = with_grids(walked(asks, found), found)
    names = names_of(whole, found)
    lists = _lists(_lines(sheets, CHOICES, language, found), extra, Conditions(names.cells, found))
    read = content_of(whole, names, lists, extra, found)
    if not (read.sections or found.faults or OURS in sheets):
        found.fault(Line(SURVEY, 0), "", NOTHING)
    for each, why in ELSEWHERE.items():
        if each in sheets and len(sheets[each].rows) > 1:  # with headings alone it says nothing
            found.fault(Line(each, sheets[each].rows[1].number), "", why)
    _leftover(extra, read, found)
    standard.check(content, found)
    return read


def _sheets(content: bytes, found: Found) -> dict[str, Sheet]:
    """The sheets by their names in small letters; the only one is the survey, whatever it is called."""
    sheets = read_workbook(content)
    if not content.startswith(ARCHIVE):
        found.fault(Line("", 0), "", NOT_A_BOOK)
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    if len(sheets) == 1:
        by_name.setdefault(SURVEY, sheets[0])
    if SURVEY not in by_name and not found.faults:
        found.fault(Line("", 0), "", NO_SURVEY)
    for each, most in MOST.items():
        if each in by_name and len(by_name[each].rows) > most:
            found.fault(Line(each, 0), "", TOO_LONG, most=most)
    return by_name


def _lines(sheets: dict[str, Sheet], kind: str, language: str, found: Found) -> list[Line]:
    return lines_of(sheets[kind], kind, language, found) if kind in sheets else []


def _no_form(lines: list[Line], found: Found) -> bool:
    """Whether there is no use in reading on, with why: every row would be told of for the same reason."""
    if lines and not any("type" in line.cells for line in lines):
        found.fault(Line(SURVEY, 1), "", NO_TYPES)
        return True
    if not any("label" in line.words for line in lines):
        others = [each for each in found.notes if each.sheet == SURVEY and each.message == OTHER_LANGUAGE]
        if label := next((each.column for each in others if each.column.casefold().startswith("label")), ""):
            found.fault(Line(SURVEY, 1), label, OTHER_WORDS)
            return True
    return False


def _formulas(content: bytes, found: Found) -> None:
    """A formula's value is whatever the sender's machine said last; nothing is calculated here."""
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        name = sheet.title.casefold()
        if name not in {SURVEY, CHOICES, SETTINGS, OURS}:
            continue
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), 1):
            for column, cell in enumerate(row, 1):
                if cell.data_type == "f" and str(cell.value).upper() not in TRUTHS:
                    found.fault(Line(name, number), get_column_letter(column), A_FORMULA)


def _language(settings: list[Line], found: Found) -> str:
    said = settings[0].get("default_language") if settings else ""
    if said and not language_of(said):
        found.fault(settings[0], "default_language", LANGUAGE, name=said)
    for column in settings[0].cells if settings else ():
        if column in SENDING:
            found.fault(settings[0], column, SENT_AWAY)
        elif column not in KEPT_SETTINGS:
            found.note(settings[0], column, SETTING)
    return language_of(said) or "nb"


def _title(settings: list[Line], extra: dict[str, Words], language: str, name: str) -> Words | None:
    """The title of the settings, which somebody may have changed since we wrote it; or of the file."""
    ours = extra.get("title")
    said = settings[0].get("form_title") if settings else ""
    if said:
        known = {each: getattr(ours, each) for each in ("nb", "nn", "en")} if ours else {}
        return Words(**known | {language: said})
    return ours if ours is not None else Words(**{language: _stem(name)})


def _stem(name: str) -> str:
    """The name of a file without its ending, as a title."""
    said = clean(name).strip()
    return " ".join((said.rpartition(".")[0] or said).split())[:200]


def _extra(lines: Iterable[Line]) -> dict[str, Words]:
    return {
        line.get("of"): Words(**{each: line.get(each) for each in ("nb", "nn", "en")})
        for line in lines
        if line.get("of")
    }


def _leftover(extra: dict[str, Words], content: Content, found: Found) -> None:
    known = {"title", "intro", "thanks", *(f"list:{each.key}" for each in content.lists)}
    known |= {f"intro:{section.key}" for section in content.sections}
    known |= {f"{end}:{question.key}" for question in content.questions for end in ("low", "high")}
    for name in extra:
        if name not in known:
            found.note(Line(OURS, 0), "of", UNKNOWN_PART, name=name)


def _lists(
    lines: Iterable[Line], extra: dict[str, Words], rules: Conditions
) -> dict[str, tuple[Choice, ...]]:
    found = rules.found
    lists: dict[str, dict[str, Choice]] = {
        name.removeprefix("list:"): {} for name in extra if name.startswith("list:")
    }
    for line in lines:
        name, key = line.get("list_name"), line.get("name")
        if not name and not key:
            continue  # a row of remarks
        if not name:
            found.fault(line, "list_name", NO_LIST)
        if not key:
            found.fault(line, "name", NO_NAME)
        elif not CHOICE.fullmatch(key):
            found.fault(line, "name", BAD_NAME, name=key)
        if not line.words.get("label"):
            found.fault(line, "label", NO_LABEL)
        filters = {column: said for column, said in line.cells.items() if column not in {"list_name", "name"}}
        choices = lists.setdefault(name, {})
        if key in choices:
            found.fault(line, "name", CHOICE_TWICE, list=name, name=key)
        choices[key] = Choice(key, rules.words(line, "label"), filters or None)
    return {name: tuple(choices.values()) for name, choices in lists.items()}
