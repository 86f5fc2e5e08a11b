"""Patterns of regex(), matched in time that grows with the text and never runs away.

Java's and Python's own machines try one way after the other, and a pattern such as (a+)+b has them try for years.
Here all ways are followed at once (Glushkov's automaton: a state for each character of the pattern), so that no
pattern and no text can run away. What needs more than that (looking ahead or back, what a group matched) is refused.
A pattern must match the whole text, and \\d, \\w and \\s are those of ASCII, both as in ODK.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from typing import NamedTuple, TypeVar

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from samordner.questionnaires.expressions.faults import ExpressionError, gettext_noop

LONGEST, GROUPS, STATES = 400, 40, 600  # characters and groups of a pattern, and states of its automaton
TEXT = 20_000  # characters; no answer is longer
KEPT = 500  # sets of states, of each pattern, whose next step is remembered

UNREADABLE = gettext_noop("regex(): the pattern cannot be read at its character %(place)s.")
UNSUPPORTED = gettext_noop("regex(): “%(part)s” is not supported in a pattern.")
TOO_LARGE = gettext_noop("regex(): the pattern is too long or repeats too much.")

GRAMMAR = r"""
    start: edged ("|" edged)*
    edged: "^"? piece* "$"?
    inner: branch ("|" branch)*
    branch: piece*
    piece: atom repeat?
    ?atom: CHARACTER -> character
         | "." -> anything
         | CLASS -> among
         | ESCAPED -> escaped
         | ("(?:" | "(") inner ")"
    repeat: SIGN | TIMES
    SIGN: /[*+?]\??/
    TIMES: /\{[0-9]{1,3}(,[0-9]{0,3})?\}\??/
    CHARACTER: /[^\\\[\](){}|*+?.^$]/
    CLASS: /\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/
    ESCAPED: /\\[pP]\{[A-Z][a-z]?\}|\\[\s\S]/
