from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    name = "samordner.facilitation"
    label = "facilitation"
