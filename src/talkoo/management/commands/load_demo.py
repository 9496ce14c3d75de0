"""``manage.py load_demo``: the invented world of Rautavesi, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from talkoo.demo.load import load_demo


class Command(BaseCommand):
    """Loads the demo."""

    help = "Load the invented demo world; loading it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say whether anything was made."""
        if not settings.DEMO:
            raise CommandError("The demo is only loaded with TALKOO_DEMO=1; this installation may hold real people.")
        self.stdout.write("Rautavesi was built." if load_demo() else "Rautavesi stands already.")
