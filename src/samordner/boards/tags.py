"""Marks as HTML, all of it escaped: a tag with its words, or signs alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from samordner.boards.marks import INHERITED, NO, STALE, UNKNOWN, Mark


def tag(mark: Mark) -> str:
    """A value as a tag: sign, colour and words."""
    sign = f'<i aria-hidden="true" class="sign">{escape(mark.sign)}</i> ' if mark.sign else ""
    return f'<span class="ds-tag" data-color="{escape(mark.tone)}">{sign}<span class="word">{escape(mark.text)}</span></span>'


def unknown() -> str:
    return f'<i class="nothing" aria-hidden="true">{UNKNOWN}</i><b>{escape(_("unknown"))}</b>'


def marks(found: Sequence[Mark]) -> str:
    """What a cell shows, with since and evidence; "?" when it is unknown."""
    if not found:
        return unknown()
    return "".join(
        f'<span class="mark">{tag(mark)}<span class="below">{_since(mark.since)}{below(mark)}</span></span>'
        for mark in found
    )


def _since(text: str) -> str:
    return f'<span class="since">{escape(text)}</span>' if text else ""


def below(mark: Mark) -> str:
    """How a value is known: evidence, stale, inherited, late, each by sign and words."""
    parts = [_said(mark.evidence_sign, mark.evidence_text)] if mark.evidence_sign else []
    if mark.stale:
        parts.append(_told("stale", STALE, _("stale")))
    if mark.inherited:
        parts.append(_told("taken", INHERITED, _("inherited")))
    if mark.late:
        parts.append(_told("late", "!", mark.late))
    return "".join(parts)


def _told(kind: str, sign: str, words: str) -> str:
    return f'<span class="{kind}"><i aria-hidden="true">{sign}</i> <span class="word">{escape(words)}</span></span>'


def _said(sign: str, words: str) -> str:
    return f'<span title="{escape(words)}"><i aria-hidden="true">{sign}</i><b>{escape(words)}</b></span>'


def signs(found: Sequence[Mark]) -> str:
    """Marks as signs for the eye, words for the ear."""
    first = found[0]
    shown = "".join(one.sign or ("" if one.text else NO) for one in found)
    more = [(first.evidence_sign, first.evidence_text)]
    more += [(STALE, _("stale"))] if first.stale else []
    more += [(INHERITED, _("inherited"))] if first.inherited else []
    more += [("!", first.late)] if first.late else []
    words = [*(one.text for one in found), *(text for _sign, text in more)]
    after = "".join(sign for sign, _text in more)
    if not shown:
        return f"{escape(first.text)}<i aria-hidden=true>{after}</i><b>{escape(', '.join(words[1:]))}</b>"
    return (
        f'<i aria-hidden=true data-color="{escape(first.tone)}">{escape(shown)}</i>'
        f"<i aria-hidden=true>{after}</i><b>{escape(', '.join(filter(None, words)))}</b>"
    )
