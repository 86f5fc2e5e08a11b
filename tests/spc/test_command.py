"""`samordner spc`: files in, JSON or a table out, and bad files refused in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samordner.spc import Chart, Observation
from samordner.spc.command import main
from samordner.spc.reading import Unreadable, observations
from samordner.spc.rhythm import rhythm


def printed(capsys: pytest.CaptureFixture[str], path: Path, text: str, *arguments: str) -> str:
    path.write_text(text, encoding="utf-8")
    assert main([str(path), *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "series.csv"


def refused(capsys: pytest.CaptureFixture[str], path: Path, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([str(path), *arguments])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err.removeprefix("samordner spc: ").rstrip()


CASES = "x,y,n\n" + "".join(f"{i},{10 + i % 5},50\n" for i in range(1, 31))


def test_json_has_the_agreed_shape(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    answer: dict[str, Any] = json.loads(printed(capsys, file, CASES, "--chart", "p", "--json"))
    assert list(answer) == ["points", "phases", "verdict"]
    first = answer["points"][0]
    assert first == {
        "x": "1",
        "y": 0.22,
        "n": 50,
        "centre": pytest.approx(0.24),
        "lower": pytest.approx(0.24 - 3 * (0.24 * 0.76 / 50) ** 0.5),
        "upper": pytest.approx(0.24 + 3 * (0.24 * 0.76 / 50) ** 0.5),
        "phase": 1,
        "included": True,
        "baseline": True,
        "sigma_signal": False,
        "signals": [],
    }
    assert isinstance(first["n"], int)
    assert answer["phases"] == [
        {
            "phase": 1,
            "from": 1,
            "to": 30,
            "n_useful": 24,
            "longest_run": 2,
            "longest_run_max": 8,
            "n_crossings": 12,
            "n_crossings_min": 8,
            "runs_signal": False,
            "state": "established",
        }
    ]
    assert sorted(answer["verdict"]) == ["en", "nb", "nn"]


def test_the_command_needs_no_database(file: Path) -> None:
    file.write_text(CASES, encoding="utf-8")
    asked = (
        "import sys; from samordner.project.command import COMMANDS; "
        f"code = COMMANDS['spc']([{str(file)!r}, '--chart', 'p', '--json']); "
        "assert 'django' not in sys.modules and 'numpy' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["phases"][0]["to"] == 30


def test_choices_reach_the_chart(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    text = "x,y\n" + "".join(f"{i},{i * 7 % 11}\n" for i in range(1, 31))
    arguments = (
        "--chart",
        "i",
        "--rules",
        "nelson",
        "--freeze",
        "8",
        "--split",
        "10,20",
        "--exclude",
        "3,25",
    )
    answer = json.loads(printed(capsys, file, text, *arguments, "--screen-mr", "--json"))
    assert [(it["from"], it["to"]) for it in answer["phases"]] == [(1, 10), (11, 20), (21, 30)]
    assert [i for i, it in enumerate(answer["points"], start=1) if not it["included"]] == [3, 25]
    assert [i for i, it in enumerate(answer["points"], start=1) if not it["baseline"]] == [9, 10]


def test_d2_is_a_choice(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    text, widths = "x,y\n1,2\n2,5\n3,3\n", []
    for choice in ("1.128", "exact", "2.66"):
        first = json.loads(printed(capsys, file, text, "--chart", "i", "--d2", choice, "--json"))["points"][0]
        widths.append((first["upper"] - first["centre"]) / 2.5)
    assert widths == pytest.approx([3 / 1.128, 2.6586807763582737, 2.66])


def test_a_table_is_read_by_people(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    text = "x;y;n\n2021-01;12;50\n2021-02;;50\n2021-03;3;0\n2021-04;9,5;48\n"
    table = printed(capsys, file, text, "--chart", "u", "--lang", "nn", "--exclude", "4")
    assert table.startswith("For få punkt til å seie noko")
    lines = {line.split()[0]: line for line in table.splitlines() if line.startswith("2021")}
    assert lines["2021-02"].endswith("ikkje målt")
    assert lines["2021-03"].endswith("nemnaren er 0 eller manglar, så det finst ingen verdi")
    assert "0,197917" in lines["2021-04"]
    assert lines["2021-04"].endswith("halden utanfor")


@pytest.mark.parametrize(
    ("labels", "every"),
    [
        (["2021-01", "2021-02", "2021-05"], "month"),
        (["2021-01-01", "2021-02-01"], "month"),
        (["2020-10", "2021-01", "2021-07"], "quarter"),
        (["2019-01-01", "2020-01-01"], "year"),
        (["2021-03-01", "2021-03-08", "2021-03-22"], "week"),
        (["2021-03-01", "2021-03-02", "2021-03-05"], "day"),
        (["1", "2", "3"], ""),
        (["2021-01"], ""),
        (["2021-02", "2021-01"], ""),
        (["2021-01", "2021-13"], ""),
        (["2021-01", "spring"], ""),
        (["2021-01", "2021-03", "2021-06"], ""),
        ([], ""),
    ],
)
def test_dates_as_labels_tell_what_a_point_stands_for(labels: list[str], every: str) -> None:
    assert rhythm(labels) == every


def test_a_shift_in_a_file_of_months_is_told_in_months(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    months = [f"{year}-{month:02}" for year in (2019, 2020, 2021) for month in range(1, 13)]
    ys = [20, 15, 19, 24, 18, 25] * 4 + [11, 9, 12, 8, 10, 7] * 2
    rows = "".join(f"{x},{y}\n" for x, y in zip(months, ys, strict=True))
    answer = json.loads(printed(capsys, file, "x,y\n" + rows, "--chart", "run", "--freeze", "24", "--json"))
    assert answer["verdict"]["nb"].startswith(
        "Spesiell variasjon: 12 måneder på rad under medianen 19,5 i grunnlinjen"
    )


# --- files that cannot be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y,n\n1,2,5\n2,abc,5\n", "row 3, column y: “abc” is not a number"),
        ("x,y,n\n1,2,5\n2,3,nan\n", "row 3, column n: “nan” is not a number"),
        ("x,y,n\n1,2,1_0\n", "row 2, column n: “1_0” is not a number"),
        ("x,y,n\n1,1e999,5\n", "row 2, column y: “1e999” is not a number"),
        ("x,value\n1,2\n", "row 1 has no column y; it has x, value"),
        ("x,y\n1,2\n", "row 1 has no column n: a p chart divides y by n; it has x, y"),
        ("x,y,n,y\n1,2,3,4\n", "row 1 has the column y more than once"),
        ("x,y,n\n", "there is a header but no row of values under it"),
        ("", "the file is empty; it needs the columns x and y"),
        ("x,y,n\n1,2,3,4\n", "row 2 has 4 fields, but the header has 3"),
        ('x,y,n\n1,"2,3\n', "row 2: unexpected end of data"),
    ],
)
def test_a_bad_file_is_refused_by_row_and_column(
    capsys: pytest.CaptureFixture[str], file: Path, text: str, said: str
) -> None:
    file.write_text(text, encoding="utf-8")
    assert refused(capsys, file, "--chart", "p") == said


def test_a_file_that_is_not_there_or_not_text_is_refused(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    assert refused(capsys, file, "--chart", "i").endswith("cannot be read: No such file or directory")
    file.write_bytes(b"x,y\n1,\xff\n")
    assert refused(capsys, file, "--chart", "i").endswith(
        "is not text in UTF-8 (byte 7); save it from the spreadsheet as “CSV UTF-8”"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--chart", "q"], "argument --chart: invalid choice"),
        ([], "the following arguments are required: --chart"),
        (["--chart", "p", "--rules", "all"], "argument --rules: invalid choice"),
        (["--chart", "p", "--split", "3,x"], "argument --split: “x” is not the number of a point"),
        (["--chart", "p", "--freeze", "0"], "argument --freeze: “0” is not the number of a point"),
        (["--chart", "p", "--exclude", "31"], "argument --exclude: there is no point 31; the series has 30"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    capsys: pytest.CaptureFixture[str], file: Path, arguments: list[str], said: str
) -> None:
    file.write_text(CASES, encoding="utf-8")
    assert refused(capsys, file, *arguments).startswith(said)


# --- columns -----------------------------------------------------------------------------------------------------


def test_an_empty_field_is_missing_and_zero_is_zero() -> None:
    assert observations("x,y,n\n1,,5\n2,0,5\n3,4,\n4\n", Chart.U) == [
        Observation("1", None, 5),
        Observation("2", 0, 5),
        Observation("3", 4, None),
        Observation("4", None, None),
    ]


def test_columns_may_stand_in_any_order_with_others_between_and_a_mark_before() -> None:
    text = "\ufeffn, Y ,remark,X\r\n50,4,fine,jan\r\n\r\n60,5,,feb\r\n"
    assert observations(text, Chart.P) == [Observation("jan", 4, 50), Observation("feb", 5, 60)]


def test_a_decimal_comma_is_read_where_semicolons_or_tabs_part_the_columns() -> None:
    assert observations("x;y\n1;3,5\n2;−1,25\n", Chart.I) == [Observation("1", 3.5), Observation("2", -1.25)]
    assert observations("x\ty\n1\t3,5\n", Chart.I) == [Observation("1", 3.5)]


def subgroups(text: str) -> list[tuple[str, tuple[float, ...]]]:
    return [(it.x, it.subgroup) for it in observations(text, Chart.XBAR)]


FIRST_TWO = [("a", (1.0, 2.0)), ("b", (3.0, 4.0))]


@pytest.mark.parametrize(
    "text",
    [
        "x,y\na,1\na,2\nb,3\nb,4\n",  # the same x
        "x,y\na,1\nb,3\na,2\nb,4\n",  # in whatever order
        "x,y\na,1\na,\na,2\nb,3\nb,4\n",  # a member that is missing
        "x,y,subgroup\na,1,\na,2,\nb,3,\nb,4,\n",  # a column that is empty
        "x,y,subgroup\n1,1,a\n2,2,a\n3,3,b\n4,4,b\n",  # rows are numbered, the subgroup groups them
        "x,y,subgroup\na,1,a\na,2,a\nb,3,b\nb,4,b\n",  # both say the same
        "x,y,subgroup\na,1,1\na,2,2\nb,3,1\nb,4,2\n",  # the subgroup numbers the members
        "x,y,subgroup\na,1,p\na,2,q\nb,3,r\nb,4,s\n",  # every member has a name
        "x,y,subgroup\nmay,1,a\nmay,2,a\nmay,3,b\nmay,4,b\n",  # two subgroups under one x
    ],
)
def test_rows_are_put_together_to_subgroups(text: str) -> None:
    assert subgroups(text) == FIRST_TWO


def test_a_value_without_a_label_belongs_to_no_subgroup_and_is_refused() -> None:
    with pytest.raises(Unreadable, match="row 4, column x: empty, so the value belongs to no subgroup"):
        subgroups("x,y\na,1\na,2\n,3\nb,4\n")
    assert subgroups("x,y,subgroup\n,1,a\n,2,a\n,3,b\n,4,b\n") == FIRST_TWO


def test_a_subgroup_without_members_is_missing() -> None:
    assert subgroups("x,y\na,1\nb,\nc,2\n") == [("a", (1.0,)), ("b", ()), ("c", (2.0,))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y,subgroup\na,1,1\na,2,\n", "row 3, column subgroup: empty"),
        (
            "x,y,subgroup\na,1,1\na,2,1\na,3,2\nb,4,1\n",
            "row 2, column subgroup: “1” is found under several x",
        ),
    ],
)
def test_subgroups_that_cannot_be_told_apart_are_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        subgroups(text)
