"""What is typed of a meeting. Shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.meetings.models import Meeting, ProgrammePoint, Unit
from samordner.meetings.operations import Facts, NewPoint, Rhythm, facts_of
from samordner.meetings.wording import label_of
from samordner.pages.inputs import ClockInput, DayInput
from samordner.plans.models import PeriodMeasure, Plan
from samordner.programmes.definition import Definition
from samordner.timeline import periods
from samordner.timeline.periods import Period


def lines_of(text: str) -> tuple[str, ...]:
    """One name a line, each once, as first written."""
    return tuple(dict.fromkeys(name for line in text.splitlines() if (name := " ".join(line.split()))))


class WhenForm(forms.Form):
    """When and where."""

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Only when it lasts for several days."),
    )
    starts = forms.TimeField(label=_("From"), required=False, widget=ClockInput())
    ends = forms.TimeField(label=pgettext_lazy("time", "To"), required=False, widget=ClockInput())
    label = forms.CharField(
        label=_("When, in words"),
        required=False,
        max_length=200,
        help_text=_("As long as the day is not settled: “spring 2021”, “week 12”."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    link = forms.URLField(
        label=_("Link to the video meeting"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, stood: Period | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.stood = stood or Period("")

    def period(self) -> Period:
        """The day, else what the words say; a label that was written stays as long as its days do."""
        first, label = self.cleaned_data["day"], self.cleaned_data["label"].strip()
        last = self.cleaned_data["last_day"] or first
        if first is None:
            if self.stood.label == label and not _is_exact(self.stood):
                return self.stood
            return periods.read(label) if label and label != self.stood.label else Period("")
        if (first, last) == (self.stood.start, self.stood.end) and label in {"", self.stood.label}:
            return self.stood
        if last < first:
            return Period(label, first, last)
        return Period(label_of(first, last), first, last)


def _is_exact(period: Period) -> bool:
    return bool(period.start and period.end and (period.end - period.start).days < 7)


def when_of(meeting: Meeting) -> dict[str, Any]:
    """The initial values of a WhenForm."""
    return {
        "day": meeting.day,
        "last_day": meeting.last_day if meeting.last_day != meeting.day else None,
        "starts": meeting.starts,
        "ends": meeting.ends,
        "label": "" if meeting.has_day else meeting.period_label,
        "place": meeting.place,
        "link": meeting.link,
    }


class MeetingForm(WhenForm):
    """Everything that a meeting says of itself."""

    topic = forms.CharField(
        label=_("Topic"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("May wait."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    organisers = forms.CharField(
        label=_("Arranged by"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One organisation on each line."),
    )
    prepared_by = forms.CharField(
        label=pgettext_lazy("meeting", "Prepared by"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The working group: organisations, roles or colleagues, one on each line."),
    )
    about = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Told to those who are invited."),
    )
    minutes_each = forms.IntegerField(
        label=_("Minutes of work for each municipality"),
        required=False,
        min_value=0,
        max_value=60 * 24 * 20,
        help_text=_("Preparing, travelling, being there. Empty: the estimate of its kind."),
    )
    areas = forms.MultipleChoiceField(label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple())
    solutions = forms.MultipleChoiceField(
        label=_("Solutions"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures of the plan"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(
        self, *args: Any, reform: Definition, measures: Iterable[PeriodMeasure], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.reform = reform
        self._choose("kind", [("", _("Not said")), *((one.key, one.name) for one in reform.meeting_kinds)])
        self._choose("areas", [(one.key, one.name) for one in reform.areas])
        self._choose("solutions", [(one.key, one.name) for one in reform.solutions])
        self._choose("measures", [(str(row.pk), _short(row)) for row in measures])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        said = self.cleaned_data
        minutes = said["minutes_each"]
        if minutes is None:
            minutes = self.reform.meeting_kind(said["kind"]).minutes if said["kind"] else 0
        return Facts(
            topic=said["topic"],
            kind=said["kind"],
            period=self.period(),
            starts=said["starts"],
            ends=said["ends"],
            place=said["place"],
            link=said["link"],
            about=said["about"],
            organisers=lines_of(said["organisers"]),
            prepared_by=said["prepared_by"],
            areas=tuple(said["areas"]),
            solutions=tuple(said["solutions"]),
            measures=tuple(int(pk) for pk in said["measures"]),
            minutes_each=minutes,
        )


def said_of(meeting: Meeting) -> dict[str, Any]:
    """The initial values of a MeetingForm."""
    facts = facts_of(meeting)
    return when_of(meeting) | {
        "topic": facts.topic,
        "kind": facts.kind,
        "organisers": "\n".join(facts.organisers),
        "prepared_by": facts.prepared_by,
        "about": facts.about,
        "minutes_each": facts.minutes_each,
        "areas": list(facts.areas),
        "solutions": list(facts.solutions),
        "measures": [str(pk) for pk in facts.measures],
    }


def _short(row: PeriodMeasure) -> str:
    text = " ".join(f"{row.period_label} {row.area}: {row.measure}".split())
    return text if len(text) <= 140 else f"{text[:139].rstrip()}…"


class ChangeForm(MeetingForm):
    """A meeting that is changed, and whether those that come after it in its series are too."""

    words = forms.CharField(label=_("Why it is moved or changed"), required=False, max_length=1000)
    and_after = forms.BooleanField(label=_("Also the coming meetings of the series"), required=False)

    def __init__(self, *args: Any, of_series: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not of_series:
            del self.fields["and_after"]


class NewMeetingForm(MeetingForm):
    """A meeting to be, alone or coming again, in a plan's meeting table or not."""

    plan = forms.ChoiceField(label=_("Stands in the meeting plan of"), required=False)
    unit = forms.ChoiceField(
        label=_("Comes again"), required=False, choices=[("", _("Once only")), *Unit.choices]
    )
    step = forms.IntegerField(
        label=pgettext_lazy("series", "Every"), required=False, min_value=1, max_value=52
    )
    times = forms.IntegerField(label=_("How many times in all"), required=False, min_value=2, max_value=60)
    title = forms.CharField(label=_("Name of the series"), required=False, max_length=200)

    def __init__(self, *args: Any, plans: Iterable[Plan], **more: Any) -> None:
        super().__init__(*args, **more)
        self.plans = {str(plan.pk): plan for plan in plans}
        self._choose("plan", [("", _("No plan")), *((pk, plan.title) for pk, plan in self.plans.items())])

    @property
    def chosen_plan(self) -> Plan | None:
        return self.plans.get(self.cleaned_data["plan"])

    def rhythm(self) -> Rhythm | None:
        said = self.cleaned_data
        if not said["unit"]:
            return None
        return Rhythm(unit=said["unit"], step=said["step"] or 1, times=said["times"] or 0)


class MoveForm(WhenForm):
    words = forms.CharField(
        label=_("Why it is moved"),
        required=False,
        max_length=1000,
        help_text=_("Those who are invited are told."),
    )


class CancelForm(forms.Form):
    words = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who are invited are told."),
    )


class HoldForm(forms.Form):
    result = forms.CharField(
        label=_("What came of it"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PointForm(forms.Form):
    """A point of the programme."""

    title = forms.CharField(label=pgettext_lazy("programme point", "What"), max_length=300)
    responsible = forms.CharField(
        label=pgettext_lazy("programme point", "Responsible"), required=False, max_length=200
    )
    starts = forms.TimeField(
        label=pgettext_lazy("programme point", "From"), required=False, widget=ClockInput()
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("programme point", "Minutes"), required=False, min_value=1, max_value=24 * 60
    )
    text = forms.CharField(
        label=pgettext_lazy("programme point", "More about it"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def point(self) -> NewPoint:
        return NewPoint(**self.cleaned_data)


def said_of_point(row: ProgrammePoint) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "responsible", "starts", "minutes", "text")}
