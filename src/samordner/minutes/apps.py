from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "samordner.minutes"
    label = "minutes"
