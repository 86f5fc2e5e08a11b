"""The communication plan, whose "when" is written in every way that people write it."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.communications.documents import COMMUNICATION
from samordner.communications.models import CommunicationMeasure
from samordner.documents.printing import TableFormat, print_table
from samordner.plans.operations import add_row
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("label", "start", "end", "recurrence"),
    [
        ("2020 2021", date(2020, 1, 1), date(2021, 12, 31), ""),
        ("Vår 2020", date(2020, 1, 1), date(2020, 6, 30), ""),
        ("I løpet av 2021", date(2021, 1, 1), date(2021, 12, 31), ""),
        ("Årlig", None, None, "yearly"),
    ],
)
def test_when_is_kept_as_written_with_what_it_means_beside(
    label: str, start: date | None, end: date | None, recurrence: str
) -> None:
    add_row(COMMUNICATION, make.plan(), NewRow({"audience": "Alle", "when": label}), by=BY, now=NOW)
    row = CommunicationMeasure.objects.get()
    stored = (row.period_label, row.period_start, row.period_end, row.period_recurrence, row.period_inferred)
    assert stored == (label, start, end, recurrence, False)


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [("nb", "Kommunikasjonsplan", "Målgruppe"), ("en", "Communication plan", "Audience")],
)
def test_it_is_printed_in_the_reader_s_language(language: str, title: str, heading: str) -> None:
    add_row(COMMUNICATION, make.plan(), NewRow({"audience": "Eldreråda"}), by=BY, now=NOW)
    rows = list(CommunicationMeasure.objects.all())
    printed = print_table(COMMUNICATION.table, rows, TableFormat.HTML, language=language).content.decode()
    assert (title in printed, heading in printed, "Eldreråda" in printed) == (True, True, True)
