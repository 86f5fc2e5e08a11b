"""What is typed about experiences, and about who took them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.improvement.forms.fields import choose, day_field, long_field, of_solutions, short_field
from samordner.improvement.models import Experience, Uptake
from samordner.improvement.operations.experiences import Noted, Told
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition


class ExperienceForm(forms.Form):
    """What an experience tells the others."""

    title = short_field(
        _("Title"), required=True, help_text=_("What others would look for: what you did, and for what")
    )
    solution = forms.ChoiceField(label=_("Which solution does it belong to?"))
    what = long_field(
        _("What did you do, and what did you see?"), required=True, rows=5,
        help_text=_("Who reads it sees only this, not the project. Say also what did not work."),
    )  # fmt: skip
    for_whom = long_field(
        _("For whom did it work?"), rows=2, help_text=_("And where would you not expect it to?")
    )
    takes = long_field(_("What does it take?"), rows=2, help_text=_("Time, people, equipment, training"))

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "solution", [("", "–"), *of_solutions(definition)])

    def told(self) -> Told:
        return Told(**self.cleaned_data)


def experience_typed(row: Experience) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Told.__slots__}


class WithdrawForm(forms.Form):
    why = short_field(_("Why is it withdrawn?"), required=True, longest=300)


class NoteForm(forms.Form):
    """What a municipality did with an experience."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    seen_on = day_field(_("Seen on"))
    taken_up_on = day_field(_("Taken up on"))
    stopped_on = day_field(_("Stopped on"), help_text=_("When it was tried and left again"))
    how = long_field(_("How?"), rows=2, help_text=_("What you did otherwise. All in the office see this."))

    def __init__(self, participations: Sequence[Participation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participations = {str(row.pk): row for row in participations}
        first = [("", "–")] if len(self.participations) > 1 else []
        named = [(pk, str(row.municipality)) for pk, row in self.participations.items()]
        choose(self, "municipality", [*first, *named])

    @property
    def participation(self) -> Participation:
        """The one that was chosen; the form must be valid."""
        return self.participations[self.cleaned_data["municipality"]]

    def noted(self) -> Noted:
        return Noted(**{name: self.cleaned_data[name] for name in Noted.__slots__})


def noted_typed(row: Uptake) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Noted.__slots__} | {
        "municipality": str(row.participation_id)
    }
