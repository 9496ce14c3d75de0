"""The cast of every test: who they are in the space, and how they come in."""

from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from talkoo.accounts.models import Card, Participant, Role, User
from talkoo.accounts.queries import STRANGER, Person
from talkoo.spaces.models import Membership, Space

# Everybody who may stand at a door, in the order in which tables list them.
CAST = (
    "stranger",  # no card, no sign-in
    "mira",  # card, people who use the service
    "tomi",  # front-line staff
    "hannele",  # manager
    "outi",  # decision-maker
    "ritva",  # partner
    "samuel",  # go-between
    "leena",  # host
    "iida",  # researcher
    "jere",  # card of another space
    "paula",  # host of another space
)
ROLES = {
    "tomi": Role.PROFESSIONAL, "hannele": Role.MANAGER, "outi": Role.DECIDER, "ritva": Role.PARTNER,
    "samuel": Role.BETWEEN, "leena": Role.HOST, "iida": Role.RESEARCHER,
}  # fmt: skip


@dataclass
class Cast:
    """The space, the people, and a browser for each of them."""

    space: Space
    other_space: Space
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Who ``name`` is at the door: a card comes with its space as it is now."""
        person = self.people[name]
        if person.card:
            person.card.space = Space.objects.get(pk=person.card.space_id)
        return person

    def browser(self, name: str, **more: bool) -> Client:
        """A test browser in which ``name`` has come in already."""
        client, person = Client(**more), self.people[name]
        if person.user:
            client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["began"] = session["seen"] = timezone.now().timestamp()
        if person.card:
            session["card"] = {"id": str(person.card.pk), "version": person.card.version}
        session.save()
        if not person.user:
            client.cookies["s"] = session.session_key
        return client


def make_space(slug: str, service: str) -> Space:
    """An open space."""
    return Space.objects.create(
        slug=slug,
        service=service,
        why="Too many workers in a year.",
        for_whom="Young people",
        languages=["en", "fi"],
    )


def make_card(space: Space, selector: str, role: Role = Role.USER) -> Card:
    """A card in use, with its participant."""
    participant = Participant.objects.create(space=space, role=role)
    return Card.objects.create(
        space=space,
        role=role,
        selector=selector,
        words_hash="!",
        participant=participant,
        state=Card.State.USED,
    )


def make_cast() -> Cast:
    """Two spaces and everybody in them."""
    space = make_space("youth", "Support for young people who left school")
    other = make_space("buses", "Buses at night")
    cast = Cast(space, other, {"stranger": STRANGER})
    cast.people["mira"] = Person(card=make_card(space, "MRA4K7QX"))
    cast.people["jere"] = Person(card=make_card(other, "JRE8N2WP"))
    for name, role in ROLES.items():
        user = User.objects.create_user(f"{name}@talkoo.example", name.title(), "right words for a door")
        Membership.objects.create(space=space, user=user, role=role)
        cast.people[name] = Person(user=user)
    paula = User.objects.create_user("paula@talkoo.example", "Paula", "right words for a door", may_open_spaces=True)
    Membership.objects.create(space=other, user=paula, role=Role.HOST)
    cast.people["paula"] = Person(user=paula)
    leena = cast.people["leena"].user
    assert leena is not None
    leena.may_open_spaces = True
    leena.save()
    return cast
