from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "samordner.programmes"
    label = "programmes"
