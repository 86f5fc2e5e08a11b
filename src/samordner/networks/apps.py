from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "samordner.networks"
    label = "networks"
