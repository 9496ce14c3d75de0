"""What somebody may do with conversations, by their role and by what may be done now."""

from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from talkoo.conversations.models import Answer, Conversation, Room, VotingSheet
from talkoo.core.access import No, Verdict
from talkoo.core.models import today
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place
from talkoo.spaces.rules import is_alive, is_open


class Phase(StrEnum):
    """What people may do now."""

    DRAFT = "draft"  # the host prepares it; nobody else sees it
    SOON = "soon"  # announced: it begins on a day to come
    SAYING = "saying"  # vote, and add statements
    VOTING = "voting"  # vote; new statements would not be seen by all any more
    ANSWERING = "answering"  # nobody votes; those who spoke wait for an answer
    CLOSED = "closed"  # answered, or brought in from elsewhere


TO_COME = (Phase.SOON, Phase.SAYING, Phase.VOTING)  # opened, and its last day is not over
RUNNING = (Phase.SAYING, Phase.VOTING)


def phase_of(conversation: Conversation, on: date | None = None) -> Phase:
    """What people may do now. The days decide at once, also before the worker has noted that the last one is over."""
    day, state = on or today(), Conversation.State(conversation.state)
    if state == Conversation.State.CLOSED:
        return Phase.CLOSED
    if state == Conversation.State.DRAFT:
        return Phase.DRAFT
    if state == Conversation.State.ENDED or (conversation.ends_on and day > conversation.ends_on):
        return Phase.ANSWERING
    if conversation.begins_on and day < conversation.begins_on:
        return Phase.SOON
    if conversation.adds and (conversation.adds_until is None or day <= conversation.adds_until):
        return Phase.SAYING
    return Phase.VOTING


def is_in(conversation: Conversation, *phases: Phase) -> Verdict:
    """Whether it is in one of these phases; if not, how it stands and what that waits for."""
    phase = phase_of(conversation)
    return phase in phases or No(how_it_stands(conversation, phase))


def how_it_stands(conversation: Conversation, phase: Phase) -> str:
    """One sentence for whoever wants what this phase has no place for."""
    if conversation.is_brought_in:
        return _("This conversation was held elsewhere and brought in; it can only be read here.")
    if phase == Phase.DRAFT:
        return _("This conversation is not open yet; the host opens it when it is prepared.")
    if phase == Phase.SOON and conversation.begins_on:
        return _("This conversation begins on %(day)s.") % {"day": date_format(conversation.begins_on)}
    if phase in TO_COME and conversation.ends_on:
        said = _("This waits for the end of voting. People vote until %(day)s, unless a host changes that day.")
        return said % {"day": date_format(conversation.ends_on)}
    if phase in TO_COME:
        return _("This waits for the end of voting. People still vote, until a host ends the voting.")
    if phase == Phase.ANSWERING:
        return _("Voting has ended; what is still to come is the answer.")
    return _("This conversation is closed for good; it can still be read.")


def waits_for_sheets(conversation: Conversation) -> bool:
    """Whether voting has ended and sheets that were filled in before the end can still be typed in."""
    until = conversation.sheets_until
    return phase_of(conversation) == Phase.ANSWERING and until is not None and today() <= until


def takes_sheets(conversation: Conversation) -> Verdict:
    """Whether sheets can be typed in: while people vote, and some days longer."""
    return waits_for_sheets(conversation) or is_in(conversation, *RUNNING)


def is_held_here(conversation: Conversation) -> Verdict:
    """Whether people say and vote here, and did not elsewhere."""
    return not conversation.is_brought_in or No(how_it_stands(conversation, Phase.CLOSED))


def takes_part(place: Place, conversation: Conversation) -> bool:
    """Whether this conversation is for somebody in this role."""
    return place.role is not None and place.role in conversation.who


def may_vote(place: Place, conversation: Conversation) -> Verdict:
    """Vote and change a vote: the roles it is for, while it runs."""
    return takes_part(place, conversation) and is_open(place) and is_in(conversation, *RUNNING)


def may_say(place: Place, conversation: Conversation) -> Verdict:
    """Add a statement: whoever may vote, until shortly before the end."""
    return may_vote(place, conversation) and is_in(conversation, Phase.SAYING)


def may_take_back(place: Place, conversation: Conversation) -> bool:
    """Take back a vote or a statement of one's own: always, whatever the state of conversation and space."""
    return takes_part(place, conversation)


def may_bring_in(place: Place) -> Verdict:
    """Bring in a conversation that was held elsewhere: the host of an open space."""
    return place.is_host and is_open(place)


def may_begin(place: Place) -> Verdict:
    """Prepare a conversation and open it: the host of an open space."""
    return place.is_host and is_open(place)


