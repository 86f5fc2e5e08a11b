"""What is typed at a point of a chart, and about keeping the chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.improvement.models import Cycle
from samordner.measurement.drawing import cycle_label
from samordner.measurement.models import (
    LINE,
    NAME,
    Answer,
)
from samordner.measurement.operations.deciding import Answers, Said
from samordner.measurement.operations.noting import Note
from samordner.pages.inputs import DayInput


def _cycles(rows: Iterable[Cycle]) -> list[tuple[str, Any]]:
    return [("", "–"), *((str(row.pk), f"{cycle_label(row.number)}: {row.question}"[:90]) for row in rows)]


class WithCycles(forms.Form):
    """One of the project's PDSA cycles may be chosen."""

    cycle = forms.ChoiceField(label=_("PDSA cycle"), required=False)

    def __init__(self, *args: Any, cycles: Sequence[Cycle] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.cycles = {str(row.pk): row for row in cycles}
        if cycles:
            self.fields["cycle"].choices = _cycles(cycles)  # type: ignore[attr-defined]
        else:
            del self.fields["cycle"]

    @property
    def chosen(self) -> Cycle | None:
        return self.cycles.get(self.cleaned_data.get("cycle") or "")


class PhaseForm(WithCycles):
    """Words of a phase."""

    label = forms.CharField(
        label=_("What the phase is called"),
        required=False,
        max_length=60,
        help_text=_("Such as: new routine"),
    )
    reason = forms.CharField(
        label=_("What was changed, or why you decide so"), required=False, max_length=LINE
    )
    field_order: Sequence[str] = ("label", "reason", "cycle")

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(label=typed["label"], reason=typed["reason"], cycle=self.chosen)


def _question(label: Any) -> forms.ChoiceField:
    every = _("Answer all four questions; “do not know” is an answer too.")
    return forms.ChoiceField(
        label=label, choices=Answer.choices, widget=forms.RadioSelect(), error_messages={"required": every}
    )


class SplitForm(PhaseForm):
    """The four questions, and whether a phase begins."""

    differs = _question(_("Do the numbers clearly behave otherwise than before?"))
    known = _question(_("Do you know the reason?"))
    wanted = _question(_("Is it as you wanted?"))
    lasts = _question(_("Do you expect it to last?"))
    reason = forms.CharField(label=_("What was changed, or why you decide so"), max_length=LINE)
    begins = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect(),
        choices=[("yes", _("A new phase begins here")), ("no", _("The chart stays as it is"))],
    )  # fmt: skip
    field_order = ("differs", "known", "wanted", "lasts", "label", "reason", "cycle", "begins")

    def answers(self) -> Answers:
        typed = self.cleaned_data
        return Answers(**{name: typed[name] for name in ("differs", "known", "wanted", "lasts")})


class ExcludeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is left out"), max_length=LINE,
        help_text=_("A known reason that will not come back, such as: the ward was closed"),
    )  # fmt: skip


class NoteForm(WithCycles):
    """A note at a point, or until another."""

    text = forms.CharField(
        label=_("Note"), required=False, max_length=LINE, help_text=_("Never anything about one person")
    )
    day = forms.DateField(label=_("At"), widget=DayInput())
    until = forms.DateField(label=_("Until, if it lasted"), widget=DayInput(), required=False)
    field_order = ("text", "cycle", "day", "until")

    def note(self) -> Note:
        typed = self.cleaned_data
        return Note(day=typed["day"], until=typed["until"], text=typed["text"], cycle=self.chosen)


class KeepForm(forms.Form):
    name = forms.CharField(
        label=_("What it is kept for"),
        max_length=NAME,
        required=False,
        help_text=_("Such as: report of June 2021"),
    )
