"""Which offices have sent their plan, by which of the programme's deadlines: one's own office's, or every office's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.participation.choosing import Following
from samordner.revisions.dues import Due, dues
from samordner.revisions.models import Sending

STATES = ("open", "missing", "sent", "late")
STATE_WORDS: Mapping[str, Label] = {
    "open": pgettext_lazy("plan", "not due yet"),
    "missing": pgettext_lazy("plan", "missing"),
    "sent": pgettext_lazy("plan", "sent"),
    "late": pgettext_lazy("plan", "sent late"),
}
SIGNS = {"open": "○", "missing": "✕", "sent": "✓", "late": "◷"}
TONES = {"open": "neutral", "missing": "danger", "sent": "success", "late": "warning"}


@dataclass(frozen=True)
class Line:
    """A plan due from an office. `sending` is the newest for that deadline, `first_sent` the day that counts."""

    due: Due
    office: str
    name: str
    state: str
    days_left: int
    sending: Sending | None
    first_sent: date | None

    @property
    def word(self) -> Label:
        return STATE_WORDS[self.state]

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


def lines(about: Following, sendings: Iterable[Sending], day: date) -> list[Line]:
    """Every plan that was or is due, the latest deadline first; `sendings` are those of the programme."""
    sent: dict[tuple[str, str, date | None], list[Sending]] = {}
    for each in sendings:
        key = (each.approval.revision.plan.office.key, each.deadline, each.due)
        sent.setdefault(key, []).append(each)
    return [
        _line(due, office, name, sorted(sent.get((office, due.deadline.key, due.day), []), key=_number), day)
        for due in dues(about.definition, day)
        for office, name in about.offices.items()
        if about.took_part(office, due.day)
    ]


def _number(sending: Sending) -> int:
    return sending.number


def _line(due: Due, office: str, name: str, sent: Sequence[Sending], day: date) -> Line:
    first = sent[0].sent_on if sent else None
    state = "missing" if due.day < day else "open"
    if first is not None:
        state = "late" if first > due.day else "sent"
    return Line(due, office, name, state, (due.day - day).days, sent[-1] if sent else None, first)


def newest(sendings: Iterable[Sending]) -> dict[str, Sending]:
    """The newest revision that each office (key) has sent, due or not."""
    found: dict[str, Sending] = {}
    for each in sorted(sendings, key=_number):
        found[each.approval.revision.plan.office.key] = each
    return found


def sent_table() -> TableDefinition[Line]:
    return TableDefinition(
        key="plans_sent",
        title=_("Plans sent"),
        columns=(
            Column(key="office", title=_("Office"), names_row=True, value="name"),
            Column(key="deadline", title=_("Deadline"), value=lambda line: line.due.name),
            Column(key="due", title=_("Due"), kind=Kind.DAY, value=lambda line: line.due.day),
            Column(key="state", title=_("State"), kind=Kind.CHOICE, choices=STATE_WORDS),
            Column(key="first_sent", title=_("First sent"), kind=Kind.DAY),
            Column(
                key="revision",
                title=_("Revision"),
                kind=Kind.NUMBER,
                value=lambda line: line.sending.approval.revision.number if line.sending else None,
            ),
            Column(
                key="receipt",
                title=_("Receipt"),
                value=lambda line: str(line.sending.number) if line.sending else "",
            ),
            Column(key="digest", title="SHA-256", value=lambda line: line.sending.digest if line.sending else ""),
        ),
    )  # fmt: skip
