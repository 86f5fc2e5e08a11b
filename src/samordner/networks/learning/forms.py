"""What is typed about cohorts, gatherings and teams: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts
from samordner.networks.learning.operations.cohorts import MOST_PEOPLE, CohortSaid, GatheringSaid, Noted
from samordner.networks.learning.operations.following import GuidanceSaid
from samordner.networks.learning.operations.teams import MemberSaid, TeamSaid
from samordner.networks.learning.words import STEPS
from samordner.networks.models.learning import MOST, Gathering, Guidance, Phase, Team, TeamMember
from samordner.networks.models.network import RunningNetwork
from samordner.pages.inputs import ClockInput, DayInput
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.timeline.due import said as day_text
from samordner.timeline.periods import read

LONGEST = 10_000


def long_field(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text
    )


def line_field(
    label: Any, *, required: bool = False, most: int = 200, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=ClockInput())


def choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def initial(row: Any, said: type[Any]) -> dict[str, Any]:
    """What stands in the row, as the form's initial values."""
    return {one.name: getattr(row, one.name) for one in fields(said)}


class CohortForm(forms.Form):
    """What a cohort is."""

    name = line_field(
        pgettext_lazy("cohort", "Name"), required=True, help_text=_("As people call it: Spring 2021")
    )
    since = day_field(pgettext_lazy("cohort", "Begins"), required=True)
    until = day_field(
        pgettext_lazy("cohort", "Ends"), help_text=_("The day that it is over. Cohorts may overlap.")
    )
    gatherings_planned = forms.IntegerField(
        label=_("Number of gatherings"), min_value=1, max_value=MOST, initial=4
    )
    guidance_least = forms.IntegerField(
        label=_("Guidance meetings for each team, at least"), min_value=0, max_value=MOST, initial=4
    )
    about = long_field(_("About the cohort"))

    def said(self) -> CohortSaid:
        return CohortSaid(**{one.name: self.cleaned_data[one.name] for one in fields(CohortSaid)})


class NewCohortForm(CohortForm):
    network = forms.ChoiceField(label=_("Network"))
    field_order = ("network",)

    def __init__(self, *args: Any, networks: Iterable[RunningNetwork], **more: Any) -> None:
        super().__init__(*args, **more)
        self.networks = {str(row.pk): row for row in networks}
        choose(self, "network", ((pk, row.name) for pk, row in self.networks.items()))

    @property
    def chosen(self) -> RunningNetwork:
        return self.networks[self.cleaned_data["network"]]


class GatheringForm(forms.Form):
    """What a gathering is. Of one that is a meeting (`is_meeting`) the day stands in the meeting."""

    ordinal = forms.IntegerField(label=pgettext_lazy("gathering", "Number"), min_value=1, max_value=MOST)
    topic = line_field(pgettext_lazy("gathering", "Topic"), most=300)
    day = day_field(pgettext_lazy("gathering", "Day"), help_text=_("May wait."))
    called_off = forms.BooleanField(label=_("It is called off"), required=False)
    homework = long_field(
        pgettext_lazy("gathering", "Homework"), help_text=_("What each team does until the next time")
    )
    homework_due = day_field(_("Homework due"))
    note = long_field(pgettext_lazy("gathering", "Note"), rows=2, help_text=_("Seen by the teams too"))

    def __init__(self, *args: Any, is_meeting: bool = False, is_new: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_meeting:
            del self.fields["day"]
        if is_meeting or is_new:
            del self.fields["called_off"]

    def said(self) -> GatheringSaid:
        typed = self.cleaned_data
        return GatheringSaid(
            **{one.name: typed[one.name] for one in fields(GatheringSaid) if one.name in typed}
        )


class AttachForm(forms.Form):
    """Which of the meetings that are planned already the gathering is."""

    meeting = forms.ChoiceField(label=_("Meeting"))

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **more: Any) -> None:
        super().__init__(*args, **more)
        self.meetings = {str(row.pk): row for row in meetings}
        choose(self, "meeting", ((pk, f"{row.period_label}: {row}") for pk, row in self.meetings.items()))

    @property
    def chosen(self) -> Meeting:
        return self.meetings[self.cleaned_data["meeting"]]


