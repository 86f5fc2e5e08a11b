"""From what was read (the reading's JSON) to chapters, rows and claims to be: no database, nothing decided twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from samordner.documents.columns import Kind
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Definition
from samordner.timeline.periods import Period

Read = Mapping[str, Any]
LIKE_ENOUGH = 0.6


def period_of(plain: Read | None) -> Period | None:
    """A period as `Reading.as_json` gives it."""
    if not plain:
        return None
    start, end = (date.fromisoformat(plain[key]) if plain[key] else None for key in ("start", "end"))
    return Period(plain["label"], start, end, plain.get("recurrence"), bool(plain.get("inferred")))


# Rows


def new_rows(result: Read) -> dict[str, list[NewRow]]:
    """Register key → rows to be; registers that the document does not have are empty."""
    return {
        register.key: [_new_row(register, row) for row in result["rows"].get(register.key, ())]
        for register in registers()
    }


def _new_row(register: Register[Any], row: Read) -> NewRow:
    cells: dict[str, str | Period] = {}
    known = {column.key for column in register.columns}
    for column in register.columns:
        text = row["cells"].get(column.key) or row["carried"].get(column.key) or ""
        if register.table.group and column.key == register.table.group.key:
            text = row["parent"] or ""
        period = period_of(row["periods"].get(column.key))
        cells[column.key] = period if column.kind is Kind.PERIOD and period else text
    first, last = row["lines"]
    return NewRow(
        cells=cells,
        doubts={doubt["cell"]: doubt["why"] for doubt in row["doubts"] if doubt["cell"] in known},
        more={key: text for key, text in row["cells"].items() if key not in known and text},
        source=f"lines {first}-{last}",
    )


# Chapters


def new_chapters(result: Read, definition: Definition) -> list[NewChapter]:
    """The chapters to be, each with the standard chapter that it answers: by its registers, else by its title."""
    taken: set[str] = set()
    found = []
    for chapter in result["chapters"]:
        answers = _answers(chapter, result, definition, taken)
        taken |= {answers} - {""}
        first, last = chapter["lines"]
        found.append(
            NewChapter(
                title=_title(chapter),
                number=chapter["number"] or 0,
                text=_without_heading(chapter),
                answers=answers,
                source=f"lines {first}-{last}",
            )
        )
    return found


def _title(chapter: Read) -> str:
    """A title in capitals is set as a sentence: capitals are lay-out, not words."""
    title = str(chapter["title"]) or str(chapter["text"]).split("\n", 1)[0]
    return title.capitalize() if title.isupper() and len(title) > 5 else title


def _without_heading(chapter: Read) -> str:
    first, _, rest = str(chapter["text"]).partition("\n")
    heading = re.sub(r"\W+", "", f"{chapter['number'] or ''}{chapter['title']}").casefold()
    is_heading = chapter["title"] and re.sub(r"\W+", "", first).casefold() in {
        heading,
        heading.lstrip("0123456789"),
    }
    return rest.strip("\n") if is_heading else str(chapter["text"])


def _answers(chapter: Read, result: Read, definition: Definition, taken: set[str]) -> str:
    first, last = chapter["lines"]
    here = [
        key
        for key, rows in result["rows"].items()
        for row in rows
        if first <= row["lines"][0] <= last and row["lines"][1] <= last
    ]
    free = [standard for standard in definition.chapters if standard.key not in taken]
    scores = {standard.key: sum(key in standard.all_registers for key in here) for standard in free}
    best = max(scores, key=lambda key: scores[key], default="")
    if best and scores[best]:
        return best
    likeness = {
        standard.key: max(_likeness(chapter["title"], name) for name in standard.name.variants())
        for standard in free
    }
    nearest = max(likeness, key=lambda key: likeness[key], default="")
    return nearest if nearest and likeness[nearest] >= LIKE_ENOUGH else ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


# Claims


@dataclass(frozen=True)
class NewClaim:
    """A claim to be: what the document states, and which observations it can be held against."""

    text: str
    numerator: int
    denominator: int | None
    period: Period
    chapter: int | None
    subject: str
    values: tuple[str, ...]
    inferred: tuple[str, ...]


def new_claims(result: Read, definition: Definition) -> list[NewClaim]:
    """The claims to be, each matched by the first of the programme's rules that fits the clause of its number."""
    return [
        NewClaim(
            text=claim["text"],
            numerator=claim["numerator"],
            denominator=claim["denominator"],
            period=_year(claim["day"], inferred="day" in claim["inferred"]),
            chapter=claim["chapter"],
            subject=subject,
            values=values,
            inferred=tuple(claim["inferred"]),
        )
        for claim in result["claims"]
        for subject, values in [_spoken_of(_clause(claim), definition)]
    ]


def _year(day: str | None, *, inferred: bool) -> Period:
    if not day:
        return Period("", None, None, None, False)
    return Period(day, date(int(day), 1, 1), date(int(day), 12, 31), None, inferred)


def _clause(claim: Read) -> str:
    """The part of the sentence that the number stands in: sentences state several numbers, each of its own."""
    number = re.compile(rf"(?<!\d){claim['numerator']}(?!\d)")
    parts = list(_parts(str(claim["text"])))
    return next((part for part in parts if number.search(part)), str(claim["text"]))


def _parts(sentence: str) -> Iterator[str]:
    yield from re.split(
        r"[;,]\s+(?:og|mens|men|samt)\s+|;\s+|,\s+(?=\d+\s)|\s+og\s+(?=\d+\s+(?:av\s+\d+\s+)?kommun)",
        sentence,
    )


def _spoken_of(clause: str, definition: Definition) -> tuple[str, tuple[str, ...]]:
    for rule in definition.claims:
        if rule.stems.found_in(clause):
            return rule.subject, rule.values
    return "", ()


def doubtful(result: Read) -> int:
    """The number of rows that a person should look at."""
    rows: Sequence[Read] = [row for rows in result["rows"].values() for row in rows]
    return sum(not row["certain"] for row in rows)
