"""Two people wrote in one place: what each says, where they differ, and what is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from django.http import QueryDict

from samordner.plans.forms import Group, Writing, put_text, sent

MANY = 3_000_000
"""Pairs of words that are compared at most."""
Choice = Literal["mine", "theirs", "both"]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Side:
    """One thing that both wrote, differently. The parts of a text: (words, whether the other lacks them).

    `proposed` is what loses nothing: the other's text where I changed nothing, else mine.
    """

    group: Group
    mine: tuple[tuple[str, bool], ...]
    theirs: tuple[tuple[str, bool], ...]
    proposed: Choice
    may_join: bool


def sides(groups: list[Group], *, seen: Texts, mine: Texts, theirs: Texts) -> list[Side]:
    """Where mine and theirs differ; `seen` is what stood there when I began."""
    found = []
    for group in groups:
        before, here, there = (said(group, texts) for texts in (seen, mine, theirs))
        if here != there:
            found.append(
                Side(
                    group=group,
                    mine=marked(here, there),
                    theirs=marked(there, here),
                    proposed="theirs" if here == before else "mine",
                    may_join=len(group.names) == 1
                    and not group.labels
                    and here != before
                    and there != before,
                )
            )
    return found


def said(group: Group, texts: Texts) -> str:
    """What a group says, what stands beside it in brackets."""
    text, *days = (texts.get(name, "") for name in group.names)
    text = "\n".join(group.labels.get(line, line) for line in text.split("\n"))
    return f"{text} ({'–'.join(map(as_day, dict.fromkeys(days)))})" if any(days) else text


def as_day(text: str) -> str:
    """A typed day, 2021-04-27, as people read it; what is no day as it stands."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text


def marked(text: str, other: str) -> tuple[tuple[str, bool], ...]:
    """The text in parts: (words, whether they differ from the other text)."""
    words, others = (re.findall(r"\s+|[^\s]+", each) for each in (text, other))
    if len(words) * len(others) > MANY:  # line by line, as word by word would take seconds
        words, others = (each.splitlines(keepends=True) for each in (text, other))
    return tuple(
        ("".join(words[i1:i2]), verb != "equal")
        for verb, i1, i2, _j1, _j2 in SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
        if i2 > i1
    )


def chosen(data: QueryDict, form: Writing, theirs: Texts) -> QueryDict:
    """What was sent, with the other's text where it was chosen, or both where both were."""
    settled = data.copy()
    if data.get("choose") == "mine":
        return settled
    for group in form.groups():
        choice = data.get(f"choose_{group.key}")
        for name in group.names:
            field = form.fields[name]
            if choice == "theirs":
                put_text(settled, name, theirs.get(name, ""), field)
            elif choice == "both":
                put_text(settled, name, joined(sent(data, name, field), theirs.get(name, "")), field)
    return settled


def joined(mine: str, theirs: str) -> str:
    return "\n".join(text.strip("\r\n") for text in (theirs, mine) if text.strip())


def texts_of(form: Writing) -> Texts:
    """What the form says, as it was typed where it could not be understood."""
    if form.is_bound and not form.is_valid():
        data: Mapping[str, Any] = form.data
        return {name: sent(data, name, field) for name, field in form.fields.items() if name != "version"}
    return form.texts()
