"""Whose plan a document is, by its front page: names of offices and counties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.places.models import County, Office, OfficeName


def why_not_this_office(result: Mapping[str, Any], office: Office) -> str | Promise | None:
    """A sentence when the front page names another office or county and the chosen one is hardly named at all."""
    own = {*office.names.values_list("name", flat=True), *_counties(office)}
    others = {
        *OfficeName.objects.values_list("name", flat=True),
        *County.objects.values_list("name", flat=True),
    }
    others = {name for name in others - own if not any(_stands(name, each) for each in own)}
    lines = list(_front(result))
    if any(_stands(name, text) for text, _line in lines for name in own):
        return None
    named = next(
        ((name, line) for text, line in lines for name in _longest_first(others) if _stands(name, text)), None
    )
    if named is None:
        return None
    whole = "\n".join(_everything(result))
    if sum(_times(name, whole) for name in own) >= _times(named[0], whole):
        return None
    return _(
        "The front page (line, paragraph or row %(line)s) names %(other)s, and not %(own)s, which the plan is to be "
        "read for. Choose the office whose plan it is, or say that the office is right."
    ) % {"line": named[1], "other": named[0], "own": office.names.order_by("since").last() or office.key}


def _counties(office: Office) -> Iterable[str]:
    return office.areas.values_list("county__name", flat=True)


def _front(result: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """What stands before the first chapter and on the edges of the pages, with where it stands."""
    for entry in result["furniture"]:
        if entry["kind"] in {"front", "page"}:
            yield entry["text"], entry["lines"][0]


def _everything(result: Mapping[str, Any]) -> Iterator[str]:
    for part in ("chapters", "furniture"):
        yield from (entry["text"] for entry in result[part])
    for rows in result["rows"].values():
        yield from (cell for row in rows for cell in row["cells"].values())


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _stands(name: str, text: str) -> bool:
    return _times(name, text) > 0


def _times(name: str, text: str) -> int:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return len(re.findall(rf"(?<!\w){words}s?(?!\w)", text, re.IGNORECASE))