class MeetingOfForm(forms.Form):
    """A meeting that is planned for the gathering."""

    topic = line_field(pgettext_lazy("meeting", "What the meeting is called"), required=True, most=300)
    kind = forms.ChoiceField(label=pgettext_lazy("meeting", "Kind"), required=False)
    day = day_field(pgettext_lazy("meeting", "Day"), required=True)
    starts = clock_field(pgettext_lazy("meeting", "From"))
    ends = clock_field(pgettext_lazy("meeting", "To"))
    place = line_field(_("Place"), most=300)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    about = long_field(_("What it is about"), help_text=_("Told to those who are invited."))

    def __init__(self, *args: Any, reform: Definition, **more: Any) -> None:
        super().__init__(*args, **more)
        self.reform = reform
        choose(self, "kind", [("", _("Not said")), *((one.key, one.name) for one in reform.meeting_kinds)])

    def facts(self) -> Facts:
        typed = dict(self.cleaned_data)
        period = read(day_text(typed.pop("day")))
        kind = typed["kind"]
        minutes = self.reform.meeting_kind(kind).minutes if kind else 0
        return Facts(**typed, period=period, minutes_each=minutes)


class AttendanceForm(forms.Form):
    """How many of each team were there: empty is not known, 0 is nobody. `seen`: the version of each, as it was shown."""

    def __init__(self, *args: Any, teams: Sequence[Team], **more: Any) -> None:
        super().__init__(*args, **more)
        self.teams = teams
        for team in teams:
            self.fields[f"team_{team.pk}"] = forms.IntegerField(
                label=f"{team.participation}: {team.name}",
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"seen_{team.pk}"] = forms.IntegerField(
                required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput()
            )

    def said(self) -> dict[Team, Noted]:
        """Each team that was on the page; one that joined since is left as it is."""
        typed = self.cleaned_data
        return {
            team: Noted(typed[f"team_{team.pk}"], typed[f"seen_{team.pk}"] or 0)
            for team in self.teams
            if f"team_{team.pk}" in self.data
        }


