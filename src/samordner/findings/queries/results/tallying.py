"""The answers of a round, counted cell by cell, and suppressed where they would tell of persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from samordner.findings.counting import (
    BLANK,
    NOT_ASKED,
    Base,
    Count,
    Numbers,
    base_of,
    keys_in,
    numbers_of,
    place_of,
    said,
)
from samordner.findings.disclosure import hidden, hidden_each, hidden_parts, tells_all
from samordner.findings.queries.results.cells import categories, label_of, personal, short_of
from samordner.findings.queries.results.found import (
    SHAPES,
    Cross,
    Found,
    QuestionFound,
    SectionFound,
    Shape,
    Text,
    ThemeCount,
)
from samordner.findings.queries.sources import Material, still
from samordner.findings.queries.themes import Coded
from samordner.questionnaires.answering.cells import YES
from samordner.questionnaires.content import OTHER, SEPARATOR, Cell, Question, cells_of
from samordner.questionnaires.expressions import ExpressionError, names_in, parse


class Tally:
    """Counts the answers of one round, and settles what of an anonymous one may be told."""

    def __init__(self, here: Material, coding: Coded) -> None:
        self.here, self.content, self.answers = here, here.content, here.answers
        self.coding = coding
        self.asked, self.fewest = len(here.units), here.fewest
        self.names = {each.key: each.name for each in here.units}
        self.places = {key: place for place, key in enumerate(self.names)}
        self.section_of = {
            question.key: section for section in self.content.sections for question in section.questions
        }
        self.made: dict[str, Found] = {}

    def sections(self, by: str) -> tuple[SectionFound, ...]:
        found, number = [], 0
        for section in self.content.sections:
            questions = []
            for question in section.questions:
                if question.kind == "note":
                    continue
                number += 1
                cells = cells_of(self.content, question)
                each = tuple(self.with_cross(self.found(cell), by) for cell in cells)
                questions.append(QuestionFound(question, number, each))
            if questions:
                found.append(SectionFound(section, tuple(questions)))
        return tuple(found)

    def found(self, cell: Cell) -> Found:
        if cell.name not in self.made:
            self.made[cell.name] = self._found(cell)
        return self.made[cell.name]

    def _found(self, cell: Cell) -> Found:
        question = cell.question
        other = cell.name != question.key and not cell.row
        shape: Shape = "texts" if other else SHAPES[question.kind]
        base = base_of(self.answers, self.asked, question.key, cell.name)
        usual = Found(cell.name, question, short_of(self.content, cell), shape, base)
        if personal(question):
            return replace(usual, shape="kept", why_not=_("Names and addresses of people are not told here."))
        if self.fewest:
            why_not = self._why_not(cell, base, other)
            if why_not:
                return replace(usual, base=None, why_not=why_not)
        match shape:
            case "counts":
                return self._counts(usual, base)
            case "numbers":
                return self._numbers(usual)
            case "texts":
                return self._texts(usual)
        return usual

    # Of persons

    def _why_not(self, cell: Cell, base: Base, other: bool) -> str:
        """Why an anonymous round tells nothing of a cell: its conditions tell who is asked, or it follows from others."""
        question, few = (
            cell.question,
            _("Told of fewer than %(fewest)d people, so it is suppressed.") % {"fewest": self.fewest},
        )
        if question.kind in {"calculated", "file"} or question.calculation:
            return _("Follows from other answers, or can be recognised: not told of people.")
        asked_of = base.answered - base.not_asked
        if asked_of < self.fewest or 0 < base.not_asked < self.fewest:
            return few
        if any(self.found(each).hides or self.found(each).why_not for each in self._conditions(question)):
            return _("It is asked by the answers to a question that is suppressed, so this is too.")
        if other and (self.found(Cell(question.key, question)).hides):
            return few
        if SHAPES[question.kind] != "counts" and base.gave < self.fewest:
            return few
        if other and base.gave < self.fewest:
            return few
        return ""

    def _conditions(self, question: Question) -> list[Cell]:
        """The cells that settle whether a question is asked, or what it offers."""
        section = self.section_of[question.key]
        keys: set[str] = set()
        for text in (section.relevant, question.relevant, question.choice_filter):
            if text.strip():
                try:
                    keys |= {name.partition(SEPARATOR)[0] for name in names_in(parse(text))}
                except ExpressionError:
                    continue
        return [
            cell
            for other in self.content.questions
            if other.key in keys and other.key != question.key and other.kind != "note"
            for cell in cells_of(self.content, other)
            if SHAPES[other.kind] == "counts" and not cell.name.endswith(SEPARATOR + OTHER)
        ]  # fmt: skip

    # Kinds

    def _counts(self, usual: Found, base: Base) -> Found:
        question, cell = usual.question, usual.cell
        offered = categories(self.content, question, self.answers, cell)
        tally = Counter(
            key for each in self.answers if question.key in each.asked
            for key in keys_in(question.kind, each.values.get(cell))
        )  # fmt: skip
        offered += [(key, key) for key in sorted(tally) if key not in dict(offered)]
        confirmed = (
            sum(each.values.get(still(cell)) == YES for each in self.answers) if not self.fewest else 0
        )
        if not self.fewest:
            counts = [Count(key, words, tally[key], base.of, base.missing) for key, words in offered]
            return replace(usual, counts=tuple(counts), confirmed=confirmed)
        return self._suppressed(usual, base, offered, tally)

    def _suppressed(
        self, usual: Found, base: Base, offered: Sequence[tuple[str, str]], tally: Mapping[str, int]
    ) -> Found:
        numbers = [tally[key] for key, _words in offered]
        whole = base.answered - base.not_asked
        required = usual.question.required.strip() == "true()"  # then everyone knows that nobody left it open
        if usual.several:
            parted = hidden_parts(numbers, base.blank, whole, self.fewest, required=required)
            places, blank_hidden = parted if parted else (None, True)
        else:
            places = hidden(numbers if required else [*numbers, base.blank], self.fewest)
            blank_hidden = places is not None and len(numbers) in places
        if places is None:
            few = _("Of some answers there are too few, or nearly all are alike: it is suppressed.")
            return replace(usual, base=None, why_not=few, hides=True)
        # What nobody may know of those who left it open is told as the most that anybody could work out
        shown = [number for place, number in enumerate(numbers) if place not in places]
        known = max(shown, default=0) if usual.several else sum(shown)
        missing = base.silent + (whole - known if blank_hidden else base.blank)
        counts = [
            Count(key, words, None if place in places else tally[key], base.of, missing)
            for place, (key, words) in enumerate(offered)
        ]
        return replace(
            usual,
            base=None if blank_hidden else base,
            counts=tuple(counts),
            hides=bool(places) or blank_hidden,
        )

    def _numbers(self, usual: Found) -> Found:
        given = [each.values.get(usual.cell) for each in self.answers if usual.question.key in each.asked]
        numbers = numbers_of(given)
        if self.fewest:
            base = usual.base if usual.base and not 0 < usual.base.blank < self.fewest else None
            count = base.gave if base else None
            return replace(usual, base=base, numbers=Numbers(count, None, numbers.middle, None))
        if usual.question.kind == "calculated" and not numbers.count and any(said(each) for each in given):
            return self._texts(replace(usual, shape="texts"))
        return replace(usual, numbers=numbers)

    def _texts(self, usual: Found) -> Found:
        base = usual.base
        assert base is not None
        found = [
            Text(
                str(text), self.names.get(each.unit, ""), "" if self.fewest else each.key,
                self.coding.of.get((each.key, usual.cell), ()),
            )
            for each in self.answers
            if usual.question.key in each.asked and said(text := each.values.get(usual.cell))
        ]  # fmt: skip
        themes = []
        tally = Counter(theme for each in found for theme in each.themes)
        numbers = [tally[theme.pk] for theme in self.coding.themes]
        places = hidden_each(numbers, len(found), self.fewest) if self.fewest else frozenset[int]()
        for place, theme in enumerate(self.coding.themes):
            told = None if place in places else tally[theme.pk]
            if tally[theme.pk]:
                count = Count(str(theme.pk), theme.name, told, len(found), 0)
                themes.append(ThemeCount(theme.pk, theme.name, theme.description, count))
        if self.fewest:  # in the order of the alphabet, which tells nothing of who wrote what
            found = sorted(
                (replace(each, themes=()) for each in found), key=lambda each: each.text.casefold()
            )
        return replace(usual, texts=tuple(found), themes=tuple(themes))

    # Two questions

    def with_cross(self, found: Found, by: str) -> Found:
        if not by or found.shape != "counts" or found.why_not or by == found.cell:
            return found
        divider = next(
            (cell for question in self.content.questions for cell in cells_of(self.content, question) if cell.name == by),
            None,
        )  # fmt: skip
        if divider is None:
            return found
        cross = self._cross(found, divider)
        return replace(found, cross=cross)

    def _cross(self, found: Found, divider: Cell) -> Cross | None:
        question, other = found.question, divider.question
        columns = categories(self.content, other, self.answers, divider.name)
        left = [(BLANK, _("Left open")), (NOT_ASKED, _("Not asked"))]
        table: Counter[tuple[str, str]] = Counter()
        asked_of: Counter[str] = Counter()
        for each in self.answers:
            here = place_of(each, other.key, other.kind, divider.name)
            for column in here:
                asked_of[column] += question.key in each.asked
                for row in place_of(each, question.key, question.kind, found.cell):
                    table[row, column] += 1
        columns += [(key, words) for key, words in left if any(column == key for _row, column in table)]
        rows = [(each.key, each.label) for each in found.counts]
        rows += [(key, words) for key, words in left if any(row == key for row, _column in table)]
        lines = tuple(
            (key, words, tuple(table[key, column] for column, _w in columns)) for key, words in rows
        )
        if self.fewest:
            beside = self.found(divider)
            if found.several or found.hides or beside.hides or beside.why_not:
                return None
            if not tells_all([line for _key, _words, line in lines], self.fewest):
                return None
        heads = tuple((key, words, asked_of[key]) for key, words in columns)
        return Cross(divider.name, label_of(self.content, divider), heads, lines)
