"""What every page here reads, and how a row is taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse

from samordner.networks.models.learning import Kept
from samordner.pages import editing
from samordner.pages.gate import Request, load

PER_PAGE = 100
K = TypeVar("K", bound=Kept)


def word(request: Request, name: str) -> str:
    return request.GET.get(name, "").strip()


def number(text: str) -> int:
    """A row's number from an address; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def offices_in(keys: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The offices of a list to choose between (key → name); none when there is only one."""
    there = {key: names.get(key, key) for key in dict.fromkeys(keys)}
    return dict(sorted(there.items(), key=lambda pair: pair[1])) if len(there) > 1 else {}


def one_page(request: Request, rows: Any) -> Any:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def removed(request: Request, rows: QuerySet[K], name: str = "removed") -> K | None:
    """What has just been removed and can be brought back, as the address says, of the rows that one may change."""
    wanted = number(word(request, name))
    return rows.filter(pk=wanted, removed_at__isnull=False).first() if wanted else None


def keep(
    request: Request,
    rows: QuerySet[K],
    pk: int,
    deed: Callable[..., Any],
    *,
    read: str,
    right: str,
    gone: Callable[[K], str],
    there: Callable[[K], str],
    name: str = "removed",
) -> HttpResponse:
    """Remove a row or bring it back (`deed`), and go on: to where it is `gone` from, or to where it is `there`."""
    row = load(request, rows, read=read, right=right, pk=pk)
    acts = {"by": request.actor.id, "now": request.moment}
    return editing.keep(
        request, row, lambda version: deed(row, version=version, **acts), gone=gone(row), there=there(row), name=name
    )  # fmt: skip
