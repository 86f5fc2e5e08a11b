"""Plans and rows of their registers, and the people who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from samordner.access.actors import Actor, Holding
from samordner.documents.columns import Kind
from samordner.places.models import Office
from samordner.plans.models import Plan, RegisterRow
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.plans.registers import Register
from samordner.programmes.models import Programme
from samordner.timeline.periods import Period, read

NOW = datetime(2021, 4, 27, 8, 0, tzinfo=UTC)
BY = "u1"


def office(key: str = "fjordane") -> Office:
    return Office.objects.get_or_create(key=key)[0]


def programme(key: str = "gode-dager") -> Programme:
    return Programme.objects.get_or_create(key=key)[0]


def plan(
    of: str = "fjordane",
    *,
    title: str = "Plan for gode dager",
    chapters: tuple[NewChapter, ...] = (),
    rows: Mapping[str, list[NewRow]] | None = None,
) -> Plan:
    return create_plan(
        programme=programme(),
        office=office(of),
        title=title,
        period=read("2021-2023"),
        dated=read("27.april", year=2021),
        approved_by="Styringsgruppa",
        prepared_by=["Embetet", "Kommunenes forbund"],
        language="nb",
        chapters=chapters,
        rows=rows,
        by=BY,
        now=NOW,
    )


def cells(register: Register[Any], text: str = "Noe") -> dict[str, str | Period]:
    """A text in every cell: "Noe om mandate"; a period in a cell for one, a day in a cell for one."""
    special: dict[Kind, str | Period] = {Kind.PERIOD: read("vår 2021"), Kind.DAY: "01.06.2021"}
    line = " ".join(text.split())
    return {
        column.key: special.get(
            column.kind, f"{line if column.kind is Kind.PEOPLE else text} om {column.key}"
        )
        for column in register.columns
    }


def row(register: Register[Any], of: Plan, text: str = "Noe", **more: Any) -> Any:
    """A row with text in every cell; `more` are fields of `NewRow`."""
    return add_row(register, of, NewRow(**{"cells": cells(register, text), **more}), by=BY, now=NOW)


def order(register: Register[Any], of: Plan) -> list[tuple[int, int]]:
    """(position, id) of every kept row."""
    rows = register.model._default_manager.filter(plan=of, removed_at=None).order_by("position", "pk")
    return list(rows.values_list("position", "pk"))


def actor(role: str, at: str = "fjordane", municipality: str = "", organisation: str = "") -> Actor:
    national = role in {"administrator", "directorate"}
    return Actor("u9", "Kim", (Holding(role, "" if national else at, municipality, organisation),))


__all__ = [
    "BY",
    "NOW",
    "NewChapter",
    "NewRow",
    "RegisterRow",
    "actor",
    "cells",
    "office",
    "order",
    "plan",
    "programme",
    "row",
]
