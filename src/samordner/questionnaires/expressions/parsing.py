"""An expression, from its text: grammar, limits, and what is not understood, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from samordner.questionnaires.expressions import patterns, tree
from samordner.questionnaires.expressions.faults import ExpressionError, gettext_noop
from samordner.questionnaires.expressions.functions import FUNCTIONS, MANY, SHAPES, Function

LONGEST = 4_000  # characters
DEEPEST = 40  # parentheses and functions within each other

GRAMMAR = r"""
    start: either

    ?either: both | both (OR both)+ -> chain
    ?both: equality | equality (AND equality)+ -> chain
    ?equality: order | order (EQUAL order)+ -> chain
    ?order: sum | sum (ORDER sum)+ -> chain
    ?sum: product | product (SIGN product)+ -> chain
    ?product: signed | signed (TIMES signed)+ -> chain
    ?signed: value | MINUS value -> minus
    ?value: NUMBER                       -> number
          | TEXT                         -> text
          | ASKED                        -> asked
          | OWN                          -> own
          | NAME                         -> column
          | CALLED "(" [either ("," either)*] ")" -> call
          | "(" either ")"               -> inside

    OR: /or(?![\w.-])/
    AND: /and(?![\w.-])/
    EQUAL: "=" | "!="
    ORDER: "<=" | "<" | ">=" | ">"
    SIGN: "+" | "-"
    MINUS: /-([ \t\r\n]*-)*/
    TIMES: "*" | /div(?![\w.-])/ | /mod(?![\w.-])/
    NUMBER: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
    TEXT: /"[^"]*"|'[^']*'/
    ASKED: /\$\{[^{}]*\}/
    OWN: /\.(?![.0-9])/
    CALLED.2: /[^\W\d][\w.-]*(:[^\W\d][\w.-]*)?(?=\s*\()/
    NAME: /[^\W\d][\w.-]*(?![\w.:-])/
    %ignore /[ \t\r\n\u00a0]+/
"""

EMPTY = gettext_noop("Nothing is written here.")
TOO_LONG = gettext_noop("The expression is longer than %(most)s characters.")
TOO_DEEP = gettext_noop("The expression has more than %(most)s parentheses within each other.")
UNREADABLE = gettext_noop("“%(part)s” is not understood here.")
UNENDED = gettext_noop("The expression ends too early: is a parenthesis or a value missing?")
NO_QUOTE = gettext_noop("A text is begun with a quotation mark and not ended.")
A_PATH = gettext_noop("Paths such as “%(part)s” are not supported: write ${name} for a question.")
LAST_SAVED = gettext_noop(
    "${last-saved#…} is not supported: nothing is kept from one questionnaire to the next."
)
BAD_NAME = gettext_noop("“%(name)s” is no name of a question.")
UNKNOWN = gettext_noop("The function %(name)s() is not supported.")
FEW = gettext_noop("%(name)s() needs at least %(least)s values between its parentheses.")
ALL = gettext_noop("%(name)s() takes at most %(most)s values between its parentheses.")
QUOTED = gettext_noop("%(name)s(): the pattern must be written as a text in quotation marks.")
SHAPE = gettext_noop("format-date(): “%(part)s” is not supported. These are: %(known)s.")

KEY = re.compile(r"[^\W\d][\w.-]*(?:/[\w.-]+)?")
PATH = re.compile(r"\.\.|/+|\||@|\[|\]|[\w.-]+(?:/|::|\[)")
BRACKET = re.compile(r""" "[^"]*" | '[^']*' | [()] """, re.VERBOSE)
NAMED_CALL = re.compile(
    r""" "[^"]*" | '[^']*' | (?P<name>(?!(?:and|or|div|mod)\b)[^\W\d][\w.:-]*)\s*\( """, re.VERBOSE
)
PIECE = re.compile(r"[\w.-]+|\$\{[^}]{0,40}\}?|.", re.DOTALL)
SHAPE_PART = re.compile(r"%[\s\S]?")

SPECIAL = {
    "regex": Function(2, 2, lambda *_: False, literal=1),
    "today": Function(0, 0, lambda: ""),
    "once": Function(1, 1, lambda value: value),
}
"""Functions that need more than values; see `evaluating`."""


@dataclass(frozen=True, slots=True)
class Expression:
    """`text` as it was written, and the tree of what it means."""

    text: str
    root: tree.Node

    def nodes(self) -> Iterator[tree.Node]:
        """Every part of it."""
        waiting: list[tree.Node] = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(tree.parts(node))


