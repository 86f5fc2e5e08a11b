"""What is typed when somebody prepares a round, chooses whom it asks, or does something with one that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.mapping.models import MOST_DAYS, MappingRound
from samordner.mapping.rounds.operations.planning import LEAST, MOST_FEWEST, MOST_MINUTES, Facts, facts_of
from samordner.pages.inputs import DayInput
from samordner.participation.models import Participation
from samordner.questionnaires.models import Questionnaire

For = MappingRound.For


class DaysField(forms.CharField):
    """Some numbers of days with commas between: "7, 2"."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(str(each) for each in value)

    def clean(self, value: Any) -> Any:
        parts = super().clean(value).replace(";", ",").replace(" ", ",").split(",")
        said = [part for part in parts if part]
        if any(not part.isascii() or not part.isdecimal() or len(part) > 4 for part in said):
            raise forms.ValidationError(
                _("Write how many days before the deadline, with commas between: 7, 2.")
            )
        return [int(part) for part in said]


class RoundForm(forms.Form):
    """What a round says."""

    questionnaire = forms.ChoiceField(label=_("Questionnaire"))
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Those who are asked see it, in letters and on the page."),
    )
    asked_by = forms.CharField(
        label=_("Asked by"), max_length=200, help_text=_("The organisation, not the person.")
    )
    why = forms.CharField(
        label=_("Why, and what it is used for"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the letter, and where it is answered. Write it so that both forms of Norwegian can do with it."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes to answer"), required=False, min_value=1, max_value=MOST_MINUTES,
        help_text=_("Empty: estimated from the questions. It is told to those who are asked, and counted in the load."),
    )  # fmt: skip
    opens = forms.DateField(
        label=_("Opens"), widget=DayInput(), help_text=_("Planned: you open it yourself.")
    )
    deadline = forms.DateField(
        label=_("Deadline"), widget=DayInput(), help_text=_("Answers are taken until the end of this day.")
    )
    remind_days = DaysField(
        label=_("Remind those who have not answered, days before the deadline"), required=False, max_length=60,
        help_text=_("With commas between: 7, 2. Empty: nobody is reminded by itself."),
    )  # fmt: skip
    answered_for = forms.ChoiceField(
        label=_("Each answer is for"),
        choices=For.choices,
        widget=forms.RadioSelect(),
        initial=For.MUNICIPALITY.value,
    )
    anonymous = forms.BooleanField(
        label=_("Anonymous: who has answered is known, what each answered is not"), required=False,
        help_text=_("For persons only, such as the participants of a meeting. Cannot be changed when it is open."),
    )  # fmt: skip
    fewest = forms.IntegerField(
        label=_("Fewest answers that are told of"), min_value=LEAST, max_value=MOST_FEWEST, initial=5,
        help_text=_("Anonymous: of fewer answers than this nothing is told."),
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("Erase names and addresses so many days after the deadline"), min_value=1, max_value=MOST_DAYS,
        initial=365,
    )  # fmt: skip

    def __init__(
        self, *args: Any, questionnaires: Iterable[Questionnaire], organisations: Iterable[str] = (), **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.questionnaires = {str(row.pk): row for row in questionnaires}
        self.organisations = list(organisations)
        self.fields["asked_by"].widget.attrs["list"] = "organisations"
        choices = [(pk, str(row)) for pk, row in self.questionnaires.items()]
        self.fields["questionnaire"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Questionnaire:
        return self.questionnaires[self.cleaned_data["questionnaire"]]

    def facts(self, minutes: int) -> Facts:
        """What was typed; `minutes` where none were."""
        said = {one.name: self.cleaned_data[one.name] for one in fields(Facts)}
        return Facts(**{**said, "minutes": said["minutes"] or minutes})


def said(row: MappingRound) -> dict[str, Any]:
    """What a round says, as the form's initial values."""
    facts = facts_of(row)
    return {one.name: getattr(facts, one.name) for one in fields(Facts)} | {
        "questionnaire": str(row.questionnaire_id)
    }


class RunningForm(forms.Form):
    """What may still be changed in a round that is open."""

    remind_days = DaysField(
        label=_("Remind those who have not answered, days before the deadline"), required=False, max_length=60,
        help_text=_("With commas between: 7, 2. Empty: nobody is reminded by itself."),
    )  # fmt: skip
    fewest = forms.IntegerField(
        label=_("Fewest answers that are told of"), min_value=LEAST, max_value=MOST_FEWEST,
        help_text=_("Anonymous: of fewer answers than this nothing is told."),
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("Erase names and addresses so many days after the deadline"), min_value=1, max_value=MOST_DAYS
    )


class LaterForm(forms.Form):
    """A later deadline, and what is said of it."""

    deadline = forms.DateField(label=_("New deadline"), widget=DayInput())
    why = forms.CharField(
        label=_("What is said about it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    told = forms.BooleanField(label=_("Write to those who have not answered"), required=False)


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the letter to those who were asked."),
    )  # fmt: skip


class AgainForm(forms.Form):
    """Another letter, to the same address or a better one."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), required=False, max_length=200)


class SpareForm(forms.Form):
    why = forms.CharField(label=_("What is said about it"), required=False, max_length=300)


class MoreForm(forms.Form):
    """One more who is asked: for a municipality, or outside."""

    participation = forms.ChoiceField(label=_("For which municipality"), required=False)
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    organisation = forms.CharField(
        label=_("Organisation, if it is no municipality"), required=False, max_length=200
    )

    def __init__(self, *args: Any, participations: Iterable[Participation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.participations = {str(row.pk): row for row in participations}
        choices = [("", _("None of them")), *((pk, str(row)) for pk, row in self.participations.items())]
        self.fields["participation"].choices = choices  # type: ignore[attr-defined]

    @property
    def place(self) -> Participation | None:
        return self.participations.get(self.cleaned_data["participation"])
