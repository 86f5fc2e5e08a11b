"""Whatever is sent, and whatever is asked: nothing falls over, and nothing is sent in that is not asked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.questionnaires.answering import (
    asked,
    cell_named,
    every_cell,
    faults,
    final,
    typed_of,
    understand,
    words_of,
)
from samordner.questionnaires.content import Cell, Content, Scale, written
from tests.questionnaires.asking import CONTENT
from tests.questionnaires.made import ask, asking, choices

TODAY = date(2021, 4, 27)
CELLS = [
    *every_cell(CONTENT),
    *(c for n in ("plan/still", "stage/s1/still") if (c := cell_named(CONTENT, n))),
]
KEYS = [each.key for one in CONTENT.lists for each in one.choices]
NUMBERS = st.one_of(
    st.integers().map(str), st.floats().map(str), st.decimals(allow_nan=False).map(lambda d: f"{d:f}"[:400])
).map(lambda text: text.replace(".", ","))
TYPED = st.lists(
    st.one_of(
        st.text(),
        st.text(st.characters(codec=None)),  # lone surrogates too
        st.sampled_from(["", "yes", "no", "other", "\x00", "2021-02-30", "2021-02-28", "1 000", *KEYS]),
        st.dates().map(date.isoformat),
        NUMBERS,
    ),
    max_size=4,
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(KEYS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)
ANSWERS = st.dictionaries(st.sampled_from([*(each.name for each in CELLS), "forged"]), VALUES, max_size=12)
LANGUAGES = st.sampled_from(["nb", "nn", "en"])


@given(st.sampled_from(CELLS), TYPED, LANGUAGES)
def test_what_was_understood_is_the_same_when_it_is_drawn_and_sent_again(
    cell: Cell, typed: list[str], language: str
) -> None:
    with override(language):
        read = understand(CONTENT, cell, typed)
        assert read.value is None or not read.fault
        if not read.fault:
            again = understand(CONTENT, cell, typed_of(read.value))
            assert again == read
            assert type(again.value) is type(read.value)
            kept = json.loads(json.dumps(read.value, ensure_ascii=False).encode())
            assert kept == read.value


@given(ANSWERS)
def test_what_is_sent_in_is_asked_and_has_a_value(values: dict[str, Any]) -> None:
    found = asked(CONTENT, values, today=TODAY)
    sent = final(CONTENT, values, today=TODAY)
    for name, value in sent.items():
        cell = cell_named(CONTENT, name)
        assert cell is not None
        assert cell.question.key in found.questions
        assert value not in (None, "", [])
        assert name in found.calculated or value is values[name]
    assert final(CONTENT, sent, today=TODAY) == sent


@given(ANSWERS, LANGUAGES)
def test_whatever_was_answered_what_is_wrong_is_told_in_sentences_of_what_is_asked(
    values: dict[str, Any], language: str
) -> None:
    with override(language):
        wrong = faults(CONTENT, values, today=TODAY)
    found = asked(CONTENT, values, today=TODAY)
    for name, sentence in wrong.items():
        cell = cell_named(CONTENT, name)
        assert cell is not None
        assert cell.question.key in found.questions
        assert sentence.endswith(".")
    for name, value in values.items():
        assert isinstance(words_of(CONTENT, name, value, language), str)


LIST = choices("yes_no", "yes", "no")
NAMES = [f"q{n}" for n in range(6)]


@st.composite
def questionnaires(draw: st.DrawFn) -> Content:
    """Questions whose conditions ask about any of the others, themselves too."""
    asks = st.sampled_from(
        ["", *(f"${{{name}}} = 'yes'" for name in NAMES), *(f"${{{name}}} = ''" for name in NAMES)]
    )
    kinds: Any = st.sampled_from(["one", "text", "many", "scale"])
    return asking(
        *(
            ask(
                name,
                draw(kinds),
                relevant=draw(asks),
                choices="yes_no",
                scale=Scale(0, 3),
                required=draw(asks),
            )
            for name in NAMES
        ),
        lists=(LIST,),
    )


@given(
    questionnaires(),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["yes", "no", None, ["yes"], 2]), max_size=6),
    st.sampled_from(NAMES),
)
def test_emptying_an_answer_never_leaves_what_hung_on_it(
    content: Content, values: dict[str, Any], name: str
) -> None:
    emptied = values | {name: None}
    sent, found = final(content, emptied, today=TODAY), asked(content, emptied, today=TODAY)
    assert name not in sent
    hanging = {each.key for each in content.questions if each.relevant == f"${{{name}}} = 'yes'"}
    assert not hanging & found.questions
    assert not hanging & set(sent)
    assert written(content)  # and it can be kept
