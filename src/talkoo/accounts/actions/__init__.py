"""What people do at the door. One transaction each; sent twice, nothing happens twice."""

from talkoo.accounts.actions.cards import (
    CardAnswer,
    MadeCard,
    UnknownCardError,
    end_card,
    five_words,
    give_own_words,
    make_cards,
    replace_card,
    sign_in_card,
)
from talkoo.accounts.actions.sealing import seal, throw_oldest_seals, throw_seals, unseal
from talkoo.accounts.actions.sweeping import (
    forget_old_invitations,
    forget_old_seals,
    forget_old_sessions,
    forget_old_tries,
)
from talkoo.accounts.actions.users import (
    create_user,
    end_invitation,
    invite,
    make_password_link,
    participant_for,
    set_password,
    use_invitation,
)

__all__ = [
    "CardAnswer",
    "MadeCard",
    "UnknownCardError",
    "create_user",
    "end_card",
    "end_invitation",
    "five_words",
    "forget_old_invitations",
    "forget_old_seals",
    "forget_old_sessions",
    "forget_old_tries",
    "give_own_words",
    "invite",
    "make_cards",
    "make_password_link",
    "participant_for",
    "replace_card",
    "seal",
    "set_password",
    "sign_in_card",
    "throw_oldest_seals",
    "throw_seals",
    "unseal",
    "use_invitation",
]
