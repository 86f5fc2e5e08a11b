"""What is typed to register a status: shape and types only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.boards.marks import mark_value
from samordner.pages.inputs import DayInput
from samordner.participation.models import (
    HOLDS,
    Evidence,
    Fidelity,
    Observation,
    Outcome,
    Precision,
    SourceKind,
)
from samordner.participation.references import words_of
from samordner.participation.statements import REACH, Statement, series_of, takes_reach, values_allowed
from samordner.programmes.definition import Definition
from samordner.timeline import periods

MORE = (
    "precision", "expected", "source_kind", "source_key", "decision_body", "decision_day", "case_number",
    "outcome", "link", "note",
)  # fmt: skip
"""Inputs that are folded away until they are needed."""

MOST = 10_000_000
"""More than there are people in the country: what is counted is never more."""

UNSAID = ("", _("Not said"))


class StatementForm(forms.Form):
    """One statement on a subject. With `item`, only of that; a many-valued subject asks which option.

    `own`: a municipality says it of itself, so that neither evidence nor kind of source is asked for.
    """

    item = forms.ChoiceField(label=_("Concerns"), required=True)
    value = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("Since"), widget=DayInput())
    evidence = forms.ChoiceField(label=_("Evidence"), choices=Evidence.choices, widget=forms.RadioSelect)
    precision = forms.ChoiceField(
        label=_("The day is known to the"), choices=Precision.choices, required=False
    )
    expected = forms.CharField(
        label=_("Expected to be done"), required=False, max_length=100,
        help_text=_("As you would write it: by June 2021, autumn 2021"),
    )  # fmt: skip
    source_kind = forms.ChoiceField(label=_("Source"), choices=SourceKind.choices)
    source_key = forms.CharField(
        label=_("Reference"), required=False, max_length=200,
        help_text=_("Where it can be found again: the meeting, the letter, the document"),
    )  # fmt: skip
    decision_body = forms.CharField(label=_("Decided by"), required=False, max_length=100)
    decision_day = forms.DateField(label=_("Day of the decision"), required=False, widget=DayInput())
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    outcome = forms.ChoiceField(
        label=_("What was decided"), choices=[UNSAID, *Outcome.choices], required=False
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    reach_count = forms.IntegerField(label=_("Reaches"), required=False, min_value=0, max_value=MOST)
    reach_of = forms.IntegerField(label=_("Out of"), required=False, min_value=0, max_value=MOST)
    reach_unit = forms.CharField(
        label=_("Counted in"), required=False, max_length=100,
        help_text=_("Wards, homes, users, employees …"),
    )  # fmt: skip
    fidelity = forms.ChoiceField(
        label=_("How fully it is carried out"), choices=[UNSAID, *Fidelity.choices], required=False
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Never anything about a person's health or private life"),
    )  # fmt: skip

    def __init__(
        self,
        definition: Definition,
        subject: str,
        *args: Any,
        item: str = "",
        own: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.subject, self.only = definition, subject, item
        asked = definition.subject(subject)
        self._items(item)
        if asked.holds == "day":
            self.fields["value"] = forms.DateField(label=str(asked.name), widget=DayInput())
            for name in ("since", "precision"):
                del self.fields[name]
        else:
            self._choice("value").choices = [
                (key, self._words(key)) for key in values_allowed(definition, subject)
            ]
        values = definition.values_of(subject)
        if asked.many or not any(value.takes_expected_day for value in values):
            del self.fields["expected"]
        if not asked.many and not any(value.takes_decision for value in values):
            for name in ("decision_body", "decision_day", "outcome"):
                del self.fields[name]
        if not takes_reach(definition, subject):
            for name in REACH:
                del self.fields[name]
        if own:
            for name in ("evidence", "source_kind"):
                del self.fields[name]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _items(self, item: str) -> None:
        names = [one.item for one in series_of(self.definition, self.subject)]
        if item or names == [""]:
            del self.fields["item"]
            return
        items = self.definition.items_of(self.subject)
        labels = {one.key: f"{one.key} {one.name}" for one in items} if items else {}
        self._choice("item").choices = [(key, labels.get(key) or self._option(key)) for key in names]

    def _option(self, key: str) -> str:
        return str(self.definition.value_of(self.subject, key).name)

    def _words(self, value: str) -> str:
        if self.definition.subject(self.subject).many:
            return str(_("Holds") if value == HOLDS else _("Does not hold"))
        shown = mark_value(self.definition, self.subject, "", value)
        return f"{shown.sign} {shown.text}"

    @property
    def main(self) -> list[forms.BoundField]:
        """What everyone fills in."""
        return [self[name] for name in self.fields if name in {"item", "value", "since", "evidence"}]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may be added."""
        return [self[name] for name in self.fields if name in MORE]

    @property
    def reach(self) -> list[forms.BoundField]:
        """For how many, and how fully: only where a value of the subject can say so."""
        return [self[name] for name in REACH if name in self.fields]

    @property
    def shows_more(self) -> bool:
        """Whether something that is folded away is filled in or refused."""
        return any(map(_is_filled, self.more))

    @property
    def shows_reach(self) -> bool:
        return any(map(_is_filled, self.reach))

    def statement(self) -> Statement:
        """What was typed, as a statement; the form must be valid."""
        typed = self.cleaned_data
        value = typed["value"]
        expected = typed.get("expected", "")
        return Statement(
            subject=self.subject,
            item=self.only or typed.get("item", ""),
            value=value.isoformat() if isinstance(value, date) else value,
            since=value if isinstance(value, date) else typed["since"],
            precision=typed.get("precision") or Precision.DAY,
            expected=periods.Period(expected, (read := periods.read(expected)).start, read.end)
            if expected
            else None,
            source_kind=typed.get("source_kind", SourceKind.CONTACT),
            source_key=typed["source_key"],
            evidence=typed.get("evidence", Evidence.SELF_REPORTED),
            decision_body=typed.get("decision_body", ""),
            decision_day=typed.get("decision_day"),
            case_number=typed["case_number"],
            link=typed["link"],
            outcome=typed.get("outcome", ""),
            reach_count=typed.get("reach_count"),
            reach_of=typed.get("reach_of"),
            reach_unit=typed.get("reach_unit", ""),
            fidelity=typed.get("fidelity", ""),
            note=typed["note"],
        )


