"""What is typed: shape and types only. Each form gives what its deed takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Refusal
from samordner.pages.inputs import DayInput
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.support.amounts import amount_text, read_amount
from samordner.support.models import Grant, Need, Outcome, Support, Where
from samordner.support.operations import Asked, Ending, Given, Money, Taking

LONGEST = 10_000
"""Characters in a long text: a page or three, and well within what a spreadsheet's cell holds."""


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


def long_field(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text
    )


def organisation_field(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=200, widget=widget)


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]], *, empty: Any = None) -> None:
    """Give a choice its choices; without any the field is left out."""
    found = list(choices)
    if not found:
        del form.fields[name]
        return
    first = [("", empty)] if empty is not None else []
    form.fields[name].choices = [*first, *found]  # type: ignore[attr-defined]


def _spelled(text: str, known: Sequence[str]) -> str:
    """An organisation as it is already spelled, whatever the letters' size: "ks" is KS."""
    return next((one for one in known if one.casefold() == text.strip().casefold()), text.strip())


class _ForMunicipality(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"))

    def _offer(self, participations: Sequence[Participation]) -> None:
        self.participations = {str(row.pk): row for row in participations}
        choices = [(key, str(row.municipality)) for key, row in self.participations.items()]
        if len(choices) > 1:
            choices.insert(0, ("", "–"))
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]

    @property
    def participation(self) -> Participation:
        """The one that was chosen; the form must be valid."""
        return self.participations[self.cleaned_data["municipality"]]


