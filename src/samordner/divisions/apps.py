from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "samordner.divisions"
    label = "divisions"
