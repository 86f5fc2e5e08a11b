"""A project's driver diagram as figures: in columns for a screen, and as an outline for a telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samordner.charts.drivers import Node, driver_diagram
from samordner.charts.figures import Figure
from samordner.improvement.aims import Aim
from samordner.improvement.models import Driver, Project
from samordner.improvement.queries.drivers import Box


@dataclass(frozen=True)
class Drawn:
    """The same diagram twice; a page shows the one that fits."""

    wide: Figure
    narrow: Figure


def figures_of(project: Project, aim: Aim, boxes: Sequence[Box]) -> Drawn | None:
    """The diagram drawn; None when there is nothing to draw. No query."""
    if not boxes:
        return None
    nodes, sentence = tuple(map(_node, boxes)), aim.sentence or project.name
    title, lang = _("Driver diagram"), get_language() or "nb"
    return Drawn(
        driver_diagram(f"drivers-{project.pk}", title, sentence, nodes, lang=lang),
        driver_diagram(f"outline-{project.pk}", title, sentence, nodes, lang=lang, narrow=True),
    )


def _node(box: Box) -> Node:
    tried = ngettext("%(n)d cycle", "%(n)d cycles", box.cycles) % {"n": box.cycles} if box.cycles else ""
    row = box.driver
    kind = Driver.Kind(row.kind)
    below = tuple(map(_node, box.below))
    match kind:
        case Driver.Kind.PRIMARY:
            return Node("primary", row.text, below, tried)
        case Driver.Kind.SECONDARY:
            return Node("secondary", row.text, below, tried)
        case _:
            address = f"{reverse('improvement:project', args=[row.project_id])}#cycles-title" if tried else ""
            return Node("idea", row.text, below, tried, address)
