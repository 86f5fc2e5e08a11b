"""Which gaps need somebody now, in words: for the first page and for a municipality's page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.documents.cells import day_text
from samordner.offers.queries import Board, boards, newest
from samordner.offers.sources import Window
from samordner.offers.wording import board_address
from samordner.programmes.definition import Definition

NEAR, LONG_AGO = timedelta(days=60), timedelta(days=365)
"""A gap presses when its deadline is so near; one whose deadline was so long ago is told no more."""


@dataclass(frozen=True)
class Gap:
    """An offer that some have not got."""

    board: Board
    sentence: str
    tone: Literal["danger", "warning", "info"]
    address: str

    @property
    def due(self) -> date:
        return self.board.window.last_day

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(row.municipality for row in self.board.gaps)


def _presses(window: Window, day: date) -> bool:
    return window.since <= day <= window.last_day + LONG_AGO


def gaps(
    actor: Actor, definition: Definition, day: date, *, office: str = "", codes: Collection[str] = ()
) -> list[Gap]:
    """The offers that somebody has not got, whose window has begun and was not over long ago; nine queries at most."""
    windows = [window for window in newest(definition, day, office=office) if _presses(window, day)]
    found = boards(actor, definition, windows, day, office=office, codes=codes)
    return [_gap(each, definition, office, one=bool(codes)) for each in found if each.gaps]


def _gap(board: Board, definition: Definition, office: str, *, one: bool) -> Gap:
    left = board.days_left
    number, words = len(board.gaps), {"offer": board.window.name, "count": len(board.gaps)}
    if one:
        text = _("Not offered: %(offer)s (deadline %(day)s)")
        sentence = text % {"offer": board.window.name, "day": day_text(board.window.last_day)}
        code = board.gaps[0].participation.municipality.code
        address = f"{board_address(board.window, programme=definition.key, day=f'{board.day}')}"
        address = address.replace("/?", f"/{code}/?", 1)
    else:
        text = ngettext(
            "%(count)d municipality has not been offered: %(offer)s",
            "%(count)d municipalities have not been offered: %(offer)s",
            number,
        )
        sentence = text % words
        address = board_address(board.window, programme=definition.key, office=office, state="not_yet")
    tone: Literal["danger", "warning", "info"] = "info"
    if left < 0:
        tone = "danger"
    elif left <= NEAR.days:
        tone = "warning"
    return Gap(board, sentence, tone, address)
