"""What a new password has to be, and the sentence for what it is not (settings: AUTH_PASSWORD_VALIDATORS)."""

from itertools import pairwise

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ROWS = ("abcdefghijklmnopqrstuvwxyzåäö", "01234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm")
NEXT = {pair for row in ROWS for way in (row, row[::-1]) for pair in pairwise(way)}
FEWEST_STEPS = 6


class LongEnough(MinimumLengthValidator):
    """The only rule about what a password has to have."""

    def get_error_message(self) -> str:
        """How long, and how that is easily done."""
        return ngettext(
            "Write at least %(count)d character.",
            "Write at least %(count)d characters. Three or four words are long enough, and easy to keep in mind.",
            self.min_length,
        ) % {"count": self.min_length}


class UnlikeOneself(UserAttributeSimilarityValidator):
    """Not one's name or address."""

    def get_error_message(self) -> str:
        """What it is like, and what to do instead."""
        return _("This is much like your name or e-mail address. Use several words that have nothing to do with you.")


class NotFigures(NumericPasswordValidator):
    """Not a number."""

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Figures alone are soon guessed. Use several words that do not belong together.")


class NotCommon(CommonPasswordValidator):
    """Not one of those that are tried first."""

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Many people have this password, so it is tried first. Use several words that do not belong together.")


class NotRow:
    """Not keys in a row, and not one thing again and again."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse what goes on by itself."""
        if goes_on_by_itself(password):
            raise ValidationError(self.get_error_message(), code="password_row")

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Rows and repetitions are soon guessed. Use several words that do not belong together.")

    def get_help_text(self) -> str:
        """The same, for whoever lists the rules."""
        return self.get_error_message()


def goes_on_by_itself(password: str) -> bool:
    """Whether most signs follow from the one before (aaa, abc, 321, qwerty), or the same piece comes again."""
    text = password.casefold()
    steps = sum(1 for pair in pairwise(text) if pair[0] != pair[1] and pair not in NEXT)
    comes_again = any(text.startswith(text[size:]) for size in range(1, (len(text) + 1) // 2 + 1))
    return steps < FEWEST_STEPS or comes_again
