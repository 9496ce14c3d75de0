"""How gunicorn runs the bare view: as it runs the house, without the words that only the house reads."""

from typing import Any

from talkoo.config.server import *  # noqa: F403 - a settings file is read by its names


def when_ready(_: Any) -> None:
    """Nothing is read beforehand."""
