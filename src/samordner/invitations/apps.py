from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "samordner.invitations"
    label = "invitations"
