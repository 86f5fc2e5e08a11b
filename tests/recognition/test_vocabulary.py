"""The words by which a plan is read are data, and a wrong key in them is named."""

from typing import Any

import pytest

from samordner.documents.recognition.headings import recognise, repeats
from samordner.documents.recognition.vocabulary import UnknownWord, Vocabulary

TWO = Vocabulary.from_mapping(
    {
        "reform": ["Trygg Alder"],
        "registers": {
            "meetings": {"columns": {"date": ["dato", "møte"], "topic": ["tema", "sak"]}},
            "cooperation": {
                "columns": {"partner": ["organisasjon"], "form": ["samarbeidsform"], "duty": ["ansvar"]},
            },
        },
    }
)


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"regsiters": {}}, "regsiters is not a key"),
        ({"registers": {"meetings": {"colour": []}}}, "registers.meetings.colour is not a key"),
        ({"front": {"titel": []}}, "front.titel is not a key"),
        ({"names": {"groups": [{"name": []}]}}, r"names.groups\[1\].name is not a key"),
        ({"front": {"date": "dato"}}, "front.date must be a list of texts"),
        ({"registers": []}, "registers must be a table"),
    ],
)
def test_a_key_that_means_nothing_is_refused_by_name(mapping: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnknownWord, match=sentence):
        Vocabulary.from_mapping(mapping)


def test_a_programme_adds_variants_and_takes_none_away() -> None:
    more = TWO.extended({"registers": {"meetings": {"columns": {"topic": ["agenda"]}}}})
    assert more.registers["meetings"].columns == {
        "date": ("dato", "møte"),
        "topic": ("tema", "sak", "agenda"),
    }


@pytest.mark.parametrize(
    ("cells", "register", "keys"),
    [
        (("Møte 2021", "Tema"), "meetings", ("date", "topic")),
        (("Saker", "Møter"), "meetings", ("topic", "date")),
        (
            ("Ansvar, rolle", "Organisasjonar", "Samarbeids-form (evt. avtale)"),
            "cooperation",
            ("duty", "partner", "form"),
        ),
        (
            ("Organisasjon", "Samarbeidsform i Trygg Alder", "Pris"),
            "cooperation",
            ("partner", "form", "pris"),
        ),
        (("", "Samarbeidsform", "Ansvar"), "cooperation", ("partner", "form", "duty")),
    ],
)
def test_headings_are_known_in_any_order_and_dress(
    cells: tuple[str, ...], register: str, keys: tuple[str, ...]
) -> None:
    heading = recognise(cells, TWO)
    assert heading is not None
    assert (heading.register, heading.keys) == (register, keys)


def test_rows_and_strange_tables_are_no_headings() -> None:
    assert recognise(("Post", "Beløp"), TWO) is None
    assert recognise(("11. januar", "Gjennomgang av tema. Så lunsj."), TWO) is None


def test_headings_printed_again_are_seen_through_a_new_hyphen() -> None:
    heading = recognise(("Organisasjon", "Samarbeidsform", "Ansvar"), TWO)
    assert heading is not None
    assert repeats(("Organisasjon", "Samarbeids-form", "Ansvar"), heading)
    assert not repeats(("KS", "Samarbeidsform", "Råd"), heading)
