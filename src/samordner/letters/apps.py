from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "samordner.letters"
    label = "letters"
