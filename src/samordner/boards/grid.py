"""The board's table as HTML. It is large and must be quick, so it is put together from text, all of it escaped.

A board of many columns shows signs alone, its words read out by screen readers and told by the legend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    day_speller,
)
from samordner.boards.queries import Selection
from samordner.participation.lines import (
    REST,
    SAID,
    SINCE,
    TAB,
    expected_end,
    front_of,
    observation_of,
    value_of,
)

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


def body(board: Board, query: str, homes: Mapping[int, int] | None = None) -> bytes:
    """The rows: every cell a link to its history. `homes`: where cells of rows that are none of ours are at home.

    As bytes, to be put where the page has `ROWS`: two megabytes of text are quicker not copied about.
    """
    kept: dict[str, _Kept] = {}  # what is alike in all columns of a scale
    writers = [
        _Writer(face, query, board, homes or {}, kept.setdefault(face.subject.scale, _Kept()))
        for face in board.faces
    ]
    head, all_rows = _row_head(query), board.rows
    if is_boosted(board) or any(row.inherited or row.participation.pk < 0 for row in all_rows):
        cells = [map(writer.cell, all_rows) for writer in writers]
        rows = [b"".join((head(row), *found)) for row, *found in zip(all_rows, *cells, strict=True)]
    else:
        inside = zip(
            *[
                writer.insides(all_rows, shown)
                for writer, shown in zip(
                    writers, zip(*[row.fronts for row in all_rows], strict=True), strict=True
                )
            ],
            strict=True,
        )
        ends = [f'{writer.path}">'.encode() for writer in writers]
        begins = [f'{writer.begin}<a data-cell href="'.encode() for writer in writers]
        rows = [
            _plain_row(head(row), row, begins, ends, found)
            for row, found in zip(all_rows, inside, strict=True)
        ]
    return b"</tr>\n".join([*rows, b""])


ROWS = mark_safe("<!-- rows -->")
"""Stands in a page for the rows."""
CLOSE = b"</a></td>"


def _plain_row(
    head: bytes, row: Row, begins: Sequence[bytes], ends: Sequence[bytes], insides: Sequence[bytes]
) -> bytes:
    """A row of which every cell is a link to what was said of the very same participation."""
    count = len(begins)
    parts = [CLOSE] * (5 * count)
    parts[0::5], parts[1::5] = begins, [b"%d" % row.participation.pk] * count
    parts[2::5], parts[3::5] = ends, insides
    return head + b"".join(parts)


def _row_head(query: str) -> Callable[[Row], bytes]:
    """Writes the beginning of a row, the municipality's name: it opens the municipality's own page."""
    more, path, end = escape(_("Details")), *_around(query)

    def write(row: Row) -> bytes:
        name = escape(row.name)
        unfold = f'<details class="unfold"><summary>{more}<b> {name}</b></summary></details>'
        link = f'<a href="{path}{row.participation.municipality.code}{end}">{name}</a>'
        return f'<tr id="r-{row.participation.pk}"><th scope="row"><span>{link}</span>{unfold}</th>'.encode()

    return write


def _around(query: str) -> tuple[str, str]:
    """What stands before and after a municipality's number in the address of its page."""
    before, after = reverse("boards:municipality", args=["-"]).split("-")
    return before, escape(f"{after}?{query}" if query else after)


DAY, END = b"\0", b"\1"
"""Stand in for days in what many cells have in common."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What cells look like that are alike, by value, evidence and precision as a text has them."""

    fresh: dict[str, bytes] = field(default_factory=dict)
    stale: dict[str, bytes] = field(default_factory=dict)
    late: dict[tuple[str, bool], bytes] = field(default_factory=dict)


