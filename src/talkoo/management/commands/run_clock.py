"""`manage.py run_clock`: asks each folder what is due and hands it to the worker. May run on several machines."""

import logging
import signal
import time
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from talkoo.accounts import tasks as accounts
from talkoo.conversations import tasks as conversations
from talkoo.core import tasks as core
from talkoo.core.clock import take_lease
from talkoo.overview import tasks as overview
from talkoo.releases import tasks as releases

SHORTEST, LONGEST = 5.0, 60.0  # seconds between two looks
REST = 20  # times as long as the look took: the clock never takes more than a twentieth of the database's time


def look() -> int:
    """Ask every folder once, if this machine holds the clock; how much was handed over."""
    if not take_lease("clock"):
        return 0
    return core.hand_over([*core.due(), *accounts.due(), *releases.due(), *conversations.due(), *overview.due()])


class Command(BaseCommand):
    """The clock."""

    help = "Ask every few seconds what is due and hand it to the worker. Safe to run on several machines."

    def add_arguments(self, parser: CommandParser) -> None:
        """--once."""
        parser.add_argument("--once", action="store_true", help="look once and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, rest, look again, until told to stop."""
        if options["once"]:
            self.stdout.write(f"Handed over: {look()}.")
            return
        stop = Event()
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: stop.set())
        while not stop.is_set():
            began = time.monotonic()
            close_old_connections()
            try:
                look()
            except OperationalError:  # it is asked again in a moment, and nothing is lost
                logging.getLogger("talkoo").warning("The clock could not reach the database.")
            stop.wait(min(LONGEST, max(SHORTEST, REST * (time.monotonic() - began))))
