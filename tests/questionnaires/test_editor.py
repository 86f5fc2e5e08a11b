"""Questionnaires are listed, begun and written on pages that work without any script."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html
from openpyxl import load_workbook

from samordner.questionnaires.content import Bound, Content
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import make_questionnaire, put_away, save_content
from samordner.questionnaires.xlsform import write_xlsform
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, NOW, Region, region
from tests.questionnaires.made import ask, asking, choices

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(1)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def make(place: Region, content: Content, name: str = "Skjema") -> Questionnaire:
    return make_questionnaire(place.programme, place.office, name, content, by=BY, now=NOW)


def fresh(row: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.get(pk=row.pk)


def address(name: str, row: Questionnaire, *more: str) -> str:
    return reverse(f"questionnaires:{name}", args=[row.pk, *more])


def drawn(answer: Any) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(answer.content.decode())


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the page's last form for typing would send if nothing were changed."""
    form = drawn(client.get(path)).xpath("//main//form[@data-keep]")[-1]
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def text_of(answer: Any) -> str:
    return " ".join(drawn(answer).text_content().split())


def everything() -> Content:
    """One question of each kind, with everything that it may have."""
    lists = (choices("yes_no", "yes", "no"), choices("things", "x", "y"))
    return asking(
        ask("one", "one", choices="yes_no", other=True, default="yes", required="true()"),
        ask("many", "many", choices="things", asks="shared", appearance="minimal"),
        ask(
            "matrix",
            "matrix",
            choices="yes_no",
            rows="things",
            relevant="${one} = 'yes' or selected(${many}, 'x')",
        ),
        ask("number", "number", decimal=True, constraint=". > 0", constraint_words=ask("q").label),
        ask("text", relevant="${number} > 2 and ${one} = 'no'", required="${one} = 'no'"),
        ask("date", "date", hint=ask("q").label, guidance=ask("q").label),
        ask("file", "file"),
        ask("note", "note"),
        ask("sum", "calculated", calculation="${number} + 1"),
        ask("help", "long", bound=Bound("need", part="text")),
        lists=lists,
    )


@pytest.mark.parametrize("key", [each.key for each in everything().questions])
def test_a_question_saved_as_it_stands_stays_as_it_was(place: Region, client: Client, key: str) -> None:
    row = make(place, everything())
    path = address("question", row, key)
    answer = client.post(path, typed(client, path))
    assert answer.status_code == 302
    assert fresh(row).content == everything()


