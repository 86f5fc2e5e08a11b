"""What is typed about a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.improvement.forms.fields import choose, day_field, long_field, short_field
from samordner.improvement.models import Project
from samordner.improvement.operations.projects import Ending, Said
from samordner.networks.models.learning import Team
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition


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
        choose(self, "team", [("", "–"), *((pk, one.name) for pk, one in self.teams.items())])
        choose(self, "solutions", ((one.key, f"{one.key} {one.name}") for one in definition.solutions))
        choose(self, "areas", ((one.key, one.name) for one in definition.areas))
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
        choose(self, "who", named)

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
