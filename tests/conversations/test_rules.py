"""Who may do what with conversations."""

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from talkoo.accounts.models import Role
from talkoo.conversations import rules
from talkoo.conversations.rules import Phase, may_bring_in
from talkoo.core.access import No, Verdict
from talkoo.core.models import HistoryLine
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place, place_of
from tests.conversations.drafts import in_phase
from tests.people import CAST, Cast

BACK = "A host of it can bring it back"
AGAIN = "A host of it can open it again"
# What a phase says to whoever wants what it has no place for.
STANDS = {
    Phase.SOON: "begins on",
    Phase.SAYING: "People vote until",
    Phase.VOTING: "People vote until",
    Phase.ANSWERING: "Voting has ended",
    Phase.CLOSED: "closed for good",
}
# For each rule, a role that it is for, and the phases in which it says yes.
ASKED = {
    "vote": (rules.may_vote, Role.USER, {Phase.SAYING, Phase.VOTING}),
    "say": (rules.may_say, Role.USER, {Phase.SAYING}),
    "translate": (rules.may_translate, Role.HOST, {Phase.DRAFT, Phase.SOON, Phase.SAYING, Phase.VOTING}),
    "help": (rules.may_help, Role.BETWEEN, {Phase.SAYING, Phase.VOTING}),
    "end": (rules.may_end, Role.HOST, {Phase.SOON, Phase.SAYING, Phase.VOTING}),
    "answer": (rules.may_answer, Role.HOST, {Phase.SOON, Phase.SAYING, Phase.VOTING, Phase.ANSWERING, Phase.CLOSED}),
    "promise": (rules.may_promise, Role.HOST, {Phase.SOON, Phase.SAYING, Phase.VOTING, Phase.ANSWERING}),
    "close": (rules.may_overrule, Role.HOST, {Phase.ANSWERING}),
}


def why(verdict: Verdict) -> str:
    """The reason that a rule gives with its no."""
    return verdict.why if isinstance(verdict, No) else ""


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("name", CAST)
def test_bring_in_allowed_to_the_host_of_an_open_space(cast: Cast, name: str, state: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=state)
    try:
        allowed = may_bring_in(place_of(cast.person(name), cast.space.pk))
    except Http404:
        allowed = False
    assert bool(allowed) == (name == "leena" and state == Space.State.OPEN)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("phase", Phase)
def test_rules_say_no_with_how_the_conversation_stands_to_those_it_is_for(cast: Cast, asked: str, phase: Phase) -> None:
    may, role, phases = ASKED[asked]
    conversation = in_phase(cast.space, phase)
    conversation.who = [Role.USER]
    verdict = may(Place(cast.space, cast.person("leena"), role), conversation)
    assert bool(verdict) == (phase in phases)
    assert STANDS.get(phase, "not open yet") in why(verdict) if not verdict else True
    other = may(Place(cast.space, cast.person("leena"), Role.RESEARCHER), conversation)
    assert other is False or (asked == "translate" and why(other) == why(verdict))


@pytest.mark.parametrize(("state", "reason"), [("closed", AGAIN), ("archived", BACK)])
def test_rules_in_a_space_that_takes_nothing_new_say_who_can_open_it(cast: Cast, state: str, reason: str) -> None:
    cast.space.state = state
    place = Place(cast.space, cast.person("leena"), Role.HOST)
    running, over = in_phase(cast.space, Phase.SAYING), in_phase(cast.space, Phase.ANSWERING)
    for verdict in (may_bring_in(place), rules.may_begin(place), rules.may_move_last_day(place, running)):
        assert reason in why(verdict)
    for verdict in (rules.may_overrule(place, over), rules.may_check(place, over), rules.may_answer(place, over)):
        assert why(verdict) == "" if state == "closed" else reason in why(verdict)


def test_close_while_people_vote_says_until_when_with_the_way_back(cast: Cast) -> None:
    conversation = in_phase(cast.space, Phase.VOTING)
    conversation.save()
    address = reverse("close_conversation", args=[cast.space.pk, conversation.pk])
    assert conversation.ends_on
    for answer in (cast.browser("leena").get(address), cast.browser("leena").post(address)):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert f"People vote until {date_format(conversation.ends_on)}" in page
        assert reverse("conversation", args=[cast.space.pk, conversation.pk]) in page
    page = cast.browser("hannele").get(address).content.decode()
    assert "people with another role" in page
    assert "People vote until" not in page


@pytest.mark.parametrize("page", ["begin_conversation", "bring_in", "cards"])
def test_act_in_an_archived_space_says_who_brings_it_back_and_writes_nothing(cast: Cast, page: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.ARCHIVED)
    lines = HistoryLine.objects.count()
    answer = cast.browser("leena").post(reverse(page, args=[cast.space.pk]))
    assert answer.status_code == 403
    assert BACK in answer.content.decode()
    assert reverse("space", args=[cast.space.pk]) in answer.content.decode()
    assert HistoryLine.objects.count() == lines
