"""What the worker sends to those who asked for mail: that there is something to read, and nothing about what."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.tasks import Task, task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from talkoo.accounts.models import Contact
from talkoo.accounts.vault import open_address
from talkoo.conversations.actions import note_mailed
from talkoo.conversations.queries import to_mail
from talkoo.core.mail import can_send, send_neutral

DAY_BEGINS, DAY_ENDS = 9, 18  # a message at night is read by whoever hears the phone


class NotSentError(RuntimeError):
    """The mail server would not take it. It says no more: a worker's fault is written down, an address never."""


def letter_to(contact: Contact) -> str:
    """One sentence that there is something to read, and where."""
    if contact.news == Contact.News.WEEKLY:
        words = _("There is something new for you to read.")
    else:
        words = _("There is an answer to what you said.")
    address = settings.PUBLIC_ADDRESS.rstrip("/") + reverse("card") if settings.PUBLIC_ADDRESS else ""
    open_it = _("Open your page with your card: %(address)s") % {"address": address}
    return f"{words} {open_it if address else _('Open your page with your card.')}"


@task
def send_news(contact_id: str) -> None:
    """Write to one person, if there still is something to say to them.

    It is noted after it has gone: a mail that fails stays due. Once noted, nothing is due, so a repeat sends nothing.
    """
    contact = to_mail().filter(pk=UUID(contact_id)).first()
    if contact is None:
        return
    address = open_address(contact)
    if not address:
        raise ImproperlyConfigured("An address was sealed with another vault key than the one in use.")
    with translation.override(contact.language or settings.LANGUAGE_CODE):
        letter = letter_to(contact)
        try:
            send_neutral(address, letter)
        except (OSError, ValueError) as fault:
            raise NotSentError(type(fault).__name__) from None
    note_mailed(contact)


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """One task for each person who asked for mail and has something to hear; by day only."""
    if not can_send() or not DAY_BEGINS <= timezone.localtime().hour < DAY_ENDS:
        return []
    return [(send_news, (str(pk),)) for pk in to_mail().values_list("pk", flat=True)]
