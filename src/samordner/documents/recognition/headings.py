"""Which register a row of column headings opens, and which of its columns stands where."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from samordner.documents.recognition.vocabulary import Register, Vocabulary
from samordner.documents.recognition.wording import likeness, same, stem, stems

NEAR = 0.6  # what a heading of the chapter above adds when it may mean the register
NAMED = 3.0  # what it adds for each step that it says so more plainly
LESS = 0.5  # what a column that few tables have is worth, beside one that most have
LACKING = 0.8  # what the lack of a telling column costs
CLOSE = 0.25  # two registers that fit so nearly as well leave a doubt
STRANGE = 0.3  # what a column that the register does not know costs
EXACT = 0.05  # what the very letters of a name are worth
WORDY = 0.01  # what each word of a name is worth
RANK = 0.001  # what each name of a column before the one that fits costs
LONGEST = 14  # words in a column heading


@dataclass(frozen=True)
class Column:
    """One column of a table as printed. A column that the register lacks has a key made from its heading."""

    position: int
    key: str
    heading: str
    known: bool


@dataclass(frozen=True)
class Heading:
    """A row of column headings that has been understood."""

    register: str
    columns: tuple[Column, ...]
    score: float
    unsure: bool = False  # another register fits nearly as well

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys in printed order."""
        return tuple(column.key for column in self.columns)


def recognise(
    cells: tuple[str, ...], vocabulary: Vocabulary, near: Mapping[str, float] | None = None
) -> Heading | None:
    """The register whose column headings these cells are, or None.

    `near` tells how plainly the headings above speak of a register; such a one wins where two would fit.
    """
    if not headed(cells) or any(_is_actor(cell, vocabulary) for cell in cells):
        return None
    found = [
        heading
        for register in vocabulary.registers.values()
        if (heading := _match(cells, register, vocabulary, (near or {}).get(register.key, 0.0)))
    ]
    if not found:
        return None
    best, *others = sorted(found, key=lambda heading: -heading.score)
    return replace(best, unsure=bool(others) and best.score - others[0].score < CLOSE)


def _is_actor(cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell is no more than the name of a known actor: then it stands in a row, not above one."""
    return any(stems(cell) == stems(name) for name in vocabulary.names.actors)


def headed(cells: tuple[str, ...]) -> bool:
    """Whether cells could be column headings at all: several, short, none a sentence."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(
        len(stems(cell)) <= LONGEST and not re.search(r"[.!?]\s+[A-ZÆØÅ]", cell) and len(cell) < 140
        for cell in filled
    )


def repeats(cells: tuple[str, ...], heading: Heading) -> bool:
    """Whether a row prints the headings of its table once more."""
    by_position = {column.position: column.heading for column in heading.columns}
    pairs = [(cell, by_position.get(at, "")) for at, cell in enumerate(cells) if cell or by_position.get(at)]
    alike = sum(same(one, other) or stems(one) == stems(other) != () for one, other in pairs)
    return bool(pairs) and alike >= max(2, 0.75 * len(pairs))


def meant_by(title: str, vocabulary: Vocabulary) -> dict[str, float]:
    """The registers that a chapter's heading speaks of, and how plainly: 1 for its very name."""
    title = without_reform(title, vocabulary)
    found = {
        key: max((likeness(title, variant) for variant in register.chapters), default=0.0)
        for key, register in vocabulary.registers.items()
    }
    return {key: plainly for key, plainly in found.items() if plainly > 0}


def without_reform(text: str, vocabulary: Vocabulary) -> str:
    """A heading without the reform's name, which says nothing about what stands below."""
    for name in vocabulary.reform:
        text = re.sub(rf"(?:\b(?:i|for|med|om|av)\s+)?\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    return text


def _match(cells: tuple[str, ...], register: Register, vocabulary: Vocabulary, near: float) -> Heading | None:
    if register.bullets and not near:
        return None
    quality = {
        (at, key): score
        for at, cell in enumerate(cells)
        for key, variants in register.columns.items()
        if cell and (score := _best(without_reform(cell, vocabulary), variants)) > 0
    }
    chosen: dict[int, str] = {}
    total = 0.0
    for (at, key), score in sorted(quality.items(), key=lambda item: (-item[1], item[0][0])):
        if at not in chosen and key not in chosen.values():
            chosen[at] = key
            total += score * (LESS if key in register.optional else 1)
    if not cells[0] and register.first not in chosen.values() and len(chosen) > 1:
        chosen[0] = register.first  # the column that names the rows is often left without a heading
    filled = [at for at, cell in enumerate(cells) if cell]
    known = len([at for at in filled if at in chosen])
    named = register.first in chosen.values() or register.subject in chosen.values()
    enough = known >= 2 and 2 * known >= len(filled) and named
    if not enough and not (
        near and known >= 1 and register.first in chosen.values() and len(register.usual) < 3
    ):
        return None
    usual = sum(key in register.usual for key in chosen.values())
    score = total - STRANGE * (len(filled) - known) + 0.3 * usual / len(register.usual)
    score += NEAR + NAMED * (near - 0.5) if near else 0
    if register.first not in chosen.values():
        score -= 0.5
    score -= LACKING * sum(key not in chosen.values() for key in register.telling)
    if score < 1.0:
        return None
    return Heading(register.key, _columns(cells, chosen), score)


def _columns(cells: tuple[str, ...], chosen: dict[int, str]) -> tuple[Column, ...]:
    columns: list[Column] = []
    taken = set(chosen.values())
    for at, cell in enumerate(cells):
        key = chosen.get(at)
        if key is None and not cell:
            continue
        if key is None:
            key = strange_key(cell, taken)
            taken.add(key)
        columns.append(Column(at, key, cell, at in chosen))
    return tuple(columns)


def strange_key(heading: str, taken: Collection[str]) -> str:
    """A key for a column that the register does not know, from its heading."""
    base = "_".join(re.findall(r"\w+", heading.casefold()))[:40].strip("_") or "column"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


@lru_cache(maxsize=8192)
def _best(cell: str, variants: tuple[str, ...]) -> float:
    """How well a heading means the best of a column's names.

    Of two columns that fit as well, the same letters tell more than the same stem, more words more than fewer, and
    a name that is listed first more than one listed later.
    """
    found = 0.0
    for rank, variant in enumerate(variants):
        fit = likeness(cell, variant)
        if fit:
            exact = EXACT if cell.casefold() == variant.casefold() else 0.0
            found = max(found, fit + exact + WORDY * len(variant.split()) - RANK * rank)
    return found


def opens_with(text: str, variants: Collection[str]) -> bool:
    """Whether the first words of a text are one of the variants, whatever their endings."""
    given = stems(text)[:4]
    return any((wanted := stems(variant)) and given[: len(wanted)] == wanted for variant in variants)


def mentions(text: str, names: Collection[str]) -> bool:
    """Whether a name stands in a text as whole words, or opens a compound ("samferdselsavdelinga")."""
    given = stems(text)
    return any(
        (wanted := tuple(stem(word) for word in name.split())) and _within(wanted, given) for name in names
    )


def _within(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return any(
        all(_covers(one, other) for one, other in zip(wanted, given[at:], strict=False))
        for at in range(len(given) - len(wanted) + 1)
    )


def _covers(name: str, word: str) -> bool:
    return word == name or (len(name) >= 5 and word.startswith(name))
