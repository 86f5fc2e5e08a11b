"""Which municipality a row means, among those that the person follows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from samordner.boards.importing.lines import Wrong
from samordner.boards.importing.wording import folded
from samordner.documents.recognition.workbook import CellValue
from samordner.participation.models import Participation

NUMBER_FIRST = re.compile(r"\s*(\d{3,4})(?:[\s.,·–-]+(.*?))?\s*", re.DOTALL)
"""1505, or 1505 Kristiansund."""


class Followed:
    """The municipalities by number and by name, over all the years that the programme has lasted."""

    def __init__(self, participations: Sequence[Participation]) -> None:
        self._by_code: dict[str, list[Participation]] = defaultdict(list)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for one in participations:
            place = one.municipality
            self._by_code[place.code].append(one)
            for name in (place.name, place.label, *re.split(r"\s+[-–/]\s+|/", place.name)):
                self._by_name[folded(name)].add(place.code)

    def find(self, number: CellValue, name: CellValue, day: date | None) -> Participation:
        """The one that takes part on `day`, else the last of that number. Wrong: unknown, or not told apart.

        One of another office is as unknown as one that does not exist. A number may stand where the name is asked for,
        alone or before the name.
        """
        where = "number"
        if number == "" and (both := NUMBER_FIRST.fullmatch(str(name))):
            where, number, name = "name", both[1], both[2] or ""
        code = _four_figures(number)
        named = self._by_name.get(_without_kind(name), set())
        if code:
            if code not in self._by_code:
                raise Wrong(where, _("You follow no municipality with this number."))
            if name != "" and code not in named:
                place = self._by_code[code][0].municipality
                text = _("Number %(number)s is %(municipality)s: number and name do not agree.")
                raise Wrong("name", text % {"number": code, "municipality": place})
            return self._on(code, day)
        if name == "":
            raise Wrong("number", _("The municipality is missing: give its number or its name."))
        if not named:
            raise Wrong("name", _("You follow no municipality with this name."))
        there = {one for one in named if day and any(row.holds(day) for row in self._by_code[one])} or named
        if len(there) > 1:
            numbers = ", ".join(sorted(there))
            text = _("Several municipalities have this name: give the number (%(numbers)s).")
            raise Wrong("name", text % {"numbers": numbers})
        return self._on(next(iter(there)), day)

    def _on(self, code: str, day: date | None) -> Participation:
        rows = self._by_code[code]
        return next((row for row in rows if day and row.holds(day)), rows[-1])


def _four_figures(number: CellValue) -> str:
    """A number as the register has it: a spreadsheet takes the first nought away."""
    written = str(number).strip()
    return written.zfill(4) if written.isdecimal() else written


def _without_kind(name: CellValue) -> str:
    """Without the word municipality behind the name."""
    return re.sub(r" (?:kommune|municipality)$", "", folded(name))
