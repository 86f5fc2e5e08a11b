from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "samordner.mapping"
    label = "mapping"
