"""Pieces of the pages on improvement."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from samordner.access.actors import Actor
from samordner.charts.figures import Figure
from samordner.improvement.marks import tag
from samordner.improvement.models import Act, Cycle, Project, Standing, State, Uptake

register = template.Library()


@register.filter
def state_tag(state: Standing | State | Act | Uptake.State) -> SafeString:
    """The sign and the words of a state."""
    return tag(state)


@register.filter
def act_tag(act: str) -> SafeString:
    """What was decided of a change, from its key."""
    return tag(Act(act))


@register.simple_tag
def cycle_tag(cycle: Cycle, day: date) -> SafeString:
    """How far a cycle had come on the day; once decided, what was decided."""
    return tag(Act(cycle.act)) if cycle.act else tag(cycle.state(day))


@register.simple_tag
def project_tag(project: Project, day: date) -> SafeString:
    """Where a project stood on the day."""
    return tag(project.standing(day))


@register.filter
def may(actor: Actor, right: str) -> bool:
    """Whether somebody has a right at all."""
    return actor.may(right)


@register.filter
def drawing(figure: Figure) -> SafeString:
    """The figure's drawing."""
    return mark_safe(figure.svg)  # noqa: S308 made by charts, which escapes
