"""Letters by mail: neutral words, nothing about a person or a programme, and only where the host set mail up."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _


def can_send() -> bool:
    """Whether this installation has a mail server."""
    return bool(settings.MAIL_IS_SET_UP)


def send_neutral(address: str, body: str) -> None:
    """Send ``body`` under a subject that tells nothing. Call after the transaction, never inside it."""
    send_mail(_("A message for you"), body, None, [address])
