"""The board's table as HTML. It is large and must be quick, so it is put together from text, all of it escaped.

A board of many columns shows signs alone, its words read out by screen readers and told by the legend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from itertools import repeat
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.boards.board import Board, Cell, Row, Total
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
    EXPECTED,
    FRONT,
    REST,
    SAID,
    SINCE,
    TAB,
    VALUE_DAY,
    expected_end,
    observation_of,
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
    head = _row_head(query)
    plain = [row for row in board.rows if not _is_particular(row)]
    joined = _plain_rows(plain, writers, head)
    rows = [
        b"".join((head(row), *[writer.apart(row) for writer in writers]))
        if _is_particular(row)
        else next(joined)
        for row in board.rows
    ]
    return b"</tr>\n".join([*rows, b""])


ROWS = mark_safe("<!-- rows -->")
"""Stands in a page for the rows."""
CLOSE = b"</a></td>"


def _is_particular(row: Row) -> bool:
    """Whether any cell of it may be more than a link to what was said of the very same participation."""
    return bool(row.inherited) or row.participation.id < 0


def _plain_rows(
    rows: Sequence[Row], writers: Sequence[_Writer], head: Callable[[Row], bytes]
) -> Iterator[bytes]:
    """The rows of which every cell is a link to what was said of the very same participation.

    All that differs in one from the next row's is the participation's key, and what is inside its cells. So each cell is
    written together with all that stands around it, and the key put between. Of the nation they are ten thousand.
    """
    if not rows or not writers:
        yield from map(head, rows)
        return
    fronts = zip(*[row.fronts for row in rows], strict=True)
    columns: list[Iterable[bytes]] = []
    followers = [*[writer.begin for writer in writers[1:]], b""]
    for writer, shown, after in zip(writers, fronts, followers, strict=True):
        if writer.middle:
            columns.append(repeat(writer.middle))
        columns.append(writer.cells(rows, shown, CLOSE + after))
    first = writers[0].begin
    for row, cells in zip(rows, zip(*columns, strict=False), strict=True):
        yield (b"%d" % row.participation.id).join((head(row) + first, *cells))


def _row_head(query: str) -> Callable[[Row], bytes]:
    """Writes the beginning of a row, the municipality's name: it opens the municipality's own page."""
    more, path, end = escape(_("Details")), *_around(query)

    def write(row: Row) -> bytes:
        name = escape(row.name)
        unfold = f'<details class="unfold"><summary>{more}<b> {name}</b></summary></details>'
        link = f'<a href="{path}{row.participation.municipality.code}{end}">{name}</a>'
        return f'<tr id="r-{row.participation.id}"><th scope="row"><span>{link}</span>{unfold}</th>'.encode()

    return write


def _around(query: str) -> tuple[str, str]:
    """What stands before and after a municipality's number in the address of its page."""
    before, after = reverse("boards:municipality", args=["-"]).split("-")
    return before, escape(f"{after}?{query}" if query else after)


