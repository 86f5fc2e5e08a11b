"""Plain data (from TOML or JSON) into frozen dataclasses, strictly, and back.

The dataclasses are the schema: a key that they do not have is refused by name, a key that they need
and do not get is named, and every fault is told, not only the first.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")


class DefinitionError(ValueError):
    """The data do not make a definition. ``problems`` holds one line a fault, each with its path."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class _Faulty:
    """Stands for a value that could not be read; its faults are noted already."""


_FAULTY: Final = _Faulty()


def read(shape: type[Shape], raw: Mapping[str, object]) -> Shape:
    """The data as this dataclass.

    Raises ``DefinitionError`` with every fault, such as
    ``solutions[3].naem: unknown key; did you mean name?``
    """
    problems: list[str] = []
    value = _read(shape, raw, "", problems)
    if problems:
        raise DefinitionError(problems)
    return cast(Shape, value)


def plain(value: object) -> object:
    """The value as JSON could hold it: the way back from ``read``.

    What stands at its default is left out, so that a field added to the code later does not change
    how an old definition is written.
    """
    if isinstance(value, str):
        return value
    if is_dataclass(value):
        shape: type = type(value)
        parts = ((name, getattr(value, name), default) for name, default in _defaults(shape))
        return {name: plain(item) for name, item, default in parts if item != default}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def _read(hint: Any, raw: object, path: str, problems: list[str]) -> object:
    if is_dataclass(hint):
        return _read_dataclass(cast(type, hint), raw, path, problems)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):  # only "X or nothing" is used
        return _read(next(a for a in arguments if a is not type(None)), raw, path, problems)
    if origin is tuple:
        return _read_list(arguments[0], raw, path, problems)
    if origin is dict:
        return _read_table(arguments[1], raw, path, problems)
    if origin is Literal:
        return raw if raw in arguments else _fault(problems, path, f"must be one of {_listed(arguments)}")
    if hint is date:
        return _read_day(raw, path, problems)
    if hint is str:
        return raw if isinstance(raw, str) and raw.strip() else _fault(problems, path, "must be a text")
    return raw if type(raw) is hint else _fault(problems, path, f"must be {_named(hint)}")


def _read_dataclass(shape: type, raw: object, path: str, problems: list[str]) -> object:
    if not isinstance(raw, Mapping):
        return _fault(problems, path, "must be a table")
    hints = _hints(shape)
    for key in raw:
        if key not in hints:
            problems.append(f"{_under(path, key)}: unknown key{_suggestion(key, hints)}")
    values: dict[str, object] = {}
    for field in fields(shape):
        if field.name in raw:
            values[field.name] = _read(hints[field.name], raw[field.name], _under(path, field.name), problems)
        elif field.default is MISSING and field.default_factory is MISSING:
            values[field.name] = _fault(problems, _under(path, field.name), "is missing")
    return _FAULTY if _FAULTY in values.values() else shape(**values)


def _read_list(hint: Any, raw: object, path: str, problems: list[str]) -> object:
    if not isinstance(raw, list):
        return _fault(problems, path, "must be a list")
    items = tuple(_read(hint, item, f"{path}[{place}]", problems) for place, item in enumerate(raw))
    return _FAULTY if _FAULTY in items else items


def _read_table(hint: Any, raw: object, path: str, problems: list[str]) -> object:
    if not isinstance(raw, Mapping):
        return _fault(problems, path, "must be a table")
    # Under a name of its own, nothing at all is something to say.
    items = {
        key: item if hint is str and item == "" else _read(hint, item, _under(path, key), problems)
        for key, item in raw.items()
    }
    return _FAULTY if _FAULTY in items.values() else items


def _read_day(raw: object, path: str, problems: list[str]) -> object:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(cast(str, raw))
    except (TypeError, ValueError):
        return _fault(problems, path, "must be a day, such as 2019-01-01")


def _fault(problems: list[str], path: str, what: str) -> _Faulty:
    problems.append(f"{path or 'the file'}: {what}")
    return _FAULTY


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _suggestion(key: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(str(value) for value in values)


def _named(hint: type) -> str:
    return {int: "a whole number", bool: "true or false"}.get(hint, hint.__name__)


@cache
def _defaults(shape: type) -> tuple[tuple[str, object], ...]:
    """Of each field its name and what it is when nothing is said; MISSING: something must be."""
    return tuple(
        (field.name, field.default if field.default_factory is MISSING else field.default_factory())
        for field in fields(shape)
    )


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)
