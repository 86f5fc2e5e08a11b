"""Two rounds side by side: only municipalities that were asked in both and are the same, each from what it said to what it
says. A change is a change: nothing here says what made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samordner.findings.counting import (
    LEAST_FOR_SHARES,
    Answer,
    keys_in,
    numbers_of,
    part_words,
    percent,
    said,
)
from samordner.findings.queries.results.cells import categories, personal
from samordner.findings.queries.sources import Material, Unit, material
from samordner.mapping.models import MappingRound
from samordner.places.models import Municipality
from samordner.places.queries import ancestors_of, heirs_of
from samordner.questionnaires.answering import label_of
from samordner.questionnaires.content import OTHER, SEPARATOR, Cell, Content, Question, cells_of


@dataclass(frozen=True)
class Changed:
    """So many (`number` of `of`, those who answered both) went from one answer to another; `places` by name."""

    before: str
    after: str
    number: int
    of: int
    places: tuple[str, ...]
    stayed: bool

    @property
    def words(self) -> str:
        return part_words(self.number, self.of)

    @property
    def share(self) -> str:
        return f"{percent(self.number, self.of)} %" if self.of >= LEAST_FOR_SHARES else ""

    @property
    def names(self) -> str:
        return ", ".join(self.places)


@dataclass(frozen=True)
class Side:
    """How many of those who answered both times said it then, and now."""

    label: str
    before: float
    after: float


@dataclass(frozen=True)
class Compared:
    """One question of both rounds. `both`: so many answered it both times; `left_out`: those who did not, by name."""

    label: str
    cell: str
    both: int
    changes: tuple[Changed, ...]
    sides: tuple[Side, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """`both`: municipalities that were asked in both and are the same; the others by name, and why they are left out."""

    before: MappingRound
    after: MappingRound
    both: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reshaped: tuple[str, ...]
    questions: tuple[Compared, ...]
    unlike: tuple[str, ...]
    why_not: str = ""


def why_not_compare(of: MappingRound) -> str | None:
    """Why a round cannot be compared with another; None: it can."""
    if of.anonymous:
        return _("An anonymous round is compared with no other: nobody knows who said what in both.")
    if of.answered_for != of.For.MUNICIPALITY:
        return _("Only rounds with one answer for each municipality are compared.")
    if of.edition_id is None or of.state in {of.State.DRAFT, of.State.CANCELLED}:
        return _("Nobody has been asked yet.")
    return None


def comparable(of: MappingRound) -> Q:
    """The rounds that this one may be compared with, as a filter: to be had through the grants."""
    usual = Q(
        programme=of.programme_id, office=of.office_id, anonymous=False,
        answered_for=MappingRound.For.MUNICIPALITY, edition__isnull=False, state__in=["open", "closed"],
    )  # fmt: skip
    return usual & ~Q(pk=of.pk)


def compared(one: MappingRound, other: MappingRound, language: str) -> Comparison:
    """The two rounds, the one that opened first as the first."""
    before, after = sorted((one, other), key=lambda row: (row.opens, row.pk))
    for row in (before, after):
        if reason := why_not_compare(row):
            return Comparison(before, after, 0, (), (), (), (), (), reason)
    then, now = material(before), material(after)
    pairs, gone, come, reshaped = _pairs(then, now)
    questions, unlike = [], []
    by_name = {_asks(cell): cell for cell in _cells(now.content)}
    for cell in _cells(then.content):
        match = by_name.get(_asks(cell))
        if match is None or match.question.kind != cell.question.kind:
            unlike.append(label_of(then.content, cell.name, language))
            continue
        questions.append(_compared(then, now, cell, match, pairs, language))
    return Comparison(before, after, len(pairs), gone, come, reshaped, tuple(questions), tuple(unlike))


def _asks(cell: Cell) -> str:
    """What a cell asks, by the name that questionnaires share."""
    return SEPARATOR.join(filter(None, (cell.question.asks or cell.question.key, cell.row)))


def _cells(content: Content) -> list[Cell]:
    return [
        cell
        for question in content.questions
        if question.kind in {"one", "many", "scale", "matrix", "number", "calculated"}
        and not personal(question)
        for cell in cells_of(content, question)
        if not cell.name.endswith(SEPARATOR + OTHER)
    ]


Pairs = list[tuple[Unit, Unit]]
Names = tuple[str, ...]


def _pairs(then: Material, now: Material) -> tuple[Pairs, Names, Names, Names]:
    """Those who are one and the same in both; who was asked only then, or only now; and whose borders are others."""
    old = {place.pk: each for each in then.units if (place := _place(each))}
    new = {place.pk: each for each in now.units if (place := _place(each))}
    first, second = then.of.opens, now.of.opens
    onward = heirs_of(
        [
            place
            for each in old.values()
            if (place := _place(each)) and not (place.since and second < place.since)
        ],
        second,
    )
    back = ancestors_of(
        [
            place
            for each in new.values()
            if (place := _place(each)) and not (place.until and place.until <= first)
        ],
        first,
    )
    pairs: Pairs = []
    gone, reshaped, inherited = [], [], set[int]()
    for each in old.values():
        heirs = onward.get(_code(each))
        places = heirs.municipalities if heirs else ()
        here = [new[place.pk] for place in places if place.pk in new]
        whole = heirs is not None and heirs.same and len(places) == 1
        if whole and here and (origin := back.get(_code(here[0]))) and origin.same:
            pairs.append((each, here[0]))
            inherited.add(places[0].pk)
        elif heirs is not None and here:
            reshaped += [each.name, *(one.name for one in here)]
            inherited |= {place.pk for place in places}
        else:
            gone.append(each.name)
    come = tuple(each.name for key, each in new.items() if key not in inherited)
    return pairs, tuple(gone), come, tuple(dict.fromkeys(reshaped))


def _place(each: Unit) -> Municipality | None:
    return each.participation.municipality if each.participation else None


def _code(each: Unit) -> str:
    place = _place(each)
    return place.code if place else ""


def _compared(
    then: Material, now: Material, cell: Cell, match: Cell, pairs: Iterable[tuple[Unit, Unit]], language: str
) -> Compared:
    first = {each.unit: each for each in then.answers}
    second = {each.unit: each for each in now.answers}
    told: list[tuple[str, Answer, Answer]] = []
    left_out = []
    for before, after in pairs:
        one, two = first.get(before.key), second.get(after.key)
        if one and two and said(one.values.get(cell.name)) and said(two.values.get(match.name)):
            told.append((after.name, one, two))
        else:
            left_out.append(after.name)
    label = label_of(now.content, match.name, language)
    kind = cell.question.kind
    if kind in {"number", "calculated"}:
        changes, sides = _numbers(told, cell, match)
    elif kind == "many":
        changes, sides = _many(then, now, told, cell, match)
    else:
        changes, sides = _choices(then, now, told, cell, match)
    return Compared(label, match.name, len(told), changes, sides, tuple(left_out))


Told = list[tuple[str, Answer, Answer]]


def _words(whole: Material, question: Question, cell: str) -> dict[str, str]:
    return dict(categories(whole.content, question, whole.answers, cell))


def _choices(
    then: Material, now: Material, told: Told, cell: Cell, match: Cell
) -> tuple[tuple[Changed, ...], tuple[Side, ...]]:
    words = _words(then, cell.question, cell.name) | _words(now, match.question, match.name)
    found: dict[tuple[str, str], list[str]] = {}
    for name, one, two in told:
        (was,) = keys_in(cell.question.kind, one.values[cell.name])
        (is_now,) = keys_in(match.question.kind, two.values[match.name])
        found.setdefault((was, is_now), []).append(name)
    order = list(words)
    keys = sorted(
        found, key=lambda pair: tuple(order.index(key) if key in order else len(order) for key in pair)
    )
    changes = tuple(
        Changed(
            words.get(was, was), words.get(is_now, is_now), len(names), len(told), tuple(names), was == is_now
        )
        for was, is_now in keys
        for names in [found[was, is_now]]
    )
    sides = tuple(
        Side(
            label,
            sum(len(names) for (was, _now), names in found.items() if was == key),
            sum(len(names) for (_was, is_now), names in found.items() if is_now == key),
        )
        for key, label in words.items()
    )
    return changes, sides


def _many(
    then: Material, now: Material, told: Told, cell: Cell, match: Cell
) -> tuple[tuple[Changed, ...], tuple[Side, ...]]:
    """Each choice by itself: who has it now and had it not, and the other way."""
    words = _words(then, cell.question, cell.name) | _words(now, match.question, match.name)
    changes, sides = [], []
    for key, label in words.items():
        was = [key in keys_in("many", one.values[cell.name]) for _name, one, _two in told]
        is_now = [key in keys_in("many", two.values[match.name]) for _name, _one, two in told]
        names = [name for name, _one, _two in told]
        sides.append(Side(label, sum(was), sum(is_now)))
        for old, new in ((False, True), (True, False)):
            places = tuple(
                name for name, a, b in zip(names, was, is_now, strict=True) if a is old and b is new
            )  # fmt: skip
            if places:
                said_then, said_now = (_("%(answer)s: chosen"), _("%(answer)s: not chosen"))
                pair = (said_now, said_then) if new else (said_then, said_now)
                changes.append(
                    Changed(
                        pair[0] % {"answer": label},
                        pair[1] % {"answer": label},
                        len(places),
                        len(told),
                        places,
                        False,
                    )
                )
    return tuple(changes), tuple(sides)


def _numbers(told: Told, cell: Cell, match: Cell) -> tuple[tuple[Changed, ...], tuple[Side, ...]]:
    """How many gave a higher number, the same, a lower one; and the middle number then and now."""
    groups: dict[int, list[str]] = {1: [], 0: [], -1: []}
    before, after = [], []
    for name, one, two in told:
        was, is_now = one.values[cell.name], two.values[match.name]
        if not (isinstance(was, int | float) and isinstance(is_now, int | float)):
            continue
        before.append(was)
        after.append(is_now)
        groups[(is_now > was) - (is_now < was)].append(name)
    words = {1: _("higher"), 0: _("the same"), -1: _("lower")}
    number = len(before)
    changes = tuple(
        Changed(_("any number"), words[key], len(names), number, tuple(names), key == 0)
        for key, names in groups.items()
        if names
    )
    first, second = numbers_of(before), numbers_of(after)
    if first.middle is None or second.middle is None:
        return changes, ()
    return changes, (Side(_("The middle number"), _plain(first.middle), _plain(second.middle)),)


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def rounds_beside(rows: QuerySet[MappingRound], of: MappingRound) -> QuerySet[MappingRound]:
    """Of these rounds those that this one may be compared with, the newest first."""
    return rows.filter(comparable(of)).order_by("-opens", "-pk")
