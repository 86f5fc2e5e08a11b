"""A project's driver diagram as figures: in columns for a screen or paper, and as an outline for a telephone."""

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


ON_PAPER = 640
"""As wide as the lines of a printed page: the letters are nearly as large as those beside it."""


def printed(project: Project, aim: Aim, boxes: Sequence[Box]) -> Figure | None:
    """The diagram for a printed page; None when there is nothing to draw. No query."""
    if not boxes:
        return None
    lang = get_language() or "nb"
    key, sentence = f"drivers-{project.pk}", aim.sentence or project.name
    nodes = tuple(_node(box, linked=False) for box in boxes)
    return driver_diagram(key, _("Driver diagram"), sentence, nodes, lang=lang, width=ON_PAPER)


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


def _node(box: Box, *, linked: bool = True) -> Node:
    tried = ngettext("%(n)d cycle", "%(n)d cycles", box.cycles) % {"n": box.cycles} if box.cycles else ""
    row = box.driver
    kind = Driver.Kind(row.kind)
    below = tuple(_node(one, linked=linked) for one in box.below)
    match kind:
        case Driver.Kind.PRIMARY:
            return Node("primary", row.text, below, tried)
        case Driver.Kind.SECONDARY:
            return Node("secondary", row.text, below, tried)
        case _:
            address = f"{reverse('improvement:project', args=[row.project_id])}#cycles-title"
            return Node("idea", row.text, below, tried, address if linked and tried else "")
