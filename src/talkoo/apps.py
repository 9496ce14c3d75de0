"""The one Django app of the house."""

from django.apps import AppConfig
from django.core.checks import register

from talkoo.core.access import every_route_has_a_policy


class TalkooConfig(AppConfig):
    name = "talkoo"
    label = "talkoo"
    verbose_name = "Talkoo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(every_route_has_a_policy, "urls")
