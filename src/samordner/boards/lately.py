"""What follows from a programme alone, worked out once: a page asks for the same columns and words hundreds of times."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.utils.translation import get_language

from samordner.documents.recent import Recent
from samordner.programmes.definition import Definition

P = ParamSpec("P")
R = TypeVar("R")
AT_MOST = 1024


def lately(
    work: Callable[Concatenate[Definition, P], R],
) -> Callable[Concatenate[Definition, P], R]:
    """Lets what follows from a programme, some keys and the reader's language be worked out once.

    A programme is told by being the very same one: comparing all that it says would take longer than the work.
    """
    kept: Recent[Hashable, tuple[Definition, R]] = Recent(AT_MOST)

    @wraps(work)
    def once(definition: Definition, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (id(definition), get_language(), args, tuple(kwargs.items()))
        found = kept.get(key)
        if found is None:  # what is kept holds on to its programme, so that nothing else gets its number
            found = kept.keep(key, (definition, work(definition, *args, **kwargs)))
        return found[1]

    return once  # type: ignore[return-value]
