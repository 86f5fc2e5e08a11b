"""What is typed when meetings are proposed: how to group, and each meeting with those it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.meetings.operations import Facts
from samordner.meetings.wording import label_of
from samordner.offers.operations import NewMeeting
from samordner.offers.queries import Group
from samordner.pages.inputs import ClockInput, DayInput
from samordner.participation.models import Participation
from samordner.timeline import periods
from samordner.timeline.periods import Period

NOT_NOW = ""
SPARE = 1
"""So many empty meetings stand after the proposed ones, for those who are moved out of them."""


class HowForm(forms.Form):
    """How the meetings are proposed."""

    by = forms.ChoiceField(label=_("Grouped by"), required=False)
    most = forms.IntegerField(
        label=_("At most in each meeting"), min_value=1, max_value=400, required=False, initial=8
    )
    kind = forms.ChoiceField(label=_("Kind of meeting"), required=False)
    declined = forms.BooleanField(label=_("Also those who have declined"), required=False)

    def __init__(
        self, *args: Any, groups: Sequence[str], kinds: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        nothing = [("", _("nothing: in order of names"))]
        self.fields["by"].choices = [*nothing, *((name, name) for name in groups)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        for name in ("by", "most", "kind", "declined"):
            self.fields[name].widget.attrs["class"] = "ds-input"


class OneForm(forms.Form):
    """One of the meetings."""

    name = forms.CharField(label=_("The group's name"), max_length=200, required=False)
    topic = forms.CharField(label=_("Topic"), max_length=1000, required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    starts = forms.TimeField(label=_("From"), required=False, widget=ClockInput())
    ends = forms.TimeField(label=pgettext_lazy("time", "To"), required=False, widget=ClockInput())
    label = forms.CharField(
        label=_("When, in words"),
        max_length=200,
        required=False,
        help_text=_("While the day is not settled: “autumn 2021”."),
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)

    def facts(self, kind: str, minutes: int, organisers: tuple[str, ...]) -> Facts:
        said = self.cleaned_data
        return Facts(
            topic=said["topic"], kind=kind, period=_period(said["day"], said["label"].strip()), starts=said["starts"],
            ends=said["ends"], place=said["place"], minutes_each=minutes, organisers=organisers,
        )  # fmt: skip


def _period(day: date | None, label: str) -> Period:
    if day is not None:
        return Period(label_of(day, day), day, day)
    return periods.read(label) if label else Period("")


@dataclass
class Proposal:
    """The meetings on the page, and where each municipality stands ("": in none of them)."""

    forms: list[OneForm]
    places: dict[int, str]
    rows: Sequence[Participation]

    def members(self, number: int) -> list[Participation]:
        return [row for row in self.rows if self.places.get(row.pk) == str(number)]

    @property
    def numbered(self) -> list[tuple[int, OneForm, list[Participation]]]:
        return [(number, form, self.members(number)) for number, form in enumerate(self.forms, 1)]

    @property
    def left_out(self) -> list[Participation]:
        return [row for row in self.rows if self.places.get(row.pk, NOT_NOW) == NOT_NOW]

    def is_valid(self) -> bool:
        faults = [form.errors for _number, form, members in self.numbered if members]  # every form looks
        return not any(faults)

    def meetings(self, kind: str, minutes: int, organisers: tuple[str, ...]) -> list[NewMeeting]:
        """Those that somebody is in."""
        return [
            NewMeeting(
                form.cleaned_data["name"].strip(), form.facts(kind, minutes, organisers), tuple(members)
            )
            for _number, form, members in self.numbered
            if members
        ]


def fresh(groups: Sequence[Group], rows: Sequence[Participation], topic: str) -> Proposal:
    """The meetings as they are proposed."""
    initial = [
        {"name": group.name, "topic": f"{topic}: {group.name}" if group.name else topic} for group in groups
    ]
    initial += [{"name": "", "topic": topic}] * SPARE
    made = [OneForm(prefix=f"m{number}", initial=each) for number, each in enumerate(initial, 1)]
    places = {row.pk: str(number) for number, group in enumerate(groups, 1) for row in group.members}
    return Proposal(made, places, rows)


def typed(data: QueryDict, rows: Sequence[Participation]) -> Proposal:
    """The meetings as a person has adjusted them."""
    said = data.get("meetings", "")
    number = min(int(said), 101) if said.isdecimal() and len(said) < 4 else 0
    made = [OneForm(data, prefix=f"m{each}") for each in range(1, number + 1)]
    names = {str(each) for each in range(1, number + 1)}
    places = {row.pk: place for row in rows if (place := data.get(f"place-{row.pk}", "")) in names}
    return Proposal(made, places, rows)
