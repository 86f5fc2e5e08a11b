from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="demonstration",
            name="day",
            field=models.DateField(default=date(2021, 4, 27)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="demonstration",
            name="parts",
            field=models.JSONField(default=list),
        ),
    ]
