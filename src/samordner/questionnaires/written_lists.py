"""Choices as people type them: one a line, "key | bokmål | nynorsk | English | column=value, …"."""

from __future__ import annotations

import re

from samordner.questionnaires.content import Choice, Words
from samordner.questionnaires.rewriting import key_from

BAR = re.compile(r"(?<!\\)\|")


def as_lines(choices: tuple[Choice, ...]) -> str:
    """The choices as lines; what stands empty at the end of a line is left out."""
    return "\n".join(_line(each) for each in choices)


def _line(choice: Choice) -> str:
    filters = ", ".join(f"{name}={value}" for name, value in (choice.filters or {}).items())
    parts = [choice.key, choice.label.nb, choice.label.nn, choice.label.en, filters]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " | ".join(" ".join(part.split()).replace("|", "\\|") for part in parts)


def from_lines(text: str) -> tuple[Choice, ...]:
    """The choices of these lines. A line with one part only is the words in bokmål; its key is made of them."""
    found: list[Choice] = []
    for line in text.splitlines():
        parts = [part.replace("\\|", "|").strip() for part in BAR.split(line)]
        if not any(parts):
            continue
        taken = {each.key for each in found}
        if len(parts) == 1:
            found.append(Choice(key_from(parts[0], taken, otherwise="choice"), Words(nb=parts[0])))
            continue
        key, nb, nn, en, filters = (*parts, "", "", "", "")[:5]
        found.append(
            Choice(key or key_from(nb or nn, taken, otherwise="choice"), Words(nb, nn, en), _filters(filters))
        )
    return tuple(found)


def _filters(text: str) -> dict[str, str] | None:
    pairs = (each.partition("=") for each in text.split(",") if "=" in each)
    return {name.strip(): value.strip() for name, _equals, value in pairs if name.strip()} or None
