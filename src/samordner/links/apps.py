from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "samordner.links"
    label = "links"
