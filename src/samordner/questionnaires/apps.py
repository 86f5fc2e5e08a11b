from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "samordner.questionnaires"
    label = "questionnaires"
