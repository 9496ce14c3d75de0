"""What is asked of somebody now, from what the record knows. Pages show three at most and lead to the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from talkoo.accounts.queries import Person, participant_in
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    given_answers,
    left_to_vote_on,
    owed_answers,
    promised_as_a_whole,
    sent_back_in,
    to_check_in,
    untold,
    with_question,
)
from talkoo.conversations.rules import (
    may_begin,
    may_check,
    may_promise,
    may_say,
    may_vote,
    may_write_answer,
    owns_answer,
)
from talkoo.overview.queries import has_second_factor
from talkoo.releases.models import Release
from talkoo.releases.rules import may_see_release
from talkoo.spaces.queries import Place, with_cards
from talkoo.spaces.rules import may_change_space, may_open_space, may_print_cards

MOST = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing asked: what, why, and the words that do it."""

    name: str
    note: str
    address: str
    act: str


def turns_of(person: Person, places: list[Place], conversations: list[Conversation]) -> list[Turn]:
    """All of it, what others wait for first. ``conversations`` are those of these places."""
    several = len(places) > 1
    spaces_with_cards = with_cards([place.space for place in places if may_print_cards(place)])
    found: list[Turn] = []
    found += own_words(person)
    found += (turn for place in places for turn in to_look_at(place, conversations, several=several))
    found += to_answer(person, places, conversations)
    found += to_promise(places, conversations)
    found += to_say(person, places, conversations)
    found += to_reword(person, places, conversations)
    found += to_read(person, places, conversations)  # it stands below too, under what came of it
    found += to_check(places, conversations)
    for place in places:
        found += beginnings(place, conversations, has_cards=place.space.pk in spaces_with_cards, several=several)
    found += safety(person, places)
    found += newest_result(places, conversations)
    found += first_space(person, places)
    return found


def about(place: Place, words: str, *, several: bool) -> str:
    """Say in which space, where somebody has more than one."""
    return f"{place.space.service}: {words}" if several else words


def own_words(person: Person) -> Iterator[Turn]:
    """Until the words are the holder's own, whoever printed the card could read them."""
    if person.card and not person.card.words_are_own:
        yield Turn(
            _("Get five words that only you know"),
            _("Whoever printed your card could read the words on it. It takes one minute, and you write them down."),
            reverse("own_words"),
            _("Get my own words"),
        )


def to_look_at(place: Place, conversations: list[Conversation], *, several: bool) -> Iterator[Turn]:
    """A result that waits to be looked at before everybody sees it."""
    if not may_see_release(place):
        return
    for one in conversations:
        if one.space_id == place.space.pk and one.waiting and one.waiting_state == Release.State.PREPARED:  # type: ignore[attr-defined]
            yield Turn(
                _("Look at a result before everybody sees it"),
                about(
                    place,
                    _("“%(question)s” It becomes public by itself after two days.") % {"question": one.question},
                    several=several,
                ),
                reverse("release", args=[place.space.pk, one.waiting]),  # type: ignore[attr-defined]
                _("Look at it"),
            )


def beginnings(place: Place, conversations: list[Conversation], *, has_cards: bool, several: bool) -> Iterator[Turn]:
    """What a new space needs from its host: a person to talk to, cards, a conversation."""
    key = place.space.pk
    if may_change_space(place) and not place.space.contact_name:
        yield Turn(
            _("Say whom people can talk to"),
            about(place, _("A name and a number stand on every page that people with a card see."), several=several),
            reverse("space_settings", args=[key]) + "#contact",
            _("Write the name"),
        )
    if place.is_host and may_print_cards(place) and not has_cards:
        yield Turn(
            _("Print the first cards"),
            about(place, _("People who use the service come in with a paper card, without a name."), several=several),
            reverse("cards", args=[key]),
            _("Print cards"),
        )
    if may_begin(place) and not any(one.space_id == key for one in conversations):
        yield Turn(
            _("Ask the first question"),
            about(place, _("Prepare a conversation. Nobody sees it before you open it."), several=several),
            reverse("begin_conversation", args=[key]),
            _("Prepare a conversation"),
        )


def own(place: Place, conversations: list[Conversation]) -> list[Conversation]:
    """The conversations of a place."""
    return [one for one in conversations if one.space_id == place.space.pk]


