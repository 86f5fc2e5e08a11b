"""What is typed when somebody words letters, writes to municipalities, or looks after a letter in the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.asks.audiences import Audience
from samordner.asks.forms import MOST_MINUTES, choices_of
from samordner.letters.kinds import Kind
from samordner.letters.models import Language
from samordner.pages.inputs import DayInput
from samordner.participation.models import Contact, Participation

LONGEST = 20_000


def _subject(*, required: bool = True) -> forms.CharField:
    return forms.CharField(label=_("Subject"), max_length=200, required=required)


def _body(rows: int = 16, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=_("Text"), max_length=LONGEST, required=required, strip=False, widget=area)


class WordingForm(forms.Form):
    """How a kind of letter is worded in one language."""

    subject = _subject()
    body = _body()

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language


class LetterheadForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Written in, where the municipality has not asked for one form"),
        choices=Language.choices,
        widget=forms.RadioSelect(),
    )
    reply_to = forms.EmailField(
        label=_("Answers go to"),
        required=False,
        help_text=_(
            "An address that several people read. Empty: answers go to the address that letters come from."
        ),
    )


class AgainForm(forms.Form):
    address = forms.EmailField(label=_("E-mail address"))


class SettleForm(forms.Form):
    arrived = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class MunicipalitiesForm(forms.Form):
    """A letter to municipalities: whom, in which roles, and the words in both forms of Norwegian.

    `sheet` is the same however often the form is sent, so that a second press of the button writes nothing twice.
    `seen` is what the writer saw of who gets it.
    """

    kind = forms.ChoiceField(label=_("Begin with"))
    audience = forms.ChoiceField(label=_("Municipalities"), required=False)
    who = forms.MultipleChoiceField(
        label=_("Municipalities"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    roles = forms.MultipleChoiceField(
        label=_("Who in the municipality"),
        choices=Contact.Role.choices,
        widget=forms.CheckboxSelectMultiple(),
    )
    subject_nb = _subject(required=False)
    body_nb = _body(12, required=False)
    subject_nn = _subject(required=False)
    body_nn = _body(12, required=False)
    asks = forms.BooleanField(
        label=_("The letter asks something of them"),
        required=False,
        help_text=_("Then it is also written down among the requests, and counts as load."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes of work for each municipality"), required=False, min_value=0, max_value=MOST_MINUTES
    )
    deadline = forms.DateField(label=pgettext_lazy("letter", "Deadline"), required=False, widget=DayInput())
    sheet = forms.UUIDField(widget=forms.HiddenInput())
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[Kind],
        audiences: Sequence[Audience],
        participations: Iterable[Participation],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.kinds = {each.key: each for each in kinds}
        self.audiences = {each.key: each for each in audiences}
        self.participations = {str(row.pk): row for row in participations}
        self.fields["kind"].choices = [(key, each.name) for key, each in self.kinds.items()]  # type: ignore[attr-defined]
        self.fields["audience"].choices = choices_of(audiences)  # type: ignore[attr-defined]
        self.fields["who"].choices = [(pk, str(row)) for pk, row in self.participations.items()]  # type: ignore[attr-defined]
        for name in ("subject", "body"):
            for language in Language.values:
                self.fields[f"{name}_{language}"].widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("asks") and cleaned.get("minutes") is None:
            self.add_error("minutes", _("Estimate the work of each municipality."))
        return cleaned

    @property
    def chosen_kind(self) -> Kind:
        return self.kinds[self.cleaned_data["kind"]]

    @property
    def chosen(self) -> Audience | None:
        return self.audiences.get(self.cleaned_data["audience"])

    @property
    def ticked(self) -> set[str]:
        return set(self.cleaned_data["who"])

    @property
    def sheet_key(self) -> str:
        sheet: UUID = self.cleaned_data["sheet"]
        return sheet.hex


def new_sheet() -> UUID:
    return uuid4()