class _Writer:
    """Writes the cells of one column. What many cells have in common is put together once."""

    def __init__(self, face: Face, query: str, board: Board, homes: Mapping[int, int], kept: _Kept) -> None:
        column = face.column
        self.face, self.homes, self.compact = face, homes, is_compact(board)
        self.many, self.days = face.subject.many, face.subject.holds == "day"
        self.number = board.faces.index(face)
        item = f"{column.item}/" if column.item else ""
        self.path = f"/{column.subject}/{item}{escape(f'?{query}' if query else '')}"
        self.begin = "<td>" if self.compact else f'<td data-title="{escape(column.title)}">'
        self.id = f"-{column.key}" if is_boosted(board) else ""
        self.unknown = unknown().encode()
        self.kept = kept
        self.words = day_speller()

    def insides(self, rows: Sequence[Row], fronts: Iterable[str]) -> list[bytes]:
        """What stands inside the cells of many rows, none of which is particular in any way.

        Of the nation they are ten thousand: what is asked for in this loop is paid for.
        """
        if self.many:
            return [self._of_many(row) for row in rows]
        face, stale_before = self.face, self.face.stale_before
        as_kept, begin = (
            self.compact and not self.days,
            REST.start + 10 * self.days,
        )  # no day is told in the cell
        fresh, stale, late, iso = self.kept.fresh, self.kept.stale, self.kept.late, face.iso
        made = []
        for text in fronts:
            if not text:
                made.append(self.unknown)
                continue
            end = text.index(TAB)
            rest, is_stale = text[begin:end], text[SAID] < stale_before
            if text[end + 1] != TAB and text[end + 1 : end + 11] < iso and face.is_late(text):
                inside = late.get((rest, is_stale)) or late.setdefault(
                    (rest, is_stale), self._look(text, is_stale, late=True)
                )
            else:
                inside = (stale if is_stale else fresh).get(rest) or self._keep(rest, text, is_stale)
            made.append(inside if as_kept else self._dated(inside, text))
        return made

    def _of_many(self, row: Row) -> bytes:
        found = row.cell(self.face).marks
        return (signs(found) if self.compact else marks(found)).encode() if found else self.unknown

    def cell(self, row: Row) -> bytes:
        """One cell, whatever is particular about it."""
        if self.many or row.inherited or row.participation.pk < 0:
            return self._apart(row)
        return self._link(row.participation.pk, self.insides((row,), (row.fronts[self.number],))[0])

    def _dated(self, inside: bytes, text: str) -> bytes:
        """With the days that the cell tells."""
        if self.days:
            return inside.replace(DAY, self.words(value_of(text)).encode())
        dated = inside.replace(DAY, self.words(text[SINCE], front_of(text).precision).encode())
        return dated.replace(END, self.words(expected_end(text)).encode()) if END in dated else dated

    def _link(self, pk: int, inside: bytes) -> bytes:
        name = f' id="c-{pk}{self.id}"' if self.id else ""
        return f'{self.begin}<a data-cell{name} href="{pk}{self.path}">'.encode() + inside + CLOSE

    def _keep(self, rest: str, text: str, stale: bool) -> bytes:
        """How all cells look that are alike, but for their days."""
        made = self._look(text, stale)
        (self.kept.stale if stale else self.kept.fresh)[rest] = made
        return made

    def _look(self, text: str, stale: bool, *, late: bool = False) -> bytes:
        """How a cell looks, but for its days."""
        words = ""
        if late:
            words = _("expected earlier") if self.compact else _("expected %(when)s") % {"when": END.decode()}
        mark = replace(self.face.mark(Said(self.face.column.item, text)), stale=stale, late=words)
        day = DAY.decode()
        mark = replace(mark, text=day) if self.days else replace(mark, since=day)
        return (signs([mark]) if self.compact else marks([mark])).encode()

    def _apart(self, row: Row) -> bytes:
        """A cell of its own."""
        cell = row.cell(self.face)
        found = cell.marks
        inside = (signs(found) if self.compact else marks(found)).encode() if found else self.unknown
        pk = row.participation.pk
        if pk < 0:  # it stands for a municipality of today: what it is known by was said of an older one
            home = next((at for one in cell.said if (at := self.homes.get(observation_of(one.text)))), None)
            return self.begin.encode() + inside + b"</td>" if home is None else self._link(home, inside)
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
