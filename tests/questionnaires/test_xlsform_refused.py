"""Every part of the XLSForm standard that is not supported is refused, by sheet, row and column, with a sentence."""

from __future__ import annotations

import pytest

from tests.questionnaires.forms import refused, whole

HEAD = "type | name | label | {column}\n"
YES_NO = "list_name | name | label\nyn | yes | Ja\nyn | no | Nei"
PLAIN = "type | name | label\ntext | a | A"

PLACES = "Places on a map are not supported: ask for the municipality or the address as text."
CAPTURED = "Pictures, sound and film are not supported as answers: ask for a file."
TIMES = "Times of day are not supported: ask for a day (date), or for the time as text."
SCANNED = "Bar codes are not supported: ask for the number as text."
FILES = "Choices from a file of their own are not supported: write them on the sheet choices."
EXTERNAL = "Data from files of their own are not supported."
REPEATED = (
    "Repeated groups are not supported: ask so many times as are needed, or use a grid with a row for each."
)
RANKED = "Ranking is not supported: ask for a grid, or for the most important as select_one."
NAMED = (
    "The name “{}” must begin with a letter and have only the letters a–z, digits, hyphens, underscores and full "
    "stops, at most 128 of them."
)
WHOLE = "start, end and step must be whole numbers, and the end after the start."
CHOSEN = (
    "The name of a choice, “{}”, may have only the letters a–z, digits, hyphens, underscores and full stops."
)
AUDIT = "How people answer is not recorded here, so audit is not supported."


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("geopoint", PLACES),
        ("geotrace", PLACES),
        ("geoshape", PLACES),
        ("start-geopoint", PLACES),
        ("background-geopoint", PLACES),
        ("gps", PLACES),
        ("osm", PLACES),
        ("osm building", PLACES),
        ("image", CAPTURED),
        ("photo", CAPTURED),
        ("audio", CAPTURED),
        ("video", CAPTURED),
        ("background-audio", CAPTURED),
        ("time", TIMES),
        ("dateTime", TIMES),
        ("datetime", TIMES),
        ("barcode", SCANNED),
        ("rank yn", RANKED),
        ("select_one_from_file towns.csv", FILES),
        ("select_multiple_from_file towns.geojson", FILES),
        ("select_one towns.xml", FILES),
        ("select_one_external towns", FILES),
        ("xml-external", EXTERNAL),
        ("csv-external", EXTERNAL),
        ("audit", AUDIT),
        ("select_one ${child}", REPEATED),
        ("percentage", "The type “percentage” is not known. Is it misspelt?"),
        ("selectone yn", "The type “selectone yn” is not known. Is it misspelt?"),
        ("tekst", "The type “tekst” is not known. Is it misspelt?"),
    ],
)
def test_types_that_are_not_supported(written: str, sentence: str) -> None:
    found = refused(survey=f"type | name | label\ntext | a | A\n\n{written} | b | B", choices=YES_NO)
    assert found[0] == ("survey", 4, "type", sentence)


@pytest.mark.parametrize("kind", ["repeat", "loop over yn", "lgroup", "looped group"])
def test_repeats(kind: str) -> None:
    end = kind.partition(" over")[0]
    survey = f"type | name | label\nbegin {kind} | a | A\ntext | b | B\nend {end} | |"
    found = refused(survey=survey, choices=YES_NO)
    assert [each for each in found if each[3] == REPEATED] == [
        ("survey", 2, "type", REPEATED),
        ("survey", 4, "type", REPEATED),
    ]


