"""A plan's row of a network beside the network that is run from it: what says the same, and who changed what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from samordner.networks.models import Network, RunningNetwork
from samordner.networks.models.network import NAME, Standing
from samordner.plans.queries import newest_first

CELLS = ("name", "operated_by", "status", "audience", "theme", "working_form", "benefit")
"""The columns of the plan's register, which are what is said of a network that is run."""

SAYS: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    (Standing.DEVELOPED, re.compile(r"vid(?:er|are)eutvikl|utvikl|developed", re.IGNORECASE)),
    (Standing.NEW, re.compile(r"\bny(?:e|tt|etabl\w*|skip\w*)?\b|\bnew\b", re.IGNORECASE)),
    (Standing.EXISTING, re.compile(r"eksister|\bfinn(?:e)?s\b|\bfinst\b|existing", re.IGNORECASE)),
)


def standing_in(cell: str) -> str:
    """The standing that a plan's cell surely means; "" when it says none, or both of an old and a new one."""
    found = [key for key, pattern in SAYS if pattern.search(cell)]
    if Standing.DEVELOPED in found:
        return Standing.DEVELOPED
    return found[0] if len(found) == 1 else ""


def folded(text: str) -> str:
    """A text as it is compared: spaces and the size of letters do not count."""
    return " ".join(text.split()).casefold()


def cells_of(row: Network) -> dict[str, str]:
    """What stands in the plan's row, by column."""
    return {key: str(getattr(row, key)).strip() for key in CELLS}


def facts_in(row: Network) -> dict[str, str]:
    """What the row says, as a network that is run says it."""
    cells = cells_of(row)
    return {
        "name": " ".join(cells["name"].split())[:NAME],
        "operated_by": cells["operated_by"],
        "standing": standing_in(cells["status"]),
        "audience": cells["audience"],
        "theme": cells["theme"],
        "form": cells["working_form"],
        "rhythm": "",
        "benefit": cells["benefit"],
    }


FIELDS: Mapping[str, tuple[str, ...]] = {"status": ("standing",), "working_form": ("form", "rhythm")}
"""The fields of a network that is run which say what a column of the plan does, where they are called otherwise."""


def fields_of(column: str) -> tuple[str, ...]:
    return FIELDS.get(column, (column,))


def said_of(network: RunningNetwork, column: str) -> str:
    """What a network that is run says in a column of the plan's table."""
    if column == "status":
        return str(Standing(network.standing).label) if network.standing else ""
    if column == "working_form":
        return "\n".join(part for part in (network.form, network.rhythm) if part)
    return str(getattr(network, column))


# The plans' rows


@dataclass(frozen=True)
class PlanRows:
    """Every plan's rows of networks, the newest plan first; `newest`: the plans that no later one follows."""

    every: tuple[Network, ...]
    newest: frozenset[int]

    @property
    def standing(self) -> list[Network]:
        """The kept rows of the newest plans that have a name, in the plans' own order."""
        return [
            row
            for row in self.every
            if row.plan_id in self.newest and not row.removed_at and row.name.strip()
        ]

    def _named(self, office: int, programme: int, name: str) -> Network | None:
        wanted = folded(name)
        return next(
            (
                one
                for one in self.standing
                if (one.plan.office_id, one.plan.programme_id) == (office, programme)
                and folded(one.name) == wanted
            ),
            None,
        )

    def of(self, network: RunningNetwork) -> Network | None:
        """The row that says what the network is: of the newest plan that carries it on, or has one of its name; None: no plan."""
        own = next((one for one in self.every if one.pk == network.row_id), None)
        if own is not None and own.plan_id in self.newest and not own.removed_at:
            return own
        name = own.name if own is not None else network.name
        return self._named(network.office_id, network.programme_id, name) or own

    def not_run(self, networks: Iterable[RunningNetwork]) -> list[Network]:
        """The rows of the newest plans that no network is run from."""
        run = {row.pk for one in networks if (row := self.of(one)) is not None}
        return [row for row in self.standing if row.pk not in run]


def every_row() -> QuerySet[Network]:
    """The rows of every plan. Narrow through the grants."""
    return Network.objects.select_related("plan__office", "plan__programme")


def plan_rows(rows: QuerySet[Network]) -> PlanRows:
    """The visible `rows` with which plans are the newest of their office and programme; one query."""
    return PlanRows(*newest_first(rows))


# Differences


@dataclass(frozen=True)
class Difference:
    """A column in which the network says something else than the plan's row. `new`: since somebody looked."""

    column: str
    here: str
    plan: str
    new: bool


def differences(network: RunningNetwork, row: Network) -> tuple[Difference, ...]:
    """Every column in which the two say something else, in the table's order."""
    taken: Mapping[str, str] = network.taken or {}
    cells = cells_of(row)
    return tuple(
        Difference(key, said_of(network, key), cells[key], folded(taken.get(key, "")) != folded(cells[key]))
        for key in CELLS
        if not _same(network, key, cells[key])
    )


def _same(network: RunningNetwork, key: str, cell: str) -> bool:
    if key == "status":  # a cell that cannot be read says nothing against ours
        return standing_in(cell) in {"", network.standing}
    return folded(said_of(network, key)) == folded(cell)
