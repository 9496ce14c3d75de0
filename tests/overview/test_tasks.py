"""Mail to those who asked for it: neutral, once, never empty, at most once a week, and nothing for "nothing"."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from talkoo.accounts import actions as accounts
from talkoo.accounts.models import Contact, Participant
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Telling
from talkoo.conversations.queries import to_mail, to_tell_by_hand
from talkoo.core.models import HistoryLine, today
from talkoo.management.commands.run_clock import look
from talkoo.overview.tasks import NotSentError, due, send_news
from talkoo.releases.models import Release
from tests.conversations.owed import days_ago, ended, owe, speaker, wish
from tests.conversations.owed import given as give
from tests.people import Cast, make_cast

NOON = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)  # noon in Rautavesi
SECRETS = ("Talkoo", "Statement", "stay", "Support", "young", "Outi")


@pytest.fixture(autouse=True)
def can_mail(settings: object) -> None:
    settings.MAIL_IS_SET_UP = True  # type: ignore[attr-defined]
    settings.PUBLIC_ADDRESS = "https://t.example"  # type: ignore[attr-defined]


@pytest.fixture
def noon() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def work() -> int:
    """What the clock finds due, done; how many mails that was."""
    before = len(mail.outbox)
    for task, args in due():
        task.call(*args)
    return len(mail.outbox) - before


def publish(conversation: Conversation, *, days: int = 1, state: str = "published") -> None:
    number = Release.objects.filter(subject=conversation.pk).count() + 1
    Release.objects.create(
        space=conversation.space, kind="opinions", subject=conversation.pk, number=number, state=state, tables={},
        published_at=timezone.now() - timedelta(days=days) if state == "published" else None,
    )  # fmt: skip


@pytest.mark.usefixtures("noon")
def test_answered_mail_goes_the_day_after_once_and_counts_as_told(cast: Cast) -> None:
    conversation = ended(cast)
    answer = give(cast, conversation, given_on=today())
    contact = wish(speaker(conversation), way="mail")
    assert work() == 0  # today it may still be put right by nobody, and who gives it does not see who hears of it
    answer.given_on = days_ago(1)
    answer.save()
    assert work() == 1
    letter = mail.outbox[0]
    assert (letter.subject, letter.to) == ("A message for you", ["mira@example.org"])
    assert letter.body == "There is an answer to what you said. Open your page with your card: https://t.example/card"
    told = Telling.objects.get()
    assert (told.participant_id, told.way, told.has_reached) == (contact.participant_id, "mail", True)
    assert work() == 0
    send_news.call(str(contact.pk))  # handed over twice
    assert len(mail.outbox) == 1
    line = HistoryLine.objects.get(act="mail sent")
    assert (line.actor, line.subject, line.detail) == (None, None, {})


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("news", ["weekly", "answered"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_mail_names_neither_service_nor_question(cast: Cast, news: str, language: str) -> None:
    conversation = ended(cast)
    give(cast, conversation)
    publish(conversation)
    wish(speaker(conversation), news, "mail", language=language)
    assert work() == 1
    assert not [word for word in SECRETS if word in mail.outbox[0].subject + mail.outbox[0].body]


@pytest.mark.usefixtures("noon")
def test_answered_hears_of_answers_only(cast: Cast) -> None:
    conversation = ended(cast)
    owe(cast, conversation, said="A draft.")
    publish(conversation)
    wish(speaker(conversation), "answered", "mail")
    assert due() == []


def test_weekly_never_empty_and_every_news_once(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        conversation = ended(cast)
        wish(speaker(conversation), "weekly", "mail", told_on=today())
        publish(conversation, days=3)  # from before the wish
        sent = []
        for day in range(40):
            clock.move_to(NOON + timedelta(days=day))
            if day in {2, 16}:
                publish(conversation, days=0)
            if day == 20:
                publish(conversation, state="prepared")
            sent += [day] * work()
        assert sent == [7, 17]


@pytest.mark.usefixtures("noon")
def test_mail_that_fails_stays_due_and_its_fault_tells_no_address(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = ended(cast)
    give(cast, conversation)
    wish(speaker(conversation), way="mail")

    def refuse(*_: object) -> int:
        raise OSError("mira@example.org is not known here")

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(NotSentError) as fault:
            work()
    assert str(fault.value) == "OSError"
    assert fault.value.__suppress_context__
    assert not Telling.objects.exists()
    assert work() == 1


@pytest.mark.usefixtures("noon")
def test_nothing_due_without_a_mail_server_or_in_an_archive(cast: Cast, settings: object) -> None:
    conversation = ended(cast)
    give(cast, conversation)
    contact = wish(speaker(conversation), way="mail")
    settings.MAIL_IS_SET_UP = False  # type: ignore[attr-defined]
    assert due() == []
    assert list(to_tell_by_hand(conversation)) == [contact]
    settings.MAIL_IS_SET_UP = True  # type: ignore[attr-defined]
    cast.space.state = "archived"
    cast.space.save()
    assert due() == []


@pytest.mark.parametrize(("hour", "count"), [(0, 0), (5, 0), (6, 1), (14, 1), (15, 0), (23, 0)])
def test_due_by_day_only(cast: Cast, hour: int, count: int) -> None:
    with time_machine.travel(NOON.replace(hour=hour), tick=False):  # three hours more in Rautavesi
        conversation = ended(cast)
        give(cast, conversation)
        wish(speaker(conversation), way="mail")
        assert len(due()) == count


@pytest.mark.usefixtures("noon")
def test_clock_hands_the_mail_over(cast: Cast) -> None:
    conversation = ended(cast)
    give(cast, conversation)
    wish(speaker(conversation), way="mail")
    look()
    assert len(mail.outbox) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "result", "wish", "tell", "reach", "day", "week", "speak"]),
        st.integers(0, 5),
        st.sampled_from(Contact.News.values),
        st.sampled_from(Contact.Way.values),
    ),
    max_size=25,
)


class WhateverHappens(TestCase):
    """Anything in any order over six people, of whom the first never asks for anything."""

    @given(steps=STEPS)
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_nobody_who_wants_nothing_ever_hears_from_us(self, steps: list[tuple[str, int, str, str]]) -> None:
        """No mail, no line on a list, nothing noted while somebody wants nothing; weekly mail has a week between."""
        mail.outbox.clear()
        with time_machine.travel(NOON, tick=False) as clock:
            world = make_cast()
            conversation = ended(world)
            people = [speaker(conversation) for _ in range(6)]
            owed = iter([0, 1, 2, 3])
            mails: dict[Participant, list[datetime]] = {}
            for act, who, news, way in steps:
                self.do(world, conversation, people[who], (act, who, news, way), owed)
                if act in {"day", "week"}:
                    clock.shift(timedelta(days=7 if act == "week" else 1))
                self.look(conversation, people, mails)
            for days in mails.values():
                assert all(after - before >= timedelta(days=7) for before, after in pairwise(days))

    def do(
        self,
        world: Cast,
        conversation: Conversation,
        person: Participant,
        step: tuple[str, int, str, str],
        owed: object,
    ) -> None:
        """One thing that can happen."""
        act, who, news, way = step
        if act == "answer" and (number := next(owed, None)) is not None:  # type: ignore[call-overload]
            give(world, conversation, statement=number, given_on=today())
        elif act == "result":
            publish(conversation, days=0)
        elif act == "wish" and who:
            accounts.keep_contacts([person], news=news, way=way, address=f"p{who}@example.org", language="en")
        elif act in {"tell", "reach"}:
            contact = Contact.objects.filter(participant=person).first()
            key = contact.pk if contact else person.pk
            actions.note_telling(conversation, key, way="phone", has_reached=act == "reach", actor=None)

    def look(
        self, conversation: Conversation, people: list[Participant], mails: dict[Participant, list[datetime]]
    ) -> None:
        """Let the worker work, and see whom it has written to."""
        quiet = [p for p in people if not Contact.objects.filter(participant=p).exclude(news="nothing").exists()]
        noted = Telling.objects.filter(participant__in=quiet).count()
        weekly = {p for p in people if Contact.objects.filter(participant=p, news="weekly", way="mail").exists()}
        before = len(mail.outbox)
        work()
        assert Telling.objects.filter(participant__in=quiet).count() == noted
        assert not to_tell_by_hand(conversation).filter(participant__in=quiet).exists()
        assert not to_mail().filter(participant__in=quiet).exists()
        assert not Telling.objects.filter(participant=people[0]).exists()
        for letter in mail.outbox[before:]:
            person = people[int(letter.to[0][1])]
            assert person not in quiet
            if person in weekly:
                mails.setdefault(person, []).append(timezone.now())
