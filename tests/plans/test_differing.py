"""Two texts in one place, in parts: what they have in common, and what each has alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from samordner.plans.differing import MANY, marked


def test_what_the_other_lacks_is_marked_word_by_word() -> None:
    assert marked("Kurs for ansatte om våren", "Kurs for ledere om våren") == (
        ("Kurs for ", False), ("ansatte", True), (" om våren", False),
    )  # fmt: skip


def test_long_texts_are_marked_line_by_line() -> None:
    lines = [" ".join(f"ord{number}.{place}" for place in range(40)) for number in range(60)]
    changed = [*lines[:30], f"{lines[30]} til", *lines[31:]]
    text, other = "\n".join(changed), "\n".join(lines)
    assert len(text.split()) * len(other.split()) > MANY
    assert [words for words, differs in marked(text, other) if differs] == [f"{changed[30]}\n"]


@given(*[some.text(alphabet="ab \n", max_size=60)] * 2)
def test_the_parts_together_are_the_text(text: str, other: str) -> None:
    parts = marked(text, other)
    assert "".join(words for words, _differs in parts) == text
    assert any(differs for _words, differs in parts) <= (text != other)