@v_args(inline=True)
class Builder(Transformer[Token, tree.Node]):
    def start(self, node: tree.Node) -> tree.Node:
        return node

    def inside(self, node: tree.Node) -> tree.Node:
        return node

    def number(self, sign: Token) -> tree.Node:
        return tree.Literal(float(sign))

    def text(self, sign: Token) -> tree.Node:
        return tree.Literal(sign[1:-1])

    def own(self, _sign: Token) -> tree.Node:
        return tree.Own()

    def column(self, sign: Token) -> tree.Node:
        return tree.Column(str(sign))

    def asked(self, sign: Token) -> tree.Node:
        key = sign[2:-1].strip()
        if key.startswith("last-saved#"):
            raise _fault(sign, LAST_SAVED)
        if not KEY.fullmatch(key):
            raise _fault(sign, BAD_NAME, name=key)
        return tree.Asked(key)

    def minus(self, signs: Token, operand: tree.Node) -> tree.Node:
        return tree.Minus(operand) if signs.count("-") % 2 else tree.Minus(tree.Minus(operand))

    def chain(self, first: tree.Node, *rest: Any) -> tree.Node:
        pairs = zip((str(sign) for sign in rest[::2]), rest[1::2], strict=True)
        return tree.Chain(first, tuple(pairs))

    def call(self, sign: Token, *given: tree.Node | None) -> tree.Node:
        name, values = str(sign), tuple(each for each in given if each is not None)
        function = FUNCTIONS.get(name) or SPECIAL.get(name)
        if function is None:
            raise _fault(sign, UNKNOWN, name=name)
        if len(values) < function.least:
            raise _fault(sign, FEW, name=name, least=function.least)
        if len(values) > function.most:
            raise _fault(sign, ALL, name=name, most=min(function.most, MANY))
        if function.literal is not None:
            _check_pattern(sign, values[function.literal])
        return tree.Call(name, values)


def _check_pattern(sign: Token, written: tree.Node) -> None:
    if not (isinstance(written, tree.Literal) and isinstance(written.value, str)):
        raise _fault(sign, QUOTED, name=str(sign))
    if sign == "regex":
        try:
            patterns.automaton(written.value)
        except ExpressionError as problem:
            raise _fault(sign, problem.message, **problem.values) from problem
        return
    for part in SHAPE_PART.findall(written.value):
        if part not in SHAPES:
            raise _fault(sign, SHAPE, part=part, known=" ".join(SHAPES))


def _fault(sign: Token, message: str, **values: Any) -> ExpressionError:
    return ExpressionError(message, sign.start_pos or 0, **values)


READER = Lark(GRAMMAR, parser="lalr", propagate_positions=False, maybe_placeholders=True)
BUILDER = Builder()


@lru_cache(maxsize=4_096)
def parse(text: str) -> Expression:
    """The expression that a text writes. Raises ExpressionError, which names what is wrong and where."""
    if not text.strip():
        raise ExpressionError(EMPTY)
    if len(text) > LONGEST:
        raise ExpressionError(TOO_LONG, most=LONGEST)
    _refuse_depth(text)
    try:
        root: tree.Node = BUILDER.transform(READER.parse(text))
    except UnexpectedInput as problem:
        raise _unexpected(text, problem) from problem
    except VisitError as problem:
        if isinstance(problem.orig_exc, ExpressionError):
            raise problem.orig_exc from problem
        raise
    return Expression(text, root)


def _refuse_depth(text: str) -> None:
    depth = 0
    for match in BRACKET.finditer(text):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth > DEEPEST:
            raise ExpressionError(TOO_DEEP, match.start(), most=DEEPEST)


def _unexpected(text: str, problem: UnexpectedInput) -> ExpressionError:
    for match in NAMED_CALL.finditer(text):  # what is not supported is why the rest was not understood either
        if match["name"] and match["name"] not in FUNCTIONS | SPECIAL:
            return ExpressionError(UNKNOWN, match.start(), name=match["name"])
    if isinstance(problem, UnexpectedToken) and problem.token.type == "$END":
        return ExpressionError(UNENDED, len(text))
    place = problem.pos_in_stream or 0
    rest = text[place:]
    if path := PATH.match(rest):
        return ExpressionError(A_PATH, place, part=path.group())
    if rest[0] in "'\"":
        return ExpressionError(NO_QUOTE, place)
    return ExpressionError(UNREADABLE, place, part=PIECE.match(rest).group())  # type: ignore[union-attr]
