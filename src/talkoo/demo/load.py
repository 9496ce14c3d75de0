"""Loads the invented world of Rautavesi: content files and a fixed seed. Loading again changes nothing."""

import random
import tomllib
from datetime import date, timedelta
from math import exp
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from talkoo.accounts.actions import keep_contacts
from talkoo.accounts.actions.cards import digest
from talkoo.accounts.models import Card, Contact, Participant, Role, User
from talkoo.conversations.actions import prepare_picture
from talkoo.conversations.models import (
    Answer,
    Conversation,
    Entered,
    Statement,
    Telling,
    Translation,
    Vote,
)
from talkoo.core.history import record
from talkoo.core.models import HistoryLine, today
from talkoo.releases.actions import publish
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership, Space

CONTENT = Path(__file__).parent / "content"
DECIDED = {"merged": "merged", "reword": "sent back", "left_out": "left out"}  # as checking notes it
SEEDS = 12  # statements that the host had written before the opening


def ago(days: int) -> date:
    """The day so many days before the one of loading."""
    return today() - timedelta(days=days)


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
    told = read("conversation")
    grow_older(space, days=told["opened_days_ago"] + 14)
    conversation = hold_conversation(space, told, participants)
    release = prepare_picture(conversation)
    if release:
        publish(release, actor=None)
        then = timezone.now() - timedelta(days=told["released_days_ago"])
        Release.objects.filter(pk=release.pk).update(prepared_at=then - timedelta(days=1), published_at=then)
    go_on(conversation, told, participants)
    return True


def grow_older(space: Space, *, days: int) -> None:
    """What was just made began some months ago."""
    began = ago(days)
    Participant.objects.filter(space=space).update(made_on=began)
    Card.objects.filter(space=space).update(made_on=began)
    space.memberships.update(since=began, made_on=began)
    first = read("space")["cards"]["to_try"]["selector"]  # it stands first in the list of whom one can be
    Card.objects.filter(selector=first).update(made_on=began - timedelta(days=1))


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


def came(space: Space, role: str, number: int, *, days_ago: int) -> list[Participant]:
    """So many more people of a role, who came then."""
    day = ago(days_ago)
    return [Participant.objects.create(space=space, role=role, made_on=day) for _ in range(number)]


def hold_conversation(space: Space, told: dict[str, Any], people: dict[str, list[Participant]]) -> Conversation:
    """The conversation with its statements, and the votes behind the first result, drawn with a fixed seed."""
    began = ago(told["opened_days_ago"])
    conversation = Conversation.objects.create(
        space=space,
        question=told["question"],
        why=told["why"],
        can_change=told["can_change"],
        who=told["who"],
        expected=told["expected"],
        opened_on=began,
        begins_on=began,
        adds_until=today() + timedelta(days=told["adds_for_days"]),
        ends_on=today() + timedelta(days=told["ends_in_days"]),
        shown_roles=[[role] for role in told["shown"]["apart"]] + [told["shown"]["joined"]],
    )
    for role, number in told["took_part"].items():
        here = people.setdefault(role, [])
        here += came(space, role, number - len(here), days_ago=told["opened_days_ago"])
    authors = people[Role.USER][::-1]
    for number, one in enumerate(told["statement"], start=1):
        Statement.objects.create(
            conversation=conversation,
            number=number,
            text=one["text"],
            language="en",
            state=Statement.State.SHOWN,
            is_seed=number <= SEEDS,
            author=None if number <= SEEDS else authors[number - SEEDS - 1],
            made_on=began,
            checked_on=began,
        )
    voters = [one for role, number in told["took_part"].items() for one in people[role][:number]]
    vote(conversation, told, voters, told["seed"], days_ago=(told["released_days_ago"] + 2, told["opened_days_ago"]))
    return conversation