def may_change(place: Place, conversation: Conversation) -> Verdict:
    """Change what a conversation says about itself: the host, before it opens. Later only its last day moves."""
    return may_begin(place) and is_in(conversation, Phase.DRAFT)


def may_preview(place: Place) -> bool:
    """See how a conversation will look before it opens: host and go-between."""
    return place.is_host or place.is_between


def may_move_last_day(place: Place, conversation: Conversation) -> Verdict:
    """Let voting end earlier or later: the host, from the opening until the last day is over."""
    return may_end(place, conversation) and is_open(place)


def may_end(place: Place, conversation: Conversation) -> Verdict:
    """End the voting before its last day: the host, also of a closed space, where nobody votes anyway."""
    return place.is_host and is_alive(place) and is_in(conversation, *TO_COME)


def may_check(place: Place, conversation: Conversation) -> Verdict:
    """Check statements: host and go-between, while the space is not archived."""
    return (place.is_host or place.is_between) and is_alive(place) and is_held_here(conversation)


def may_translate(place: Place, conversation: Conversation) -> Verdict:
    """Put a statement into another language: everybody with a named role, while it runs or is prepared."""
    return place.has_named_role and is_open(place) and is_in(conversation, Phase.DRAFT, *TO_COME)


def may_help(place: Place, conversation: Conversation) -> Verdict:
    """Print voting sheets, type them in, lend a device: host and go-between, while people vote.

    Not front-line staff: whoever types a sheet reads it, and people depend on them.
    """
    return helps(place) and is_in(conversation, *RUNNING)


def helps(place: Place) -> Verdict:
    """Whether somebody helps people here: host and go-between of an open space."""
    return (place.is_host or place.is_between) and is_open(place)


def may_type_in(place: Place, conversation: Conversation) -> Verdict:
    """Type in voting sheets: while people vote, and some days longer what was filled in before the end."""
    return helps(place) and takes_sheets(conversation)


def may_take_no_more_sheets(place: Place, conversation: Conversation) -> Verdict:
    """Wait for no more sheets, so that the last result is made: the host."""
    return place.is_host and is_alive(place) and is_in(conversation, Phase.ANSWERING)


def may_answer(place: Place, conversation: Conversation) -> Verdict:
    """Promise and write an answer: the host as clerk, and whoever owes it (ask ``owns_answer`` beside this)."""
    has_opened = is_in(conversation, *TO_COME, Phase.ANSWERING, Phase.CLOSED)
    return place.is_host and is_alive(place) and has_opened and is_held_here(conversation)


def may_promise(place: Place, conversation: Conversation) -> Verdict:
    """Promise an answer that nobody has promised yet: as long as the conversation is not closed for good."""
    return may_answer(place, conversation) and is_in(conversation, *TO_COME, Phase.ANSWERING)


def may_close(place: Place, conversation: Conversation, *, owed: int) -> Verdict:
    """Close it for good: the host, once voting has ended and nothing is ``owed``; else only by overruling."""
    return may_overrule(place, conversation) and owed == 0


def may_overrule(place: Place, conversation: Conversation) -> Verdict:
    """Close it although an answer is owed, with a reason that everybody reads: the host."""
    return place.is_host and is_alive(place) and is_in(conversation, Phase.ANSWERING)


def owns_answer(place: Place, answer: Answer) -> bool:
    """Whether somebody owes this answer in their own name, and still has a role here."""
    user = place.person.user
    return user is not None and place.has_named_role and answer.owner.user_id == user.pk


def may_write_answer(place: Place, conversation: Conversation, answer: Answer) -> Verdict:
    """Write an answer and give it: whoever owes it, or the host as their clerk."""
    return is_alive(place) if owns_answer(place, answer) else may_answer(place, conversation)


def may_tell(place: Place) -> Verdict:
    """See whom to tell and how to reach them: the go-between alone, never a host."""
    return place.is_between and is_alive(place)


def may_note_read(place: Place, *, spoke: bool) -> Verdict:
    """Say that one has read the answer: whoever spoke, until the space is archived."""
    return spoke and place.role is not None and is_alive(place)


def may_undo_sheet(place: Place, conversation: Conversation, sheet: VotingSheet) -> Verdict:
    """Take back what was typed in from a sheet: whoever typed it in, on the same day."""
    is_mine = sheet.entered_by is not None and sheet.entered_by == place.person.actor
    return may_type_in(place, conversation) and is_mine and sheet.entered_on == today()


def may_join(room: Room) -> bool:
    """Come in by the code of a room, for anybody: while people vote, in a space that cards open."""
    conversation, space = room.conversation, room.conversation.space
    runs = phase_of(conversation) in RUNNING and space.state == Space.State.OPEN
    return runs and space.reading != Space.Reading.MEMBERS and room.role in conversation.who
