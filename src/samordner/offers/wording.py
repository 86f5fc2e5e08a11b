"""How an offer stands, in words, signs and numbers: the same on screen, in files and in print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samordner.documents.cells import day_text
from samordner.offers.queries import STANDS, Board
from samordner.offers.sources import Stand, Window
from samordner.participation.models import Contact

SIGNS = {
    Stand.HELD: "●", Stand.ACCEPTED: "✓", Stand.OFFERED: "→", Stand.ABSENT: "○", Stand.DECLINED: "✕", Stand.UNKNOWN: "?",
    Stand.NOT_YET: "!",
}  # fmt: skip
TONES = {
    Stand.HELD: "success", Stand.ACCEPTED: "accent", Stand.OFFERED: "info", Stand.ABSENT: "neutral",
    Stand.DECLINED: "neutral", Stand.UNKNOWN: "neutral", Stand.NOT_YET: "warning",
}  # fmt: skip


def stand_words(stand: Stand) -> str:
    """How it stands, in words."""
    return {
        Stand.HELD: pgettext("offer", "came"),
        Stand.ACCEPTED: pgettext("offer", "accepted"),
        Stand.OFFERED: pgettext("offer", "offered, no answer"),
        Stand.ABSENT: pgettext("offer", "accepted, did not come"),
        Stand.DECLINED: pgettext("offer", "declined"),
        Stand.UNKNOWN: pgettext("offer", "unknown"),
        Stand.NOT_YET: pgettext("offer", "not yet offered"),
    }[stand]


def audience_words(audience: str) -> str:
    """An audience in words; "" is the municipality as such."""
    return str(Contact.Role(audience).label).capitalize() if audience else _("The municipality")


def roles_words(roles: Iterable[str]) -> str:
    return ", ".join(str(Contact.Role(role).label) for role in roles)


def deadline_words(board: Board) -> str:
    """How long there is, or how long ago it was."""
    if not board.begun:
        return _("begins %(day)s") % {"day": day_text(board.window.since)}
    if board.days_left < 0:
        number = -board.days_left
        return ngettext("%(number)d day ago", "%(number)d days ago", number) % {"number": number}
    number = board.days_left
    return ngettext("%(number)d day left", "%(number)d days left", number) % {"number": number}


# Numbers


@dataclass(frozen=True)
class Number:
    """How many stand so, and where the number opens."""

    stand: Stand
    number: int
    of: int
    address: str

    @property
    def words(self) -> str:
        return stand_words(self.stand)

    @property
    def sign(self) -> str:
        return SIGNS[self.stand]

    @property
    def tone(self) -> str:
        return TONES[self.stand]


def numbers(board: Board, opens: Callable[[Stand], str], audience: str = "") -> list[Number]:
    """Every stand that somebody has, from the best to the worst."""
    counted = board.numbers(audience)
    of = len(board.rows)
    return [Number(stand, counted[stand], of, opens(stand)) for stand in STANDS if counted[stand]]


@dataclass(frozen=True)
class Part:
    """A part of a bar a hundred wide."""

    stand: Stand
    x: float
    width: float


def bar(counted: Sequence[Number]) -> list[Part]:
    found, x = [], 0.0
    for each in counted:
        width = 100 * each.number / each.of
        found.append(Part(each.stand, round(x, 3), round(width, 3)))
        x += width
    return found


def board_address(window: Window, **more: str) -> str:
    """Where a board opens."""
    pairs = more | ({"year": str(window.year)} if window.year else {})
    query = urlencode({key: value for key, value in pairs.items() if value})
    return f"{reverse('offers:board', args=[window.offer.key])}{'?' + query if query else ''}"