MEDIA = "Pictures, sound and film in a question are not supported."


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("image", "a.png", MEDIA),
        ("media::image", "a.png", MEDIA),
        ("media::image::nb", "a.png", MEDIA),
        ("big-image", "a.png", MEDIA),
        ("audio", "a.mp3", MEDIA),
        ("video::Norsk (nb)", "a.mp4", MEDIA),
        ("repeat_count", "3", REPEATED),
        ("trigger", "${first}", "Calculations that a question triggers are not supported: a calculation always holds."),
        ("save_to", "x", "Entities are not supported."),
        ("query", "x", "“query” is not supported."),
        ("intent", "x", "“intent” is not supported."),
        ("bind::type", "int", "“bind::type” is not supported."),
        ("bind::jr:preload", "uid", "“bind::jr:preload” is not supported."),
        ("body::accuracyThreshold", "10", "“body::accuracyThreshold” is not supported."),
        ("instance::x", "1", "“instance::x” is not supported."),
        ("read_only", "${first} = 'x'", "Write yes, or leave it empty: an expression is not supported here."),
        ("default", "today()", "A default that is calculated is not supported: write the value itself."),
        ("default", "${first}", "A default that is calculated is not supported: write the value itself."),
        ("default", "uuid()", "A default that is calculated is not supported: write the value itself."),
        ("default", "${last-saved#a}", "A default that is calculated is not supported: write the value itself."),
        ("parameters", "max-pixels=3", "The parameter “max-pixels” is not supported."),
        ("relevant", "${gone} = 1", "“gone” is no question of this form that is answered."),
        ("relevant", "${note} = 1", "“note” is no question of this form that is answered."),
        ("relevant", "first = 1", "“first” is understood only in choice_filter: write ${first} for a question."),
        ("relevant", "../first = 1", "Paths such as “..” are not supported: write ${name} for a question."),
        ("relevant", "${first} =", "The expression ends too early: is a parenthesis or a value missing?"),
        ("constraint", "regex(., '(a)\\1')", "regex(): “\\1” is not supported in a pattern."),
        ("calculation", "pulldata('f', 'a', 'b', 'c')", "The function pulldata() is not supported."),
        ("calculation", "instance('yn')//item[name = 'yes']/label", "The function instance() is not supported."),
        ("calculation", "indexed-repeat(${first}, ${first}, 1)", "The function indexed-repeat() is not supported."),
        ("calculation", "jr:choice-name('yes', '${first}')", "The function jr:choice-name() is not supported."),
        ("calculation", "now()", "The function now() is not supported."),
        ("calculation", "random()", "The function random() is not supported."),
        ("calculation", "count(${first})", "The function count() is not supported."),
        ("calculation", "position(..)", "The function position() is not supported."),
        ("appearance", "quick search('towns')", FILES),
        ("appearance", "ex:org.example.app(a='b')", "Answers from other programs are not supported."),
        ("required", "maybe(1)", "The function maybe() is not supported."),
        ("bound", "plan", "“plan” is not understood. Write subject:KEY, subject:KEY/ITEM, need:PART or contact:ROLE/PART."),
        ("bound_values", "a=b", "The row says what its values mean, but not what it is bound to."),
    ],
)  # fmt: skip
def test_columns_and_cells_that_are_not_supported(column: str, cell: str, sentence: str) -> None:
    survey = HEAD.format(column=column) + f"text | first | F |\nnote | note | N |\ntext | a | A | {cell}"
    found = refused(survey=survey, choices=YES_NO)
    assert found[0] == ("survey", 4, column, sentence)


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("select_one yn | a | A | | randomize=true | ", "parameters", "The parameter “randomize” is not supported."),
        ("select_one yn | a | A | | randomize=true, seed=1 | ", "parameters", "The parameter “randomize” is not supported."),
        ("range | a | A | | start=0 end=1 step=0.1 | ", "parameters", WHOLE),
        ("range | a | A | | start=9 end=1 | ", "parameters", WHOLE),
        ("select_one yn | a | A | county = 1 | | ", "choice_filter", "The choices have no column “county”."),
        ("select_one gone | a | A | | | ", "type", "The sheet choices has no list “gone”."),
        ("calculate | a | | | | ", "calculation", "The calculation is missing."),
        ("text | a | | | | ", "label", "The question has no text: label is missing."),
        ("text | | A | | | ", "name", "The row has no name."),
        ("| a | A | | | ", "type", "The row has no type."),
        ("text | 1a | A | | | ", "name", NAMED.format("1a")),
        ("text | første | A | | | ", "name", NAMED.format("første")),
        ("text | twice | A | | | ", "name", "The name “twice” is that of row 2 too."),
        ("end_group | | | | | ", "type", "A group ends that did not begin."),
        ("begin_group | g | G | | | ", "type", "The group does not end: end_group is missing."),
    ],
)  # fmt: skip
def test_rows_that_are_not_right(row: str, column: str, sentence: str) -> None:
    survey = f"type | name | label | choice_filter | parameters | calculation\ntext | twice | T | | |\n{row}"
    found = refused(survey=survey, choices=YES_NO)
    assert found[0] == ("survey", 3, column, sentence)


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("yn | | Nei", "name", "The choice has no name."),
        ("| no | Nei", "list_name", "The choice has no list_name."),
        ("yn | no |", "label", "The choice has no text: label is missing."),
        ("yn | yes | Nei", "name", "The list “yn” has the choice “yes” twice."),
        ("yn | not yet | Nei", "name", CHOSEN.format("not yet")),
        ("yn | ¦ | Nei", "name", CHOSEN.format("|")),
    ],
)  # fmt: skip
def test_choices_that_are_not_right(row: str, column: str, sentence: str) -> None:
    found = refused(
        survey="type | name | label\nselect_one yn | a | A",
        choices=f"list_name | name | label\nyn | yes | Ja\n{row}",
        settings="allow_choice_duplicates\nyes",
    )
    assert found[0] == ("choices", 3, column, sentence)


