"""``python -m bench.crowd fill|map``: gives the conversation of ``bench.ground`` 20,000 people, or makes its map."""

import random
import sys
import time

import django

django.setup()

# ruff: noqa: E402 - models are there once Django is set up
from django.db import transaction

from talkoo.accounts.models import Participant, Role
from talkoo.conversations.actions import prepare_picture
from talkoo.conversations.models import Conversation, Vote

PEOPLE, VOTES_EACH = 20_000, 20


@transaction.atomic
def fill(conversation: Conversation) -> None:
    """Two leanings, and everybody answers half of the statements."""
    dice = random.Random(20_261_125)  # noqa: S311 - the same crowd each time
    statements = list(conversation.statements.values_list("pk", flat=True))
    people = Participant.objects.bulk_create(
        [Participant(space_id=conversation.space_id, role=Role.USER) for _ in range(PEOPLE)], batch_size=5_000
    )
    for start in range(0, PEOPLE, 1_000):
        Vote.objects.bulk_create(
            Vote(
                participant=one,
                statement_id=statements[at],
                choice=1 if dice.random() < (0.8 if (at + number) % 2 else 0.3) else -1,
            )
            for number, one in enumerate(people[start : start + 1_000])
            for at in dice.sample(range(len(statements)), VOTES_EACH)
        )


def main() -> None:
    """What was asked for; the seconds that the map took are printed."""
    conversation = Conversation.objects.select_related("space").get(state=Conversation.State.OPEN)
    if sys.argv[1] == "fill":
        fill(conversation)
        return
    began = time.perf_counter()
    if prepare_picture(conversation) is None:
        sys.exit("No map was made.")
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