"""
DIGIT, WORD, SPACE = string.digits, string.ascii_letters + string.digits + "_", " \t\n\r\x0b\x0c"
SETS = {"d": DIGIT, "w": WORD, "s": SPACE}
SIGNS = {"n": "\n", "t": "\t", "r": "\r", "f": "\x0c"}
PART_OF_CLASS = re.compile(r"(\\[pP]\{[A-Z][a-z]?\}|\\[\s\S]|[\s\S])(?:-(\\[\s\S]|[^\]]))?")

Test = Callable[[str], bool]
Key = TypeVar("Key", str, int)


class Part(NamedTuple):
    """A piece of the automaton: states (as bits) that it may begin with and end with; whether it may be nothing."""

    first: int
    last: int
    empty: bool


NOTHING = Part(0, 0, True)


class Automaton:
    """States, what each takes, and which may follow it."""

    def __init__(self) -> None:
        self.tests: list[Test] = []
        self.follow: list[int] = []
        self.whole = NOTHING
        self._taken: dict[str, int] = {}
        self._next: dict[int, int] = {}

    def one(self, test: Test) -> Part:
        if len(self.tests) >= STATES:
            raise ExpressionError(TOO_LARGE)
        self.tests.append(test)
        self.follow.append(0)
        bit = 1 << (len(self.tests) - 1)
        return Part(bit, bit, False)

    def then(self, one: Part, other: Part) -> Part:
        for state in _states(one.last):
            self.follow[state] |= other.first
        return Part(
            one.first | (other.first if one.empty else 0),
            other.last | (one.last if other.empty else 0),
            one.empty and other.empty,
        )

    def again(self, part: Part) -> Part:
        """One or more times."""
        for state in _states(part.last):
            self.follow[state] |= part.first
        return part

    def matches(self, text: str) -> bool:
        if not text:
            return self.whole.empty
        able = self.whole.first
        reached = 0
        for character in text[:TEXT]:
            reached = able & self._takes(character)
            if not reached:
                return False
            able = self._after(reached)
        return bool(reached & self.whole.last) and len(text) <= TEXT

    # Threads share an automaton, and any of them may empty what is remembered.

    def _takes(self, character: str) -> int:
        found = self._taken.get(character)
        if found is None:
            found = sum(1 << n for n, test in enumerate(self.tests) if test(character))
            _remember(self._taken, character, found)
        return found

    def _after(self, states: int) -> int:
        found = self._next.get(states)
        if found is None:
            found = reduce(lambda all_, n: all_ | self.follow[n], _states(states), 0)
            _remember(self._next, states, found)
        return found


def _remember(kept: dict[Key, int], key: Key, value: int) -> None:
    if len(kept) >= KEPT:
        kept.clear()
    kept[key] = value


def _states(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


Build = Callable[[Automaton], Part]
"""Adds itself to an automaton, a new time for each time that it is repeated."""


@v_args(inline=True)
class Builder(Transformer[Token, Build]):
    def start(self, *branches: Build) -> Build:
        return lambda into: _either([branch(into) for branch in branches])

    def edged(self, *pieces: Build) -> Build:
        return lambda into: reduce(into.then, (piece(into) for piece in pieces), NOTHING)

    inner, branch = start, edged

    def piece(self, atom: Build, times: tuple[int, int | None] = (1, 1)) -> Build:
        return lambda into: _repeated(into, atom, *times)

    def repeat(self, sign: Token) -> tuple[int, int | None]:
        if (
            sign[0] in SIMPLE
        ):  # a ? after it, which asks for as few as possible, changes nothing in a whole match
            return SIMPLE[sign[0]]
        least, comma, most = sign.rstrip("?").strip("{}").partition(",")
        if comma and most and int(most) < int(least):
            raise ExpressionError(UNSUPPORTED, part=str(sign))
        return int(least), (int(most) if most else None) if comma else int(least)

    def character(self, sign: Token) -> Build:
        return lambda into: into.one(sign.value.__eq__)

    def anything(self) -> Build:
        return lambda into: into.one(lambda character: character not in "\n\r")

    def escaped(self, sign: Token) -> Build:
        test = _escape(sign)
        return lambda into: into.one(test)

    def among(self, sign: Token) -> Build:
        test = _class(sign)
        return lambda into: into.one(test)


SIMPLE: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def _either(parts: list[Part]) -> Part:
    return Part(
        reduce(int.__or__, (part.first for part in parts)),
        reduce(int.__or__, (part.last for part in parts)),
        any(part.empty for part in parts),
    )


def _repeated(into: Automaton, atom: Build, least: int, most: int | None) -> Part:
    if most == 0:
        return NOTHING
    whole = NOTHING
    for time in range(max(least, 1) if most is None else most):
        part = atom(into)
        if not part.first:  # what is nothing is nothing however often
            return NOTHING
        if most is None and time >= least - 1:
            part = into.again(part)
        if time >= least:
            part = part._replace(empty=True)
        whole = into.then(whole, part)
    return whole


def _escape(sign: str) -> Test:
    letter = sign[1]
    if letter.lower() in SETS:
        members = SETS[letter.lower()]
        return (lambda c: c in members) if letter.islower() else (lambda c: c not in members)
    if len(sign) > 2:  # letters, numbers … as Unicode sorts them
        kind, wanted = sign[3:-1], letter == "p"
        return lambda c: unicodedata.category(c).startswith(kind) is wanted
    if letter.isalnum() and letter not in SIGNS:
        raise ExpressionError(UNSUPPORTED, part=sign)
    return SIGNS.get(letter, letter).__eq__


def _class(sign: str) -> Test:
    body, negated = sign[1:-1], sign.startswith("[^")
    tests: list[Test] = []
    for match in PART_OF_CLASS.finditer(body[1:] if negated else body):
        low, high = match.groups()
        if high is None:
            tests.append(_escape(low) if low.startswith("\\") else low.__eq__)
            continue
        first, last = _sign(low), _sign(high)
        if first > last:
            raise ExpressionError(UNSUPPORTED, part=match.group())
        tests.append(lambda c, first=first, last=last: first <= c <= last)  # type: ignore[misc]
    if "&&" in body or "[" in body.replace("\\[", ""):  # Java's intersections and unions
        raise ExpressionError(UNSUPPORTED, part=sign)
    if negated:
        return lambda c: not any(test(c) for test in tests)
    return lambda c: any(test(c) for test in tests)


def _sign(written: str) -> str:
    if written.startswith("\\"):
        if written[1].isalnum() and written[1] not in SIGNS:
            raise ExpressionError(UNSUPPORTED, part=written)
        return SIGNS.get(written[1], written[1])
    return written


READER = Lark(GRAMMAR, parser="lalr", transformer=Builder())


@lru_cache(maxsize=128)
def automaton(pattern: str) -> Automaton:
    """The pattern, ready to match. Raises ExpressionError: it cannot be read, or is too large."""
    if len(pattern) > LONGEST or pattern.count("(") > GROUPS:
        raise ExpressionError(TOO_LARGE)
    made = Automaton()
    try:
        build: Build = READER.parse(pattern)  # type: ignore[assignment]
    except UnexpectedInput as problem:
        ended = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
        place = len(pattern) if ended else problem.pos_in_stream or 0
        raise ExpressionError(UNREADABLE, place=place + 1) from problem
    except VisitError as problem:
        if isinstance(problem.orig_exc, ExpressionError):
            raise problem.orig_exc from problem
        raise
    made.whole = build(made)
    return made


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern matches the whole text."""
    return automaton(pattern).matches(text)
