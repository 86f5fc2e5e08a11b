import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_whole_observations")]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="participation",
            name="read_to",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["participation", "id"], name="observation_newest"),
        ),
        migrations.AddField(
            model_name="sheet",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sheets",
                to="participation.participation",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("participation", "since"), name="sheet_once_a_month"),
        ),
    ]
