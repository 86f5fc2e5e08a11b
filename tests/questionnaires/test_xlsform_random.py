"""Forms that nobody would write: each is refused with sentences, or is a questionnaire that comes back as it is."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from samordner.questionnaires.xlsform import Refused, write_xlsform
from tests.questionnaires.forms import book, read

COLUMNS = (
    "type", "name", "label", "label::nn", "hint::Norsk (nb)", "relevant", "required", "constraint", "calculation",
    "default", "read_only", "choice_filter", "appearance", "parameters", "bound", "matrix", "other",
)  # fmt: skip
TYPES = st.sampled_from(
    ["text", "integer", "note", "calculate", "hidden", "today", "start", "acknowledge", "select_one yn", "date",
     "select_multiple yn", "select_one yn or_other", "begin_group", "begin_group", "end_group", "end_group", "range"]
)  # fmt: skip
CELLS = {
    "name": st.sampled_from(["a", "b", "c", "g", "g.a", "a_other", "yn", "acknowledge", "part_1", "a b", ""]),
    "label": st.sampled_from(["Hva?", "${a}?", "${a}?", "${x}?", ""]),
    "required": st.sampled_from(["yes", "no", "${a} = 'x'", "yes please"]),
    "read_only": st.sampled_from(["yes", "no", "maybe"]),
    "appearance": st.sampled_from(["table-list", "label", "list-nolabel", "multiline", "field-list w1"]),
    "parameters": st.sampled_from(["start=1 end=5", "rows=3", "start=1", "randomize=true", "==", "a"]),
    "bound": st.sampled_from(["subject:x", "need:text", "contact:a/b", "x"]),
    "matrix": st.sampled_from(["yn yn", "yn", "x y z"]),
    "other": st.sampled_from(["yes", "text"]),
}
EXPRESSION = st.sampled_from(
    ["${a} = 'x'", "${a_other} != ''", ". > 1", "county = 1", "1 +", "${g.a} = 'yes'", "true()"]
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    used = draw(st.lists(st.sampled_from(COLUMNS[3:]), max_size=4, unique=True))
    lines = [" | ".join((*COLUMNS[:3], *used))]
    for number in range(draw(st.integers(1, 8))):
        name = draw(st.just("abcdefgh"[number]) | CELLS["name"]) if number else "a"
        cells = [draw(TYPES) if number else "select_one yn", name, draw(st.just("Hva?") | CELLS["label"])]
        for column in used:
            cell = CELLS.get(column, CELLS["label"] if "::" in column else EXPRESSION)
            cells.append(draw(st.just("") | cell))
        lines.append(" | ".join(cells))
    return "\n".join(lines)


@settings(max_examples=100, phases=[Phase.reuse, Phase.generate])
@given(survey=tables())
def test_a_form_is_refused_with_sentences_or_comes_back_as_it_is(survey: str) -> None:
    try:
        found = read(
            book(
                survey=survey, choices="list_name | name | label | county\nyn | yes | Ja | 1\nyn | no | Nei |"
            )
        )
    except Refused as refused:
        said = [each.sentence for each in refused.faults]
    else:
        said = []
    assert all(said)
    if not said:
        assert read(write_xlsform(found.content), "again.xlsx").content == found.content
