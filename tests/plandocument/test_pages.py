"""Reading a plan in through a browser: nothing typed is lost, and one's place is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samordner.charts.figures import Figure
from samordner.documents.printing import DocumentFormat, print_document
from samordner.files.models import File
from samordner.files.operations import LIMIT
from samordner.people.models import Assignment, User
from samordner.plandocument.documents import plan_document
from samordner.plandocument.forms import as_made
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import correct_reading, target
from samordner.plandocument.previews import front_shown, sections
from samordner.plandocument.queries import contents
from samordner.plandocument.states import fingerprint
from samordner.plandocument.taking import new_chapters
from samordner.plans.models import Plan
from samordner.programmes.definition import read_programme
from samordner.programmes.operations import load
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region, lively
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import accepted, begun, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NORDLIA = (PLANS / "nordlia.txt").read_bytes()


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.fixture
def client(region: Region) -> Client:
    """The coordinator's browser, in English."""
    user = User.objects.create(
        email="kim@example.org", name="Kim", language="en", created_at=NOW, is_demo=True
    )
    Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=region.office)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def reading(region: Region) -> PlanReading:
    return begun(NORDLIA, region.office, region.programme)


def sent(reading: PlanReading, **more: str) -> dict[str, str]:
    return {"version": str(reading.version), **more}


def first_doubtful(reading: PlanReading) -> tuple[Any, Any]:
    """The first two rows to look at."""
    rows = [row for section in sections(reading.result, only_doubtful=True) for row in section.rows]
    return rows[0], rows[1]


# Giving a document


def test_with_several_programmes_none_is_chosen_beforehand(region: Region, client: Client) -> None:
    assert b'<option value="" selected' not in client.get("/les-inn/").content
    load(read_programme("bo-trygt-hjemme"), by="u1", now=NOW)
    file = SimpleUploadedFile("plan.txt", text())
    answer = client.post("/les-inn/", {"file": file, "programme": "", "office": region.office.key})
    assert (answer.status_code, PlanReading.objects.count(), File.objects.count()) == (422, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "plan.doc",
            b"\xd0\xcf\x11\xe0 old",
            "This is an old or a locked Word file. Save it as DOCX without a password.",
        ),
        ("plan.txt", b"%PDF-1.7", "The file is damaged: its end is missing. Fetch or save it once more."),
        ("plan.txt", b" ", "The file is empty."),
        ("plan.txt", b"x" * (LIMIT + 1), "The file is larger than 20 MB."),
        ("plan.docx", b"PK\x03\x04 not a document", "The file is damaged."),
    ],
)
def test_a_document_that_is_refused_says_why_beside_the_field(
    name: str, content: bytes, sentence: str, region: Region, client: Client
) -> None:
    given = {"programme": region.programme.key, "office": region.office.key}
    answer = client.post("/les-inn/", {"file": SimpleUploadedFile(name, content), **given})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [sentence]
    assert (File.objects.count(), PlanReading.objects.count()) == (0, 0)


def test_the_document_comes_back_as_it_was_given(region: Region, client: Client) -> None:
    reading = begun(text(), region.office, region.programme, name="Årsplan.txt")
    answer = client.get(f"/les-inn/{reading.pk}/dokument/")
    assert answer.content == text()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%85rsplan.txt"


# Correcting


def test_after_a_row_is_said_to_be_right_the_next_one_to_look_at_is_shown(
    reading: PlanReading, client: Client
) -> None:
    row, following = first_doubtful(reading)
    assert row.next == following.anchor
    address = {"register": row.register, "row": row.key, "anchor": row.anchor, "next": row.next}
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, do="mark-certain", **address))
    assert answer["Location"] == f"/les-inn/{reading.pk}/#{following.anchor}"
    reading.refresh_from_db()
    assert first_doubtful(reading)[0].anchor == following.anchor


