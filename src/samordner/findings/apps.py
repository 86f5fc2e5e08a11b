from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "samordner.findings"
    label = "findings"
