from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.lines import Line, clean, lines


def test_a_line_that_begins_with_a_marker_is_a_bullet_and_its_spaces_are_its_level() -> None:
    assert lines("Slik:\n- a\n  o b\n-5 grader\n•  to mellomrom") == (
        Line("", 0, "Slik:"),
        Line("-", 0, "a"),
        Line("o", 1, "b"),
        Line("", 0, "-5 grader"),
        Line("", 0, "•  to mellomrom"),
    )


@given(st.text())
def test_lines_give_the_text_again(text: str) -> None:
    assert "\n".join(map(str, lines(text))) == clean(text)


def test_line_ends_are_one_kind_and_control_characters_are_gone() -> None:
    assert clean("a\r\nb\rc\x00\x0bd\ud800") == "a\nb\ncd"
