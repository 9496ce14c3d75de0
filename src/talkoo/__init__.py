"""Talkoo: the place where a public service is worked out together."""

__version__ = "0.1.0"
