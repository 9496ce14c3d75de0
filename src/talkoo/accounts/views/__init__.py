"""Coming in and going out."""

from talkoo.accounts.views.cards import card, own_words
from talkoo.accounts.views.contacts import news
from talkoo.accounts.views.going import kept, leave, sign_out
from talkoo.accounts.views.passwords import new_password, new_password_link, password_forgotten
from talkoo.accounts.views.second import factor_app, factor_codes, factor_passkey, factor_remove, second_factor
from talkoo.accounts.views.signing_in import again, again_code, again_passkey, second_step, sign_in, sign_in_passkey

__all__ = [
    "again",
    "again_code",
    "again_passkey",
    "card",
    "factor_app",
    "factor_codes",
    "factor_passkey",
    "factor_remove",
    "kept",
    "leave",
    "new_password",
    "new_password_link",
    "news",
    "own_words",
    "password_forgotten",
    "second_factor",
    "second_step",
    "sign_in",
    "sign_in_passkey",
    "sign_out",
]