def test_after_a_change_one_stays_at_the_row_unless_only_rows_to_look_at_are_shown(
    reading: PlanReading, client: Client
) -> None:
    row, following = first_doubtful(reading)
    naming = row.cells[1].key
    form = {
        "do": "cells", "register": row.register, "row": row.key, "anchor": row.anchor, "next": row.next,
        f"cell-{naming}": "Skrevet om",
    }  # fmt: skip
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, **form))
    assert answer["Location"] == f"/les-inn/{reading.pk}/#{row.anchor}"
    reading.refresh_from_db()
    answer = client.post(
        f"/les-inn/{reading.pk}/rett/", sent(reading, **{**form, f"cell-{naming}": "Igjen"}, vis="tvil")
    )
    assert answer["Location"] == f"/les-inn/{reading.pk}/?vis=tvil#{following.anchor}"


def test_a_row_that_is_opened_and_saved_as_it_is_is_right_and_what_was_typed_is_never_passed_by(
    reading: PlanReading, client: Client
) -> None:
    row, following = first_doubtful(reading)
    right = 'value="mark-certain"'
    assert (
        right
        in client.get(f"/les-inn/{reading.pk}/")
        .content.decode()
        .split(f'id="{row.anchor}"')[1]
        .split("</li>")[0]
    )
    page = client.get(f"/les-inn/{reading.pk}/?endre={row.anchor}").content.decode()
    assert right not in page.split(f'id="{row.anchor}"')[1].split("</li>")[0]
    client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, do="cells", register=row.register, row=row.key))
    reading.refresh_from_db()
    assert reading.corrections == [{"do": "mark-certain", "register": row.register, "row": row.key}]
    assert first_doubtful(reading)[0].anchor == following.anchor


def test_columns_that_the_document_lacks_are_not_shown_and_folded_away_in_the_form(
    reading: PlanReading,
) -> None:
    row = next(each for each in sections(reading.result) if each.register.key == "meetings").rows[0]
    assert [cell.key for cell in row.asked_first] == ["date", "topic"]
    assert [cell.key for cell in row.asked_after] == ["status", "result", "done_on"]
    assert (row.drawn.count("<dt>"), row.drawn.count("Done")) == (2, 0)


def test_a_long_name_ends_at_a_word(reading: PlanReading) -> None:
    result = reading.result
    words = " ".join(["samarbeid"] * 12)
    result["rows"]["meetings"][0]["cells"]["date"] = words
    row = next(each for each in sections(result) if each.register.key == "meetings").rows[0]
    assert row.name == " ".join(["samarbeid"] * 8) + " …"


def test_undo_takes_back_all_that_one_form_changed_and_shows_the_row(
    reading: PlanReading, client: Client
) -> None:
    row, _following = first_doubtful(reading)
    before = reading.result
    cells = {f"cell-{cell.key}": f"Ny {cell.key}" for cell in row.cells[:2]}
    client.post(
        f"/les-inn/{reading.pk}/rett/", sent(reading, do="cells", register=row.register, row=row.key, **cells)
    )
    reading.refresh_from_db()
    assert [each["do"] for each in reading.corrections] == ["set-cell", "set-cell", "mark-certain"]
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, do="undo"))
    assert answer["Location"] == f"/les-inn/{reading.pk}/#{row.anchor}"
    reading.refresh_from_db()
    assert (reading.result, reading.corrections) == (before, [])


def test_corrections_are_counted_as_a_person_made_them() -> None:
    def edit(do: str, row: str = "") -> dict[str, str]:
        return {"do": do, "register": "actors", "row": row}

    saved = [edit("set-cell", "1"), edit("set-parent", "1"), edit("mark-certain", "1")]
    once = [edit("mark-certain", "1")]
    other = [edit("set-cell", "2"), edit("mark-certain", "2")]
    front = [{"do": "set-front", "field": "title", "value": "Ny"}]
    assert as_made([*saved, *once, *other, *saved, *front]) == [saved, once, other, saved, front]


def test_what_was_typed_stands_in_the_rows_own_form_when_another_was_first(
    reading: PlanReading, client: Client
) -> None:
    row, _following = first_doubtful(reading)
    theirs = [{"do": "mark-certain", "register": row.register, "row": row.key}]
    correct_reading(PlanReading.objects.get(pk=reading.pk), theirs, version=reading.version, by="u2", now=NOW)
    form = {"do": "cells", "register": row.register, "row": row.key, f"cell-{row.cells[0].key}": "Mitt ord"}
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, vis="tvil", **form))
    assert answer.status_code == 409
    (shown,) = [one for section in answer.context["sections"] for one in section.rows if one.typed]
    assert (shown.key, shown.certain, shown.cells[0].writing) == (row.key, True, "Mitt ord")
    assert b"Mitt ord</textarea>" in answer.content
    assert PlanReading.objects.get().corrections == theirs


