"""Append-only tables: the database itself refuses to change or remove a row, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def still_refuse_changes(table: str) -> RunPython:
    """A step for a later migration that alters an append-only table: first and last among its operations.

    SQLite builds an altered table anew, and loses its triggers on the way, forwards and backwards.
    """
    step = refuse_changes(table)
    return RunPython(step.code, step.code)


def refuse_changes(table: str, *, when: str = "") -> RunPython:
    """A migration step that makes `table` append-only on SQLite and PostgreSQL, and takes it back in reverse.

    `when`: only rows of which this is true, as SQL on OLD ("OLD.status = 'approved'").
    """
    only = f" WHEN ({when})" if when else ""

    def make(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_refuse_{verb.lower()}"
            if editor.connection.vendor == "sqlite":
                editor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table}{only} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
                continue
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END $$"
            )
            editor.execute(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
                f"FOR EACH ROW{only} EXECUTE FUNCTION {name}()"
            )

    def unmake(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_refuse_{verb.lower()}"
            suffix = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")

    return RunPython(make, unmake)
