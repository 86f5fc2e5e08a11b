"""What is typed when somebody writes down an ask, narrows a list of them, or marks an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.asks.audiences import Audience
from samordner.asks.models import Ask, Kind
from samordner.asks.operations import Wording
from samordner.pages.inputs import DayInput
from samordner.participation.models import Contact, Participation

MOST_MINUTES = 60 * 24 * 20
"""A month of work: more than that is a slip of the pen."""


class WordingForm(forms.Form):
    """What an ask says."""

    title = forms.CharField(label=pgettext_lazy("ask", "What is asked"), max_length=200)
    asked_by = forms.CharField(
        label=_("Asked by"), max_length=200, help_text=_("The organisation, not the person.")
    )
    kind = forms.ChoiceField(label=pgettext_lazy("ask", "Kind"), choices=Kind.choices)
    minutes = forms.IntegerField(
        label=_("Minutes of work for each municipality"),
        min_value=0,
        max_value=MOST_MINUTES,
        help_text=_("An estimate: reading, gathering, answering, being there. A working day is 450."),
    )
    sent = forms.DateField(label=_("Sent, or opens"), widget=DayInput())
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DayInput())
    why = forms.CharField(
        label=_("Why, and what it is used for"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    source = forms.CharField(
        label=_("Where it is said"),
        required=False,
        max_length=300,
        help_text=_("A letter, a case number, a page."),
    )

    def __init__(self, *args: Any, organisations: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.organisations = list(organisations)
        self.fields["asked_by"].widget.attrs["list"] = "organisations"

    def wording(self) -> Wording:
        return Wording(**{one.name: self.cleaned_data[one.name] for one in fields(Wording)})


def said(row: Ask) -> dict[str, Any]:
    """What an ask says, as a form's initial values."""
    return {one.name: getattr(row, one.name) for one in fields(Wording)}


class ReachForm(forms.Form):
    """Whom something goes to: an audience, the municipalities that are ticked, or both."""

    audience = forms.ChoiceField(label=_("Which municipalities"), required=False)
    who = forms.MultipleChoiceField(
        label=_("Municipalities"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(
        self, *args: Any, audiences: Sequence[Audience], participations: Iterable[Participation], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.audiences = {each.key: each for each in audiences}
        self.participations = {str(row.pk): row for row in participations}
        self.fields["audience"].choices = choices_of(audiences)  # type: ignore[attr-defined]
        self.fields["who"].choices = [(pk, str(row)) for pk, row in self.participations.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Audience | None:
        return self.audiences.get(self.cleaned_data["audience"])

    @property
    def ticked(self) -> list[Participation]:
        return [self.participations[pk] for pk in self.cleaned_data["who"]]


class NewAskForm(ReachForm, WordingForm):
    """An ask, and whom it goes to."""

    audience = forms.ChoiceField(label=_("Who is asked"), required=False)


class WhomForm(ReachForm):
    """Whom in person: in these municipalities those with the roles; and others outside."""

    roles = forms.MultipleChoiceField(
        label=_("Whom there"), required=False, widget=forms.CheckboxSelectMultiple(), choices=Contact.Role.choices
    )  # fmt: skip
    others = forms.CharField(
        label=_("Others outside the municipalities"), required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One a line: e-mail address; name; organisation."),
    )  # fmt: skip


def choices_of(audiences: Sequence[Audience]) -> list[Any]:
    """The audiences to choose between, those of one group under its heading."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for each in audiences:
        found.setdefault(str(each.group), []).append((each.key, each.label))
    grouped: list[Any] = [("", _("Only those ticked below"))]
    for group, members in found.items():
        grouped += [(group, members)] if group else members
    return grouped


class PostponeForm(forms.Form):
    deadline = forms.DateField(label=_("New deadline"), widget=DayInput())


class MarkForm(forms.Form):
    """What is done with the recipients that are ticked: `deed` is answered, withdraw or reopen."""

    deed = forms.ChoiceField(choices=[(each, each) for each in ("answered", "withdraw", "reopen")])
    who = forms.MultipleChoiceField(label=_("Municipalities"), required=False)
    on = forms.DateField(label=_("Day"), widget=DayInput())
    why = forms.CharField(label=_("Why withdrawn"), required=False, max_length=300)

    def __init__(self, *args: Any, recipients: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].choices = list(recipients.items())  # type: ignore[attr-defined]


class MoreForm(forms.Form):
    who = forms.MultipleChoiceField(label=_("Municipalities"), widget=forms.CheckboxSelectMultiple())

    def __init__(self, *args: Any, participations: Iterable[Participation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.participations = {str(row.pk): row for row in participations}
        self.fields["who"].choices = [(pk, str(row)) for pk, row in self.participations.items()]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[Participation]:
        return [self.participations[pk] for pk in self.cleaned_data["who"]]
