"""What is typed about projects, diagrams, cycles and experiences: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.improvement.models import NAME, Act, Cycle, Driver, Experience, Project, Uptake
from samordner.improvement.operations.cycles import Decision, Done, Planned
from samordner.improvement.operations.experiences import Noted, Told
from samordner.improvement.operations.projects import Ending, Said
from samordner.improvement.queries.drivers import Box, every_box
from samordner.networks.models.learning import Team
from samordner.pages.inputs import DayInput
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition

LONGEST = 10_000
"""Characters in a long text: a page or three, and well within what a spreadsheet's cell holds."""


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


def long_field(label: Any, *, required: bool = False, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text
    )


def short_field(
    label: Any, *, required: bool = False, longest: int = NAME, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text)


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def of_solutions(definition: Definition) -> list[tuple[str, Any]]:
    """The solutions to choose between, those of an area under its name."""
    return [
        (str(area.name), [(one.key, f"{one.key} {one.name}") for one in definition.solutions_in(area.key)])
        for area in definition.areas
        if definition.solutions_in(area.key)
    ]


class ProjectForm(forms.Form):
    """What a project says of itself."""

    name = short_field(
        _("Name of the project"), required=True, help_text=_("A few words that everyone knows it by")
    )
    team = forms.ChoiceField(label=pgettext_lazy("improvement", "Team"), required=False)
    problem = long_field(_("What is the problem?"), help_text=_("How it is now, and how you know"))
    aim_what = short_field(
        _("What is to be better?"), longest=300, help_text=_("Such as: fewer falls in the evening")
    )
    aim_how_much = short_field(_("How much?"), help_text=_("Such as: from 12 to 6 a month"))
    aim_for_whom = short_field(
        _("For whom?"), help_text=_("A group: everyone at a ward, all who live at home in the north")
    )
    aim_by = day_field(_("By when?"))
    began_on = day_field(_("Began on"), help_text=_("Empty: it is being prepared"))
    solutions = forms.MultipleChoiceField(
        label=_("Solutions that it belongs to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas, when it belongs to no one solution"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, definition: Definition, teams: Iterable[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(one.pk): one for one in teams}
        _choose(self, "team", [("", "–"), *((pk, one.name) for pk, one in self.teams.items())])
        _choose(self, "solutions", ((one.key, f"{one.key} {one.name}") for one in definition.solutions))
        _choose(self, "areas", ((one.key, one.name) for one in definition.areas))
        if not self.teams:
            del self.fields["team"]

    @property
    def belonging(self) -> list[forms.BoundField]:
        """What is folded away until it is needed."""
        return [self["solutions"], self["areas"]]

    def said(self) -> Said:
        """What was typed; the form must be valid."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "who"}
        team = self.teams.get(typed.get("team", ""))
        lists = {"solutions": tuple(typed["solutions"]), "areas": tuple(typed["areas"])}
        return Said(**typed | lists | {"team": team})


class NewProjectForm(ProjectForm):
    """Whose project it is as well: a municipality's, or one of its teams'."""

    who = forms.ChoiceField(label=_("Whose project?"))
    field_order = ("who",)

    def __init__(
        self, definition: Definition, participations: Sequence[Participation], teams: Iterable[Team],
        *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(definition, (), *args, **kwargs)
        self.participations = {row.pk: row for row in participations}
        self.teams = {str(one.pk): one for one in teams if one.participation_id in self.participations}
        named: list[tuple[str, Any]] = [("", "–")] if len(self.participations) > 1 or self.teams else []
        for row in participations:
            own = [
                (f"t{pk}", f"{one.name} ({row.municipality})")
                for pk, one in self.teams.items()
                if one.participation_id == row.pk
            ]
            named += [*own, (f"p{row.pk}", str(row.municipality))]
        _choose(self, "who", named)

    @property
    def chosen(self) -> tuple[Participation, Team | None]:
        """The municipality and its team, if a team was chosen; the form must be valid."""
        who = self.cleaned_data["who"]
        if who.startswith("t"):
            team = self.teams[who[1:]]
            return self.participations[team.participation_id], team
        return self.participations[int(who[1:])], None

    def said(self) -> Said:
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("who", "team")}
        lists = {"solutions": tuple(typed["solutions"]), "areas": tuple(typed["areas"])}
        return Said(**typed | lists | {"team": self.chosen[1]})


def project_typed(row: Project) -> dict[str, Any]:
    """A project as the form begins with it."""
    found = {name: getattr(row, name) for name in Said.__slots__ if name != "team"}
    return found | {"team": str(row.team_id or "")}


class EndForm(forms.Form):
    on = day_field(_("Ended on"), required=True)
    outcome = long_field(
        _("What came of it?"), required=True, help_text=_("Also when it did not become as hoped")
    )

    def ending(self) -> Ending:
        return Ending(**self.cleaned_data)


def ended_typed(row: Project) -> dict[str, Any]:
    return {"on": row.ended_on, "outcome": row.outcome}


# The driver diagram

DRIVER, IDEA = "driver", "idea"


def _under(boxes: Sequence[Box], *, within: int | None = None) -> list[tuple[str, str]]:
    """What something can hang under: the aim, and every driver, each set in by its depth. `within`: not there."""
    hidden = {one.driver.pk for box in every_box(boxes) if box.driver.pk == within for one in box.all}
    steps = {Driver.Kind.PRIMARY: "", Driver.Kind.SECONDARY: "– "}
    return [
        (str(one.driver.pk), steps[Driver.Kind(one.driver.kind)] + one.driver.text)
        for one in every_box(boxes)
        if one.driver.kind != Driver.Kind.IDEA and one.driver.pk not in hidden
    ]


class AddDriverForm(forms.Form):
    """A driver or a change idea, and what it hangs under."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (DRIVER, _("A driver: what decides whether the aim is reached")),
            (IDEA, _("A change idea: something that can be tried")),
        ],
        widget=forms.RadioSelect,
        initial=DRIVER,
    )
    parent = forms.ChoiceField(label=_("Under"), required=False)
    text = short_field(_("In a few words"), required=True, longest=300)

    def __init__(self, boxes: Sequence[Box], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.driver.pk): one.driver for one in every_box(boxes)}
        _choose(self, "parent", [("", _("The aim")), *_under(boxes)])

    @property
    def under(self) -> Driver | None:
        return self.drivers.get(self.cleaned_data["parent"])

    @property
    def kind_there(self) -> str:
        """The kind in its place: a driver under the aim is a primary one."""
        if self.cleaned_data["kind"] == IDEA:
            return Driver.Kind.IDEA
        return Driver.Kind.PRIMARY if self.under is None else Driver.Kind.SECONDARY


