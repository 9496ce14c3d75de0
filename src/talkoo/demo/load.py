"""Loads the invented world of Rautavesi: content files and a fixed seed. Loading again changes nothing."""

import random
import tomllib
from datetime import timedelta
from math import exp
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from talkoo.accounts.actions.cards import digest
from talkoo.accounts.models import Card, Participant, Role, User
from talkoo.conversations.actions import prepare_picture
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.models import today
from talkoo.releases.actions import publish
from talkoo.spaces.models import Membership, Space

CONTENT = Path(__file__).parent / "content"


def read(name: str) -> dict[str, Any]:
    """One content file."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


@transaction.atomic
def load_demo() -> bool:
    """Make the demo world, unless it is there already; whether anything was made."""
    told = read("space")
    if Space.objects.filter(slug=told["slug"]).exists():
        return False
    space = open_space(told, told["people"])
    for other in told["other_spaces"]:
        open_space(other, [{**other["host"], "role": Role.HOST}])
    dice = random.Random(told["slug"])  # noqa: S311 - the same demo everywhere, nothing secret
    participants = hand_out_cards(space, told["cards"], dice)
    conversation = hold_conversation(space, participants)
    grow_older(space, days=read("conversation")["opened_days_ago"] + 14)
    release = prepare_picture(conversation)
    if release:
        publish(release, actor=None)
    return True


def grow_older(space: Space, *, days: int) -> None:
    """What was just made began some months ago."""
    began = today() - timedelta(days=days)
    Participant.objects.filter(space=space).update(made_on=began)
    Card.objects.filter(space=space).update(made_on=began)
    space.memberships.update(since=began, made_on=began)


def open_space(told: dict[str, Any], people: list[dict[str, Any]]) -> Space:
    """A space and the people with a named role in it."""
    until = today() + timedelta(days=told.get("until_in_days", 200))
    plain_fields = ("slug", "service", "why", "for_whom", "reading", "contact_name", "contact_phone", "contact_note")
    space = Space.objects.create(
        **{name: told[name] for name in plain_fields if name in told},
        languages=told.get("languages", ["en", "fi"]),
        labels=told.get("labels", {}),
        until=until,
    )
    for one in people:
        user = User.objects.create_user(one["email"], one["name"], may_open_spaces=one.get("opens_spaces", False))
        Membership.objects.create(space=space, user=user, role=one["role"])
    return space


def hand_out_cards(space: Space, told: dict[str, Any], dice: random.Random) -> dict[str, list[Participant]]:
    """Cards in use by role, with their participants; the first can be tried by hand, the last are not used yet."""
    to_try = told["to_try"]
    taken: dict[str, list[Participant]] = {}
    for role in (Role.USER, Role.CARER, Role.PROFESSIONAL):
        taken[role] = [Participant.objects.create(space=space, role=role) for _ in range(told[role])]
        for number, participant in enumerate(taken[role]):
            first = role == Role.USER and number == 0
            Card.objects.create(
                space=space,
                role=role,
                participant=participant,
                state=Card.State.USED,
                selector=to_try["selector"] if first else selector(dice),
                words_hash=digest(to_try["words"]) if first else make_password(None),
            )
    for _ in range(told["not_used_yet"]):
        Card.objects.create(space=space, role=Role.USER, selector=selector(dice), words_hash=make_password(None))
    return taken


def selector(dice: random.Random) -> str:
    """Eight signs that nobody mistakes for others."""
    return "".join(dice.choices("23456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))


def hold_conversation(space: Space, participants: dict[str, list[Participant]]) -> Conversation:
    """The conversation with its statements, and votes drawn with a fixed seed."""
    told = read("conversation")
    conversation = Conversation.objects.create(
        space=space,
        question=told["question"],
        why=told["why"],
        opened_on=today() - timedelta(days=told["opened_days_ago"]),
        shown_roles=[[role] for role in told["shown"]["apart"]] + [told["shown"]["joined"]],
    )
    statements = [
        Statement.objects.create(conversation=conversation, number=number, text=one["text"], language="en", state=state)
        for number, (one, state) in enumerate(
            [(one, Statement.State.SHOWN) for one in told["statement"]]
            + [(one, Statement.State.LEFT_OUT) for one in told["left_out"]]
        )
    ]
    dice = random.Random(told["seed"])  # noqa: S311 - as above
    voters = []
    for role, number in told["took_part"].items():
        here = participants.get(role, [])
        more = [Participant.objects.create(space=space, role=role) for _ in range(number - len(here))]
        voters += (here + more)[:number]
    Vote.objects.bulk_create(draw_votes(voters, list(zip(statements, told["statement"], strict=False)), dice))
    return conversation


def draw_votes(
    voters: list[Participant], statements: list[tuple[Statement, dict[str, Any]]], dice: random.Random
) -> list[Vote]:
    """What each voter says: two ways of thinking that do not follow roles, and everybody's own leaning to say yes."""
    votes = []
    for number, voter in enumerate(voters):
        way = (1 if number % 10 < 3 else -1) + dice.gauss(0, 0.35)
        yes = dice.gauss(0, 0.4)
        for statement, told in statements:
            if dice.random() > told.get("seen", 0.95):
                continue
            agree = 1 / (1 + exp(-(told["liked"] + yes + told.get("pull", 0.0) * way)))
            choice = Vote.Choice.AGREE if dice.random() < agree else Vote.Choice.DISAGREE
            if dice.random() < 0.07:
                choice = Vote.Choice.PASS
            voted_on = today() - timedelta(days=5 + number % 60)
            votes.append(Vote(statement=statement, participant=voter, choice=choice, made_on=voted_on))
    return votes
