"""Parts of a page that are alike for everybody who reads the same language: drawn once, and kept as text."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.base import token_kwargs as values_of
from django.template.defaulttags import CsrfTokenNode
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samordner.documents.recent import Recent

AT_MOST = 256
"""So many drawings of one part are kept: one for each language and each set of values."""
PLAIN = (str, int, date, type(None))


def is_plain(one: object) -> bool:
    """Whether it is the same for as long as it is equal."""
    return all(map(is_plain, one)) if type(one) is tuple else isinstance(one, PLAIN)


def _told(one: Any) -> Hashable:
    """The value with its type: texts that are equal may differ in whether they are safe, and 1 is True."""
    return (tuple, *map(_told, one)) if type(one) is tuple else (type(one), one)


class Untold(Exception):
    """A part that is drawn once asks for something that it has not named among what it depends on."""


class Alone(Context):
    """Holds the values that were named, and refuses to be asked for any other."""

    def __getitem__(self, key: Any) -> Any:
        for held in reversed(self.dicts):
            if key in held:
                return held[key]
        raise Untold(f"{key!r} is not among what the part depends on")

    def get(self, key: Any, otherwise: Any = None) -> Any:
        return self[key]


def alike(parser: Parser, token: Token) -> Node:
    """`{% alike name=value … %} … {% endalike %}`: drawn once for each language and these values.

    What is inside sees the named values and nothing else, so that it cannot differ for any other reason. Values are
    texts, numbers, days, nothing, or tuples of these. Neither a form's token nor a block can stand inside.
    """
    rest = token.split_contents()[1:]
    named = values_of(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"alike takes name=value, not {rest[0]!r}")
    inside = parser.parse(("endalike",))
    parser.delete_first_token()
    if inside.get_nodes_by_type(CsrfTokenNode) or inside.get_nodes_by_type(BlockNode):
        raise TemplateSyntaxError("alike can hold neither a form's token nor a block")
    return Alike(inside, named)


class Alike(Node):
    """Such a part of a template, with what was drawn of it."""

    def __init__(self, nodelist: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist, self.named = nodelist, named
        self.drawn: Recent[Hashable, SafeString] = Recent(AT_MOST)

    def render(self, context: Context) -> SafeString:
        values = {name: said.resolve(context, ignore_failures=True) for name, said in self.named.items()}
        key = (get_language(), *map(_told, values.values()))
        drawn = self.drawn.get(key)
        return self.drawn.keep(key, self._draw(context, values)) if drawn is None else drawn

    def _draw(self, context: Context, values: dict[str, Any]) -> SafeString:
        for name, one in values.items():
            if not is_plain(one):
                raise TypeError(
                    f"{name} is neither text, number, day, nothing, nor a tuple of these: {one!r}"
                )
        alone = Alone(values, context.autoescape, context.use_l10n, context.use_tz)
        with alone.bind_template(context.template):  # type: ignore[arg-type]
            return self.nodelist.render(alone)
