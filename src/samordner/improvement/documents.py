"""Projects, changes and experiences as tables: one definition each for the page and the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.improvement.aims import aim_of
from samordner.improvement.models import Act, Cycle, Standing, Uptake
from samordner.improvement.queries.experiences import Line as Told
from samordner.improvement.queries.projects import Line
from samordner.places.documents import municipality_columns
from samordner.programmes.definition import Definition


def labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    return {str(key): str(label) for key, label in choices}


def solution_names(definition: Definition) -> dict[str, str]:
    """Each solution's key and name: "A1 Plan your own old age"."""
    return {one.key: f"{one.key} {one.name}" for one in definition.solutions}


def _several(keys: Iterable[str], names: dict[str, str]) -> str:
    return "\n".join(names.get(key, key) for key in keys)


def projects_table(definition: Definition) -> TableDefinition[Line]:
    """Improvement projects, as they stood on the day of the lines."""
    solutions = solution_names(definition)
    areas = {one.key: str(one.name) for one in definition.areas}
    return TableDefinition(
        key="improvement",
        title=_("Improvement projects"),
        columns=(
            *municipality_columns(lambda line: line.project.participation.municipality, names_row=False),
            Column(key="name", title=_("Project"), value=lambda line: line.project.name, names_row=True),
            Column(
                key="team", title=pgettext("improvement", "Team"),
                value=lambda line: line.project.team.name if line.project.team else "",
            ),
            Column(
                key="standing", title=_("Status"), kind=Kind.CHOICE, choices=labels(Standing.choices),
                value=lambda line: line.standing.value,
            ),
            Column(
                key="aim", title=_("Aim"), kind=Kind.TEXT, value=lambda line: aim_of(line.project).sentence
            ),
            Column(
                key="lacks", title=_("What the aim lacks"),
                value=lambda line: ", ".join(aim_of(line.project).lacks),
            ),
            Column(key="aim_by", title=_("By when"), kind=Kind.DAY, value=lambda line: line.project.aim_by),
            Column(
                key="solutions", title=_("Solutions"), kind=Kind.TEXT,
                value=lambda line: _several(line.project.solutions, solutions),
            ),
            Column(
                key="areas", title=_("Areas"), kind=Kind.TEXT,
                value=lambda line: _several(line.project.areas, areas),
            ),
            Column(key="problem", title=_("The problem"), kind=Kind.TEXT, value=lambda line: line.project.problem),
            Column(key="began_on", title=_("Began"), kind=Kind.DAY, value=lambda line: line.project.began_on),
            Column(key="cycles", title=_("Cycles"), kind=Kind.NUMBER),
            Column(key="decided", title=_("Cycles decided"), kind=Kind.NUMBER),
            Column(key="kept", title=_("Adopted or adapted"), kind=Kind.NUMBER),
            Column(key="last", title=_("Last decision"), kind=Kind.DAY),
            Column(key="ended_on", title=_("Ended"), kind=Kind.DAY, value=lambda line: line.project.ended_on),
            Column(key="outcome", title=_("What came of it"), kind=Kind.TEXT, value=lambda line: line.project.outcome),
        ),
    )  # fmt: skip


def changes_table(definition: Definition) -> TableDefinition[Cycle]:
    """What teams tried and decided, with the solution that it belongs to."""
    solutions = solution_names(definition)
    return TableDefinition(
        key="changes",
        title=_("What teams changed"),
        columns=(
            *municipality_columns(lambda row: row.project.participation.municipality, names_row=False),
            Column(
                key="team", title=pgettext("improvement", "Team"),
                value=lambda row: row.project.team.name if row.project.team else "",
            ),
            Column(key="project", title=_("Project"), value=lambda row: row.project.name),
            Column(
                key="solutions", title=_("Solutions"), kind=Kind.TEXT,
                value=lambda row: _several(row.project.solutions, solutions),
            ),
            Column(key="number", title=pgettext("improvement", "Cycle"), kind=Kind.NUMBER),
            Column(
                key="idea", title=_("Change idea"), kind=Kind.TEXT,
                value=lambda row: row.idea.text if row.idea else "",
            ),
            Column(key="question", title=_("What was to be found out"), names_row=True),
            Column(key="prediction", title=_("What was expected"), kind=Kind.TEXT),
            Column(key="done", title=_("What happened"), kind=Kind.TEXT),
            Column(key="study", title=_("What was learned"), kind=Kind.TEXT),
            Column(key="act", title=pgettext("cycle", "Decision"), kind=Kind.CHOICE, choices=labels(Act.choices)),
            Column(key="decided_on", title=_("Decided"), kind=Kind.DAY),
            Column(key="next_step", title=_("What happens next"), kind=Kind.TEXT),
        ),
    )  # fmt: skip


