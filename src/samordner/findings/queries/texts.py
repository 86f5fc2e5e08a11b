"""Texts that can be coded, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from samordner.findings.counting import said
from samordner.findings.queries.results import counted
from samordner.findings.queries.results.found import Filters, Results
from samordner.findings.queries.sources import Material
from samordner.findings.queries.themes import Coded


@dataclass(frozen=True)
class Item:
    """A piece of text. `token` names it in an address, and tells nothing of what else the same one wrote; `name`: who was
    asked, "" in an anonymous round. `is_free`: it is there to be coded.
    """

    token: str
    submission: str
    cell: str
    label: str
    text: str
    name: str
    themes: tuple[int, ...]
    is_free: bool = True


def token_of(submission: str, cell: str) -> str:
    return salted_hmac("samordner.findings.text", f"{submission}/{cell}").hexdigest()[:20]


def items(whole: Material, coding: Coded) -> tuple[Results, list[Item]]:
    """Every text that is told, in the order of the questionnaire; of an anonymous round in that of the alphabet."""
    found = counted(whole, Filters())
    names = {each.key: each.name for each in whole.units}
    made = []
    for each in found.found:
        if each.shape != "texts" or each.why_not:
            continue
        label = ": ".join(filter(None, (str(each.question.label), each.label)))
        here = [
            Item(
                token_of(one.key, each.cell), one.key, each.cell, label, str(one.values[each.cell]),
                names.get(one.unit, ""), coding.of.get((one.key, each.cell), ()), each.is_free,
            )
            for one in whole.answers
            if each.question.key in one.asked and said(one.values.get(each.cell))
        ]  # fmt: skip
        made += sorted(here, key=lambda item: item.text.casefold()) if whole.fewest else here
    return found, made


def to_code(rows: Iterable[Item]) -> list[Item]:
    """Free text, and whatever was coded all the same."""
    return [row for row in rows if row.is_free or row.themes]


def narrowed(rows: Iterable[Item], *, question: str = "", theme: str = "") -> list[Item]:
    """Those of a question, and with a theme; "-" without any."""
    return [
        row
        for row in rows
        if question in {"", row.cell}
        and (not theme or (not row.themes if theme == "-" else theme in map(str, row.themes)))
    ]


def beside(rows: Sequence[Item], token: str) -> tuple[Item | None, Item | None]:
    """The text before and the one after."""
    place = next((n for n, row in enumerate(rows) if row.token == token), None)
    if place is None:
        return None, None
    return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None
