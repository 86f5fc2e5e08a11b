"""The sheets of a form as rows of named columns: headings in all their spellings, and languages, are understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samordner.documents.recognition.workbook import Sheet
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.languages import language_of
from samordner.questionnaires.xlsform.places import CHOICES, OURS, SETTINGS, SURVEY, Found, Line

WORDS = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
COLUMNS = (
    "type", "name", "relevant", "required", "constraint", "calculation", "default", "read_only", "choice_filter",
    "appearance", "parameters", "disabled",
)  # fmt: skip
OWN = ("asks", "bound", "bound_values", "matrix", "other")
"""Columns of our own: see `bindings`; `matrix`: the lists of its rows and of its choices; `other`: see `writing`."""

ALIASES = {
    SURVEY: {
        "command": "type",
        "tag": "name",
        "value": "name",
        "caption": "label",
        "relevance": "relevant",
        "readonly": "read_only",
        "calculate": "calculation",
        "constraining_message": "constraint_message",
        "requiredmsg": "required_message",
        "jr:constraintmsg": "constraint_message",
        "jr:requiredmsg": "required_message",
        "repeat_count": "jr:count",
        "count": "jr:count",
        "noapperrorstring": "no_app_error_string",
    },
    CHOICES: {"caption": "label", "value": "name", "list name": "list_name"},
    SETTINGS: {"set_form_title": "form_title", "title": "form_title", "set_form_id": "form_id",
               "id_string": "form_id"},
    OURS: {},
}  # fmt: skip
OUTER = {
    "bind": {
        "relevant",
        "required",
        "constraint",
        "readonly",
        "calculate",
        "jr:constraintmsg",
        "jr:requiredmsg",
    },
    "control": {"appearance"},
    "body": {"appearance"},
    "media": {"image", "big-image", "audio", "video"},
}
"""What a column may be said to belong to: bind::relevant is relevant."""

TRUTHS = {"=TRUE()": "true", "=FALSE()": "false"}
"""How LibreOffice writes a ticked and an empty box: the only formulas that are taken for what they say."""

NOT_MEDIA = gettext_noop("Pictures, sound and film in a question are not supported.")
NOT_REPEATED = gettext_noop(
    "Repeated groups are not supported: ask so many times as are needed, or use a grid with a row for each."
)
NOT_TRIGGERED = gettext_noop(
    "Calculations that a question triggers are not supported: a calculation always holds."
)
NOT_ENTITIES = gettext_noop("Entities are not supported.")
NOT_TECHNICAL = gettext_noop("“%(name)s” is not supported.")
TWICE = gettext_noop("Two columns say the same: “%(one)s” and “%(other)s”.")
OTHER_LANGUAGE = gettext_noop("The column is not kept: it is in none of bokmål, nynorsk and English.")
NOT_KEPT = gettext_noop("The column is not kept: it means nothing here.")
NO_HEAD = gettext_noop("The sheet must begin with its headings in row 1.")

REFUSED = {
    **dict.fromkeys(("image", "big-image", "audio", "video"), NOT_MEDIA),
    "jr:count": NOT_REPEATED,
    "trigger": NOT_TRIGGERED,
    "save_to": NOT_ENTITIES,
    "query": NOT_TECHNICAL,
    "intent": NOT_TECHNICAL,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What the heading of a column means. `language`: "" where none is named; None: one that is not ours."""

    written: str
    column: str
    language: str | None = ""
    refusal: str = ""
    known: bool = True


def lines_of(sheet: Sheet, kind: str, language: str, found: Found) -> list[Line]:
    """The rows under the headings. `language`: of columns that name none."""
    if not sheet.rows or sheet.rows[0].number != 1:
        found.fault(Line(kind, 1), "", NO_HEAD)
        return []
    written = [str(cell).strip() for cell in sheet.rows[0].cells]
    heads = [_head(each, kind, any("::" in one for one in written)) for each in written]
    _twice(heads, kind, language, found)
    told: set[str] = set()
    lines = []
    for row in sheet.rows[1:]:
        line = Line(kind, row.number)
        for head, cell in zip(heads, row.cells, strict=False):
            if cell != "" and head.column:
                _put(line, head, TRUTHS.get(str(cell).upper(), str(cell)), language, found, told)
        if line.cells or line.words:
            lines.append(line)
    return lines


def _put(line: Line, head: Head, cell: str, language: str, found: Found, told: set[str]) -> None:
    line.heads.setdefault(head.column, head.written)
    if head.refusal:
        found.fault(line, head.column, head.refusal, name=head.written)
    elif head.language is None or not head.known:
        if head.written not in told:
            message = OTHER_LANGUAGE if head.language is None else NOT_KEPT
            found.note(Line(line.sheet, 1, heads={head.column: head.written}), head.column, message)
        told.add(head.written)
    elif head.column in WORDS:
        line.words.setdefault(head.column, {})[head.language or language] = cell
    else:
        line.cells[head.column] = cell


def _twice(heads: Sequence[Head], kind: str, language: str, found: Found) -> None:
    seen: dict[tuple[str, str], Head] = {}
    for head in heads:
        if not head.column or not head.known or head.refusal or head.language is None:
            continue
        key = (head.column, head.language or (language if head.column in WORDS else ""))
        if key in seen:
            line = Line(kind, 1, heads={head.column: head.written})
            found.fault(line, head.column, TWICE, one=seen[key].written, other=head.written)
        seen.setdefault(key, head)


def _head(written: str, kind: str, double: bool) -> Head:
    parts = [part.strip() for part in written.split("::" if double else ":")]
    if len(parts) > 1 and "jr" in parts[:-1]:
        at = parts.index("jr")
        parts[at : at + 2] = [f"jr:{parts[at + 1]}"]
    if (
        kind in {SURVEY, CHOICES}
        and len(parts) > 1
        and parts[1].casefold() in OUTER.get(parts[0].casefold(), ())
    ):
        parts = parts[1:]
    column = ALIASES[kind].get(" ".join(parts[0].split()).casefold()) or "_".join(parts[0].split()).casefold()
    column = ALIASES[kind].get(column, column)
    if kind == CHOICES and column not in {"list_name", "name", "label", *REFUSED}:
        return Head(written, written)  # what choice filters may ask, in the letters that it is written in
    if kind in {SURVEY, CHOICES} and column in REFUSED:
        return Head(written, column, refusal=REFUSED[column])
    if column in WORDS and kind in {SURVEY, CHOICES}:
        return Head(written, column, (language_of("::".join(parts[1:])) or None) if parts[1:] else "")
    if kind == SURVEY:
        known = len(parts) == 1 and column in {*COLUMNS, *OWN}
        technical = (
            parts != [written]
            and not known
            and written.split(":", maxsplit=1)[0].casefold() in {*OUTER, "instance"}
        )
        return Head(written, column, refusal=NOT_TECHNICAL if technical else "", known=known)
    return Head(written, column)
