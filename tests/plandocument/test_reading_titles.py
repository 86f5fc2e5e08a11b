"""The headings that we print ourselves are known to the reader, every column of every register."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from samordner.documents.recognition.headings import recognise
from samordner.plandocument.reading import general
from samordner.plans.registers import registers


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("key", [each.key for each in registers()])
def test_every_column_that_is_printed_is_known_by_its_title(key: str, language: str) -> None:
    table = next(each.table for each in registers() if each.key == key)
    with override(language):
        titles = {column.key: str(column.title) for column in table.shown()}
    found = recognise(tuple(titles.values()), general(), {key: 0.8})
    if len(titles) == 1:
        assert found is None  # a heading alone is told by its chapter
        return
    assert found is not None
    assert {column.key: column.heading for column in found.columns} == titles
    assert found.register == key
