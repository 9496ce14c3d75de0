"""When and how somebody wants to hear from us: kept sealed, changed, deleted."""

from collections.abc import Iterable

from django.db import transaction

from talkoo.accounts.models import Contact, Participant
from talkoo.accounts.vault import open_address, seal_address
from talkoo.core.history import record
from talkoo.core.models import today


@transaction.atomic
def keep_contacts(participants: Iterable[Participant], *, news: str, way: str, address: str, language: str) -> None:
    """One setting for everywhere that somebody takes part; the same again writes nothing. Nothing wanted, nothing kept.

    ``told_on`` begins on the day of the wish, so that a week of news is a week, however often the wish changes.
    """
    for participant in participants:
        Participant.objects.select_for_update().get(pk=participant.pk)  # two at once wait here for each other
        if news == Contact.News.NOTHING:
            forget_contact(participant)
            continue
        contact = Contact.objects.filter(participant=participant).first() or Contact(participant=participant)
        was = (contact.news, contact.way, contact.language, open_address(contact))
        if was == (news, way, language, address):
            continue
        if contact.news != news or contact.told_on is None:
            contact.told_on = today()
        contact.news, contact.way, contact.language = news, way, language
        contact.address = seal_address(address, participant.pk)
        contact.save()
        record("said how to be reached", space=participant.space_id, actor=None)


@transaction.atomic
def forget_contact(participant: Participant) -> None:
    """Delete all that somebody gave to be reached."""
    gone, _ = Contact.objects.filter(participant=participant).delete()
    if gone:
        record("no longer wants to be reached", space=participant.space_id, actor=None)
