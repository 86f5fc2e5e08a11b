from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "samordner.boards"
    label = "boards"