class NeedForm(forms.Form):
    """What a municipality asked for."""

    text = long_field(
        _("What is needed?"), required=True, rows=3,
        help_text=_("As it was said. Never anything about a person's health or private life."),
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    raised_where = forms.ChoiceField(label=_("Where was it said?"), choices=Where.choices)
    raised_reference = forms.CharField(
        label=_("Reference"), max_length=200, required=False,
        help_text=_("Where it can be found again: the meeting, the letter"),
    )  # fmt: skip
    raised_on = day_field(_("Raised on"))
    raised_by = forms.CharField(
        label=_("Raised by"), max_length=100, required=False, help_text=_("A role, not a name")
    )
    wanted = long_field(_("What help do they want?"))
    solutions = forms.MultipleChoiceField(
        label=_("Solutions it concerns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "theme", ((one.key, one.name) for one in definition.themes), empty="–")
        _choose(self, "sector", ((one.key, one.name) for one in definition.sectors), empty="–")
        _choose(self, "solutions", ((one.key, f"{one.key} {one.name}") for one in definition.solutions))

    @property
    def more(self) -> list[forms.BoundField]:
        """What is folded away until it is needed."""
        return [self[name] for name in ("raised_by", "wanted", "solutions") if name in self.fields]

    @property
    def shows_more(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.more)

    def asked(self) -> Asked:
        """What was typed; the form must be valid."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "municipality"}
        return Asked(**typed | {"solutions": tuple(typed.get("solutions", ()))})


class RaiseForm(_ForMunicipality, NeedForm):
    field_order = ("municipality", "text")

    def __init__(
        self, definition: Definition, participations: Sequence[Participation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(definition, *args, **kwargs)
        self._offer(participations)


def need_typed(need: Need) -> dict[str, Any]:
    """A need as the form begins with it."""
    names = (
        "text", "theme", "sector", "raised_where", "raised_reference", "raised_on", "raised_by", "wanted",
        "solutions",
    )  # fmt: skip
    return {name: getattr(need, name) for name in names}


class TakeForm(forms.Form):
    """Who takes a need, or has it handed over."""

    organisation = organisation_field(_("Which organisation?"))
    account = forms.ChoiceField(label=_("Which person?"), required=False)
    on = day_field(_("From the day"))
    deadline = day_field(_("Deadline"), required=False)
    words = forms.CharField(label=_("A few words"), max_length=500, required=False)

    def __init__(
        self, persons: Mapping[str, tuple[str, str]], organisations: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        choices = [(key, f"{name}, {of}" if of else name) for key, (name, of) in persons.items()]
        _choose(self, "account", choices, empty=_("Nobody in particular"))

    def clean_organisation(self) -> str:
        return _spelled(self.cleaned_data["organisation"], self.organisations)

    def taking(self) -> Taking:
        return Taking(**self.cleaned_data)


def taken_typed(need: Need) -> dict[str, Any]:
    return {"organisation": need.taken_by, "account": need.taken_account, "deadline": need.deadline}


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect)
    referred_to = forms.CharField(
        label=_("Referred to"), max_length=200, required=False, help_text=_("When it was not ours")
    )
    on = day_field(_("On the day"))
    words = long_field(_("Closing words"))

    def ending(self) -> Ending:
        return Ending(**self.cleaned_data)


def ended_typed(need: Need) -> dict[str, Any]:
    return {"outcome": need.outcome, "referred_to": need.referred_to, "words": need.closing}


class ReopenForm(forms.Form):
    words = forms.CharField(label=_("Why is it reopened?"), max_length=500)
    on = day_field(_("On the day"))


class GivenForm(forms.Form):
    """Help given, without saying to whom."""

    day = day_field(_("Day"))
    kind = forms.ChoiceField(label=_("Kind of help"), choices=Support.Kind.choices)
    organisation = organisation_field(_("Given by"))
    hours = forms.DecimalField(
        label=_("Hours"), required=False, max_digits=6, decimal_places=2, localize=True,
        help_text=_("Leave it out when nobody counted."),
    )  # fmt: skip
    text = long_field(
        _("What was done?"), rows=3, help_text=_("Never anything about a person's health or private life")
    )

    def __init__(self, organisations: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations

    def clean_organisation(self) -> str:
        return _spelled(self.cleaned_data["organisation"], self.organisations)

    def given(self) -> Given:
        names = ("day", "kind", "organisation", "hours", "text")
        return Given(**{name: self.cleaned_data[name] for name in names})


class LogForm(GivenForm):
    """The same help given to many."""

    municipalities = forms.MultipleChoiceField(
        label=_("Municipalities"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one municipality.")},
    )  # fmt: skip

    def __init__(
        self, participations: Sequence[Participation], organisations: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(organisations, *args, **kwargs)
        self.participations = {str(row.pk): row for row in participations}
        choices = [(key, str(row.municipality)) for key, row in self.participations.items()]
        self.fields["municipalities"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Participation]:
        return [self.participations[key] for key in self.cleaned_data["municipalities"]]


def given_typed(row: Support) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("day", "kind", "organisation", "hours", "text")}


class ContactForm(GivenForm):
    """One contact, said in one step: the table's rows have the button."""

    def __init__(self, organisations: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(organisations, *args, **kwargs)
        for name in ("hours", "text"):
            del self.fields[name]

    def given(self) -> Given:
        return Given(**self.cleaned_data)


class AmountField(forms.CharField):
    """Whole kroner, entered as people write them; None when it is empty."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, int):
            return value
        try:
            return read_amount(str(value))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal

    def prepare_value(self, value: Any) -> Any:
        return amount_text(value) if isinstance(value, int) else value


class MoneyForm(forms.Form):
    """A grant as it stands."""

    scheme = forms.ChoiceField(label=_("Scheme"), required=False)
    scheme_name = forms.CharField(label=_("Another scheme"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    applied_on = day_field(_("Applied on"), required=False)
    applied = AmountField(
        label=_("Amount applied for"),
        required=False,
        help_text=_("In kroner, such as 1 250 000 or 1,25 mill."),
    )
    granted_on = day_field(_("Answered on"), required=False)
    granted = AmountField(
        label=_("Amount granted"), required=False, help_text=_("Write 0 when it was rejected.")
    )
    used = AmountField(label=_("Amount used"), required=False)
    reported_on = day_field(_("Reported on"), required=False)
    case_number = forms.CharField(label=_("Case number"), max_length=60, required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    note = long_field(_("Note"))

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = ((one.key, one.name) for one in definition.grant_schemes)
        _choose(self, "scheme", schemes, empty="–")

    def money(self) -> Money:
        return Money(**{name: value for name, value in self.cleaned_data.items() if name != "municipality"})


class GrantForm(_ForMunicipality, MoneyForm):
    field_order = ("municipality", "scheme")

    def __init__(
        self, definition: Definition, participations: Sequence[Participation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(definition, *args, **kwargs)
        self._offer(participations)


MONEY = (
    "scheme", "scheme_name", "year", "applied_on", "applied", "granted_on", "granted", "used", "reported_on",
    "case_number", "link", "note",
)  # fmt: skip


def money_typed(grant: Grant) -> dict[str, Any]:
    return {name: getattr(grant, name) for name in MONEY}