DAY, END = b"\0", b"\1"
"""Stand in for days in what many cells have in common."""
NO_DAY = "0001-01-01"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is inside cells that are alike, by value, evidence and precision as a text has them, stale and late."""

    looks: dict[tuple[str, bool, bool], bytes] = field(default_factory=dict)


class _Cells(dict[str, bytes]):
    """Cells that are alike with all that stands around them, by value, evidence and precision as a text has them."""

    def __init__(self, make: Callable[[str], bytes]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, rest: str) -> bytes:
        made = self[rest] = self.make(rest)
        return made


class _Writer:
    """Writes the cells of one column. What many cells have in common is put together once."""

    def __init__(self, face: Face, query: str, board: Board, homes: Mapping[int, int], kept: _Kept) -> None:
        column = face.column
        self.face, self.homes, self.compact = face, homes, is_compact(board)
        self.many, self.days = face.subject.many, face.subject.holds == "day"
        item = f"{column.item}/" if column.item else ""
        # What stands before the participation's key, between it and once more it, and after it
        self.cell = b"<td>" if self.compact else f'<td data-title="{escape(column.title)}">'.encode()
        boosted = is_boosted(board)
        self.begin = self.cell + (b'<a data-cell id="c-' if boosted else b'<a data-cell href="')
        self.middle = f'-{column.key}" href="'.encode() if boosted else b""
        self.end = f'/{column.subject}/{item}{escape(f"?{query}" if query else "")}">'.encode()
        self.unknown = unknown().encode()
        self.kept = kept
        self.words = day_speller()

    def cells(self, rows: Sequence[Row], fronts: Sequence[str], after: bytes) -> list[bytes]:
        """The cells of many rows from behind the key on, each followed by `after`.

        What is asked for in these loops is paid for ten thousand times.
        """
        if self.many:
            return [self.end + self._marks(row.cell(self.face)) + after for row in rows]
        stale_before, iso = self.face.stale_before, self.face.iso
        fresh, stale = (
            _Cells(lambda rest, old=old: self.end + self._look(rest, old) + after)  # type: ignore[misc]
            for old in (False, True)
        )
        # No day is told in a compact cell, but of a subject that is one
        rest = slice(REST.start + 10 * self.days, FRONT.stop)
        made = [(stale if text[SAID] < stale_before else fresh)[text[rest]] for text in fronts]
        if self.face.expecting:
            late = [at for at, text in enumerate(fronts) if "0" < text[EXPECTED] < iso]
            for at in late:
                if self.face.is_late(text := fronts[at]):
                    look = self._look(text[rest], text[SAID] < stale_before, late=True)
                    made[at] = self.end + look + after
        if self.compact and not self.days:
            return made
        return [self._dated(cell, text) if text else cell for cell, text in zip(made, fronts, strict=True)]

    def _dated(self, cell: bytes, text: str) -> bytes:
        """With the days that the cell tells."""
        if self.days:
            return cell.replace(DAY, self.words(text[VALUE_DAY]).encode())
        dated = cell.replace(DAY, self.words(text[SINCE], text[FRONT].rpartition(" ")[2]).encode())
        return dated.replace(END, self.words(expected_end(text)).encode()) if END in dated else dated

    def _look(self, rest: str, stale: bool, *, late: bool = False) -> bytes:
        """How cells look inside that are alike, but for their days; "": unknown."""
        if not rest:
            return self.unknown
        place = rest, stale, late
        if place not in self.kept.looks:
            self.kept.looks[place] = self._drawn(rest, stale, late)
        return self.kept.looks[place]

    def _drawn(self, rest: str, stale: bool, late: bool) -> bytes:
        words = ""
        if late:
            words = _("expected earlier") if self.compact else _("expected %(when)s") % {"when": END.decode()}
        text = f"{NO_DAY} {NO_DAY} {NO_DAY if self.days else ''}{rest}{TAB}{TAB}"
        mark = replace(self.face.mark(Said(self.face.column.item, text)), stale=stale, late=words)
        day = DAY.decode()
        mark = replace(mark, text=day) if self.days else replace(mark, since=day)
        return (signs([mark]) if self.compact else marks([mark])).encode()

    def _marks(self, cell: Cell) -> bytes:
        found = cell.marks
        return (signs(found) if self.compact else marks(found)).encode() if found else self.unknown

    def apart(self, row: Row) -> bytes:
        """A cell of its own, whatever is particular about it."""
        cell = row.cell(self.face)
        inside, home = self._marks(cell), row.participation.pk
        if home < 0:  # it stands for a municipality of today: what it is known by was said of an older one
            home = next((at for one in cell.said if (at := self.homes.get(observation_of(one.text)))), 0)
        if not home:
            return self.cell + inside + b"</td>"
        return (b"%d" % home).join(filter(None, (self.begin, self.middle, self.end + inside + CLOSE)))


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
