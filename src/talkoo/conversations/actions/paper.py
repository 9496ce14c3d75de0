"""Voting on paper: making sheets, typing one in, and taking that back the same day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import SystemRandom
from uuid import UUID

from django.db import transaction

from talkoo.accounts.actions import eight_signs, participant_of_card
from talkoo.accounts.models import Participant
from talkoo.conversations.actions.saying import say
from talkoo.conversations.actions.voting import cast_vote, take_vote_back
from talkoo.conversations.models import Conversation, Entered, Statement, Vote, VotingSheet
from talkoo.conversations.queries import ANSWERED, HELD, MOST_SHEETS, may_be_printed, sheet_id
from talkoo.conversations.rules import takes_sheets
from talkoo.core.history import record
from talkoo.core.models import today

chance = SystemRandom()


class SheetTakenError(ValueError):
    """The sheet has been typed in already."""


class TooLateError(ValueError):
    """The conversation takes no more sheets: its last result is made from what is there."""


class WrongRoleError(ValueError):
    """The card belongs to somebody whom the conversation does not ask."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


@dataclass(frozen=True, slots=True)
class Read:
    """What a helper read on a sheet. The number of a card says more than a tick for a role."""

    votes: dict[UUID, int] = field(default_factory=dict)
    role: str = ""
    card: str = ""
    said: str = ""


