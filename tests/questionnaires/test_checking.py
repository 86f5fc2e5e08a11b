"""A questionnaire can always be saved; it can be asked when nothing is missing and nothing is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from samordner.programmes.definition import Definition
from samordner.questionnaires.checking import faults_of, why_not_ask
from samordner.questionnaires.content import Bound, Content, Question, Scale, Section, Words
from samordner.questionnaires.operations import empty
from tests.factories.wording import words
from tests.programmes.invented import invented
from tests.questionnaires.made import ask, asking, choices


@pytest.fixture(scope="module")
def says() -> Definition:
    return invented()


def found(content: Content, says: Definition) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(each.where, each.sentence) for each in faults_of(content, says)]


def sentences(content: Content, says: Definition) -> list[str]:
    return [sentence for _where, sentence in found(content, says)]


def test_a_whole_questionnaire_has_no_fault(says: Definition) -> None:
    content = asking(
        ask("a", "one", choices="yes_no"),
        ask("b", "long", relevant="${a} = 'yes'", constraint="string-length(.) < 100"),
        ask("c", "scale", scale=Scale(1, 5)),
        ask("d", "matrix", choices="yes_no", rows="things"),
        ask("sum", "calculated", calculation="${c} + 1"),
        lists=(choices("yes_no", "yes", "no"), choices("things", "x", "y")),
    )
    assert (faults_of(content, says), why_not_ask(content, says)) == ([], None)


def test_nobody_is_asked_with_no_question(says: Definition) -> None:
    assert sentences(empty("Nytt"), says) == ["There is no question yet."]


def test_texts_in_one_form_of_norwegian_only_are_named_with_their_place(says: Definition) -> None:
    content = asking(
        ask("a"),
        replace(ask("b"), label=Words(nb="Bare bokmål")),
        replace(ask("c"), label=Words(nn="Berre nynorsk"), hint=Words(nb="Hint")),
        Question("d", "text", Words()),
        ask("e", "one", choices="list"),
        lists=(
            replace(
                choices("list", "x"), choices=(replace(choices("l", "x").choices[0], label=Words(nn="X")),)
            ),
        ),
        intro=Words(nb="Hei"),
    )
    with translation.override("en"):
        missing = [(each.where, each.lacks, each.sentence) for each in faults_of(content, says)]
    assert missing == [
        ("", "nn", "The introduction: nynorsk is missing."),
        ("b", "nn", "Question 2: nynorsk is missing."),
        ("c", "nb", "Question 3: bokmål is missing."),
        ("c", "nn", "Question 3, hint: nynorsk is missing."),
        ("d", "nb", "Question 4: the text is missing."),
        ("list:list", "nb", "The list “list”, choice “x”: bokmål is missing."),
    ]
    assert why_not_ask(content, says) is not None


def test_several_sections_need_titles_and_questions(says: Definition) -> None:
    content = Content(words("T"), (Section("s", Words(), (ask("a"),)), Section("t", words("To"))))
    assert sentences(content, says) == ["Section 2: it has no question.", "Section 1: the text is missing."]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (ask("a", "one"), "it has nothing to choose between"),
        (ask("a", "many", choices="gone"), "there is no list “gone”"),
        (ask("a", "matrix", choices="list"), "it has no rows"),
        (ask("a", "scale"), "where the scale begins and ends is missing"),
        (ask("a", "scale", scale=Scale(5, 1)), "the scale must go from a lower to a higher number"),
        (ask("a", "scale", scale=Scale(0, 100)), "the scale has too many steps (at most 20)"),
        (ask("a", "calculated"), "what it is calculated from is missing"),
        (ask("a", "one", choices="list", default="z"), "“z” is filled in from the start, but cannot be chosen"),
        (ask("a", relevant="${gone} = 1"), "the condition asks about “gone”, which is not there"),
        (ask("a", relevant="${a} = 1"), "whether it is asked, or what it is, depends on itself"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_beside_its_question(
    says: Definition, question: Question, sentence: str
) -> None:
    assert found(asking(question, lists=(choices("list", "x", "y"),)), says) == [
        ("a", f"Question 1: {sentence}.")
    ]


@pytest.mark.parametrize("key", ["1a", "a b", "a/b", "å", "${a}"])
def test_keys_are_plain(says: Definition, key: str) -> None:
    assert [where for where, _sentence in found(asking(ask(key)), says)] == [key]


def test_a_condition_that_cannot_be_read_is_told_as_it_was_written(says: Definition) -> None:
    [(where, sentence)] = found(asking(ask("a"), ask("b", relevant="${a} = ")), says)
    assert where == "b"
    assert sentence.startswith("Question 2: the condition “${a} =")


def test_conditions_of_sections_and_rows_of_a_matrix_are_known(says: Definition) -> None:
    content = Content(
        words("T"),
        (
            Section("s", words("En"), (ask("m", "matrix", choices="c", rows="r"),)),
            Section("t", words("To"), (ask("b"),), relevant="${m/x} = 'p' and ${nothing} = 1"),
        ),
        (choices("c", "p"), choices("r", "x")),
    )
    assert found(content, says) == [
        ("section:t", "Section 2: the condition asks about “nothing”, which is not there.")
    ]


def test_questions_that_wait_for_each_other_are_never_asked_and_told_of(says: Definition) -> None:
    content = asking(
        ask("a", relevant="${b} = 1"), ask("b", relevant="${a} = 1"), ask("c", relevant="${a} = 1")
    )
    assert [where for where, _sentence in found(content, says)] == ["a", "b"]


def test_keys_are_used_once(says: Definition) -> None:
    content = asking(ask("a"), ask("a"), lists=(choices("l", "x", "x"), choices("l", "y")))
    assert [where for where, _sentence in found(content, says)] == ["a", "list:l", "list:l"]


STATUS = Bound("subject", "agreement")


def test_answers_are_bound_to_what_the_programme_follows(says: Definition) -> None:
    content = asking(
        ask("status", "one", choices="status", bound=STATUS),
        ask("day", "date", bound=replace(STATUS, part="decision_day")),
        ask("phases", "matrix", rows="areas", choices="phases", bound=Bound("subject", "phase_by_area")),
        ask("visit", "date", bound=Bound("subject", "last_visit")),
        ask("help", "long", bound=Bound("need", part="text")),
        ask("who", bound=Bound("contact", item="main", part="name")),
        lists=(
            choices("status", "asked", "agreed"),
            choices("areas", "kilder", "ror"),
            choices("phases", "look", "mend"),
        ),
    )
    assert found(content, says) == []


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ([ask("a", "one", choices="l", bound=Bound("subject", "gone"))], "the programme has no subject “gone”"),
        ([ask("a", "one", choices="l", bound=STATUS)], "the choice “x” is none that the programme knows"),
        ([ask("a", bound=STATUS)], "an answer of this kind cannot say what it is bound to"),
        ([ask("a", "date", bound=replace(STATUS, part="decision_day"))], "it tells more of “Avtale”, which no question asks"),
        ([ask("a", "many", choices="s", bound=STATUS)], "an answer of this kind cannot say what it is bound to"),
        ([ask("a", "one", choices="p", bound=Bound("subject", "phase_by_area"))], "what it is about is not chosen"),
        (
            [ask("a", "matrix", rows="l", choices="p", bound=Bound("subject", "phase_by_area"))],
            "the programme has no “x”, which is a row here",
        ),
        ([ask("a", bound=Bound("contact", item="king", part="name"))], "there is no role “king”"),
        ([ask("a", bound=Bound("need", part="colour"))], "an answer cannot be bound to “colour”"),
        ([ask("a", "one", choices="l", bound=Bound("need", part="theme"))], "the choice “x” is none that the programme knows"),
    ],
)  # fmt: skip
def test_what_cannot_become_of_an_answer_is_told(
    says: Definition, questions: list[Question], sentence: str
) -> None:
    lists = (choices("l", "x"), choices("s", "asked"), choices("p", "look"))
    assert found(asking(*questions, lists=lists), says) == [("a", f"Question 1: {sentence}.")]


def test_a_choice_of_another_name_is_translated_and_one_that_says_nothing_is_left_out(
    says: Definition,
) -> None:
    bound = replace(STATUS, values={"x": "agreed", "unsure": ""})
    assert (
        found(asking(ask("a", "one", choices="l", bound=bound), lists=(choices("l", "x", "unsure"),)), says)
        == []
    )


def test_two_questions_cannot_say_the_same(says: Definition) -> None:
    pair = [ask(key, "one", choices="s", bound=STATUS) for key in ("a", "b")]
    assert [where for where, _s in found(asking(*pair, lists=(choices("s", "asked"),)), says)] == ["a", "b"]
