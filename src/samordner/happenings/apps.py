from django.apps import AppConfig


class HappeningsConfig(AppConfig):
    name = "samordner.happenings"
    label = "happenings"
