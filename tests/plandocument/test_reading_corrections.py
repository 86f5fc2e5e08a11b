"""A person corrects a reading by named edits; words are moved and never lost."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from samordner.plandocument.reading import (
    CorrectionRefused,
    Reading,
    Row,
    as_mapping,
    correct,
    corrections_in,
    corrections_of,
    general,
    read,
)
from tests.plandocument.plans import PLANS, placed_words

PLAN = read(PLANS / "nordlia.txt", general())


def corrected(*edits: dict[str, Any]) -> Reading:
    return correct(PLAN, corrections_of(edits))


def key(register: str, place: int) -> str:
    return PLAN.rows[register][place - 1].key


def row(reading: Reading, register: str, at: str) -> Row:
    return next(one for one in reading.rows[register] if one.key == at)


def test_a_cell_written_anew_keeps_what_was_left_out_and_marks_what_is_new() -> None:
    at = key("meetings", 1)
    edit = {
        "do": "set-cell",
        "register": "meetings",
        "row": at,
        "cell": "topic",
        "value": "Oppgaver fordeles likt",
    }
    after = corrected(edit)
    assert row(after, "meetings", at).cells["topic"] == "Oppgaver fordeles likt"
    assert row(after, "meetings", at).typed == {"topic": "Oppgaver likt"}
    assert [(one.text, one.kind) for one in after.furniture if one.kind == "replaced"] == [
        ("Årets oppgaver", "replaced")
    ]
    assert after.accounting()["typed"] == 2


def test_writing_a_cell_twice_forgets_only_the_words_that_were_typed() -> None:
    at = key("meetings", 3)
    first = {"do": "set-cell", "register": "meetings", "row": at, "cell": "topic", "value": "Foreløpig tema"}
    after = corrected(first, {**first, "value": "Budsjett"})
    assert row(after, "meetings", at).typed == {"topic": "Budsjett"}
    assert after.typed == Counter({"Budsjett": 1})


def test_writing_a_date_reads_it_again() -> None:
    at = key("meetings", 1)
    edit = {"do": "set-cell", "register": "meetings", "row": at, "cell": "date", "value": "15.januar"}
    day = row(corrected(edit), "meetings", at).periods["date"]
    assert (str(day.start), day.inferred) == ("2022-01-15", True)


def test_words_move_between_the_cells_of_a_row() -> None:
    at = key("cooperation", 4)
    edit = {
        "do": "move-words",
        "register": "cooperation",
        "row": at,
        "cell": "responsibilities",
        "text": "Seniorkultur er en egen post",
        "to_cell": "form",
    }
    cells = row(corrected(edit), "cooperation", at).cells
    assert cells["responsibilities"] == "i handlingsprogrammet."
    assert cells["form"] == "Egen avtale om den kulturelle spaserstokken.\nSeniorkultur er en egen post"


def test_words_move_to_another_row_or_back_to_the_chapter() -> None:
    church, korus = key("cooperation", 10), key("cooperation", 9)
    move = {
        "do": "move-words",
        "register": "cooperation",
        "row": church,
        "cell": "responsibilities",
        "text": "Kontakten går gjennom prosten.",
    }
    over = corrected({**move, "to_cell": "responsibilities", "to_row": korus})
    assert (
        row(over, "cooperation", korus).cells["responsibilities"].endswith("Kontakten går gjennom prosten.")
    )
    back = corrected(move)
    assert back.chapters[4].text.endswith("Kontakten går gjennom prosten.")
    assert "prosten" not in row(back, "cooperation", church).cells["responsibilities"]


def test_a_row_is_split_at_a_line_or_at_words_and_joined_again() -> None:
    at = key("period_plan", 3)
    split = {"do": "split-row", "register": "period_plan", "row": at, "line": 84}
    after = corrected(split)
    assert after.counts()["period_plan"] == 6
    assert row(after, "period_plan", f"{at}+1").cells["measure"] == "Stand på torget"
    joined = corrected(split, {"do": "join-rows", "register": "period_plan", "row": at, "other": f"{at}+1"})
    assert row(joined, "period_plan", at).cells == PLAN.rows["period_plan"][2].cells
    words = {"do": "split-row", "register": "period_plan", "row": at, "cell": "measure", "text": "Stand på"}
    assert row(corrected(words), "period_plan", f"{at}+1").cells["measure"] == "Stand på torget"


def test_parent_certainty_and_front_page_are_set() -> None:
    at = key("cooperation", 7)
    after = corrected(
        {"do": "set-parent", "register": "cooperation", "row": at, "parent": "Staten"},
        {"do": "mark-certain", "register": "cooperation", "row": key("cooperation", 3), "cell": "form"},
        {"do": "mark-certain", "register": "cooperation", "row": key("cooperation", 9)},
        {"do": "set-front", "field": "date", "value": "9.mars"},
        {"do": "set-front", "field": "prepared_by", "value": "KS\nUSHT"},
    )
    assert (row(after, "cooperation", at).parent, row(after, "cooperation", at).certain) == ("Staten", True)
    assert "form" not in {doubt.cell for doubt in row(after, "cooperation", key("cooperation", 3)).doubts}
    assert row(after, "cooperation", key("cooperation", 9)).certain
    assert after.front.date is not None
    assert (str(after.front.date.start), after.front.prepared_by) == ("2022-03-09", ("KS", "USHT"))


def test_a_row_goes_back_to_the_text_and_loose_text_becomes_a_row() -> None:
    gone = corrected({"do": "row-to-text", "register": "cooperation", "row": key("cooperation", 9)})
    assert gone.counts()["cooperation"] == 9
    assert "KoRus\nHolder kurs om alkohol og eldre." in gone.chapters[4].text
    made = corrected(
        {
            "do": "text-to-row",
            "register": "networks",
            "chapter": 7,
            "cells": {"name": "De tre regionrådene", "theme": "er også arenaer vi bruker."},
        }
    )
    new = row(made, "networks", "new1")
    assert (new.cells["name"], new.cells["theme"]) == ("De tre regionrådene", "er også arenaer vi bruker.")
    assert "regionrådene" not in made.chapters[6].text
    assert placed_words(made.as_json()) == PLAN.words


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ({"do": "paint"}, "'paint' is none of"),
        ({"do": "set-cell", "register": "meetings"}, "'row' is missing"),
        (
            {"do": "mark-certain", "register": "meetings", "row": "9@1-2", "colour": "x"},
            "'colour' means nothing",
        ),
        ({"do": "set-front", "field": "title", "value": 3}, "'value' has the wrong kind"),
        (
            {"do": "mark-certain", "register": "meetings", "row": "9@1-2"},
            r"mark-certain meetings 9@1-2\): there is no row",
        ),
        ({"do": "mark-certain", "register": "nothing", "row": "1"}, "there is no register 'nothing'"),
        ({"do": "set-front", "field": "colour", "value": "x"}, "no field 'colour'"),
        ({"do": "text-to-row", "register": "meetings", "chapter": 99, "cells": {}}, "no chapter 99"),
        (
            {"do": "text-to-row", "register": "meetings", "chapter": 1, "cells": {"topic": "Finnes ikke"}},
            "'Finnes ikke' do not stand there",
        ),
    ],
)
def test_a_correction_that_fits_nothing_is_refused_by_name(edit: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorrectionRefused, match=sentence):
        corrected(edit)


def test_one_correction_that_fits_nothing_refuses_them_all() -> None:
    good = {"do": "set-front", "field": "title", "value": "Ny tittel"}
    with pytest.raises(CorrectionRefused, match="correction 2"):
        corrected(good, {"do": "row-to-text", "register": "actors", "row": "nowhere"})
    assert PLAN.front.title.startswith("REVIDERT")


def test_a_file_of_corrections_is_json_or_toml_and_says_the_same(tmp_path: Path) -> None:
    edit = {"do": "mark-certain", "register": "cooperation", "row": key("cooperation", 9)}
    plain, dressed = tmp_path / "c.json", tmp_path / "c.toml"
    plain.write_text(json.dumps({"corrections": [edit]}), encoding="utf-8")
    dressed.write_text(
        "[[corrections]]\n" + "\n".join(f'{name} = "{value}"' for name, value in edit.items()),
        encoding="utf-8",
    )
    assert corrections_in(plain) == corrections_in(dressed) == corrections_of([edit])
    assert as_mapping(corrections_in(plain)[0]) == edit
    with pytest.raises(CorrectionRefused, match="cannot be read"):
        corrections_in(b"{")
