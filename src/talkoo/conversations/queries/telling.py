"""Whom an answer has reached, whom it could not reach, and who asked to be told and has not been yet."""

from datetime import UTC, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from talkoo.accounts.models import Contact
from talkoo.conversations.models import Answer, Conversation, Telling
from talkoo.conversations.queries.answering import Who, by, spoke_on
from talkoo.core.mail import can_send
from talkoo.core.models import today
from talkoo.releases.models import Release
from talkoo.spaces.models import Space

WEEK = timedelta(days=7)
TRIES, WAYS = 3, 2  # after three tries by two ways somebody counts as not reached
TO_PARTICIPANT, TO_SPACE = "participant", "participant__space"
WANTS_NEWS = Q(news__in=[Contact.News.WEEKLY, Contact.News.ANSWERED])


def given_in(conversation: Conversation) -> QuerySet[Answer]:
    """The answers that were given in a conversation."""
    return Answer.objects.filter(conversation=conversation, given_on__isnull=False)


def untold(answers: QuerySet[Answer], who: Who) -> QuerySet[Answer]:
    """Those among given ``answers`` that are owed to a participant and have not reached them."""
    told = Telling.objects.filter(answer=OuterRef("pk"), has_reached=True, **by(who))
    return spoke_on(answers, who).filter(~Exists(told))


def told_of(answer: Answer) -> int:
    """How many people an answer has reached until yesterday: never shown but in steps."""
    return answer.tellings.filter(has_reached=True, made_on__lt=today()).count()


def not_reached_by(answer: Answer) -> set[UUID]:
    """Who could not be reached until yesterday, after three tries by at least two ways."""
    tries = answer.tellings.filter(made_on__lt=today()).order_by().values(TO_PARTICIPANT)
    counts = tries.annotate(
        tries=Count("pk"), ways=Count("way", distinct=True), reached=Count("pk", filter=Q(has_reached=True))
    )
    return set(counts.filter(tries__gte=TRIES, ways__gte=WAYS, reached=0).values_list(TO_PARTICIPANT, flat=True))


def rested() -> Q:
    """Whoever wants news once a week has rested for a week; whoever wants answers does not wait."""
    return Q(news=Contact.News.ANSWERED) | Q(news=Contact.News.WEEKLY, told_on__lte=today() - WEEK)


def to_tell_by_hand(conversation: Conversation) -> QuerySet[Contact]:
    """Who asked to be told by phone, text, letter or in person, and is owed an answer. In an order that tells nothing.

    Where the machine sends no mail, whoever asked for mail is told by hand too.
    """
    by_machine = [Contact.Way.CARD, Contact.Way.MAIL] if can_send() else [Contact.Way.CARD]
    asked = Contact.objects.filter(WANTS_NEWS, rested(), participant__space=conversation.space_id)
    owed = untold(given_in(conversation), OuterRef(OuterRef(TO_PARTICIPANT)))
    return asked.exclude(way__in=by_machine).filter(Exists(owed)).order_by("way", "pk")


def noted_today(conversation: Conversation) -> QuerySet[Telling]:
    """What was noted as told today, but by whoever read it themselves and by the machine."""
    by_machine = [Telling.Way.CARD, Telling.Way.MAIL] if can_send() else [Telling.Way.CARD]
    noted = Telling.objects.filter(answer__conversation=conversation, has_reached=True, made_on=today())
    return noted.exclude(way__in=by_machine)


def told_today(conversation: Conversation) -> QuerySet[Contact]:
    """Whom somebody has told by hand today: until tomorrow that can be taken back. In an order that tells nothing."""
    told = noted_today(conversation).filter(participant=OuterRef(TO_PARTICIPANT))
    return Contact.objects.filter(Exists(told), participant__space=conversation.space_id).order_by("way", "pk")


def tries_in(conversation: Conversation, contacts: list[Contact]) -> dict[UUID, set[tuple[object, str]]]:
    """On which days and by which ways each of these people was tried in vain."""
    people = [contact.participant_id for contact in contacts]
    rows = Telling.objects.filter(answer__conversation=conversation, participant__in=people, has_reached=False)
    found: dict[UUID, set[tuple[object, str]]] = {}
    for participant, day, way in rows.values_list("participant_id", "made_on", "way"):
        found.setdefault(participant, set()).add((day, way))
    return found


def to_mail() -> QuerySet[Contact]:
    """Who asked for mail and has something to hear that was there yesterday.

    When answered: an answer to what they said. Weekly: an answer or a result in their space since the last time, if
    that is a week ago. Days are counted whole, so that nothing is told twice or left out.
    """
    asked = Contact.objects.filter(rested(), way=Contact.Way.MAIL).exclude(
        participant__space__state=Space.State.ARCHIVED
    )
    yesterday = Answer.objects.filter(given_on__lt=today())
    owed = untold(yesterday, OuterRef(OuterRef(TO_PARTICIPANT)))
    in_space = yesterday.filter(conversation__space=OuterRef(TO_SPACE), given_on__gte=OuterRef("told_on"))
    days = Release.objects.annotate(day=TruncDate("published_at", tzinfo=UTC))
    results = days.filter(space=OuterRef(TO_SPACE), day__lt=today(), day__gte=OuterRef("told_on"))
    answered = Q(news=Contact.News.ANSWERED) & Exists(owed)
    weekly = Q(news=Contact.News.WEEKLY) & (Exists(owed) | Exists(in_space) | Exists(results))
    return asked.filter(answered | weekly).order_by("pk")
