"""The plan printed with what changed, read in again: its registers say what they said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from samordner.documents.printing import DocumentFormat, print_document
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents
from samordner.plandocument.reading.assembly import read
from samordner.plandocument.reading.vocabularies import of_programme
from samordner.plans.operations import change_chapter
from samordner.revisions.comparing import compared
from samordner.revisions.completeness import checklist_blocks, completeness
from samordner.revisions.documents import change_blocks
from samordner.revisions.queries import state_frozen
from samordner.revisions.reading import state_of
from tests.factories.participation import BY, DAY, NOW, region
from tests.revisions.conftest import approved, begun, plan_of

pytestmark = pytest.mark.django_db


def said(reading: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: [row["cells"] for row in rows] for key, rows in reading["rows"].items()}


def test_the_sections_on_changes_and_contents_are_not_taken_for_rows_of_a_register(tmp_path: Path) -> None:
    place = region(1)
    plan = plan_of(place)
    before = approved(begun(plan))
    chapter = plan.chapters.get(answers="background")
    change_chapter(chapter, version=chapter.version, title=chapter.title, text="Nytt.", by=BY, now=NOW)
    plan.refresh_from_db()
    state = state_of(plan)
    changes = change_blocks(compared(state_frozen(before), state), before, "nb")
    with override("nb"):
        changes = (*changes, *checklist_blocks(completeness(plan, place.definition, state, day=DAY)))
    made = contents(plan, "nb")
    plain, more = (
        plan_document(each, place.definition, language="nb")
        for each in (made, replace(made, changes=changes, facts=(("Revisjon", "2, godkjent 27.04.2021"),)))
    )
    words = of_programme("leve-hele-livet")
    found = []
    for name, document in (("plain", plain), ("more", more)):
        file = tmp_path / f"{name}.docx"
        file.write_bytes(print_document(document, DocumentFormat.DOCX).content)
        found.append(read(file, words).as_json())
    a, b = found
    assert said(b) == said(a)
    assert [each["title"] for each in b["chapters"]][: len(a["chapters"])] == [
        each["title"] for each in a["chapters"]
    ]
    assert {key: b["front"][key] for key in ("title", "approved_by", "prepared_by")} == {
        key: a["front"][key] for key in ("title", "approved_by", "prepared_by")
    }
