"""Two readings held side by side: per number then, now, the change, and which municipalities it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.places.models import Change
from samordner.reports.content import UNKNOWN, Content, Number


@dataclass(frozen=True, slots=True)
class Moved:
    """A municipality that came from, or went to, another value."""

    name: str
    other: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a number. `change` = came − left + new − gone.

    `came` and `left` are changed statuses; `new` and `gone` are municipalities that only one of the readings counts.
    """

    title: str
    option: str
    value: str
    sign: str
    then: int
    now: int
    came: tuple[Moved, ...]
    left: tuple[Moved, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def change(self) -> int:
        return self.now - self.then

    @property
    def change_text(self) -> str:
        """With its sign, "±0" where nothing changed."""
        return f"+{self.change}" if self.change > 0 else f"−{-self.change}" if self.change else "±0"

    @property
    def is_quiet(self) -> bool:
        return not (self.came or self.left or self.new or self.gone)

    @property
    def why(self) -> str:
        """What the change is made of, in words."""
        said = []
        for moved, text in ((self.came, _("came: %(who)s")), (self.left, _("left: %(who)s"))):
            if moved:
                said.append(text % {"who": ", ".join(f"{one.name} ({one.other})" for one in moved)})
        for names, text in ((self.new, _("new: %(who)s")), (self.gone, _("no longer counted: %(who)s"))):
            if names:
                said.append(text % {"who": ", ".join(names)})
        return "; ".join(said)


@dataclass(frozen=True)
class Comparison:
    differences: tuple[Difference, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    borders: tuple[str, ...]
    """Border changes between the two days that touch a municipality counted then or now, in words."""


def compared(then: Content, now: Content, changes: Sequence[Change] = ()) -> Comparison:
    """What differs between two readings. A number that only one of them has is left out."""
    before = {(number.subject, number.item): number for number in then.numbers}
    pairs = [
        (before[number.subject, number.item], number)
        for number in now.numbers
        if (number.subject, number.item) in before and number.kind != "day"
    ]
    there, here = then.names, now.names
    return Comparison(
        tuple(one for old, new in pairs for one in _differences(old, new, there, here)),
        tuple(name for code, name in here.items() if code not in there),
        tuple(name for code, name in there.items() if code not in here),
        tuple(
            _("%(day)s: %(old)s became %(new)s")
            % {
                "day": day_text(one.day),
                "old": f"{one.old.code} {one.old}",
                "new": f"{one.new.code} {one.new}",
            }
            for one in changes
            if one.old.code in there or one.new.code in here
        ),
    )


def border_changes(then: Content, now: Content) -> list[Change]:
    """The border changes between the days of the two readings."""
    first, last = sorted((then.status_day, now.status_day))
    return list(Change.objects.filter(day__gt=first, day__lte=last).select_related("old", "new"))


def _differences(
    old: Number, new: Number, there: dict[str, str], here: dict[str, str]
) -> list[Difference]:  # fmt: skip
    was, stands = old.standing(), new.standing()
    names = {UNKNOWN: _("unknown")} | {
        count.key: count.name for number in (old, new) for count in number.counts
    }
    signs = {UNKNOWN: "?"} | {count.key: count.sign for number in (old, new) for count in number.counts}
    found = []
    for key in [*(count.key for count in reversed(new.counts)), UNKNOWN]:
        then_codes = [code for code, value in was.items() if value == key]
        now_codes = [code for code, value in stands.items() if value == key]
        found.append(
            Difference(
                new.title,
                new.option,
                names[key],
                signs[key],
                len(then_codes),
                len(now_codes),
                tuple(Moved(here[c], names[was[c]]) for c in now_codes if c in was and was[c] != key),
                tuple(
                    Moved(there[c], names[stands[c]]) for c in then_codes if c in stands and stands[c] != key
                ),
                tuple(here[c] for c in now_codes if c not in was),
                tuple(there[c] for c in then_codes if c not in stands),
            )
        )
    return found
