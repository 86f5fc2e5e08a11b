import django.db.models.deletion
from django.db import migrations, models

from samordner.journal.triggers import refuse_changes


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
            ],
            options={"ordering": ["key"]},
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("text", models.TextField()),
                ("loaded_at", models.DateTimeField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "number"],
                "get_latest_by": "number",
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="edition_number_once"),
                ],
            },
        ),
        refuse_changes("programmes_edition"),
    ]
