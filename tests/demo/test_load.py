"""The demo world: whole, the same everywhere, and the same after a second loading."""

import pytest
from django.core.management import CommandError, call_command

from talkoo.accounts.actions import sign_in_card
from talkoo.accounts.models import Card, Participant, User
from talkoo.conversations.models import Answer, Conversation, Statement, Telling, Translation, Vote
from talkoo.conversations.queries import log_of
from talkoo.conversations.rules import Phase, phase_of
from talkoo.conversations.tasks import due
from talkoo.core.models import today
from talkoo.demo.load import load_demo, read
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from talkoo.spaces.queries import card_counts


def everything() -> list[int]:
    """How much there is of each thing."""
    return [model.objects.count() for model in (Space, User, Card, Participant, Statement, Vote, Release)]


@pytest.mark.django_db
def test_demo_loaded_shows_two_groups_that_do_not_follow_roles() -> None:
    assert load_demo()
    tables = Release.objects.get(state=Release.State.PUBLISHED).tables
    assert (tables["verdict"], len(tables["groups"]), tables["stability"]) == ("groups", 2, "fairly")
    assert tables["follows_roles"] == "hardly"
    assert [cell["roles"] for cell in tables["cells"]][:2] == [["user"], ["professional"]]
    assert Statement.objects.filter(state=Statement.State.LEFT_OUT).count() == 2


@pytest.mark.django_db
def test_demo_loaded_again_changes_nothing() -> None:
    load_demo()
    before = everything()
    assert not load_demo()
    assert everything() == before


@pytest.mark.django_db
def test_demo_card_to_try_opens_and_all_began_earlier() -> None:
    load_demo()
    to_try = read("space")["cards"]["to_try"]
    assert sign_in_card(to_try["selector"], to_try["words"]).card
    space = Space.objects.get(slug="rautavesi")
    assert not Participant.objects.filter(made_on__gte=today()).exists()
    assert [count.at_least for count in card_counts(space)] == [25, 0, 5]


@pytest.mark.django_db
def test_demo_decisions_are_days_apart_each_after_it_was_said() -> None:
    load_demo()
    conversation = Conversation.objects.get()
    days = [line.day for line in log_of(conversation)]
    assert len(set(days)) == len(days) == 4
    assert conversation.opened_on < min(days) < max(days) < today()
    checked = conversation.statements.filter(is_seed=False).exclude(checked_on=None)
    assert all(statement.made_on <= statement.checked_on for statement in checked)
    assert set(checked.exclude(state="shown").values_list("checked_on", flat=True)) == set(days)


@pytest.mark.django_db
def test_demo_is_refused_where_people_are_real(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Space.objects.exists()


@pytest.mark.django_db
def test_demo_conversation_goes_on_with_a_second_result_due_and_every_awkward_state() -> None:
    load_demo()
    conversation = Conversation.objects.get()
    assert phase_of(conversation) == Phase.SAYING
    assert [task.name for task, _ in due() if task.name == "prepare_picture"] == ["prepare_picture"]
    numbers = conversation.statements.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 35))
    states = conversation.statements.values_list("state", flat=True)
    assert {state: list(states).count(state) for state in Statement.State.values} == {
        "shown": 27, "waiting": 3, "reword": 1, "merged": 1, "left_out": 2,
    }  # fmt: skip
    overdue, given = (
        conversation.answers.filter(due_on__lt=today(), given_on=None),
        Answer.objects.exclude(given_on=None),
    )
    assert [str(answer.owner.user) for answer in overdue] == ["Jukka Heino"]
    assert [str(answer.owner.user) for answer in given] == ["Hannele Virta"]
    assert Telling.objects.filter(has_reached=True).count() == 31
    assert Translation.objects.filter(language="fi").count() == 3
