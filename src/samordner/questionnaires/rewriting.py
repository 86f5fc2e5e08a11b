"""A questionnaire with one thing changed: each function takes a content and gives the content that comes of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from samordner.questionnaires.content import ChoiceList, Content, Kind, Question, Section, Words
from samordner.questionnaires.expressions import renamed

LONGEST_KEY = 40
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "á": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s", "ŧ": "t", "ž": "z"}
)


def key_from(text: str, taken: Collection[str], *, otherwise: str = "question") -> str:
    """A key out of a label ("Når ble det vedtatt?" → "nar_ble_det_vedtatt") that is not among those taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower().translate(LETTERS)).strip("_")
    short = plain[:LONGEST_KEY].strip("_") or otherwise
    wanted = short if short[0].isalpha() else f"{otherwise}_{short}"
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def question_keys(content: Content) -> set[str]:
    return {each.key for each in content.questions}


def section_of(content: Content, key: str) -> Section:
    """The section that a question stands in. KeyError: there is no such question."""
    for section in content.sections:
        if any(each.key == key for each in section.questions):
            return section
    raise KeyError(key)


def section(content: Content, key: str) -> Section:
    """The section of that key. KeyError: there is none."""
    for each in content.sections:
        if each.key == key:
            return each
    raise KeyError(key)


def add_question(
    content: Content, section_key: str, kind: Kind, label: Words, *, after: str = ""
) -> tuple[Content, Question]:
    """A new question in a section, after the one named or at its end; and that question. KeyError: no such section."""
    key = key_from(label.nb or label.nn, question_keys(content))
    made = Question(key, kind, label)
    return insert(content, section_key, made, after=after), made


def insert(content: Content, section_key: str, question: Question, *, after: str = "") -> Content:
    """The question in a section, after the one named or at its end. KeyError: no such section."""
    place = section(content, section_key)
    keys = [each.key for each in place.questions]
    at = keys.index(after) + 1 if after in keys else len(keys)
    return put_section(
        content,
        section_key,
        replace(place, questions=(*place.questions[:at], question, *place.questions[at:])),
    )


def put_question(content: Content, key: str, question: Question) -> Content:
    """The question of that key is this one now; conditions that ask about it follow its new key."""
    changed = replace(
        content,
        sections=tuple(
            replace(each, questions=tuple(question if one.key == key else one for one in each.questions))
            for each in content.sections
        ),
    )
    return changed if question.key == key else _renamed(changed, key, question.key)


def remove_question(content: Content, key: str) -> Content:
    """Without the question. Conditions that ask about it are left as they are, and told of as faults."""
    return replace(
        content,
        sections=tuple(
            replace(each, questions=tuple(one for one in each.questions if one.key != key))
            for each in content.sections
        ),
    )


def double_question(content: Content, key: str) -> tuple[Content, Question]:
    """The question once more, after itself, with a key of its own and bound to nothing; and the new one."""
    question = content.question(key)
    made = replace(question, key=key_from(key, question_keys(content)), bound=None)
    return insert(content, section_of(content, key).key, made, after=key), made


def move_question(content: Content, key: str, step: int) -> Content:
    """One place up (-1) or down (+1); from the edge of a section into the next. KeyError: there is no such question."""
    home = section_of(content, key)
    at = [each.key for each in home.questions].index(key)
    if 0 <= at + step < len(home.questions):
        moved = list(home.questions)
        moved.insert(at + step, moved.pop(at))
        return put_section(content, home.key, replace(home, questions=tuple(moved)))
    number = [each.key for each in content.sections].index(home.key) + step
    if not 0 <= number < len(content.sections):
        return content
    question, target = content.question(key), content.sections[number]
    there = (*target.questions, question) if step < 0 else (question, *target.questions)
    return put_section(remove_question(content, key), target.key, replace(target, questions=there))


def add_section(content: Content, title: Words) -> tuple[Content, Section]:
    """A new section at the end; and that section."""
    taken = {each.key for each in content.sections}
    made = Section(key_from(title.nb or title.nn, taken, otherwise="section"), title)
    return replace(content, sections=(*content.sections, made)), made


def put_section(content: Content, key: str, section: Section) -> Content:
    return replace(content, sections=tuple(section if each.key == key else each for each in content.sections))


def remove_section(content: Content, key: str) -> Content:
    """Without the section and its questions."""
    return replace(content, sections=tuple(each for each in content.sections if each.key != key))


def move_section(content: Content, key: str, step: int) -> Content:
    """One place up (-1) or down (+1); at the edge it stays. KeyError: there is no such section."""
    moved = list(content.sections)
    at = moved.index(section(content, key))
    if 0 <= at + step < len(moved):
        moved.insert(at + step, moved.pop(at))
    return replace(content, sections=tuple(moved))


def put_list(content: Content, made: ChoiceList) -> Content:
    """The list of its key is this one now; a new one is added."""
    if any(each.key == made.key for each in content.lists):
        return replace(content, lists=tuple(made if each.key == made.key else each for each in content.lists))
    return replace(content, lists=(*content.lists, made))


def remove_list(content: Content, key: str) -> Content:
    return replace(content, lists=tuple(each for each in content.lists if each.key != key))


def users_of(content: Content, key: str) -> tuple[Question, ...]:
    """The questions that choose between what stands in the list, or have it as rows."""
    return tuple(each for each in content.questions if key and key in (each.choices, each.rows))


def _renamed(content: Content, old: str, new: str) -> Content:
    def name(found: str) -> str:
        first, slash, rest = found.partition("/")
        return f"{new}{slash}{rest}" if first == old else found

    def follow(question: Question) -> Question:
        return replace(
            question,
            relevant=renamed(question.relevant, name),
            required=renamed(question.required, name),
            constraint=renamed(question.constraint, name),
            calculation=renamed(question.calculation, name),
            choice_filter=renamed(question.choice_filter, name),
        )

    return replace(
        content,
        sections=tuple(
            replace(each, relevant=renamed(each.relevant, name), questions=tuple(map(follow, each.questions)))
            for each in content.sections
        ),
    )
