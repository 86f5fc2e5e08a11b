"""What is typed while minutes are written, and on tasks: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.minutes.gathering import item_text, value_text
from samordner.minutes.models import Decision, Language, Minutes, Said, Task
from samordner.minutes.operations import Giving
from samordner.pages.inputs import DayInput
from samordner.participation.models import Evidence, Participation, SourceKind
from samordner.participation.statements import Statement, series_of, values_allowed
from samordner.programmes.definition import Definition
from samordner.support.models import Where
from samordner.support.operations import Asked
from samordner.timeline import periods

LONGEST = 20_000
"""Characters in a point: ten pages."""


def text_field(
    label: Any, *, rows: int = 2, required: bool = True, help_text: Any = "", most: int = 4000
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=most, widget=widget, help_text=help_text
    )


def _choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class FrontForm(forms.Form):
    """Who was there, and the labels' form of Norwegian; in a corrected edition what it puts right."""

    correcting = text_field(_("What is corrected"), most=1000)
    present = text_field(
        _("Present"), rows=3, required=False,
        help_text=_("Organisations and roles, as you would print them. Those noted at the door are counted beside."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the labels in print"), choices=Language.choices)

    def __init__(self, edition: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edition == 1:
            del self.fields["correcting"]


def front_said(minutes: Minutes) -> dict[str, Any]:
    return {name: getattr(minutes, name) for name in ("correcting", "present", "language")}


class PointForm(forms.Form):
    """A point: its heading and what was said."""

    title = forms.CharField(label=_("Heading"), max_length=300)
    text = text_field(
        _("What was said"), rows=5, required=False, most=LONGEST,
        help_text=_("Never anything about a person's health or private life"),
    )  # fmt: skip


def point_said(said: Said) -> dict[str, Any]:
    return {"title": said.title, "text": said.text}


class NewPointForm(forms.Form):
    title = forms.CharField(label=_("Heading of a new point"), max_length=300)


class DecisionForm(forms.Form):
    text = text_field(_("What was decided?"))


def decision_said(decision: Decision) -> dict[str, Any]:
    return {"text": decision.text}


class TaskForm(forms.Form):
    """What somebody is to do, who, and by when."""

    text = text_field(_("What is to be done?"))
    organisation = forms.CharField(
        label=_("Which organisation?"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )  # fmt: skip
    account = forms.ChoiceField(label=_("Which person?"), required=False)
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DayInput())

    def __init__(
        self, persons: Mapping[str, tuple[str, str]], organisations: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.persons, self.organisations = persons, organisations
        named: list[tuple[str, Any]] = [
            (key, f"{name}, {of}" if of else name) for key, (name, of) in persons.items()
        ]
        held = str(self.initial.get("account") or "")
        if held and held not in persons:  # someone who no longer works there still has it
            named.append((held, _("the one who had it")))
        _choices(self, "account", [("", _("Nobody in particular")), *named])

    def clean_organisation(self) -> str:
        """As it is already spelled, whatever the letters' size: "ks" is KS."""
        typed = " ".join(self.cleaned_data["organisation"].split())
        return next((one for one in self.organisations if one.casefold() == typed.casefold()), typed)

    def clean(self) -> dict[str, Any]:
        """The organisation of the person who is chosen, when no other is named."""
        typed = super().clean() or self.cleaned_data
        if not typed.get("organisation") and typed.get("account") in self.persons:
            typed["organisation"] = self.persons[typed["account"]][1]
        return typed

    def giving(self) -> Giving:
        return Giving(**self.cleaned_data)


def task_said(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ("text", "organisation", "account", "deadline")}


class DoForm(forms.Form):
    on = forms.DateField(label=_("Done on the day"), widget=DayInput())
    how = text_field(_("What was done?"), required=False)


class DropForm(forms.Form):
    on = forms.DateField(label=_("Dropped on the day"), widget=DayInput())
    why = text_field(_("Why is it dropped?"))


class _OfMunicipality(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"))

    def _offer(self, there: Sequence[Participation], others: Sequence[Participation]) -> None:
        self.participations = {str(row.pk): row for row in (*there, *others)}
        groups = [(_("Was there"), there), (_("Other municipalities"), others)]
        named = [(name, [(str(row.pk), str(row)) for row in rows]) for name, rows in groups if rows]
        if len(named) == 1:
            named = named[0][1]  # type: ignore[assignment]
        _choices(self, "municipality", [("", "–"), *named])

    @property
    def participation(self) -> Participation:
        """The one that was chosen; the form must be valid."""
        return self.participations[self.cleaned_data["municipality"]]


class NeedForm(_OfMunicipality):
    """What a municipality asked for in the meeting."""

    text = text_field(
        _("What is needed?"),
        help_text=_("As it was said. Never anything about a person's health or private life."),
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(
        self, says: Definition, there: Sequence[Participation], others: Sequence[Participation], *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._offer(there, others)
        for name, rows in (("theme", says.themes), ("sector", says.sectors)):
            if rows:
                _choices(self, name, [("", "–"), *((one.key, one.name) for one in rows)])
            else:
                del self.fields[name]

    def asked(self, on: date, reference: str) -> Asked:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "municipality"}
        return Asked(raised_on=on, raised_where=Where.MEETING, raised_reference=reference[:200], **typed)


class SubjectForm(forms.Form):
    """Which subject something became known of."""

    tema = forms.ChoiceField(label=_("What became known?"))

    def __init__(self, says: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "tema", [("", _("Choose")), *((one.key, one.name) for one in says.subjects)])


class ObservationForm(_OfMunicipality):
    """What became known of a municipality, on one subject of the programme."""

    item = forms.ChoiceField(label=_("Concerns"))
    value = forms.ChoiceField(label=_("Status"))
    since = forms.DateField(label=_("Since"), widget=DayInput())
    expected = forms.CharField(
        label=_("Expected to be done"), required=False, max_length=100,
        help_text=_("As you would write it: by June 2021, autumn 2021"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(
        self, says: Definition, subject: str, language: str, there: Sequence[Participation],
        others: Sequence[Participation], *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._offer(there, others)
        self.says, self.subject = says, subject
        asked, items = says.subject(subject), [one.item for one in series_of(says, subject)]
        if items == [""]:
            del self.fields["item"]
        else:
            _choices(
                self, "item", [("", "–"), *((key, item_text(says, subject, key, language)) for key in items)]
            )
        if asked.holds == "day":
            self.fields["value"] = forms.DateField(label=str(asked.name), widget=DayInput())
            del self.fields["since"]
        else:
            values = values_allowed(says, subject)
            _choices(
                self,
                "value",
                [("", "–"), *((key, value_text(says, subject, "", key, language)) for key in values)],
            )
        if asked.many or not any(value.takes_expected_day for value in says.values_of(subject)):
            del self.fields["expected"]

    def statement(self, source_key: str) -> Statement:
        typed = self.cleaned_data
        value = typed["value"]
        is_day = isinstance(value, date)
        expected = typed.get("expected", "").strip()
        since = value if is_day else typed["since"]
        read = periods.read(expected, year=since.year)
        return Statement(
            subject=self.subject,
            item=typed.get("item", ""),
            value=value.isoformat() if is_day else value,
            since=since,
            expected=periods.Period(expected, read.start, read.end) if expected else None,
            source_kind=SourceKind.MEETING,
            source_key=source_key,
            evidence=Evidence.SELF_REPORTED,
            note=typed["note"].strip(),
        )


class WhyForm(forms.Form):
    why = text_field(_("What is to be corrected?"), most=1000)


class SendForm(forms.Form):
    who = forms.MultipleChoiceField(label=_("Who gets the minutes"), required=False)

    def __init__(self, keys: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "who", ((key, key) for key in keys))
