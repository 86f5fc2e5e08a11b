"""Invitations and participants as tables: one definition for screen, spreadsheet and document."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samordner.documents.columns import Column, Kind, Label, Layout, TableDefinition
from samordner.invitations.models import Answer, EventTerms, How, Invitation, Registration
from samordner.participation.models import Contact
from samordner.timeline.moments import day_of

ANSWER_SIGNS: Mapping[str, tuple[str, Label, str]] = {
    "waiting": ("○", pgettext_lazy("invitation", "no answer"), "info"),
    "accepted": ("✓", Answer.ACCEPTED.label, "success"),
    "declined": ("✕", Answer.DECLINED.label, "neutral"),
    "tentative": ("?", Answer.TENTATIVE.label, "warning"),
    "withdrawn": ("–", pgettext_lazy("invitation", "withdrawn"), "neutral"),
}
"""How an invitation stands: its sign, its words, its tone."""

CAME: Mapping[bool | None, tuple[str, Label]] = {
    True: ("✓", gettext_lazy("came")),
    False: ("✕", gettext_lazy("did not come")),
    None: ("○", gettext_lazy("not noted")),
}


def place_of(row: Invitation | Registration) -> str:
    """The municipality, else the organisation."""
    return str(row.participation.municipality) if row.participation else row.organisation


def invitation_table() -> TableDefinition[Invitation]:
    """Who is invited, and what they answered."""
    states = {key: words for key, (_sign, words, _tone) in ANSWER_SIGNS.items()}
    return TableDefinition(
        key="invitations",
        title=_("Who is invited"),
        columns=(
            Column(key="place", title=_("Municipality or organisation"), value=place_of, names_row=True),
            Column(key="name", title=_("Name")),
            Column(key="role", title=_("Role"), kind=Kind.CHOICE, choices=dict(Contact.Role.choices)),
            Column(key="email", title=_("E-mail")),
            Column(key="state", title=_("Answer"), kind=Kind.CHOICE, choices=states),
            Column(key="answered", title=_("Answered"), kind=Kind.DAY,
                   value=lambda row: day_of(row.answered_at) if row.answered_at else None),
            Column(key="answered_how", title=_("How"), kind=Kind.CHOICE, choices=dict(How.choices)),
            Column(key="declined_why", title=_("Why not")),
            Column(key="noted", title=_("Invited otherwise")),
        ),
    )  # fmt: skip


def participant_table(terms: EventTerms) -> TableDefinition[Registration]:
    """Who comes: the list of names. Needs only where they are asked for."""
    needs: list[Column[Registration]] = []
    if terms.asks_access:
        needs.append(Column(key="access", title=_("Needs of access")))
    if terms.asks_diet:
        needs.append(Column(key="diet", title=_("Needs of diet")))
    came = {"came": CAME[True][1], "absent": CAME[False][1], "": ""}

    def attended(row: Registration) -> str:
        return "" if row.attended is None else "came" if row.attended else "absent"

    return TableDefinition(
        key="participants",
        title=_("Who comes"),
        columns=(
            Column(key="number", title=_("No."), kind=Kind.NUMBER),
            Column(key="name", title=_("Name"), value=lambda row: row.name or _("(erased)"), names_row=True),
            Column(key="place", title=_("Municipality or organisation"), value=place_of),
            Column(key="email", title=_("E-mail")),
            Column(key="state", title=_("Status"), kind=Kind.CHOICE, choices=dict(Registration.State.choices)),
            *needs,
            Column(key="attended", title=_("Came"), kind=Kind.CHOICE, choices=came, value=attended),
            Column(key="minutes", title=_("Minutes there"), kind=Kind.NUMBER),
        ),
        layout=Layout(
            columns=("number", "name", "place", "state", *(one.key for one in needs), "attended"),
            widths=(1, 4, 4, 3, *(3 for _one in needs), 2),
        ),
    )  # fmt: skip
