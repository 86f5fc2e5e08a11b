"""The outbox as a table, and what is said of a letter in words."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.cells import moment_text
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.letters.delivery import CUT, DIED
from samordner.letters.kinds import kind
from samordner.letters.models import Incoming, Language, Letter, State
from samordner.letters.queries import Waiting

SIGNS = {
    "waiting": "○",
    "sending": "→",
    "sent": "✓",
    "failed": "×",
    "bounced": "↩",
    "uncertain": "?",
    "withdrawn": "–",
}
TONES = {
    "waiting": "info", "sending": "info", "sent": "success", "failed": "danger", "bounced": "danger",
    "uncertain": "warning", "withdrawn": "neutral",
}  # fmt: skip


def kind_words(key: str) -> str:
    """What a kind of letter is called; its key when no such kind is known any more."""
    found = kind(key)
    return str(found.name) if found else key


def waits_words(waiting: Waiting) -> str:
    """Why a letter waits, in a sentence."""
    match waiting.why:
        case "closed":
            return _("Nothing leaves from here now.")
        case "outage":
            return _("The mail server does not answer. The letter leaves when it does.")
        case "later":
            assert waiting.until is not None
            return _("The mail server did not take it just then. It is tried again %(moment)s.") % {
                "moment": moment_text(waiting.until)
            }
        case _:
            return _("It leaves when its turn comes, within moments.")


def problem_words(letter: Letter) -> str:
    """What went wrong with a letter, in a sentence; what a mail server said is told as it said it."""
    match letter.problem:
        case "":
            return ""
        case "died":
            assert letter.problem == DIED
            return _(
                "The program stopped while it was handing the letter over. Nobody knows whether it arrived."
            )
        case "cut":
            assert letter.problem == CUT
            return _(
                "The line broke before the mail server had answered. Nobody knows whether it has the letter."
            )
        case said if letter.state == State.BOUNCED:
            told = _("The reader's mail server said: %(words)s") % {"words": said}
            return f"{_reason_words(said)} {told}".strip()
        case said:
            told = _("The mail server said: %(words)s") % {"words": said}
            return f"{_reason_words(said)} {told}".strip()


CODE = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")


def _reason_words(said: str) -> str:
    """What a mail server means by its code (RFC 3463), where people can do something about it."""
    found = CODE.search(said)
    match found.groups() if found else ("", ""):
        case ("1", "0" | "1" | "3" | "6" | "10"):
            return _("There is no such address.")
        case ("1", "2") | ("4", "4"):
            return _("Nobody receives mail at what stands after the @.")
        case ("2", "1"):
            return _("The mailbox is closed.")
        case ("2", "2"):
            return _("The mailbox is full.")
        case ("2" | "3", "3" | "4"):
            return _("The letter is too large.")
        case ("7", _code):
            return _("The reader's mail server does not let our letters in.")
        case _other:
            return ""


def answers_words(letter: Letter) -> list[str]:
    """What came back by mail for a letter with a calendar entry, and when it was read; one question."""
    words = {
        Incoming.Outcome.TAKEN: _("An answer by calendar was read %(moment)s."),
        Incoming.Outcome.REFUSED: _("An answer by calendar came %(moment)s, and could not be followed."),
        Incoming.Outcome.NOBODYS: _("An answer by calendar came %(moment)s, about nothing that is known."),
    }
    rows = letter.incoming.filter(what=Incoming.What.REPLY).order_by("read_at", "pk")
    return [words[Incoming.Outcome(row.outcome)] % {"moment": moment_text(row.read_at)} for row in rows]


def _moment(moment: datetime | None) -> str:
    return moment_text(moment) if moment else ""


def outbox_table() -> TableDefinition[Letter]:
    """Letters without their text."""
    return TableDefinition(
        key="letters",
        title=_("Letters"),
        columns=(
            Column(key="to_name", title=_("To"), names_row=True),
            Column(key="to_address", title=_("E-mail address")),
            Column(
                key="municipality",
                title=_("Municipality"),
                value=lambda row: str(row.participation.municipality) if row.participation else "",
            ),
            Column(key="kind", title=pgettext("letter", "Kind"), value=lambda row: kind_words(row.kind)),
            Column(key="subject", title=_("Subject")),
            Column(key="language", title=_("Language"), kind=Kind.CHOICE, choices=dict(Language.choices)),
            Column(key="state", title=_("Status"), kind=Kind.CHOICE, choices=dict(State.choices)),
            Column(key="written_at", title=_("Written"), value=lambda row: _moment(row.written_at)),
            Column(key="sent_at", title=pgettext("letter", "Sent"), value=lambda row: _moment(row.sent_at)),
            Column(key="tries", title=_("Tries that failed"), kind=Kind.NUMBER),
            Column(key="problem", title=_("What went wrong"), value=problem_words),
        ),
    )
