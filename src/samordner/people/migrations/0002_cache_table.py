from django.core.management import call_command
from django.db import migrations


def make(apps, editor):
    """The table of the cache that all web processes share (see CACHES)."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