def go_on(conversation: Conversation, told: dict[str, Any], people: dict[str, list[Participant]]) -> None:
    """What has happened since the first result: more people, new statements, translations, answers."""
    add_statements(conversation, told["added"], people)
    newcomers = []
    for role, number in told["came_since"].items():
        done, here = told["took_part"].get(role, 0), people.setdefault(role, [])
        here += came(conversation.space, role, done + number - len(here), days_ago=told["released_days_ago"] - 2)
        newcomers += here[done : done + number]
    vote(conversation, told, newcomers, told["seed"] + 1, days_ago=(2, told["released_days_ago"] - 2))
    named = {row.user.name: row for row in conversation.space.memberships.select_related("user")}
    statements = {one.text: one for one in conversation.statements.all()}
    for one in told["translation"]:
        Translation.objects.create(
            statement=statements[one["of"]],
            language=one["language"],
            text=one["text"],
            translator=named[one["by"]].user_id,
        )
    for one, participant in zip(told["contact"], people[Role.PROFESSIONAL][-3:], strict=False):
        news, language = Contact.News.ANSWERED, "fi"
        keep_contacts([participant], news=news, way=one["way"], address=one["address"], language=language)
    for one in told["answer"]:
        given = "given_days_ago" in one
        answer = Answer.objects.create(
            conversation=conversation,
            statement=statements[one["of"]] if "of" in one else None,
            owner=named[one["owner"]],
            due_on=today() + timedelta(days=one["due_in_days"]),
            given_on=ago(one["given_days_ago"]) if given else None,
            **{name: one[name] for name in ("said", "did", "did_not") if name in one},
        )
        ways = [way for way, number in one.get("told", {}).items() for _ in range(number)]
        spoke = [participant for role in told["took_part"] for participant in people[role]][1:]  # one reads it later
        Telling.objects.bulk_create(
            Telling(answer=answer, participant=participant, way=way, has_reached=True, made_on=ago(1 + number % 5))
            for number, (participant, way) in enumerate(zip(spoke, ways, strict=False))
        )


def add_statements(
    conversation: Conversation, added: list[dict[str, Any]], people: dict[str, list[Participant]]
) -> None:
    """What people added, in every state in which a checker may leave it."""
    users = people[Role.USER]
    first = conversation.statements.count() + 1
    statements = {one.text: one for one in conversation.statements.all()}
    for number, one in enumerate(added):
        statement = Statement.objects.create(
            conversation=conversation,
            number=first + number,
            text=one["text"],
            language="en",
            state=one["state"],
            author=users[0] if one.get("by") == "to_try" else users[1 + number],
            entered=one.get("entered", Entered.SELF),
            merged_into=statements[one["into"]] if "into" in one else None,
            ground=one.get("ground", Statement.Ground.SAME if "into" in one else ""),
            note=one.get("note", ""),
            checked_on=ago(one["decided_days_ago"]) if "decided_days_ago" in one else None,
            state_before="" if one["state"] == Statement.State.WAITING else Statement.State.WAITING,
            made_on=ago(one["said_days_ago"]),
        )
        if one["state"] in DECIDED:
            act = f"statement {DECIDED[one['state']]}"
            record(act, space=conversation.space_id, actor=None, subject=statement.pk, ground=statement.ground)
            HistoryLine.objects.filter(subject=statement.pk).update(made_on=statement.checked_on)
        choices = [Vote.Choice[name.upper()] for name, count in one.get("votes", {}).items() for _ in range(count)]
        Vote.objects.bulk_create(
            Vote(statement=statement, participant=who, choice=choice, made_on=statement.made_on)
            for who, choice in zip(users[2:], choices, strict=False)
        )


def vote(
    conversation: Conversation,
    told: dict[str, Any],
    voters: list[Participant],
    seed: int,
    *,
    days_ago: tuple[int, int],
) -> None:
    """Votes of these people on everything that the content says how people like it."""
    dice = random.Random(seed)  # noqa: S311 - as above
    statements = list(conversation.statements.order_by("number")[: len(told["statement"])])
    votes = draw_votes(voters, list(zip(statements, told["statement"], strict=True)), dice)
    for number, one in enumerate(votes):
        one.made_on = ago(days_ago[0] + number % (days_ago[1] - days_ago[0]))
    Vote.objects.bulk_create(votes)


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
            votes.append(Vote(statement=statement, participant=voter, choice=choice))
    return votes
