"""A passage is told to be bokmål or nynorsk by its small words, and by none where they do not tell."""

from __future__ import annotations

import pytest

from samordner.documents.written import written_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommunene får hjelp når de ikke får det til selv.", "nb"),
        ("Kommunane får hjelp når dei ikkje får det til sjølve.", "nn"),
        ("Kurs i Ålesund 3. mai", ""),
        ("Møte med KS", ""),
        ("Vi er ikke ferdige", ""),  # one word alone does not tell
        ("Hva de ikke vet, veit ikkje dei heller.", ""),  # both
        ("", ""),
    ],
)
def test_small_words_tell_the_language(text: str, expected: str) -> None:
    assert written_in(text) == expected