def test_pictures_of_choices() -> None:
    found = refused(
        survey="type | name | label\nselect_one yn | a | A",
        choices="list_name | name | label | media::image::nb\nyn | yes | Ja | a.png",
    )
    assert found == [("choices", 2, "media::image::nb", MEDIA)]


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [("entities", "Entities are not supported."), ("external_choices", FILES), ("osm", PLACES)],
)
def test_sheets_that_are_not_supported(sheet: str, sentence: str) -> None:
    found = refused(survey=PLAIN, **{sheet: "list_name | name | label\nx | y | z"})
    assert (sheet, 2, "", sentence) in found


@pytest.mark.parametrize("sheet", ["entities", "external_choices", "osm"])
def test_a_sheet_of_headings_alone_asks_for_nothing_that_is_not_supported(sheet: str) -> None:
    assert whole(PLAIN, **{sheet: "list_name | name | label"}).questions[0].key == "a"


def test_a_survey_without_types_is_told_so_once() -> None:
    found = refused(survey="name | label\na | A\nb | B")
    assert found == [("survey", 1, "", "The sheet has no column “type”.")]


def test_a_form_in_another_language_is_told_so_once() -> None:
    found = refused(
        survey="type | name | label::Deutsch (de) | hint\ntext | a | Wer? | A\ntext | b | Was? | B",
        settings="form_title\nx",
    )
    sentence = "The questions are in none of bokmål, nynorsk and English: name the language of a column, such as label::nb."
    assert found == [("survey", 1, "label::Deutsch (de)", sentence)]


@pytest.mark.parametrize("column", ["public_key", "submission_url", "auto_send", "auto_delete"])
def test_forms_that_send_answers_away(column: str) -> None:
    sentence = "Answers stay here: they are neither encrypted for others nor sent to another server."
    found = refused(survey=PLAIN, settings=f"form_title | {column}\nT | yes")
    assert found[0] == ("settings", 2, column, sentence)


def test_a_default_language_that_is_not_ours() -> None:
    found = refused(survey=PLAIN, settings="default_language\nDavvisámegiella (se)")
    sentence = "The default language “Davvisámegiella (se)” is none of bokmål, nynorsk and English."
    assert found == [("settings", 2, "default_language", sentence)]


def test_two_columns_that_say_the_same() -> None:
    found = refused(survey="type | name | label::nb | label::Bokmål\ntext | a | A | B")
    assert found == [
        ("survey", 1, "label::Bokmål", "Two columns say the same: “label::nb” and “label::Bokmål”.")
    ]


def test_a_formula_is_not_read_for_what_it_gave_somebody() -> None:
    found = refused(survey="type | name | label\ntext | a | =1+1", choices=YES_NO)
    assert ("survey", 2, "C", "The cell holds a formula: write the text itself.") in found


def test_a_workbook_that_is_no_form() -> None:
    assert refused(Ark1="a | b\n1 | 2", Ark2="c | d\n3 | 4") == [
        ("", 0, "", "The workbook has no sheet “survey”.")
    ]
    assert refused(survey="|\ntype | name | label\ntext | a | A", settings="form_title\nx")[0] == (
        "survey",
        1,
        "",
        "The sheet must begin with its headings in row 1.",
    )
    assert refused(survey="type | name | label", settings="form_title\nx")[0] == (
        "survey",
        0,
        "",
        "The form asks nothing.",
    )


def test_what_only_pyxform_refuses_is_told_with_its_reason_and_its_place() -> None:
    (fault,) = refused(
        survey="type | name | label | parameters\ntext | a | A |\nrange | b | B | start=1 end=5 tick_interval=0"
    )
    assert fault[:3] == ("survey", 3, "parameters")
    assert fault[3].startswith("The standard's own reader, pyxform, refuses it: On the 'survey' sheet")
    (fault,) = refused(survey=PLAIN, settings="form_title | name\nT | 1 2")
    assert fault[:3] == ("settings", 1, "name")


def test_every_fault_is_told_in_the_order_of_the_workbook() -> None:
    found = refused(
        survey="type | name | label | relevant\ngeopoint | a | A |\ntext | b | B | ${x} = 1\naudio | c | C |",
        choices="list_name | name | label\nyn | | Ja",
        settings="public_key\nx",
    )
    assert [(each[0], each[1]) for each in found] == [
        ("survey", 2),
        ("survey", 3),
        ("survey", 4),
        ("choices", 2),
        ("settings", 2),
    ]
