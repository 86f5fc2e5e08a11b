"""What stood in a plan is a meeting of the plan's office and programme."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

from samordner.journal.triggers import refuse_changes
from samordner.meetings.models import new_secret


def fill_in(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    meeting, plan = apps.get_model("meetings", "Meeting"), apps.get_model("plans", "Plan")
    of = plan.objects.filter(pk=OuterRef("plan"))
    meeting.objects.filter(office=None).update(
        office=Subquery(of.values("office")[:1]), programme=Subquery(of.values("programme")[:1])
    )
    for pk in meeting.objects.filter(secret=None).values_list("pk", flat=True):
        meeting.objects.filter(pk=pk).update(secret=new_secret())


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_grown"),
        ("plans", "0002_grown_registers"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        refuse_changes("meetings_meetingstep"),
    ]
