"""Why a cell is only proposed, said in a sentence. The codes are those of whoever proposes (a reading of a
document, on a floor above), so `project` gives their sentences to `explain` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def explain(sentences: Mapping[str, str | Promise]) -> None:
    """Let these codes read as these sentences."""
    _sentences.update(sentences)


def sentence(code: str) -> str | Promise:
    """The sentence of a code; words that are no code stand for themselves."""
    return _sentences.get(code, code)