def test_every_field_of_a_question_is_written(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a", "one", choices="l"), ask("b"), lists=(choices("l", "x", "y"),)))
    path = address("question", row, "b")
    said = typed(client, path) | {
        "label_nb": "Hvor mange?", "label_nn": "Kor mange?", "label_en": "How many?",
        "hint_nb": "Om lag.", "hint_nn": "Om lag.", "guidance_nb": "Tell.", "guidance_nn": "Tel.",
        "key": "how_many", "required_how": "always", "only_1": "a=x", "only_2": "a=y",
        "constraint": "string-length(.) < 5", "constraint_words_nb": "For langt", "constraint_words_nn": "For langt",
        "default": "0", "asks": "size", "bound": "need::text",
    }  # fmt: skip
    assert client.post(path, said).status_code == 302
    found = fresh(row).content.question("how_many")
    assert (found.label.nn, found.label.en, found.hint.nb, found.guidance.nn) == (
        "Kor mange?",
        "How many?",
        "Om lag.",
        "Tel.",
    )
    assert (found.required, found.relevant) == ("true()", "${a} = 'x' or ${a} = 'y'")
    assert (found.constraint, found.default, found.asks) == ("string-length(.) < 5", "0", "size")
    assert found.bound == Bound("need", part="text")


def test_a_condition_of_ones_own_holds_instead_of_what_is_chosen(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a", "one", choices="l"), ask("b"), lists=(choices("l", "x"),)))
    path = address("question", row, "b")
    client.post(path, typed(client, path) | {"only_1": "a=x", "relevant": "${a} != 'x'"})
    assert fresh(row).content.question("b").relevant == "${a} != 'x'"
    again = typed(client, path)
    assert (again["only_1"], again["relevant"]) == ("", "${a} != 'x'")
    client.post(path, again | {"relevant": "", "only_1": "a=x"})
    assert fresh(row).content.question("b").relevant == "${a} = 'x'"


def test_what_is_not_in_order_is_saved_and_told_beside_the_question_and_at_the_top(
    place: Region, client: Client
) -> None:
    row = make(place, asking(ask("a"), ask("b")))
    path = address("question", row, "b")
    said = typed(client, path) | {"label_nn": "", "hint_nb": "Hint", "relevant": "${gone} = "}
    answer = client.post(path, said, follow=True)
    text = text_of(answer)
    assert "2 texts lack nynorsk" in text
    assert "1 thing is not in order" in text
    here = drawn(answer).xpath("//*[contains(@class, 'here')]//li")
    assert [each.text for each in here][1:] == [
        "Question 2: nynorsk is missing.",
        "Question 2, hint: nynorsk is missing.",
    ]


def test_choices_are_written_one_a_line_and_the_key_may_be_left_out(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a", "one")))
    path = address("question", row, "a")
    client.post(
        path,
        typed(client, path)
        | {"choices_lines": "yes | Ja | Ja | Yes\nVet ikke\n | Kanskje \\| nei | Kanskje"},
    )
    content = fresh(row).content
    [made] = content.lists
    assert (content.question("a").choices, made.key) == ("a_choices", "a_choices")
    assert [(each.key, each.label.nb, each.label.nn) for each in made.choices] == [
        ("yes", "Ja", "Ja"),
        ("vet_ikke", "Vet ikke", ""),
        ("kanskje_nei", "Kanskje | nei", "Kanskje"),
    ]


def test_a_list_is_shared_copied_and_written_as_a_table(place: Region, client: Client) -> None:
    lists = (choices("l", "x", "y"),)
    row = make(place, asking(ask("a", "one", choices="l"), ask("b", "many", choices="l"), lists=lists))
    path = address("question", row, "b")
    assert "l, shared with question 1" in text_of(client.get(path))
    client.post(path, typed(client, path) | {"choices_list": "__own__", "choices_lines": "z | Z | Z"})
    content = fresh(row).content
    assert content.question("b").choices == "b_choices"
    assert (content.choices_of("l"), len(content.choices_of("b_choices"))) == (lists[0].choices, 1)
    path = address("list", row, "l")
    table = {
        "version": fresh(row).version, "as_table": "1", "place": ["2", "1", "3", ""],
        "key": ["x", "y", "", ""], "nb": ["Eks", "Ypsilon", "Sett", ""], "nn": ["Eks", "Ypsilon", "Zet", ""],
        "en": ["", "", "", ""], "filters": ["", "area=A", "", ""],
    }  # fmt: skip
    assert client.post(path, table).status_code == 302
    found = fresh(row).content.choices_of("l")
    assert [(each.key, each.label.nb, each.filters) for each in found] == [
        ("y", "Ypsilon", {"area": "A"}),
        ("x", "Eks", None),
        ("sett", "Sett", None),
    ]


def test_what_is_bound_gets_its_choices_and_rows_from_the_programme(place: Region, client: Client) -> None:
    row = make(place, asking(ask("status", "one"), ask("stages", "matrix")))
    for key, bound in (("status", "subject:plan_status:value"), ("stages", "subject:solution_stage:value")):
        path = address("question", row, key)
        assert client.post(path, typed(client, path) | {"bound": bound}).status_code == 302
    content = fresh(row).content
    says = place.definition
    assert [each.key for each in content.choices_of("plan_status")] == [
        each.key for each in says.values_of("plan_status")
    ]
    assert [each.key for each in content.choices_of(content.question("stages").rows)] == [
        each.key for each in says.solutions
    ]
    assert "It can be asked" in text_of(client.get(address("questionnaire", row)))


def test_a_new_kind_brings_its_fields_and_loses_nothing(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a", "one", choices="l", other=True), lists=(choices("l", "x"),)))
    path = address("question", row, "a")
    client.post(path, typed(client, path) | {"kind": "scale"})
    assert "scale_low" in typed(client, path)
    client.post(path, typed(client, path) | {"scale_low": "0", "scale_high": "10", "kind": "one"})
    found = fresh(row).content.question("a")
    assert (found.kind, found.choices, found.other) == ("one", "l", True)
    assert found.scale is not None
    assert (found.scale.low, found.scale.high) == (0, 10)


def test_a_question_is_added_moved_doubled_removed_and_brought_back(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a"), ask("b")))

    def deed(name: str, **said: str) -> str:
        return str(client.post(address("deed", row, name), said)["location"])

    def order() -> list[str]:
        return [each.key for each in fresh(row).content.questions]

    assert deed("add", key="first", kind="number", label="Når ble det gjort?").endswith(
        "/sporsmal/nar_ble_det_gjort/"
    )
    deed("up", key="nar_ble_det_gjort", back="a")
    assert order() == ["a", "nar_ble_det_gjort", "b"]
    deed("up", key="a")
    deed("down", key="b")
    assert order() == ["a", "nar_ble_det_gjort", "b"]
    deed("double", key="a")
    assert order() == ["a", "a_2", "nar_ble_det_gjort", "b"]
    deed("remove", key="a")
    assert order() == ["a_2", "nar_ble_det_gjort", "b"]
    client.post(address("undo", row))
    assert order() == ["a", "a_2", "nar_ble_det_gjort", "b"]


def test_a_move_without_a_new_page_brings_the_undo_and_what_is_wrong_along(
    place: Region, client: Client
) -> None:
    row = make(place, asking(ask("a"), ask("b")))
    page = client.get(address("questionnaire", row)).content.decode()
    assert page.count('hx-select-oob="#deeds,#state"') == page.count("hx-post=") > 0
    assert page.count('id="deeds"') == page.count('id="state"') == 1


def test_sections_are_added_moved_and_removed_and_a_question_moves_between_them(
    place: Region, client: Client
) -> None:
    row = make(place, asking(ask("a"), ask("b")))

    def deed(name: str, **said: str) -> None:
        assert client.post(address("deed", row, name), said).status_code == 302

    def order() -> list[tuple[str, list[str]]]:
        return [(each.key, [one.key for one in each.questions]) for each in fresh(row).content.sections]

    deed("add-section", label="Veien videre")
    deed("down", key="b")
    assert order() == [("first", ["a"]), ("veien_videre", ["b"])]
    deed("section-up", key="veien_videre")
    assert order() == [("veien_videre", ["b"]), ("first", ["a"])]
    deed("down", key="b")
    assert order() == [("veien_videre", []), ("first", ["b", "a"])]
    deed("remove-section", key="first")
    assert order() == [("veien_videre", [])]


def test_conditions_follow_a_question_s_new_key(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a"), ask("b", relevant="${a} = 'a' and ${a/other} = 'x'")))
    path = address("question", row, "a")
    answer = client.post(path, typed(client, path) | {"key": "alfa"})
    assert answer["location"] == address("question", row, "alfa")
    assert fresh(row).content.question("b").relevant == "${alfa} = 'a' and ${alfa/other} = 'x'"


@pytest.mark.parametrize("key", ["b", "1", "a/b", "${x}", "æ"])
def test_a_key_that_will_not_do_is_refused_and_nothing_typed_is_lost(
    place: Region, client: Client, key: str
) -> None:
    row = make(place, asking(ask("a"), ask("b")))
    path = address("question", row, "a")
    answer = client.post(path, typed(client, path) | {"key": key, "label_nb": "Nye ord"})
    assert answer.status_code == 422
    assert "Nye ord" in answer.content.decode()
    assert fresh(row).version == 1


def test_two_who_write_on_different_questions_are_in_nobody_s_way(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a"), ask("b")))
    mine = typed(client, address("question", row, "a"))
    theirs = typed(client, address("question", row, "b"))
    client.post(address("question", row, "b"), theirs | {"label_nb": "Deres"})
    assert client.post(address("question", row, "a"), mine | {"label_nb": "Mitt"}).status_code == 302
    assert [each.label.nb for each in fresh(row).content.questions] == ["Mitt", "Deres"]


def test_of_two_who_write_on_one_question_the_second_sees_both_and_decides(
    place: Region, client: Client
) -> None:
    row = make(place, asking(ask("a")))
    path = address("question", row, "a")
    said = typed(client, path)
    client.post(path, said | {"label_nb": "Først"})
    answer = client.post(path, said | {"label_nb": "Så"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Først" in text
    assert "Så" in text
    assert fresh(row).content.question("a").label.nb == "Først"
    [version] = drawn(answer).xpath("//form[@data-keep]/input[@name='version']/@value")
    assert client.post(path, said | {"label_nb": "Så", "version": version}).status_code == 302
    assert fresh(row).content.question("a").label.nb == "Så"


def test_a_question_that_another_removed_meanwhile_can_be_put_back_as_it_was_typed(
    place: Region, client: Client
) -> None:
    row = make(place, asking(ask("a"), ask("b")))
    path = address("question", row, "a")
    said = typed(client, path) | {"label_nb": "Mine ord"}
    client.post(address("deed", row, "remove"), {"key": "a"})
    answer = client.post(path, said)
    assert answer.status_code == 422
    assert "Mine ord" in answer.content.decode()
    assert client.post(path, said | {"again": "1"}).status_code == 302
    assert fresh(row).content.question("a").label.nb == "Mine ord"


def test_title_introduction_and_name_are_written_and_a_taken_name_keeps_what_was_typed(
    place: Region, client: Client
) -> None:
    row, other = make(place, asking(ask("a"))), make(place, asking(ask("a")), "Et annet")
    path = address("questionnaire", row)
    said = typed(client, path) | {"title_nb": "Tittel", "intro_nn": "Hei", "name": other.name}
    assert client.post(path, said).status_code == 422
    assert fresh(row).version == 1
    assert client.post(path, said | {"name": "Nytt navn"}).status_code == 302
    found = fresh(row)
    assert (found.name, found.content.title.nb, found.content.intro.nn) == ("Nytt navn", "Tittel", "Hei")


def test_one_begins_empty_from_a_ready_one_or_from_a_copy(place: Region, client: Client) -> None:
    path = reverse("questionnaires:new")
    for name, start in (("Tomt", "empty"), ("Årets", "ready:yearly_mapping")):
        assert client.post(path, {"name": name, "start": start}).status_code == 302
    ready = Questionnaire.objects.get(name="Årets")
    assert client.post(path, {"name": "Kopi", "start": f"copy:{ready.pk}"}).status_code == 302
    assert Questionnaire.objects.get(name="Kopi").content == ready.content
    assert Questionnaire.objects.get(name="Tomt").content.questions == ()
    assert ready.ready == "yearly_mapping"
    text = text_of(client.get(reverse("questionnaires:index")))
    assert "3 questionnaires" in text
    assert "It can be asked" in text_of(client.get(address("questionnaire", ready)))


@pytest.mark.parametrize(
    "said",
    [{"name": "", "start": "empty"}, {"name": "X", "start": "copy:99"}, {"name": "X", "start": "ready:gone"}],
)
def test_what_it_cannot_begin_from_is_refused(place: Region, client: Client, said: dict[str, str]) -> None:
    assert client.post(reverse("questionnaires:new"), said).status_code == 422
    assert Questionnaire.objects.count() == 0


def test_a_file_goes_out_and_comes_back_as_the_same_questionnaire(place: Region, client: Client) -> None:
    row = make(place, everything())
    answer = client.get(address("xlsform", row))
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[:2] == ["survey", "choices"]
    file = SimpleUploadedFile("skjema.xlsx", answer.content)
    back = client.post(reverse("questionnaires:from_file"), {"file": file, "name": "Tilbake"})
    assert back.status_code == 302
    assert Questionnaire.objects.get(name="Tilbake").content.questions == everything().questions


def test_a_file_that_cannot_be_read_tells_of_every_fault_in_a_table(place: Region, client: Client) -> None:
    book = load_workbook(io.BytesIO(write_xlsform(asking(ask("a"), ask("b")))))
    book["survey"].append(["geopoint", "where", "Hvor?", "Kvar?"])
    file = io.BytesIO()
    book.save(file)
    answer = client.post(
        reverse("questionnaires:from_file"),
        {"file": SimpleUploadedFile("x.xlsx", file.getvalue()), "name": "X"},
    )
    assert answer.status_code == 422
    assert drawn(answer).xpath("//tbody/tr[1]/td[1]/text()") == ["survey"]
    rubbish = client.post(
        reverse("questionnaires:from_file"), {"file": SimpleUploadedFile("x.xlsx", b"rubbish"), "name": "X"}
    )
    assert rubbish.status_code == 422
    assert Questionnaire.objects.count() == 0


def test_the_list_is_narrowed_sorted_and_taken_out_as_a_file(place: Region, client: Client) -> None:
    long = make(place, everything(), "Langt")
    away = make(place, asking(ask("a")), "Gammelt")
    put_away(away, by=BY, now=NOW)
    short = make(place, asking(ask("a")), "Kort")
    save_content(short, asking(ask("a"), ask("b")), version=1, by=BY, now=NOW)

    def names(**asked: str) -> list[str]:
        return list(drawn(client.get(reverse("questionnaires:index"), asked)).xpath("//tbody//th/a/text()"))

    assert names() == ["Kort", "Langt"]
    assert (names(state="away"), names(state="all")) == (["Gammelt"], ["Gammelt", "Kort", "Langt"])
    assert (names(q="lang"), names(sort="-questions"), names(used="yes"), names(origin="xlsform")) == (
        ["Langt"],
        ["Langt", "Kort"],
        [],
        [],
    )
    rows = client.get(reverse("questionnaires:index"), {"format": "json"}).json()["rows"]
    assert [(each["name"], each["questions"]) for each in rows] == [
        ("Kort", 2),
        ("Langt", len(long.content.questions)),
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_it_is_printed_to_be_answered_on_paper(
    place: Region, client: Client, language: str, format: str
) -> None:
    client.post(reverse("questionnaires:new"), {"name": "Årets", "start": "ready:yearly_mapping"})
    row = Questionnaire.objects.get()
    answer = client.get(address("paper", row), {"format": format, "language": language})
    assert answer.status_code == 200
    assert answer.content[:2] == {"pdf": b"%P", "docx": b"PK"}[format]
    html = client.get(address("paper", row), {"format": "html", "language": language}).content.decode()
    assert {"nb": "Hvor langt er kommunen kommet", "nn": "Kor langt er kommunen komen"}[language] in html
    assert html.count("☐") > 200


def test_a_phrase_in_the_reader_s_nynorsk_is_kept_as_nynorsk(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a")))
    client.post(
        address("deed", row, "add"), {"key": "first", "kind": "text", "label": "Kor mange?", "language": "nn"}
    )
    assert (fresh(row).content.questions[-1].label.nn, fresh(row).content.questions[-1].label.nb) == (
        "Kor mange?",
        "",
    )


def test_put_away_it_is_read_only_until_it_is_taken_out(place: Region, client: Client) -> None:
    row = make(place, asking(ask("a")))
    client.post(address("keep", row))
    assert drawn(client.get(address("questionnaire", row))).xpath("//form[@data-keep]") == []
    assert client.post(address("deed", row, "remove"), {"key": "a"}).status_code == 302
    assert len(fresh(row).content.questions) == 1
    client.post(address("keep", row), {"out": "1"})
    assert fresh(row).put_away_at is None


def test_a_round_can_be_prepared_as_soon_as_it_can_be_asked(place: Region, client: Client) -> None:
    whole, lacking = make(place, asking(ask("a"))), make(place, asking(), "Tomt")

    def offered(row: Questionnaire) -> list[str]:
        links = drawn(client.get(address("questionnaire", row))).xpath("//main//a/@href")
        return [each for each in links if each.startswith(reverse("mapping:new"))]

    assert [f"questionnaire={whole.pk}" in each for each in offered(whole)] == [True]
    assert offered(lacking) == []
    assert client.get(offered(whole)[0]).status_code == 200


def test_a_ready_one_that_cannot_be_read_is_told_of_and_stops_nobody(
    place: Region, client: Client, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "leve-hele-livet" / "questionnaires"
    folder.mkdir(parents=True)
    (folder / "wrong.toml").write_text("minutes = 'x'", "utf-8")
    settings.PROGRAMMES_DIR = tmp_path
    for path in ("questionnaires:index", "questionnaires:new"):
        answer = client.get(reverse(path))
        assert answer.status_code == 200
        assert "wrong.toml: " in text_of(answer)