class DriverForm(forms.Form):
    """Say it otherwise, and hang it elsewhere."""

    text = short_field(_("In a few words"), required=True, longest=300)
    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, row: Driver, boxes: Sequence[Box], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.driver.pk): one.driver for one in every_box(boxes)}
        top = [] if row.kind == Driver.Kind.IDEA else [("", _("The aim"))]
        _choose(self, "parent", [*top, *_under(boxes, within=row.pk)])

    @property
    def under(self) -> Driver | None:
        return self.drivers.get(self.cleaned_data["parent"])


def driver_typed(row: Driver) -> dict[str, Any]:
    return {"text": row.text, "parent": str(row.parent_id or "")}


# Cycles


class PlanForm(forms.Form):
    """What a cycle is to try."""

    question = short_field(
        _("What do you want to find out?"), required=True, longest=300,
        help_text=_("As small as can be: one day, one shift, three people"),
    )  # fmt: skip
    idea = forms.ChoiceField(label=_("Which change idea?"), required=False)
    prediction = long_field(
        _("What do you expect to happen?"), rows=2,
        help_text=_("Write it before you try: what you learn is the difference"),
    )  # fmt: skip
    plan = long_field(_("What is to be done?"))
    who = short_field(_("Who does it?"), help_text=_("Functions, not names: the evening shift, the kitchen"))
    where = short_field(_("Where?"))
    begins = day_field(_("From the day"))
    ends = day_field(_("To the day"))
    follows = forms.ChoiceField(label=_("Builds on"), required=False)
    ramp = short_field(
        _("Name of the series"), help_text=_("Cycles of one name are shown as a series, one after the other")
    )

    def __init__(self, ideas: Iterable[Driver], before: Iterable[Cycle], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = {str(one.pk): one for one in ideas}
        self.before = {str(one.pk): one for one in before}
        _choose(self, "idea", [("", "–"), *((pk, one.text) for pk, one in self.ideas.items())])
        _choose(
            self, "follows",
            [("", "–"), *((pk, f"{one.number}. {one.question}") for pk, one in self.before.items())],
        )  # fmt: skip
        if not self.ideas:
            del self.fields["idea"]
        if not self.before:
            del self.fields["follows"]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is folded away until it is needed."""
        return [self[name] for name in ("who", "where", "follows", "ramp") if name in self.fields]

    @property
    def shows_more(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.more)

    def planned(self) -> Planned:
        typed = self.cleaned_data
        return Planned(
            **typed
            | {
                "idea": self.ideas.get(typed.get("idea", "")),
                "follows": self.before.get(typed.get("follows", "")),
            }
        )


def plan_typed(said: Planned | Cycle) -> dict[str, Any]:
    """A plan as the form begins with it."""
    found = {name: getattr(said, name) for name in Planned.__slots__}
    keys = {name: str(found[name].pk) if found[name] else "" for name in ("idea", "follows")}
    return found | keys


class DoneForm(forms.Form):
    """What happened. Empty: nothing yet."""

    text = long_field(
        _("What happened?"), rows=4,
        help_text=_("What you did and saw, also what you did not expect. To take it back, empty it."),
    )  # fmt: skip
    begins = day_field(_("From the day"))
    ends = day_field(_("To the day"), help_text=_("Empty: it goes on"))

    def done(self) -> Done:
        return Done(**self.cleaned_data)


def done_typed(row: Cycle) -> dict[str, Any]:
    return {"text": row.done, "begins": row.begins, "ends": row.ends}


class StudyForm(forms.Form):
    """What was learned. Empty: nothing yet."""

    text = long_field(
        _("What did you learn?"), rows=4,
        help_text=_("Hold what happened up against what you expected. To take it back, empty it."),
    )  # fmt: skip


def study_typed(row: Cycle) -> dict[str, Any]:
    return {"text": row.study}


class DecideForm(forms.Form):
    act = forms.ChoiceField(
        label=_("What do you do with the change?"),
        choices=[
            (Act.ADOPT, _("Adopt: it worked, make it how we work")),
            (Act.ADAPT, _("Adapt: change something and try again")),
            (Act.ABANDON, _("Abandon: it was not the way, try something else")),
        ],
        widget=forms.RadioSelect,
    )
    on = day_field(_("Decided on"), required=True)
    next_step = long_field(
        _("What happens next?"), rows=2, help_text=_("The next cycle begins with what you write here")
    )

    def decision(self) -> Decision:
        return Decision(**self.cleaned_data)


def decided_typed(row: Cycle) -> dict[str, Any]:
    return {"act": row.act, "on": row.decided_on, "next_step": row.next_step}


# Experiences


class ExperienceForm(forms.Form):
    """What an experience tells the others."""

    title = short_field(
        _("Title"), required=True, help_text=_("What others would look for: what you did, and for what")
    )
    solution = forms.ChoiceField(label=_("Which solution does it belong to?"))
    what = long_field(
        _("What did you do, and what did you see?"), required=True, rows=5,
        help_text=_("Who reads it sees only this, not the project. Say also what did not work."),
    )  # fmt: skip
    for_whom = long_field(
        _("For whom did it work?"), rows=2, help_text=_("And where would you not expect it to?")
    )
    takes = long_field(_("What does it take?"), rows=2, help_text=_("Time, people, equipment, training"))

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "solution", [("", "–"), *of_solutions(definition)])

    def told(self) -> Told:
        return Told(**self.cleaned_data)


def experience_typed(row: Experience) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Told.__slots__}


class WithdrawForm(forms.Form):
    why = short_field(_("Why is it withdrawn?"), required=True, longest=300)


class NoteForm(forms.Form):
    """What a municipality did with an experience."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    seen_on = day_field(_("Seen on"))
    taken_up_on = day_field(_("Taken up on"))
    stopped_on = day_field(_("Stopped on"), help_text=_("When it was tried and left again"))
    how = long_field(_("How?"), rows=2, help_text=_("What you did otherwise. All in the office see this."))

    def __init__(self, participations: Sequence[Participation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participations = {str(row.pk): row for row in participations}
        first = [("", "–")] if len(self.participations) > 1 else []
        named = [(pk, str(row.municipality)) for pk, row in self.participations.items()]
        _choose(self, "municipality", [*first, *named])

    @property
    def participation(self) -> Participation:
        """The one that was chosen; the form must be valid."""
        return self.participations[self.cleaned_data["municipality"]]

    def noted(self) -> Noted:
        return Noted(**{name: self.cleaned_data[name] for name in Noted.__slots__})


def noted_typed(row: Uptake) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Noted.__slots__} | {
        "municipality": str(row.participation_id)
    }
