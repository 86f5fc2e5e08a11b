"""Inputs as HTML, written here since a section may hold hundreds: a template takes ten times as long."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from samordner.questionnaires.content import OTHER
from samordner.questionnaires.drawing.parts import Drawn, Input, Option


def control(question: Drawn, cell: Input) -> SafeString:
    """What a cell is answered with, of the kind that the question's look says; choices come each with its label."""
    if question.look in ("radios", "boxes", "scale", "matrix") and cell.options and not question.folded:
        return mark_safe(_choices(question, cell))  # noqa: S308 all escaped
    tied = f'class="ds-input" id="{escape(cell.id)}" name="{escape(cell.name)}"{_tied(question, cell)}'
    if cell.options:
        return mark_safe(f"<select {tied}>{_folded(cell)}</select>")  # noqa: S308 all escaped
    match question.look:
        case "long":
            # The browser drops a line break that comes first
            said = f'<textarea rows="5" {tied}>\n{escape(cell.text)}</textarea>'
        case "file":
            said = f'<input type="file" {tied}>'
        case "number":
            mode = "decimal" if question.decimal else "numeric"
            said = f'<input type="text" inputmode="{mode}" autocomplete="off" {tied} value="{escape(cell.text)}">'
        case "date":
            kind = "text" if question.day_as_text else "date"
            said = f'<input type="{kind}" {tied} value="{escape(cell.text)}">'
        case _:
            said = f'<input type="text" {tied} value="{escape(cell.text)}">'
    return mark_safe(said)  # noqa: S308 all escaped


def said_of(cell: Input) -> SafeString:
    """What stands beside a cell: which version of it was read, what there is to know, and what is wrong."""
    said = f'<input type="hidden" name="version:{escape(cell.name)}" value="{cell.version}">'
    if cell.notice:
        said += f'<p class="ds-alert notice" data-color="warning" id="{escape(cell.id)}-notice">{escape(cell.notice)}</p>'
    if cell.fault:
        said += f'<p class="ds-validation-message" id="{escape(cell.id)}-fault">{escape(cell.fault)}</p>'
    return mark_safe(said)  # noqa: S308 all escaped


def _tied(question: Drawn, cell: Input) -> str:
    said = f' aria-describedby="{escape(cell.described)}"' if cell.described else ""
    if cell.fault:
        said += ' aria-invalid="true"'
    if question.required and question.look not in ("file", "date"):  # these have no role that knows it
        said += ' aria-required="true"'
    return said


def _folded(cell: Input) -> str:
    choose = gettext("Choose")
    return f'<option value="">{escape(choose)}</option>' + "".join(
        f'<option value="{escape(each.value)}"{" selected" if each.checked else ""}>{escape(each.label)}</option>'
        for each in cell.options
    )


def _choices(question: Drawn, cell: Input) -> str:
    kind = "checkbox" if question.look == "boxes" else "radio"
    start = f'type="{kind}" name="{escape(cell.name)}"'
    if cell.fault and kind == "checkbox":
        start += ' aria-invalid="true"'
    said = [_choice(start, each, opens=question.other is not None) for each in cell.options]
    if question.low or question.high:
        ends = f"<span>{escape(question.low)}</span><span>{escape(question.high)}</span>"
        said.append(f'<span class="scale-ends" aria-hidden="true">{ends}</span>')
    if question.clearable and kind == "radio":
        none = Option("", gettext("No answer"), f"{cell.id}-none", False)
        said.append(_choice(start, none, opens=False))
    return "".join(said)


def _choice(start: str, option: Option, *, opens: bool) -> str:
    hidden = f'<span class="ds-sr-only">, {escape(option.hidden)}</span>' if option.hidden else ""
    return (
        f'<label class="choice{" registered" if option.registered else ""}{"" if option.value else " choice-none"}">'
        f'<input class="ds-input" {start} id="{escape(option.id)}" value="{escape(option.value)}"'
        f"{' data-opens' if opens and option.value == OTHER else ''}{' checked' if option.checked else ''}>"
        f"<span>{escape(option.label)}{hidden}</span></label>"
    )
