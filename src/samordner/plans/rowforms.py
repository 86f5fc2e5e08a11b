"""The form of a row, made from its register's columns: each cell as written, and beside it what that means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.documents.amounts import Amount
from samordner.documents.columns import Column, Kind
from samordner.plans.cells import Cell, settled_amount, settled_due, settled_status
from samordner.plans.forms import Data, Writing, add_period, day, written
from samordner.plans.models import Plan, RegisterRow
from samordner.plans.registers import Register
from samordner.plans.statuses import Chosen
from samordner.plans.written import Cells, tidy
from samordner.timeline.due import Due
from samordner.timeline.periods import Period

UNITS = {"kr": _("Whole kroner"), "fte": _("Full-time equivalents")}


class RowForm(Writing):
    """A row of a register. `row` is the row as its writer saw it; None for a row to be."""

    def __init__(
        self, register: Register[Any], row: RegisterRow | None, data: Data = None, *, plan: Plan
    ) -> None:
        name = row.pk if row else "new"
        super().__init__(data, auto_id=f"row-{name}-%s", initial={"version": row.version if row else 1})
        self.register, self.row, self.plan = register, row, plan
        self.before: dict[str, Cell] = register.typed(row) if row else {}
        for column in register.columns:
            self._add(column)
        for number, (heading, text) in enumerate((row.more if row else {}).items()):
            self.fields[f"more_{number}"] = written(heading, text)
            self.initial[f"more_{number}"] = text

    def _add(self, column: Column[Any]) -> None:
        key, title, cell = column.key, column.title, self.before.get(column.key)
        match column.kind:
            case Kind.PERIOD:
                when = cell if isinstance(cell, Period) else Period("")
                help_text = column.help or _("As you would write it: spring 2022, 27 April, yearly")
                add_period(self, key, title, when, help_text)
            case Kind.DUE:
                due = cell if isinstance(cell, Due) else Due("")
                self._put(key, written(title, due.label, column.help, narrow=True), due.label)
                self._put(f"{key}_day", day(pgettext_lazy("deadline", "Day")), due.day)
            case Kind.AMOUNT:
                amount = cell if isinstance(cell, Amount) else Amount("")
                self._put(key, written(title, amount.label, column.help, narrow=True), amount.label)
                self._put(f"{key}_amount", number(column), amount.value)
            case Kind.CHOICE:
                chosen = cell if isinstance(cell, Chosen) else Chosen("")
                choices = [("", pgettext_lazy("status", "not said")), *column.choices.items()]
                field = forms.ChoiceField(label=title, required=False, choices=choices, help_text=column.help)
                self._put(key, field, chosen.key)
                words = written(_("In your own words"), chosen.label, narrow=True)
                self._put(f"{key}_words", words, chosen.label)
            case Kind.PEOPLE:
                self._add_linked(column, cell if isinstance(cell, tuple) else ())
            case Kind.DAY:
                self._put(key, day(title), cell)
            case _:
                self._put(key, written(title, str(cell or ""), column.help), str(cell or ""))

    def _add_linked(self, column: Column[Any], keys: tuple[str, ...]) -> None:
        """Boxes for what the programme knows, and a line for anything else."""
        options = self.register.options(column.key, self.plan)
        known = {option.key for option in options}
        others = "\n".join(key for key in keys if key not in known)
        if options:
            field = forms.MultipleChoiceField(
                label=column.title,
                required=False,
                choices=[(option.key, str(option)) for option in options],
                widget=forms.CheckboxSelectMultiple,
                help_text=column.help,
            )
            self._put(column.key, field, [key for key in keys if key in known])
            self._put(f"{column.key}_other", written(_("Others, one a line"), others, narrow=True), others)
        else:
            text = written(column.title, others, column.help or _("One a line"), narrow=True)
            self._put(column.key, text, others)

    def _put(self, name: str, field: forms.Field, value: Any) -> None:
        self.fields[name] = field
        self.initial[name] = value

    def cells(self) -> Cells:
        """Column key → what the writer means, of a valid form."""
        year = self.plan.year
        cells: dict[str, Cell] = {}
        for column in self.register.columns:
            if column.kind is Kind.PERIOD:
                before = self.before.get(column.key)
                period = self.period(
                    column.key, before=before if isinstance(before, Period) else None, year=year
                )
                cells[column.key] = period
                if period.start:
                    year = period.start.year if period.end and period.end.year == period.start.year else None
        return {
            column.key: cells[column.key] if column.key in cells else self._cell(column, year)
            for column in self.register.columns
        }

    def _cell(self, column: Column[Any], year: int | None) -> Cell:
        key, said, before = column.key, self.cleaned_data, self.before.get(column.key)
        match column.kind:
            case Kind.DUE:
                due = before if isinstance(before, Due) else None
                return settled_due(said[key], said[f"{key}_day"], before=due, year=year)
            case Kind.AMOUNT:
                amount = before if isinstance(before, Amount) else None
                return settled_amount(said[key], said[f"{key}_amount"], before=amount, unit=column.unit)
            case Kind.CHOICE:
                chosen = before if isinstance(before, Chosen) else None
                return settled_status(said[f"{key}_words"], said[key], before=chosen)
            case Kind.PEOPLE:
                lines = tidy(said.get(f"{key}_other", "") if f"{key}_other" in self.fields else said[key])
                others = tuple(line.strip() for line in lines.split("\n") if line.strip())
                return (*(said[key] if f"{key}_other" in self.fields else ()), *others)
            case _:
                return said[key]  # type: ignore[no-any-return]

    def more(self) -> dict[str, str]:
        headings = list(self.row.more) if self.row else []
        return {
            heading: text
            for number, heading in enumerate(headings)
            if (text := self.cleaned_data.get(f"more_{number}"))
        }

    def settled(self) -> dict[str, Any]:
        values = {
            name: tidy(value) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        for key, cell in self.cells().items():
            match cell:
                case Period():
                    values |= {key: cell.label, f"{key}_from": cell.start, f"{key}_to": cell.end}
                case Due():
                    values |= {key: cell.label, f"{key}_day": cell.day}
                case Amount():
                    values |= {key: cell.label, f"{key}_amount": cell.value}
                case Chosen():
                    values |= {key: cell.key, f"{key}_words": cell.label}
        return values


def number(column: Column[Any]) -> forms.DecimalField:
    """A field for the number that an amount means."""
    whole = column.unit == "kr"
    return forms.DecimalField(
        label=UNITS[column.unit], required=False, min_value=0, max_value=10**15 - 1 if whole else 99_999,
        decimal_places=0 if whole else 2, widget=forms.NumberInput(attrs={"step": "1" if whole else "0.01"}),
    )  # fmt: skip
