"""Answering in tests: the pages of one who is asked, and what is written without pages."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.test import Client

from samordner.letters.models import Letter
from samordner.mapping.answering.operations.saving import Saved, save
from samordner.mapping.answering.operations.sending import submit
from samordner.mapping.answering.queries import cells_now, every_respondent, response_of
from samordner.mapping.models import Respondent, Submission
from tests.factories.participation import DAY, NOW
from tests.mapping.making import secret_in


def fresh(row: Respondent) -> Respondent:
    """The row as a page loads it."""
    return every_respondent().get(pk=row.pk)


def at(row: Respondent, page: str = "") -> str:
    """The address of a page, by the link of the first letter."""
    letter = Letter.objects.filter(key__startswith=f"mapping/{row.round_id}/{row.pk}/").earliest("pk")
    return f"/kartlegging/svar/{secret_in(letter)}/{page}"


def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def numbers(row: Respondent) -> dict[str, int]:
    """The versions of all cells, as a page shows them now."""
    return {name: cell["n"] for name, cell in cells_now(response_of(row)).items()}


def write(row: Respondent, now: datetime = NOW, **cells: Any) -> Saved:
    """Somebody who sees what stands there writes in some cells; "kitchen__other" is the cell "kitchen/other"."""
    typed = {
        name.replace("__", "/"): [value] if isinstance(value, str) else value for name, value in cells.items()
    }
    return save(fresh(row), typed, versions=numbers(row), by="", now=now)


def send(row: Respondent, today: date = DAY, now: datetime = NOW, **more: Any) -> Submission:
    return submit(fresh(row), today=today, by=more.pop("by", ""), now=now, **more)


def whole(row: Respondent) -> Submission:
    """An answer with what is required, sent in."""
    write(row, who="Kari Ødegård", staff="12")
    return send(row)


def form(row: Respondent, versions: dict[str, int] | None = None, **cells: Any) -> dict[str, Any]:
    """A form of some cells, with the versions that stand there unless others are given."""
    held = numbers(row) if versions is None else versions
    names = {name: name.replace("__", "/") for name in cells}
    return {f"version:{name}": str(held.get(name, 0)) for name in names.values()} | {
        names[key]: value for key, value in cells.items()
    }


def typing(client: Client, row: Respondent, section: str, **cells: Any) -> Any:
    """What the page sends as one types."""
    return client.post(at(row, f"del/{section}/lagre/"), form(row, **cells))


def told(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def values(row: Respondent) -> dict[str, Any]:
    """What stands in the draft, by cell."""
    return {
        name: cell["v"] for name, cell in cells_now(response_of(row)).items() if cell.get("v") is not None
    }
