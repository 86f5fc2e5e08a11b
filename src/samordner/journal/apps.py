from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "samordner.journal"
    label = "journal"
