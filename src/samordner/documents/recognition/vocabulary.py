"""The words by which a document's parts are known, as data: frozen structs read from a mapping (TOML)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

Strings = tuple[str, ...]


class UnknownWord(ValueError):
    """A vocabulary that holds a key which means nothing, or a value of the wrong shape; says where."""


@dataclass(frozen=True)
class Register:
    """How one register is known: its columns in order with their headings, and the chapters it stands in."""

    key: str
    columns: Mapping[str, Strings]
    chapters: Strings = ()
    cues: Mapping[str, Strings] = field(default_factory=dict)  # words that open a text of a column
    carried: Strings = ()  # columns whose cell may stand for the rows below
    periods: Strings = ()  # columns that hold a time
    optional: Strings = ()  # columns that few tables have, and that tell little of what a table is
    telling: Strings = ()  # columns without which a table is hardly this register
    loose: bool = False  # rows may have fallen out of the table into plain lines
    bullets: bool = False  # every item of a list in its chapter is a row

    @property
    def usual(self) -> tuple[str, ...]:
        """The columns that most tables of the register have."""
        return tuple(key for key in self.columns if key not in self.optional)

    @property
    def first(self) -> str:
        """The column that names the row."""
        return next(iter(self.columns))

    @property
    def subject(self) -> str:
        """The column that tells rows apart under a carried one."""
        return next((key for key in self.columns if key not in self.carried), self.first)


@dataclass(frozen=True)
class Group:
    """A body whose parts are named one by one under it."""

    names: Strings
    fields: Strings


@dataclass(frozen=True)
class Front:
    """Labels and headings around the chapters."""

    date: Strings = ()
    approved_by: Strings = ()
    prepared_by: Strings = ()
    title: Strings = ()
    contents: Strings = ()
    preface: Strings = ()
    attachments: Strings = ()
    captions: Strings = ()
    chapters: Strings = ()  # headings of chapters that hold no register


@dataclass(frozen=True)
class Names:
    """Names that are general in public plans."""

    actors: Strings = ()
    bodies: Strings = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Counting:
    """How a sentence counts municipalities."""

    units: Mapping[str, int] = field(default_factory=dict)
    tens: Mapping[str, int] = field(default_factory=dict)
    counted: Strings = ()
    of: Strings = ()
    all: Strings = ()
    none: Strings = ()


@dataclass(frozen=True)
class Vocabulary:
    """Everything a reader knows before it opens a document."""

    registers: Mapping[str, Register] = field(default_factory=dict)
    front: Front = Front()
    names: Names = Names()
    counting: Counting = Counting()
    reform: Strings = ()  # names of the reform, which say nothing about a column

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "Vocabulary":
        """A vocabulary from what TOML gives; raises `UnknownWord` naming the key that means nothing."""
        return cls().extended(mapping)

    def extended(self, mapping: Mapping[str, Any]) -> "Vocabulary":
        """This vocabulary with more words: lists grow, flags are set anew, unknown keys are refused."""
        _known(mapping, cls=Vocabulary, at="")
        registers = dict(self.registers)
        for key, table in _table(mapping, "registers", "").items():
            at = f"registers.{key}"
            registers[key] = _register(registers.get(key, Register(key, {})), _as_table(table, at), at)
        return Vocabulary(
            registers,
            _grown(self.front, _table(mapping, "front", ""), "front"),
            _names(self.names, _table(mapping, "names", "")),
            _grown(self.counting, _table(mapping, "counting", ""), "counting"),
            self.reform + _strings(mapping.get("reform", ()), "reform"),
        )


Struct = TypeVar("Struct", Front, Counting, Names)


def _known(mapping: Mapping[str, Any], *, cls: type, at: str) -> None:
    names = {one.name for one in fields(cls)} - {"key"}
    for key in mapping:
        if key not in names:
            raise UnknownWord(f"{at}.{key}".strip(".") + " is not a key of the reader's vocabulary")


def _as_table(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnknownWord(f"{at} must be a table")
    return value


def _table(mapping: Mapping[str, Any], key: str, at: str) -> Mapping[str, Any]:
    return _as_table(mapping.get(key, {}), f"{at}.{key}".strip("."))


def _strings(value: Any, at: str) -> Strings:
    if isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise UnknownWord(f"{at} must be a list of texts")
    return tuple(value)


def _register(old: Register, mapping: Mapping[str, Any], at: str) -> Register:
    _known(mapping, cls=Register, at=at)
    return Register(
        old.key,
        _lists(old.columns, _table(mapping, "columns", at), f"{at}.columns"),
        old.chapters + _strings(mapping.get("chapters", ()), f"{at}.chapters"),
        _lists(old.cues, _table(mapping, "cues", at), f"{at}.cues"),
        old.carried + _strings(mapping.get("carried", ()), f"{at}.carried"),
        old.periods + _strings(mapping.get("periods", ()), f"{at}.periods"),
        old.optional + _strings(mapping.get("optional", ()), f"{at}.optional"),
        old.telling + _strings(mapping.get("telling", ()), f"{at}.telling"),
        bool(mapping.get("loose", old.loose)),
        bool(mapping.get("bullets", old.bullets)),
    )


def _lists(old: Mapping[str, Strings], new: Mapping[str, Any], at: str) -> dict[str, Strings]:
    grown = dict(old)
    for key, value in new.items():
        grown[key] = grown.get(key, ()) + _strings(value, f"{at}.{key}")
    return grown


def _grown(old: Struct, mapping: Mapping[str, Any], at: str) -> Struct:
    _known(mapping, cls=type(old), at=at)
    changes: dict[str, Any] = {}
    for key, value in mapping.items():
        before = getattr(old, key)
        if isinstance(before, tuple):
            changes[key] = before + _strings(value, f"{at}.{key}")
        else:
            changes[key] = {**before, **_as_table(value, f"{at}.{key}")}
    return replace(old, **changes)


def _names(old: Names, mapping: Mapping[str, Any]) -> Names:
    _known(mapping, cls=Names, at="names")
    groups = []
    for number, group in enumerate(mapping.get("groups", ()), 1):
        at = f"names.groups[{number}]"
        _known(_as_table(group, at), cls=Group, at=at)
        groups.append(Group(*(_strings(group.get(key, ()), f"{at}.{key}") for key in ("names", "fields"))))
    return Names(
        old.actors + _strings(mapping.get("actors", ()), "names.actors"),
        old.bodies + _strings(mapping.get("bodies", ()), "names.bodies"),
        old.groups + tuple(groups),
    )
