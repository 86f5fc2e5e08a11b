"""Every meeting has an office, a programme and an address of its own."""

import django.db.models.deletion
from django.db import migrations, models

import samordner.meetings.models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_filled_in"),
        ("places", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="places.office"
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="programmes.programme",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="secret",
            field=models.CharField(
                default=samordner.meetings.models.new_secret, editable=False, max_length=40, unique=True
            ),
        ),
    ]
