"""Any questionnaire that can be asked becomes a form that pyxform converts and that reads back as the same."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from samordner.programmes.definition import folder, read_programme, shipped
from samordner.questionnaires.content import (
    Bound,
    Choice,
    ChoiceList,
    Content,
    Question,
    Scale,
    Section,
    Words,
)
from samordner.questionnaires.ready import read_ready
from samordner.questionnaires.xlsform import write_xlsform
from tests.questionnaires.forms import read

KEY = st.text("abcdefgxyzABC019_", min_size=1, max_size=6).map(lambda rest: f"k{rest}")
CHOICE_KEY = st.text(string.ascii_letters + string.digits + "_.-", min_size=1, max_size=6)
LETTERS = "abc ÆØÅæøå áŋčđ ’“”«»'\"<>&=+-@#%|/\\{}[]()*_:;,.?!0129 😀 \n"
SAID = st.text(LETTERS, min_size=1, max_size=25).map(lambda text: " ".join(text.split(" ")).strip() or "x")
WORDS = st.builds(Words, SAID, SAID | st.just(""), SAID | st.just(""))
MAYBE = st.just(Words()) | WORDS
PLAIN_KINDS = ("text", "long", "number", "date", "file", "note")
BOUNDS = st.one_of(
    st.none(),
    st.builds(
        lambda item, part, values: Bound("subject", "plan-status", item, part, values),
        st.sampled_from(["", "respite"]),
        st.sampled_from(["value", "since", "note"]),
        st.none() | st.dictionaries(CHOICE_KEY, CHOICE_KEY | st.just(""), min_size=1, max_size=2),
    ),
    st.sampled_from([Bound("need", part="text"), Bound("contact", item="main", part="email")]),
)
APPEARANCE = st.sampled_from(["", "", "w1", "w1 likert"])


@st.composite
def contents(draw: st.DrawFn) -> Content:
    keys = iter(draw(st.lists(KEY, min_size=40, max_size=40, unique_by=str.casefold)))
    lists = tuple(_list(draw, next(keys)) for _ in range(draw(st.integers(1, 4))))
    made: list[Question] = []
    sections = []
    for _ in range(draw(st.integers(0, 3))):
        own = []
        section = next(keys)
        relevant = _condition(draw, lists, made)
        for _ in range(draw(st.integers(0, 4))):
            question = _question(draw, next(keys), lists, made)
            made.append(question)
            own.append(question)
        sections.append(Section(section, draw(WORDS), tuple(own), draw(MAYBE), relevant))
    return Content(draw(MAYBE), tuple(sections), lists, draw(MAYBE), draw(MAYBE))


def _list(draw: st.DrawFn, key: str) -> ChoiceList:
    keys = draw(st.lists(CHOICE_KEY, max_size=3, unique_by=str.casefold))
    filters = st.none() | st.dictionaries(st.sampled_from(["county", "size"]), SAID, min_size=1)
    return ChoiceList(
        key, tuple(Choice(each, draw(WORDS), draw(filters)) for each in keys if each != "other")
    )


def _question(draw: st.DrawFn, key: str, lists: tuple[ChoiceList, ...], made: list[Question]) -> Question:
    filled = [each for each in lists if each.choices]
    kinds = [*PLAIN_KINDS, "scale", "calculated", "matrix", *(("one", "many") if filled else ())]
    kind: Any = draw(st.sampled_from(kinds))
    more: dict[str, Any] = {}
    if kind == "calculated":
        return Question(key, kind, Words(), calculation=_condition(draw, lists, made) or "1 + 1")
    if kind == "number":
        more["decimal"] = draw(st.booleans())
    if kind == "scale":
        low, step = draw(st.integers(-3, 3)), draw(st.integers(1, 2))
        more["scale"] = Scale(low, low + step * draw(st.integers(1, 9)), step, draw(MAYBE), draw(MAYBE))
    if kind in ("one", "many"):
        more["choices"] = draw(st.sampled_from(filled)).key
        more["other"] = draw(st.booleans())
        more["choice_filter"] = draw(st.sampled_from(["", "", "name != 'x'"]))
    if kind == "matrix":
        more["rows"] = draw(st.sampled_from(lists)).key
        more["choices"] = draw(st.sampled_from(filled or lists)).key
    if kind not in ("note", "matrix"):
        more["default"] = draw(st.sampled_from(["", "", "3", "2026-11-22"]))
        more["read_only"] = draw(st.booleans())
    if kind != "note":
        more["required"] = draw(st.sampled_from(["", "true()"])) or _condition(draw, lists, made)
        more["required_words"] = draw(MAYBE)
        more["constraint"] = draw(st.sampled_from(["", ". != 'x' and regex(., '[^<]*')"]))
        more["constraint_words"] = draw(MAYBE)
    label = draw(WORDS)
    if (name := _name(draw, lists, made)) and draw(st.booleans()):
        label = Words(f"{label.nb} ${{{name}}}", label.nn, label.en)
    return Question(
        key,
        kind,
        label,
        hint=draw(MAYBE),
        guidance=draw(MAYBE),
        relevant=_condition(draw, lists, made),
        appearance=draw(APPEARANCE),
        asks=draw(st.just("") | KEY),
        bound=draw(BOUNDS),
        **more,
    )


def _condition(draw: st.DrawFn, lists: tuple[ChoiceList, ...], made: list[Question]) -> str:
    name = _name(draw, lists, made)
    if not name or draw(st.booleans()):
        return ""
    return draw(st.sampled_from([f"${{{name}}} = 'x'", f"selected(${{{name}}}, 'x') and 1 < 2"]))


def _name(draw: st.DrawFn, lists: tuple[ChoiceList, ...], made: list[Question]) -> str:
    """Of a cell that a condition or a text can speak of."""
    names = []
    for each in made:
        if each.kind == "matrix":
            names += [f"{each.key}/{row.key}" for x in lists if x.key == each.rows for row in x.choices]
        elif each.kind != "note":
            names += [each.key, *([f"{each.key}/other"] if each.other else [])]
    return draw(st.sampled_from(names)) if names else ""


@settings(max_examples=60, phases=[Phase.reuse, Phase.generate])  # to make a failing form small takes minutes
@given(content=contents())
def test_a_questionnaire_comes_back_out_of_its_form_as_it_was(content: Content) -> None:
    file = write_xlsform(content)
    found = read(file, "another name.xlsx")
    assert found.content == content
    assert not found.notes
    assert convert(file, file_type=".xlsx").xform


@pytest.mark.parametrize("key", shipped())
def test_the_ready_questionnaires_come_back_out_of_their_forms(key: str) -> None:
    for ready in read_ready(folder() / key, read_programme(key)):
        file = write_xlsform(ready.content)
        assert (ready.key, read(file).content) == (ready.key, ready.content)
        assert convert(file, file_type=".xlsx").xform