def _is_filled(one: forms.BoundField) -> bool:
    usual = {"precision": Precision.DAY, "source_kind": SourceKind.CONTACT}
    value = one.value()
    return bool(one.errors) or ("" if value is None else value) not in {"", usual.get(one.name, "")}


def usual(day: date) -> dict[str, Any]:
    """What a new statement begins with."""
    return {
        "since": day, "evidence": Evidence.SELF_REPORTED, "source_kind": SourceKind.CONTACT,
        "precision": Precision.DAY, "value": "",
    }  # fmt: skip


def typed_before(observation: Observation) -> dict[str, Any]:
    """What a correction begins with: all that was said."""
    names = (
        "value", "since", "evidence", "precision", "source_kind", "source_key", "decision_body",
        "decision_day", "case_number", "link", "outcome", *REACH, "note",
    )  # fmt: skip
    return {name: getattr(observation, name) for name in names} | {"expected": observation.expected_label}


class ManyForm(StatementForm):
    """The same statement of many municipalities."""

    municipalities = forms.TypedMultipleChoiceField(
        label=_("Municipalities"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one municipality.")},
    )  # fmt: skip

    def __init__(
        self, definition: Definition, subject: str, rows: Sequence[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(definition, subject, *args, **kwargs)
        self._choice("municipalities").choices = [(str(pk), name) for pk, name in rows]


class WithdrawForm(forms.Form):
    note = forms.CharField(label=_("Why is it withdrawn?"), widget=forms.Textarea(attrs={"rows": 2}))


class DocumentForm(forms.Form):
    """Which document was seen of what was self-reported; begins with what the municipality itself named."""

    source_kind = forms.ChoiceField(
        label=_("What was seen"),
        choices=[one for one in SourceKind.choices if one[0] != SourceKind.CONTACT],
    )
    source_key = forms.CharField(label=_("Reference"), required=False, max_length=200)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, observation: Observation, data: Any = None) -> None:
        names = ("source_key", "case_number", "link")
        initial = {name: getattr(observation, name) for name in names} | {"source_kind": SourceKind.MINUTES}
        initial["source_key"] = words_of(observation.source_key)
        if observation.source_kind != SourceKind.CONTACT:
            initial["source_kind"] = observation.source_kind
        # The same words stand under several entries of one history: each needs ids of its own
        super().__init__(data, initial=initial, auto_id=f"document-{observation.pk}-%s")
