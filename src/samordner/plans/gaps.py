"""From plan to action: what a plan names without a measure, and what its measures lack.

Names are sought as the programme writes them in any language, and by their other names, as whole words; a name
inside a longer one ("age-friendly society" in the name of a solution) is not a mention of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samordner.documents.cells import cell_text
from samordner.documents.columns import Column, Kind, Label, Layout, Link, TableDefinition
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.plans.models import Plan
from samordner.plans.queries import rows_of, said_by, text_of
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Area, Definition, Solution

MEASURING = ("period_plan", "actor_measures")
"""The registers whose rows are measures for an area or a solution."""

ACTING = (*MEASURING, "networks", "communication")
"""The registers whose rows somebody should do, some time, so that it can be seen that it helped."""

OWNERS = {
    "period_plan": "owner",
    "actor_measures": "actor",
    "networks": "operated_by",
    "communication": "responsible",
}
"""The column that says who does it; "": the register has none. Any register with a column "responsible" has one."""

INDICATORS = ("indicator",)
"""The columns that say by what it is measured, whatever the register."""

MANY = 3
"""So many municipalities have taken a solution up before it is a gap that the plan has no measure for it."""


# Names in a text


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as whole words; the space between two words may be of any kind."""
    words = sorted(
        {tuple(name.split()) for name in names if name.strip()}, key=lambda each: -len(" ".join(each))
    )
    either = "|".join(r"\s+".join(re.escape(word) for word in each) for each in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def named_in(text: str, names: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The keys of those that the text names. A name within another's longer name does not count."""
    found = [
        (match.start(), match.end(), key)
        for key, each in names.items()
        for match in _pattern(each).finditer(text)
    ]
    return frozenset(
        key
        for start, end, key in found
        if not any(
            other != key and first <= start and end <= last and last - first > end - start
            for first, last, other in found
        )
    )


def names_of(one: Area | Solution) -> tuple[str, ...]:
    """How it is written: in every language, and its other names."""
    return (*one.name.variants(), *one.aliases)


# Gaps


@dataclass(frozen=True)
class Place:
    """Where in the plan something stands."""

    label: str
    address: str


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `kind` is one of KINDS; `address` opens what it is about."""

    kind: str
    name: str
    missing: str
    places: tuple[Place, ...] = ()
    number: int | None = None

    @property
    def address(self) -> str:
        return self.places[0].address if self.places else ""


KINDS: Mapping[str, Label] = {
    "unmeasured": gettext_lazy("Named in the plan, without a measure"),
    "chosen": gettext_lazy("Taken up by municipalities, without a measure in the plan"),
    "silent": gettext_lazy("Never named in the plan"),
    "lacking": gettext_lazy("Measures that lack something"),
    "fieldless": gettext_lazy("Registers without a field for it"),
}


@dataclass(frozen=True)
class Read:
    """A plan's texts: each place with its words, and whether a measure stands there."""

    place: Place
    text: str
    measures: bool


def texts(plan: Plan) -> list[Read]:
    """Everything that the plan says: its chapters, then the rows of its registers."""
    page = reverse("plans:plan", args=[plan.pk])
    found = [
        Read(Place(str(each), f"{page}#chapter-{each.pk}"), f"{each.title}\n{each.text}", False)
        for each in plan.chapters.all()
    ]
    for register in registers():
        for row in rows_of(register, plan):
            found.append(Read(_place(plan, register, row), text_of(register, row), register.key in MEASURING))
    return found


def _place(plan: Plan, register: Register[Any], row: Any) -> Place:
    address = reverse("plans:register", args=[plan.pk, register])
    return Place(f"{register.table.title}: {register.name_of(row)}", f"{address}#row-{row.pk}")


def gaps(plan: Plan, participations: Sequence[Participation], *, day: date) -> list[Gap]:
    """Every gap of the plan, in the order of KINDS. `participations`: whose choices may be told; none: nobody's.

    A programme that is not loaded has no names to look for: then only what measures lack.
    """
    says = said_by(plan.programme.key)
    read = texts(plan)
    found = [*_names(says, read), *_chosen(says, plan, read, participations, day)] if says else []
    order = list(KINDS)
    return sorted([*found, *lacking(plan)], key=lambda gap: order.index(gap.kind))


def _all(says: Definition) -> tuple[Area | Solution, ...]:
    return (*says.areas, *says.solutions)


def _all_names(says: Definition) -> dict[str, tuple[str, ...]]:
    return {one.key: names_of(one) for one in _all(says)}


def _names(says: Definition, read: Iterable[Read]) -> list[Gap]:
    names = _all_names(says)
    places: dict[str, list[Place]] = {}
    measured: set[str] = set()
    for each in read:
        for key in named_in(each.text, names):
            places.setdefault(key, []).append(each.place)
            if each.measures:
                measured.add(key)
    # A measure for a solution is one for its area too.
    measured |= {one.area for one in says.solutions if one.key in measured}
    found = []
    for one in _all(says):
        what = _("Area") if isinstance(one, Area) else _("Solution")
        name = f"{what} {one.key}: {one.name}"
        if one.key not in places and one.key not in measured:
            found.append(Gap("silent", name, _("is not named")))
        elif one.key not in measured:
            found.append(Gap("unmeasured", name, _("no measure names it"), tuple(places[one.key])))
    return found


def _chosen(
    says: Definition, plan: Plan, read: Iterable[Read], participations: Sequence[Participation], day: date
) -> list[Gap]:
    """The solutions that many municipalities have taken up on the day, though no measure names them."""
    names = _all_names(says)
    measured = {key for each in read if each.measures for key in named_in(each.text, names)}
    found = []
    for subject in says.subjects:
        taken = [value.key for value in says.values_of(subject.key) if value.taken_up]
        if subject.per != "solutions" or not taken or not participations:
            continue
        known = state(participations, says, day, subjects=[subject.key])
        for one in says.solutions:
            number = sum(known.value(row.pk, subject.key, one.key) in taken for row in participations)
            if number >= MANY and one.key not in measured:
                words = {"number": number, "all": len(participations)}
                missing = _("%(number)d of %(all)d municipalities have taken it up") % words
                address = _opens(plan, subject.key, one.key, taken, day)
                place = Place(_("The municipalities"), address)
                found.append(Gap("chosen", f"{one.key}: {one.name}", missing, (place,), number))
    return sorted(found, key=lambda gap: -(gap.number or 0))


def _opens(plan: Plan, subject: str, item: str, values: Sequence[str], day: date) -> str:
    """Where the number opens, on a floor above: an address, as the page of the plan has others."""
    return (
        f"{reverse('boards:number')}?programme={plan.programme.key}&office={plan.office.key}&day={day}"
        f"&kind=value&subject={subject}&item={item}&value={','.join(values)}"
    )


# What measures lack


@dataclass(frozen=True)
class Fields:
    """Which columns of a register say who, when and by what it is measured; None: it has no such field."""

    owner: Column[Any] | None
    time: Column[Any] | None
    indicator: Column[Any] | None

    def named(self) -> list[tuple[str, Column[Any] | None]]:
        return [
            (_("owner"), self.owner),
            (_("deadline or time"), self.time),
            (_("indicator"), self.indicator),
        ]


def fields_of(register: Register[Any]) -> Fields:
    """Read off the register's own definition."""
    columns = {column.key: column for column in register.columns}
    owner = columns.get(OWNERS.get(register.key) or "responsible")
    time = next((column for column in register.columns if column.kind is Kind.PERIOD), None)
    indicator = next((columns[key] for key in INDICATORS if key in columns), None)
    return Fields(owner, time, indicator)


def lacking(plan: Plan) -> list[Gap]:
    """The registers that have no field for something, and the measures where a field that is there is empty."""
    found = []
    for register in registers():
        if register.key not in ACTING:
            continue
        rows = list(rows_of(register, plan))
        named = fields_of(register).named()
        page = reverse("plans:register", args=[plan.pk, register])
        if without := [word for word, column in named if column is None]:
            words = {"fields": ", ".join(without)}
            missing = _("has no field for: %(fields)s") % words
            place = Place(str(register.table.title), page)
            found.append(Gap("fieldless", str(register.table.title), missing, (place,), len(rows)))
        for row in rows:
            if empty := [word for word, column in named if column and not cell_text(column, row).strip()]:
                missing = _("lacks: %(fields)s") % {"fields": ", ".join(empty)}
                place = _place(plan, register, row)
                found.append(Gap("lacking", place.label, missing, (place,)))
    return found


# As a table


def gap_table(base: str = "") -> TableDefinition[Gap]:
    """Every gap: what, what is missing, and where. `base` goes before addresses that leave the site in a file."""
    return TableDefinition(
        key="gaps",
        title=_("From plan to action"),
        group=Column(key="kind", title=_("Gap"), value=lambda gap: str(KINDS[gap.kind])),
        columns=(
            Column(key="name", title=_("What"), names_row=True),
            Column(key="missing", title=_("What is missing")),
            Column(
                key="places", title=pgettext("gap", "Where it stands"), kind=Kind.PEOPLE,
                value=lambda gap: [place.label for place in gap.places],
            ),
            Column(
                key="open", title=pgettext("gap", "Open"), kind=Kind.LINK,
                value=lambda gap: Link(f"{base}{gap.address}", pgettext("gap", "Open")) if gap.address else None,
            ),
            Column(key="number", title=_("Number"), kind=Kind.NUMBER),
        ),
        layout=Layout(columns=("name", "missing", "open")),
    )  # fmt: skip
