"""From a programme's folder, or from the stored text of an edition, to its definition."""

import json
import os
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from samordner.programmes.definition.checks import faults
from samordner.programmes.definition.strict import DefinitionError, plain, read
from samordner.programmes.definition.whole import Definition

IN_THE_SOURCE_TREE = Path(__file__).resolve().parents[4] / "programmes"
USUAL_LAYOUT = Path(__file__).with_name("layout.toml")


def folder() -> Path:
    """Where the programmes lie: the setting, else the environment, else beside ``src``."""
    if settings.configured and getattr(settings, "PROGRAMMES_DIR", None):
        return Path(settings.PROGRAMMES_DIR)
    return Path(os.environ.get("SAMORDNER_PROGRAMMES") or IN_THE_SOURCE_TREE)


def shipped() -> list[str]:
    """The keys of the programmes that lie in the folder, in alphabetical order."""
    return sorted(found.parent.name for found in folder().glob("*/programme.toml"))


def read_programme(where: str | Path) -> Definition:
    """The definition in this folder, or of the shipped programme with this key.

    Raises ``DefinitionError`` with every fault in the file, ``FileNotFoundError`` without a file.
    """
    place = _place(where)
    try:
        raw: dict[str, object] = tomllib.loads((place / "programme.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError([f"programme.toml: {error}"]) from error
    if "guidance" in raw:
        raise DefinitionError(["guidance: is written as sections/<key>.nb.md and .nn.md"])
    definition = _checked(_usual_layout() | raw | {"guidance": _guidance(place / "sections")})
    if definition.key != place.name:
        raise DefinitionError([f"key: “{definition.key}” must be the folder's name, “{place.name}”"])
    return definition


def load_reading(where: str | Path) -> dict[str, object]:
    """How this programme's documents are read: ``reading.toml`` as it stands; empty without one."""
    file = _place(where) / "reading.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def canonical(definition: Definition) -> str:
    """The whole definition as one JSON text, the same for the same content."""
    return json.dumps(plain(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """The SHA-256 of a canonical text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def from_canonical(text: str) -> Definition:
    """The way back from ``canonical``. Raises ``DefinitionError``."""
    return _checked(json.loads(text))


def _place(where: str | Path) -> Path:
    place = where if isinstance(where, Path) else folder() / where
    return (place.parent if place.is_file() else place).resolve()


def _checked(raw: Mapping[str, object]) -> Definition:
    definition = read(Definition, raw)
    if problems := faults(definition):
        raise DefinitionError(problems)
    return definition


def _usual_layout() -> dict[str, object]:
    """How a regional plan is laid out when the programme does not say."""
    return tomllib.loads(USUAL_LAYOUT.read_text("utf-8"))


def _guidance(sections: Path) -> dict[str, dict[str, str]]:
    """Markdown by key and language, from files such as ``networks.nn.md``."""
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(sections.glob("*.*.md")):
        key, language, _ = file.name.split(".")
        texts.setdefault(key, {})[language] = file.read_text("utf-8").strip()
    return texts
