"""How gunicorn runs the house: nothing about visitors in any log, no control socket."""

import os
import sys
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

bind = f"{os.environ.get('TALKOO_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "talkoo.config.wsgi:application"
workers = int(os.environ.get("TALKOO_WEB_PROCESSES", "2"))
threads = 4
timeout = 60
preload_app = True
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(_: Any) -> None:
    """Before the web processes begin, so that no request waits for dictionaries and all processes share them."""
    from talkoo.conversations.queries import read_dictionaries  # noqa: PLC0415 - there once the house is loaded

    read_dictionaries(code for code, _ in settings.LANGUAGES)


class Quiet(Logger):  # type: ignore[misc]
    """Gunicorn writes the address of whoever sent a broken request; we do not want to know.

    Nor that Django leaves it to the server to drop the body of an answer to HEAD.
    """

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """As before, without these lines."""
        if not any(part in msg for part in ("ip=", "Invalid request", "no-body response")):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A fault by its kind alone: the address that was asked for may hold a secret."""
        kind = sys.exc_info()[0]
        super().error("A request failed: %s", kind.__name__ if kind else "unknown")


logger_class = Quiet
