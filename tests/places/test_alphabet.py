from __future__ import annotations

from samordner.places.alphabet import norwegian_key


def test_norwegian_order_has_its_last_three_letters_last_and_goes_word_by_word() -> None:
    right = ["Aukra", "Nord-Aurdal", "Nord-Odal", "Nordkapp", "Nordre Follo", "Os", "Oslo", "Zoo"]
    right += ["Ærø", "Ørsta", "Øygarden", "Ål", "Ålesund", "Åsnes"]
    assert sorted(set(right), key=norwegian_key) == right


def test_double_a_counts_as_one_letter_and_accents_and_case_count_for_nothing() -> None:
    assert norwegian_key("Aasen") == norwegian_key("åsen")
    assert norwegian_key("Kárášjohka – KARASJOK") == norwegian_key("Karasjohka-Karasjok")
    assert norwegian_key("A\u030as") == norwegian_key("Ås")


def test_the_key_holds_only_figures_which_every_database_sorts_alike() -> None:
    assert norwegian_key("Gáivuotna - Kåfjord (Østfold) 12 Æ/Ö Þ ŋ").isdecimal()
    assert norwegian_key("Áák") < norwegian_key("Åk")
    assert norwegian_key(" — ") == norwegian_key("") == ""
