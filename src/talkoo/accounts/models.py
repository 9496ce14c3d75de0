"""Who is here: staff who sign in, participants who may have no name at all, and the cards that let them in."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkoo.core.models import Record


class Role(models.TextChoices):
    """What somebody is in a space. The labels are where a space starts; each space may change its own."""

    USER = "user", _("People who use the service")
    CARER = "carer", _("Family and carers")
    PROFESSIONAL = "professional", _("Front-line staff")
    MANAGER = "manager", _("Managers")
    DECIDER = "decider", _("Decision-makers")
    PARTNER = "partner", _("Partners")
    BETWEEN = "between", _("Go-betweens")
    HOST = "host", _("Hosts")
    RESEARCHER = "researcher", _("Researchers")


# Named public roles come by invitation; the others only ever come by card and are never listed.
INVITED_ROLES = (
    Role.PROFESSIONAL, Role.MANAGER, Role.DECIDER, Role.PARTNER, Role.BETWEEN, Role.HOST, Role.RESEARCHER,
)  # fmt: skip
CARD_ROLES = (Role.USER, Role.CARER, Role.PROFESSIONAL, Role.MANAGER, Role.DECIDER, Role.PARTNER)


class UserManager(BaseUserManager["User"]):
    """Makes users by address and name."""

    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> "User":
        """A new user; without a password nobody can sign in yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Record, AbstractBaseUser):
    """Somebody with a sign-in: a named public role. When they were last here is not kept."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(default=True)
    may_open_spaces = models.BooleanField(default=False)
    last_login = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name


class Participant(Record):
    """Whoever votes, answers or tells in one space: a random id and a role, never a key to a user (TRUST 1b).

    For a person who signs in the id is derived with a key kept outside the database, so no table says who it is.
    ``role`` is empty where a conversation was brought in without roles.
    """

    space = models.ForeignKey("talkoo.Space", models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)

    def __str__(self) -> str:
        return "participant"


class Card(Record):
    """A paper card: a public selector and five secret words, of which only a digest is kept."""

    class State(models.TextChoices):
        PRINTED = "printed", _("not used yet")
        USED = "used", _("in use")
        ENDED = "ended", _("ended")

    space = models.ForeignKey("talkoo.Space", models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    selector = models.CharField(max_length=8, unique=True)
    words_hash = models.CharField(max_length=200)
    words_are_own = models.BooleanField(default=False)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="cards")
    state = models.CharField(max_length=10, choices=State, default=State.PRINTED)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.selector


class Contact(Record):
    """When somebody wants to hear from us, and how. The address is sealed with a key outside the database."""

    class News(models.TextChoices):
        NOTHING = "nothing", _("Nothing. I look myself.")
        WEEKLY = "weekly", _("Once a week, if there is something new")
        ANSWERED = "answered", _("When there is an answer to what I said")

    class Way(models.TextChoices):
        CARD = "card", _("On my card’s page only")
        MAIL = "mail", _("By e-mail")
        TEXT = "text", _("By text message")
        PHONE = "phone", _("Call me")
        LETTER = "letter", _("By letter")
        VISIT = "visit", _("Tell me when we meet")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="+")
    news = models.CharField(max_length=10, choices=News, default=News.NOTHING)
    way = models.CharField(max_length=10, choices=Way, default=Way.CARD)
    language = models.CharField(max_length=12, blank=True)
    address = models.BinaryField(default=bytes)
    told_on = models.DateField(null=True)

    def __str__(self) -> str:
        return "contact"


class CardTry(models.Model):
    """Wrong words for a selector, known or not: how often, and when the next try is taken. Nothing personal."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "tries"


def in_two_weeks() -> datetime:
    """How long an invitation stands."""
    return timezone.now() + timedelta(days=14)


class Invitation(Record):
    """A link that lets one person set up a sign-in with a role. Only a digest of the link's secret is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
    space = models.ForeignKey("talkoo.Space", models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role, default=Role.HOST)
    made_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    note = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(default=in_two_weeks)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.role


class Sealed(Record):
    """Something kept for half an hour, sealed with a key that only one browser holds (never in the database).

    A form sent after its session had ended, a sheet of cards whose words exist nowhere else, or new words for a card.
    ``who`` is a keyed digest: it is given back to the same person only.
    """

    class Purpose(models.TextChoices):
        POST = "post", "post"
        SHEET = "sheet", "sheet"
        WORDS = "words", "words"

    purpose = models.CharField(max_length=10, choices=Purpose)
    who = models.CharField(max_length=64)
    content = models.BinaryField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.purpose
