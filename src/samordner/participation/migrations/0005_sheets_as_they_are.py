from typing import Any

from django.db import migrations

TARGET = 8160
"""As large as PostgreSQL lets a row be and still keeps it whole in its page."""


def keep_as_they_are(_apps: Any, schema: Any) -> None:
    """Sheets are read far more often than written, and unpacking a country's takes longer than handing them over."""
    if schema.connection.vendor == "postgresql":
        schema.execute("ALTER TABLE participation_sheet ALTER COLUMN text SET STORAGE EXTERNAL")
        schema.execute(f"ALTER TABLE participation_sheet SET (toast_tuple_target = {TARGET})")
        schema.execute("UPDATE participation_sheet SET text = text || ''")


def keep_packed(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("ALTER TABLE participation_sheet ALTER COLUMN text SET STORAGE EXTENDED")
        schema.execute("ALTER TABLE participation_sheet RESET (toast_tuple_target)")
        schema.execute("UPDATE participation_sheet SET text = text || ''")


class Migration(migrations.Migration):
    dependencies = [("participation", "0004_sheet_digest")]

    operations = [migrations.RunPython(keep_as_they_are, keep_packed)]
