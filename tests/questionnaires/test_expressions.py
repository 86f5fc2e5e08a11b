"""Expressions of XLSForm: what forms write is understood as ODK understands it."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from samordner.questionnaires.expressions import (
    Answers,
    ExpressionError,
    asks_own,
    calculated,
    columns_in,
    evaluate,
    holds,
    names_in,
    parse,
    renamed,
)

TODAY = date(2026, 11, 22)
VALUES: dict[str, Any] = {
    "age": 17,
    "share": 0.25,
    "help": ["home", "stay"],
    "place": "1",
    "name": "Máret Ánne",
    "born": "2009-01-05",
    "none": None,
    "stage/respite": "begun",
    "help/other": "kaffe",
}


def said(text: str, own: Any = None, choice: dict[str, str] | None = None) -> Any:
    return evaluate(parse(text), Answers(VALUES, TODAY, own, choice))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # numbers
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("7 div 2", 3.5),
        ("-7 mod 3", -1.0),
        ("2 - 3 - 4", -5.0),
        ("${age}-1", 16.0),
        ("3 -1", 2.0),
        ("- -2", 2.0),
        ("---2", -2.0),
        (".5 + 1.", 1.5),
        ("1 div 0", math.inf),
        ("-1 div 0", -math.inf),
        ("int(-3.7)", -3.0),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(1234.567, 2)", 1234.57),
        ("round(1250, -2)", 1300.0),
        ("floor(-1.5)", -2.0),
        ("ceiling(1.2)", 2.0),
        ("abs(-4)", 4.0),
        ("min(3, 1, 2)", 1.0),
        ("max(${age}, 40, ${share})", 40.0),
        ("pow(2, 10)", 1024.0),
        ("pow(10, 400)", math.inf),
        ("sqrt(9)", 3.0),
        ("number('12.5') + number(true())", 13.5),
        # what is compared
        ("${place} = 1", True),
        ("${place} = '1'", True),
        ("'01' = 1", True),
        ("'01' = '1'", False),
        ("${age} >= 17 and ${age} < 18", True),
        ("${age} != 17 or ${age} = 17", True),
        ("'a' < 'b'", False),
        ("true() = 'x'", True),
        ("1 < 2 = true()", True),
        # what is not answered is the empty text
        ("${none} = ''", True),
        ("${none} = 0", False),
        ("${none} != 0", True),
        ("${none} > -1", False),
        ("${never-asked} = ''", True),
        ("not(${none})", True),
        ("coalesce(${none}, ${name})", "Máret Ánne"),
        ("coalesce('', '')", ""),
        # choices
        ("selected(${help}, 'home')", True),
        ("selected(${help}, 'hom')", False),
        ("selected(${none}, 'home')", False),
        ("selected-at(${help}, 1)", "stay"),
        ("selected-at(${help}, 2)", ""),
        ("selected-at(${help}, -1)", ""),
        ("count-selected(${help})", 2.0),
        ("count-selected(${none})", 0.0),
        ("${help/other}", "kaffe"),
        ("${stage/respite} = 'begun'", True),
        # texts
        ("string-length(${name})", 10.0),
        ("concat(${name}, ' ', 1.50, true())", "Máret Ánne 1.5true"),
        ("contains(${name}, 'Án')", True),
        ("starts-with(${name}, 'Má')", True),
        ("ends-with(${name}, 'ne')", True),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substr('abcdef', 4, 99)", "ef"),
        ("substring-before('2021-03', '-')", "2021"),
        ("substring-after('2021-03', '-')", "03"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  to   ord ')", "to ord"),
        ("join(', ', 'a', 'b')", "a, b"),
        ("string(0.1)", "0.1"),
        ("string(1000000)", "1000000"),
        ("string(0 div 0)", "NaN"),
        ("concat(\"it's\", '\"')", "it's\""),
        # truths
        ("boolean('false')", True),
        ("boolean-from-string('false')", False),
        ("boolean(0)", False),
        ("if(${age} >= 18, 'voksen', 'barn')", "barn"),
        # days
        ("today()", "2026-11-22"),
        ("today() > ${born}", True),
        ("date(today() + 10)", "2026-12-02"),
        ("date('2026-02-30')", ""),
        ("date(0)", "1970-01-01"),
        ("decimal-date-time('1970-01-11')", 10.0),
        ("format-date(${born}, '%d.%m.%Y %e.%n.%y 100%%')", "05.01.2009 5.1.09 100%"),
        ("format-date(${none}, '%Y')", ""),
        ("int((today() - ${born}) div 365.25)", 17.0),
        # patterns match the whole text
        ("regex('4012', '[0-9]{4}')", True),
        ("regex('40123', '[0-9]{4}')", False),
        ("regex(${none}, '.+')", False),
        # words that are operators elsewhere
        ("div div div", math.nan),
    ],
)
def test_an_expression_means_what_it_means_in_odk(text: str, value: Any) -> None:
    found = said(text)
    if isinstance(value, float) and math.isnan(value):
        assert math.isnan(found)
    else:
        assert (found, type(found)) == (value, type(value))


def test_a_constraint_asks_about_its_own_answer() -> None:
    assert said(". >= 0 and . <= 100", own=40) is True
    assert said(". >= 0 and . <= 100", own=101) is False
    assert said("once('first')", own="") == "first"
    assert said("once('first')", own="kept") == "kept"
    assert asks_own(parse("string-length(.) < 5"))
    assert not asks_own(parse("${own} = '.'"))


def test_a_filter_asks_about_the_columns_of_a_choice() -> None:
    assert said("county = ${place}", choice={"county": "1"}) is True
    assert said("county = ${place}", choice={"county": "2"}) is False
    assert said("county = ''", choice=None) is True
    assert columns_in(parse("county = ${place} and size > 3")) == {"county", "size"}


def test_an_expression_names_the_questions_that_it_asks_about() -> None:
    assert names_in(parse("${a} = '${b}' or selected(${ c }, concat(${m/row}, 1))")) == {"a", "c", "m/row"}
    assert renamed("${a} + ${ b } = '${a}'", str.upper) == "${A} + ${B} = '${a}'"


def test_an_empty_condition_always_holds() -> None:
    assert holds("", Answers({}, TODAY))
    assert holds("  ", Answers({}, TODAY))
    assert not holds("''", Answers({}, TODAY))


def test_a_calculation_is_kept_as_a_number_a_text_or_nothing() -> None:
    answers = Answers(VALUES, TODAY)
    kept = [
        calculated(t, answers) for t in ("1 + 1", "1 div 4", "${none} + 1", "${none}", "${name}", "1 = 1")
    ]
    assert kept == [2, 0.25, None, None, "Máret Ánne", "true"]
    assert isinstance(kept[0], int)


@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ("", "Nothing is written here.", 0),
        ("1 +", "The expression ends too early: is a parenthesis or a value missing?", 3),
        ("selected(${a}, 'b'", "The expression ends too early: is a parenthesis or a value missing?", 18),
        ("1 = = 2", "“=” is not understood here.", 4),
        ("${a} ${b}", "“${b}” is not understood here.", 5),
        ("${a b}", "“a b” is no name of a question.", 0),
        ("'abc", "A text is begun with a quotation mark and not ended.", 0),
        ("1 + pulldata('x', 'y', 'z', 1)", "The function pulldata() is not supported.", 4),
        ("indexed-repeat(${a}, ${b}, 1)", "The function indexed-repeat() is not supported.", 0),
        ("jr:choice-name(${a}, '${a}')", "The function jr:choice-name() is not supported.", 0),
        ("instance('x')//item[name = 1]/y", "The function instance() is not supported.", 0),
        ("position(..)", "The function position() is not supported.", 0),
        ("now()", "The function now() is not supported.", 0),
        ("random()", "The function random() is not supported.", 0),
        ("selected(${a})", "selected() needs at least 2 values between its parentheses.", 0),
        ("today(1)", "today() takes at most 0 values between its parentheses.", 0),
        ("../a = 1", "Paths such as “..” are not supported: write ${name} for a question.", 0),
        ("/data/a", "Paths such as “/” are not supported: write ${name} for a question.", 0),
        ("${a} | ${b}", "Paths such as “|” are not supported: write ${name} for a question.", 5),
        (
            "${last-saved#a}",
            "${last-saved#…} is not supported: nothing is kept from one questionnaire to the next.",
            0,
        ),
        ("regex('a', ${a})", "regex(): the pattern must be written as a text in quotation marks.", 0),
        ("regex('a', 'a(')", "regex(): the pattern cannot be read at its character 3.", 0),
        (
            "format-date(today(), '%H')",
            "format-date(): “%H” is not supported. These are: %Y %y %m %n %d %e %%.",
            0,
        ),
        ("(" * 41 + "1" + ")" * 41, "The expression has more than 40 parentheses within each other.", 40),
        ("1" * 4001, "The expression is longer than 4000 characters.", 0),
    ],
)
def test_what_is_not_understood_is_named(text: str, sentence: str, position: int) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    with override("en"):
        assert (raised.value.sentence, raised.value.position) == (sentence, position)
    assert str(raised.value) == sentence


def test_a_long_chain_is_no_deep_one() -> None:
    """A form may ask whether any of two hundred choices were made."""
    chain = " or ".join(f"${{a}} = '{n}'" for n in range(200))
    assert holds(chain, Answers({"a": "199"}, TODAY))
    assert evaluate(parse("+".join("1" for _ in range(2_000))), Answers({}, TODAY)) == 2000.0