def orders(statements: list[UUID], count: int) -> Iterator[list[UUID]]:
    """For each of ``count`` sheets an order by chance in which those come first that have come first least often."""
    came_early: Counter[UUID] = Counter()
    for _ in range(count):
        order = sorted(statements, key=lambda pk: (came_early[pk], chance.random()))[:HELD]
        came_early.update(order[: (len(order) + 1) // 2])
        yield order


@transaction.atomic
def make_sheets(
    conversation: Conversation, *, count: int, language: str, large: bool, actor: UUID | None, once: UUID
) -> None:
    """Make 1 to 50 sheets, each with a code and an order of its own. Asked again with the same ``once``: nothing."""
    if not 1 <= count <= MOST_SHEETS:
        raise ValueError(f"One to {MOST_SHEETS} sheets.")
    Conversation.objects.select_for_update().get(pk=conversation.pk)  # the same request twice at once
    if VotingSheet.objects.filter(pk=sheet_id(once, conversation, 0)).exists():
        return
    VotingSheet.objects.bulk_create(
        VotingSheet(
            id=sheet_id(once, conversation, number),
            conversation=conversation,
            code=eight_signs(),
            statements=[str(pk) for pk in order],
            language=language,
            is_large=large,
        )
        for number, order in enumerate(orders(may_be_printed(conversation), count))
    )
    record("made voting sheets", space=conversation.space_id, actor=actor, subject=conversation.pk, count=count)


@transaction.atomic
def enter_sheet(sheet: VotingSheet, read: Read, *, actor: UUID | None, once: UUID) -> VotingSheet:
    """Type in what stood on a sheet, all of it or nothing. What the person has voted with their own hand stands.

    Sent again with the same ``once``: the sheet as it was typed in. Raises ``SheetTakenError`` when it was typed in
    before, ``TooLateError``, and ``UnknownCardError`` and ``WrongRoleError`` for a card that cannot vote here.
    """
    sheet = VotingSheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.entered_on:
        if sheet.entry.get("once") == str(once):
            return sheet
        raise SheetTakenError(sheet.code)
    conversation = hold_for_sheets(sheet)
    participant = who_filled_in(conversation, read)
    kept, before = take_votes(participant, read.votes)
    sheet.participant = participant
    sheet.entry = {
        "votes": {str(pk): choice for pk, choice in read.votes.items()},
        "kept": kept,
        "before": before,
        "said": keep_words(conversation, participant, read.said, sheet.language),
        "role": participant.role,
        "by_card": bool(read.card),
        "once": str(once),
    }
    sheet.entered_on, sheet.entered_by = today(), actor
    sheet.save()
    record("typed in a voting sheet", space=conversation.space_id, actor=actor, subject=conversation.pk)
    return sheet


def hold_for_sheets(sheet: VotingSheet) -> Conversation:
    """The conversation, held so that nobody ends the waiting for sheets meanwhile. Raises ``TooLateError``."""
    conversation = Conversation.objects.select_for_update().get(pk=sheet.conversation_id)
    if not takes_sheets(conversation):
        raise TooLateError
    return conversation


def who_filled_in(conversation: Conversation, read: Read) -> Participant:
    """The participant of the card on the sheet, or somebody new with the role that was ticked."""
    if not read.card:
        return Participant.objects.create(space_id=conversation.space_id, role=read.role)
    participant = participant_of_card(read.card, space_id=conversation.space_id)
    if participant.role not in conversation.who:
        raise WrongRoleError(participant.role)
    return participant


def take_votes(participant: Participant, votes: dict[UUID, int]) -> tuple[list[str], dict[str, int]]:
    """Cast them as any vote is cast. Which ones stand as the person cast them, and what a helper had entered before."""
    standing = {vote.statement_id: vote for vote in Vote.objects.filter(participant=participant, statement__in=votes)}
    kept, before = [], {}
    for statement in Statement.objects.filter(pk__in=votes, state__in=ANSWERED):
        pk = statement.pk
        old = standing.get(pk)
        if old and old.entered == Entered.SELF:
            kept.append(str(pk))
            continue
        if old:
            before[str(pk)] = old.choice
        cast_vote(participant, statement, votes[pk], entered=Entered.HELPER)
    return kept, before


def keep_words(conversation: Conversation, participant: Participant, text: str, language: str) -> str:
    """What somebody wrote on paper is a statement like any other; its id, unless they had said the same before."""
    if not text or Statement.objects.filter(conversation=conversation, author=participant, text=text).exists():
        return ""
    return str(say(participant, conversation, text, language=language, entered=Entered.HELPER).pk)


@transaction.atomic
def take_no_more_sheets(conversation: Conversation, *, actor: UUID | None) -> bool:
    """Wait for no more sheets after the end of voting: the last result is made now. False if nothing waited."""
    waiting = Conversation.objects.filter(pk=conversation.pk, sheets_until__gte=today())
    if not waiting.update(sheets_until=None):
        return False
    record("no more sheets", space=conversation.space_id, actor=actor, subject=conversation.pk)
    return True


@transaction.atomic
def undo_sheet(sheet: VotingSheet, *, actor: UUID | None) -> None:
    """Take back what was typed in, so that the sheet can be typed in anew. What the person changed since stays.

    Raises ``TooLateError``.
    """
    sheet = VotingSheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.entered_on is None:
        return
    hold_for_sheets(sheet)
    if sheet.participant:
        give_back(sheet, sheet.participant)
    space_id = sheet.conversation.space_id
    sheet.participant, sheet.entry, sheet.entered_on, sheet.entered_by = None, {}, None, None
    sheet.save()
    record("took back a voting sheet", space=space_id, actor=actor, subject=sheet.conversation_id)


def give_back(sheet: VotingSheet, participant: Participant) -> None:
    """Votes as they were before the sheet, words gone unless somebody dealt with them."""
    entry = sheet.entry
    for pk, choice in entry.get("votes", {}).items():
        from_sheet = Vote.objects.filter(participant=participant, choice=choice, entered=Entered.HELPER)
        vote = from_sheet.select_related("statement").filter(statement=pk).first()
        if pk in entry["kept"] or vote is None:
            continue
        if pk in entry["before"]:
            cast_vote(participant, vote.statement, entry["before"][pk], entered=Entered.HELPER)
        else:
            take_vote_back(participant, vote.statement)
    if entry.get("said"):
        fresh = Statement.objects.filter(pk=entry["said"], author=participant, checked_on=None)
        fresh.exclude(votes__isnull=False).delete()
    has_said = Statement.objects.filter(author=participant).exists()
    if not entry.get("by_card") and not has_said and not Vote.objects.filter(participant=participant).exists():
        participant.delete()
