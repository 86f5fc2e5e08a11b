from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "samordner.plans"
    label = "plans"
