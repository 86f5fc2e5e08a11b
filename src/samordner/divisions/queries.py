"""How municipalities are divided: by a rule on a day, as it was kept, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from samordner.divisions.models import OUTSIDE, UNKNOWN, Division, DivisionGroup, Placement, group_name
from samordner.participation.lines import Standing
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.people.queries import names_of
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Office
from samordner.programmes.definition import Definition
from samordner.programmes.definition import Division as Rule
from samordner.programmes.models import Programme

# By a rule


@dataclass(frozen=True)
class Group:
    """A group to be placed in. `name` by language; empty for those that no rule names."""

    key: str
    name: Mapping[str, str]
    values: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def title(self) -> str:
        return group_name(self.key, dict(self.name), by_hand=self.by_hand)


@dataclass(frozen=True)
class Ruled:
    """Where a rule puts a municipality, and what it rests on; `standing` None: nothing is known."""

    participation: Participation
    group: str
    standing: Standing | None


def rule_of(definition: Definition, key: str) -> Rule | None:
    """The programme's division of that key; None when it has none."""
    return next((each for each in definition.divisions if each.key == key), None)


def groups_by(rule: Rule) -> tuple[Group, ...]:
    """The rule's groups, then those that no rule names."""
    named = tuple(
        Group(one.key, {"nb": one.name.nb, "nn": one.name.nn, "en": one.name.en}, one.values)
        for one in rule.groups
    )
    return (*named, Group(OUTSIDE, {}), Group(UNKNOWN, {}))


def groups_named(names: Iterable[str]) -> tuple[Group, ...]:
    """Groups that a person names, keyed "1", "2" …, and the one for those not placed."""
    tidy = dict.fromkeys(name.strip() for name in names if name.strip())
    named = tuple(
        Group(str(number), {"nb": name, "nn": name, "en": name}, by_hand=True)
        for number, name in enumerate(tidy, 1)
    )
    return (*named, Group(UNKNOWN, {}, by_hand=True))


def divided(
    participations: Sequence[Participation],
    definition: Definition,
    rule: Rule,
    day: date,
    *,
    known_at: datetime | None = None,
) -> list[Ruled]:
    """Where the rule puts each municipality by what is known as of `day`; one query.

    What is unknown is in a group of its own, and so is a value that the rule has no group for.
    """
    known = state(participations, definition, day, subjects=[rule.subject], known_at=known_at)
    groups = {value: one.key for one in rule.groups for value in one.values}
    found = []
    for row in participations:
        standing = known.get(row.pk, rule.subject)
        group = groups.get(standing.value, OUTSIDE) if standing else UNKNOWN
        found.append(Ruled(row, group, standing))
    return found


# As it was kept


def every_division() -> QuerySet[Division]:
    """Divisions with programme, office and what replaced them."""
    return Division.objects.select_related("programme", "office", "replaced_by", "replaces")


def alike(programme: Programme, office: Office, rule: str, name: str = "") -> QuerySet[Division]:
    """Divisions of one kind: by one rule, or by hand with one name (in bokmål)."""
    rows = every_division().filter(programme=programme, office=office, rule=rule)
    return rows if rule else rows.filter(name__nb=name)


def latest(
    programme: Programme | str, office: Office | str, rule: str, *, name: str = "", day: date | None = None
) -> Division | None:
    """The division of that kind that holds: the last one made, by `day` (None: ever); None: there is none."""
    rows = every_division().filter(rule=rule)
    key = programme if isinstance(programme, str) else programme.key
    rows = rows.filter(programme__key=key, office__key=office if isinstance(office, str) else office.key)
    if not rule:
        rows = rows.filter(name__nb=name)
    if day is not None:
        rows = rows.filter(made_on__lte=day)
    return rows.order_by("-pk").first()


@dataclass(frozen=True)
class Kept:
    """A group as it was kept, with its municipalities."""

    group: DivisionGroup
    placements: tuple[Placement, ...]


def kept(division: Division) -> list[Kept]:
    """The division's groups with their municipalities; the nameless ones only when somebody is in them."""
    found: dict[int, list[Placement]] = {}
    for each in placements_of(division):
        found.setdefault(each.group_id, []).append(each)
    groups = list(division.groups.all())
    for group in groups:
        group.division = division
    return [
        Kept(group, tuple(found.get(group.pk, ())))
        for group in groups
        if group.pk in found or not group.key.startswith("_")
    ]


def placements_of(division: Division) -> list[Placement]:
    """Everyone's place, in Norwegian order; two queries at most."""
    groups = {group.pk: group for group in division.groups.all()}
    for group in groups.values():
        group.division = division
    rows = list(
        Placement.objects.filter(division=division).select_related(
            "participation__municipality", "observation"
        )
    )
    for row in rows:
        row.group = groups[row.group_id]
        row.ruled = groups[row.ruled_id] if row.ruled_id else None
    return rows


@dataclass(frozen=True)
class Placed:
    """The group that a municipality is in, by the last division of a kind."""

    division: Division
    placement: Placement

    @property
    def group(self) -> DivisionGroup:
        return self.placement.group


def groups_of(participation: Participation, day: date | None = None) -> tuple[Placed, ...]:
    """The groups that a municipality is in: one for each kind of division, by the last made (by `day`)."""
    rows = Placement.objects.filter(participation=participation)
    rows = rows.select_related(
        "division__programme", "division__office", "group__division", "ruled__division"
    )
    if day is not None:
        rows = rows.filter(division__made_on__lte=day)
    found: dict[tuple[str, str], Placed] = {}
    for row in rows.order_by("division__pk"):
        kind = (row.division.rule, "" if row.division.rule else row.division.name["nb"])
        found[kind] = Placed(row.division, row)
    return tuple(found.values())


