from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "samordner.offers"
    label = "offers"
