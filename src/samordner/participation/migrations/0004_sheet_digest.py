from hashlib import blake2b
from typing import Any

from django.db import migrations, models

AT_ONCE = 500


def fill(apps: Any, _schema: Any) -> None:
    sheets = apps.get_model("participation", "Sheet").objects
    last = 0
    while rows := list(sheets.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for one in rows:
            digest = blake2b(one.text.encode(), digest_size=8).digest()
            one.digest = int.from_bytes(digest, "big", signed=True)
        sheets.bulk_update(rows, ["digest"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_sheets")]

    operations = [
        migrations.AddField("sheet", "digest", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