def experiences_table(definition: Definition) -> TableDefinition[Told]:
    """Experiences, and how many others have seen them and taken them up."""
    return TableDefinition(
        key="experiences",
        title=_("Experiences"),
        columns=(
            *municipality_columns(lambda line: line.experience.participation.municipality, names_row=False),
            Column(key="title", title=_("Experience"), value=lambda line: line.experience.title, names_row=True),
            Column(
                key="solution", title=_("Solution"), kind=Kind.CHOICE, choices=solution_names(definition),
                value=lambda line: line.experience.solution,
            ),
            Column(
                key="act", title=_("What it came to"), kind=Kind.CHOICE, choices=labels(Act.choices),
                value=lambda line: line.experience.act,
            ),
            Column(key="what", title=_("What was done and seen"), kind=Kind.TEXT, value=lambda line: line.experience.what),
            Column(key="for_whom", title=_("For whom it worked"), kind=Kind.TEXT, value=lambda line: line.experience.for_whom),
            Column(key="takes", title=_("What it takes"), kind=Kind.TEXT, value=lambda line: line.experience.takes),
            Column(key="proposed_on", title=_("Shared"), kind=Kind.DAY, value=lambda line: line.experience.proposed_on),
            Column(key="seen", title=_("Seen by"), kind=Kind.NUMBER, value=lambda line: len(line.spread.seen)),
            Column(key="taken_up", title=_("Taken up by"), kind=Kind.NUMBER, value=lambda line: len(line.spread.taken_up)),
            Column(
                key="after", title=_("Of them after they had seen it"), kind=Kind.NUMBER,
                value=lambda line: len(line.spread.after_seeing),
            ),
            Column(key="stopped", title=_("Stopped again by"), kind=Kind.NUMBER, value=lambda line: len(line.spread.stopped)),
        ),
    )  # fmt: skip


def uptakes_table() -> TableDefinition[Uptake]:
    """What other municipalities did with one experience."""
    return TableDefinition(
        key="uptakes",
        title=_("What others did with it"),
        columns=(
            *municipality_columns(lambda row: row.participation.municipality),
            Column(
                key="state", title=_("Status"), kind=Kind.CHOICE, choices=labels(Uptake.State.choices),
                value=lambda row: row.state.value,
            ),
            Column(key="seen_on", title=_("Seen on"), kind=Kind.DAY),
            Column(key="taken_up_on", title=_("Taken up on"), kind=Kind.DAY),
            Column(key="stopped_on", title=_("Stopped on"), kind=Kind.DAY),
            Column(key="how", title=_("How"), kind=Kind.TEXT),
        ),
    )  # fmt: skip


def event_words(kind: str) -> str:
    """What happened in a project, in words."""
    return {
        "began": pgettext("course", "The project began"),
        "planned": pgettext("course", "Planned"),
        "tried": pgettext("course", "Tried"),
        "adopt": pgettext("course", "Adopted"),
        "adapt": pgettext("course", "Adapted"),
        "abandon": pgettext("course", "Abandoned"),
        "shared": pgettext("course", "Shared as an experience"),
        "withdrawn": pgettext("course", "Withdrawn as an experience"),
        "ended": pgettext("course", "The project ended"),
    }[kind]
