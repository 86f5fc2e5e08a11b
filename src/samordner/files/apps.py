from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "samordner.files"
    label = "files"