def to_answer(person: Person, places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """Answers that this person promised, and those that are late where they are the host; owed longest first.

    Also where the conversation was closed without the answer: it can still be given.
    """
    if person.user is None:
        return
    by_space = {place.space.pk: place for place in places}
    for answer in with_question(owed_answers(conversations), get_language()):
        place, key = by_space[answer.conversation.space_id], [answer.conversation.space_id, answer.conversation_id]
        if not may_write_answer(place, answer.conversation, answer):
            continue
        told = {
            "question": answer.asked,  # type: ignore[attr-defined]
            "owner": answer.owner.user.name,
            "day": date_format(answer.due_on),
            "days": answer.days_in_words,
        }
        still = _("The conversation was closed without it; it can still be given.")
        closed = still if answer.conversation.closed_on else ""
        if owns_answer(place, answer):
            note = _("“%(question)s” You owe an answer until %(day)s. %(days)s") % told
            address = reverse("write_answer", args=[*key, answer.pk])
            yield Turn(_("People wait for your answer"), f"{note} {closed}".strip(), address, _("Write the answer"))
        elif answer.days_late:
            note = _("“%(question)s” %(owner)s owes an answer until %(day)s. %(days)s") % told
            address = reverse("answer", args=key)
            yield Turn(_("An answer is late"), f"{note} {closed}".strip(), address, _("See what is owed"))


def to_promise(places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """Conversations in which voting has ended and nobody has said who answers, for the host."""
    ended = [one for place in places for one in own(place, conversations) if one.is_over and may_promise(place, one)]
    promised = promised_as_a_whole(ended)
    for one in ended:
        if one.pk not in promised:
            yield Turn(
                _("Nobody has promised an answer yet"),
                _("“%(question)s” Voting has ended, and those who spoke wait.") % {"question": one.question},
                reverse("promise_answer", args=[one.space_id, one.pk]),
                _("Promise an answer"),
            )


def to_read(person: Person, places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """What was answered where this person spoke: once a conversation, however many answers stand on its page."""
    ids = [key for place in places if (key := participant_in(person, place.space.pk))]
    seen = set()
    for answer in with_question(untold(given_answers(conversations), ids), get_language()):
        if answer.conversation_id not in seen:
            seen.add(answer.conversation_id)
            yield Turn(
                _("There is an answer to what you said"),
                answer.asked,  # type: ignore[attr-defined]
                reverse("answer", args=[answer.conversation.space_id, answer.conversation_id]),
                _("Read the answer"),
            )


def to_reword(person: Person, places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """A statement of this person that was sent back, while it can still be said in other words."""
    runs = [(place, one) for place in places for one in own(place, conversations) if may_say(place, one)]
    ids = [key for place, _one in runs if (key := participant_in(person, place.space.pk))]
    sent_back = sent_back_in([one for _place, one in runs], ids)
    for place, one in runs:
        if one.pk in sent_back:
            yield Turn(
                _("Say it in other words"),
                _("A sentence of yours was sent back, with a reason. Other words can still be voted on."),
                reverse("what_i_said", args=[place.space.pk, one.pk]),
                _("See why"),
            )


def to_say(person: Person, places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """A conversation that runs and in which statements wait for this person."""
    runs = [(place, one) for place in places for one in own(place, conversations) if may_vote(place, one)]
    ids = [key for place, _one in runs if (key := participant_in(person, place.space.pk))]
    left = left_to_vote_on([one for _place, one in runs], ids)
    for place, one in runs:
        if left.get(one.pk):
            yield Turn(
                _("Say what you think"),
                one.question,
                reverse("take_part", args=[place.space.pk, one.pk]),
                _("Say what I think"),
            )


def to_check(places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """Statements that people added and nobody has looked at."""
    mine = [(place, one) for place in places for one in own(place, conversations) if may_check(place, one)]
    waiting = to_check_in([one for _place, one in mine])
    for place, one in mine:
        if n := waiting.get(one.pk):
            yield Turn(
                ngettext("Check %(n)s new statement", "Check %(n)s new statements", n) % {"n": n},
                _("“%(question)s” Whoever wrote them waits.") % {"question": one.question},
                reverse("check_statements", args=[place.space.pk, one.pk]),
                _("Check them"),
            )


def safety(person: Person, places: list[Place]) -> Iterator[Turn]:
    """Hosts and go-betweens can do much, so their door should be better locked."""
    if person.user and any(p.is_host or p.is_between for p in places) and not has_second_factor(person.user):
        yield Turn(
            _("Lock your door better"),
            _("You can do much here. With a passkey or an app a stolen password alone opens nothing."),
            reverse("second_factor"),
            _("Set it up"),
        )


def newest_result(places: list[Place], conversations: list[Conversation]) -> Iterator[Turn]:
    """The newest result that people may read."""
    open_to = {p.space.pk for p in places}
    for one in conversations:
        if one.is_published and one.space_id in open_to:  # type: ignore[attr-defined]
            yield Turn(
                _("See where people agree and where they do not"),
                one.question,
                reverse("map", args=[one.space_id, one.pk]),
                _("Look at the result"),
            )
            return


def first_space(person: Person, places: list[Place]) -> Iterator[Turn]:
    """Somebody who may open spaces and has none."""
    if not places and may_open_space(person):
        yield Turn(
            _("Open your first space"),
            _("Six short questions, and it is open. Nobody is told yet."),
            reverse("open_space"),
            _("Open a space"),
        )