def in_force(programme: Programme, office: Office, day: date) -> list[Division]:
    """The last division of each kind, made by `day`."""
    found: dict[tuple[str, str], Division] = {}
    rows = every_division().filter(programme=programme, office=office, made_on__lte=day)
    for row in rows.order_by("pk"):
        found[row.rule, "" if row.rule else row.name["nb"]] = row
    return list(found.values())


# Lists


@dataclass(frozen=True)
class Line:
    """A division in a list. `numbers`: each group with how many are in it."""

    division: Division
    programme: str
    office: str
    numbers: str
    by: str

    @property
    def replaced(self) -> bool:
        return hasattr(self.division, "replaced_by")


def listed(
    rows: QuerySet[Division],
    definition: Definition,
    offices: Mapping[str, str],
    *,
    rule: str = "",
    holds: str = "",
    sort: str = "",
) -> list[Line]:
    """The visible divisions with their numbers, those that hold first, then the newest; four queries.

    `rule` is a rule's key, or "-" for those by hand; `holds`: "yes" only those that no other has replaced.
    """
    if rule:
        rows = rows.filter(rule="" if rule == "-" else rule)
    if holds == "yes":
        rows = rows.filter(replaced_by=None)
    found = list(rows.select_related("programme", "office", "replaced_by"))
    numbers: dict[int, list[str]] = {}
    groups = DivisionGroup.objects.filter(division__in=found).annotate(number=Count("placements"))
    for group in groups.select_related("division").order_by("division", "position"):
        if group.number or not group.key.startswith("_"):
            numbers.setdefault(group.division_id, []).append(f"{group} {group.number}")
    names = names_of(row.made_by for row in found)
    lines = [
        Line(
            row,
            str(definition.name),
            offices.get(row.office.key, row.office.key),
            ", ".join(numbers.get(row.pk, [])),
            names.get(row.made_by, ""),
        )
        for row in found
    ]
    lines.sort(key=lambda line: (line.replaced, -line.division.made_on.toordinal(), -line.division.pk))
    match sort.removeprefix("-"):
        case "name":
            lines.sort(key=lambda line: norwegian_key(str(line.division)), reverse=sort.startswith("-"))
        case "made_on":
            lines.sort(key=lambda line: line.division.made_on, reverse=sort.startswith("-"))
    return lines


def numbers_of(groups: Sequence[Kept]) -> str:
    """ "Planning 19, Carrying out 7"."""
    return ", ".join(f"{one.group} {len(one.placements)}" for one in groups)


# What has changed


@dataclass(frozen=True)
class Move:
    """A municipality that went from one group to another ("": it had none). `by_hand`: a person did it."""

    participation: Participation
    old: str
    new: str
    by_hand: bool
    reason: str = ""


def moved_since(division: Division) -> list[Move]:
    """Who stands in another group than in the division that this one replaced; none when it replaced none."""
    if division.replaces is None:
        return []
    before = {each.participation.municipality.code: each for each in placements_of(division.replaces)}
    now = {each.participation.municipality.code: each for each in placements_of(division)}
    found = []
    for code in [*now, *(code for code in before if code not in now)]:
        old, new = before.get(code), now.get(code)
        if old and new and _same(old.group, new.group):
            continue
        one = new or old
        assert one is not None
        found.append(
            Move(
                one.participation,
                str(old.group) if old else "",
                str(new.group) if new else "",
                bool((new and (new.moved or not division.rule)) or (old and old.moved)),
                (new.reason if new else "") or (old.reason if old else ""),
            )
        )
    return found


def _same(old: DivisionGroup, new: DivisionGroup) -> bool:
    """Whether two groups are one: by key under a rule or without a name, else by name."""
    if old.division.rule or old.key.startswith("_") or new.key.startswith("_"):
        return old.key == new.key
    return bool(old.name == new.name)


@dataclass(frozen=True)
class Drift:
    """A municipality whom the rule would put elsewhere today than when the division was kept ("": not there)."""

    participation: Participation
    kept: str
    then: str
    today: str
    standing: Standing | None


def drifted(
    division: Division, definition: Definition, participations: Sequence[Participation], day: date
) -> list[Drift]:
    """Whom the rule would put elsewhere by what is known on `day`, and who has come since; by hand alone: none.

    A rule that the programme no longer has says nothing.
    """
    rule = rule_of(definition, division.rule) if division.rule else None
    if rule is None:
        return []
    titles = {group.key: group.title for group in groups_by(rule)}
    there = {each.participation_id: each for each in placements_of(division)}
    found = []
    for one in divided(participations, definition, rule, day):
        place = there.get(one.participation.pk)
        if place is None:
            found.append(Drift(one.participation, "", "", titles[one.group], one.standing))
        elif place.ruled is not None and place.ruled.key != one.group:
            drift = Drift(
                one.participation, str(place.group), str(place.ruled), titles[one.group], one.standing
            )
            found.append(drift)
    return found


def members(group: int, participations: QuerySet[Participation]) -> QuerySet[Participation]:
    """Those of `participations` who were kept in the group."""
    return participations.filter(placements__group=group)
