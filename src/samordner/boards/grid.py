"""The board's table as HTML. It is large and must be quick, so it is put together from text, all of it escaped.

A board of many columns shows signs alone, its words read out by screen readers and told by the legend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.boards.board import Board, Row, Total
from samordner.boards.marks import (
    INHERITED,
    NO,
    STALE,
    UNKNOWN,
    Face,
    Mark,
    Said,
    day_words,
)
from samordner.boards.queries import Selection
from samordner.participation.lines import REST, SAID, SINCE, TAB, observation_of

COMPACT_FROM = 13
"""From so many columns on, cells show signs alone."""
BOOSTED = 2000
"""Up to so many cells, htmx opens each in the panel; beyond, it would slow the page down: links are followed."""


def is_compact(board: Board) -> bool:
    return len(board.columns) >= COMPACT_FROM


def is_boosted(board: Board) -> bool:
    return len(board.columns) * len(board.rows) <= BOOSTED


# Marks


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


# Rows


def body(board: Board, query: str, homes: Mapping[int, int] | None = None) -> SafeString:
    """The rows: every cell a link to its history. `homes`: where cells of rows that are none of ours are at home."""
    kept: dict[str, dict[tuple[str, bool, bool], str]] = {}  # what is alike in all columns of a scale
    writers = [
        _Writer(face, query, board, homes or {}, kept.setdefault(face.subject.scale, {}))
        for face in board.faces
    ]
    cells = [map(writer.cell, board.rows) for writer in writers]
    rows = zip(board.rows, *cells, strict=True)
    return mark_safe("".join([_row(*row) for row in rows]))  # noqa: S308 all escaped


def _row(row: Row, *cells: str) -> str:
    name = escape(row.name)
    more = escape(_("Details"))
    unfold = f'<details class="unfold"><summary>{more}<b> {name}</b></summary></details>'
    return f'<tr id="r-{row.participation.pk}"><th scope="row"><span>{name}</span>{unfold}</th>{"".join(cells)}</tr>\n'


DAY, END = "\0", "\1"
"""Stand in for days in what many cells have in common."""


class _Writer:
    """Writes the cells of one column. What many cells have in common is put together once."""

    def __init__(
        self, face: Face, query: str, board: Board, homes: Mapping[int, int],
        kept: dict[tuple[str, bool, bool], str],
    ) -> None:  # fmt: skip
        column = face.column
        self.face, self.homes, self.compact = face, homes, is_compact(board)
        self.many, self.days = face.subject.many, face.subject.holds == "day"
        self.key = face.series[0][1]
        item = f"{column.item}/" if column.item else ""
        self.path = f"/{column.subject}/{item}{escape(f'?{query}' if query else '')}"
        self.begin = "<td>" if self.compact else f'<td data-title="{escape(column.title)}">'
        self.id = f"-{column.key}" if is_boosted(board) else ""
        self.unknown = unknown()
        self.kept = kept
        self.stale_before, self.iso = face.stale_before, face.iso

    def cell(self, row: Row) -> str:
        pk = row.participation.id
        if self.many or row.inherited or pk < 0:
            return self._apart(row)
        text = row.texts.get(self.key)
        if text is None:
            return self._link(pk, self.unknown)
        front = text.partition(TAB)[0]
        rest, end = front[REST], text[len(front) + 1 :][:10]
        late = "0" < end < self.iso and self.face.is_late(text)
        alike = rest[10:] if self.days else rest, front[SAID] < self.stale_before, late
        inside = self.kept.get(alike) or self._keep(alike, text)
        if self.days:
            return self._link(pk, inside.replace(DAY, day_words(rest[:10])))
        if not self.compact:
            inside = inside.replace(DAY, day_words(front[SINCE], rest.rpartition(" ")[2]))
            if late:
                inside = inside.replace(END, day_words(end))
        return self._link(pk, inside)

    def _link(self, pk: int, inside: str) -> str:
        name = f' id="c-{pk}{self.id}"' if self.id else ""
        return f'{self.begin}<a data-cell{name} href="{pk}{self.path}">{inside}</a></td>'

    def _keep(self, alike: tuple[str, bool, bool], text: str) -> str:
        """How all cells look that are alike, but for their days."""
        mark = self.face.mark(Said(self.face.column.item, text))
        late = alike[2] and (
            _("expected earlier") if self.compact else _("expected %(when)s") % {"when": END}
        )
        mark = replace(mark, late=late or "")
        mark = replace(mark, text=DAY) if self.days else replace(mark, since=DAY)
        self.kept[alike] = made = signs([mark]) if self.compact else marks([mark])
        return made

    def _apart(self, row: Row) -> str:
        """A cell of its own."""
        cell = row.cell(self.face)
        found = cell.marks
        inside = (signs(found) if self.compact else marks(found)) if found else self.unknown
        pk = row.participation.pk
        if pk < 0:  # it stands for a municipality of today: what it is known by was said of an older one
            home = next((at for one in cell.said if (at := self.homes.get(observation_of(one.text)))), None)
            return f"{self.begin}{inside}</td>" if home is None else self._link(home, inside)
        return self._link(pk, inside)


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


# Heads and totals


def head(board: Board, asked: QueryDict) -> SafeString:
    """A link for every column that sorts by it: down, up, and by name again."""
    sort = asked.get("sort", "")
    rest = asked.copy()
    rest.pop("sort", None)
    query = rest.urlencode()
    heads = [("name", _("Municipality"), ""), *((one.key, one.title, one.full) for one in board.columns)]
    return mark_safe("".join(_head(*one, sort or "name", query) for one in heads))  # noqa: S308 all escaped


def _head(key: str, title: str, full: str, sort: str, query: str) -> str:
    down = f"-{key}"
    is_now = {key: "ascending", down: "descending"}.get(sort, "none")
    first, second = (key, down) if key == "name" else (down, key)
    wanted = second if sort == first else first
    address = "&".join(filter(None, (query, f"sort={quote(wanted)}" if wanted != "name" else "")))
    hint = f' title="{escape(full)}"' if full and full != title else ""
    return (
        f'<th scope="col" aria-sort="{is_now}"><a href="?{escape(address)}"{hint}>'
        f"<span>{escape(title)}</span></a></th>"
    )


def totals(found: Sequence[Total], query: str, *, among: str = "", compact: bool = False) -> SafeString:
    """What each column adds up to; every number opens to its rows."""
    root = reverse("boards:number")
    return mark_safe("".join(_total(one, root, query, among, compact) for one in found))  # noqa: S308 all escaped


def _total(total: Total, root: str, query: str, among: str, compact: bool) -> str:
    lines = []
    for count in total.counts:
        if not count.number and not count.leads:
            continue
        number: str = str(count.number)
        if count.leads and not compact:
            number = _("%(number)d of %(all)d") % {"number": count.number, "all": total.whole}
        address = number_address(count.selection, "&".join(filter(None, (query, among))), root)
        words = f"<span{' class=ds-sr-only' if compact else ''}>{escape(count.mark.text)}</span>"
        lines.append(
            f'<li{" class=leads" if count.leads else ""}><a class="ds-link" href="{escape(address)}">'
            f'<span aria-hidden="true" class="sign">{escape(count.mark.sign)}</span> {escape(number)} {words}</a></li>'
        )
    return f'<td data-title="{escape(total.column.title)}"><ul class="totals">{"".join(lines)}</ul></td>'


def number_address(selection: Selection, query: str, root: str = "") -> str:
    """The address that opens a number, on the same day and of the same municipalities."""
    asked = _asked(selection)
    return (
        f"{root or reverse('boards:number')}?{asked}&{query}"
        if query
        else f"{root or reverse('boards:number')}?{asked}"
    )


@lru_cache(maxsize=4096)
def _asked(selection: Selection) -> str:
    return urlencode(selection.query)


def options(board: Board, chosen: str) -> SafeString:
    """The values to narrow by, column by column, for a select."""
    groups = []
    for total in board.totals:
        made = "".join(
            _option(one.key, f"{one.mark.sign} {one.mark.text}".strip(), chosen) for one in total.counts
        )
        groups.append(f'<optgroup label="{escape(total.column.full)}">{made}</optgroup>')
    return mark_safe("".join(groups))  # noqa: S308 all escaped


def _option(key: str, text: str, chosen: str) -> str:
    return f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(text)}</option>'


def legend(board: Board) -> Iterator[Mark]:
    """Every sign of the columns shown, once, with its words."""
    told: set[tuple[str, str]] = set()
    for total in board.totals:
        for count in total.counts:
            place = count.mark.sign, count.mark.text
            if count.mark.sign and count.mark.sign != UNKNOWN and place not in told:
                told.add(place)
                yield count.mark