class TeamForm(forms.Form):
    """What a team is. The municipality's own contact writes what is the team's own; `of_office` all of it."""

    name = line_field(pgettext_lazy("team", "Name of the team"), required=True)
    service = line_field(
        pgettext_lazy("team", "Service"), help_text=_("The ward, the home service, the nursing home")
    )
    topic = long_field(pgettext_lazy("team", "What the team wants to make better"), rows=2)
    solutions = forms.MultipleChoiceField(
        label=_("Solutions"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    sponsor_role = line_field(_("Leader who backs the team: function"))
    sponsor_name = line_field(_("Leader who backs the team: name"))
    adviser = line_field(pgettext_lazy("team", "Adviser"))
    began_on = day_field(pgettext_lazy("team", "Joined"), required=True)

    def __init__(
        self, *args: Any, reform: Definition, of_office: bool = True, advisers: Iterable[str] = (), **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        choose(self, "solutions", [(one.key, str(one.name)) for one in reform.solutions])
        self.known = list(advisers)
        self.fields["adviser"].widget.attrs |= {"list": "advisers", "autocomplete": "off"}
        if not of_office:
            del self.fields["adviser"], self.fields["began_on"]

    def said(self, team: Team | None = None) -> TeamSaid:
        """What the team says; what the form does not ask is as it stands in `team`."""
        found = initial(team, TeamSaid) if team else {}
        typed = {one.name: self.cleaned_data[one.name] for one in fields(TeamSaid) if one.name in self.fields}
        said = found | typed
        return TeamSaid(**said | {"solutions": tuple(said["solutions"])})


class NewTeamForm(TeamForm):
    participation = forms.ChoiceField(label=_("Municipality"))
    phase = forms.ChoiceField(label=pgettext_lazy("team", "Phase"), choices=Phase.choices)
    field_order = ("participation", "name", "service", "topic", "began_on", "phase", "adviser")

    def __init__(self, *args: Any, places: Iterable[Participation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {str(row.pk): row for row in places}
        choose(self, "participation", [("", "–"), *((pk, str(row)) for pk, row in self.places.items())])

    @property
    def chosen(self) -> Participation:
        return self.places[self.cleaned_data["participation"]]


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(label=pgettext_lazy("team", "Phase"), choices=Phase.choices)
    day = day_field(_("From"), required=True)


class LeaveForm(forms.Form):
    on = day_field(_("First day it is no longer with the others"), required=True)
    why = long_field(
        _("Why the team leaves"), rows=2, required=True, help_text=_("Only what concerns the work")
    )


class MemberForm(forms.Form):
    """Somebody in a team."""

    name = line_field(pgettext_lazy("team member", "Name"))
    position = line_field(pgettext_lazy("team member", "Position"), help_text=_("Nurse, head of the ward"))
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    role = forms.ChoiceField(
        label=pgettext_lazy("team member", "Role in the team"), choices=TeamMember.Role.choices,
        initial=TeamMember.Role.MEMBER,
    )  # fmt: skip
    since = day_field(pgettext_lazy("team member", "Since"))
    until = day_field(_("Until"), help_text=_("The first day no longer in the team"))

    def said(self) -> MemberSaid:
        return MemberSaid(**self.cleaned_data)


class GuidanceForm(forms.Form):
    """A guidance meeting of a team."""

    day = day_field(pgettext_lazy("guidance meeting", "Day"), required=True)
    starts = clock_field(pgettext_lazy("guidance meeting", "From"))
    state = forms.ChoiceField(
        label=pgettext_lazy("guidance meeting", "The meeting is"), choices=Guidance.State.choices, widget=forms.RadioSelect(),
        initial=Guidance.State.PLANNED,
    )  # fmt: skip
    how = forms.ChoiceField(
        label=_("How you meet"), required=False, choices=[("", _("Not said")), *Guidance.How.choices]
    )
    adviser = line_field(pgettext_lazy("guidance meeting", "Adviser"))
    said = long_field(
        _("What is taken up, and what was agreed"), rows=5,
        help_text=_("Seen by the team. Never anything about a patient or a user."),
    )  # fmt: skip
    why = line_field(_("Why it was called off"), most=300)

    def meant(self) -> GuidanceSaid:
        return GuidanceSaid(**self.cleaned_data)


class AssessForm(forms.Form):
    """How far a team has come: a step with its meaning, a day, and why."""

    score = forms.ChoiceField(
        label=_("Step"), widget=forms.RadioSelect(), choices=[(one.score, one.score) for one in STEPS]
    )
    day = day_field(_("As of"), required=True)
    why = long_field(_("Why this step"), rows=2, required=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "score", [(one.score, f"{one.score.replace('.', ',')} – {one.text}") for one in STEPS])

    @property
    def value(self) -> Decimal:
        return Decimal(self.cleaned_data["score"])


def counts_of(
    teams: Sequence[Team], standing: Mapping[int, int | None], seen: Mapping[int, int]
) -> dict[str, Any]:
    """Team → how many were noted, and the version of it, as an AttendanceForm's initial values."""
    found: dict[str, Any] = {}
    for team in teams:
        found[f"team_{team.pk}"] = standing.get(team.pk)
        found[f"seen_{team.pk}"] = seen.get(team.pk, 0)
    return found


def gathering_of(row: Gathering) -> dict[str, Any]:
    return initial(row, GatheringSaid)


def next_number(taken: Iterable[int], most: int) -> int:
    """The first number that no gathering has."""
    used = set(taken)
    return next((number for number in range(1, most + 1) if number not in used), max(used, default=0) + 1)


def within(day: date, team: Team) -> date:
    """The day, or when the team joined if that is later."""
    return max(day, team.began_on)
