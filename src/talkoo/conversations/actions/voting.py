"""Voting, changing a vote, taking it back, and taking everything back."""

from uuid import UUID

from django.db import transaction

from talkoo.accounts.models import Participant
from talkoo.conversations.actions.saying import forget_words
from talkoo.conversations.models import Entered, Statement, Vote, VotingSheet
from talkoo.core.history import record


@transaction.atomic
def cast_vote(participant: Participant, statement: Statement, choice: int, *, entered: str = Entered.SELF) -> bool:
    """Keep what ``participant`` thinks of ``statement``; whether anything changed. The same again writes nothing.

    Two at once wait for each other on the participant's row, so that the second finds what the first wrote.
    """
    Participant.objects.select_for_update().get(pk=participant.pk)
    vote = Vote.objects.filter(participant=participant, statement=statement).first()
    if vote and vote.choice == choice:
        return False
    if vote:
        vote.choice, vote.entered = choice, entered
        vote.save(update_fields=["choice", "entered"])
    else:
        Vote.objects.create(participant=participant, statement=statement, choice=choice, entered=entered)
    record(
        "vote changed" if vote else "voted",
        space=participant.space_id,
        actor=None,
        subject=statement.conversation_id,
    )
    return True


@transaction.atomic
def take_vote_back(participant: Participant, statement: Statement) -> bool:
    """Delete one vote; whether there was one. It leaves the figures with the next release."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    gone, _ = Vote.objects.filter(participant=participant, statement=statement).delete()
    if gone:
        record("vote taken back", space=participant.space_id, actor=None, subject=statement.conversation_id)
    return bool(gone)


@transaction.atomic
def take_back(participant_id: UUID) -> None:
    """Delete every vote of a participant, and the words of every statement they wrote.

    Words go from every page at once; counts in what is published change with the next release (TRUST 1a).
    """
    Vote.objects.filter(participant_id=participant_id).delete()
    VotingSheet.objects.filter(participant_id=participant_id).update(participant=None, entry={})
    forget_words(Statement.objects.filter(author_id=participant_id))
