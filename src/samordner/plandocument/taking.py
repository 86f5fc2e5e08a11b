"""From what was read (the reading's JSON) to chapters, rows and claims to be: no database, nothing decided twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from samordner.documents.columns import Kind
from samordner.plandocument.clauses import spoken_of
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.registers import Register, registers
from samordner.plans.written import tidy
from samordner.programmes.definition import Chapter as StandardChapter
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


def front_of(result: Read, plan: Plan) -> dict[str, Any]:
    """The plan's front page as the document gives it, with what stands in the plan where the document is silent.

    As `change_plan` takes it: title, period, dated, approved_by, prepared_by.
    """
    front = result["front"]
    return {
        "title": " ".join(str(front["title"] or "").split()) or plan.title,
        "period": period_of(front["period"]) or plan.period,
        "dated": period_of(front["date"]) or plan.dated,
        "approved_by": tidy(str(front["approved_by"] or "")) or plan.approved_by,
        "prepared_by": tuple(" ".join(name.split()) for name in front["prepared_by"]) or plan.authors,
    }


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
    answers = _answers(result, definition)
    return [
        NewChapter(
            title=_title(chapter),
            number=chapter["number"] or 0,
            text=_without_heading(chapter),
            answers=answers.get(place, ""),
            source=f"lines {chapter['lines'][0]}-{chapter['lines'][1]}",
        )
        for place, chapter in enumerate(result["chapters"])
    ]


def _title(chapter: Read) -> str:
    """A title in capitals is set as a sentence: capitals are lay-out, not words."""
    title = str(chapter["title"]) or str(chapter["text"]).split("\n", 1)[0]
    return title.capitalize() if title.isupper() and len(title) > 5 else title


def _without_heading(chapter: Read) -> str:
    """The chapter's text without its first line where that is the title, whatever number stands before it."""
    first, _, rest = str(chapter["text"]).partition("\n")
    line, title = (re.sub(r"\W+", "", text).casefold() for text in (first, chapter["title"]))
    number = line.removesuffix(title)  # "", "1", "iv", "kapittel1"
    is_heading = (
        title and line.endswith(title) and re.fullmatch(r"(?:kapittel|kap|del)?(?:\d+|[ivx]+)?", number)
    )
    return rest.strip("\n") if is_heading else str(chapter["text"])


def _answers(result: Read, definition: Definition) -> dict[int, str]:
    """Place of a chapter → the standard chapter that it answers; the surest match is made first, each once."""
    scores = {
        (place, standard.key): score
        for place, chapter in enumerate(result["chapters"])
        for here in [_registers_in(chapter, result)]
        for standard in definition.chapters
        if (score := _match(chapter, here, standard)) > (0, LIKE_ENOUGH)
    }
    found: dict[int, str] = {}
    for place, key in sorted(scores, key=lambda pair: (scores[pair], -pair[0]), reverse=True):
        if place not in found and key not in found.values():
            found[place] = key
    return found


def _match(chapter: Read, here: Sequence[str], standard: StandardChapter) -> tuple[int, float]:
    """How well they fit: rows of the standard chapter's registers that stand there, then the likeness of titles."""
    rows = sum(key in standard.all_registers for key in here)
    return rows, max(_likeness(chapter["title"], name) for name in standard.name.variants())


def _registers_in(chapter: Read, result: Read) -> list[str]:
    """The register of every row that stands in the chapter."""
    first, last = chapter["lines"]
    return [
        key
        for key, rows in result["rows"].items()
        for row in rows
        if first <= row["lines"][0] and row["lines"][1] <= last
    ]


@lru_cache(maxsize=4096)  # every chapter is held against every name, each time the preview is shown
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
            period=_day(claim["day"], inferred="day" in claim["inferred"]),
            chapter=claim["chapter"],
            subject=subject,
            values=values,
            inferred=tuple(claim["inferred"]),
        )
        for claim, subject, values in spoken_of(result["claims"], definition)
    ]


def _day(said: str | None, *, inferred: bool) -> Period:
    """The day or the year that a claim is stated for: 2021-03-01 or 2021."""
    if not said:
        return Period("", None, None, None, False)
    if said.isdecimal():
        return Period(said, date(int(said), 1, 1), date(int(said), 12, 31), None, inferred)
    day = date.fromisoformat(said)
    return Period(f"{day.day}.{day.month}.{day.year}", day, day, None, inferred)


def doubtful(result: Read) -> int:
    """The number of rows that a person should look at."""
    rows: Sequence[Read] = [row for rows in result["rows"].values() for row in rows]
    return sum(not row["certain"] for row in rows)
