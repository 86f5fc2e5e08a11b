"""The vocabulary that ships with the product, and what a programme adds to it."""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from samordner.documents.recognition.vocabulary import UnknownWord, Vocabulary

PROGRAMMES = Path(__file__).resolve().parents[4] / "programmes"


@cache
def general() -> Vocabulary:
    """What is general to public plans, in bokmål and nynorsk."""
    text = resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.from_mapping(tomllib.loads(text))


def with_file(vocabulary: Vocabulary, path: Path) -> Vocabulary:
    """A vocabulary with the words of one more TOML file; a key that means nothing is refused by name."""
    try:
        return vocabulary.extended(tomllib.loads(path.read_text(encoding="utf-8")))
    except (UnknownWord, tomllib.TOMLDecodeError) as problem:
        raise UnknownWord(f"{path.name}: {problem}") from problem


def of_programme(key: str | None, folder: Path = PROGRAMMES) -> Vocabulary:
    """The general vocabulary with a programme's own words, or those of every programme if `key` is None."""
    paths = [folder / key / "reading.toml"] if key else sorted(folder.glob("*/reading.toml"))
    vocabulary = general()
    for path in paths:
        if path.is_file():
            vocabulary = with_file(vocabulary, path)
    return vocabulary