def test_letters_that_no_file_may_hold_are_left_out_of_what_was_typed(
    reading: PlanReading, client: Client
) -> None:
    row, _following = first_doubtful(reading)
    form = {"do": "cells", "register": row.register, "row": row.key, f"cell-{row.cells[0].key}": "Mitt\0 ord"}
    assert client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, **form)).status_code == 302
    corrections = PlanReading.objects.get().corrections
    assert [each["value"] for each in corrections if each["do"] == "set-cell"] == ["Mitt ord"]


def test_what_was_typed_is_shown_when_its_row_is_gone(reading: PlanReading, client: Client) -> None:
    row, _following = first_doubtful(reading)
    correct_reading(
        PlanReading.objects.get(pk=reading.pk),
        [{"do": "row-to-text", "register": row.register, "row": row.key}],
        version=reading.version, by="u2", now=NOW,
    )  # fmt: skip
    form = {"do": "cells", "register": row.register, "row": row.key, "cell-measure": "Mitt ord"}
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, **form))
    assert (answer.status_code, b"Mitt ord" in answer.content) == (409, True)


def test_the_front_pages_form_keeps_what_was_typed(reading: PlanReading) -> None:
    typed = {"do": "front", "title": "Skrevet", "period": ""}
    shown = front_shown(reading.result, typed)
    assert (shown.typed, shown.writing["title"], shown.writing["period"], shown.period) == (
        True,
        "Skrevet",
        "",
        "2022-2024",
    )
    assert front_shown(reading.result).writing["title"] == reading.result["front"]["title"]


def test_a_row_made_of_words_that_the_chapter_lacks_keeps_what_was_typed(
    reading: PlanReading, client: Client
) -> None:
    form = {"do": "text-to-row", "register": "guidelines", "chapter": "1", "cell-text": "Ord som ikke er der"}
    answer = client.post(f"/les-inn/{reading.pk}/rett/", sent(reading, **form))
    assert answer.status_code == 422
    assert answer.templates[0].name == "plandocument/row_from_text.html"
    assert b"Ord som ikke er der</textarea>" in answer.content


def test_the_whole_way_from_a_file_to_a_plan(region: Region, client: Client) -> None:
    given = {"programme": region.programme.key, "office": region.office.key}
    client.post("/les-inn/", {"file": SimpleUploadedFile("plan.txt", text()), **given})
    reading = PlanReading.objects.get()
    client.post(
        f"/les-inn/{reading.pk}/rett/",
        sent(reading, do="front", title="Bedre tittel", period="2021-2023", date="27.april"),
    )
    reading.refresh_from_db()
    answer = client.post(f"/les-inn/{reading.pk}/godta/", sent(reading, language="nn"))
    plan = Plan.objects.get()
    assert answer["Location"] == f"/planer/{plan.pk}/"
    assert (plan.title, plan.language) == ("Bedre tittel", "nn")
    assert f'href="/les-inn/{reading.pk}/angre/"' in client.get(answer["Location"]).content.decode()
    again = client.post(f"/les-inn/{reading.pk}/godta/", sent(reading))
    assert (again.status_code, Plan.objects.count()) == (422, 1)


def test_a_plan_that_was_picked_in_the_list_but_not_looked_at_is_looked_at_before_anything_is_accepted(
    reading: PlanReading, region: Region, client: Client
) -> None:
    plan = accepted(text(), region.office, region.programme)[1]
    address = f"/les-inn/{reading.pk}"

    def accept(into: str, **more: str) -> str:
        location: str = client.post(f"{address}/godta/", sent(reading, into=into, **more))["Location"]
        reading.refresh_from_db()
        return location

    assert '<option value="new" selected>' in client.get(f"{address}/").content.decode()
    assert accept(str(plan.pk)) == f"{address}/sammenlign/"
    assert (reading.is_open, target(reading)) == (True, plan)
    assert accept("new", seen=fingerprint(plan)) == f"{address}/#decide"
    assert (reading.is_open, target(reading), Plan.objects.count()) == (True, None, 1)
    made = accept("new", language="nb")
    assert (reading.is_open, made) == (False, f"/planer/{Plan.objects.latest('pk').pk}/")
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 5000])
def test_an_odd_version_is_a_conflict_and_no_fault(
    version: str, reading: PlanReading, client: Client
) -> None:
    for deed in ("rett", "godta"):
        answer = client.post(
            f"/les-inn/{reading.pk}/{deed}/", {"version": version, "do": "front", "title": "Ny"}
        )
        assert answer.status_code == 409
    assert PlanReading.objects.get().version == reading.version


