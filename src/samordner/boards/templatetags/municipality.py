"""What a municipality's page has much of, drawn quickly: statuses and happenings; and a plan as it was on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.boards.municipality.happenings import Happening, Kind
from samordner.boards.municipality.standing import Line
from samordner.boards.templatetags.boards import tags
from samordner.documents.cells import day_text
from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement, Status
from samordner.localplans.queries import anchoring_of, statements_on

register = template.Library()


@dataclass(frozen=True, slots=True)
class Seen:
    status: Status
    anchoring: PlanAnchoring | None
    statements: list[Statement]


@register.simple_tag
def plan_on(plan: LocalPlan, day: date, programme: str) -> Seen:
    """How far the plan had come on the day, and what is said of the programme (its key) in it."""
    return Seen(plan.status_on(day), anchoring_of(plan, programme), statements_on(plan, day))


@register.simple_tag
def standing_rows(lines: Iterable[Line]) -> SafeString:
    """A row for every subject: what is known, whether it is old, and how it came."""
    old = escape(_("old: ask anew"))
    stale = f' <span class="ds-tag" data-color="warning"><span aria-hidden="true">↻</span>&nbsp;{old}</span>'
    rows = [
        f'<tr><th scope="row"><a class="ds-link" href="{escape(line.address)}">{escape(line.column.full)}</a></th>'
        f'<td><div class="marks">{tags(line.marks)}{stale if line.stale else ""}</div></td><td>{_came(line)}</td></tr>'
        for line in lines
    ]
    return mark_safe("".join(rows))  # noqa: S308 all escaped


def _came(line: Line) -> str:
    if not line.told:
        return ""
    before = _("before: %(before)s") % {"before": line.before} if line.before else ""
    recorded = ", ".join(filter(None, (_("recorded %(day)s") % {"day": day_text(line.told)}, line.by)))
    said = "<br>".join(escape(text) for text in (before, recorded) if text)
    return f'<span class="quiet">{said}</span>'


@register.simple_tag
def happening_rows(happenings: Iterable[Happening]) -> SafeString:
    """An item for everything that happened."""
    labels = {kind: escape(str(kind.label)) for kind in Kind}
    rows = []
    for one in happenings:
        what = escape(one.what)
        linked = f'<a class="ds-link" href="{escape(one.address)}">{what}</a>' if one.address else what
        by = f' <span class="quiet">{escape(one.by)}</span>' if one.by else ""
        rows.append(
            f'<li><time datetime="{one.day.isoformat()}">{day_text(one.day)}</time> '
            f'<span class="quiet">{labels[one.kind]}</span> <span>{linked}{by}</span></li>'
        )
    return mark_safe("".join(rows))  # noqa: S308 all escaped
