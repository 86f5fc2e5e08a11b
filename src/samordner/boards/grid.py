"""The board's table as HTML. It is large and must be quick, so it is put together from text, all of it escaped.

A board of many columns shows signs alone, its words read out by screen readers and told by the legend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import repeat
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.boards.board import Board, Row, Total
from samordner.boards.cells import CLOSE, Writer
from samordner.boards.looks import COMPACT_FROM
from samordner.boards.marks import UNKNOWN, Mark
from samordner.boards.queries import Selection

BOOSTED = 2000
"""Up to so many cells, htmx opens each in the panel; beyond, it would slow the page down: links are followed."""


def is_compact(board: Board) -> bool:
    return len(board.columns) >= COMPACT_FROM


def is_boosted(board: Board) -> bool:
    return len(board.columns) * len(board.rows) <= BOOSTED


# Rows


def body(board: Board, query: str, homes: Mapping[int, int] | None = None) -> bytes:
    """The rows: every cell a link to its history. `homes`: where cells of rows that are none of ours are at home.

    As bytes, to be put where the page has `ROWS`: two megabytes of text are quicker not copied about.
    """
    compact, boosted = is_compact(board), is_boosted(board)
    writers = [Writer(face, query, homes or {}, compact=compact, boosted=boosted) for face in board.faces]
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


def _is_particular(row: Row) -> bool:
    """Whether any cell of it may be more than a link to what was said of the very same participation."""
    return bool(row.inherited) or row.participation.id < 0


def _plain_rows(
    rows: Sequence[Row], writers: Sequence[Writer], head: Callable[[Row], bytes]
) -> Iterator[bytes]:
    """The rows of which every cell is a link to what was said of the very same participation.

    All that differs in one from the next row's is the participation's key, and what is inside its cells. So each cell is
    written together with all that stands around it, and the key put between. Of the nation they are ten thousand.
    """
    if not rows or not writers:
        yield from map(head, rows)
        return
    looks = zip(*[row.shape.looks for row in rows], strict=True)
    fronts = zip(*[row.shape.fronts for row in rows], strict=True)
    columns: list[Iterable[bytes]] = []
    followers = [*[writer.begin for writer in writers[1:]], b""]
    for writer, shown, said, after in zip(writers, looks, fronts, followers, strict=True):
        if writer.middle:
            columns.append(repeat(writer.middle))
        columns.append(writer.cells(rows, shown, said, CLOSE + after))
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


@lru_cache(maxsize=4096)
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