# The plan as a document


def figures(plan: Plan) -> list[str]:
    made = plan_document(contents(plan, "nb"), read_programme(plan.programme.key), language="nb")
    return [block.title for block in made.blocks if isinstance(block, Figure)]


def test_the_document_has_the_programmes_figures_when_municipalities_take_part(region: Region) -> None:
    lively(region.participations)
    _reading, plan = accepted(text(), region.office, region.programme)
    assert figures(plan) == [
        f"{each.name.get('nb')}{' gjennom tid, til' if each.form == 'course' else ','} 27.04.2021"
        for each in region.definition.figures
        if each.chapter == "background"
    ]


def test_the_document_says_once_in_a_chapter_that_nothing_is_known(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    assert figures(plan) == [f"{region.definition.figures[0].name.get('nb')}, 27.04.2021"]


def test_the_document_has_no_figures_when_nobody_takes_part(region: Region) -> None:
    empty = region_of.office("solvik", "Solvik")
    _reading, plan = accepted(text(), empty, region.programme)
    assert figures(plan) == []


def test_a_programme_that_has_not_filled_its_lists_yet_makes_a_document_all_the_same(
    region: Region, client: Client
) -> None:
    edition = load(read_programme("bo-trygt-hjemme"), by="u1", now=NOW)
    _reading, plan = accepted(NORDLIA, region.office, edition.programme)
    made = plan_document(contents(plan, "nn"), read_programme("bo-trygt-hjemme"), language="nn")
    for kind in DocumentFormat:
        assert len(print_document(made, kind).content) > 1000
    for address in ("dokument/", "tall/"):
        assert client.get(f"/planer/{plan.pk}/{address}").status_code == 200


@pytest.mark.parametrize("ending", ["docx", "html", "json"])
def test_the_plans_file_bears_the_plans_name(ending: str, region: Region, client: Client) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    answer = client.get(f"/planer/{plan.pk}/dokument.{ending}?sprak=nn")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="PLAN FOR GODE DAGER 2021-2023 (nn).{ending}"'
    )


# Which standard chapter a chapter answers


def chapters(*read: tuple[str, tuple[str, ...]]) -> list[str]:
    """Chapters as (title, the register of each row in it), as the standard chapters that they answer."""
    result: dict[str, Any] = {"rows": {}, "chapters": []}
    line = 1
    for number, (title, rows) in enumerate(read, 1):
        first = line
        for register in rows:
            line += 1
            result["rows"].setdefault(register, []).append({"lines": [line, line]})
        chapter = {"title": title, "number": number, "text": title, "kind": "chapter", "lines": [first, line]}
        result["chapters"].append(chapter)
        line += 1
    return [each.answers for each in new_chapters(result, read_programme("leve-hele-livet"))]


@pytest.mark.parametrize(
    ("read", "answers"),
    [
        ([("BAKGRUNN", ())], ["background"]),
        ([("NASJONALE FØRINGAR", ())], ["guidelines"]),
        ([("Noko heilt anna", ("cooperation",))], ["cooperation"]),
        ([("Noko heilt anna", ())], [""]),
        ([("Bakgrunn", ("networks", "networks")), ("Innleiing", ())], ["networks", ""]),
        ([("Nettverk", ()), ("Regionale nettverk", ())], ["", "networks"]),
        ([("Samarbeid", ("networks",)), ("Andre", ("networks", "networks"))], ["", "networks"]),
    ],
)
def test_a_chapter_answers_by_its_registers_else_by_its_title_and_the_surest_first(
    read: list[tuple[str, tuple[str, ...]]], answers: list[str]
) -> None:
    assert chapters(*read) == answers
