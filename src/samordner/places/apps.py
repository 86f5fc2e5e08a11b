from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "samordner.places"
    label = "places"
