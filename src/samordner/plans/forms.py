"""What a person may type into a plan: shapes and lengths only. A register's form is made from its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.places.models import Office
from samordner.plans.models import Chapter, Plan
from samordner.plans.written import settled
from samordner.timeline.periods import Period

LONGEST = 20_000
Data = Mapping[str, Any] | None


@dataclass(frozen=True)
class Group:
    """Fields that say one thing together: a cell's text, or a period's label and days.

    `labels` says what typed keys are called.
    """

    key: str
    label: str
    names: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


BESIDE = ("_from", "_to", "_day", "_amount", "_words", "_other")
"""Ends of the names of fields that stand beside another: what was written, and what it means."""


class Writing(forms.Form):
    """A form on something that two people may write in. `version` is what its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def groups(self) -> list[Group]:
        """The fields that a person fills in, those that say one thing together."""
        names = [name for name in self.fields if name != "version" and not name.endswith(BESIDE)]
        return [
            Group(
                name,
                str(self.fields[name].label),
                tuple(each for each in (name, *(f"{name}{end}" for end in BESIDE)) if each in self.fields),
                {str(key): str(said) for key, said in getattr(self.fields[name], "choices", ())},
            )
            for name in names
        ]

    def parts(self) -> list[dict[str, Any]]:
        """The groups with their bound fields, for the page."""
        return [
            {
                "group": group,
                "field": self[group.names[0]],
                "beside": [self[name] for name in group.names[1:]],
                "folded": many(self.fields[group.names[0]]),
                "summary": next((SUMMARIES[end] for end in BESIDE if f"{group.key}{end}" in self.fields), ""),
                "days": f"{group.key}_from" in self.fields,
            }
            for group in self.groups()
        ]

    def texts(self) -> dict[str, str]:
        """Field → what stands in it, as it would be typed; of a valid form, with the days settled."""
        values = self.settled() if self.is_bound else self.initial
        return {name: as_typed(values.get(name)) for name in self.fields if name != "version"}

    def settled(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def period(self, name: str, *, before: Period | None, year: int | None) -> Period:
        cleaned = self.cleaned_data
        return settled(
            cleaned[name], cleaned[f"{name}_from"], cleaned[f"{name}_to"], before=before, year=year
        )


SUMMARIES: Mapping[str, Any] = {
    "_from": _("Set the days yourself"),
    "_day": _("Set the day yourself"),
    "_amount": _("Set the number yourself"),
    "_words": _("Say it in your own words"),
    "_other": _("Others"),
}


def as_typed(value: Any) -> str:
    """A value as it would be typed; several, one a line."""
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case list() | tuple():
            return "\n".join(value)
        case _:
            return str(value)


def many(field: forms.Field) -> bool:
    """Whether several can be chosen, so that the field is a list in what is sent."""
    return isinstance(field, forms.MultipleChoiceField)


def sent(data: Mapping[str, Any], name: str, field: forms.Field) -> str:
    """What was sent for a field, as it was typed."""
    if many(field) and isinstance(data, QueryDict):
        return as_typed(data.getlist(name))
    return as_typed(data.get(name))


def put_text(data: QueryDict, name: str, text: str, field: forms.Field | None) -> None:
    """Make what was sent say this text in a field."""
    if field is not None and many(field):
        data.setlist(name, [line for line in text.split("\n") if line])
    else:
        data[name] = text


def written(label: Any, value: str = "", help_text: Any = "", *, narrow: bool = False) -> forms.CharField:
    """A field for text as people write it: it grows with its text, and keeps its line ends."""
    width = 24 if narrow else 44
    lines = sum(1 + len(line) // width for line in value.split("\n"))
    widget = forms.Textarea(attrs={"rows": max(1 if narrow else 2, min(lines + 1, 16))})
    return forms.CharField(
        label=label, required=False, strip=False, max_length=LONGEST, widget=widget, help_text=help_text
    )


def day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


def add_period(form: forms.Form, name: str, label: Any, value: Period, help_text: Any = "") -> None:
    form.fields[name] = written(label, value.label, help_text, narrow=True)
    form.fields[f"{name}_from"] = day(pgettext_lazy("first day", "From"))
    form.fields[f"{name}_to"] = day(pgettext_lazy("last day", "To"))
    form.initial.update({name: value.label, f"{name}_from": value.start, f"{name}_to": value.end})


class ChapterForm(Writing):
    title = forms.CharField(label=_("Title"), max_length=1000)

    def __init__(self, chapter: Chapter, data: Data = None) -> None:
        initial = {"version": chapter.version, "title": chapter.title, "text": chapter.text}
        super().__init__(data, auto_id=f"chapter-{chapter.pk}-%s", initial=initial)
        self.fields["text"] = written(
            _("Text"),
            chapter.text,
            _("An empty line begins a new paragraph; a dash and a space begin a bullet."),
        )
        self.fields["text"].widget.attrs["rows"] = 16


class FrontForm(Writing):
    title = forms.CharField(label=_("Title"), max_length=1000)

    def __init__(self, plan: Plan | None, data: Data = None) -> None:
        initial: dict[str, Any] = {"version": 1, "language": "nb"}
        if plan:
            names = ("version", "title", "approved_by", "prepared_by", "language")
            initial = {name: getattr(plan, name) for name in names}
        super().__init__(data, auto_id="front-%s", initial=initial)
        self.plan = plan
        add_period(
            self,
            "lasting",
            _("Period"),
            plan.period if plan else Period(""),
            _("The years that the plan covers: 2021–2023"),
        )
        add_period(self, "dated", _("Date"), plan.dated if plan else Period(""))
        self.fields["approved_by"] = written(_("Approved by"), plan.approved_by if plan else "", narrow=True)
        self.fields["prepared_by"] = written(
            _("Prepared by"), plan.prepared_by if plan else "", _("One name a line"), narrow=True
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the labels"),
            choices=Plan.Language.choices,
            help_text=_("Headings that the product prints. What people wrote stays as they wrote it."),
        )

    def front(self) -> dict[str, Any]:
        """What `create_plan` and `change_plan` ask for, of a valid form."""
        before = self.plan
        period = self.period("lasting", before=before.period if before else None, year=None)
        year = period.start.year if period.start else None
        return {
            "title": self.cleaned_data["title"],
            "period": period,
            "dated": self.period("dated", before=before.dated if before else None, year=year),
            "approved_by": self.cleaned_data["approved_by"],
            "prepared_by": self.cleaned_data["prepared_by"].splitlines(),
            "language": self.cleaned_data["language"],
        }

    def settled(self) -> dict[str, Any]:
        values, front = dict(self.cleaned_data), self.front()
        for name, period in (("lasting", front["period"]), ("dated", front["dated"])):
            values |= {name: period.label, f"{name}_from": period.start, f"{name}_to": period.end}
        return values


class BeginForm(FrontForm):
    """A plan to be: its front page, and for whom and what it is."""

    def __init__(
        self,
        offices: QuerySet[Office],
        programmes: Sequence[tuple[str, str]],
        names: Mapping[str, str],
        data: Data = None,
    ) -> None:
        super().__init__(None, data)
        own = [(each.key, names.get(each.key, each.key)) for each in offices]
        self.fields["programme"] = forms.ChoiceField(label=_("Programme"), choices=programmes)
        self.fields["office"] = forms.ChoiceField(label=_("Office"), choices=own)
        if len(own) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.initial["office"] = own[0][0]


def period_words(period: Period) -> str:
    """The days that a period means, when they say more than its label: "01.01.2021–30.06.2021"."""
    days = [date_format(each, "d.m.Y", use_l10n=False) if each else "" for each in (period.start, period.end)]
    if not any(days):
        return ""
    return days[0] if days[0] == days[1] else f"{days[0]}–{days[1]}"
