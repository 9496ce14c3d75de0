"""What is known before a conversation opens: which roles are shown together, what is missing, what seeds are like."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.db.models import Max, QuerySet
from django.utils import timezone

from talkoo.accounts.models import CARD_ROLES, Role
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries.paper import sheets_out
from talkoo.core.models import today
from talkoo.spaces.models import Space

NEVER, WHILE_OPEN = 5, 10  # fewer people are never told apart; fewer than ten not while people vote
USERS, STAFF = (Role.USER, Role.CARER), (Role.PROFESSIONAL, Role.MANAGER, Role.DECIDER, Role.PARTNER)
FEWEST_SEEDS, MOST_SEEDS = 3, 100
EACH_ANSWERS, WANTED = 10, 5  # how many statements somebody answers at least, and how many answers each one needs
LONG, LONG_WORD = 140, 24
SAID = ("question", "why", "can_change", "who", "begins_on", "ends_on", "adds", "checking")
JOINS_TWO = (" and ", " but ", " ja ", " mutta ")


@dataclass(frozen=True, slots=True)
class Cell:
    """Roles whose figures are shown as one, because the ``small`` ones among them cannot be shown alone."""

    roles: tuple[Role, ...]
    people: int
    small: tuple[Role, ...] = ()


class Lack(StrEnum):
    """What keeps a conversation from opening."""

    QUESTION = "question"
    WHO = "who"
    LAST_DAY = "last_day"
    LAST_DAY_PAST = "last_day_past"
    DAYS_TURNED = "days_turned"
    PEOPLE = "people"
    SEEDS = "seeds"


class Hint(StrEnum):
    """What could be better in a seed statement. Never a refusal."""

    QUESTION = "question"
    TWO = "two"
    LONG = "long"
    WORD = "word"


def people_expected(conversation: Conversation) -> int:
    """How many people are expected in all, of the roles that may take part."""
    return sum(conversation.expected.get(role) or 0 for role in conversation.who)


def joined_roles(expected: dict[str, int], who: list[str]) -> list[Cell]:
    """The partition: each role alone from ten people on; smaller ones joined until no cell is small.

    Small roles of one side go together: users with carers, those who work with each other. Where that is still fewer
    than ten, they join the smallest cell of their side, or of the other side if theirs has none.
    """
    counts = {role: expected.get(role) or 0 for role in CARD_ROLES if role in who}
    cells = [Cell((role,), people) for role, people in counts.items() if people >= WHILE_OPEN]
    for side in (USERS, STAFF):
        small = tuple(role for role in side if role in counts and counts[role] < WHILE_OPEN)
        if small:
            rest = Cell(small, sum(counts[role] for role in small), small)
            cells = [*cells, rest] if rest.people >= WHILE_OPEN else with_rest(cells, rest, side)
    while len(cells) > 1 and (rest := min(cells, key=lambda cell: cell.people)).people < WHILE_OPEN:
        cells = with_rest([cell for cell in cells if cell is not rest], rest, ())
    return sorted(cells, key=lambda cell: CARD_ROLES.index(cell.roles[0]))


def with_rest(cells: list[Cell], rest: Cell, side: tuple[Role, ...]) -> list[Cell]:
    """The cells with ``rest`` in the smallest one of its ``side``; by itself where there is none. No side: anywhere."""
    near = [cell for cell in cells if not side or cell.roles[0] in side]
    if not near:
        return [*cells, rest]
    into = min(near, key=lambda cell: (cell.people, CARD_ROLES.index(cell.roles[0])))
    joined = Cell(in_order(into.roles + rest.roles), into.people + rest.people, in_order(into.small + rest.small))
    return [joined if cell is into else cell for cell in cells]


def in_order(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Roles in the order in which they always stand."""
    return tuple(role for role in CARD_ROLES if role in roles)


def lacks_of(conversation: Conversation) -> list[Lack]:
    """What keeps it from opening, in the order in which the pages ask for it."""
    begins, ends = conversation.begins_on or today(), conversation.ends_on
    found = {
        Lack.QUESTION: not conversation.question.strip(),
        Lack.WHO: not conversation.who,
        Lack.LAST_DAY: ends is None,
        Lack.LAST_DAY_PAST: ends is not None and ends <= today(),
        Lack.DAYS_TURNED: ends is not None and today() < ends <= begins,
        Lack.PEOPLE: bool(conversation.who) and people_expected(conversation) < NEVER,
        Lack.SEEDS: seeds_of(conversation).count() < FEWEST_SEEDS,
    }
    return [lack for lack, is_so in found.items() if is_so]


def adds_until(begins: date, ends: date) -> date:
    """The last day for new statements: the last fifth of the time, at least one day, is for voting alone."""
    return date.fromordinal(ends.toordinal() - max(1, (ends - begins).days // 5))


def seeds_of(conversation: Conversation) -> QuerySet[Statement]:
    """The statements that the host has written before the opening."""
    return conversation.statements.filter(is_seed=True).order_by("number")


def digest_of(draft: Conversation) -> str:
    """Of everything that a draft says and that opening it fixes: the same as long as nothing of it was changed."""
    told = [str(getattr(draft, name)) for name in SAID]
    told += [f"{role} {number}" for role, number in sorted(draft.expected.items())]
    told += [f"{seed.pk} {seed.language} {seed.text}" for seed in seeds_of(draft)]
    return sha256("\0".join(told).encode()).hexdigest()


def bare(text: str) -> str:
    """Without what makes no other statement of it: capitals, spaces, and the signs at its end."""
    return " ".join(text.casefold().split()).rstrip(" .,:;!?…")


def next_number(conversation: Conversation) -> int:
    """The number that the next statement gets."""
    last: int | None = conversation.statements.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def enough_seeds(people: int) -> tuple[int, int]:
    """How many seed statements are enough for so many people: from, to. Each should get five answers."""
    fewest, most = (8, 12) if people <= 30 else (10, 20)
    if people:
        most = max(FEWEST_SEEDS, min(most, people * EACH_ANSWERS // WANTED))
    return min(fewest, most), most


def hints_of(text: str) -> list[Hint]:
    """What could be better in a statement, found in its signs alone."""
    spaced = f" {text.casefold()} "
    found = {
        Hint.QUESTION: "?" in text,
        Hint.TWO: any(joint in spaced for joint in JOINS_TWO) or ";" in text,
        Hint.LONG: len(text) > LONG,
        Hint.WORD: any(len(word) > LONG_WORD for word in text.split()),
    }
    return [hint for hint, is_so in found.items() if is_so]


def left_undone(conversation: Conversation) -> dict[str, int]:
    """What the end of voting would cut off: statements nobody has read, sheets not typed in, rooms that are open."""
    return {
        "unread": conversation.statements.filter(state=Statement.State.WAITING).count(),
        "sheets": sheets_out(conversation).count(),
        "rooms": conversation.rooms.filter(until__gt=timezone.now()).count(),
    }


def past_last_day() -> QuerySet[Conversation]:
    """Conversations that are open although their last day is over."""
    running = Conversation.objects.filter(state=Conversation.State.OPEN, ends_on__lt=today())
    return running.exclude(space__state=Space.State.ARCHIVED)
