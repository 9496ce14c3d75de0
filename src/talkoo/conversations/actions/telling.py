"""Noting that an answer has reached somebody, or that it could not. History never says whom."""

from enum import Enum, auto
from uuid import UUID

from django.db import transaction

from talkoo.accounts.models import Contact, Participant
from talkoo.conversations.models import Answer, Conversation, Telling
from talkoo.conversations.queries import given_in, to_mail, to_tell_by_hand, untold
from talkoo.conversations.queries.telling import WEEK, noted_today, told_today
from talkoo.core.history import record
from talkoo.core.models import today


class Noted(Enum):
    """What became of a note that somebody was told or could not be."""

    NEW = auto()
    TRIED_TODAY = auto()  # a try counts once a day and way
    TOLD_BEFORE = auto()
    NOT_ASKED_FOR = auto()  # any more: they want nothing now, or another way


def hold(participant_id: UUID) -> None:
    """Two who tell the same person at once wait here for each other."""
    Participant.objects.select_for_update().get(pk=participant_id)


def note(answers: list[Answer], participant_id: UUID, way: str, *, has_reached: bool) -> bool:
    """A line for each answer; the same try by the same way on the same day counts once. Whether any is new."""
    same = Telling.objects.filter(participant=participant_id, way=way, has_reached=False, made_on=today())
    noted = set() if has_reached else set(same.filter(answer__in=answers).values_list("answer_id", flat=True))
    new = [
        Telling(answer=answer, participant_id=participant_id, way=way, has_reached=has_reached)
        for answer in answers
        if answer.pk not in noted
    ]
    Telling.objects.bulk_create(new)
    return bool(new)


@transaction.atomic
def note_read(conversation: Conversation, participant_id: UUID) -> bool:
    """Somebody says that they have read what was answered to them; whether that is news."""
    hold(participant_id)
    answers = list(untold(given_in(conversation), participant_id))
    is_new = note(answers, participant_id, Telling.Way.CARD, has_reached=True)
    if is_new:
        record("answer read", space=conversation.space_id, actor=None, subject=conversation.pk)
    return is_new


@transaction.atomic
def note_telling(
    conversation: Conversation, contact_id: UUID, *, way: str, has_reached: bool, actor: UUID | None
) -> Noted:
    """The go-between has told somebody who asked for it, or has tried to.

    Whoever does not want to be told, is owed nothing or was told already is left alone.
    """
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        return Noted.NOT_ASKED_FOR
    hold(contact.participant_id)
    answers = list(untold(given_in(conversation), contact.participant_id))
    if not answers:
        return Noted.TOLD_BEFORE
    if not to_tell_by_hand(conversation).filter(pk=contact_id).exists():
        return Noted.NOT_ASKED_FOR
    if not note(answers, contact.participant_id, way, has_reached=has_reached):
        return Noted.TRIED_TODAY
    if has_reached:
        Contact.objects.filter(pk=contact_id).update(told_on=today())
    act = "told somebody of an answer" if has_reached else "tried to tell somebody of an answer"
    record(act, space=conversation.space_id, actor=actor, subject=conversation.pk)
    return Noted.NEW


@transaction.atomic
def take_telling_back(conversation: Conversation, contact_id: UUID, *, actor: UUID | None) -> bool:
    """They were not told after all: what was noted by hand today is gone, and they stand on the list again."""
    contact = told_today(conversation).filter(pk=contact_id).first()
    if contact is None:
        return False
    hold(contact.participant_id)
    gone, _ = noted_today(conversation).filter(participant=contact.participant_id).delete()
    if gone:
        Contact.objects.filter(pk=contact_id).update(told_on=today() - WEEK)  # as rested as when they were told
        record("telling taken back", space=conversation.space_id, actor=actor, subject=conversation.pk)
    return bool(gone)


@transaction.atomic
def note_mailed(contact: Contact) -> bool:
    """The mail to somebody has gone: what it was about counts as told, and the next week begins."""
    hold(contact.participant_id)
    if not to_mail().filter(pk=contact.pk).exists():
        return False
    answers = list(untold(Answer.objects.filter(given_on__lt=today()), contact.participant_id))
    note(answers, contact.participant_id, Telling.Way.MAIL, has_reached=True)
    Contact.objects.filter(pk=contact.pk).update(told_on=today())
    record("mail sent", space=contact.participant.space_id, actor=None)
    return True
