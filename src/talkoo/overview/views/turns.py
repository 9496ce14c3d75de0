"""What is asked of somebody now: at most three things, from what the record knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from talkoo.accounts.queries import Person
from talkoo.conversations.models import Conversation
from talkoo.conversations.rules import may_bring_in
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
    """At most three, what others wait for first. ``conversations`` are those of these places."""
    several = len(places) > 1
    spaces_with_cards = with_cards([place.space for place in places if may_print_cards(place)])
    found: list[Turn] = []
    found += own_words(person)
    found += (turn for place in places for turn in to_look_at(place, conversations, several=several))
    for place in places:
        found += beginnings(place, conversations, has_cards=place.space.pk in spaces_with_cards, several=several)
    found += safety(person, places)
    found += newest_result(places, conversations)
    found += first_space(person, places)
    return found[:MOST]


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
    if may_bring_in(place) and not any(one.space_id == key for one in conversations):
        yield Turn(
            _("Bring in a conversation"),
            about(place, _("One that was held with Polis shows at once where people agree."), several=several),
            reverse("bring_in", args=[key]),
            _("Bring it in"),
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
