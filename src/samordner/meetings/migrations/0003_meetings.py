"""The rows of the meeting table become meetings: of an office and a programme, in a plan or not."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_grown_registers"),
        ("places", "0001_initial"),
        ("plans", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel(old_name="SupportMeeting", new_name="Meeting"),
    ]
