"""Every part of the XLSForm standard that is supported, read from a form that uses it and that pyxform converts too."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from samordner.questionnaires.content import Bound, Choice, ChoiceList, Question, Scale, Section, Words
from samordner.questionnaires.expressions import Answers, calculated
from samordner.questionnaires.xlsform import read_xlsform
from tests.questionnaires.forms import book, only, read, read_sheets, whole

YES_NO = """
list_name | name | label
yn        | yes  | Ja
yn        | no   | Nei
"""


@pytest.mark.parametrize(
    ("written", "kind", "decimal"),
    [
        ("text", "text", False),
        ("string", "text", False),
        ("integer", "number", False),
        ("int", "number", False),
        ("decimal", "number", True),
        ("date", "date", False),
        ("file", "file", False),
        ("note", "note", False),
        ("add text prompt", "text", False),
        ("phone number", "text", False),
        ("add date prompt", "date", False),
    ],
)
def test_types_of_questions(written: str, kind: str, decimal: bool) -> None:
    question = only(f"type | name | label\n{written} | spm | Spørsmål?")
    assert (question.key, question.kind, question.decimal) == ("spm", kind, decimal)
    assert question.label == Words("Spørsmål?")


def test_a_text_of_several_lines() -> None:
    head = "type | name | label | appearance | parameters\n"
    assert only(head + "text | t | T | multiline w2").kind == "long"
    assert only(head + "text | t | T | multiline w2").appearance == "w2"
    assert only(head + "text | t | T | | rows=5").kind == "long"
    assert only(head + "text | t | T | numbers").appearance == "numbers"


def test_a_range_is_a_scale() -> None:
    head = "type | name | label | parameters | appearance\n"
    assert only(head + "range | r | R | start=1 end=5 step=2 | rating").scale == Scale(1, 5, 2)
    assert only(head + "range | r | R | start=1, end=5 |").scale == Scale(1, 5)
    assert only(head + "range | r | R | start = 1 end = 5 |").scale == Scale(1, 5)
    assert only(head + "range | r | R | |").scale == Scale(0, 10)
    ends = "list_name | name | label\nends | 1 | Lite\nends | 5 | Mye"
    labelled = only(head + "range | r | R | start=1 end=5 tick_labelset=ends |", ends)
    assert labelled.scale == Scale(1, 5, 1, Words("Lite"), Words("Mye"))


@pytest.mark.parametrize(
    ("written", "kind", "other"),
    [
        ("select_one yn", "one", False),
        ("select one yn", "one", False),
        ("select1 yn", "one", False),
        ("select_multiple yn", "many", False),
        ("select all that apply yn", "many", False),
        ("select_one yn or_other", "one", True),
        ("select_multiple yn or_other", "many", True),
        ("select_multiple yn or specify other", "many", True),
    ],
)
def test_choices(written: str, kind: str, other: bool) -> None:
    content = whole(f"type | name | label\n{written} | v | Velg", YES_NO)
    (question,) = content.questions
    assert (question.kind, question.choices, question.other) == (kind, "yn", other)
    assert content.lists == (ChoiceList("yn", (Choice("yes", Words("Ja")), Choice("no", Words("Nei")))),)


def test_choices_of_a_list_that_is_filtered() -> None:
    content = whole(
        """
        type           | name | label | choice_filter
        select_one c   | c    | Fylke |
        select_one m   | m    | Kommune | county = ${c} and size > 1
        """,
        """
        list name | name | label | county | size
        c | 46 | Vestland | |
        c | 15 | Møre og Romsdal | |
        m | 4601 | Bergen | 46 | 2
        m | 1508 | Ålesund | 15 | 2
        """,
    )
    assert content.questions[1].choice_filter == "county = ${c} and size > 1"
    assert content.choices_of("m")[0] == Choice("4601", Words("Bergen"), {"county": "46", "size": "2"})
    assert content.choices_of("c")[0].filters is None


def test_what_everybody_must_be_told_and_asked() -> None:
    question = only(
        """
        type | name | label | hint | guidance_hint | required | required_message | constraint | constraint_message | default | read_only | appearance
        integer | n | Hvor mange? | Tell alle | Til trykk | yes | Må svares | . >= 0 and . < 100 | Under hundre | 3 | yes | thousands-sep
        """  # noqa: E501
    )
    assert question == Question(
        "n",
        "number",
        Words("Hvor mange?"),
        hint=Words("Tell alle"),
        guidance=Words("Til trykk"),
        required="true()",
        required_words=Words("Må svares"),
        constraint=". >= 0 and . < 100",
        constraint_words=Words("Under hundre"),
        default="3",
        read_only=True,
        appearance="thousands-sep",
    )


def test_conditions() -> None:
    content = whole(
        """
        type | name | label | relevant | required
        select_one yn | a | A | |
        text | b | B | ${a} = ‘yes’ | ${a} = 'yes' or selected(${a}, "no")
        text | c | C | | no
        text | d | D | | TRUE
        """,
        YES_NO,
    )
    assert [q.relevant for q in content.questions] == ["", "${a} = 'yes'", "", ""]
    assert [q.required for q in content.questions] == [
        "",
        "${a} = 'yes' or selected(${a}, \"no\")",
        "",
        "true()",
    ]


def test_what_is_calculated_and_hidden() -> None:
    content = whole(
        """
        type | name | label | calculation | default | read_only
        integer | a | A | | |
        calculate | twice | | ${a} * 2 | |
        decimal | also | | ${a} div 3 | |
        hidden | source | | | fylket |
        today | day | | | |
        date | shown | I dag | today() | | yes
        note | told | Det dobbelte: | ${twice} | |
        """
    )
    found = {q.key: (q.kind, q.calculation, q.default, q.read_only) for q in content.questions}
    assert found == {
        "a": ("number", "", "", False),
        "twice": ("calculated", "${a} * 2", "", False),
        "also": ("calculated", "${a} div 3", "", False),
        "source": ("calculated", '"fylket"', "", False),
        "day": ("calculated", "today()", "", False),
        "shown": ("date", "today()", "", True),
        "told": ("text", "${twice}", "", True),
    }


def test_an_acknowledgement_is_a_choice_of_one() -> None:
    content = whole("type | name | label | relevant\nacknowledge | a | Lest |\ntext | b | B | ${a} = 'OK'")
    assert content.questions[0].kind == "one"
    assert [c.key for c in content.choices_of(content.questions[0].choices)] == ["OK"]


def test_an_acknowledgement_does_not_take_the_choices_of_a_list_of_that_name() -> None:
    content = whole(
        "type | name | label\nacknowledge | a | A\nselect_one acknowledge | b | B\nacknowledge | c | C",
        YES_NO.replace("yn ", "acknowledge "),
    )
    assert [q.choices for q in content.questions] == ["acknowledge_", "acknowledge", "acknowledge_"]
    assert [each.key for each in content.lists] == ["acknowledge", "acknowledge_"]


@pytest.mark.parametrize("said", ["fylket", "it's", 'the "county"', 'it\'s "so"'])
def test_a_hidden_value_is_kept_with_whatever_quotation_marks(said: str) -> None:
    question = only(f"type | name | label | default\nhidden | h | | {said}\n")
    assert calculated(question.calculation, Answers({}, date(2026, 11, 22))) == said


def test_what_the_standard_notes_of_people_is_not_kept() -> None:
    found = read_sheets(
        survey="""
        type | name | label
        start | start |
        end | end |
        deviceid | deviceid |
        phonenumber | phone |
        username | user |
        email | email |
        text | a | A
        """
    )
    assert [q.key for q in found.content.questions] == ["a"]
    assert [(note.sheet, note.row) for note in found.notes] == [("survey", row) for row in range(2, 8)]
    assert (found.notes[0].column, found.notes[-1].column) == ("type", "type")


def test_a_note_says_its_place_and_what_it_is_about() -> None:
    with override("en"):
        (note,) = read(book(survey="type | name | label\nstart | s |\ntext | a | A")).notes
        assert str(note) == (
            "Sheet survey, row 2, column type · "
            "“start” is not kept: nothing is recorded of whoever answers but what is asked."
        )


def test_groups_are_sections_and_groups_within_them_are_flattened() -> None:
    content = whole(
        """
        type | name | label | relevant | hint | appearance
        text | first | Først | | |
        begin_group | om | Om kommunen | ${first} != '' | Les dette | field-list
        text | a | A | | |
        begin group | inner | Mer | ${a} = 'x' | |
        text | b | B | ${a} != 'y' | |
        begin_group | silent | | ${b} = 'z' | |
        text | c | C | | |
        end_group | | | | |
        end group | | | | |
        end_group | | | | |
        text | last | Sist | | |
        """
    )
    assert [(s.key, s.title.nb, s.intro.nb, s.relevant) for s in content.sections] == [
        ("part_1", "Del 1", "", ""),
        ("om", "Om kommunen", "Les dette", "${first} != ''"),
        ("part_2", "Del 2", "", ""),
    ]
    assert [(q.key, q.kind, q.relevant) for q in content.sections[1].questions] == [
        ("a", "text", ""),
        ("inner_", "note", "${a} = 'x'"),
        ("b", "text", "(${a} = 'x') and (${a} != 'y')"),
        ("c", "text", "(${a} = 'x') and (${b} = 'z')"),
    ]


TABLE = """
type | name | label | appearance | required | relevant
begin_group | stage | Hvor langt er dere kommet? | table-list | |
select_one yn | respite | Avlastning | | yes |
select_one yn | meals | Måltider | | yes |
end_group | | | | |
text | after | Etterpå | | | ${respite} = 'yes'
"""


def test_a_table_list_is_a_grid() -> None:
    content = whole(TABLE, YES_NO)
    grid = content.questions[0]
    assert (grid.key, grid.kind, grid.choices, grid.rows) == ("stage", "matrix", "yn", "stage_rows")
    assert (grid.label, grid.required, grid.appearance) == (Words("Hvor langt er dere kommet?"), "true()", "")
    assert content.choices_of("stage_rows") == (
        Choice("respite", Words("Avlastning")),
        Choice("meals", Words("Måltider")),
    )
    assert content.questions[1].relevant == "${stage/respite} = 'yes'"


def test_a_label_row_and_rows_without_labels_are_a_grid() -> None:
    content = whole(
        """
        type | name | label | appearance
        begin_group | g | Del | field-list
        select_one yn | stage | Hvor langt? | label
        select_one yn | stage.a | A | list-nolabel
        select_one yn | stage.b | B | list-nolabel
        text | t | T |
        end_group | | |
        """,
        YES_NO,
    )
    grid, text = content.sections[0].questions
    assert (grid.kind, grid.key, grid.label.nb, text.key) == ("matrix", "stage", "Hvor langt?", "t")
    assert [row.key for row in content.choices_of(grid.rows)] == ["a", "b"]


def test_a_table_whose_rows_are_more_than_labels_is_asked_one_by_one() -> None:
    found = read_sheets(
        survey=TABLE.replace(
            "| yes |\nselect_one yn | meals", "| yes | ${after} = 'x'\nselect_one yn | meals"
        ),
        choices=YES_NO,
    )
    assert [(q.key, q.kind) for q in found.content.questions] == [
        ("respite", "one"),
        ("meals", "one"),
        ("after", "text"),
    ]
    assert [(note.row, note.column) for note in found.notes] == [(2, "appearance")]


def test_likert_and_other_looks_stay_as_they_are() -> None:
    assert (
        only("type | name | label | appearance\nselect_one yn | a | A | likert", YES_NO).appearance
        == "likert"
    )


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("label::Norsk bokmål (nb)", "nb"),
        ("label::Bokmål (nb-NO)", "nb"),
        ("label::Norsk", "nb"),
        ("label::nb", "nb"),
        ("label::no", "nb"),
        ("label::nob", "nb"),
        ("label::Norwegian (no)", "nb"),
        ("Label :: bokmål", "nb"),
        ("label:nb", "nb"),
        ("label", "nb"),
        ("caption", "nb"),
        ("label::Nynorsk (nn)", "nn"),
        ("label::nn", "nn"),
        ("label::nno", "nn"),
        ("label::nn_NO", "nn"),
        ("label::Norwegian Nynorsk", "nn"),
        ("label::Norsk (nn)", "nn"),
        ("LABEL::NYNORSK", "nn"),
        ("label::English (en)", "en"),
        ("label::eng", "en"),
        ("label::en-GB", "en"),
        ("label::Engelsk", "en"),
    ],
)
def test_languages_in_every_spelling(heading: str, language: str) -> None:
    assert only(f"type | name | {heading}\ntext | a | Svar").label == Words(**{language: "Svar"})


def test_words_in_all_three_languages() -> None:
    content = whole(
        """
        type | name | label::nb | label::nn | label::en | hint::nb | hint::nn | constraint | constraint_message::nb | constraint_message::nn | required | required_message::nb | required_message::nn | guidance_hint::nb | guidance_hint::nn
        select_one yn | a | Kommer dere? | Kjem de? | Are you coming? | Ja eller nei | Ja eller nei | . != '' | Feil | Gale | yes | Må | Lyt | Råd | Råd
        """,  # noqa: E501
        "list_name | name | label::nb | label::nn | label::en\nyn | no | Ikke | Ikkje | No",
    )
    (question,) = content.questions
    assert question.label == Words("Kommer dere?", "Kjem de?", "Are you coming?")
    assert (question.hint, question.guidance) == (Words("Ja eller nei", "Ja eller nei"), Words("Råd", "Råd"))
    assert (question.constraint_words, question.required_words) == (Words("Feil", "Gale"), Words("Må", "Lyt"))
    assert content.choices_of("yn")[0].label == Words("Ikke", "Ikkje", "No")


def test_columns_without_a_language_are_in_the_default_language() -> None:
    content = whole(
        "type | name | label | label::Bokmål (nb)\ntext | a | Kva? | Hva?",
        settings="form_title | default_language\nKartlegging | Nynorsk (nn)",
    )
    assert content.questions[0].label == Words("Hva?", "Kva?")
    assert content.title == Words("", "Kartlegging")


def test_a_language_that_is_not_ours_is_told_and_left() -> None:
    found = read_sheets(
        survey="type | name | label::nb | label::Davvisámegiella (se)\ntext | a | Hva? | Mii?"
    )
    assert found.content.questions[0].label == Words("Hva?")
    assert [(note.row, note.column) for note in found.notes] == [(1, "label::Davvisámegiella (se)")]


def test_the_settings() -> None:
    found = read_sheets(
        survey="type | name | label\ntext | a | A",
        settings="form_title | form_id | version | style | instance_name\nTittelen | f | 3 | pages | concat('a')",
    )
    assert found.content.title == Words("Tittelen")
    assert [note.column for note in found.notes] == ["style", "instance_name"]


def test_a_form_without_a_title_is_called_as_its_file() -> None:
    content = book(survey="type | name | label\ntext | a | A")
    titles = {
        name: read(content, name).content.title.nb
        for name in ("Kartlegging 2026.xlsx", "skjema", ".xlsx", "  ", "")
    }
    assert titles == {
        "Kartlegging 2026.xlsx": "Kartlegging 2026", "skjema": "skjema", ".xlsx": ".xlsx", "  ": "", "": "",
    }  # fmt: skip


def test_other_columns_and_rows_of_remarks_are_left_and_told() -> None:
    found = read_sheets(
        survey="type | name | label | my notes\n| | | To do\ntext | a | A | ask Kari",
        notes="whatever",
    )
    assert [q.key for q in found.content.questions] == ["a"]
    assert [(note.row, note.column) for note in found.notes] == [(1, "my notes")]


def test_a_row_that_is_disabled_is_told_and_left() -> None:
    found = read_sheets(survey="type | name | label | disabled\ntext | a | A | yes\ntext | b | B | no")
    assert [q.key for q in found.content.questions] == ["b"]
    assert [note.row for note in found.notes] == [2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("relevance", "relevant"),
        ("bind::relevant", "relevant"),
        ("bind:relevant", "relevant"),
        ("bind::constraint", "constraint"),
        ("calculate", "calculation"),
        ("bind::calculate", "calculation"),
    ],
)
def test_old_names_of_columns(old: str, new: str) -> None:
    assert getattr(only(f"type | name | label | {old}\ntext | a | A | 1 = 1"), new) == "1 = 1"


def test_old_names_of_other_columns() -> None:
    question = only(
        "command | tag | caption | readonly | bind::jr:requiredMsg | bind::jr:constraintMsg | body::appearance\n"
        "text | a | A | yes | Må | Feil | w1"
    )
    assert question == Question(
        "a",
        "text",
        Words("A"),
        read_only=True,
        required_words=Words("Må"),
        constraint_words=Words("Feil"),
        appearance="w1",
    )


def test_answers_within_a_text() -> None:
    content = whole(
        TABLE.replace("Etterpå", "Dere svarte ${respite} og ${meals}"),
        YES_NO,
    )
    assert content.questions[1].label == Words("Dere svarte ${stage/respite} og ${stage/meals}")


def test_a_text_that_looks_like_a_calculation_is_a_default() -> None:
    head = "type | name | label | default\n"
    assert only(head + "text | a | A | Nei").default == "Nei"
    assert only(head + "date | a | A | 2026-11-22").default == "2026-11-22"


def test_the_only_sheet_may_be_called_anything_and_names_of_sheets_are_in_any_letters() -> None:
    assert [q.key for q in read_sheets(Ark1="type | name | label\ntext | a | A").content.questions] == ["a"]
    found = read_sheets(Survey="type | name | label\nselect_one yn | a | A", CHOICES=YES_NO)
    assert [q.key for q in found.content.questions] == ["a"]


def test_numbers_and_truths_in_cells_are_what_they_look_like() -> None:
    """Excel keeps 4601 as a number, yes as it is, and TRUE as a truth."""
    made = load_workbook(
        BytesIO(
            book(
                survey="type | name | label | required | default\nselect_one k | a | A | |",
                choices="list_name | name | label\nk | x | Bergen",
            )
        )
    )
    made["survey"]["D2"].value, made["survey"]["E2"].value = True, 4601
    made["choices"]["B2"].value, made["choices"]["C2"].value = 4601, 7.5
    file = BytesIO()
    made.save(file)
    content = read(file.getvalue()).content
    assert (content.questions[0].required, content.questions[0].default) == ("true()", "4601")
    assert content.choices_of("k") == (Choice("4601", Words("7.5")),)


def test_a_box_that_libreoffice_ticked_is_no_formula() -> None:
    content = book(survey="type | name | label | required\ntext | a | A | =TRUE()\ntext | b | B | =FALSE()")
    assert [q.required for q in read(content).content.questions] == ["true()", ""]


def test_our_own_columns_bind_answers_and_name_what_is_asked() -> None:
    content = whole(
        """
        type | name | label | appearance | asks | bound | bound_values
        select_one yn | plan | Har dere en plan? | | plan-status | subject:plan-status | yes=adopted no=
        date | when | Når? | | | subject:plan-status#decision_day |
        text | need | Hva trenger dere? | | | need:text |
        text | mail | E-post | | | contact:main/email |
        select_one yn | one | Ett | | | subject:stage/respite |
        begin_group | stage | Steg | table-list | stages | subject:stage |
        select_one yn | a | A | | | |
        end_group | | | | | |
        """,
        YES_NO,
    )
    assert [(q.asks, q.bound) for q in content.questions] == [
        ("plan-status", Bound("subject", "plan-status", values={"yes": "adopted", "no": ""})),
        ("", Bound("subject", "plan-status", part="decision_day")),
        ("", Bound("need", part="text")),
        ("", Bound("contact", item="main", part="email")),
        ("", Bound("subject", "stage", "respite")),
        ("stages", Bound("subject", "stage")),
    ]


def test_a_whole_form_reads_the_same_in_a_process_of_its_own() -> None:
    content = book(survey=TABLE, choices=YES_NO, settings="form_title | version\nEn kartlegging | 2")
    assert read_xlsform(content, "x.xlsx") == read(content, "x.xlsx")
    assert isinstance(read_xlsform(content, "x.xlsx").content.sections[0], Section)
