"""Patterns of regex(): the same answers as another machine gives, and none that runs away."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.questionnaires.expressions import Answers, ExpressionError, evaluate, parse
from samordner.questionnaires.expressions.patterns import matches

ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", r"\d", r"\w", r"\.", "0", "æ", " "])
REPEATS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?"])


def _piece(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = inner.map(lambda part: f"({part})") | inner.map(lambda part: f"(?:{part})")
    return st.tuples(grouped | ATOMS, REPEATS).map("".join)


PATTERNS = st.recursive(
    st.tuples(ATOMS, REPEATS).map("".join),
    lambda inner: st.lists(_piece(inner), max_size=3).map("".join) | st.tuples(inner, inner).map("|".join),
    max_leaves=5,
)


@given(pattern=PATTERNS, text=st.text("abc0æ. ", max_size=7))
def test_a_pattern_matches_what_python_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text) == (re.fullmatch(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        (r"^\d{4}$", "4601", True),
        (r"^a|b$", "b", True),
        (r"[^\s@]+@[^\s@]+\.[a-z]{2,}", "post@kommune.no", True),
        (r"[^\s@]+@[^\s@]+\.[a-z]{2,}", "post@kommune", False),
        (r"[A-ZÆØÅa-zæøå -]+", "Sør-Varanger", True),
        (r"[]a]+", "]a", True),
        (r"[\]\-x]+", "]-x", True),
        (r"\S+\W\D", "ab!x", True),
        (r".", "\n", False),
        (r"\p{L}+ \p{Lu}\P{L}", "Kárášjohka K1", True),
        (r"[\p{L}-]+", "Nord-Fron", True),
        (r"[\p{N}]+", "Å", False),
        (r"\t\n", "\t\n", True),
        ("", "", True),
        ("", "a", False),
        ("(a|b|)*c{0}", "abba", True),
        (r"\$\{a\}", "${a}", True),
        ("a{3}", "aa", False),
    ],
)
def test_patterns_that_forms_use(pattern: str, text: str, matched: bool) -> None:
    assert matches(pattern, text) is matched


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(a|a)*b",
        "(a|aa)+b",
        "(.*)*b",
        "a*a*a*a*a*a*a*a*b",
        "(x+x+)+y",
        "([a-z]+)*[0-9]",
        "(a?){50}a{50}",
    ],
)
def test_no_pattern_runs_away(pattern: str) -> None:
    """Python's own machine would try these until the sun goes out."""
    assert matches(pattern, "a" * 20_000) is False


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (r"(?=a)b", "regex(): the pattern cannot be read at its character 2."),
        (r"a++", "regex(): the pattern cannot be read at its character 3."),
        (r"*a", "regex(): the pattern cannot be read at its character 1."),
        (r"a)", "regex(): the pattern cannot be read at its character 2."),
        (r"[a", "regex(): the pattern cannot be read at its character 1."),
        (r"a^b", "regex(): the pattern cannot be read at its character 2."),
        (r"(a)\1", "regex(): “\\1” is not supported in a pattern."),
        (r"\bord\b", "regex(): “\\b” is not supported in a pattern."),
        (r"\k<a>", "regex(): “\\k” is not supported in a pattern."),
        (r"[a&&b]", "regex(): “[a&&b]” is not supported in a pattern."),
        (r"[z-a]", "regex(): “z-a” is not supported in a pattern."),
        (r"a{3,2}", "regex(): “{3,2}” is not supported in a pattern."),
        ("((a{99}){99}){99}", "regex(): the pattern is too long or repeats too much."),
        ("a" * 401, "regex(): the pattern is too long or repeats too much."),
        ("(" * 41 + ")" * 41, "regex(): the pattern is too long or repeats too much."),
    ],
)
def test_a_pattern_that_is_refused_says_why(pattern: str, sentence: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        matches(pattern, "")
    with override("en"):
        assert raised.value.sentence == sentence


def test_more_than_anybody_may_write_matches_nothing() -> None:
    assert matches(".*", "a" * 20_000)
    assert not matches(".*", "a" * 20_001)


@given(
    pattern=st.text(alphabet="ab\\()[]{}|*+?.^$-,&:=!<PpdDwWsSbBnt0159æ\n ", max_size=30),
    text=st.text(max_size=5),
)
def test_whatever_is_written_matches_or_is_refused(pattern: str, text: str) -> None:
    with suppress(ExpressionError):
        assert matches(pattern, text) in (True, False)


def test_many_people_at_once_ask_the_same_pattern() -> None:
    """The automaton is shared; what it remembers is emptied now and then while others read it."""
    texts = ["".join(chr(0x4E00 + (n * step) % 9_000) for n in range(600)) for step in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda text: matches(r"[^a]*", text) and not matches(r"[^a]*a", text), texts * 4)
        )
    assert found == [True] * 32


def test_many_people_at_once_have_expressions_read() -> None:
    texts = [f"({n} + 1) * 2 = {2 * n + 2} and contains('a{n}', '{n}')" for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: evaluate(parse(text), Answers({}, date(2026, 1, 1))), texts))
    assert found == [True] * 400
