from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "samordner.pages"
    label = "pages"
