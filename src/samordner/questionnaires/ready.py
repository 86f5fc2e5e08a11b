"""Ready questionnaires, which come with a programme: `programmes/<key>/questionnaires/<name>.toml`.

A list may be taken from the programme, so that it follows what the programme says:
`{ key = "stages", from_programme = "<subject>" }` is the values of that subject, with `take = "items"` what it is
observed for; `take = "areas"`, `"themes"` or `"sectors"` needs no subject. `choices` beside it are added to them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from samordner.programmes.definition import Definition, DefinitionError, Text, folder
from samordner.programmes.definition.strict import read
from samordner.programmes.queries import definition
from samordner.questionnaires.content import Choice, ChoiceList, Content, Words

FOLDER = "questionnaires"


class Named(Protocol):
    """What the programme names: a value, a solution, an area, a theme, a sector."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A questionnaire to begin from. `minutes`: about how long it takes to answer; `about`: what it is for."""

    key: str
    name: Text
    about: Text
    minutes: int
    content: Content


@dataclass(frozen=True, slots=True)
class _Front:
    name: Text
    about: Text
    minutes: int


def ready_ones(programme_key: str) -> tuple[Ready, ...]:
    """Those of the programme, in the order of their file names. Raises DefinitionError, naming the file."""
    return read_ready(folder() / programme_key, definition(programme_key))


def read_ready(programme_folder: Path, says: Definition) -> tuple[Ready, ...]:
    """Those that lie in the programme's folder, with what the programme now says filled in. Raises DefinitionError."""
    return tuple(_read(file, says) for file in sorted((programme_folder / FOLDER).glob("*.toml")))


def _read(file: Path, says: Definition) -> Ready:
    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        front = read(_Front, {name: raw.pop(name) for name in ("name", "about", "minutes") if name in raw})
        raw["lists"] = [_filled(each, says) for each in raw.get("lists", [])]
        content = read(Content, raw)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError([f"{file.name}: {error}"]) from error
    except DefinitionError as error:
        raise DefinitionError([f"{file.name}: {problem}" for problem in error.problems]) from error
    return Ready(file.stem, front.name, front.about, front.minutes, content)


def _filled(each: Mapping[str, Any], says: Definition) -> Mapping[str, Any]:
    """A list as it is written, or out of the programme."""
    if "from_programme" not in each and "take" not in each:
        return each
    subject, take = each.get("from_programme", ""), each.get("take", "values")
    try:
        found = choices_from(says, subject, take)
    except KeyError as error:
        raise DefinitionError([f"lists: the programme has no {take} of “{subject}”"]) from error
    plain = [{"key": one.key, "label": _plain(one.label)} for one in found]
    return {"key": each["key"], "choices": [*plain, *each.get("choices", [])]}


def _plain(words: Words) -> dict[str, str]:
    return {name: text for name, text in (("nb", words.nb), ("nn", words.nn), ("en", words.en)) if text}


def choices_from(says: Definition, subject: str, take: str = "values") -> tuple[Choice, ...]:
    """What the programme lists: the "values" or the "items" of a subject, its "areas", "themes" or "sectors".

    KeyError: there is no such subject, or it has no such thing.
    """
    found: Iterable[Named] | None
    match take:
        case "values":
            found = says.values_of(subject)
        case "items":
            found = says.items_of(subject)
        case "areas":
            found = says.areas
        case "themes":
            found = says.themes
        case "sectors":
            found = says.sectors
        case _:
            raise KeyError(take)
    if found is None:
        raise KeyError(subject)
    return tuple(Choice(each.key, Words(each.name.nb, each.name.nn, each.name.en)) for each in found)


def list_from(says: Definition, subject: str, take: str = "values") -> ChoiceList:
    """The same as a list of its own, named after what it is. KeyError as for `choices_from`."""
    key = {"values": subject, "items": f"{subject}_items"}.get(take, take)
    return ChoiceList(key, choices_from(says, subject, take))
