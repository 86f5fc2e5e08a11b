"""What a number counts, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samordner.boards.marks import mark_value
from samordner.boards.queries import SILENCE, Selection
from samordner.programmes.definition import Definition


def title_of(selection: Selection, definition: Definition) -> str:
    """What the selection counts, as a heading."""
    subject = str(definition.subject(selection.subject).name) if selection.subject else ""
    if selection.item and (items := definition.items_of(selection.subject)):
        subject = f"{subject}, {next((str(one.name) for one in items if one.key == selection.item), '')}"
    match selection.kind:
        case "unknown":
            return _("%(subject)s: unknown") % {"subject": subject}
        case "known":
            return _("%(subject)s: known") % {"subject": subject}
        case "late":
            return _("%(subject)s: the expected day has passed") % {"subject": subject}
        case "unpapered":
            return _("%(subject)s: decided, without a document") % {"subject": subject}
        case "silent":
            return _("Not heard from in %(days)d days") % {"days": SILENCE.days}
        case "never":
            return _("Nothing is known yet")
        case _:
            values = [
                mark_value(definition, selection.subject, selection.item, value).text
                for value in selection.values
            ]
            return _("%(subject)s: %(values)s") % {"subject": subject, "values": ", ".join(values)}
