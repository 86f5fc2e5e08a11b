"""The house stays one house: rules that a machine can watch."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

from django.apps import apps

from samordner.access.policy import POLICY
from samordner.project.checks import patterns, right_named

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    {name.strip("() ") for name in line.split("|")}
    for line in (ROOT / ".importlinter")
    .read_text()
    .split("layers =")[1]
    .split("[importlinter")[0]
    .split("\n")
    if line.strip()
]


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def floor_of(package: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if package in floor)


def test_no_committed_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    parts = (
        "py" + "pi.org",
        "python" + "hosted",
        "registry.npm" + "js",
        "/wor" + "k/[a-z.]",
        "/ho" + "me/[a-z]",
        "/ro" + "ot/",
    )
    hosts = re.compile("|".join(parts))
    named = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if hosts.search(path.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert named == []


def test_foreign_keys_point_down_to_lower_floors() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("samordner."):
            continue
        here = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = field.related_model
            if (
                not field.concrete
                or not isinstance(target, type)
                or not target.__module__.startswith("samordner.")
            ):
                continue
            there = target.__module__.split(".")[1]
            if here != there and floor_of(there) <= floor_of(here):
                wrong.append(f"{here}.{model.__name__}.{field.name} -> {there}")
    assert wrong == []


def test_every_url_has_a_right_from_the_policy_table() -> None:
    assert [(name, route) for name, route, view in patterns() if right_named(name, view) not in POLICY] == []


def test_views_reach_rows_only_through_the_grants() -> None:
    """In a view, a model's manager may only stand as the argument of load, record or visible."""
    wrong = []
    for path in sorted((ROOT / "src" / "samordner").rglob("*.py")):
        if path.name != "views.py" and "views" not in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        granted = {
            id(inner)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and getattr(call.func, "id", getattr(call.func, "attr", "")) in {"load", "record", "visible"}
            for argument in call.args
            for inner in ast.walk(argument)
        }
        wrong += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager"}
            and id(node) not in granted
        ]
    assert wrong == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\b(src=|type=\"application/json\"))", re.IGNORECASE
    )
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src").rglob("templates/**/*.html"))
        if inline.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_package_has_a_name_that_says_nothing() -> None:
    empty = {"core", "common", "utils", "helpers", "services", "managers"}
    assert [path.as_posix() for path in tracked() if path.stem in empty or path.parent.name in empty] == []
