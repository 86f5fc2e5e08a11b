"""`samordner read-plan` shows what a plan would be read as, without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from samordner.plandocument.reading import main
from tests.plandocument.plans import PLANS

NORDLIA = str(PLANS / "nordlia.txt")


def test_the_preview_counts_the_rows_and_says_which_cells_are_proposed_and_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([NORDLIA, "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "cooperation               10 rows, 9 to look at" in shown
    assert "stood in loose lines outside the table" in shown
    assert "All 715 words accounted for" in shown


def test_json_is_printed_with_corrections_carried_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corrections = tmp_path / "c.json"
    corrections.write_text('[{"do": "set-front", "field": "title", "value": "Ny"}]', encoding="utf-8")
    assert main([NORDLIA, "--dry-run", "--json", "--corrections", str(corrections)]) == 0
    assert json.loads(capsys.readouterr().out)["front"]["title"] == "Ny"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.txt"], "The file cannot be opened."),
        ([NORDLIA, "--programme", "nothing"], "there is no programme 'nothing'"),
        ([NORDLIA, "--corrections", "nowhere.json"], "the file of corrections cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.strip() == sentence


def test_reading_loads_no_django() -> None:
    program = (
        "import sys; from samordner.plandocument.reading import main; "
        f"main([{NORDLIA!r}, '--dry-run', '--json']); sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0
