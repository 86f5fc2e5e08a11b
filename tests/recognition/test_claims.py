"""Numbers of municipalities that a text states."""

import pytest

from samordner.documents.recognition.claims import claims, number
from samordner.plandocument.reading import general

COUNTING = general().counting


def shares(text: str) -> list[tuple[int, int | None, str | None]]:
    return [(claim.numerator, claim.denominator, claim.day) for claim in claims(text, COUNTING)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "I 2021 har 7 av 26 kommuner vedtatt en plan, og 19 kommuner er i gang.",
            [(7, 26, "2021"), (19, 26, "2021")],
        ),
        ("Alle 26 kommunene er godkjent.", [(26, 26, None)]),
        ("Samtlege 18 kommunar svara.", [(18, 18, None)]),
        ("Sju av tjueseks kommunar har plan.", [(7, 26, None)]),
        ("Sju av dei tjueseks kommunane har plan.", [(7, 26, None)]),
        ("Ingen av de 26 kommunene har svart.", [(0, 26, None)]),
        ("5 kommuner av 18 kommuner svarte.", [(5, 18, None)]),
        ("Vedtatt i 4/15 kommuner.", [(4, 15, None)]),
        ("70 prosent av kommunene svarte.", []),
        ("Det gjelder to kommuner.", []),
        ("De to gruppene møtes 3. mai i 2021.", []),
        ("26 kommunale planer er lest.", []),
        ("30 av 26 kommuner har plan.", []),
    ],
)
def test_shares_are_read_in_both_languages(
    text: str, found: list[tuple[int, int | None, str | None]]
) -> None:
    assert shares(text) == found


def test_a_bare_number_takes_the_only_whole_of_the_document_and_says_so() -> None:
    first, second = claims("Av alle 18 kommunene svarte noen. 9 kommuner har plan.", COUNTING)
    assert (first.denominator_inferred, second.denominator_inferred) == (False, True)
    assert (second.numerator, second.denominator) == (9, 18)


@pytest.mark.parametrize(
    ("word", "value"),
    [("26", 26), ("tjueseks", 26), ("tjue seks", 26), ("seksogtjue", 26), ("ti", 10), ("mange", None)],
)
def test_number_words_are_numbers(word: str, value: int | None) -> None:
    assert number(word, COUNTING) == value
