"""The database itself refuses to change or remove an entry."""

from django.db import migrations

from samordner.journal.triggers import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [refuse_changes("journal_entry")]
