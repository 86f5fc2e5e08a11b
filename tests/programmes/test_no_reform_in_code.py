"""Code knows that there are areas, solutions and phases, never which."""

import re
from pathlib import Path

from samordner.programmes.definition import read_programme, shipped

CODE = Path(__file__).resolve().parents[2] / "src"
KINDS = {".py", ".html", ".po", ".toml", ".md", ".txt", ".css", ".js", ".json", ".csv", ".svg"}

# Not only the reform's: health care is a word of every municipality's day, and a patients'
# organisation among the partners goes by the same three letters.
ORDINARY = {"helsehjelp", "lhl"}


def names() -> set[str]:
    """Every name of the real programmes, their areas and solutions, in every spelling."""
    found: set[str] = set()
    for definition in map(read_programme, shipped()):
        found |= {
            *definition.name.variants(),
            *definition.short_name.variants(),
            *definition.aliases,
            definition.key,
        }
        for area in definition.areas:
            found |= {*area.name.variants(), *area.aliases}
        for solution in definition.solutions:
            found |= {*solution.name.variants(), *solution.aliases}
    return {name.casefold() for name in found} - ORDINARY


def test_no_word_of_a_real_reform_stands_in_the_code() -> None:
    wanted = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names()))) + r")\b")
    told = [
        f"{file.relative_to(CODE)}: {hit.group()}"
        for file in sorted(CODE.rglob("*"))
        if file.suffix in KINDS
        for hit in wanted.finditer(file.read_text("utf-8").casefold())
    ]
    assert told == []
