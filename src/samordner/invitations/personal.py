"""Everything that is known of one participant, by the e-mail address: to look at, and to hand out to the one it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samordner.documents.columns import Column, TableDefinition
from samordner.invitations.documents import place_of
from samordner.invitations.letters import title_of, when_words
from samordner.invitations.models import Invitation, Registration
from samordner.letters.models import Letter
from samordner.letters.queries import shown_body
from samordner.links.models import PersonalLink


@dataclass(frozen=True)
class Line:
    """One thing that is known. `what`: invitation, registration or letter, in words; `said`: what stands in it."""

    what: str
    meeting: str
    when: str
    said: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(f"{key}: {value}" for key, value in self.said.items() if value not in ("", None, []))


@dataclass(frozen=True)
class Known:
    email: str
    lines: tuple[Line, ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "email": self.email,
            "data": [
                {"what": line.what, "meeting": line.meeting, "when": line.when, **line.said}
                for line in self.lines
            ],
        }


INVITED = (
    "name", "email", "organisation", "role", "language", "noted", "made_at", "sent_at", "reminded_at", "answer", "answered_at",
    "answered_how", "declined_why", "withdrawn_at",
)  # fmt: skip
REGISTERED = (
    "number", "name", "email", "organisation", "language", "access", "diet", "state", "registered_at", "cancelled_at", "attended",
    "attended_how", "minutes", "walked_in",
)  # fmt: skip
WRITTEN = ("kind", "to_name", "to_address", "language", "subject", "body", "written_at", "state", "sent_at")


def known(
    email: str,
    invitations: QuerySet[Invitation],
    registrations: QuerySet[Registration],
    letters: QuerySet[Letter],
) -> Known:
    """What these rows hold on the one with this address; of those whom an answer named, too."""
    said = email.strip()
    invited = list(invitations.filter(email__iexact=said))
    named = Q(email__iexact=said) | Q(invitation__in=[row.pk for row in invited])
    rows = list(registrations.filter(named).order_by("pk"))
    links = PersonalLink.objects.filter(
        Q(kind="invitation", key__in=[str(row.pk) for row in invited])
        | Q(kind="registration", key__in=[str(row.pk) for row in rows])
    )
    opened: dict[tuple[str, str], list[str]] = {}
    for link in links:
        if link.opened_at:
            opened.setdefault((link.kind, link.key), []).append(link.opened_at.isoformat())
    lines = [
        _line(_("Invitation"), row, INVITED, opened.get(("invitation", str(row.pk)), [])) for row in invited
    ]
    lines += [
        _line(_("Registration"), row, REGISTERED, opened.get(("registration", str(row.pk)), []))
        for row in rows
    ]
    for letter in letters.filter(to_address__iexact=said, erased_at=None).order_by("pk"):
        about = {name: _plain(getattr(letter, name)) for name in WRITTEN}
        about["body"] = shown_body(letter, "…")
        lines.append(Line(_("Letter"), letter.subject, letter.written_at.date().isoformat(), about))
    return Known(said, tuple(lines))


def _line(what: str, row: Invitation | Registration, names: tuple[str, ...], opened: list[str]) -> Line:
    about = {name: _plain(getattr(row, name)) for name in names} | {
        "place": place_of(row),
        "link_opened": opened,
    }
    return Line(what, title_of(row.meeting), when_words(row.meeting), about)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def known_table() -> TableDefinition[Line]:
    return TableDefinition(
        key="personal-data",
        title=_("What is known of a participant"),
        columns=(
            Column(key="what", title=_("What"), names_row=True),
            Column(key="meeting", title=_("Meeting")),
            Column(key="when", title=_("When")),
            Column(key="text", title=_("What stands there")),
        ),
    )
