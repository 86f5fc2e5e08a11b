"""The invented programme, and ways to spoil a copy of it."""

from pathlib import Path
from shutil import copytree

from samordner.programmes.definition import Definition, read_programme

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "programmes" / "klart-vann"


def invented() -> Definition:
    return read_programme(FOLDER)


def copy_with(to: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the invented programme in which each first text is replaced by the second."""
    place = to / FOLDER.name
    copytree(FOLDER, place)
    file = place / "programme.toml"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return place
